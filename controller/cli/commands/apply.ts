/** `apply`: a plan is done, and it is told what became of it. */
import { confirmAndApply } from '../plans/apply.ts';
import { printPlan } from '../plans/print.ts';
import { readPlan } from '../plans/read.ts';
import { applyWish, confirmFlag, failFastFlag, onlyFlag, yesFlag } from '../plans/wish.ts';
import { canAsk } from '../prompt.ts';
import { argument, type CommandSpec } from '../spec.ts';
import { detachFlag, dryRunFlag, waitNote } from './flags.ts';
import { planArg } from './plan.ts';

/** Lines of the plan that are shown before the question. */
const LINES_MAX = 20;

export const applyCommand: CommandSpec = {
  path: ['apply'],
  summary: 'do what a plan says, and tell what became of it',
  examples: [
    ['wayside apply 7f3c2a91', 'asks before it begins'],
    ['wayside apply 7f3c2a91 --only action=create --yes', 'only what is added'],
    ['wayside apply 7f3c2a91 --only 3,7-12', 'only these steps, by their numbers'],
    ['wayside apply monday.plan --yes --watch', 'of a file; a line for each step'],
  ],
  args: [{ ...planArg, name: 'PLAN|FILE' }],
  flags: [
    onlyFlag,
    failFastFlag,
    { ...yesFlag, doc: 'do not ask before it begins' },
    confirmFlag,
    dryRunFlag,
    detachFlag,
  ],
  watches: true,
  notes: [
    'Exit codes: 0 all that was asked for is done, 5 a part of it failed, or was held back by a guard or a conflict, 6 nothing of it is done, 7 the plan or what it was made on is out of date, 8 guards block all of it.',
    waitNote,
  ],
  async run(call) {
    const { shell, flags } = call;
    const wish = applyWish(flags, { watch: shell.watch, isNew: false });
    const plan = await readPlan(shell, argument(call, 0));
    const { output } = shell.settings;
    const forPeople = output === 'table' || output === 'wide';
    // Who is asked, or only looks, must see what it is about.
    if (forPeople && (wish.dryRun || (!wish.yes && canAsk(shell) && plan.view.state === 'open')))
      await printPlan(shell, plan, {
        ...{ limit: output === 'wide' ? Number.POSITIVE_INFINITY : LINES_MAX, summary: false },
        ...{ before: false, after: false },
      });
    return confirmAndApply(call, plan, wish);
  },
};
