/**
 * Steps at sources, which agents carry out: jobs of kind `apply` below the job of the run, each with as many steps as one message
 * takes. The id of a job stands in the journal of the run before the job is submitted, so that after a crash it is asked
 * for what became of its steps, and never begun a second time.
 */
import { WaysideError } from '../../../shared/errors.ts';
import {
  canonicalJson,
  changeOf,
  type Failure,
  isTerminal,
  type JobStep,
  type JobView,
  type PlanEvidence,
  type PlanStep,
  parseRef,
  planStepJson,
  principalName,
  type RecordRef,
  type StepView,
  writingDrivers,
} from '../../../shared/model/index.ts';
import { type Clock, type Log, newId, type Random } from '../../../shared/runtime/index.ts';
import type { Inventory } from '../../inventory/index.ts';
import { type Jobs, STEPS_BYTES_MAX, STEPS_MAX, type SubmitRequest, type Writers } from '../../jobs/index.ts';
import type { DraftStep } from '../draft.ts';
import type { Current, Executor, RunContext, StepOutcome } from '../executor.ts';
import { outcomeOf } from './agent-outcomes.ts';

export interface AgentsDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly inventory: Pick<Inventory, 'peek'>;
  readonly jobs: Pick<Jobs, 'submit' | 'get' | 'watch' | 'cancel' | 'writers'>;
  /** What the agent is shown of the plan; `undefined`: there is nothing to show. */
  readonly evidence: (plan: RunContext['plan'], steps: readonly PlanStep[]) => PlanEvidence | undefined;
}

/** What an agent calls a switch that it does not recognise. */
const UNKNOWN_PLATFORM = 'unknown';
/** Steps that one call takes; no job has more. */
export const AGENT_STEPS_MAX: number = STEPS_MAX;

export class AgentExecutor implements Executor {
  readonly batchMax: number = AGENT_STEPS_MAX;
  private readonly deps: AgentsDeps;
  /** Aborted when this process stops: jobs go on without us, and are found again by their ids. */
  private readonly leaving = new AbortController();

  constructor(deps: AgentsDeps) {
    this.deps = deps;
  }

  /** Nothing is waited for any more. */
  stop(): void {
    this.leaving.abort();
  }

  serves(store: string): boolean {
    return sourceOf(store) !== undefined;
  }

  cannot(step: DraftStep): string | undefined {
    const source = sourceOf(step.store);
    const record = source && this.deps.inventory.peek(source, { type: 'system', name: 'plans' });
    if (!record) return `there is no source ${step.store}`;
    const driver = String(record.fields['driver']);
    if (!writingDrivers.includes(driver)) return `sources of driver ${driver} cannot be changed`;
    if (driver === 'switch' && this.isUnknown(source))
      return 'its platform is not known, so it is only read; name it: wayside switch edit NAME --platform …';
    if (!changeOf(step, '')) return `${step.action} is no change of a ${driver} source`;
    // Its numbers, standing and risk are added yet.
    const bytes =
      Buffer.byteLength(canonicalJson({ before: step.before, after: step.after })) + STEP_REST_BYTES;
    return bytes > STEPS_BYTES_MAX
      ? `the step is ${bytes} bytes, which is over ${STEPS_BYTES_MAX}`
      : undefined;
  }

  writers(store: string): Writers {
    const source = sourceOf(store);
    const record = source && this.deps.inventory.peek(source, { type: 'system', name: 'plans' });
    if (!record) throw new WaysideError('NO_CAPABLE_AGENT', `there is no source ${store}`);
    return this.deps.jobs.writers(source.site, String(record.fields['driver']));
  }

  /** By what the agent that read it last says of it. */
  private isUnknown(source: RecordRef): boolean {
    const known = this.deps.inventory.peek({ ...source, kind: 'switch' }, { type: 'system', name: 'plans' });
    return known?.fields['platform'] === UNKNOWN_PLATFORM;
  }

  async apply(steps: readonly PlanStep[], context: RunContext): Promise<void> {
    for (const part of parts(steps)) {
      if (context.signal.aborted || !(await this.applyPart(part, context))) return;
    }
  }

  async recover(steps: readonly (PlanStep & { readonly by: string })[], context: RunContext): Promise<void> {
    const jobs = new Set(steps.map(({ by }) => by));
    await Promise.all(
      [...jobs].map(async (job) => {
        const part = steps.filter(({ by }) => by === job);
        // What nobody submitted has no outcome.
        if (this.has(job)) await this.follow(job, part, context);
      }),
    );
  }

  /** Agents read at the source when they work on it, and at no other time. */
  current(): Promise<readonly Current[] | undefined> {
    return Promise.resolve(undefined);
  }

