/** How the controller is, what is wrong with it or with the way to it, and which version this is. */
import { connect as connectTcp } from 'node:net';
import { WaysideError } from '../../../shared/errors.ts';
import { type ApiMethods, type Finding, findingFromWire, findingLevel, type StatusView, statusFromWire } from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Style } from '../output/color.ts';
import { type Fact, printDetails } from '../output/details.ts';
import { formatJson } from '../output/documents.ts';
import { type ListingSpec, printListing, type Reader } from '../output/listing.ts';
import { formatAge, formatIso, formatTime } from '../output/time.ts';
import type { Shell } from '../shell.ts';
import type { CommandSpec } from '../spec.ts';
import { planTarget, readTarget, type TargetPlan } from '../target.ts';
import { readVersion } from '../version.ts';

const statusListing: ListingSpec<StatusView> = {
  plural: 'controllers',
  name: ({ origin }) => origin,
  columns: [],
  csv: [
    { head: 'origin', cell: ({ origin }) => origin },
    { head: 'version', cell: ({ version }) => version },
    { head: 'started', cell: ({ startedAt }) => formatIso(startedAt) },
    { head: 'agents_online', cell: ({ agentsOnline }) => String(agentsOnline) },
    { head: 'agents_total', cell: ({ agentsTotal }) => String(agentsTotal) },
    { head: 'sources_stale', cell: ({ sourcesStale }) => String(sourcesStale) },
    { head: 'sources_total', cell: ({ sourcesTotal }) => String(sourcesTotal) },
    { head: 'jobs_queued', cell: ({ jobsQueued }) => String(jobsQueued) },
    { head: 'jobs_running', cell: ({ jobsRunning }) => String(jobsRunning) },
    { head: 'store_bytes', cell: ({ storeBytes }) => String(storeBytes) },
    { head: 'disk_free_bytes', cell: ({ diskFreeBytes }) => String(diskFreeBytes) },
  ],
};

