/**
 * Jobs as one principal sees them. A job is in view for who made it, and for who may see all that it works on; its
 * targets, results and words are cut to what each target's place allows.
 */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatPageToken,
  type JobKind,
  type JobLine,
  type JobView,
  pageSize,
  parsePageToken,
  principalName,
  type RecordRef,
  rowFilter,
  rowOrder,
  type TargetResult,
} from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { Sight } from '../inventory/index.ts';
import { edgeData } from './edge-data.ts';
import { jobFields, jobsKey, type ListJobsQuestion } from './list-question.ts';

/** The jobs of everyone. */
export interface AllJobs {
  get(id: string): JobView;
  list(
    question: ListJobsQuestion,
    keep?: (job: JobView) => JobView | undefined,
  ): { jobs: JobView[]; nextPageToken: string };
  each(question: ListJobsQuestion): Iterable<JobView | undefined>;
  watch(id: string, signal: AbortSignal): AsyncGenerator<JobView>;
  cancel(id: string, why: string, by: string, validateOnly: boolean): JobView;
  lines(id: string): readonly JobLine[];
}

export class JobDesk {
  private readonly jobs: AllJobs;
  private readonly sight: Sight;

  constructor(jobs: AllJobs, sight: Sight) {
    this.jobs = jobs;
    this.sight = sight;
  }

  /** Error: NOT_FOUND, in the same words for a job that is not there and for one that is out of view. */
  get(id: string): JobView {
    return this.show(this.jobs.get(id));
  }

  /** See `Jobs.list`; filters judge what is seen. */
  list(question: ListJobsQuestion): { jobs: JobView[]; nextPageToken: string } {
    const isWanted = rowFilter(question.where ?? [], jobFields);
    const who = principalName(this.sight.principal);
    return this.jobs.list({ ...question, who }, (job) => {
      const seen = this.see(job);
      return seen && isWanted(seen) ? seen : undefined;
    });
  }

  /** In the order that is asked for. Errors: INVALID_INPUT, INVALID_TOKEN_FORMAT. */
  async listInOrder(
    pages: OrderedPages,
    question: ListJobsQuestion & { readonly orderBy: string; readonly signal: AbortSignal },
  ): Promise<{ jobs: readonly JobView[]; nextPageToken: string }> {
    const { orderBy, pageToken, kind, state, showChildren, signal } = question;
    const size = pageSize(question.pageSize);
    const order = rowOrder(orderBy, jobFields);
    if (!order) throw new RangeError('a list of jobs without order is not ordered');
    const isWanted = rowFilter(question.where ?? [], jobFields);
    const who = principalName(this.sight.principal);
    const asked = { jobs: kind, orderBy, ...jobsKey({ ...question, who }) };
    const after = pageToken === '' ? undefined : String(parsePageToken(pageToken, asked)[0]);
    const shown = (job: JobView): JobView | undefined => {
      const seen = this.see({ ...job, results: [] });
      return seen && isWanted(seen) ? seen : undefined;
    };
    const { jobs } = this;
    const page = await pages.page<JobView>(
      { asked, size, after, signal },
      {
        order,
        *rows() {
          for (const job of jobs.each(question)) yield job && shown(job);
        },
        id: ({ id }) => id,
        read: (id) => {
          const job = orNothing(() => jobs.get(id));
          if (!job || (kind !== '' && job.kind !== kind) || (state && job.state !== state)) return undefined;
          return showChildren || job.parentId === undefined ? shown(job) : undefined;
        },
      },
    );
    const nextPageToken = page.after === undefined ? '' : formatPageToken(asked, [page.after]);
    return { jobs: page.rows, nextPageToken };
  }

  /** See `Jobs.watch`. Error: NOT_FOUND, also once it is no longer in view. */
  async *watch(id: string, signal: AbortSignal): AsyncGenerator<JobView> {
    const { targets } = this.jobs.get(id);
    for await (const job of this.jobs.watch(id, signal)) yield this.show(job, targets);
  }