  /** False: what comes after it in the batch is not begun. */
  private async applyPart(steps: readonly PlanStep[], context: RunContext): Promise<boolean> {
    const { clock, random, jobs, evidence } = this.deps;
    const source = sourceOf(steps[0]?.store ?? '');
    if (!source) return false;
    const id = newId(clock, random);
    const nos = steps.map(({ no }) => no);
    context.journal.sent(nos, id);
    try {
      const request = { ...requestOf(source, steps), id, parentId: context.job };
      const shown = evidence(context.plan, steps);
      jobs.submit({ ...request, ...(shown && { evidence: shown }) }, context.principal);
    } catch (cause) {
      // What went wrong after the job was taken does not take it back.
      if (!this.has(id)) {
        const error = failureOf(cause);
        context.journal.settle(nos.map((no) => ({ no, state: 'failed', error, token: '' })));
        return false;
      }
    }
    return this.follow(id, steps, context);
  }

  private has(job: string): boolean {
    try {
      this.deps.jobs.get(job);
      return true;
    } catch (error) {
      if (WaysideError.from(error).code === 'NOT_FOUND') return false;
      throw error;
    }
  }

  /** Until the job has ended; left, with its steps as they are, when this process stops. True: all of them were done. */
  private async follow(job: string, steps: readonly PlanStep[], context: RunContext): Promise<boolean> {
    const { signal } = this.leaving;
    const cancel = (): void => this.cancel(job, context);
    if (context.signal.aborted) cancel();
    else context.signal.addEventListener('abort', cancel, { once: true });
    try {
      for await (const view of this.deps.jobs.watch(job, signal)) {
        const { target, status } = view.progress;
        context.progress(target, status);
        if (isTerminal(view.state)) return this.settle(view, steps, context);
      }
    } finally {
      context.signal.removeEventListener('abort', cancel);
    }
    return false;
  }

  /** The run is to end: so does the job, between two steps. When it is this process that ends, the job is left. */
  private cancel(job: string, { signal, principal }: RunContext): void {
    const { code, message } = WaysideError.from(signal.reason);
    if (code === 'SHUTTING_DOWN') return this.stop();
    try {
      this.deps.jobs.cancel(job, message.slice(0, WHY_CHARS_MAX), principalName(principal));
    } catch (error) {
      // It ended in this moment, or our disk is full; either way it is followed to its end.
      this.deps.log.warn('plan.job-not-cancelled', { job, error });
    }
  }

  /**
   * What is still `planned` gets no outcome, so that it is given again, unless nothing at all came of the job, or somebody
   * cancelled the job alone.
   */
  private settle(view: JobView, steps: readonly PlanStep[], context: RunContext): boolean {
    const all = view.steps ?? [];
    const byId = new Map(all.map((step): [string, StepView] => [step.id, step]));
    const isUntouched = all.every(({ state }) => state === 'planned');
    const isOver = (isUntouched || view.state === 'cancelled') && !context.signal.aborted;
    const error = endOf(view);
    const outcomes = steps.flatMap(({ no }): readonly StepOutcome[] => {
      const outcome = outcomeOf(no, byId.get(String(no)));
      if (outcome) return [outcome];
      return isOver ? [{ no, state: 'failed', error, token: '' }] : [];
    });
    if (outcomes.length > 0) context.journal.settle(outcomes);
    return view.state === 'succeeded';
  }
}

/** Why what a job did not come to was not done. */
function endOf({ id, state, error }: JobView): Failure {
  // By somebody; one that was given up because of a restart may be begun again.
  if (state === 'cancelled' && error?.code !== 'INTERRUPTED')
    return failureOf(new WaysideError('CANCELLED', `job ${id} was cancelled`));
  return error ?? failureOf(new WaysideError('NOTHING_SENT', `job ${id} ended: ${state}`));
}

/** Of a step as JSON, all that is neither `before` nor `after`, as a bound. */
const STEP_REST_BYTES = 8192;
const WHY_CHARS_MAX = 300;

function sourceOf(store: string): RecordRef | undefined {
  try {
    const ref = parseRef(store);
    return ref.kind === 'source' ? ref : undefined;
  } catch {
    // The name of another kind of store.
    return undefined;
  }
}

/** In their order, of one store each, within what one job takes. */
function parts(steps: readonly PlanStep[]): readonly (readonly PlanStep[])[] {
  const found: PlanStep[][] = [];
  let bytes = 0;
  for (const step of steps) {
    const size = Buffer.byteLength(canonicalJson(planStepJson(step)));
    const last = found[found.length - 1];
    const fits =
      last && last[0]?.store === step.store && last.length < STEPS_MAX && bytes + size <= STEPS_BYTES_MAX;
    if (fits) last.push(step);
    else found.push([step]);
    bytes = fits ? bytes + size : size;
  }
  return found;
}

function requestOf(source: RecordRef, steps: readonly PlanStep[]): SubmitRequest {
  const jobSteps = steps.map(
    (step): JobStep => ({ id: String(step.no), source, action: planStepJson(step) }),
  );
  return {
    ...{
      kind: 'apply',
      targets: [source],
      site: '',
      mac: '',
      requestId: '',
      validateOnly: false,
      timeoutMs: 0,
    },
    steps: jobSteps,
  };
}

function failureOf(error: unknown): Failure {
  const { code, message, hint } = WaysideError.from(error);
  return { code, message, hint };
}
