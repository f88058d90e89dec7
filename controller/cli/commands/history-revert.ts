/** Takes a change set back: the controller makes a plan of it, which is looked at and applied like any other. */
import { WaysideError } from '../../../shared/errors.ts';
import { isConverged } from '../../../shared/model/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { uuid } from '../inventory/operation.ts';
import { confirmAndApply } from '../plans/apply.ts';
import { requireAnswer } from '../plans/confirm.ts';
import { type HeldPlan, heldPlan, shortId } from '../plans/held.ts';
import { tellNext } from '../plans/next.ts';
import { printPlan, printPlanJson, SHOW_ALL } from '../plans/print.ts';
import { printPlanDocument } from '../plans/stream.ts';
import { allowFlag, applyWish, confirmFlag, EVERYTHING, onlyOf, yesFlag } from '../plans/wish.ts';
import type { Shell } from '../shell.ts';
import { argument, type Call, type CommandSpec, type Flags } from '../spec.ts';
import { detachFlag, dryRunFlag, waitNote, whyFlag } from './flags.ts';

/** Lines of steps that are shown before the question. */
const LINES_MAX = 200;

export const historyRevertCommand: CommandSpec = {
  path: ['history', 'revert'],
  summary: 'undo a change set: bring back what was before it',
  examples: [
    ['wayside history revert 06gp2q8c4xk0t5d9e1wz7m3nya --dry-run', 'what that would change'],
    ['wayside history revert 06gp2q8c4xk0t5d9e1wz7m3nya --only 3,7-9', 'some of its items alone'],
  ],
  args: [{ name: 'ID', doc: 'of a change set; wayside history ls lists them' }],
  flags: [
    {
      name: 'only',
      value: 'ITEMS',
      doc: 'only these items, by the numbers that history show has: 3,7-12',
      many: true,
    },
    allowFlag,
    { ...dryRunFlag, doc: 'make the plan and show it, change nothing' },
    yesFlag,
    confirmFlag,
    whyFlag,
    detachFlag,
  ],
  notes: [
    'What somebody else changed since stays as it is, and is named. An undo is a change set itself: it can be undone, too.',
    waitNote,
  ],
  async run(call) {
    const { shell, flags } = call;
    const wish = { ...applyWish(flags, { watch: false, isNew: true }), only: EVERYTHING, dryRun: false };
    const isDry = flags.on('dry-run');
    if (!isDry) requireAnswer(shell, wish);
    const plan = await revertPlan(call);
    shell.note(plan.view.title);
    if (isConverged(plan.view.summary.counts)) {
      shell.note('nothing to undo: all is as it was before');
      await printPlanJson(shell, plan);
      return exitCodes.done;
    }
    if (isDry) return showOnly(shell, plan);
    if (isText(shell)) await printPlan(shell, plan, { ...SHOW_ALL, limit: LINES_MAX });
    return confirmAndApply(call, plan, wish);
  },
};

async function revertPlan({ shell, flags, args }: Call): Promise<HeldPlan> {
  const { random } = await shell.tools();
  const answer = await shell.call('ChangeService.RevertChangeSet', {
    id: argument({ shell, flags, args }, 0),
    only: [...itemsOf(flags)],
    why: flags.text('why') ?? '',
    overrides: [...flags.all('allow')],
    requestId: uuid(random.bytes(16)),
  });
  return heldPlan(answer.plan);
}

/** Error: INVALID_INPUT. */
function itemsOf(flags: Flags): readonly number[] {
  const { actions, kinds, steps } = onlyOf(flags.all('only'));
  if (actions.length === 0 && kinds.length === 0) return steps;
  throw new WaysideError('INVALID_INPUT', '--only takes numbers of items here: 3,7-12', {
    hint: 'wayside history show ID has them',
  });
}

async function showOnly(shell: Shell, plan: HeldPlan): Promise<ExitCode> {
  const { output } = shell.settings;
  if (output === 'json' || output === 'yaml') await printPlanDocument(shell, plan, {});
  else if (output === 'name') shell.out(`${shortId(plan.view.id)}\n`);
  else await printPlan(shell, plan, { ...SHOW_ALL, limit: LINES_MAX });
  tellNext(shell, plan.view);
  return exitCodes.done;
}

function isText({ settings }: Shell): boolean {
  return settings.output === 'table' || settings.output === 'wide';
}
