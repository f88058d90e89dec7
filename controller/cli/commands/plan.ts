/** Plans: those that there are, one in full, and copies of them as files. */
import { WaysideError } from '../../../shared/errors.ts';
import { isConverged, planActions, runStepStates, standings } from '../../../shared/model/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printListing } from '../output/listing.ts';
import { exportPlan } from '../plans/file.ts';
import { type HeldPlan, heldPlan, type StepWish, shortId } from '../plans/held.ts';
import { planListing } from '../plans/listing.ts';
import { tellNext } from '../plans/next.ts';
import { type PrintWish, printPlan } from '../plans/print.ts';
import { readPlan } from '../plans/read.ts';
import { printPlanDocument, printPlanLines, printStepRows } from '../plans/stream.ts';
import { actionNamed, actionOf, detailedFlag } from '../plans/wish.ts';
import { reportError } from '../report.ts';
import type { Shell } from '../shell.ts';
import { type ArgSpec, argument, type Call, type CommandSpec, type Flags, numberFlag } from '../spec.ts';
import {
  type Arrangement,
  arrangeFlagsOf,
  arrangement,
  LIMIT_DEFAULT,
  LIMIT_MAX,
  limitFlag,
} from './flags.ts';

const PAGE_SIZE = 200;
/** Lines of steps unless `--limit` says otherwise. */
const LINES_DEFAULT = 200;

/** As of `ListPlansRequest.filter`. */
const FIELDS = [
  'id',
  'planner',
  'title',
  'why',
  'madeBy',
  'makeTime',
  'expireTime',
  'state',
  'steps',
  'changeSet',
  'of',
];

export const planArg: ArgSpec = {
  name: 'PLAN',
  doc: 'id of a plan, or its first digits; or a file that plan export wrote',
  complete: 'plan',
};

const ls: CommandSpec = {
  path: ['plan', 'ls'],
  summary: 'list plans, newest first',
  examples: [
    ['wayside plan ls', 'the newest 50'],
    ['wayside plan ls --filter state=open', 'those that nobody applied yet'],
    ['wayside plan ls -o csv --limit 0', 'all of them, for a spreadsheet'],
  ],
  flags: [
    ...arrangeFlagsOf(FIELDS),
    { ...limitFlag, doc: `at most so many; default ${LIMIT_DEFAULT}, 0 for all` },
  ],
  async run({ shell, flags }) {
    const given = numberFlag(flags, 'limit', { min: 0, max: LIMIT_MAX }) ?? LIMIT_DEFAULT;
    const limit = given === 0 ? Number.POSITIVE_INFINITY : given;
    const { plans, more } = await listPlans(shell, { limit, ...arrangement(flags) });
    const api = await shell.api();
    await printListing(shell, planListing, {
      rows: plans.map(({ view }) => view),
      json: () => api.toJson('wayside.v1.ListPlansResponse', { plans: plans.map(({ message }) => message) }),
    });
    if (more) shell.note(`only the newest ${given}; --limit 0 lists all`);
    return exitCodes.done;
  },
};

async function listPlans(
  shell: Shell,
  { limit, filter, orderBy }: Arrangement & { readonly limit: number },
): Promise<{ plans: readonly HeldPlan[]; more: boolean }> {
  const plans: HeldPlan[] = [];
  let pageToken = '';
  do {
    const pageSize = Math.min(PAGE_SIZE, limit - plans.length);
    const page = await shell.call('PlanService.ListPlans', { filter, orderBy, pageSize, pageToken });
    plans.push(...page.plans.map(heldPlan));
    pageToken = page.nextPageToken;
  } while (pageToken !== '' && plans.length < limit);
  return { plans, more: pageToken !== '' };
}

