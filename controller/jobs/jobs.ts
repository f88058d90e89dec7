/** Jobs as the API sees them: submit, get, list, watch, cancel. What moves them is the dispatcher. */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import {
  formatPageToken,
  type JobKind,
  type JobView,
  type JsonObject,
  jobKinds,
  type Principal,
  pageSize,
  parseMac,
  parsePageToken,
  principalName,
  type RecordRef,
} from '../../shared/model/index.ts';
import { hasSteering, newId, type Random } from '../../shared/runtime/index.ts';
import { remember, repeated } from '../store/index.ts';
import { JobDesk, unknownJob } from './desk.ts';
import { Dispatcher, type DispatcherDeps } from './dispatcher.ts';
import { jobsKey, type ListJobsQuestion } from './list-question.ts';
import { JobReports } from './reports.ts';
import { type Job, JobRepository, jobView } from './repository.ts';
import { resolveTargets } from './targets.ts';
import { JobWatchers } from './watchers.ts';

export type JobsDeps = Omit<DispatcherDeps, 'repository' | 'watchers'> & { readonly random: Random };

export interface SubmitRequest {
  readonly kind: Exclude<JobKind, 'trace'>;
  readonly targets: readonly RecordRef[];
  readonly site: string;
  readonly mac: string;
  readonly requestId: string;
  readonly validateOnly: boolean;
  /** 0: the default of the kind. */
  readonly timeoutMs: number;
  readonly parentId?: string;
}

const TIMEOUT_DEFAULT_MS: Readonly<Record<JobKind, number>> = {
  collect: 600_000,
  lookup: 60_000,
  probe: 60_000,
  trace: 120_000,
};
const TIMEOUT_MAX_MS = 86_400_000;
/** Of why a job is cancelled: it goes to the agent, and stands in the job for as long as that is kept. */
const WHY_CHARS_MAX = 300;
/** Looked at per listing page when a filter drops most; the page is then short and its token goes on. */
const LIST_SCAN_MAX = 1000;
/** Rows read at once when all jobs are looked at. */
const EACH_ROWS = 200;
/** Targets named in one page of a listing, so that it fits into one answer. */
const LIST_TARGETS_MAX = 10_000;
/** Ended jobs deleted at once. */
const PRUNE_MAX = 1000;
/** Ended jobs are kept this long. */
const JOB_KEEP_MS = 2_592_000_000;
/** Answers to repeated requests are kept this long. */
const REQUEST_KEEP_MS = 86_400_000;

export class Jobs {
  private readonly deps: DispatcherDeps & { readonly random: Random };
  private readonly repository: JobRepository;
  private readonly watchers = new JobWatchers();
  private readonly dispatcher: Dispatcher;
  /** Own jobs that run, with how to stop them. */
  private readonly own = new Map<string, () => void>();

  constructor(deps: JobsDeps) {
    this.repository = new JobRepository(deps.store);
    this.deps = { ...deps, repository: this.repository, watchers: this.watchers };
    this.dispatcher = new Dispatcher(this.deps);
    deps.hub.listen(new JobReports(this.deps, this.dispatcher));
  }

  /** Errors: INVALID_INPUT, NOT_FOUND, FORBIDDEN, NO_CAPABLE_AGENT, QUEUE_FULL. A repeat of `requestId` gives the same job. */
  submit(request: SubmitRequest, principal: Principal): JobView {
    const question = { id: request.requestId, method: 'SubmitJob', question: request, principal };
    const first = repeated(this.deps.store, question);
    if (first) return this.get(first);
    const job = this.prepare(request, principal);
    if (request.validateOnly) return jobView(job, 0);
    this.deps.store.write(() => {
      this.repository.insert(job);
      remember(this.deps.store, question, { answer: job.id, nowMs: job.createdAt });
    });
    this.deps.log.info('job.queued', {
      job: job.id,
      kind: job.kind,
      targets: job.targets.length,
      by: job.createdBy,
    });
    this.dispatcher.enqueue(job);
    return this.viewOf(job);
  }

  /** A job that the controller itself does, such as a trace. `cancel` is called when somebody asks for its end. */
  startOwn(
    kind: JobKind,
    facts: { site: string; input: JsonObject; by: string; timeoutMs: number },
    cancel: () => void,
  ): string {
    const job = this.make({ kind, driver: '', mac: undefined, targets: [], ...facts });
    job.state = 'running';
    job.startedAt = job.createdAt;
    this.deps.store.write(() => this.repository.insert(job));
    this.dispatcher.live.set(job.id, job);
    this.own.set(job.id, cancel);
    return job.id;
  }

