/** What the controller says of itself: figures for `status`, the way of a delta. */
import { type AgentView, PAGE_SIZE_MAX, type Principal } from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { DeltaTrail, StatusView } from '../../shared/wire/index.ts';
import type { AgentHub } from '../agents/index.ts';
import { type AlertDesk, freeBytes, type Health } from '../health/index.ts';
import type { Inventory, Sight } from '../inventory/index.ts';
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
  readonly health: Pick<Health, 'failedSources'>;
  readonly alerts: Pick<AlertDesk, 'summary'>;
}

/** Held by grants for all sites alone. */
const EVERYWHERE = '*';

/** Counts of agents and sources are of the sites that are in view; records are counted for who sees every site. */
export async function readStatus(deps: StatusDeps, sight: Sight): Promise<StatusView> {
  const failed = await deps.health.failedSources();
  const agents = agentCounts(deps, sight);
  const jobs = deps.jobs.counts();
  const alerts = deps.alerts.summary(sight);
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
    diskFreeBytes: freeBytes(deps.dataDir),
    memoryBytes: process.memoryUsage.rss(),
    sourcesStale: failed.filter(({ ref }) => sight.seesSite(ref.site)).length,
    sourcesTotal: records['source'] ?? 0,
    history: sight.everything ? deps.inventory.retention.read() : [],
    alertsOpen: alerts.open,
    worstAlert: alerts.worst,
    sourcesNeverRead: deps.inventory.unreadSources().filter(({ site }) => sight.seesSite(site)).length,
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

function agentCounts({ hub }: StatusDeps, sight: Sight): { online: number; total: number } {
  if (sight.everything) return hub.counts();
  const agents = allAgents(hub, sight);
  return { online: agents.filter(({ state }) => state === 'online').length, total: agents.length };
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
