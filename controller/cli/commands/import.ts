/** `import`: many at once from a file. Every row is checked before a plan of them is made. */
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';
import { applyImport } from '../import/apply.ts';
import { type Checked, checkRows, columnsOf } from '../import/check.ts';
import { type ImportPlan, type Known, planImport } from '../import/plan.ts';
import { formatOf, parseRows, readImportText } from '../import/read.ts';
import type { Noun } from '../inventory/noun.ts';
import { listRecords } from '../inventory/records.ts';
import { listThings } from '../inventory/things.ts';
import { allowFlag, confirmFlag, detailedFlag, yesFlag } from '../plans/wish.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec } from '../spec.ts';
import { dryRunFlag, whyFlag } from './flags.ts';
import { detailed } from './plan.ts';

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
      [`wayside ${noun.kind} import ${noun.plural}.csv`, 'asks first; all rows, or none when one is wrong'],
      [
        `wayside ${noun.kind} import ${noun.plural}.csv --plan`,
        'make the plan of it, for somebody else to apply',
      ],
      [
        `wayside ${noun.kind} ls -o csv | wayside --context b ${noun.kind} import - --format csv --yes`,
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
      { ...yesFlag, doc: 'do not ask before it begins; needed where there is no terminal' },
      { name: 'plan', doc: 'make the plan and do nothing; it is applied later' },
      allowFlag,
      confirmFlag,
      whyFlag,
      dryRunFlag,
      detailedFlag,
    ],
    notes: [
      'What it changes is one change set: wayside history revert takes all of it back.',
      `Columns: ${columns.join(', ')}, in any order. A row whose ${key} known changes it; an empty value takes the field away; a column that is not there leaves the field as it is.`,
    ],
    run: (call) =>
      detailed(call, async () => {
        const { shell, flags } = call;
        const file = argument(call, 0);
        const { nearestName } = await import('../../../shared/config/index.ts');
        const text = await readImportText(shell.host, file);
        const table = await parseRows(text, formatOf(file, flags.text('format')));
        const checked = checkRows(noun, table, nearestName);
        const rows = await planRows(shell, noun, { checked, createMissing: flags.on('create-missing') });
        const code = await applyImport(call, { noun, file, rows });
        const changes = rows.first.length + rows.steps.length;
        return { code, converged: changes === 0 };
      }),
  };
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
