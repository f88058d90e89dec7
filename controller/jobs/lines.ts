/** What was said of each attempt, for people: the last lines of it, on disk with the job's next write. */
import type { JobLine } from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { Store } from '../store/index.ts';
import type { JobEvent } from './machine.ts';
import type { JobChange } from './repository.ts';

/** Kept of one attempt; older ones give way. */
export const LINES_MAX = 200;

interface JobAttempt {
  readonly id: string;
  readonly attempt: number;
}

interface Said {
  readonly attempt: number;
  /** Of the newest line. */
  no: number;
  unsaved: JobLine[];
}

export class JobLines {
  private readonly store: Store;
  private readonly clock: Clock;
  private readonly said = new Map<string, Said>();

  constructor(store: Store, clock: Clock) {
    this.store = store;
    this.clock = clock;
  }

  /** A line that was said before of the same target is not kept twice in a row. */
  add(job: JobAttempt, line: string, target = ''): void {
    const said = this.of(job);
    const last = said.unsaved.at(-1);
    if (line === '' || (last?.line === line && last.target === target)) return;
    said.no += 1;
    said.unsaved.push({ attempt: job.attempt, no: said.no, at: this.clock.now(), target, line });
    if (said.unsaved.length > LINES_MAX) said.unsaved.shift();
  }

  /** Within a transaction of the caller, with one line more; call `saved` with the same once that is durable. */
  save(job: JobAttempt, more = ''): void {
    const said = this.of(job);
    const { jobs } = this.store;
    for (const line of said.unsaved) jobs.addLine({ job: job.id, ...line });
    if (more === '') return;
    const { attempt } = job;
    jobs.addLine({ job: job.id, attempt, no: said.no + 1, at: this.clock.now(), target: '', line: more });
    jobs.dropLines(job.id, attempt, said.no + 1 - LINES_MAX);
  }

  saved(job: JobAttempt, more = ''): void {
    const said = this.of(job);
    said.unsaved = [];
    if (more !== '') said.no += 1;
  }

  /** The job has ended and all of it is saved. */
  forget(jobId: string): void {
    this.said.delete(jobId);
  }

  /** In the order in which they were said, all attempts. */
  all(jobId: string): JobLine[] {
    return [...this.store.jobs.lines(jobId), ...(this.said.get(jobId)?.unsaved ?? [])];
  }

  private of({ id, attempt }: JobAttempt): Said {
    const known = this.said.get(id);
    if (known?.attempt === attempt) return known;
    const earlier = this.store.jobs.lines(id).findLast((line) => line.attempt === attempt);
    const said: Said = { attempt, no: earlier?.no ?? 0, unsaved: known?.unsaved ?? [] };
    this.said.set(id, said);
    return said;
  }
}

/** What a move is called in the lines of the job. */
export function lineOf(event: JobEvent, { agentId, error }: JobChange): string {
  if (event === 'offer') return `offered to agent ${agentId}`;
  const why = error ? `: ${error.code} ${error.message}` : '';
  return `${LINE_OF[event] ?? event}${why}`;
}

const LINE_OF: Readonly<Partial<Record<JobEvent, string>>> = {
  accept: 'the agent has taken it',
  reject: 'the agent would not take it',
  requeue: 'put back into the queue',
  cancel: 'asked to end',
  lapse: 'nothing was heard of it for too long',
  resume: 'the agent is back and still runs it',
  expire: 'nobody took it in time',
  lose: 'given up',
  succeed: 'succeeded',
  partly: 'partly succeeded',
  fail: 'failed',
  cancelled: 'cancelled',
};