  progressOwn(id: string, progress: Job['progress']): void {
    const job = this.dispatcher.live.get(id);
    if (!job) return;
    job.progress = progress;
    this.watchers.changed(job.id);
  }

  endOwn(id: string, event: 'succeed' | 'partly' | 'fail' | 'cancelled', error?: Job['error']): void {
    const job = this.dispatcher.live.get(id);
    this.own.delete(id);
    if (job) this.dispatcher.finish(job, event, error);
  }

  /** The jobs as the principal sees them. */
  as(principal: Principal): JobDesk {
    return new JobDesk(this, this.deps.inventory.sight(principal));
  }

  get(id: string): JobView {
    const job = this.dispatcher.live.get(id) ?? this.repository.find(id);
    if (!job) throw unknownJob(id);
    return this.viewOf(job);
  }

  /** Newest first, those that `keep` keeps, without the results of targets: `get` has them. */
  list(question: ListJobsQuestion, keep: KeepJob = same): { jobs: JobView[]; nextPageToken: string } {
    const size = pageSize(question.pageSize);
    const isOf = rowFilterOf(question);
    const asked = { jobs: question.kind, ...jobsKey(question) };
    const from = startOf(question.pageToken, asked);
    const page = this.repository.list(from, LIST_SCAN_MAX, isOf);
    const jobs: JobView[] = [];
    let targets = 0;
    for (const { no, job } of page.found) {
      const view = keep(this.listed(job));
      if (view) jobs.push(view);
      targets += job.targets.length;
      if (jobs.length >= size || targets >= LIST_TARGETS_MAX)
        return { jobs, nextPageToken: formatPageToken(asked, [no]) };
    }
    return { jobs, nextPageToken: page.last === undefined ? '' : formatPageToken(asked, [page.last]) };
  }

  /** All of them, newest first; `undefined` for each that was looked at and is of another kind or state. */
  *each(question: ListJobsQuestion): Generator<JobView | undefined> {
    const isOf = rowFilterOf(question);
    let from: number | undefined = Number.MAX_SAFE_INTEGER;
    while (from !== undefined) {
      const page: ReturnType<JobRepository['list']> = this.repository.list(from, EACH_ROWS, isOf);
      for (const { job } of page.found) yield this.listed(job);
      for (let dropped = EACH_ROWS - page.found.length; dropped > 0; dropped -= 1) yield undefined;
      from = page.last;
    }
  }

  /** See `JobWatchers.follow`. Error: NOT_FOUND. */
  watch(id: string, signal: AbortSignal): AsyncGenerator<JobView> {
    return this.watchers.follow(id, () => this.get(id), signal);
  }

  /** Asks for an end; the job is `cancelled` only once it has stopped. Errors: INVALID_INPUT, JOB_FINISHED. */
  cancel(id: string, why: string, by: string): JobView {
    if (why.length > WHY_CHARS_MAX || hasSteering(why))
      throw badField('why', `must be one line of at most ${WHY_CHARS_MAX} characters`);
    const job = this.dispatcher.live.get(id);
    if (!job) {
      const { state } = this.get(id);
      throw new WaysideError('JOB_FINISHED', `job ${id} has already ended: ${state}`);
    }
    if (job.state === 'cancelling') return this.viewOf(job);
    this.deps.log.info('job.cancel-asked', { job: id, by, why });
    const error = { code: 'CANCELLED', message: why || 'cancelled', hint: undefined } as const;
    if (job.state === 'queued') this.dispatcher.end(job, 'cancel', error);
    else this.dispatcher.askCancel(job, why);
    this.own.get(id)?.();
    for (const child of [...this.dispatcher.live.values()])
      if (child.parentId === id) this.cancel(child.id, why, by);
    return this.viewOf(job);
  }

  counts(): { queued: number; running: number } {
    const { queued, live } = this.dispatcher;
    return { queued, running: live.size - queued };
  }

  /** Deletes what ended long ago. */
  prune(): void {
    const now = this.deps.clock.now();
    const { store } = this.deps;
    store.write(() => store.jobs.pruneRequests(now - REQUEST_KEEP_MS));
    while (store.write(() => store.jobs.prune(now - JOB_KEEP_MS, PRUNE_MAX)) === PRUNE_MAX);
  }

  stop(): void {
    this.dispatcher.stop();
  }

