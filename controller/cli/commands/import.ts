/** `import`: many at once from a file. Every row is checked before the first one is written. */
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { applyImport } from '../import/apply.ts';
import { type Checked, checkRows, columnsOf } from '../import/check.ts';
import {
  type FieldChange,
  type ImportPlan,
  type ImportStep,
  type Known,
  planImport,
} from '../import/plan.ts';
import { formatOf, parseRows, readImportText } from '../import/read.ts';
import type { Noun } from '../inventory/noun.ts';
import { listRecords } from '../inventory/records.ts';
import { listThings } from '../inventory/things.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import { canAsk, confirm } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec } from '../spec.ts';
import { dryRunFlag, whyFlag } from './flags.ts';

export function importCommand(noun: Noun): CommandSpec {
  const columns = columnsOf(noun);
  const key = noun.kind === 'site' ? 'site is' : 'site and name are';
  return {
    path: [noun.kind, 'import'],
    summary: `add and change ${noun.plural} from a CSV or YAML file`,
    examples: [
      [
        `wayside ${noun.kind} import ${noun.plural}.csv --dry-run`,
        'check every row and show what would change',
      ],
      [`wayside ${noun.kind} import ${noun.plural}.csv`, 'all rows, or none when one is wrong'],
      [
        `wayside ${noun.kind} ls -o csv | wayside --context b ${noun.kind} import - --format csv`,
        'from one controller to another',
      ],
    ],
    args: [{ name: 'FILE', doc: 'the file; - for standard input', complete: 'file' }],
    flags: [
      {
        name: 'format',
        value: 'FORMAT',
        doc: 'csv or yaml; by default from the ending of the name',
        choices: ['csv', 'yaml'],
      },
      ...(noun.kind === 'site'
        ? []
        : [{ name: 'create-missing', doc: 'also add sites and floors that the rows name' }]),
      { name: 'yes', short: 'y', doc: 'do not ask before changing what is there' },
      whyFlag,
      dryRunFlag,
    ],
    notes: [
      `Columns: ${columns.join(', ')}, in any order. A row whose ${key} known changes it; an empty value takes the field away; a column that is not there leaves the field as it is.`,
    ],
    async run(call) {
      const { shell, flags } = call;
      const file = argument(call, 0);
      const { nearestName } = await import('../../../shared/config/index.ts');
      const text = await readImportText(shell.host, file);
      const table = await parseRows(text, formatOf(file, flags.text('format')));
      const checked = checkRows(noun, table, nearestName);
      const plan = await planRows(shell, noun, { checked, createMissing: flags.on('create-missing') });
      const dryRun = flags.on('dry-run');
      if (!dryRun && !flags.on('yes')) await askForChanges(shell, noun, plan);
      await applyImport(shell, plan, { why: flags.text('why') ?? `import of ${file}`, dryRun });
      await printPlan(shell, noun, { plan, dryRun });
      return exitCodes.done;
    },
  };
}

/** Only people are asked, and only when something that is there would change: new rows hurt nobody. */
async function askForChanges(shell: Shell, noun: Noun, plan: ImportPlan): Promise<void> {
  const changes = plan.steps.filter(({ type }) => type === 'change').length;
  if (changes > 0 && canAsk(shell))
    await confirm(shell, `Change ${changes} of the ${noun.plural} that are there?`);
}

/** Joins the problems of the file with those that the inventory shows. */
async function planRows(
  shell: Shell,
  noun: Noun,
  { checked, createMissing }: { readonly checked: Checked; readonly createMissing: boolean },
): Promise<ImportPlan> {
  const { clock, random } = await shell.tools();
  const { newId } = await import('../../../shared/runtime/index.ts');
  let plan: ImportPlan;
  try {
    const known = await readKnown(shell, noun);
    plan = planImport(noun, checked.rows, known, { createMissing, newId: () => newId(clock, random) });
  } catch (error) {
    // What is wrong with the file can be told without the controller.
    if (checked.violations.length > 0) throw refusal(checked.violations);
    throw error;
  }
  // Wrong rows are planned too, so that a site or floor that is not there is told with all the rest.
  const told = new Set(checked.violations.map(({ field }) => field));
  const violations = [...checked.violations, ...plan.violations.filter(({ field }) => !told.has(field))];
  if (violations.length > 0) throw refusal(violations);
  return plan;
}

