/** What the controller says of itself: figures for `status`, checks for `doctor`, the way of a delta. */
import { statfsSync } from 'node:fs';
import { type AgentView, PAGE_SIZE_MAX, type Principal } from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { DeltaTrail, Finding, StatusView } from '../../shared/wire/index.ts';
import type { AgentHub } from '../agents/index.ts';
import type { Inventory, Sight, SourceTrouble } from '../inventory/index.ts';
import type { Jobs } from '../jobs/index.ts';

export interface StatusDeps {
  readonly version: string;
  readonly meshId: string;
  readonly startedAt: number;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly inventory: Inventory;
  readonly hub: AgentHub;
  readonly jobs: Jobs;
}

/** Held by grants for all sites alone. */
const EVERYWHERE = '*';
/** Below this the disk is named as a problem. */
export const DISK_FREE_MIN_BYTES = 268_435_456;
const CERTIFICATE_WARN_MS = 43_200_000;
/** Sources in trouble named one by one, of each sort; the others are counted. */
const SOURCES_SHOWN_MAX = 20;

/** Counts of agents and sources are of the sites that are in view; records are counted for who sees every site. */
export function readStatus(deps: StatusDeps, sight: Sight): StatusView {
  const agents = agentCounts(deps, sight);
  const jobs = deps.jobs.counts();
  const records = sight.seesSite(EVERYWHERE) ? deps.inventory.counts() : {};
  return {
    version: deps.version,
    origin: deps.inventory.origin,
    meshId: deps.meshId,
    startedAt: deps.startedAt,
    agentsOnline: agents.online,
    agentsTotal: agents.total,
    jobsQueued: jobs.queued,
    jobsRunning: jobs.running,
    records,
    pos: deps.inventory.position,
    storeBytes: deps.inventory.storeBytes,
    diskFreeBytes: diskFreeBytes(deps.dataDir),
    memoryBytes: process.memoryUsage.rss(),
    sourcesStale: inView(deps.inventory.staleSources(), sight).length,
    sourcesTotal: records['source'] ?? 0,
    history: sight.everything ? deps.inventory.retention.read() : [],
  };
}

export function readDelta(inventory: Inventory, id: string, principal: Principal): DeltaTrail {
  const row = inventory.delta(id, principal);
  const times: [string, number][] = [
    ['scanned', row.scanned_at],
    ['spooled', row.spooled_at],
    ['sent', row.sent_at],
    ['received', row.received_at],
    ['applied', row.applied_at],
  ];
  const hops = times.map(([name, at], i) => ({
    name,
    at,
    elapsedMs: i === 0 ? 0 : at - (times[i - 1]?.[1] ?? at),
  }));
  return {
    id,
    hops,
    changes: row.changes,
    bytes: row.bytes,
    firstPos: row.first_pos ?? undefined,
    lastPos: row.last_pos ?? undefined,
  };
}

/** One finding per check at least: what is well is said too, so that silence never means "not looked at". */
export function runDoctor(deps: StatusDeps, sight: Sight): Finding[] {
  const own = sight.seesSite(EVERYWHERE) ? [diskFinding(deps)] : [];
  return [...own, ...agentFindings(deps, sight), ...sourceFindings(deps, sight)];
}

function agentCounts({ hub }: StatusDeps, sight: Sight): { online: number; total: number } {
  if (sight.everything) return hub.counts();
  const agents = allAgents(hub, sight);
  return { online: agents.filter(({ state }) => state === 'online').length, total: agents.length };
}

/** Sources are shown to who sees the whole site; why one failed names its address, so only the full view has the words. */
function inView(sources: readonly SourceTrouble[], sight: Sight): readonly SourceTrouble[] {
  return sources
    .filter(({ ref }) => sight.seesSite(ref.site))
    .map((source) =>
      sight.siteView(source.ref.site) === 'full'
        ? source
        : { ...source, cause: source.cause.replace(/:.*$/s, '') },
    );
}

