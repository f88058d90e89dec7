/** What is wrong with this agent and its host, check by check; one that breaks is a finding, and the rest goes on. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AgentConfig, formatAddress } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { type Finding, foundBy, wellFound } from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import { type AgentEnrolment, loadEnrolment, validityOf } from '../session/index.ts';
import { AGENT_SCHEMA_VERSION, examineAgentStore, type VaultStatus } from '../store/index.ts';
import {
  busyFindings,
  diskFindings,
  fileFindings,
  type HostOptions,
  sizeText,
  spoolFindings,
  writeFindings,
} from './host.ts';
import { reachFindings } from './reach.ts';
import { type AgentLife, readLife, STORE_NAME, sessionHint } from './status.ts';

/** A clock that is off by more is told; by more than the second, certificates and times of scans go wrong. */
const CLOCK_WARN_MS = 30_000;
const CLOCK_PROBLEM_MS = 300_000;
/** An agent renews at two thirds of the life of its certificate. */
const RENEWAL_LATE_PARTS = 4;

export interface DoctorDeps extends Omit<HostOptions, 'config'> {
  readonly clock: Clock;
  /** Errors: INVALID_INPUT, UNKNOWN_KEY. */
  readonly load: () => AgentConfig;
  /** Opens the vault and every credential in it. Errors: VAULT_LOCKED and others. */
  readonly vault: (config: AgentConfig) => Promise<VaultStatus>;
}

type Looked = readonly Finding[] | Promise<readonly Finding[]>;

export async function examineAgent(deps: DoctorDeps): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const check = async (name: string, look: () => Looked, well?: string): Promise<void> => {
    try {
      const found = await look();
      findings.push(...(found.length === 0 && well !== undefined ? [wellFound(name, well)] : found));
    } catch (error) {
      findings.push(broken(name, error));
    }
  };
  let config: AgentConfig | undefined;
  await check('configuration', () => {
    config = deps.load();
    return [wellFound('configuration', 'it is valid')];
  });
  if (!config) return findings;
  const { dataDir } = config;
  const host: HostOptions = { ...deps, config };
  if (!existsSync(dataDir)) return [...findings, notStarted(dataDir)];
  await check('files', () => fileFindings(host), 'secret files are for their owner alone');
  await check('disk', () => diskFindings(host), `there is room at ${dataDir}`);
  await check('writes', () => writeFindings(host), writeWords(config));
  await check('store', () => storeFindings(dataDir));
  let life: AgentLife | undefined;
  await check('agent', () => {
    life = readLife(host.config);
    return agentFindings(life);
  });
  await check('vault', async () => vaultFindings(host.config, deps));
  if (life) await lifeChecks(life, host, check);
  let enrolment: AgentEnrolment | undefined;
  await check('identity', () => {
    enrolment = loadEnrolment(join(dataDir, 'identity'));
    return [enrolment ? joined(enrolment) : notJoined()];
  });
  if (!enrolment) return findings;
  const { addresses, caPem, chainPem } = enrolment;
  await check('certificate', () => certificateFindings(chainPem, deps.clock.now()));
  const given = config.controller.addresses.map(formatAddress);
  await check('controller', () =>
    reachFindings({ clock: deps.clock, caPem, addresses: given.length > 0 ? given : addresses }),
  );
  return findings;
}

type Check = (name: string, look: () => Looked, well?: string) => Promise<void>;

async function lifeChecks(
  { state, store, isRunning }: AgentLife,
  host: HostOptions,
  check: Check,
): Promise<void> {
  const bytes = store?.spool.bytes ?? 0;
  await check(
    'spool',
    () => spoolFindings(host, bytes),
    `it holds ${sizeText(bytes)} of ${sizeText(host.config.outbox.maxSizeBytes)}`,
  );
  if (isRunning && state?.guard)
    await check('guard', () => busyFindings({ guard: state.guard }), 'its host has room for the usual work');
  if (isRunning && state?.session) {
    const { session } = state;
    await check('session', () => [
      session.up
        ? wellFound('session', `it stands since ${iso(session.since)}`)
        : problem(
            'session',
            `none since ${iso(session.since)}: ${session.message} [${session.code}]`,
            sessionHint(session),
          ),
    ]);
    if (session.up)
      await check('clock', () => clockFindings(session.clockAheadMs), 'it goes like that of the controller');
  }
}

