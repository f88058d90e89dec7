/** Jobs as domain objects over the store's rows; the rows are the truth, progress in between lives in memory. */
import {
  type Failure,
  formatRef,
  type JobKind,
  type JobPlan,
  type JobProgress,
  type JobRank,
  type JobState,
  type JobView,
  type JsonObject,
  jobRanks,
  type PlanEvidence,
  type RecordRef,
  type StepState,
  type StepView,
  type TargetResult,
} from '../../shared/model/index.ts';
import type { JobTarget } from '../../shared/wire/index.ts';
import type { JobRow, Store } from '../store/index.ts';
import { usualPlan } from './kinds.ts';
import { stepsOfLost } from './steps.ts';

/** A job with what the dispatcher needs to know of it. */
export interface Job extends JobMoving {
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
  readonly parentId: string | undefined;
  readonly plan: JobPlan;
  readonly rank: JobRank;
  /** No other one may do it: the firing of a schedule, which that agent may have begun alone. Its work is not shared. */
  readonly onlyAgent?: string | undefined;
  /** The job that began the work which serves this one too. */
  readonly shares?: string | undefined;
  /** Of a job that writes: under which incarnation of the controller it was asked for. */
  readonly origin?: string | undefined;
  /** Of a job that writes; the places of the list change as its agent tells them. */
  readonly steps?: StepView[];
  /** That its steps are of a plan; the approvals as they were when it was made. */
  readonly evidence?: PlanEvidence;
}

/** What changes while it lives. */
export interface JobMoving {
  state: JobState;
  agentId: string | undefined;
  attempt: number;
  startedAt: number | undefined;
  endedAt: number | undefined;
  progress: JobProgress;
  error: Failure | undefined;
  /** Not to be offered before; `undefined`: at once. */
  readyAt: number | undefined;
  /** Of the current attempt, by source, in the order of their end. */
  results: Map<string, TargetResult>;
  /** The first so many results are on disk; the others are written soon, and the agent tells all again at the end. */
  savedResults: number;
}

export type JobChange = Partial<Omit<JobMoving, 'state'>>;

/** What a listing may drop before a job is parsed. */
type JobFilter = (row: Pick<JobRow, 'kind' | 'state' | 'parent'>) => boolean;

interface StoredInput {
  readonly driver: string;
  readonly mac?: string;
  readonly onlyAgent?: string;
  readonly origin?: string;
  readonly input: JsonObject;
}

export class JobRepository {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  insert(job: Job): void {
    this.store.jobs.insert(toRow(job));
    for (const [no, step] of job.steps?.entries() ?? []) this.saveStep(job.id, no, step);
    if (job.evidence) this.store.jobs.setEvidence(job.id, JSON.stringify(job.evidence));
  }

  saveStep(job: string, no: number, { id, source, action, state, at, error, data }: StepView): void {
    this.store.jobs.setStep({
      ...{
        job,
        no,
        id,
        state,
        at: at ?? null,
        source: JSON.stringify(source),
        action: JSON.stringify(action),
      },
      result: JSON.stringify({ error, data }),
    });
  }

  save(job: Job): void {
    this.store.jobs.update(toRow(job));
  }

  /** With the results of its last attempt. */
  find(id: string): Job | undefined {
    const row = this.store.jobs.get(id);
    return row && this.withResults(fromRow(row));
  }

  /** All of them: how many may wait or run was bounded when they were taken. */
  byState(state: JobState): Job[] {
    return this.store.jobs
      .byState(state, Number.MAX_SAFE_INTEGER)
      .map((row) => this.withResults(fromRow(row)));
  }

  /** Newest first, without results. `last` is the last one looked at, whether the filter took it or not. */
  list(
    beforeNo: number,
    limit: number,
    { state, isOf: filter }: { readonly state?: JobState | undefined; readonly isOf: JobFilter },
  ): { found: { no: number; job: Job }[]; last: number | undefined } {
    const rows = this.store.jobs.list(beforeNo, limit, state);
    return {
      found: rows.filter(filter).map((row) => ({ no: row.no, job: fromRow(row) })),
      last: rows.length === limit ? rows.at(-1)?.no : undefined,
    };
  }

  /** Those that the job has in memory alone, and more behind them; call `markSaved` once the transaction is durable. */
  saveResults(job: Job, more: readonly TargetResult[]): void {
    const unsaved = [...job.results.values()].slice(job.savedResults);
    this.insertResults(job, job.attempt, [...unsaved, ...more], job.savedResults);
  }

  /** Results of an attempt that no longer counts; those that are there stay as they are. */
  addLateResults(job: Job, attempt: number, results: readonly TargetResult[]): readonly TargetResult[] {
    const there = this.store.jobs.results(job.id, attempt);
    const known = new Set(there.map((row) => row.source));
    const fresh = results.filter((result) => isTarget(job, result) && !known.has(formatRef(result.source)));
    this.insertResults(job, attempt, fresh, there.length);
    return fresh;
  }

  private insertResults(job: Job, attempt: number, results: readonly TargetResult[], from: number): void {
    results.forEach((result, i) => {
      const stored: StoredResult = [from + i, result];
      const source = formatRef(result.source);
      this.store.jobs.setResult({ job: job.id, source, attempt, result: JSON.stringify(stored) });
    });
  }

  /** The jobs that it made, with the results of their last attempts. */
  children(id: string): Job[] {
    return this.store.jobs.children(id).map((row) => this.withResults(fromRow(row)));
  }

