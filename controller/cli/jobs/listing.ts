/** Jobs and the results of their targets as rows and facts. */
import {
  type Failure,
  formatRef,
  isTerminal,
  type JobView,
  type JsonObject,
  type StepState,
  type StepView,
  type TargetResult,
} from '../../../shared/model/index.ts';
import type { Style } from '../output/color.ts';
import type { Fact } from '../output/details.ts';
import type { ListingSpec } from '../output/listing.ts';
import type { Reader } from '../output/time.ts';
import { formatAge, formatElapsed, formatIso, formatTime } from '../output/time.ts';

const GOOD: readonly JobView['state'][] = ['succeeded'];
const BAD: readonly JobView['state'][] = ['failed', 'expired', 'lost'];
const WARN: readonly JobView['state'][] = ['partly', 'unknown', 'cancelled', 'cancelling'];

function styleOf({ state }: JobView): Style | undefined {
  if (GOOD.includes(state)) return 'good';
  if (BAD.includes(state)) return 'bad';
  return WARN.includes(state) ? 'warn' : undefined;
}

export const jobListing: ListingSpec<JobView> = {
  plural: 'jobs',
  name: ({ id }) => id,
  columns: [
    { head: 'NAME', cell: ({ id }) => id },
    { head: 'KIND', cell: ({ kind }) => kind },
    { head: 'STATE', cell: ({ state }) => state, style: styleOf },
    { head: 'SITE', cell: ({ site }) => site },
    { head: 'DONE', cell: ({ progress }) => doneText(progress) },
    { head: 'TOOK', cell: (job, { nowMs }) => tookText(job, nowMs) },
    { head: 'ATTEMPT', wide: true, cell: ({ attempt }) => String(attempt) },
    { head: 'AGENT', wide: true, cell: ({ agentId }) => agentId ?? '' },
    { head: 'BY', wide: true, cell: ({ createdBy }) => createdBy },
    { head: 'ERROR', wide: true, cell: ({ error }) => failureText(error) },
    { head: 'AGE', cell: ({ createdAt }, { nowMs }) => formatAge(nowMs - createdAt) },
  ],
  csv: [
    { head: 'id', cell: ({ id }) => id },
    { head: 'kind', cell: ({ kind }) => kind },
    { head: 'state', cell: ({ state }) => state },
    { head: 'site', cell: ({ site }) => site },
    { head: 'agent', cell: ({ agentId }) => agentId ?? '' },
    { head: 'current', cell: ({ progress }) => String(progress.current) },
    { head: 'total', cell: ({ progress }) => String(progress.total) },
    { head: 'created', cell: ({ createdAt }) => formatIso(createdAt) },
    { head: 'started', cell: ({ startedAt }) => isoOrEmpty(startedAt) },
    { head: 'ended', cell: ({ endedAt }) => isoOrEmpty(endedAt) },
    { head: 'by', cell: ({ createdBy }) => createdBy },
    { head: 'error', cell: ({ error }) => failureText(error) },
  ],
};

function isoOrEmpty(ms: number | undefined): string {
  return ms === undefined ? '' : formatIso(ms);
}

function doneText({ current, total }: JobView['progress']): string {
  return total === 0 ? '' : `${current}/${total}`;
}

function tookText({ startedAt, endedAt }: JobView, nowMs: number): string {
  return startedAt === undefined ? '' : formatElapsed((endedAt ?? nowMs) - startedAt);
}

/** `AUTH_REJECTED: the switch refused the password` */
export function failureText(error: Failure | undefined): string {
  return error === undefined ? '' : `${error.code}: ${error.message}`;
}

/** What one target of a job gave. */
export interface TargetRow {
  readonly result: TargetResult;
  readonly agentId: string | undefined;
}

/** Failures first, then what was read in part, then by name: what needs a hand must not scroll away. */
export function targetRows({ results, agentId }: JobView): readonly TargetRow[] {
  const rank = (result: TargetResult): number => (isPartial(result) ? 1 : result.error ? 0 : 2);
  return [...results]
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'en', { numeric: true }))
    .map((result) => ({ result, agentId }));
}

