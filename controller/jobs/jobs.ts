/** Jobs as the API sees them: submit, get, list, watch, cancel. What moves them is the dispatcher. */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatPageToken,
  type JobKind,
  type JobLine,
  type JobView,
  type JsonObject,
  jobKinds,
  type Principal,
  pageSize,
  parsePageToken,
  type StepView,
} from '../../shared/model/index.ts';
import { hasSteering } from '../../shared/runtime/index.ts';
import { remember, repeated } from '../store/index.ts';
import { adoptJob } from './adopt.ts';
import type { DispatcherDeps } from './deps.ts';
import { JobDesk, unknownJob } from './desk.ts';
import { Dispatcher } from './dispatcher.ts';
import { usualPlan } from './kinds.ts';
import { jobsKey, type ListJobsQuestion } from './list-question.ts';
import { badField, JobMaker } from './maker.ts';
import { nobodyCan } from './nobody.ts';
import { JobReports } from './reports.ts';
import { isOwnApply, isParent, type Job, JobRepository, jobView } from './repository.ts';
import type { SubmitRequest } from './request.ts';
import { retryRequest } from './retry.ts';
import { StepReports } from './step-reports.ts';
import { JobWatchers } from './watchers.ts';
import { type Writers, writersOf } from './writers.ts';

export type JobsDeps = Omit<DispatcherDeps, 'repository' | 'watchers'>;

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
  private readonly deps: DispatcherDeps;
  private readonly repository: JobRepository;
  private readonly watchers = new JobWatchers();
  private readonly dispatcher: Dispatcher;
  private readonly maker: JobMaker;
  /** Own jobs that run, with how to stop them. */
  private readonly own = new Map<string, () => void>();
  private stepsOfOwn: (id: string) => readonly StepView[] | undefined = () => undefined;

  constructor(deps: JobsDeps) {
    this.repository = new JobRepository(deps.store);
    this.deps = { ...deps, repository: this.repository, watchers: this.watchers };
    this.maker = new JobMaker(deps);
    this.dispatcher = new Dispatcher(this.deps);
    const { repository, watchers } = this;
    const steps = new StepReports({ store: deps.store, repository, watchers, live: this.dispatcher.live });
    const nothing = (): void => undefined;
    // Before the reports: an end is acknowledged once all that came with it is on disk.
    deps.hub.listen({ online: nothing, offline: nothing, message: (...told) => steps.heard(...told) });
    deps.hub.listen(new JobReports(this.deps, this.dispatcher));
  }

  /**
   * A repeat of `requestId` gives the same job. `journal` is called within the transaction that takes the job.
   * Errors: INVALID_INPUT, NOT_FOUND, FORBIDDEN, NO_CAPABLE_AGENT, QUEUE_FULL.
   */
  submit(request: SubmitRequest, principal: Principal, journal?: JobJournal): JobView {
    const question = { id: request.requestId, method: 'SubmitJob', question: request, principal };
    const first = repeated(this.deps.store, question);
    if (first) return this.get(first);
    const made = this.maker.prepareAll(request, principal);
    // Before anything is shared: it moves what waits.
    if (this.dispatcher.places.taken + made.length > this.deps.settings.queueMax)
      this.dispatcher.dispatchNow();
    const [job, ...children] = request.fresh ? made : this.shared(made);
    this.requireRoom(children.length > 0 ? children : [job]);
    if (request.validateOnly) return jobView(job, 0);
    this.deps.store.write(() => {
      for (const one of [job, ...children]) this.repository.insert(one);
      remember(this.deps.store, question, { answer: job.id, nowMs: job.createdAt });
      journal?.(jobView(job, 0));
    });
    this.dispatcher.sharing.targets.asked += job.targets.length;
    this.deps.log.info('job.queued', {
      job: job.id,
      kind: job.kind,
      targets: job.targets.length,
      by: job.createdBy,
    });
    if (children.length > 0) this.dispatcher.fan(job, children);
    else this.dispatcher.enqueue(job);
    return this.viewOf(job);
  }

  /** Those whose work is on its way already follow it. */
  private shared([first, ...children]: readonly [Job, ...Job[]]): readonly [Job, ...Job[]] {
    const { sharing } = this.dispatcher;
    const share = (job: Job): Job => {
      if (!sharing.find(job)) return job;
      // What has ended in this moment is not on its way any more.
      this.deps.store.flushSoon();
      const lead = sharing.find(job);
      return lead ? sharing.behind(lead, job) : job;
    };
    return [share(first), ...children.map(share)];
  }

  /** A firing that its agent began alone, as the first attempt. One that has ended stays as it is. */
  adopt(
    request: SubmitRequest,
    firing: { id: string; agentId: string; startedAt: number },
    by: string,
  ): void {
    const { id, agentId, startedAt } = firing;
    const known = this.dispatcher.live.get(id);
    if (!known && this.repository.find(id)) return;
    const job = known ?? this.maker.adopted({ ...request, firing }, by);
    if (!known) {
      this.deps.store.write(() => this.repository.insert(job));
      this.dispatcher.live.set(id, job);
    }
    adoptJob(this.dispatcher, job, { agentId, startedAt, attempt: 1, why: 'begun alone' });
  }

  /** A new job for the targets of that one that failed, or for all of them. Errors: as of `submit`, NOT_FOUND, INVALID_INPUT. */
  retry(
    id: string,
    wish: { readonly all: boolean; readonly requestId: string; readonly validateOnly?: boolean },
    principal: Principal,
    journal?: JobJournal,
  ): JobView {
    return this.submit(retryRequest(this.as(principal).get(id), wish), principal, journal);
  }

  /**
   * A job that the controller itself does, such as a trace. `cancel` is called when somebody asks for its end. `within` is called in
   * the transaction that takes it. Nothing ends it but its end: of one that applies a plan not even a restart.
   */
  startOwn(
    kind: JobKind,
    facts: {
      site: string;
      input: JsonObject;
      by: string;
      timeoutMs: number;
      parentId?: string;
      within?: (id: string) => void;
    },
    cancel: () => void,
  ): string {
    const { timeoutMs, within, ...rest } = facts;
    const plan = usualPlan(kind, timeoutMs);
    const job = this.maker.make({
      kind,
      driver: '',
      mac: undefined,
      targets: [],
      plan,
      rank: 'person',
      ...rest,
    });
    job.state = 'running';
    job.startedAt = job.createdAt;
    this.deps.store.write(() => {
      this.repository.insert(job);
      within?.(job.id);
    });
    this.dispatcher.live.set(job.id, job);
    this.own.set(job.id, cancel);
    return job.id;
  }

  /** After a restart: takes up a job that was begun by `startOwn`. `undefined`: it has ended, and nothing is taken up. */
  resumeOwn(id: string, cancel: () => void): 'running' | 'cancelling' | undefined {
    const job = this.dispatcher.live.get(id);
    if (!job || !isOwnApply(job)) return undefined;
    this.own.set(id, cancel);
    return job.state === 'cancelling' ? 'cancelling' : 'running';
  }

  /** Jobs that apply plans and that nobody works on in this process. */
  leftOwn(): readonly string[] {
    return [...this.dispatcher.live.values()]
      .filter((job) => isOwnApply(job) && !this.own.has(job.id))
      .map(({ id }) => id);
  }

  /** Whether the job goes on: nobody gave it up. */
  isLive(id: string): boolean {
    return this.dispatcher.live.has(id);
  }

  /** Who knows the steps of jobs that apply plans. A step that came further is another object. */
  tellSteps(read: (id: string) => readonly StepView[] | undefined): void {
    this.stepsOfOwn = read;
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
    const page = this.repository.list(from, LIST_SCAN_MAX, { ...question, isOf });
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
      const page: ReturnType<JobRepository['list']> = this.repository.list(from, EACH_ROWS, {
        ...question,
        isOf,
      });
      for (const { job } of page.found) yield this.listed(job);
      for (let dropped = EACH_ROWS - page.found.length; dropped > 0; dropped -= 1) yield undefined;
      from = page.last;
    }
  }

  /** See `JobWatchers.follow`. Error: NOT_FOUND. */
  watch(id: string, signal: AbortSignal): AsyncGenerator<JobView> {
    return this.watchers.follow(id, () => this.get(id), signal);
  }

  /** What was said of it, in order. Error: NOT_FOUND. */
  lines(id: string): readonly JobLine[] {
    this.get(id);
    return this.dispatcher.moves.lines.all(id);
  }

  /** Asks for an end; the job is `cancelled` only once it has stopped. Errors: INVALID_INPUT, JOB_FINISHED. */
  cancel(id: string, why: string, by: string, validateOnly = false): JobView {
    if (why.length > WHY_CHARS_MAX || hasSteering(why))
      throw badField('why', `must be one line of at most ${WHY_CHARS_MAX} characters`);
    // What agents said a moment ago counts.
    this.deps.store.flushSoon();
    const job = this.dispatcher.live.get(id);
    if (!job) {
      const { state } = this.get(id);
      throw new WaysideError('JOB_FINISHED', `job ${id} has already ended: ${state}`);
    }
    if (job.state === 'cancelling' || validateOnly) return this.viewOf(job);
    this.deps.log.info('job.cancel-asked', { job: id, by, why });
    const error = { code: 'CANCELLED', message: why || 'cancelled', hint: undefined } as const;
    if (this.dispatcher.leave(job, error)) return this.viewOf(job);
    if (job.state === 'queued') this.dispatcher.end(job, 'cancel', error);
    else this.dispatcher.askCancel(job, why);
    this.own.get(id)?.();
    if (isParent(job) || job.kind === 'trace') this.cancelChildren(id, why, by);
    return this.viewOf(job);
  }

  private cancelChildren(id: string, why: string, by: string): void {
    const { live } = this.dispatcher;
    const children = [...live.values()].filter(({ parentId }) => parentId === id);
    // The end of one may be the end of another.
    for (const child of children) if (live.has(child.id)) this.cancel(child.id, why, by);
  }

  /** Targets of readings since this start: asked for, and given to agents. What is shared is asked for more often. */
  get targets(): { readonly asked: number; readonly given: number } {
    return this.dispatcher.sharing.targets;
  }

  counts(): { queued: number; running: number } {
    const { live, places } = this.dispatcher;
    const { queued } = places;
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
    const { plan: _, steps: __, ...view } = jobView({ ...job, progress }, this.dispatcher.places.of(job));
    return view;
  }

  private viewOf(job: Job): JobView {
    const view = jobView(job, this.dispatcher.places.of(job));
    const steps = isOwnApply(job) ? this.stepsOfOwn(job.id) : undefined;
    return steps ? { ...view, steps } : view;
  }

  /** Agents that would change sources of the driver at the site now. Error: NO_CAPABLE_AGENT. */
  writers(site: string, driver: string): Writers {
    return writersOf({ site, driver, kind: 'apply' }, this.deps.hub);
  }

  private requireRoom(jobs: readonly Job[]): void {
    const { hub, settings } = this.deps;
    const { site, driver, kind } = jobs[0] ?? { site: '', driver: '', kind: '' };
    const isServed = ({ shares, ...job }: Job): boolean =>
      shares !== undefined || hub.capable(job.site, `${job.driver}.${job.kind}`).length > 0;
    if (!jobs.some(isServed)) {
      throw nobodyCan({ site, driver, kind }, hub);
    }
    const { taken } = this.dispatcher.places;
    if (taken + jobs.length > settings.queueMax)
      throw new WaysideError('QUEUE_FULL', `${taken} jobs are waiting already`);
  }
}

/** Adds the entry of the audit trail to the transaction that takes the job. */
export type JobJournal = (job: JobView) => void;

/** What the caller sees of a job, if it is wanted. */
export type KeepJob = (job: JobView) => JobView | undefined;

function same(job: JobView): JobView {
  return job;
}

type RowFilter = Parameters<JobRepository['list']>[2]['isOf'];

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
