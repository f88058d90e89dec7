/** The last step of an edit of one thing: a plan of it is made and applied at once. */
import { WaysideError } from '../../../shared/errors.ts';
import { formatRef, isConverged, type RecordRef } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { recordFromWire, structFromWire } from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Noun } from '../inventory/noun.ts';
import type { Operation } from '../inventory/operation.ts';
import type { RecordMessage } from '../inventory/records.ts';
import { type Edit, printWritten } from '../inventory/written.ts';
import type { Shell } from '../shell.ts';
import type { Call } from '../spec.ts';
import { applyQuietly, requireReady } from './apply.ts';
import { runEnd, tellEnd } from './end.ts';
import type { HeldPlan } from './held.ts';
import { makePlan } from './make.ts';
import { printPlanJson, printTail } from './print.ts';
import { valueText } from './text.ts';
import { EVERYTHING } from './wish.ts';

type Struct = Parameters<typeof structFromWire>[0];

/** Nobody is asked about one thing; a guard that blocks it is an error that names what lifts it. Errors: those of the plan and of its run. */
export async function applyEdit(call: Call, edit: Edit): Promise<ExitCode> {
  const { shell, flags } = call;
  const { noun, operations, verb, what } = edit;
  const dryRun = flags.on('dry-run');
  const plan = await makePlan(shell, operations, {
    ...{ planner: 'edit', title: `edit of ${noun.kind} ${what}`, why: flags.text('why') ?? '' },
    ...{ causes: [], allow: flags.all('allow'), unchanged: 0, dryRun },
  });
  if (isConverged(plan.view.summary.counts)) {
    const records = isForPeople(shell) ? [] : await recordsOf(shell, operations);
    return tellSame(shell, noun, { what, records });
  }
  if (dryRun) {
    await printWould(shell, edit, plan);
    return exitCodes.done;
  }
  requireReady(plan.view);
  const wish = { only: EVERYTHING, failFast: false, telling: 'nothing', dryRun } as const;
  const end = await applyQuietly(call, plan, wish);
  if (end.code !== exitCodes.done) return runEnd(shell, end);
  const records = isForPeople(shell) ? [] : await recordsOf(shell, operations);
  const answer = { records, changeSet: end.plan.view.changeSet };
  await printWritten(shell, noun, { answer, text: `${noun.kind} ${what} ${verb}` });
  tellEnd(shell, end);
  return exitCodes.done;
}

/** Nothing is to be done: a word for people, and for programs the records as after an edit. */
export async function tellSame(
  shell: Shell,
  noun: Noun,
  { what, records }: Pick<Edit, 'what'> & { readonly records: RecordMessage[] },
): Promise<ExitCode> {
  shell.note(`${noun.kind} ${what} is already so`);
  if (!isForPeople(shell) && shell.settings.output !== 'csv')
    await printWritten(shell, noun, { answer: { records, changeSet: '' }, text: '' });
  return exitCodes.done;
}

function isForPeople({ settings: { output } }: Shell): boolean {
  return output === 'table' || output === 'wide';
}

/** What would become of it: each field that differs, and what guards say. */
async function printWould(
  shell: Shell,
  { noun, operations, verb, what }: Edit,
  plan: HeldPlan,
): Promise<void> {
  if (!isForPeople(shell)) {
    const { output } = shell.settings;
    if (output === 'name' || output === 'csv') return shell.out(`${escapeText(what)}\n`);
    return printPlanJson(shell, plan);
  }
  shell.out(`${escapeText(`${noun.kind} ${what} would be ${verb}`)}\n`);
  const updates = operations.filter(({ wire }) => wire.update);
  const records = await recordsOf(shell, updates);
  for (const [at, { wire }] of updates.entries()) {
    const record = records[at];
    if (!record) continue;
    const { ref, fields } = recordFromWire(record);
    const wanted = Object.entries(structFromWire(wire.update?.fields as Struct));
    const changes = wanted.map(
      ([field, after]) => `${field} ${valueText(fields[field], 'full')} > ${valueText(after, 'full')}`,
    );
    shell.out(`${escapeText(`  ~ ${ref.kind}  ${changes.join(', ')}`)}\n`);
  }
  if (plan.view.summary.reasons.length > 0) await printTail(shell, plan.view, false);
}

/** As they are now. */
async function recordsOf(shell: Shell, operations: readonly Operation[]): Promise<RecordMessage[]> {
  const records: RecordMessage[] = [];
  for (const { wire } of operations) {
    const { site = '', kind = '', id = '' } = wire.update?.ref ?? wire.create ?? {};
    const ref = { site, kind, id } as RecordRef;
    const { record } = await shell.call('InventoryService.GetRecord', { ref });
    if (!record) throw new WaysideError('INTERNAL', `the controller answered without ${formatRef(ref)}`);
    records.push(record);
  }
  return records;
}
