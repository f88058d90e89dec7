/** What a load found, for people and for programs. */
import type { Checked } from './check.ts';
import type { FaultCounts } from './faults.ts';
import type { WorkDone } from './work.ts';

export interface LoadReport {
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
  /** Sessions that were opened beyond the first of each agent. */
  readonly reconnects: number;
  /** From the start of the controller that was killed until the last agent was back. */
  readonly backMs: readonly number[];
  readonly settledMs: number;
  readonly check: Checked;
  readonly memoryMb: { readonly load: number; readonly controller: number | undefined };
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

/** Whatever a run must not do. Empty: all is well. */
export function problemsOf({ check, jobs }: LoadReport): readonly string[] {
  const { missing, different, more } = check;
  const open = Object.entries(jobs.states).filter(([state]) => !ENDED.has(state));
  return [
    ...(missing + different + more > 0
      ? [`records: ${missing} missing, ${different} different, ${more} too many`, ...check.examples]
      : []),
    ...open.map(([state, count]) => `jobs: ${count} have not ended (${state})`),
    ...(jobs.errors['TIMEOUT'] ? [`jobs: ${jobs.errors['TIMEOUT']} never came back`] : []),
  ];
}

const ENDED: ReadonlySet<string> = new Set([
  ...['SUCCEEDED', 'PARTLY', 'FAILED', 'CANCELLED', 'EXPIRED', 'LOST'],
]);

export function reportText(report: LoadReport): string {
  const { agents, sites, records, joinedMs, connectedMs, firstScans, jobs, faults, check, memoryMb } = report;
  const perSecond = (count: number, ms: number): string =>
    `${Math.round((count * 1000) / Math.max(1, ms))}/s`;
  const made = Object.entries(faults).flatMap(([kind, count]) => (count > 0 ? [`${count} ${kind}`] : []));
  const rows: readonly (readonly [string, string])[] = [
    ['agents', `${agents} over ${sites} sites, ${records} records each (seed ${report.seed})`],
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
    ['faults', made.length > 0 ? made.join(', ') : 'none'],
    ['reconnects', String(report.reconnects)],
    ...report.backMs.map((ms) => ['back after a kill', `in ${seconds(ms)}`] as const),
    ['settled', `in ${seconds(report.settledMs)}`],
    [
      'compared',
      `${check.records} records: ${check.missing} missing, ${check.different} different, ${check.more} more`,
    ],
    [
      'memory',
      `load ${memoryMb.load} MB${memoryMb.controller ? `, controller ${memoryMb.controller} MB` : ''}`,
    ],
  ];
  const problems = problemsOf(report);
  const verdict = problems.length === 0 ? ['nothing lost, nothing doubled, every job ended'] : problems;
  return [...rows.map(([name, text]) => `${name.padEnd(18)}${text}`), ...verdict].join('\n');
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
