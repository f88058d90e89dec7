/** Agents, and the tokens that let new ones in. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  type AgentDuty,
  type AgentLiveness,
  type AgentView,
  type Liveness,
  PAGE_SIZE_MAX,
} from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { type ApiMethods, agentFromWire, timestampFromWire } from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkedSite, requireSite } from '../inventory/records.ts';
import type { Style } from '../output/color.ts';
import { type Fact, printDetails } from '../output/details.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import type { Reader } from '../output/time.ts';
import { formatAge, formatIso, formatTime } from '../output/time.ts';
import { type PolledRow, watchList } from '../poll.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec, requiredFlag } from '../spec.ts';
import { agentDutyCommands } from './agent-duty.ts';
import { agentLifeCommands } from './agent-life.ts';
import { agentTokenCommands } from './agent-token.ts';
import { type Arrangement, arrangeFlags, arrangement, siteFlag } from './flags.ts';

type Message = ApiMethods['AgentService.ListAgents']['response']['agents'][number];

const STYLES: Readonly<Record<AgentView['state'], Style>> = {
  online: 'good',
  unreachable: 'bad',
  'never-seen': 'warn',
  banned: 'bad',
  draining: 'warn',
  drained: 'warn',
};

const agentListing: ListingSpec<AgentView> = {
  plural: 'agents',
  name: ({ name }) => name,
  columns: [
    { head: 'NAME', cell: ({ name }) => name },
    { head: 'SITE', cell: ({ site }) => site },
    { head: 'STATE', cell: ({ state }) => state, style: ({ state }) => STYLES[state] },
    { head: 'SINCE', cell: ({ stateSince }, { nowMs }) => formatAge(nowMs - stateSince) },
    { head: 'REASON', shrinks: true, cell: ({ reason, alarm }) => alarm || reason },
    { head: 'VERSION', cell: ({ version }) => version },
    {
      head: 'LAST-SEEN',
      cell: ({ lastSeenAt }, { nowMs }) =>
        lastSeenAt === undefined ? 'never' : formatAge(nowMs - lastSeenAt),
    },
    { head: 'JOBS', cell: ({ runningJobs }) => String(runningJobs) },
    { head: 'LINK', wide: true, cell: ({ liveness }) => liveness?.transport.state ?? '' },
    { head: 'HEARTBEAT', wide: true, cell: ({ liveness }) => liveness?.heartbeat.state ?? '' },
    { head: 'DRIVERS', wide: true, cell: ({ liveness }) => liveness?.drivers.cause ?? '' },
    { head: 'OS', wide: true, cell: ({ os }) => os },
    { head: 'CAPABILITIES', wide: true, cell: ({ capabilities }) => capabilities.join(',') },
    {
      head: 'CERT-EXPIRES',
      wide: true,
      cell: ({ certificateExpiresAt }, { nowMs }) =>
        certificateExpiresAt > nowMs ? formatAge(certificateExpiresAt - nowMs) : 'expired',
    },
    { head: 'ID', wide: true, cell: ({ id }) => id },
    { head: 'AGE', cell: ({ enrolledAt }, { nowMs }) => formatAge(nowMs - enrolledAt) },
  ],
  csv: [
    { head: 'name', cell: ({ name }) => name },
    { head: 'site', cell: ({ site }) => site },
    { head: 'state', cell: ({ state }) => state },
    { head: 'since', cell: ({ stateSince }) => formatIso(stateSince) },
    { head: 'reason', cell: ({ reason }) => reason },
    { head: 'version', cell: ({ version }) => version },
    { head: 'last_seen', cell: ({ lastSeenAt }) => (lastSeenAt === undefined ? '' : formatIso(lastSeenAt)) },
    { head: 'running_jobs', cell: ({ runningJobs }) => String(runningJobs) },
    { head: 'id', cell: ({ id }) => id },
    { head: 'description', cell: ({ description }) => description },
    { head: 'alarm', cell: ({ alarm }) => alarm },
    { head: 'duty', cell: ({ duty }) => duty?.kind ?? '' },
    { head: 'link', cell: ({ liveness }) => liveness?.transport.state ?? '' },
    { head: 'heartbeat', cell: ({ liveness }) => liveness?.heartbeat.state ?? '' },
    { head: 'drivers', cell: ({ liveness }) => liveness?.drivers.state ?? '' },
  ],
};

function agentFacts(agent: AgentView, { nowMs, zone }: Reader): readonly Fact[] {
  const at = (ms: number | undefined): string =>
    ms === undefined ? 'never' : `${formatTime(ms, zone)} (${formatAge(nowMs - ms)} ago)`;
  const expires = agent.certificateExpiresAt;
  const left = expires > nowMs ? `in ${formatAge(expires - nowMs)}` : 'expired';
  return [
    ['Agent', agent.name],
    ['Site', agent.site],
    ['State', `${agent.state} for ${formatAge(nowMs - agent.stateSince)}`],
    ['Reason', agent.reason],
    ...(agent.alarm === '' ? [] : [['Alarm', agent.alarm] as const]),
    ...(agent.description === '' ? [] : [['Description', agent.description] as const]),
    ...(agent.duty ? [['Out of work', dutyFact(agent.duty, at(agent.duty.since))] as const] : []),
    ...livenessFacts(agent.liveness, nowMs),
    ['Last seen', at(agent.lastSeenAt)],
    ['Version', agent.version],
    ['System', agent.os],
    ['Capabilities', agent.capabilities.join(', ')],
    ...(agent.labels ? [['Labels', labelFact(agent.labels)] as const] : []),
    ['Jobs', String(agent.runningJobs)],
    ['Enrolled', at(agent.enrolledAt)],
    ['Certificate', `until ${formatTime(expires, zone)} (${left})`],
    ['Outbox', `${agent.outboxId || '-'}, acknowledged up to ${agent.acknowledgedSeq}`],
    ['Identity', agent.identity],
    ['Id', agent.id],
  ];
}

function dutyFact({ kind, by, why }: AgentDuty, since: string): string {
  return `${kind} by ${by} since ${since}${why === '' ? '' : `: ${why}`}`;
}

function livenessFacts(liveness: AgentLiveness | undefined, nowMs: number): readonly Fact[] {
  if (!liveness) return [];
  const told = ({ state, since, cause }: Liveness): string =>
    `${state}${since === undefined ? '' : ` for ${formatAge(nowMs - since)}`}: ${cause}`;
  return [
    ['Link', told(liveness.transport)],
    ['Heartbeat', told(liveness.heartbeat)],
    ['Drivers', told(liveness.drivers)],
  ];
}

function labelFact(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

const ls: CommandSpec = {
  path: ['agent', 'ls'],
  summary: 'list agents and whether they are there',
  examples: [
    ['wayside agent ls', ''],
    ['wayside agent ls --site ams1 -o wide', 'with system, capabilities and certificate'],
  ],
  flags: [siteFlag, ...arrangeFlags],
  watches: true,
  async run({ shell, flags }) {
    const site = flags.text('site') ?? '';
    if (site !== '') checkedSite(site);
    const wish = arrangement(flags);
    if (shell.watch) await requireSite(shell, site);
    if (shell.watch) return watchList(shell, agentListing, () => polledAgents(shell, site, wish));
    const agents = await listAgents(shell, site, wish);
    if (agents.length === 0) await requireSite(shell, site);
    const api = await shell.api();
    await printListing(shell, agentListing, {
      rows: agents.map(agentFromWire),
      json: () => api.toJson('wayside.v1.ListAgentsResponse', { agents }),
    });
    return exitCodes.done;
  },
};

async function listAgents(shell: Shell, site: string, wish: Arrangement): Promise<readonly Message[]> {
  const agents: Message[] = [];
  let pageToken = '';
  do {
    const page = await shell.call('AgentService.ListAgents', {
      ...wish,
      ...{ site, pageSize: PAGE_SIZE_MAX, pageToken },
    });
    agents.push(...page.agents);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return agents;
}

async function polledAgents(
  shell: Shell,
  site: string,
  wish: Arrangement,
): Promise<readonly PolledRow<AgentView>[]> {
  const agents = await listAgents(shell, site, wish);
  const api = await shell.api();
  return agents.map((message) => ({
    row: agentFromWire(message),
    key: message.id,
    state: [
      message.state,
      message.alarm,
      message.reason,
      message.name,
      message.site,
      message.version,
      message.runningJobs,
    ].join(' '),
    json: () => api.toJson('wayside.v1.Agent', message),
  }));
}

const get: CommandSpec = {
  path: ['agent', 'get'],
  summary: 'show one agent in full',
  examples: [['wayside agent get ams1-a', 'by name or id']],
  args: [{ name: 'NAME', doc: 'name or id', complete: 'agent' }],
  async run(call) {
    const { shell } = call;
    const { agent } = await shell.call('AgentService.GetAgent', { id: argument(call, 0) });
    if (!agent) throw new WaysideError('NOT_FOUND', `there is no agent "${argument(call, 0)}"`);
    const api = await shell.api();
    const reader = await shell.reader();
    const row = agentFromWire(agent);
    await printDetails(shell, {
      spec: agentListing,
      row,
      facts: () => agentFacts(row, reader),
      json: () => api.toJson('wayside.v1.Agent', agent),
    });
    return exitCodes.done;
  },
};

const MS_PER_SECOND = 1000;
const TTL_MAX_MS = 30 * 86_400 * MS_PER_SECOND;

const tokenCreate: CommandSpec = {
  path: ['agent', 'token', 'create'],
  summary: 'make a token that lets one agent join a site; it is shown once',
  examples: [
    ['wayside agent token create --site ams1 --ttl 1h', 'prints one line'],
    [
      'wayside agent token create --site ams1 | ssh edge1 sudo -u wayside wayside-agent enrol',
      'straight to the agent, through no file and no history',
    ],
  ],
  flags: [
    { ...siteFlag, doc: 'site that the agent joins (required)' },
    { name: 'ttl', value: 'TIME', doc: 'how long it can be used; default 1h, at most 30d' },
  ],
  async run({ shell, flags }) {
    const site = checkedSite(requiredFlag(flags, 'site'));
    const ttlSeconds = await ttlOf(flags.text('ttl') ?? '1h');
    const answer = await shell.call('AgentService.CreateJoinToken', { site, ttlSeconds });
    const { output } = shell.settings;
    if (output === 'json' || output === 'yaml') {
      const json = (await shell.api()).toJson('wayside.v1.CreateJoinTokenResponse', answer);
      shell.out(output === 'json' ? formatJson(json) : await formatYaml(json));
      return exitCodes.done;
    }
    shell.out(`${escapeText(answer.token)}\n`);
    const expiresAt = timestampFromWire(answer.expireTime);
    const until = expiresAt === undefined ? '' : ` until ${formatTime(expiresAt, shell.settings.zone)}`;
    shell.note(`works once${until}; give it to "wayside-agent enrol" on standard input`);
    return exitCodes.done;
  },
};

async function ttlOf(text: string): Promise<number> {
  const { parseDuration } = await import('../../../shared/config/index.ts');
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= MS_PER_SECOND && ms <= TTL_MAX_MS) return Math.floor(ms / MS_PER_SECOND);
  throw new WaysideError(
    'INVALID_INPUT',
    `--ttl must be a duration from 1s to 30d, such as 1h, not "${text}"`,
  );
}

export const agentCommands: readonly CommandSpec[] = [
  ls,
  get,
  tokenCreate,
  ...agentTokenCommands,
  ...agentLifeCommands,
  ...agentDutyCommands,
];
