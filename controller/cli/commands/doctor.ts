/** What is wrong: with the settings, on the way to the controller, and in the controller itself. */
import { connect as connectTcp } from 'node:net';
import { WaysideError } from '../../../shared/errors.ts';
import type { Finding, JsonObject } from '../../../shared/model/index.ts';
import { findingFromWire, findingLevel } from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Target } from '../host.ts';
import type { Style } from '../output/color.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { formatAge, formatIso } from '../output/time.ts';
import { hintOf } from '../report.ts';
import type { Shell } from '../shell.ts';
import type { CommandSpec } from '../spec.ts';
import { knownAddress, planTarget, readTarget, type TargetPlan } from '../target.ts';

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
    { head: 'REASON', wide: true, cell: ({ reason }) => reason ?? '' },
    {
      head: 'SINCE',
      wide: true,
      cell: ({ since }, { nowMs }) => (since === undefined ? '' : formatAge(nowMs - since)),
    },
    { head: 'MESSAGE', folds: true, cell: ({ message }) => message },
  ],
  csv: [
    { head: 'check', cell: ({ check }) => check },
    { head: 'level', cell: ({ level }) => level },
    { head: 'message', cell: ({ message }) => message },
    { head: 'hint', cell: ({ hint }) => hint ?? '' },
    { head: 'reason', cell: ({ reason }) => reason ?? '' },
    { head: 'site', cell: ({ site }) => site ?? '' },
    { head: 'subject', cell: ({ subjectName }) => subjectName ?? '' },
    { head: 'since', cell: ({ since }) => (since === undefined ? '' : formatIso(since)) },
  ],
};

export const doctorCommand: CommandSpec = {
  path: ['doctor'],
  summary: 'find out what is wrong, from the settings to the controller',
  examples: [
    ['wayside doctor', 'exit code 1 when there is a problem'],
    ['wayside doctor -o wide', 'with the reason of each, and since when'],
  ],
  notes: [
    'Exit code 0: no problem, though there may be warnings. 1: a problem, or a step that failed.',
    '`wayside alert ls` lists what has been wrong for a while, and who looks after it.',
  ],
  async run({ shell }) {
    const findings = await examineAll(shell);
    await printListing(shell, findingListing, {
      rows: findings,
      // As RunDoctorResponse has it; our own checks come first. Without a connection, too.
      json: () => ({ findings: findings.map(findingJson) }),
    });
    // Of twenty switches that are down, one and the same advice is enough.
    const advice = findings.flatMap(({ check, level, hint }) =>
      hint && level !== 'ok' ? [`${check}: ${hint}`] : [],
    );
    for (const line of new Set(advice)) shell.note(line);
    return exitCodeOf(findings);
  },
};

/** Each check needs the one before it; the first that fails is the last. */
async function examineAll(shell: Shell): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const { flags } = shell.settings;
  const plan = await examine(findings, {
    check: 'context',
    work: async () => {
      const found = await planTarget(shell.host, flags);
      knownAddress(found);
      return found;
    },
    say: planText,
  });
  if (!plan) return findings;
  const target = await examine(findings, {
    check: 'credentials',
    work: () => readTarget(plan, shell.host.env['CREDENTIALS_DIRECTORY']),
    say: targetText,
  });
  if (!target) return findings;
  const { address } = target;
  const reached = await examine(findings, {
    check: 'network',
    work: () => reach(address, shell),
    say: (ms) => `${address} takes connections, after ${ms} ms`,
  });
  if (reached === undefined) return findings;
  const answer = await examine(findings, {
    check: 'controller',
    work: () => shell.call('SystemService.RunDoctor', {}),
    say: ({ findings: found }) =>
      `knows you, and made ${found.length} ${found.length === 1 ? 'check' : 'checks'} of its own`,
  });
  return [...findings, ...(answer?.findings ?? []).map(findingFromWire)];
}

function planText({ context, address }: TargetPlan): string {
  return context ? `context ${context}, controller ${address}` : `controller ${address}`;
}

function targetText({ token }: Target): string {
  return token ? 'token and CA certificate can be read' : 'the CA certificate can be read; there is no token';
}

function findingJson(finding: Finding): JsonObject {
  const { level, check, message, hint, reason, site, subject, subjectName, since } = finding;
  return {
    level: findingLevel.toWire(level),
    ...{ check, message, hint: hint ?? '', reason: reason ?? '', site: site ?? '' },
    ...{ subjectName: subjectName ?? '' },
    ...(subject && { subject: { ...subject } }),
    ...(since !== undefined && { sinceTime: formatIso(since) }),
  };
}

function exitCodeOf(findings: readonly Finding[]): ExitCode {
  return findings.some(({ level }) => level === 'problem') ? exitCodes.failed : exitCodes.done;
}

interface Examination<T> {
  readonly check: string;
  work(): Promise<T>;
  /** What is good, in words. */
  say(result: T): string;
}

/** Runs one check; its failure is a finding, not an end. */
async function examine<T>(findings: Finding[], { check, work, say }: Examination<T>): Promise<T | undefined> {
  try {
    const result = await work();
    findings.push({ level: 'ok', check, message: say(result), hint: undefined });
    return result;
  } catch (error) {
    const failure = WaysideError.from(error);
    findings.push({ level: 'problem', check, message: failure.message, hint: hintOf(failure) });
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
  const connected = new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('error', (cause) => reject(unreached(address, cause)));
  });
  try {
    const limit = { ms: REACH_TIMEOUT_MS, what: `connecting to ${address}`, signal: shell.signal };
    await withDeadline(clock, limit, () => connected);
    return Math.round(clock.monotonic() - startedMs);
  } finally {
    socket.destroy();
  }
}

function unreached(address: string, cause: Error): WaysideError {
  return new WaysideError('UNREACHABLE', `${address} does not take connections: ${cause.message}`, {
    hint: 'Is the controller running, and does a firewall let you through?',
    cause,
  });
}
