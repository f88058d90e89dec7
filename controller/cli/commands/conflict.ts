/** Conflicts: two or more wrote to one field and did not know of each other, and somebody has to say which value holds. */
import { WaysideError } from '../../../shared/errors.ts';
import { formatRef, kindNames } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { type RecordConflictView, recordConflictFromWire, valueToWire } from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { uuid } from '../inventory/operation.ts';
import { formatFacts, printDetails } from '../output/details.ts';
import { printListing } from '../output/listing.ts';
import { confirmAndApply, requireReady } from '../plans/apply.ts';
import { requireAnswer } from '../plans/confirm.ts';
import {
  type ConflictMessage,
  conflictFacts,
  conflictListing,
  shownValue,
  typedValue,
} from '../plans/conflicts.ts';
import { type HeldPlan, heldPlan } from '../plans/held.ts';
import { printPlanJson } from '../plans/print.ts';
import { applyWish, yesFlag } from '../plans/wish.ts';
import { canAsk } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import { type ArgSpec, argument, type Call, type CommandSpec, type Flags, numberFlag } from '../spec.ts';
import {
  arrangeFlagsOf,
  arrangement,
  dryRunFlag,
  LIMIT_DEFAULT,
  LIMIT_MAX,
  limitFlag,
  siteFlag,
  waitNote,
  whyFlag,
} from './flags.ts';

const PAGE_SIZE = 200;
/** As of `ListConflictsRequest.filter`. */
const FIELDS = [
  ...['id', 'site', 'kind', 'record', 'name', 'field', 'rule', 'reason', 'decided', 'writtenBy', 'time'],
];
/** Of `--take`: what the rule proposes. */
const RULE = 'rule';

const conflictArg: ArgSpec = {
  name: 'CONFLICT',
  doc: 'id of a conflict, or the beginning of it',
  complete: 'conflict',
};

const ls: CommandSpec = {
  path: ['conflict', 'ls'],
  summary: 'list conflicts that are open, by site, kind and record',
  examples: [
    ['wayside conflict ls', 'the first 50'],
    ['wayside conflict ls --site ams1 --kind switch', ''],
    ['wayside conflict ls --filter decided=false -o csv', 'those that no rule decides'],
  ],
  flags: [
    siteFlag,
    { name: 'kind', value: 'KIND', doc: 'only of this kind of record', choices: kindNames },
    ...arrangeFlagsOf(FIELDS),
    { ...limitFlag, doc: `at most so many; default ${LIMIT_DEFAULT}, 0 for all` },
  ],
  async run({ shell, flags }) {
    const given = numberFlag(flags, 'limit', { min: 0, max: LIMIT_MAX }) ?? LIMIT_DEFAULT;
    const limit = given === 0 ? Number.POSITIVE_INFINITY : given;
    const { conflicts, more } = await listConflicts(shell, flags, limit);
    const api = await shell.api();
    await printListing(shell, conflictListing, {
      rows: conflicts.map(recordConflictFromWire),
      json: () => api.toJson('wayside.v1.ListConflictsResponse', { conflicts }),
    });
    if (more) shell.note(`only the first ${given}; --limit 0 lists all`);
    return exitCodes.done;
  },
};

async function listConflicts(
  shell: Shell,
  flags: Flags,
  limit: number,
): Promise<{ readonly conflicts: readonly ConflictMessage[]; readonly more: boolean }> {
  const question = { site: flags.text('site') ?? '', kind: flags.text('kind') ?? '', ...arrangement(flags) };
  const conflicts: ConflictMessage[] = [];
  let pageToken = '';
  do {
    const pageSize = Math.min(PAGE_SIZE, limit - conflicts.length);
    const page = await shell.call('ConflictService.ListConflicts', { ...question, pageSize, pageToken });
    conflicts.push(...page.conflicts);
    pageToken = page.nextPageToken;
  } while (pageToken !== '' && conflicts.length < limit);
  // A page holds all conflicts of its last record.
  const more = pageToken !== '' || conflicts.length > limit;
  return { conflicts: conflicts.slice(0, limit), more };
}

const show: CommandSpec = {
  path: ['conflict', 'show'],
  summary: 'show one conflict: every value, who wrote it, where and when',
  examples: [['wayside conflict show 4k7m2p9x', '']],
  args: [conflictArg],
  async run(call) {
    const { shell } = call;
    const { view, message } = await readConflict(shell, argument(call, 0));
    const api = await shell.api();
    const reader = await shell.reader();
    await printDetails(shell, {
      ...{ spec: conflictListing, row: view, facts: () => conflictFacts(view, reader) },
      json: () => api.toJson('wayside.v1.RecordConflict', message),
    });
    return exitCodes.done;
  },
};

