/** Jobs as domain objects over the store's rows; the rows are the truth, progress in between lives in memory. */
import {
  type Failure,
  formatRef,
  type JobKind,
  type JobProgress,
  type JobState,
  type JobView,
  type JsonObject,
  type RecordRef,
  type TargetResult,
} from '../../shared/model/index.ts';
import type { JobTarget } from '../../shared/wire/index.ts';
import type { JobRow, Store } from '../store/index.ts';

/** A job with what the dispatcher needs to know of it. */
export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  readonly site: string;
  readonly driver: string;
  readonly mac: string | undefined;
  readonly targets: readonly JobTarget[];
  readonly input: JsonObject;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly deadlineAt: number;
  readonly timeoutMs: number;
  readonly parentId: string | undefined;
  state: JobState;
  agentId: string | undefined;
  attempt: number;
  startedAt: number | undefined;
  endedAt: number | undefined;
  progress: JobProgress;
  error: Failure | undefined;
}

interface StoredInput {
  readonly driver: string;
  readonly mac?: string;
  readonly timeoutMs: number;
  readonly input: JsonObject;
}

export class JobRepository {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  insert(job: Job): void {
    this.store.jobs.insert(toRow(job));
  }

  save(job: Job): void {
    this.store.jobs.update(toRow(job));
  }

  find(id: string): Job | undefined {
    const row = this.store.jobs.get(id);
    return row ? fromRow(row) : undefined;
  }

  byState(state: JobState, limit: number): Job[] {
    return this.store.jobs.byState(state, limit).map(fromRow);
  }

  list(beforeNo: number, limit: number): { no: number; job: Job }[] {
    return this.store.jobs.list(beforeNo, limit).map((row) => ({ no: row.no, job: fromRow(row) }));
  }

  addResults(job: Job, attempt: number, results: readonly TargetResult[]): void {
    for (const result of results) {
      this.store.jobs.setResult({
        job: job.id,
        source: formatRef(result.source),
        attempt,
        result: JSON.stringify(result),
      });
    }
  }

  results(job: Job): TargetResult[] {
    return this.store.jobs.results(job.id, job.attempt).map((row) => JSON.parse(row.result) as TargetResult);
  }

  view(job: Job, queuePosition: number): JobView {
    return {
      id: job.id,
      kind: job.kind,
      state: job.state,
      site: job.site,
      agentId: job.agentId,
      attempt: job.attempt,
      progress: job.progress,
      createdAt: job.createdAt,
      startedAt: job.startedAt,
      endedAt: job.endedAt,
      createdBy: job.createdBy,
      error: job.error,
      results: this.results(job),
      targets: job.targets.map((target): RecordRef => target.source),
      queuePosition,
      parentId: job.parentId,
      input: job.input,
    };
  }
}

function toRow(job: Job): Omit<JobRow, 'no'> {
  const input: StoredInput = {
    driver: job.driver,
    timeoutMs: job.timeoutMs,
    input: job.input,
    ...(job.mac === undefined ? {} : { mac: job.mac }),
  };
  return {
    id: job.id,
    kind: job.kind,
    state: job.state,
    site: job.site,
    agent: job.agentId ?? null,
    attempt: job.attempt,
    created_at: job.createdAt,
    started_at: job.startedAt ?? null,
    ended_at: job.endedAt ?? null,
    deadline_at: job.deadlineAt,
    created_by: job.createdBy,
    parent: job.parentId ?? null,
    input: JSON.stringify(input),
    targets: JSON.stringify(job.targets),
    progress: JSON.stringify(job.progress),
    error: job.error ? JSON.stringify(job.error) : null,
  };
}

function fromRow(row: JobRow): Job {
  const { driver, mac, timeoutMs, input } = JSON.parse(row.input) as StoredInput;
  return {
    id: row.id,
    kind: row.kind as JobKind,
    state: row.state as JobState,
    site: row.site,
    driver,
    mac,
    targets: JSON.parse(row.targets) as JobTarget[],
    input,
    createdBy: row.created_by,
    createdAt: row.created_at,
    deadlineAt: row.deadline_at,
    timeoutMs,
    parentId: row.parent ?? undefined,
    agentId: row.agent ?? undefined,
    attempt: row.attempt,
    startedAt: row.started_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
    progress: JSON.parse(row.progress) as JobProgress,
    error: row.error === null ? undefined : (JSON.parse(row.error) as Failure),
  };
}
