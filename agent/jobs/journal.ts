/**
 * The journal of changes: what this agent is about to send to a source, has sent, and knows to be done.
 *
 * Invariants
 *   all steps of a job are on disk before its attempt is accepted
 *   `sent` is on disk before the driver is called, and a step becomes `sent` once: nothing ever leads back to `planned`
 *   a step of a plan that was sent, and is not known to be not done, is never sent for another job
 *   a step is settled on disk before the next one is sent
 *   a job of which anything was sent is never begun again here, whoever asks for it
 */
import { WaysideError } from '../../shared/errors.ts';
import type { Failure, Json, StepResult, StepState } from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { JobOffered } from '../../shared/wire/index.ts';
import type { Attempts, PlanPlace, StepMove, WriteRows } from '../store/index.ts';

/** An offer of a job that writes. */
export type WriteOffer = JobOffered & { readonly steps: NonNullable<JobOffered['steps']> };

/** How a step that was sent came out. */
export interface StepEnd {
  readonly state: Exclude<StepState, 'planned' | 'sent'>;
  readonly error: Failure | undefined;
  readonly data: Json;
}

export interface JournalDeps {
  readonly rows: WriteRows;
  readonly attempts: Pick<Attempts, 'begin'>;
  readonly clock: Clock;
}

export class WriteJournal {
  private readonly deps: JournalDeps;

  constructor(deps: JournalDeps) {
    this.deps = deps;
  }

  /** The attempt with all of its steps, `planned`. Error: OUTCOME_UNKNOWN when something of the job was sent here before. */
  begin(offer: WriteOffer): void {
    const { jobId: job, attempt, idempotencyKey, steps } = offer;
    const { rows, attempts } = this.deps;
    const known = rows.get(job);
    if (known && (this.hasSent(job) || known.attempt > attempt)) {
      throw new WaysideError('OUTCOME_UNKNOWN', `attempt ${known.attempt} of the job was made here before`, {
        hint: 'Its steps are not sent again; look at the source and make a new plan.',
      });
    }
    const ids = steps.map(({ id }) => id);
    rows.begin({ job, attempt, offer: JSON.stringify(offer) }, ids, () =>
      attempts.begin(job, attempt, idempotencyKey),
    );
  }

  /** Before the driver is called; when it throws, nothing may be sent. `place`: the step of a plan that it is. */
  sent(job: string, no: number, place?: PlanPlace): void {
    this.move(job, no, { from: 'planned', to: 'sent', result: '', place });
  }

  settle(
    job: string,
    no: number,
    { state, error, data, place }: StepEnd & { readonly place?: PlanPlace | undefined },
  ): void {
    this.move(job, no, { from: 'sent', to: state, result: JSON.stringify({ error, data }), place });
  }

  /** It may not be done here: nothing of it is sent. */
  refuse(job: string, no: number, error: Failure): void {
    this.move(job, no, { from: 'planned', to: 'not-done', result: JSON.stringify({ error, data: null }) });
  }

  /** As they stand, in their order. */
  steps(job: string): readonly StepResult[] {
    return this.deps.rows.steps(job).map(({ id, state, at, result }) => {
      const { error, data = null } = result === '' ? {} : (JSON.parse(result) as Partial<StepEnd>);
      return { id, state, error, data, at: at ?? undefined };
    });
  }

  /** Something was sent in that attempt. */
  hasMade(job: string, attempt: number): boolean {
    return this.deps.rows.get(job)?.attempt === attempt && this.hasSent(job);
  }

  /** What was offered; `undefined`: that attempt is not known, or the controller has its end. */
  offer(job: string, attempt: number): WriteOffer | undefined {
    const known = this.deps.rows.get(job);
    if (known?.attempt !== attempt || known.offer === '') return undefined;
    return JSON.parse(known.offer) as WriteOffer;
  }

  /** The controller has the end of the attempt. */
  forget(job: string, attempt: number): void {
    if (this.deps.rows.get(job)?.attempt === attempt) this.deps.rows.forget(job);
  }

  private hasSent(job: string): boolean {
    return this.deps.rows.steps(job).some(({ state }) => state !== 'planned');
  }

  private move(job: string, no: number, move: Omit<StepMove, 'at'>): void {
    if (this.deps.rows.move(job, no, { ...move, at: this.deps.clock.now() })) return;
    throw new WaysideError('INTERNAL', `step ${no} of job ${job} is not ${move.from}: it is not ${move.to}`);
  }
}
