/** Jobs and the results of their targets as rows and facts. */
import type { Failure, JobView, TargetResult } from '../../../shared/model/index.ts';
import type { Style } from '../output/color.ts';
import type { Fact } from '../output/details.ts';
import type { ListingSpec, Reader } from '../output/listing.ts';
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

export const targetListing: ListingSpec<TargetResult> = {
  plural: 'results',
  name: ({ source, name }) => `${source.site}/${name}`,
  columns: [
    { head: 'NAME', cell: ({ name }) => name },
    {
      head: 'RESULT',
      cell: ({ error }) => error?.code ?? 'ok',
      style: ({ error }) => (error ? 'bad' : 'good'),
    },
    { head: 'TOOK', cell: ({ timingsMs }) => timingText(timingsMs) },
    { head: 'MESSAGE', shrinks: true, cell: ({ error, data }) => error?.message ?? dataText(data) },
    { head: 'HINT', wide: true, cell: ({ error }) => error?.hint ?? '' },
  ],
  csv: [
    { head: 'site', cell: ({ source }) => source.site },
    { head: 'name', cell: ({ name }) => name },
    { head: 'result', cell: ({ error }) => error?.code ?? 'ok' },
    { head: 'message', cell: ({ error }) => error?.message ?? '' },
    { head: 'hint', cell: ({ error }) => error?.hint ?? '' },
  ],
};

/** All phases together; none were timed when the target was never begun. */
function timingText(timingsMs: TargetResult['timingsMs']): string {
  const phases = Object.values(timingsMs);
  return phases.length === 0 ? '' : formatElapsed(phases.reduce((sum, ms) => sum + ms, 0));
}

/** The plain values of what a target answered: `platform dell_os6, records 412`. */
function dataText(data: TargetResult['data']): string {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return data === null ? '' : String(data);
  return Object.entries(data)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}

export function jobFacts(job: JobView, { zone, nowMs }: Reader): readonly Fact[] {
  const at = (ms: number | undefined): string =>
    ms === undefined ? '' : `${formatTime(ms, zone)} (${formatAge(nowMs - ms)} ago)`;
  return [
    ['Job', job.id],
    ['Kind', job.kind],
    ['State', job.state],
    ['Site', job.site],
    ['Agent', job.agentId ?? ''],
    ['Attempt', String(job.attempt)],
    ['Done', doneText(job.progress)],
    ['Created', `${at(job.createdAt)} by ${job.createdBy}`],
    ['Started', at(job.startedAt)],
    ['Ended', at(job.endedAt)],
    ...(job.queuePosition > 0 ? [['Before it', String(job.queuePosition)] as const] : []),
    ...(job.parentId ? [['Made by', job.parentId] as const] : []),
    ...(job.error
      ? [['Error', failureText(job.error)] as const, ['Hint', job.error.hint ?? ''] as const]
      : []),
  ];
}
