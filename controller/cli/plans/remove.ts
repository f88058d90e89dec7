/** The last step of `rm`: a plan of what goes is made and applied at once. Where a guard holds a part back, nothing goes. */
import { WaysideError } from '../../../shared/errors.ts';
import type { PlanView } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Noun } from '../inventory/noun.ts';
import type { Operation } from '../inventory/operation.ts';
import type { Call } from '../spec.ts';
import { applyQuietly, requireReady } from './apply.ts';
import { confirmPlan } from './confirm.ts';
import { runEnd, tellEnd } from './end.ts';
import { shortId } from './held.ts';
import { makePlan } from './make.ts';
import { printPlanJson, printTail } from './print.ts';
import { applyWish, deletesMuch, EVERYTHING } from './wish.ts';

export interface Removal {
  readonly noun: Noun;
  readonly operations: readonly Operation[];
  /** Their names. */
  readonly names: readonly string[];
}

/** Names that are told one by one. */
const NAMES_TOLD_MAX = 3;

/** `switch ams1/sw1`, `12 switches`. */
export function removedText({ noun, names }: Pick<Removal, 'noun' | 'names'>): string {
  return names.length <= NAMES_TOLD_MAX
    ? `${noun.kind} ${names.join(' ')}`
    : `${names.length} ${noun.plural}`;
}

/** Errors: those of the plan and of its run; GUARD_BLOCKED with what lifts it. */
export async function applyRemoval(call: Call, removal: Removal): Promise<ExitCode> {
  const { shell, flags } = call;
  const what = removedText(removal);
  const wish = {
    ...applyWish(flags, { watch: false, isNew: true }),
    only: EVERYTHING,
    telling: 'nothing',
  } as const;
  const plan = await makePlan(shell, removal.operations, {
    ...{ planner: 'edit', title: `removal of ${what}`.slice(0, TITLE_CHARS_MAX), causes: [], unchanged: 0 },
    ...{ why: flags.text('why') ?? '', allow: flags.all('allow'), dryRun: wish.dryRun },
  });
  const { output } = shell.settings;
  const isJson = output === 'json' || output === 'yaml';
  if (wish.dryRun) {
    if (isJson) await printPlanJson(shell, plan);
    else shell.out(`${escapeText(`${what} would be removed (dry run, nothing was changed)`)}\n`);
    if (!isJson && plan.view.summary.reasons.length > 0) await printTail(shell, plan.view, false);
    return exitCodes.done;
  }
  const { reasons } = plan.view.summary;
  for (const { message } of reasons) shell.note(`! ${message}`);
  requireReady(plan.view);
  if (reasons.length > 0) throw heldBack(plan.view);
  if (deletesMuch(plan.view, EVERYTHING)) await confirmPlan(shell, plan.view, wish);
  const end = await applyQuietly(call, plan, wish);
  if (isJson || end.code !== exitCodes.done) return runEnd(shell, end);
  shell.out(`${escapeText(output === 'name' ? removal.names.join('\n') : `${what} removed`)}\n`);
  tellEnd(shell, end);
  return exitCodes.done;
}

const TITLE_CHARS_MAX = 200;

function heldBack({ id, summary }: PlanView): WaysideError {
  const { reasons, counts } = summary;
  const allow = reasons.flatMap(({ override }) => (override === '' ? [] : [`--allow ${override}`]));
  const hint =
    allow.length === 0
      ? `wayside plan show ${shortId(id)} says which`
      : `If all of it is meant: the same again with ${allow.join(' ')}`;
  const code = counts.blocked > 0 ? 'GUARD_BLOCKED' : 'PLAN_STALE';
  return new WaysideError(code, 'a part of it cannot be removed, so nothing was', { hint });
}
