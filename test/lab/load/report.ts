/** What a load found, for people and for programs. */
import type { Broadcast } from './broadcast.ts';
import type { Checked } from './check.ts';
import { type Cost, limitedPhases } from './cost.ts';
import type { FaultCounts } from './faults.ts';
import type { FaultKind } from './options.ts';
import type { WorkDone } from './work.ts';

/** Of `--json`: it is told in the guide on sizing, and counts up when a field goes or changes its meaning. */
export const REPORT_SCHEMA = 1;

export interface LoadReport {
  readonly schema: typeof REPORT_SCHEMA;
  readonly agents: number;
  readonly sites: number;
  readonly records: number;
  readonly seed: number;
  readonly joinedMs: number;
  readonly connectedMs: number;
  readonly firstScans: { readonly ms: number; readonly changes: number };
  readonly jobs: {
    readonly answered: number;
    readonly skipped: number;
    readonly errors: Readonly<Record<string, number>>;
    /** By state, as the controller tells it at the end. */
    readonly states: Readonly<Record<string, number>>;
    readonly startMs: Spread;
    readonly answerMs: Spread;
  };
  readonly changes: number;
  readonly refusedScans: number;
  readonly faults: FaultCounts;
  /** Kinds that were asked for. */
  readonly faultKinds: readonly FaultKind[];
  /** Sessions that were opened beyond the first of each agent. */
  readonly reconnects: number;
  /** From the start of the controller that was killed until the last agent was back. */
  readonly backMs: readonly number[];
  readonly settledMs: number;
  readonly check: Checked;
  /** One job for all agents. */
  readonly broadcasts: readonly Broadcast[];
  /** A job for each agent at once: until the last has answered. */
  readonly eachMs: readonly number[];
  readonly cost: Cost;
}

/** Of times in milliseconds; absent: there were none. */
export type Spread = { readonly p50: number; readonly p99: number; readonly max: number } | undefined;

export function spreadOf(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return sorted.length === 0 ? undefined : { p50: round(at(0.5)), p99: round(at(0.99)), max: round(at(1)) };
}

export function jobsOf(
  { asked, skipped, errors }: WorkDone,
  states: Readonly<Record<string, number>>,
): LoadReport['jobs'] {
  const starts = asked.flatMap(({ startedMs }) => (startedMs === undefined ? [] : [startedMs]));
  return {
    ...{ answered: asked.length, skipped, errors, states, startMs: spreadOf(starts) },
    answerMs: spreadOf(asked.map(({ answeredMs }) => answeredMs)),
  };
}

export function mergeWork(parts: readonly WorkDone[]): WorkDone {
  const errors: Record<string, number> = {};
  for (const part of parts)
    for (const [code, count] of Object.entries(part.errors)) errors[code] = (errors[code] ?? 0) + count;
  const sum = (of: (part: WorkDone) => number): number => parts.reduce((all, part) => all + of(part), 0);
  return {
    ...{ asked: parts.flatMap(({ asked }) => asked), errors, skipped: sum(({ skipped }) => skipped) },
    ...{ changes: sum(({ changes }) => changes), refusedScans: sum(({ refusedScans }) => refusedScans) },
  };
}

export function mergeChecks(parts: readonly Checked[]): Checked {
  const sum = (of: (part: Checked) => number): number => parts.reduce((all, part) => all + of(part), 0);
  return {
    ...{ records: sum(({ records }) => records), missing: sum(({ missing }) => missing) },
    ...{ different: sum(({ different }) => different), more: sum(({ more }) => more) },
    examples: parts.flatMap(({ examples }) => examples),
  };
}

/** Whatever a run must not do. Empty: all is well. */
export function problemsOf({ check, jobs, broadcasts }: LoadReport): readonly string[] {
  const { missing, different, more } = check;
  const open = Object.entries(jobs.states).filter(([state]) => !ENDED.has(state));
  return [
    ...(missing + different + more > 0
      ? [`records: ${missing} missing, ${different} different, ${more} too many`, ...check.examples]
      : []),
    ...open.map(([state, count]) => `jobs: ${count} have not ended (${state})`),
    ...broadcasts.flatMap(({ state, targets, answers }) =>
      answers === targets && ENDED.has(state)
        ? []
        : [`one job for all: ${answers} of ${targets} answers (${state})`],
    ),
    ...(jobs.errors['TIMEOUT'] ? [`jobs: ${jobs.errors['TIMEOUT']} never came back`] : []),
  ];
}

const ENDED: ReadonlySet<string> = new Set([
  ...['SUCCEEDED', 'PARTLY', 'FAILED', 'CANCELLED', 'EXPIRED', 'LOST'],
]);