async function readConflict(
  shell: Shell,
  id: string,
): Promise<{ readonly view: RecordConflictView; readonly message: ConflictMessage }> {
  const { conflict: message } = await shell.call('ConflictService.GetConflict', { id });
  if (!message) throw new WaysideError('INTERNAL', 'the controller answered without the conflict');
  return { view: recordConflictFromWire(message), message };
}

const resolve: CommandSpec = {
  path: ['conflict', 'resolve'],
  summary: 'say which value holds: a plan is made, applied, and can be undone',
  examples: [
    ['wayside conflict resolve 4k7m2p9x --take berlin', 'the value that was written there'],
    ['wayside conflict resolve 4k7m2p9x --take rule --yes', 'what the rule proposes'],
    ['wayside conflict resolve 4k7m2p9x --value core-1 --why "as on its label"', 'another value'],
    ['wayside conflict resolve 4k7m2p9x --value ""', 'none: the field is taken away'],
  ],
  args: [conflictArg],
  flags: [
    {
      name: 'take',
      value: 'ORIGIN',
      doc: 'name of a controller, or the beginning of an origin that conflict show names; "rule" for what the rule proposes',
    },
    {
      name: 'value',
      value: 'VALUE',
      doc: 'this value; empty: none; of a contested delete "deleted" or "kept"',
    },
    whyFlag,
    { ...yesFlag, doc: 'do not ask before it begins' },
    dryRunFlag,
  ],
  notes: [
    'One write takes the place of all versions it has seen: other fields of the same record that are in conflict keep the value that is shown.',
    waitNote,
  ],
  async run(call) {
    const { shell, flags } = call;
    const wish = applyWish(flags, { watch: false, isNew: true });
    const given = [flags.text('take'), flags.text('value')].filter((one) => one !== undefined);
    if (given.length !== 1) throw new WaysideError('INVALID_INPUT', 'give either --take or --value');
    if (!wish.dryRun) requireAnswer(shell, wish);
    const { view } = await readConflict(shell, argument(call, 0));
    const plan = await makePlan(call, view);
    if (wish.dryRun) return printWould(call, view, plan);
    requireReady(plan.view);
    if (!wish.yes && canAsk(shell))
      shell.host.stderr.write(formatFacts(conflictFacts(view, await shell.reader())));
    return confirmAndApply(call, plan, wish);
  },
};

async function makePlan({ shell, flags }: Call, { ref, conflict }: RecordConflictView): Promise<HeldPlan> {
  const { random } = await shell.tools();
  const text = flags.text('value');
  const from = flags.text('take') ?? '';
  const take =
    text !== undefined
      ? { value: valueToWire(typedValue(ref, conflict.field, text)) }
      : from === RULE
        ? { proposed: true }
        : { origin: from };
  const { plan } = await shell.call('ConflictService.ResolveConflict', {
    ...{ id: conflict.id, ...take, why: flags.text('why') ?? '' },
    ...{ requestId: uuid(random.bytes(16)), validateOnly: flags.on('dry-run') },
  });
  return heldPlan(plan);
}

async function printWould(
  { shell, flags }: Call,
  one: RecordConflictView,
  plan: HeldPlan,
): Promise<ExitCode> {
  const { output } = shell.settings;
  if (output === 'json' || output === 'yaml') {
    await printPlanJson(shell, plan);
    return exitCodes.done;
  }
  const { conflict, ref } = one;
  const text = `${conflict.field} of ${formatRef(ref)} would be ${wouldBe(one, flags)}`;
  shell.out(`${escapeText(text)}\n`);
  shell.note('dry run: nothing was changed');
  return exitCodes.done;
}

function wouldBe(one: RecordConflictView, flags: Flags): string {
  const [text, from = ''] = [flags.text('value'), flags.text('take')];
  if (text !== undefined) return shownValue(one, typedValue(one.ref, one.conflict.field, text));
  if (from === RULE) return shownValue(one, one.proposed);
  // The controller knows origins by the names of their controllers too.
  const theirs = one.conflict.values.find(({ origin }) => origin.startsWith(from));
  return theirs ? shownValue(one, theirs.value) : `what ${from} wrote`;
}

export const conflictCommands: readonly CommandSpec[] = [ls, show, resolve];
