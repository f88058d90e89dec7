/** Before a plan is applied: a question on a terminal, a flag elsewhere, a number where much would be deleted. */
import { WaysideError } from '../../../shared/errors.ts';
import type { PlanView } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { canAsk, confirm } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import { shortId } from './held.ts';
import { tellKept } from './next.ts';
import { countsText } from './text.ts';
import { type ApplyWish, deletesMuch, deletesOf, type Only } from './wish.ts';

type Question = Pick<ApplyWish, 'only' | 'yes' | 'confirm'>;

/**
 * A plan that was made for this alone stays when it is not applied: that is told. Errors: INVALID_INPUT without a terminal and
 * without the flag; CANCELLED when the answer is not yes.
 */
export async function confirmPlan(
  shell: Shell,
  plan: PlanView,
  wish: Question & Pick<ApplyWish, 'isNew'>,
): Promise<void> {
  try {
    await ask(shell, plan, wish);
  } catch (error) {
    if (wish.isNew) await tellKept(shell, plan);
    throw error;
  }
}

async function ask(shell: Shell, plan: PlanView, { only, yes, confirm: given }: Question): Promise<void> {
  if (deletesMuch(plan, only)) return confirmDeletes(shell, deletesOf(plan, only), given);
  if (yes || given !== undefined) return;
  await confirm(
    shell,
    `Apply plan ${shortId(plan.id)}${partText(only)}: ${countsText(plan.summary.counts)}?`,
  );
}

/** Where it can neither ask nor was told: said before anything is made. Error: INVALID_INPUT. */
export function requireAnswer(
  shell: Shell,
  { yes, confirm: given }: Pick<ApplyWish, 'yes' | 'confirm'>,
): void {
  if (yes || given !== undefined || canAsk(shell)) return;
  throw new WaysideError('INVALID_INPUT', 'this needs --yes where there is no terminal to ask on', {
    hint: '--dry-run shows what would change',
  });
}

function partText({ actions, kinds, steps }: Only): string {
  const parts = [
    ...kinds.map((kind) => `kind=${kind}`),
    ...actions.map((action) => `action=${action}`),
    ...(steps.length > 0 ? [`${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`] : []),
  ];
  return parts.length === 0 ? '' : ` (only ${parts.join(', ')})`;
}

async function confirmDeletes(shell: Shell, deletes: number, given: number | undefined): Promise<void> {
  if (given === deletes) return;
  const what = `the plan deletes ${deletes} ${deletes === 1 ? 'thing' : 'things'}`;
  if (given !== undefined) throw new WaysideError('INVALID_INPUT', `--confirm ${given}: ${what}`);
  if (!canAsk(shell)) {
    throw new WaysideError('INVALID_INPUT', `${what}: this needs --confirm ${deletes}`, {
      hint: '--yes is not enough where much is deleted',
    });
  }
  shell.host.stderr.write(
    escapeText(`${what[0]?.toUpperCase()}${what.slice(1)}. Type their number to go on: `),
  );
  const answer = (await shell.host.stdin.readLine())?.trim();
  if (answer !== String(deletes)) throw new WaysideError('CANCELLED', 'nothing was changed');
}
