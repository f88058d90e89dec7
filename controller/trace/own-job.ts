/** The job that the controller keeps of a question that it answers itself. */
import { WaysideError } from '../../shared/errors.ts';
import { type Failure, type JsonObject, type Principal, principalName } from '../../shared/model/index.ts';
import type { Jobs } from '../jobs/index.ts';

export interface OwnEnd {
  readonly event: 'succeed' | 'partly' | 'cancelled' | 'fail';
  readonly error?: Failure | undefined;
}

export interface OwnJobFacts {
  readonly site: string;
  readonly input: JsonObject;
  readonly timeoutMs: number;
  readonly asker: Asker;
}

export interface Asker {
  readonly principal: Principal;
  readonly signal: AbortSignal;
  /** The job that the question is a part of. */
  readonly parentId?: string;
}

/** Begun when it is made, and ended by `close`; its signal follows the asker's, and a cancel of the job. */
export class OwnJob {
  readonly id: string;
  private readonly jobs: Jobs;
  private readonly stop = new AbortController();
  private readonly asker: AbortSignal;
  private readonly onAbort = (): void =>
    this.stop.abort(new WaysideError('CANCELLED', 'the trace was cancelled'));

  constructor(jobs: Jobs, { asker, ...facts }: OwnJobFacts) {
    this.jobs = jobs;
    this.asker = asker.signal;
    asker.signal.addEventListener('abort', this.onAbort, { once: true });
    const { principal, parentId } = asker;
    const own = { ...facts, by: principalName(principal), ...(parentId !== undefined && { parentId }) };
    this.id = jobs.startOwn('trace', own, this.onAbort);
  }

  get signal(): AbortSignal {
    return this.stop.signal;
  }

  /** Ends what is still under way for it, too. */
  close(end: OwnEnd): void {
    const { event, error } = this.stop.signal.aborted && end.event === 'fail' ? CANCELLED : end;
    this.asker.removeEventListener('abort', this.onAbort);
    this.stop.abort();
    this.jobs.endOwn(this.id, event, error);
  }
}

const CANCELLED: OwnEnd = { event: 'cancelled' };
