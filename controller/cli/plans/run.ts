/** Applying a plan: its one run is a job, which is followed to its end; then it is told what became of the steps. */
import { WaysideError } from '../../../shared/errors.ts';
import { type ChangeSetView, type Json, type PlanView, standings } from '../../../shared/model/index.ts';
import { type ApiMethods, changeSetFromWire, planAction } from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { uuid } from '../inventory/operation.ts';
import { type EndedJob, heldJob, waitForJob } from '../jobs/wait.ts';
import type { Shell } from '../shell.ts';
import { type HeldPlan, type HeldStep, heldPlan, planById, shortId, stepPages } from './held.ts';
import { allowText } from './text.ts';
import { type ApplyWish, isAskedFor, type Only } from './wish.ts';

type ChangeSetMessage = NonNullable<ApiMethods['ChangeService.GetChangeSet']['response']['changeSet']>;

/** Steps that went wrong that are told one by one; the rest is counted. */
export const PROBLEMS_SHOWN_MAX = 20;

export interface RunEnd {
  /** As it is now. */
  readonly plan: HeldPlan;
  readonly changeSet: ChangeSetView | undefined;
  readonly changeSetMessage: ChangeSetMessage | undefined;
  /** The first steps that were tried, or would have been, and are not done. */
  readonly problems: readonly HeldStep[];
  /** The plan that has its stale steps as they would be now. */
  readonly again: PlanView | undefined;
  readonly job: EndedJob['view'];
  readonly code: ExitCode;
}

export interface Started {
  readonly plan: HeldPlan;
  readonly job: string;
  readonly changeSet: string;
}

/** Errors: those of ApplyPlan; that nothing is ready is told with what lifts it. */
export async function startRun(
  shell: Shell,
  { view }: HeldPlan,
  { only, failFast, dryRun }: Pick<ApplyWish, 'only' | 'failFast' | 'dryRun'>,
): Promise<Started> {
  const { random } = await shell.tools();
  try {
    const answer = await shell.call('PlanService.ApplyPlan', {
      id: view.id,
      onlyActions: only.actions.map((action) => planAction.toWire(action)),
      onlyKinds: [...only.kinds],
      onlySteps: [...only.steps],
      failFast,
      requestId: uuid(random.bytes(16)),
      validateOnly: dryRun,
    });
    return { plan: heldPlan(answer.plan), job: answer.jobId, changeSet: answer.changeSet };
  } catch (error) {
    throw withCure(WaysideError.from(error), view);
  }
}

/** What to type next, where the controller cannot know it. */
function withCure(error: WaysideError, plan: PlanView): WaysideError {
  const hint = error.hint ?? cureOf(error, plan);
  if (hint === undefined || hint === error.hint) return error;
  const { code, message, violations, details } = error;
  return new WaysideError(code, message, { hint, violations, details, cause: error });
}

function cureOf({ code }: WaysideError, plan: PlanView): string | undefined {
  const id = shortId(plan.id);
  if (code === 'GUARD_BLOCKED') {
    const allow = allowText(plan.summary);
    return allow === '' ? undefined : `Look at the plan; if all of it is meant, make it again with ${allow}`;
  }
  if (code === 'NOT_APPROVED') return `wayside plan approve ${id}, then wayside apply ${id}`;
  if (code === 'PLAN_APPLIED') return `wayside plan show ${id} tells what became of it`;
  if (code === 'CONNECTION_LOST') return `wayside plan show ${id} tells whether it has begun`;
  if (code === 'PLAN_EXPIRED') return 'Make it anew: what is there may have changed since';
  return undefined;
}

/** Stays until its job has ended. Errors: CANCELLED when the user left, TIMEOUT; the run goes on then. */
export async function followRun(
  shell: Shell,
  { job }: Pick<Started, 'job'>,
  { telling }: Pick<ApplyWish, 'telling'>,
): Promise<EndedJob> {
  const { job: message } = await shell.call('JobService.GetJob', { id: job });
  return waitForJob(shell, heldJob(message), telling);
}