  /** What was said of it; nothing for who may not see all of its targets whole. Error: NOT_FOUND. */
  lines(id: string): readonly JobLine[] {
    const job = this.jobs.get(id);
    this.show(job);
    const lines = this.jobs.lines(id);
    if (this.sight.everything) return lines;
    const views = job.targets.map((target) => this.sight.switchView(target));
    const isFrank = views.length > 0 ? views.every((view) => view === 'full') : this.sight.seesSite(job.site);
    return isFrank ? lines.map((line) => ({ ...line, line: this.cut(job.site, line.line) })) : [];
  }

  /** Errors: NOT_FOUND, FORBIDDEN (in view, but not the principal's to end), JOB_FINISHED. */
  cancel(id: string, why: string, validateOnly = false): JobView {
    const job = this.jobs.get(id);
    this.show(job);
    if (!this.mayCancel(job)) {
      throw new WaysideError('FORBIDDEN', `${principalName(this.sight.principal)} may not cancel job ${id}`, {
        hint: 'It needs the level operator for every target of the job; ask an admin.',
      });
    }
    return this.show(this.jobs.cancel(id, why, principalName(this.sight.principal), validateOnly));
  }

  /** Error: NOT_FOUND. Views of a watch leave the targets of the job out. */
  show(job: JobView, targets?: readonly RecordRef[]): JobView {
    const seen = this.see(job, targets);
    if (seen) return seen;
    throw unknownJob(job.id);
  }

  private see(job: JobView, targets: readonly RecordRef[] = job.targets): JobView | undefined {
    const { sight } = this;
    if (sight.everything) return job;
    const isPart = job.parentId !== undefined;
    const own = this.isOwn(job) && !isPart;
    const views = targets.map((target) => sight.switchView(target));
    const inView = views.length > 0 ? !views.includes(undefined) : sight.seesSite(job.site);
    // With names of switches in its words; else they are left out.
    const frank = inView && !views.includes('port');
    // What parts of a job are about, the controller chose: how many there are, and of what, tells what is out of view.
    if (isPart ? !frank : !own && !inView) return undefined;
    const [target, status] = frank ? [job.progress.target, this.words(job)] : ['', ''];
    return {
      ...job,
      progress: { ...job.progress, target, status },
      agentId: sight.seesSite(job.site) ? job.agentId : undefined,
      createdBy: own || frank ? job.createdBy : '',
      input: own || frank ? job.input : {},
      error: job.error && sight.failureOf(job.site, job.error),
      targets: job.targets.flatMap((ref) => (sight.switchView(ref) ? [sight.outward(ref)] : [])),
      results: job.results.flatMap((result) => this.result(result, job.kind) ?? []),
      ...(job.steps && { steps: job.steps.filter(({ source }) => this.seesStep(source)) }),
    };
  }

  /** Of plans also steps of what is not beside switches. */
  private seesStep(source: RecordRef): boolean {
    return source.kind === 'switch' || source.kind === 'source'
      ? this.sight.switchView(source) === 'full'
      : this.sight.seesSite(source.site);
  }

  private words({ progress, site }: JobView): string {
    return this.cut(site, progress.status);
  }

  private cut(site: string, message: string): string {
    return this.sight.failureOf(site, { code: 'INTERNAL', message, hint: undefined }).message;
  }

  private result(result: TargetResult, kind: JobKind): TargetResult | undefined {
    const view = this.sight.switchView(result.source);
    if (view === undefined || view === 'full') return view && result;
    const { source, name } = result;
    return {
      ...result,
      source: this.sight.outward(source),
      name: this.sight.nameOf(source, name),
      error: result.error && this.sight.failureAt(source, result.error),
      data: view === 'port' ? edgeData(result.data, { kind, source, sight: this.sight }) : result.data,
    };
  }

  private mayCancel(job: JobView): boolean {
    if (job.targets.length > 0) return job.targets.every((target) => this.sight.mayWorkOnSwitch(target));
    return this.isOwn(job) || this.sight.mayWorkAt({ site: job.site });
  }

  private isOwn(job: JobView): boolean {
    return job.createdBy === principalName(this.sight.principal);
  }
}

export function unknownJob(id: string): WaysideError {
  return new WaysideError('NOT_FOUND', `there is no job ${id}`);
}

/** `undefined`: it went meanwhile. */
function orNothing(get: () => JobView): JobView | undefined {
  try {
    return get();
  } catch (error) {
    if (WaysideError.from(error).code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