function refusal(violations: readonly FieldViolation[]): WaysideError {
  const count = violations.length === 1 ? '1 problem' : `${violations.length} problems`;
  return new WaysideError('INVALID_INPUT', `${count} in the file; nothing was changed`, {
    violations: [...violations].sort((a, b) => rowNumber(a) - rowNumber(b)),
    hint: 'Correct these places and import the same file again',
  });
}

/** Columns first, then rows in their order. */
function rowNumber({ field }: FieldViolation): number {
  return Number(/^(?:row|entry) (\d+)/.exec(field)?.[1] ?? 0);
}

async function readKnown(shell: Shell, noun: Noun): Promise<Known> {
  const sites = await listRecords(shell, { kind: 'site' });
  const floors = noun.kind === 'switch' ? await listRecords(shell, { kind: 'floor' }) : { records: [] };
  const { things } = await listThings(shell, noun, {});
  return {
    sites: new Set(sites.records.map(({ view }) => view.ref.id)),
    floors: floors.records.map(({ view }) => view),
    things,
  };
}

async function printPlan(
  shell: Shell,
  noun: Noun,
  { plan, dryRun }: { readonly plan: ImportPlan; readonly dryRun: boolean },
): Promise<void> {
  const steps = [...plan.first, ...plan.steps];
  const { output } = shell.settings;
  if (output === 'json' || output === 'yaml') {
    const json = { dryRun, unchanged: plan.unchanged, steps: steps.map(stepJson) };
    return shell.out(output === 'json' ? formatJson(json) : await formatYaml(json));
  }
  if (output === 'name') return shell.out(steps.map(({ name }) => `${escapeText(name)}\n`).join(''));
  // What was done is a line; what would be done is for reading.
  if (dryRun || output === 'wide') shell.out(steps.map((step) => stepLine(step, shell)).join(''));
  shell.out(`${summary(noun, plan, dryRun)}\n`);
}

function stepLine({ type, kind, name, changes }: ImportStep, shell: Shell): string {
  const { paintOut } = shell.settings;
  const sign = type === 'add' ? paintOut('good', '+') : paintOut('warn', '~');
  const details = changes.map(changeText).join('  ');
  return `${sign} ${kind} ${escapeText(name)}${details === '' ? '' : `  ${escapeText(details)}`}\n`;
}

function changeText({ field, before, after }: FieldChange): string {
  return `${field}: ${valueText(before)} > ${valueText(after)}`;
}

function valueText(value: Json): string {
  if (value === null || value === '') return '-';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function stepJson({ type, kind, name, changes }: ImportStep): Json {
  return { type, kind, name, changes: changes.map(({ field, before, after }) => ({ field, before, after })) };
}

/** `switches: 12 added, 3 changed, 40 unchanged; before that 1 site and 3 floors added` */
function summary(noun: Noun, { first, steps, unchanged }: ImportPlan, dryRun: boolean): string {
  const count = (type: ImportStep['type']): number => steps.filter((step) => step.type === type).length;
  const made = (['site', 'floor'] as const).flatMap((kind) => {
    const all = first.filter((step) => step.kind === kind).length;
    return all === 0 ? [] : [`${all} ${kind}${all === 1 ? '' : 's'}`];
  });
  const [added, changed] = dryRun ? ['to add', 'to change'] : ['added', 'changed'];
  const before = made.length > 0 ? `; before that ${made.join(' and ')} ${added}` : '';
  const note = dryRun ? ' (dry run, nothing was changed)' : '';
  return `${noun.plural}: ${count('add')} ${added}, ${count('change')} ${changed}, ${unchanged} unchanged${before}${note}`;
}