function statusFacts(status: StatusView, plan: TargetPlan, { nowMs, zone }: Reader): readonly Fact[] {
  const { sourcesStale, sourcesTotal, agentsOnline, agentsTotal } = status;
  const records = Object.entries(status.records).filter(([, count]) => count > 0);
  return [
    ['Controller', `${plan.address ?? ''}${plan.context ? ` (context ${plan.context})` : ''}`],
    ['Version', status.version],
    ['Running', `for ${formatAge(nowMs - status.startedAt)}, since ${formatTime(status.startedAt, zone)}`],
    ['Agents', `${agentsOnline} of ${agentsTotal} online`],
    ['Sources', sourcesStale === 0 ? `${sourcesTotal}, all read` : `${sourcesTotal}, ${sourcesStale} STALE`],
    ['Jobs', `${status.jobsRunning} running, ${status.jobsQueued} queued`],
    ['Records', records.map(([kind, count]) => `${kind} ${count}`).join(', ')],
    ['Position', String(status.pos)],
    ['Store', `${bytesText(status.storeBytes)}, ${bytesText(status.diskFreeBytes)} free on its disk`],
    ['Memory', bytesText(status.memoryBytes)],
    ['Origin', status.origin],
    ['Mesh', status.meshId],
  ];
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

function bytesText(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 2 ** (10 * step);
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${BYTE_UNITS[step]}`;
}

export const statusCommand: CommandSpec = {
  path: ['status'],
  summary: 'show how the controller is',
  examples: [
    ['wayside status', ''],
    ['wayside status -o json | jq .sourcesStale', 'for a script; absent means 0'],
  ],
  async run({ shell }) {
    const plan = await planTarget(shell.host, shell.settings.flags);
    const message = await shell.call('SystemService.GetStatus', {});
    const row = statusFromWire(message);
    const api = await shell.api();
    const reader = await shell.reader();
    await printDetails(shell, {
      spec: statusListing,
      row,
      facts: () => statusFacts(row, plan, reader),
      json: () => api.toJson('wayside.v1.GetStatusResponse', message),
    });
    return exitCodes.done;
  },
};

const LEVELS: Readonly<Record<Finding['level'], readonly [string, Style]>> = {
  ok: ['ok', 'good'],
  warning: ['warning', 'warn'],
  problem: ['PROBLEM', 'bad'],
};

const findingListing: ListingSpec<Finding> = {
  plural: 'findings',
  name: ({ check }) => check,
  columns: [
    { head: 'NAME', cell: ({ check }) => check },
    { head: 'RESULT', cell: ({ level }) => LEVELS[level][0], style: ({ level }) => LEVELS[level][1] },
    { head: 'MESSAGE', cell: ({ message, hint }) => (hint ? `${message}; ${hint}` : message) },
  ],
  csv: [
    { head: 'check', cell: ({ check }) => check },
    { head: 'level', cell: ({ level }) => level },
    { head: 'message', cell: ({ message }) => message },
    { head: 'hint', cell: ({ hint }) => hint ?? '' },
  ],
};

export const doctorCommand: CommandSpec = {
  path: ['doctor'],
  summary: 'find out what is wrong: settings, the way to the controller, and the controller itself',
  examples: [['wayside doctor', 'exit code 1 when there is a problem']],
  async run({ shell }) {
    const findings: Finding[] = [];
    const plan = await examine(findings, 'context', () => planTarget(shell.host, shell.settings.flags), (found) =>
      found.context ? `context ${found.context}, controller ${found.address ?? 'not known'}` : `controller ${found.address ?? 'not known'}`,
    );
    const target = plan && (await examine(findings, 'credentials', () => readTarget(plan, shell.host.env['CREDENTIALS_DIRECTORY']), ({ token }) =>
      token ? 'token and CA certificate can be read' : 'no token is given; only calls without one will work',
    ));
    const reached = target && (await examine(findings, 'network', () => reach(target.address, shell), (ms) => `${target.address} answers after ${ms} ms`));
    const answer = reached && (await examine(findings, 'controller', () => shell.call('SystemService.RunDoctor', {}), ({ findings: found }) =>
      `made ${found.length} checks`,
    ));
    findings.push(...(answer?.findings ?? []).map(findingFromWire));
    const rows = findings.map((finding) => ({ ...finding }));
    await printListing(shell, findingListing, { rows, json: () => ({ findings: rows.map(findingJson) }) });
    return exitCodeOf(findings);
  },
};

/** As RunDoctorResponse has it; our own checks come first. */
function findingJson({ level, check, message, hint }: Finding): { level: string; check: string; message: string; hint: string } {
  return { level: findingLevel.toWire(level), check, message, hint: hint ?? '' };
}

function exitCodeOf(findings: readonly Finding[]): ExitCode {
  return findings.some(({ level }) => level === 'problem') ? exitCodes.failed : exitCodes.done;
}

/** Runs one check; its failure is a finding, not an end. */
async function examine<T>(
  findings: Finding[],
  check: string,
  work: () => Promise<T>,
  say: (result: T) => string,
): Promise<T | undefined> {
  try {
    const result = await work();
    findings.push({ level: 'ok', check, message: say(result), hint: undefined });
    return result;
  } catch (error) {
    const { message, hint } = WaysideError.from(error);
    findings.push({ level: 'problem', check, message, hint });
    return undefined;
  }
}

const REACH_TIMEOUT_MS = 5000;

/** Milliseconds until the port took a connection: tells a dead host or firewall from a refusal higher up. */
async function reach(address: string, shell: Shell): Promise<number> {
  const { parseAddress } = await import('../../../shared/config/index.ts');
  const { withDeadline } = await import('../../../shared/runtime/index.ts');
  const { clock } = await shell.tools();
  const place = parseAddress(address);
  if (!place) throw new WaysideError('INVALID_INPUT', `"${address}" is not host:port`);
  const startedMs = clock.monotonic();
  const socket = connectTcp(place);
  try {
    await withDeadline(clock, { ms: REACH_TIMEOUT_MS, what: `connecting to ${address}`, signal: shell.signal }, () =>
      new Promise<void>((resolve, reject) => {
        socket.once('connect', () => resolve());
        socket.once('error', (cause) => reject(new WaysideError('UNREACHABLE', `${address}: ${cause.message}`, { cause, hint: 'Is the controller running, and does a firewall let you through?' })));
      }),
    );
    return Math.round(clock.monotonic() - startedMs);
  } finally {
    socket.destroy();
  }
}

export const versionCommand: CommandSpec = {
  path: ['version'],
  summary: 'print the version of this program; with --server that of the controller too',
  examples: [['wayside version', '']],
  flags: [{ name: 'server', doc: 'also ask the controller' }],
  async run({ shell, flags }) {
    const own = readVersion(shell.host.installation);
    const facts: [string, string][] = [['wayside', own], ['node', process.versions.node]];
    let status: ApiMethods['SystemService.GetStatus']['response'] | undefined;
    if (flags.on('server')) status = await shell.call('SystemService.GetStatus', {});
    if (status) facts.push(['controller', status.version]);
    if (shell.settings.output === 'json') shell.out(formatJson(Object.fromEntries(facts)));
    else shell.out(facts.map(([name, version]) => `${name} ${version}\n`).join(''));
    return exitCodes.done;
  },
};
