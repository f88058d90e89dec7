/**
 * What may be wrong, as data: every reason in one table, with how bad it is and what to do. The doctor of either
 * program says what is so now; the controller follows some of it over time and raises an alert.
 */

export const findingLevels = ['ok', 'warning', 'problem'] as const;
export type FindingLevel = (typeof findingLevels)[number];

export interface ReasonSpec {
  readonly level: Exclude<FindingLevel, 'ok'>;
  /** A few words, as alerts and lists head it. */
  readonly title: string;
  /** What to do, when the finding itself does not know better. */
  readonly cure: string;
  /** How long it must be so before an alert is raised, milliseconds; absent: the doctor says it, nobody is alerted. */
  readonly raiseAfterMs?: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SOON_MS = 2 * MINUTE_MS;

function problem(title: string, cure: string, raiseAfterMs: number = SOON_MS): ReasonSpec {
  return { level: 'problem', title, cure, raiseAfterMs };
}

function warning(title: string, cure: string, raiseAfterMs: number = SOON_MS): ReasonSpec {
  return { level: 'warning', title, cure, raiseAfterMs };
}

export type HealthReason =
  | 'agent-away'
  | 'agent-shut-out'
  | 'agent-never-seen'
  | 'agent-cloned'
  | 'agent-clock-off'
  | 'agent-clock-wrong'
  | 'agent-certificate'
  | 'agent-version'
  | 'agent-disk'
  | 'agent-spool'
  | 'agent-busy'
  | 'agent-files'
  | 'agent-unsigned-writes'
  | 'agent-no-operator-key'
  | 'agent-other'
  | 'agent-drained'
  | 'agent-maintenance'
  | 'no-agent'
  | 'source-failed'
  | 'source-partial'
  | 'source-host-key'
  | 'schedule-paused'
  | 'conflict-open'
  | 'disk-low'
  | 'disk-full'
  | 'history-size'
  | 'store-locked'
  | 'store-failed'
  | 'secret-files'
  | 'ca-certificate'
  | 'server-certificate'
  | 'ca-rotation'
  | 'backup-never'
  | 'backup-old'
  | 'audit-broken'
  | 'audit-lost'
  | 'gc-stuck'
  | 'clock-jumped';

export const healthReasons: Readonly<Record<HealthReason, ReasonSpec>> = {
  // Of agents.
  'agent-away': problem('agent away', 'Look at the log of wayside-agent on its host.', 5 * MINUTE_MS),
  'agent-shut-out': problem(
    'agent shut out',
    'The log of wayside-agent on its host says why; if its identity is lost: wayside agent token create --site SITE',
  ),
  'agent-never-seen': warning(
    'agent never came',
    'Start it: systemctl start wayside-agent; its log says what keeps it away.',
    HOUR_MS,
  ),
  'agent-cloned': problem('two processes use one identity', 'Stop one of them.', 0),
  'agent-clock-off': warning('clock off', 'Let the host of the agent follow NTP: timedatectl set-ntp true'),
  'agent-clock-wrong': problem(
    'clock wrong',
    'Let the host of the agent follow NTP: timedatectl set-ntp true. Certificates and times of scans count on it.',
  ),
  'agent-certificate': warning(
    'agent certificate ends soon',
    'It renews by itself while the agent has a session; see in its log why it did not.',
    5 * MINUTE_MS,
  ),
  'agent-version': warning(
    'agent version too far off',
    'Install the version of the controller on it, or the other way round: one minor version apart is fine.',
  ),
  'agent-disk': problem('disk of the agent low', 'Free space on its host.'),
  'agent-spool': problem(
    'spool of the agent fills',
    'It fills while the controller does not take what the agent read: see whether it is online, or raise outbox.maxSize.',
  ),
  'agent-busy': warning(
    'host of the agent busy',
    'It works on fewer switches at once until its host has room again: see what takes the processors; guard.* of its agent.yaml sets the limits.',
    5 * MINUTE_MS,
  ),
  'agent-files': problem(
    'secret files of the agent are open',
    'wayside-agent doctor names each file with its chmod.',
  ),
  'agent-unsigned-writes': {
    level: 'warning',
    title: 'unsigned writes',
    cure: 'Set writes.approval to signed in its agent.yaml, with the keys of your operators, and restart it.',
  },
  'agent-no-operator-key': {
    level: 'warning',
    title: 'no operator key',
    cure: 'wayside operator-key show prints what writes.operatorKeys of its agent.yaml needs; then restart it.',
  },
  /** Told by an agent that knows more reasons than this version. */
  'agent-other': warning('told by the agent', 'wayside-agent doctor on its host says more.'),
  'agent-drained': {
    level: 'warning',
    title: 'agent drained',
    cure: 'To end it: wayside agent resume NAME',
  },
  'agent-maintenance': {
    level: 'warning',
    title: 'agent in maintenance',
    cure: 'It ends by itself; sooner with: wayside agent resume NAME',
  },
  'no-agent': {
    level: 'warning',
    title: 'no agent at a site with sources',
    cure: 'Make a token: wayside agent token create --site SITE',
  },
  // Of sources.
  'source-failed': problem(
    'source not read',
    'Try it now: wayside source test NAME --site SITE',
    5 * MINUTE_MS,
  ),
  'source-host-key': problem(
    'host key changed',
    'Compare it at the device itself: wayside switch hostkey ls NAME --site SITE; then accept it, or find who is in between',
    0,
  ),
  'source-partial': warning(
    'source read in part',
    'Try it now: wayside source test NAME --site SITE',
    5 * MINUTE_MS,
  ),
  'schedule-paused': problem(
    'schedule paused by itself',
    'See why: wayside schedule history NAME; then let it run: wayside schedule resume NAME',
    0,
  ),
  'conflict-open': warning(
    'values contradict each other',
    'See them: wayside conflict ls; then say which holds: wayside conflict resolve ID --take ORIGIN',
    HOUR_MS,
  ),
  // Of the controller.
  'disk-low': warning(
    'disk low',
    'Free space: with a full disk new work is refused, what is stored is kept.',
  ),
  'disk-full': problem(
    'disk almost full',
    'Free space: with a full disk new work is refused, what is stored is kept.',
    0,
  ),
  'history-size': warning(
    'history outgrows the disk',
    'Lower history.* in the configuration, or give it a larger disk.',
    HOUR_MS,
  ),
  'store-locked': problem(
    'store locked',
    'End what else has the file open, such as a copy program or a shell of sqlite3.',
    0,
  ),
  'store-failed': problem(
    'store not written',
    'The guide page errors.md explains the code; reads go on meanwhile.',
    0,
  ),
  'secret-files': problem('secret files are open', 'Take the rights of group and others away with chmod.', 0),
  'ca-certificate': warning('CA ends soon', 'Begin a change of the CA: wayside ca rotate', 0),
  'server-certificate': warning(
    'server certificate ends soon',
    'It is made anew while the controller runs; its log says why it was not.',
    0,
  ),
  'ca-rotation': warning(
    'two CAs overlap',
    'wayside ca show says who still needs the old one; at 0 agents: wayside ca retire',
    24 * HOUR_MS,
  ),
  'backup-never': warning('no backup', 'Make one: wayside backup create FILE', 24 * HOUR_MS),
  'backup-old': warning('backup too old', 'Make one: wayside backup create FILE', 0),
  'audit-broken': problem(
    'audit trail changed',
    'Keep the data folder as it is, and see: wayside audit verify',
    0,
  ),
  'audit-lost': problem('audit entries lost', 'See which, and when: wayside audit verify', 0),
  'gc-stuck': warning(
    'deleted records are kept',
    'Changes that may not count hold the line back; deleted records stay until they are settled.',
    HOUR_MS,
  ),
  'clock-jumped': problem(
    'clock jumped',
    'Compare the clock of this host with a good one, and let it follow NTP: timedatectl set-ntp true',
    0,
  ),
};

export function isHealthReason(text: string): text is HealthReason {
  return Object.hasOwn(healthReasons, text);
}