export const targetListing: ListingSpec<TargetRow> = {
  plural: 'results',
  name: ({ result: { source, name } }) => `${source.site}/${name}`,
  columns: [
    { head: 'NAME', cell: ({ result }) => result.name },
    {
      head: 'RESULT',
      cell: ({ result }) => result.error?.code ?? 'ok',
      style: ({ result }) => (isPartial(result) ? 'warn' : result.error ? 'bad' : 'good'),
    },
    { head: 'TOOK', cell: ({ result }) => timingText(result.timingsMs) },
    { head: 'MESSAGE', shrinks: true, cell: ({ result }) => result.error?.message ?? dataText(result.data) },
    { head: 'HINT', wide: true, cell: ({ result }) => result.error?.hint ?? '' },
    { head: 'DELTA', wide: true, cell: deltaText },
  ],
  csv: [
    { head: 'site', cell: ({ result }) => result.source.site },
    { head: 'name', cell: ({ result }) => result.name },
    { head: 'result', cell: ({ result }) => result.error?.code ?? 'ok' },
    { head: 'message', cell: ({ result }) => result.error?.message ?? dataText(result.data) },
    { head: 'hint', cell: ({ result }) => result.error?.hint ?? '' },
    { head: 'delta', cell: deltaText },
  ],
};

/** Read, but not whole; the error says what is missing. */
export function isPartial({ data, error }: TargetResult): boolean {
  return error !== undefined && isObject(data) && data['completeness'] === 'partial';
}

/** What became of one step of a job that writes. */
export interface StepRow {
  readonly number: number;
  readonly step: StepView;
  /** Of the thing, where the step is of a plan; else of its source, or its id where the name is not known. */
  readonly name: string;
  /** The job has ended: what was not sent never will be. */
  readonly isOver: boolean;
}

/** In their order. */
export function stepRows({ steps = [], state, results }: JobView): readonly StepRow[] {
  const names = new Map(results.map(({ source, name }) => [formatRef(source), name]));
  const isOver = isTerminal(state);
  return steps.map((step, at) => {
    const name = thingOf(step) ?? names.get(formatRef(step.source)) ?? step.source.id;
    return { number: at + 1, step, name, isOver };
  });
}

/** `sw03 Gi1/0/7`; steps of plans name it with its site. */
function thingOf({ action, source }: StepView): string | undefined {
  const { name } = action;
  if (typeof name !== 'string' || name === '') return undefined;
  const site = `${source.site}/`;
  return name.startsWith(site) ? name.slice(site.length) : name;
}

/** Why it was not done, or what is known of it that is not its state. */
function stepMessage({ step: { error, data, state } }: StepRow): string {
  if (error) return failureText(error);
  if (!isObject(data)) return dataText(data);
  // What a run calls a state of its own says something only where it is not that of the column beside it.
  if (typeof data['state'] === 'string') return data['state'] === state ? '' : data['state'];
  if (data['verified'] === true) return data['saved'] === true ? 'verified, saved' : 'verified';
  return dataText(data);
}

const STEP_STYLES: Readonly<Record<StepState, Style | undefined>> = {
  planned: undefined,
  sent: undefined,
  acknowledged: 'good',
  'not-done': 'bad',
  unknown: 'warn',
};

export const stepListing: ListingSpec<StepRow> = {
  plural: 'steps',
  name: ({ step }) => step.id,
  columns: [
    { head: 'STEP', cell: ({ number }) => String(number) },
    { head: 'ID', cell: ({ step }) => step.id },
    { head: 'NAME', cell: ({ name }) => name },
    { head: 'STATE', cell: stepText, style: ({ step }) => STEP_STYLES[step.state] },
    { head: 'MESSAGE', shrinks: true, cell: stepMessage },
    { head: 'ACTION', wide: true, cell: ({ step }) => JSON.stringify(step.action) },
    { head: 'HINT', wide: true, cell: ({ step }) => step.error?.hint ?? '' },
  ],
  csv: [
    { head: 'number', cell: ({ number }) => String(number) },
    { head: 'id', cell: ({ step }) => step.id },
    { head: 'name', cell: ({ name }) => name },
    { head: 'state', cell: ({ step }) => step.state },
    { head: 'message', cell: stepMessage },
    { head: 'hint', cell: ({ step }) => step.error?.hint ?? '' },
  ],
};

/** In words that need no table: a step that is still `planned` at the end was not sent. */
function stepText({ step, isOver }: StepRow): string {
  if (step.state === 'acknowledged') return 'done';
  if (step.state === 'not-done') return 'not done';
  return step.state === 'planned' && isOver ? 'not sent' : step.state;
}

