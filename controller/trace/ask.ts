/**
 * Asks switches live: one job per site, their results as sightings, those who did not answer with the reason. When the
 * time of the question is over, whoever has not answered is told as such, whatever became of the agents.
 */
import { WaysideError } from '../../shared/errors.ts';
import {
  isTerminal,
  type JobView,
  type Json,
  type Mac,
  type Principal,
  type RecordRef,
  type TargetResult,
  type TraceDeviceError,
} from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Sighting } from './facts.ts';
import type { KnownSwitch } from './facts-index.ts';

export interface AskDeps {
  readonly jobs: Jobs;
  readonly clock: Pick<Clock, 'after'>;
}

export interface AskQuestion {
  readonly asked:
    | { readonly kind: 'lookup'; readonly mac: Mac }
    | { readonly kind: 'resolve'; readonly subject: string; readonly noCache: boolean };
  readonly site: string;
  /** In the order in which they are to be asked. */
  readonly switches: readonly KnownSwitch[];
  readonly parentId: string;
  readonly timeoutMs: number;
  readonly principal: Principal;
  readonly signal: AbortSignal;
}

export interface Heard {
  readonly sightings: readonly Sighting[];
  readonly answered: readonly RecordRef[];
  readonly errors: readonly TraceDeviceError[];
}

/** Agents end at the time of the question too; so long their words may be on their way. */
const ON_THE_WAY_MS = 250;
/** With less time nobody was asked in earnest. */
const ASKED_MIN_MS = 100;

/** Yields each target as it ends; never throws: a site that cannot be asked gives an error for each of its switches. */
export async function* askSite(deps: AskDeps, question: AskQuestion): AsyncGenerator<TargetResult> {
  let jobId: string | undefined;
  const told = new Set<string>();
  const time = timeOf(deps.clock, question);
  try {
    jobId = deps.jobs.submit(
      {
        mac: '',
        ...question.asked,
        targets: question.switches.map((known) => known.source.ref),
        site: question.site,
        requestId: '',
        validateOnly: false,
        timeoutMs: question.timeoutMs,
        parentId: question.parentId,
      },
      question.principal,
    ).id;
    for await (const job of deps.jobs.watch(jobId, time.signal)) {
      for (const result of job.results) {
        if (told.has(result.source.id)) continue;
        told.add(result.source.id);
        yield result;
      }
      if (isTerminal(job.state)) return yield* silent(question, told, endError(job, question.timeoutMs));
    }
    if (!question.signal.aborted) yield* silent(question, told, noAnswer(question.timeoutMs));
  } catch (error) {
    yield* silent(question, told, WaysideError.from(error));
  } finally {
    time.end();
    if (jobId !== undefined) leave(deps.jobs, jobId);
  }
}

function leave(jobs: Jobs, jobId: string): void {
  try {
    if (!isTerminal(jobs.get(jobId).state)) jobs.cancel(jobId, 'the trace ended', 'system:trace');
  } catch (error) {
    // It has ended in this moment.
    if (WaysideError.from(error).code !== 'JOB_FINISHED') throw error;
  }
}

/** Splits what was heard; a switch and its source share one id. */
export function hear(results: readonly TargetResult[], nowMs: number): Heard {
  const sightings: Sighting[] = [];
  const answered: RecordRef[] = [];
  const errors: TraceDeviceError[] = [];
  for (const result of results) {
    const ref: RecordRef = { ...result.source, kind: 'switch' };
    if (result.error) {
      errors.push({ switch: ref, switchName: result.name, error: result.error });
    } else {
      answered.push(ref);
      sightings.push(
        ...rowsOf(result.data).map(
          (row): Sighting => ({ ...row, switch: ref, seenAt: nowMs, live: true, present: true }),
        ),
      );
    }
  }
  return { sightings, answered, errors };
}

function* silent(
  question: AskQuestion,
  told: ReadonlySet<string>,
  error: WaysideError,
): Generator<TargetResult> {
  const { code, message, hint } = error;
  for (const { source } of question.switches) {
    if (told.has(source.ref.id)) continue;
    const name = String(source.fields['name']);
    yield { source: source.ref, name, error: { code, message, hint }, data: null, timingsMs: {} };
  }
}

/** Aborts at the end of its time, or when the asker leaves. */
function timeOf(
  clock: Pick<Clock, 'after'>,
  { timeoutMs, signal }: AskQuestion,
): { readonly signal: AbortSignal; end(): void } {
  const over = new AbortController();
  const abort = (): void => over.abort();
  const timer = clock.after(timeoutMs + ON_THE_WAY_MS, abort);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return {
    signal: over.signal,
    end() {
      timer.cancel();
      signal.removeEventListener('abort', abort);
    },
  };
}

/** As it is told of a switch. */
export function noAnswer(timeoutMs: number): WaysideError {
  if (timeoutMs < ASKED_MIN_MS)
    return new WaysideError('TIMEOUT', 'there was no time left to ask it', {
      hint: 'Ask again with more time.',
    });
  const seconds =
    timeoutMs < SECONDS_WHOLE_MIN_MS ? (timeoutMs / 1000).toFixed(1) : Math.round(timeoutMs / 1000);
  return new WaysideError('TIMEOUT', `did not answer within ${seconds} s`);
}

/** From here on tenths of a second say nothing to people. */
const SECONDS_WHOLE_MIN_MS = 2000;

/** Why the work ended is of the work; of the switch it says that it did not answer in its time. */
function endError(job: JobView, timeoutMs: number): WaysideError {
  const { error } = job;
  const hadNoTime = job.state === 'expired' && timeoutMs < ASKED_MIN_MS;
  if (error?.code === 'TIMEOUT' || hadNoTime) return noAnswer(timeoutMs);
  return error
    ? new WaysideError(error.code, error.message, error.hint === undefined ? {} : { hint: error.hint })
    : new WaysideError('TIMEOUT', `the work ended as ${job.state} before the switch answered`);
}

/** Lookup data comes from an agent, so it is read like anything from outside. */
function rowsOf(data: Json): Pick<Sighting, 'port' | 'vlan' | 'type'>[] {
  const rows = typeof data === 'object' && data !== null && 'rows' in data ? data['rows'] : undefined;
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: Json) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return [];
    const { port, vlan, type } = row as { port?: Json; vlan?: Json; type?: Json };
    if (typeof port !== 'string') return [];
    return [
      {
        port,
        vlan: typeof vlan === 'number' ? vlan : undefined,
        type: typeof type === 'string' ? type : 'other',
      },
    ];
  });
}
