/** One step at its source: the change itself, and reading back what is not known. Keeps nothing on disk. */
import { WaysideError } from '../../shared/errors.ts';
import type { Failure, Json } from '../../shared/model/index.ts';
import { type Clock, delay, type Log, withDeadline } from '../../shared/runtime/index.ts';
import type { JobTarget } from '../../shared/wire/index.ts';
import { UNWIND_MAX_MS } from './attempt.ts';
import type { CredentialPort, Driver, DriverContext, HostKeyPort, Step, StepFate } from './driver.ts';
import type { StepEnd } from './journal.ts';
import { toFailure } from './results.ts';

/** A driver that can change something, and say whether it is done. */
export type WritingDriver = Driver & Required<Pick<Driver, 'change' | 'verify'>>;

export interface StepDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly driver: WritingDriver;
  readonly credentials: CredentialPort;
  readonly hostKeys: HostKeyPort;
  /** The agent stops: what is under way is left. */
  readonly leave: AbortSignal;
  readonly progress: (target: JobTarget, status: string) => void;
  readonly wrote?: (target: JobTarget, line: string) => void;
  /** Of targets whose whole conversation a person asked for. */
  readonly transcript?: ((target: JobTarget) => (line: string) => void) | undefined;
}

/** One step may take so long; then its channel is closed and it is read back. */
export const STEP_MAX_MS = 120_000;
/** Steps that are sent together may take so long. */
export const BATCH_MAX_MS = 300_000;
/** Reading back is tried so often while the source does not answer, each time for so long, with a pause between. */
export const READ_BACK_TRIES = 3;
export const READ_BACK_MAX_MS = 30_000;
export const READ_BACK_PAUSE_MS = 2000;
/** What a source answers to one change, as JSON; more is left out: all steps of a job go in one message. */
export const ANSWER_BYTES_MAX = 1024;
/** What is there in the place of what a step was planned on, as JSON; a job ends at the step with which all of it is more. */
export const FOUND_BYTES_MAX = 65_536;

export class StepCaller {
  private readonly deps: StepDeps;
  private readonly timings = new Map<JobTarget, Record<string, number>>();
  /** By target: the credential that was opened for it. */
  private readonly opened = new Map<JobTarget, string>();

  constructor(deps: StepDeps) {
    this.deps = deps;
  }

  /** Sends it once. `undefined`: the agent is stopping, and nothing is known. */
  async change(step: Step, target: JobTarget): Promise<StepEnd | undefined> {
    const { driver, clock, leave } = this.deps;
    let work: Promise<Json> = Promise.resolve(null);
    try {
      const bound = { ms: STEP_MAX_MS, what: `step ${step.id}`, signal: leave };
      return acknowledged(
        await withDeadline(clock, bound, (signal) => {
          work = driver.change(step, target, this.context(target, signal)).then((outcome) => {
            this.timed(target, outcome.timings);
            return outcome.data;
          });
          return work;
        }),
      );
    } catch (error) {
      const late = await this.letGo(work);
      if (late?.status === 'fulfilled') return acknowledged(late.value);
      if (late && isStale(late.reason)) return notSent(late.reason);
      if (leave.aborted) return undefined;
      // It may still be on its way, so that what is read now says nothing.
      if (!late) return unknown(toFailure(error), 'the driver did not let go of it');
      return this.readBack(step, target, toFailure(error));
    }
  }

  /** Sends them once, together; as `change`, in their order. */
  async changeMany(steps: readonly Step[], target: JobTarget): Promise<readonly (StepEnd | undefined)[]> {
    const { driver, clock, leave } = this.deps;
    let work: Promise<readonly StepFate[]> = Promise.resolve([]);
    let fates: readonly StepFate[] = [];
    let error = toFailure(new WaysideError('INTERNAL', 'the driver told nothing of the step'));
    let isOpen = false;
    try {
      const bound = { ms: BATCH_MAX_MS, what: `${steps.length} steps`, signal: leave };
      fates = await withDeadline(clock, bound, (signal) => {
        work = driver.changeMany?.(steps, target, this.context(target, signal)) ?? Promise.resolve([]);
        return work;
      });
    } catch (thrown) {
      const late = await this.letGo(work);
      error = toFailure(thrown);
      isOpen = late === undefined;
      if (late?.status === 'fulfilled') fates = late.value;
    }
    const ends: (StepEnd | undefined)[] = [];
    for (const [at, step] of steps.entries()) {
      const fate = fates[at];
      if (fate && fate.state !== 'ask') ends.push(this.told(target, fate));
      else if (leave.aborted) ends.push(undefined);
      else if (isOpen) ends.push(unknown(error, 'the driver did not let go of it'));
      else ends.push(await this.readBack(step, target, fate ? toFailure(fate.error) : error));
    }
    return ends;
  }