  /** As lists show it. */
  private listed(job: Job): JobView {
    const { progress } = this.dispatcher.live.get(job.id) ?? job;
    return this.viewOf({ ...job, progress });
  }

  private viewOf(job: Job): JobView {
    return jobView(job, this.dispatcher.queuePosition(job));
  }

  private prepare(request: SubmitRequest, principal: Principal): Job {
    const { kind, parentId } = request;
    const mac = kind === 'lookup' ? parseMac(request.mac) : undefined;
    // The targets of a child were chosen by its parent, within what the asker of that one may see.
    const asker: Principal = parentId === undefined ? principal : { type: 'system', name: 'jobs' };
    const { resolved, problems } = resolveTargets(this.deps.inventory, request, asker);
    if (kind === 'lookup' && !mac)
      problems.push({ field: 'mac', message: `"${request.mac.slice(0, 60)}" is not a MAC address` });
    if (request.timeoutMs < 0 || request.timeoutMs > TIMEOUT_MAX_MS)
      problems.push({ field: 'timeout_ms', message: `must be 0 to ${TIMEOUT_MAX_MS}` });
    if (!resolved || problems.length > 0) throw refusal(problems);
    const { site, driver, targets } = resolved;
    this.requireRoom(site, `${driver}.${kind}`);
    const timeoutMs = request.timeoutMs || TIMEOUT_DEFAULT_MS[kind];
    const input: JsonObject = mac ? { mac } : {};
    return this.make({
      ...{ kind, site, driver, mac, targets, input, timeoutMs, parentId },
      by: principalName(principal),
    });
  }

  private requireRoom(site: string, capability: string): void {
    if (this.deps.hub.capable(site, capability).length === 0) {
      throw new WaysideError('NO_CAPABLE_AGENT', `no online agent of site ${site} can do ${capability}`, {
        hint: 'See `wayside agent ls`; a new agent joins with `wayside agent token create --site …`.',
      });
    }
    if (this.dispatcher.queued >= this.deps.settings.queueMax)
      throw new WaysideError('QUEUE_FULL', `${this.dispatcher.queued} jobs are waiting already`);
  }

  private make(facts: {
    kind: JobKind;
    site: string;
    driver: string;
    mac: string | undefined;
    targets: Job['targets'];
    input: JsonObject;
    by: string;
    timeoutMs: number;
    parentId?: string | undefined;
  }): Job {
    const { by, timeoutMs, ...rest } = facts;
    const now = this.deps.clock.now();
    return {
      ...rest,
      id: newId(this.deps.clock, this.deps.random),
      parentId: facts.parentId,
      createdBy: by,
      createdAt: now,
      deadlineAt: now + timeoutMs,
      state: 'queued',
      agentId: undefined,
      attempt: 0,
      startedAt: undefined,
      endedAt: undefined,
      progress: { current: 0, total: facts.targets.length, target: '', status: 'queued' },
      error: undefined,
      results: new Map(),
      savedResults: 0,
    };
  }
}

/** What the caller sees of a job, if it is wanted. */
export type KeepJob = (job: JobView) => JobView | undefined;

function same(job: JobView): JobView {
  return job;
}

type RowFilter = Parameters<JobRepository['list']>[2];

/** Error: INVALID_INPUT for a kind that there is not. */
function rowFilterOf({ kind, state, showChildren }: ListJobsQuestion): RowFilter {
  if (kind !== '' && !jobKinds.some((known) => known === kind))
    throw badField('kind', `must be one of ${jobKinds.join(', ')}`);
  return (row) => {
    if ((kind !== '' && row.kind !== kind) || (state && row.state !== state)) return false;
    return showChildren || row.parent === null;
  };
}

/** Number of the job after which the page begins, counted down. */
function startOf(pageToken: string, asked: JsonObject): number {
  if (pageToken === '') return Number.MAX_SAFE_INTEGER;
  const [no] = parsePageToken(pageToken, asked);
  if (typeof no === 'number') return no;
  throw new WaysideError('INVALID_TOKEN_FORMAT', 'page_token is not a token that this controller gave out');
}

function refusal(violations: readonly FieldViolation[]): WaysideError {
  const words = violations.slice(0, 3).map(({ field, message }) => `${field}: ${message}`);
  const more = violations.length > words.length ? ['…'] : [];
  return new WaysideError('INVALID_INPUT', [...words, ...more].join('; '), { violations });
}

function badField(field: string, message: string): WaysideError {
  return refusal([{ field, message }]);
}