/** One after the other; what else is timed is part of the commands. */
const PHASES: readonly string[] = ['queueMs', 'connectMs', 'loginMs', 'commandMs'];

/** From the ask to the answer; none were timed when the target was never begun. */
function timingText(timingsMs: TargetResult['timingsMs']): string {
  const phases = Object.entries(timingsMs).filter(([name]) => PHASES.includes(name));
  return phases.length === 0 ? '' : formatElapsed(phases.reduce((sum, [, ms]) => sum + ms, 0));
}

/** Parts of a result that have their own place or say nothing to people. */
const UNTOLD: readonly string[] = [
  'scan',
  'outbox',
  'seq',
  'name',
  'platformTitle',
  'prompt',
  'completeness',
];

/** What people look for first; the rest follows by name, and times come last. */
const FIRST: readonly string[] = ['platform', 'hostname', 'model', 'softwareVersion', 'serial'];

/** The plain values of what a target answered: `platform dell_os6, hostname sw03, changes 412`. */
function dataText(data: TargetResult['data']): string {
  if (!isObject(data)) return data === null ? '' : String(data);
  const rank = (key: string): number => {
    const first = FIRST.indexOf(key);
    if (first !== -1) return first;
    return FIRST.length + (key.endsWith('Ms') ? 1 : 0);
  };
  return Object.entries(data)
    .filter(([key, value]) => !UNTOLD.includes(key) && ['string', 'number'].includes(typeof value))
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}

/** `agent/outbox/number`, as `delta show` takes it. */
function deltaText({ result: { data }, agentId }: TargetRow): string {
  if (!isObject(data) || agentId === undefined || data['outbox'] === undefined) return '';
  return `${agentId}/${String(data['outbox'])}/${String(data['seq'])}`;
}

function isObject(data: TargetResult['data']): data is JsonObject {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

export function jobFacts(
  job: JobView,
  { zone, nowMs, agent }: Reader & { readonly agent: string },
): readonly Fact[] {
  const at = (ms: number | undefined): string =>
    ms === undefined ? '' : `${formatTime(ms, zone)} (${formatAge(nowMs - ms)} ago)`;
  return [
    ['Job', job.id],
    ['Kind', job.kind],
    ['State', job.state],
    ['Site', job.site],
    ['Agent', agent],
    ['Attempt', String(job.attempt)],
    ['Done', doneText(job.progress)],
    ['Created', `${at(job.createdAt)} by ${job.createdBy}`],
    ['Started', at(job.startedAt)],
    ['Ended', at(job.endedAt)],
    ...planFacts(job),
    ...(job.queuePosition > 0 ? [['Before it', String(job.queuePosition)] as const] : []),
    ...(job.shares ? [['Shares', `the work of job ${job.shares}`] as const] : []),
    ...(job.parentId ? [['Made by', job.parentId] as const] : []),
    ...errorFacts(job),
  ];
}

/** An end that somebody asked for is no error, and needs no advice. */
function errorFacts({ state, error }: JobView): readonly Fact[] {
  if (!error) return [];
  if (state === 'cancelled' && error.code === 'CANCELLED')
    return [['Cancelled', error.message.replace(/^cancelled(: |$)/, '') || 'no reason was given']];
  return [
    ['Error', failureText(error)],
    ['Hint', error.hint ?? ''],
  ];
}

/** `600s in all` and the like: what may end it, and what happens then. */
function planFacts({ plan, rank }: JobView): readonly Fact[] {
  if (!plan) return [];
  const { timers, retry } = plan;
  const seconds = (ms: number): string => formatElapsed(ms);
  return [
    ['Asked by', rank === 'schedule' ? 'a schedule: after what people asked for' : 'a person'],
    [
      'Times',
      `start within ${seconds(timers.toStartMs)}, an attempt ${seconds(timers.toCloseMs)}, all ${seconds(timers.overallMs)}`,
    ],
    ['Lease', timers.leaseMs > 0 ? `unknown after ${seconds(timers.leaseMs)} of silence` : ''],
    ['Attempts', retry.attempts === 1 ? 'one' : `up to ${retry.attempts}, when one is broken off`],
  ];
}