  private told(target: JobTarget, fate: Exclude<StepFate, { readonly state: 'ask' }>): StepEnd {
    switch (fate.state) {
      case 'done':
        this.timed(target, fate.outcome.timings);
        return acknowledged(fate.outcome.data);
      case 'not-done':
        return isStale(fate.error)
          ? notSent(fate.error)
          : { state: 'not-done', error: toFailure(fate.error), data: null };
      case 'unknown':
        return { state: 'unknown', error: toFailure(fate.error), data: null };
    }
  }

  /** `why`: what is known of it so far. `undefined`: the agent is stopping, and nothing more is known. */
  async readBack(step: Step, target: JobTarget, why: Failure): Promise<StepEnd | undefined> {
    const { driver, clock, log, leave } = this.deps;
    let last: Failure | undefined;
    for (let tried = 1; tried <= READ_BACK_TRIES && !leave.aborted; tried += 1) {
      if (tried > 1) await delay(clock, READ_BACK_PAUSE_MS, leave).catch(() => undefined);
      this.deps.progress(target, `reading back ${step.id}`);
      try {
        const bound = { ms: READ_BACK_MAX_MS, what: 'reading back', signal: leave };
        const answer = await withDeadline(clock, bound, (signal) =>
          driver.verify(step, target, this.context(target, signal)),
        );
        if (answer === 'done') return acknowledged(null);
        if (answer === 'not-done') return { state: 'not-done', error: why, data: null };
        return unknown(why, 'reading back does not tell');
      } catch (error) {
        last = toFailure(error);
        log.warn('write.not-read-back', { step: step.id, device: target.name, tried, error });
      }
    }
    if (leave.aborted) return undefined;
    // It is known what is there, and that it will not last.
    if (last?.code === 'NOT_SAVED') return { state: 'unknown', error: last, data: null };
    return unknown(why, `reading back failed (${last?.message ?? ''})`);
  }

  /** Milliseconds by phase, over all changes of the target. */
  timingsOf(target: JobTarget): Readonly<Record<string, number>> {
    return this.timings.get(target) ?? {};
  }

  credentialOf(target: JobTarget): string | undefined {
    return this.opened.get(target);
  }

  private context(target: JobTarget, signal: AbortSignal): DriverContext {
    const { clock, log, hostKeys, credentials, progress, wrote, transcript } = this.deps;
    return {
      ...(wrote && { wrote: (line: string) => wrote(target, line) }),
      ...(transcript && { transcript: transcript(target) }),
      ...{ clock, signal, hostKeys, log: log.with({ device: target.name }) },
      credentials: {
        open: (name, of) => {
          const credential = credentials.open(name, of);
          this.opened.set(target, name);
          return credential;
        },
      },
      progress: (status) => progress(target, status),
    };
  }

  private timed(target: JobTarget, timings: Readonly<Record<string, number>>): void {
    const sums = this.timings.get(target) ?? {};
    for (const [phase, ms] of Object.entries(timings)) sums[phase] = (sums[phase] ?? 0) + ms;
    this.timings.set(target, sums);
  }

  /** How the work ended; `undefined`: it has not, and is not waited for any longer. */
  private async letGo<T>(work: Promise<T>): Promise<PromiseSettledResult<T> | undefined> {
    const timer = new AbortController();
    const waited = delay(this.deps.clock, UNWIND_MAX_MS, timer.signal).catch(() => undefined);
    const [first] = await Promise.race([Promise.allSettled([work]), waited.then(() => [undefined])]);
    timer.abort();
    return first;
  }
}

function acknowledged(data: Json): StepEnd {
  const fits = Buffer.byteLength(JSON.stringify(data)) <= ANSWER_BYTES_MAX;
  return { state: 'acknowledged', error: undefined, data: fits ? data : null };
}

/** By the word of the driver nothing was sent, so that there is nothing to read back. */
function isStale(error: unknown): error is WaysideError {
  return error instanceof WaysideError && error.code === 'PLAN_STALE';
}

function notSent(error: WaysideError): StepEnd {
  const { found = 'null' } = error.details;
  const data = Buffer.byteLength(found) <= FOUND_BYTES_MAX ? (JSON.parse(found) as Json) : null;
  return { state: 'not-done', error: toFailure(error), data };
}

function unknown({ message }: Failure, what: string): StepEnd {
  const hint = 'Look at the source before it is sent again.';
  return {
    state: 'unknown',
    error: { code: 'OUTCOME_UNKNOWN', message: `${what}; before that: ${message}`, hint },
    data: null,
  };
}