function diskFinding(deps: StatusDeps): Finding {
  const freeBytes = diskFreeBytes(deps.dataDir);
  const free = `${(freeBytes / 2 ** 30).toFixed(1)} GiB`;
  if (freeBytes >= DISK_FREE_MIN_BYTES) return ok('disk', `${free} are free at ${deps.dataDir}`);
  return {
    level: 'problem',
    check: 'disk',
    message: `only ${free} are free at ${deps.dataDir}`,
    hint: 'Free space: with a full disk new work is refused, what is stored is kept.',
  };
}

function agentFindings(deps: StatusDeps, sight: Sight): Finding[] {
  const agents = allAgents(deps.hub, sight);
  if (agents.length === 0 && !sight.seesSite(EVERYWHERE)) return [];
  if (agents.length === 0) {
    return [
      {
        level: 'warning',
        check: 'agents',
        message: 'no agent has joined yet',
        hint: 'Make a token: wayside agent token create --site SITE',
      },
    ];
  }
  const away: Finding[] = agents
    // Who is banned is away because somebody wants it so.
    .filter(({ state }) => state !== 'online' && state !== 'banned')
    .map((agent) => ({
      level: 'problem',
      check: 'agents',
      message: `agent ${agent.name} of site ${agent.site} is ${agent.state}: ${agent.reason}`,
      hint: 'Look at the log of wayside-agent on its host.',
    }));
  const soonMs = deps.clock.now() + CERTIFICATE_WARN_MS;
  const expiring: Finding[] = agents
    .filter(({ state, certificateExpiresAt }) => state !== 'banned' && certificateExpiresAt < soonMs)
    .map((agent) => ({
      level: 'warning',
      check: 'certificates',
      message: `the certificate of agent ${agent.name} ends at ${new Date(agent.certificateExpiresAt).toISOString()}`,
      hint: 'It renews by itself while the agent has a session; see why it has none.',
    }));
  const cloned: Finding[] = agents
    .filter(({ alarm }) => alarm !== '')
    .map((agent) => ({
      level: 'problem',
      check: 'clones',
      message: `agent ${agent.name} of site ${agent.site}: ${agent.alarm}`,
      hint: `Stop one of them; then give it a data folder of its own and a new join token. To keep both out: wayside agent ban ${agent.name}`,
    }));
  const found = [...cloned, ...away, ...expiring];
  return found.length > 0
    ? found
    : [ok('agents', agents.length === 1 ? '1 agent is online' : `${agents.length} agents are online`)];
}

function allAgents(hub: AgentHub, sight: Sight): readonly AgentView[] {
  const agents: AgentView[] = [];
  let pageToken = '';
  do {
    const page = hub.list({ site: '', pageSize: PAGE_SIZE_MAX, pageToken });
    agents.push(...page.agents.filter(({ site }) => sight.seesSite(site)));
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return agents;
}

function sourceFindings(deps: StatusDeps, sight: Sight): Finding[] {
  const found = [
    ...troubles(inView(deps.inventory.staleSources(), sight), {
      level: 'problem',
      words: 'could not be read',
    }),
    ...troubles(inView(deps.inventory.partialSources(), sight), {
      level: 'warning',
      words: 'could be read only in part',
    }),
  ];
  return found.length > 0 ? found : [ok('sources', 'no source failed its last scan')];
}

function troubles(
  sources: readonly SourceTrouble[],
  { level, words }: { readonly level: Finding['level']; readonly words: string },
): Finding[] {
  const shown: Finding[] = sources.slice(0, SOURCES_SHOWN_MAX).map(({ ref, name, cause }) => ({
    level,
    check: 'sources',
    message: `${name} of site ${ref.site} ${words}: ${cause}`,
    hint: `Try it now: wayside switch test ${name} --site ${ref.site}`,
  }));
  const more = sources.length - shown.length;
  if (more <= 0) return shown;
  return [...shown, { level, check: 'sources', message: `${more} more ${words}`, hint: undefined }];
}

function ok(check: string, message: string): Finding {
  return { level: 'ok', check, message, hint: undefined };
}

function diskFreeBytes(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
}