const show: CommandSpec = {
  path: ['plan', 'show'],
  summary: 'show what a plan would change, or what became of it',
  examples: [
    ['wayside plan show 7f3c2a91', 'a line for each thing; what is deleted comes last'],
    ['wayside plan show 7f3c2a91 --action delete --before', 'what would go, and all that is known of it'],
    ['wayside plan show 7f3c2a91 --standing blocked', 'what a guard keeps from being done'],
    ['wayside plan show 7f3c2a91 --state failed', 'after it was applied: what went wrong'],
    ['wayside plan show 7f3c2a91 -o jsonl | jq .step.key', 'a line of JSON for each thing'],
  ],
  args: [planArg],
  flags: [
    { name: 'kind', value: 'KIND', doc: 'only things of this kind', complete: 'kind' },
    { name: 'store', value: 'STORE', doc: 'only of this store: records, or the reference of a source' },
    {
      name: 'action',
      value: 'ACTION',
      doc: `only ${planActions.join(', ')}`,
      suggest: planActions,
      many: true,
    },
    { name: 'standing', value: 'WORD', doc: 'only those', choices: standings },
    { name: 'state', value: 'STATE', doc: 'only those, of a plan that was applied', choices: runStepStates },
    { name: 'before', doc: 'also all that was known of each thing' },
    { name: 'after', doc: 'also all that it would be' },
    { name: 'summary', doc: 'only what it comes to' },
    {
      ...limitFlag,
      doc: `so many lines, and as many of deletions; default ${LINES_DEFAULT}, 0 for all`,
    },
    detailedFlag,
  ],
  jsonLines: true,
  notes: [
    'Signs: + add, ~ change, - delete, = link or adopt, ! will not be done: a guard blocks it, it contradicts, or something that it needs is missing.',
  ],
  run: (call) => detailed(call, () => showPlan(call)),
};

/** With `--detailed-exitcode`: 0 nothing to do, 1 an error, 2 changes. */
export async function detailed(
  { shell, flags }: Call,
  work: () => Promise<{ readonly code: ExitCode; readonly converged: boolean }>,
): Promise<ExitCode> {
  if (!flags.on('detailed-exitcode')) return (await work()).code;
  try {
    const { code, converged } = await work();
    if (code !== exitCodes.done) return exitCodes.failed;
    return converged ? exitCodes.done : exitCodes.usage;
  } catch (error) {
    reportError(shell.host, WaysideError.from(error), shell.settings.paintErr);
    return exitCodes.failed;
  }
}

async function showPlan(call: Call): Promise<{ code: ExitCode; converged: boolean }> {
  const { shell, flags } = call;
  const wish = printWish(flags);
  const plan = await readPlan(shell, argument(call, 0));
  await showAs(shell, plan, wish);
  tellNext(shell, plan.view);
  return { code: exitCodes.done, converged: isConverged(plan.view.summary.counts) };
}

function printWish(flags: Flags): PrintWish {
  const limit = numberFlag(flags, 'limit', { min: 0, max: LIMIT_MAX }) ?? LINES_DEFAULT;
  const standing = standings.find((one) => one === flags.text('standing'));
  const state = runStepStates.find((one) => one === flags.text('state'));
  const [given, store] = [flags.text('kind'), flags.text('store')];
  // `--kind delete` means the action: no kind of things is called so.
  const named = actionNamed(given);
  const kind = named ? undefined : given;
  const actions = [...flags.all('action').map((text) => actionOf(text, 'action')), ...(named ? [named] : [])];
  const wish: StepWish = {
    ...(actions.length > 0 && { actions }),
    ...(standing && { standings: [standing] }),
    ...(state && { states: [state] }),
    ...(kind !== undefined && { kind }),
    ...(store !== undefined && { store }),
  };
  return {
    ...wish,
    limit: limit === 0 ? Number.POSITIVE_INFINITY : limit,
    before: flags.on('before'),
    after: flags.on('after'),
    summary: flags.on('summary'),
  };
}

async function showAs(shell: Shell, plan: HeldPlan, wish: PrintWish): Promise<void> {
  const { output, lines } = shell.settings;
  if (lines) return printPlanLines(shell, plan, wish);
  switch (output) {
    case 'json':
    case 'yaml':
      return printPlanDocument(shell, plan, wish);
    case 'name':
    case 'csv':
      return printStepRows(shell, plan, wish);
    case 'table':
    case 'wide':
      return printPlan(shell, plan, wish);
  }
}

const exportCommand: CommandSpec = {
  path: ['plan', 'export'],
  summary: 'write a plan to a file, for people who look at it elsewhere',
  examples: [['wayside plan export 7f3c2a91 monday.plan', 'lines of JSON, mode 0600']],
  args: [planArg, { name: 'FILE', doc: 'must not be there yet', complete: 'file' }],
  notes: [
    'The file is a copy for reading. What apply does is the plan that the controller holds under the id in the file; a file that does not say the same is refused.',
  ],
  async run(call) {
    const { shell } = call;
    const { view } = await readPlan(shell, argument(call, 0));
    const file = argument(call, 1);
    await exportPlan(shell, view.id, file);
    shell.out(`plan ${shortId(view.id)} written to ${file}\n`);
    return exitCodes.done;
  },
};

export const planCommands: readonly CommandSpec[] = [ls, show, exportCommand];