export function reportText(report: LoadReport): string {
  const { agents, sites, records, joinedMs, connectedMs, firstScans, jobs, check, cost } = report;
  const perSecond = (count: number, ms: number): string =>
    `${Math.round((count * 1000) / Math.max(1, ms))}/s`;
  const rows: readonly (readonly [string, string])[] = [
    [
      'agents',
      `${agents} over ${sites} ${sites === 1 ? 'site' : 'sites'}, ${records} records each (seed ${report.seed})`,
    ],
    ['joined', `in ${seconds(joinedMs)}, ${perSecond(agents, joinedMs)}`],
    ['connected', `in ${seconds(connectedMs)}`],
    [
      'first scans',
      `${firstScans.changes} records in ${seconds(firstScans.ms)}, ${perSecond(firstScans.changes, firstScans.ms)}`,
    ],
    ['jobs', `${jobs.answered} answered, ${countsText(jobs.states)}`],
    ['  to start', spreadText(jobs.startMs)],
    ['  to the answer', spreadText(jobs.answerMs)],
    ['  not submitted', `${jobs.skipped} with nobody free, ${countsText(jobs.errors)}`],
    ['changes', `${report.changes} records told, ${report.refusedScans} scans refused`],
    ['faults', faultsText(report)],
    ['reconnects', String(report.reconnects)],
    ...report.backMs.map((ms) => ['back after a kill', `in ${seconds(ms)}`] as const),
    ...report.broadcasts.map((one) => ['one job for all', broadcastText(one)] as const),
    ...report.eachMs.map((ms) => ['a job for each', `all answered in ${seconds(ms)}`] as const),
    ['settled', `in ${seconds(report.settledMs)}`],
    [
      'compared',
      `${check.records} records: ${check.missing} missing, ${check.different} different, ${check.more} more`,
    ],
    ...costRows(cost),
  ];
  const problems = problemsOf(report);
  const verdict = problems.length === 0 ? ['nothing lost, nothing doubled, every job ended'] : problems;
  return [...rows.map(([name, text]) => `${name.padEnd(18)}${text}`), ...verdict].join('\n');
}

/** One that was asked for and never came is told: else the run would seem to have stood it. */
function faultsText({ faults, faultKinds }: LoadReport): string {
  if (faultKinds.length === 0) return 'none';
  return [...new Set(faultKinds)]
    .map((kind) => (faults[kind] > 0 ? `${faults[kind]} ${kind}` : `0 ${kind} (the run was too short)`))
    .join(', ');
}

function broadcastText({ targets, answers, parts, agents, submittedMs, answeredMs }: Broadcast): string {
  const took = `on disk in ${seconds(submittedMs)}, all answered in ${seconds(answeredMs)}`;
  return `${answers} of ${targets} answers by ${agents} agents in ${parts} parts, ${took}`;
}

/** What each phase took, of the agents' side and of the controller. */
function costRows(cost: Cost): readonly (readonly [string, string])[] {
  const { phases, memoryMb, processes, cores } = cost;
  const share = (cpuMs: number, ms: number): string => `${Math.round((cpuMs * 100) / Math.max(1, ms))} %`;
  const limited = limitedPhases(cost);
  const rows = phases.map(({ phase, ms, loadCpuMs, controllerCpuMs }) => {
    const controller = controllerCpuMs === undefined ? '' : `, controller ${share(controllerCpuMs, ms)}`;
    return [`  ${phase}`, `${seconds(ms)}: load ${share(loadCpuMs, ms)}${controller}`] as const;
  });
  const { load, loadPeak, controller, controllerPeak } = memoryMb;
  const theirs = controller === undefined ? '' : `, controller ${controller} MB (${controllerPeak} at most)`;
  return [
    ['memory', `load ${load} MB (${loadPeak} at most)${theirs}`],
    ['CPU', `in percent of one core, of ${cores}; processes with agents: ${processes}`],
    ...rows,
    ...(limited.length > 0 ? [['at its limit', limitText(limited, cost)] as const] : []),
  ];
}

function limitText(limited: readonly string[], { processes, cores }: Cost): string {
  const cure = processes < cores ? 'try more --processes' : 'try a machine with more cores';
  return `the load itself, at: ${limited.join(', ')}. These times are its own; ${cure}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function spreadText(spread: Spread): string {
  return spread ? `p50 ${spread.p50} ms, p99 ${spread.p99} ms, worst ${spread.max} ms` : 'nothing to measure';
}

function countsText(counts: Readonly<Record<string, number>>): string {
  const words = Object.entries(counts).map(([name, count]) => `${count} ${name.toLowerCase()}`);
  return words.length > 0 ? words.join(', ') : 'no errors';
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