function agentFindings({ isRunning, state, version }: AgentLife): readonly Finding[] {
  if (!isRunning)
    return [
      problem(
        'agent',
        'it does not run',
        'Start it: systemctl start wayside-agent; its log says what keeps it from it.',
      ),
    ];
  const who = state
    ? `it runs as process ${state.pid} since ${iso(state.startedAt)}, version ${state.version}`
    : 'it runs';
  if (!state || state.version === version) return [wellFound('agent', who)];
  return [
    {
      ...wellFound('agent', `${who}; version ${version} is installed`),
      ...{ level: 'warning', hint: 'Restart it: systemctl restart wayside-agent' },
    },
  ];
}

function writeWords({ writes }: AgentConfig): string {
  if (!writes.enabled) return 'it changes nothing: writes.enabled is off';
  const keys = writes.operatorKeys.length;
  return `it changes what is approved with ${keys === 1 ? 'the one key' : `one of the ${keys} keys`} of writes.operatorKeys`;
}

function storeFindings(dataDir: string): readonly Finding[] {
  const found = examineAgentStore(join(dataDir, STORE_NAME), AGENT_SCHEMA_VERSION);
  const message = found
    ? `it is sound: schema ${found.schema}, ${sizeText(found.sizeBytes)}`
    : 'there is none yet';
  return [wellFound('store', message)];
}

async function vaultFindings(config: AgentConfig, { vault }: DoctorDeps): Promise<readonly Finding[]> {
  // To look must not make one.
  if (!existsSync(join(config.dataDir, 'vault', 'vault.keys')))
    return [wellFound('vault', 'there is none yet')];
  const { lock, credentials } = await vault(config);
  const by = lock === 'master' ? 'the master key' : 'a passphrase';
  return [wellFound('vault', `it opens with ${by}, and so do its ${credentials} credentials`)];
}

function clockFindings(aheadMs: number): readonly Finding[] {
  const offMs = Math.abs(aheadMs);
  if (offMs <= CLOCK_WARN_MS) return [];
  const reason = offMs > CLOCK_PROBLEM_MS ? 'agent-clock-wrong' : 'agent-clock-off';
  const message = `it is ${Math.round(offMs / 1000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} that of the controller`;
  return [foundBy('clock', reason, { message })];
}

function certificateFindings(chainPem: string, nowMs: number): readonly Finding[] {
  const { notBefore, notAfter } = validityOf(chainPem);
  const ends = `ends at ${iso(notAfter)}`;
  if (nowMs >= notAfter)
    return [
      problem(
        'certificate',
        `it has ended at ${iso(notAfter)}`,
        'The agent joins again by itself with its key when it reaches the controller.',
      ),
    ];
  if (notAfter - nowMs < (notAfter - notBefore) / RENEWAL_LATE_PARTS)
    return [
      foundBy('certificate', 'agent-certificate', { message: `it ${ends} and was not renewed in time` }),
    ];
  return [wellFound('certificate', `it ${ends}`)];
}

function joined({ site, name, agentId }: AgentEnrolment): Finding {
  return wellFound('identity', `it has joined site ${site} as ${name} (${agentId})`);
}

function notJoined(): Finding {
  return problem(
    'identity',
    'this agent has not joined a controller yet',
    'On the controller: wayside agent token create --site SITE; here: wayside-agent enrol --token-file FILE',
  );
}

function notStarted(dataDir: string): Finding {
  return problem(
    'folder',
    `there is no folder ${dataDir}`,
    'Is it the right configuration? The first start makes it: wayside-agent enrol --token-file FILE',
  );
}

function broken(check: string, thrown: unknown): Finding {
  const { message, code, hint, violations } = WaysideError.from(thrown);
  const more = violations
    .map(({ field, message: words }) => `${field} ${words}`)
    .filter((words) => !message.includes(words));
  return { level: 'problem', check, message: `${[message, ...more].join('; ')} [${code}]`, hint };
}

function problem(check: string, message: string, hint: string): Finding {
  return { level: 'problem', check, message, hint };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