/** Reads what became of it, of the part that was asked for. */
export async function readEnd(
  shell: Shell,
  { view: { id } }: HeldPlan,
  { ended, only }: { readonly ended: EndedJob; readonly only: Only },
): Promise<RunEnd> {
  const plan = await planById(shell, id);
  const { changeSet: message } =
    plan.view.changeSet === ''
      ? { changeSet: null }
      : await shell.call('ChangeService.GetChangeSet', { id: plan.view.changeSet });
  const changeSet = message ? changeSetFromWire(message) : undefined;
  const problems = ended.view.state === 'succeeded' ? [] : await problemsOf(shell, id);
  const again = problems.some(({ step }) => step.run?.state === 'stale')
    ? await againOf(shell, id)
    : undefined;
  const ran = exitCodeOfRun(ended, changeSet, problems);
  const code = ran === exitCodes.done && (await isHeldBack(shell, plan, only)) ? exitCodes.partly : ran;
  return { plan, changeSet, changeSetMessage: message ?? undefined, problems, again, job: ended.view, code };
}

async function problemsOf(shell: Shell, id: string): Promise<readonly HeldStep[]> {
  const wish = { states: ['failed', 'unknown', 'stale', 'waiting'], brief: true } as const;
  for await (const page of stepPages(shell, id, { ...wish, pageSize: PROBLEMS_SHOWN_MAX })) {
    if (page.length > 0) return page;
  }
  return [];
}

/** Whether something that was asked for could not be done: a guard blocks it, it contradicts, or waits for what is not there. */
async function isHeldBack(shell: Shell, { view }: HeldPlan, only: Only): Promise<boolean> {
  const { blocked, conflict, ambiguous, deferred } = view.summary.counts;
  if (blocked + conflict + ambiguous + deferred === 0) return false;
  const wish = { standings: standings.filter((one) => one !== 'ready'), actions: only.actions, brief: true };
  for await (const page of stepPages(shell, view.id, wish))
    if (page.some(({ step }) => isAskedFor(step, only))) return true;
  return false;
}

async function againOf(shell: Shell, id: string): Promise<PlanView | undefined> {
  const { plans } = await shell.call('PlanService.ListPlans', {
    filter: `planner=again of=${id}`,
    pageSize: 1,
  });
  return plans[0] && heldPlan(plans[0]).view;
}

/**
 * Of what was ready: 0 all that was asked for is done · 5 some of it failed, or nobody knows · 6 nothing of it is done · 7 all that is not done
 * was found changed · 130 the user ended it.
 */
export function exitCodeOfRun(
  { view: { state }, interrupted }: Pick<EndedJob, 'view' | 'interrupted'>,
  changeSet: Pick<ChangeSetView, 'counts'> | undefined,
  problems: readonly HeldStep[],
): ExitCode {
  if (interrupted && state === 'cancelled') return exitCodes.interrupted;
  // What was stale may be so already: then all is as the plan wants it.
  if (state === 'succeeded') return exitCodes.done;
  const states = new Set(problems.map(({ step }) => step.run?.state));
  const failed = states.has('failed') || states.has('unknown') || (changeSet?.counts.failed ?? 0) > 0;
  if (!failed && (states.has('stale') || (changeSet?.counts.stale ?? 0) > 0)) return exitCodes.conflict;
  return state === 'partly' || doneSteps(changeSet) > 0 ? exitCodes.partly : exitCodes.jobFailed;
}

export function doneSteps(changeSet: Pick<ChangeSetView, 'counts'> | undefined): number {
  if (!changeSet) return 0;
  const { create, update, delete: deleted, link, unlink, adopt } = changeSet.counts;
  return create + update + deleted + link + unlink + adopt;
}

/** `{plan, changeSet, problems, again}`: the API messages. */
export async function endJson(shell: Shell, end: RunEnd): Promise<Record<string, Json>> {
  const api = await shell.api();
  return {
    plan: api.toJson('wayside.v1.Plan', end.plan.message),
    ...(end.changeSetMessage && { changeSet: api.toJson('wayside.v1.ChangeSet', end.changeSetMessage) }),
    jobId: end.job.id,
    problems: end.problems.map(({ message }) => api.toJson('wayside.v1.PlanStep', message)),
    ...(end.again && { again: end.again.id }),
  };
}