  /** What a parent has is what its children have. */
  private withResults(row: Job): Job {
    const job = row.kind === 'apply' ? { ...row, steps: this.stepsOf(row), ...this.evidenceOf(row) } : row;
    markSaved(
      job,
      isParent(job)
        ? this.children(job.id).flatMap((child) => [...child.results.values()])
        : this.resultsOf(job),
    );
    return job;
  }

  private stepsOf({ id }: Job): StepView[] {
    return this.store.jobs.steps(id).map((row) => {
      const { error, data = null } = JSON.parse(row.result) as Partial<StepView>;
      return {
        ...{
          id: row.id,
          source: JSON.parse(row.source) as RecordRef,
          action: JSON.parse(row.action) as JsonObject,
        },
        ...{ state: row.state as StepState, error, data, at: row.at ?? undefined },
      };
    });
  }

  private evidenceOf({ id }: Job): Pick<Job, 'evidence'> {
    const text = this.store.jobs.evidence(id);
    return text === undefined ? {} : { evidence: JSON.parse(text) as PlanEvidence };
  }

  private resultsOf({ id, attempt }: Job): TargetResult[] {
    const stored = this.store.jobs.results(id, attempt).map((row) => JSON.parse(row.result) as StoredResult);
    stored.sort(([a], [b]) => a - b);
    return stored.map(([, result]) => result);
  }
}

/** A job whose children do its work, one for each site: it is never offered, so it has no driver. */
export function isParent({ driver, kind, targets }: Pick<Job, 'driver' | 'kind' | 'targets'>): boolean {
  return driver === '' && kind !== 'trace' && targets.length > 0;
}

/** A job that applies a plan: the controller itself does it, so it is never offered, and it goes on after a restart. */
export function isOwnApply({ driver, kind, targets }: Pick<Job, 'driver' | 'kind' | 'targets'>): boolean {
  return driver === '' && kind === 'apply' && targets.length === 0;
}

/** With its place in the order of ends. */
type StoredResult = readonly [number, TargetResult];

/** Those of targets of the job that have no result yet. */
export function freshResults(job: Job, results: readonly TargetResult[]): readonly TargetResult[] {
  return results.filter((result) => isTarget(job, result) && !job.results.has(formatRef(result.source)));
}

export function keepResults(job: Job, results: readonly TargetResult[]): void {
  for (const result of results) job.results.set(formatRef(result.source), result);
}

/** Keeps the results, which are on disk with all that the job had. */
export function markSaved(job: Job, results: readonly TargetResult[]): void {
  keepResults(job, results);
  job.savedResults = job.results.size;
}

export function jobView(job: Job, queuePosition: number): JobView {
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
    results: [...job.results.values()],
    targets: job.targets.map((target): RecordRef => target.source),
    queuePosition,
    parentId: job.parentId,
    input: job.input,
    rank: job.rank,
    plan: job.plan,
    ...(job.shares !== undefined && { shares: job.shares }),
    ...(job.steps && { steps: isUntold(job) ? stepsOfLost(job.steps) : [...job.steps] }),
  };
}

/** It was given up, and its agent has not told its end since: with that come the results. */
function isUntold({ state, results }: Job): boolean {
  return state === 'lost' && results.size === 0;
}

/** A job that was made before plans were kept has that of its kind. */
function planFrom({ plan, kind, created_at, deadline_at }: JobRow): JobPlan {
  const kept = JSON.parse(plan) as Partial<JobPlan>;
  return kept.timers && kept.retry
    ? { timers: kept.timers, retry: kept.retry }
    : usualPlan(kind as JobKind, deadline_at - created_at);
}

function isTarget(job: Job, { source }: TargetResult): boolean {
  return job.targets.some(({ source: target }) => target.id === source.id && target.site === source.site);
}

function toRow(job: Job): Omit<JobRow, 'no'> {
  const input: StoredInput = {
    driver: job.driver,
    input: job.input,
    ...(job.mac === undefined ? {} : { mac: job.mac }),
    ...(job.onlyAgent === undefined ? {} : { onlyAgent: job.onlyAgent }),
    ...(job.origin === undefined ? {} : { origin: job.origin }),
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
    rank: jobRanks.indexOf(job.rank),
    ready_at: job.readyAt ?? null,
    shares: job.shares ?? null,
    plan: JSON.stringify(job.plan),
  };
}

function fromRow(row: JobRow): Job {
  const { driver, mac, onlyAgent, origin, input } = JSON.parse(row.input) as StoredInput;
  return {
    id: row.id,
    kind: row.kind as JobKind,
    state: row.state as JobState,
    site: row.site,
    driver,
    mac,
    onlyAgent,
    origin,
    shares: row.shares ?? undefined,
    targets: JSON.parse(row.targets) as JobTarget[],
    input,
    createdBy: row.created_by,
    createdAt: row.created_at,
    deadlineAt: row.deadline_at,
    parentId: row.parent ?? undefined,
    agentId: row.agent ?? undefined,
    attempt: row.attempt,
    startedAt: row.started_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
    progress: JSON.parse(row.progress) as JobProgress,
    error: row.error === null ? undefined : (JSON.parse(row.error) as Failure),
    rank: jobRanks[row.rank] ?? 'schedule',
    readyAt: row.ready_at ?? undefined,
    plan: planFrom(row),
    results: new Map(),
    savedResults: 0,
  };
}
