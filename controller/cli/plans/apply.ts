/** Looks at a plan, asks, applies it and tells how it ended: `apply`, and every command that makes a plan and goes on. */
import { WaysideError } from '../../../shared/errors.ts';
import { isConverged, type PlanView } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Call } from '../spec.ts';
import { confirmPlan } from './confirm.ts';
import { runEnd } from './end.ts';
import { type HeldPlan, shortId } from './held.ts';
import { printPlanJson } from './print.ts';
import { followRun, type RunEnd, readEnd, startRun } from './run.ts';
import { allowText, countsText, readySteps } from './text.ts';
import type { ApplyWish } from './wish.ts';

/** Errors: CANCELLED when the answer is no; those of the run. */
export async function confirmAndApply(call: Call, plan: HeldPlan, wish: ApplyWish): Promise<ExitCode> {
  const { shell } = call;
  if (isConverged(plan.view.summary.counts)) {
    shell.note(`plan ${shortId(plan.view.id)}: nothing to do`);
    await printPlanJson(shell, plan);
    return exitCodes.done;
  }
  requireReady(plan.view);
  if (wish.dryRun) {
    const { plan: checked } = await startRun(shell, plan, wish);
    shell.note(`dry run: plan ${shortId(plan.view.id)} could be applied; nothing was changed`);
    await printPlanJson(shell, checked);
    return exitCodes.done;
  }
  if (plan.view.state === 'open') await confirmPlan(shell, plan.view, wish);
  const started = await startRun(shell, plan, wish);
  if (wish.detach) {
    shell.out(`${escapeText(started.job)}\n`);
    return exitCodes.done;
  }
  const ended = await followRun(shell, started, wish);
  return runEnd(shell, await readEnd(shell, plan, { ended, only: wish.only }));
}

/** Applies without a question and without a word. */
export async function applyQuietly(
  call: Call,
  plan: HeldPlan,
  wish: Pick<ApplyWish, 'only' | 'failFast' | 'telling' | 'dryRun'>,
): Promise<RunEnd> {
  const started = await startRun(call.shell, plan, wish);
  const ended = await followRun(call.shell, started, wish);
  return readEnd(call.shell, plan, { ended, only: wish.only });
}

/** Errors: GUARD_BLOCKED, or PLAN_STALE where all of it contradicts or waits, when there is nothing that could be done. */
export function requireReady({ id, summary }: PlanView): void {
  if (readySteps(summary) > 0) return;
  const [first] = summary.reasons;
  const why = first ? `; ${first.message}` : '';
  const message = `nothing of plan ${shortId(id)} can be done: ${countsText(summary.counts)}${why}`;
  if (summary.counts.blocked > 0) {
    const allow = allowText(summary);
    const hint =
      allow === ''
        ? `wayside plan show ${shortId(id)} names the guards`
        : `If all of it is meant, make the plan again with ${allow}`;
    throw new WaysideError('GUARD_BLOCKED', message, { hint });
  }
  throw new WaysideError('PLAN_STALE', message, { hint: `wayside plan show ${shortId(id)} says why` });
}
