/** Agreeing to a plan, and taking that back. What is signed is what was shown: the plan is read whole, and its id computed again. */
import { existsSync } from 'node:fs';
import { WaysideError } from '../../../shared/errors.ts';
import type { PlanView } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { approvalToWire } from '../../../shared/wire/index.ts';
import { openedOperatorKey, operatorKeyPath } from '../credentials/operator-key.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { formatIso } from '../output/time.ts';
import { type HeldPlan, heldPlan, ofPlan, shortId } from '../plans/held.ts';
import { tellNext } from '../plans/next.ts';
import { printPlanJson, printTail, SHOW_ALL, stepLines } from '../plans/print.ts';
import { readPlan } from '../plans/read.ts';
import { countsText } from '../plans/text.ts';
import { type WholePlan, wholePlan } from '../plans/whole.ts';
import { canAsk, confirm } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import { argument, type Call, type CommandSpec, type Flags, numberFlag } from '../spec.ts';
import { dryRunFlag, limitFlag, whyFlag } from './flags.ts';
import { planArg } from './plan.ts';

/** Lines of steps unless `--limit` says otherwise. */
const LINES_DEFAULT = 200;
const LINES_MAX = 1_000_000;

const approve: CommandSpec = {
  path: ['plan', 'approve'],
  summary: 'agree to a plan: shows it, and signs its id with your operator key',
  examples: [
    ['wayside plan approve 7f3c2a91', 'shows what it would do, and asks'],
    ['wayside plan approve 7f3c2a91 --for 30m', 'the approval holds for half an hour'],
    ['wayside plan approve 7f3c2a91 --dry-run', 'whether it could be approved'],
  ],
  args: [planArg],
  flags: [
    { name: 'for', value: 'DURATION', doc: 'how long the approval holds; default: as long as the plan' },
    {
      ...limitFlag,
      doc: `so many lines, and as many of what is deleted; default ${LINES_DEFAULT}, 0 for all`,
    },
    { name: 'stdin', doc: 'the passphrase of the key comes from standard input' },
    { name: 'yes', short: 'y', doc: 'do not ask' },
    dryRunFlag,
  ],
  notes: ['Controllers and agents count it only when they list the key: wayside operator-key show'],
  async run(call) {
    const { shell, flags } = call;
    const lifeMs = await lifeOf(flags);
    if (!flags.on('yes') && !flags.on('dry-run') && !canAsk(shell))
      throw new WaysideError('INVALID_INPUT', 'this needs --yes where there is no terminal to ask on');
    const { view } = await readPlan(shell, argument(call, 0));
    const limit = numberFlag(flags, 'limit', { min: 0, max: LINES_MAX }) ?? LINES_DEFAULT;
    const plan = await wholePlan(shell, view.id, limit === 0 ? LINES_MAX : limit);
    if (isText(shell)) await print(shell, plan);
    const validateOnly = flags.on('dry-run');
    if (!flags.on('yes') && !validateOnly)
      await confirm(shell, `Approve plan ${shortId(view.id)}: ${countsText(plan.counts)}?`);
    const { view: approved, message } = await agree(call, plan.view, { lifeMs, validateOnly });
    if (!isText(shell)) await printPlanJson(shell, { view: approved, message });
    else if (validateOnly) shell.note('it could be approved; nothing was signed');
    else tellNext(shell, approved);
    return exitCodes.done;
  },
};

interface SignWish {
  readonly lifeMs: number;
  readonly validateOnly: boolean;
}

/** Where nobody has to sign, who has no key, or one that the controller does not count, may agree all the same. */
async function agree(call: Call, plan: PlanView, wish: SignWish): Promise<HeldPlan> {
  const { shell } = call;
  if (plan.approval === 'signed' || existsSync(operatorKeyPath(shell))) {
    try {
      return await sign(call, plan, wish);
    } catch (thrown) {
      const error = WaysideError.from(thrown);
      if (plan.approval === 'signed' || error.code !== 'NOT_APPROVED') throw error;
      shell.note(error.message);
    }
  }
  const { validateOnly } = wish;
  const answer = await ofPlan(shell.call('PlanService.ApprovePlan', { id: plan.id, validateOnly }));
  if (!validateOnly)
    shell.note('approved without a key: it counts here, and not at agents that want to see a signature');
  return heldPlan(answer.plan);
}

async function sign(
  { shell, flags }: Call,
  plan: PlanView,
  { lifeMs, validateOnly }: SignWish,
): Promise<HeldPlan> {
  const keys = await openedOperatorKey(shell, flags.on('stdin'));
  const { signApproval, toBase64Url } = await import('../../../shared/seal/index.ts');
  const { clock } = await shell.tools();
  const approvedAt = clock.now();
  const expiresAt = Math.min(plan.expiresAt, approvedAt + lifeMs);
  const approval = signApproval(keys, { plan: plan.id, approvedAt, expiresAt });
  const request = { id: plan.id, approval: approvalToWire(approval), validateOnly };
  const answer = await ofPlan(shell.call('PlanService.ApprovePlan', request));
  const key = toBase64Url(keys.publicKey);
  if (!validateOnly) shell.note(`approved with key ${key} until ${formatIso(expiresAt)}`);
  return heldPlan(answer.plan);
}

async function print(shell: Shell, plan: WholePlan): Promise<void> {
  const { view, shown, more } = plan;
  const { title, why, madeBy, overrides } = view;
  shell.out(escapeText(`${title}${why === '' ? '' : ` (${why})`}, made by ${madeBy}`));
  shell.out('\n');
  for (const { override, by } of overrides) shell.out(`${escapeText(`! ${by} lifted ${override}`)}\n`);
  for (const step of shown) shell.out(stepLines(shell, step, SHOW_ALL));
  if (more > 0) shell.out(`  and ${more} more; --limit 0 shows all\n`);
  await printTail(shell, view);
}

/** Milliseconds. Error: INVALID_INPUT. */
async function lifeOf(flags: Flags): Promise<number> {
  const text = flags.text('for');
  if (text === undefined) return Number.MAX_SAFE_INTEGER / 2;
  const { parseDuration } = await import('../../../shared/config/index.ts');
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new WaysideError(
    'INVALID_INPUT',
    `--for must be a time such as 30m or 2h, not "${text.slice(0, 40)}"`,
  );
}

function isText({ settings }: Shell): boolean {
  return settings.output !== 'json' && settings.output !== 'yaml';
}

const revoke: CommandSpec = {
  path: ['plan', 'revoke'],
  summary: 'take all approvals of a plan back; steps that were not sent by then are not sent',
  examples: [['wayside plan revoke 7f3c2a91 --why "wrong floor"', 'also while it is applied']],
  args: [planArg],
  flags: [whyFlag, dryRunFlag],
  async run(call): Promise<ExitCode> {
    const { shell, flags } = call;
    const { view } = await readPlan(shell, argument(call, 0));
    const validateOnly = flags.on('dry-run');
    const request = { id: view.id, why: flags.text('why') ?? '', validateOnly };
    const revoked = heldPlan((await ofPlan(shell.call('PlanService.RevokePlan', request))).plan);
    if (!isText(shell)) await printPlanJson(shell, revoked);
    else if (validateOnly) shell.note('nothing was changed');
    else
      shell.note(
        `plan ${shortId(view.id)} is not approved any more; approve it again: wayside plan approve ${shortId(view.id)}`,
      );
    return exitCodes.done;
  },
};

export const planApproveCommands: readonly CommandSpec[] = [approve, revoke];
