/** What commands do with a plan that the controller made for switches: shown, and applied where that was asked for. */
import { isConverged } from '../../../shared/model/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findRecord } from '../inventory/records.ts';
import { confirmAndApply } from '../plans/apply.ts';
import { requireAnswer } from '../plans/confirm.ts';
import { type HeldPlan, shortId } from '../plans/held.ts';
import { tellNext } from '../plans/next.ts';
import { printPlan, printPlanJson, printTail, SHOW_ALL } from '../plans/print.ts';
import { printPlanDocument } from '../plans/stream.ts';
import { readySteps } from '../plans/text.ts';
import { allowFlag, applyWish, confirmFlag, EVERYTHING, failFastFlag, yesFlag } from '../plans/wish.ts';
import type { Shell } from '../shell.ts';
import type { Call, FlagSpec } from '../spec.ts';
import { detachFlag, dryRunFlag, whyFlag } from './flags.ts';
import { guardsAsked } from './guard-names.ts';

type Ref = Awaited<ReturnType<typeof findRecord>>['view']['ref'];

/** Lines of steps that are shown. */
const LINES_MAX = 200;

export const switchPlanFlags: readonly FlagSpec[] = [
  {
    ...allowFlag,
    doc: 'lift this guard for this plan: GUARD:SWITCH, or as the steps that it blocks name it',
  },
  { name: 'apply', doc: 'apply the plan at once, after a question' },
  yesFlag,
  confirmFlag,
  failFastFlag,
  whyFlag,
  { ...dryRunFlag, doc: 'check everything, keep no plan' },
  detachFlag,
];

export interface PlanAsked {
  readonly why: string;
  readonly overrides: string[];
  readonly requestId: string;
  readonly validateOnly: boolean;
}

/** What the rpcs that make such plans have in common. Error: INVALID_INPUT, where it could not ask before it applies. */
export async function planAsked({ shell, flags }: Call, kind: 'port' | 'vlan'): Promise<PlanAsked> {
  const [random, { uuid }] = [(await shell.tools()).random, await import('../inventory/operation.ts')];
  const wish = applyWish(flags, { watch: false, isNew: true });
  if (flags.on('apply') && !wish.dryRun) requireAnswer(shell, wish);
  return {
    why: flags.text('why') ?? '',
    overrides: await guardsAsked(shell, flags.all('allow'), { kind, site: flags.text('site') }),
    requestId: uuid(random.bytes(16)),
    validateOnly: wish.dryRun,
  };
}

export async function switchRefs(
  shell: Shell,
  names: readonly string[],
  site: string | undefined,
): Promise<Ref[]> {
  const refs: Ref[] = [];
  for (const name of names) refs.push((await findRecord(shell, { kind: 'switch', name, site })).view.ref);
  return refs;
}

/** Shows it, and with `--apply` goes on as `wayside apply` does; what guards block whole ends as it would end when applied. */
export async function showOrApply(call: Call, plan: HeldPlan): Promise<ExitCode> {
  const { shell, flags } = call;
  const { output } = shell.settings;
  const isText = output === 'table' || output === 'wide';
  const wish = { ...applyWish(flags, { watch: shell.watch, isNew: true }), only: EVERYTHING };
  shell.note(plan.view.title);
  if (isConverged(plan.view.summary.counts)) {
    shell.note(`nothing to do: all of it is so already (${plan.view.summary.counts.unchanged})`);
    await printPlanJson(shell, plan);
    return exitCodes.done;
  }
  const { summary } = plan.view;
  const code = readySteps(summary) === 0 && summary.counts.blocked > 0 ? exitCodes.limit : exitCodes.done;
  if (wish.dryRun) {
    if (isText) await printTail(shell, plan.view, false);
    else await printPlanJson(shell, plan);
    return code;
  }
  const isApplied = flags.on('apply');
  if (isText) await printPlan(shell, plan, { ...SHOW_ALL, limit: LINES_MAX });
  if (isApplied) return confirmAndApply(call, plan, wish);
  if (output === 'json' || output === 'yaml') await printPlanDocument(shell, plan, {});
  else if (!isText) shell.out(`${shortId(plan.view.id)}\n`);
  tellNext(shell, plan.view);
  return code;
}
