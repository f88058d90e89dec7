/** The rows of a file as one plan: looked at, asked about, applied; what is done can be undone as a whole. */
import { basename } from 'node:path';
import { WaysideError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/model/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Noun } from '../inventory/noun.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import { applyQuietly, requireReady } from '../plans/apply.ts';
import { confirmPlan, requireAnswer } from '../plans/confirm.ts';
import { runEnd, tellEnd } from '../plans/end.ts';
import { type HeldPlan, shortId } from '../plans/held.ts';
import { makePlan } from '../plans/make.ts';
import { tellNext } from '../plans/next.ts';
import { printTail } from '../plans/print.ts';
import { endJson, type RunEnd } from '../plans/run.ts';
import { allowText } from '../plans/text.ts';
import { type ApplyWish, applyWish } from '../plans/wish.ts';
import { canAsk } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import type { Call } from '../spec.ts';
import type { ImportPlan } from './plan.ts';
import { importSummary, PREVIEW_LINES_MAX, printSteps, stepNames, stepsJson } from './preview.ts';

export interface Imported {
  readonly noun: Noun;
  /** As it was typed; `-` is standard input. */
  readonly file: string;
  readonly rows: ImportPlan;
}

/** What is to become of the rows; the flags say how far. Errors: those of the plan by row, GUARD_BLOCKED, and those of the run. */
export async function applyImport(call: Call, imported: Imported): Promise<ExitCode> {
  const { shell, flags } = call;
  const { rows } = imported;
  const wish = applyWish(flags, { watch: false, isNew: true });
  if (rows.first.length + rows.steps.length === 0) {
    await print(shell, imported, { tense: wish.dryRun ? 'dry run' : 'done' });
    return exitCodes.done;
  }
  const keep = flags.on('plan');
  if (!wish.dryRun && !keep) requireAnswer(shell, wish);
  const plan = await makePlan(shell, operationsOf(rows), {
    ...{ planner: 'import', title: `import of ${nameOf(imported)}`, why: whyOf(call, imported) },
    ...{
      causes: causesOf(imported),
      allow: flags.all('allow'),
      unchanged: rows.unchanged,
      dryRun: wish.dryRun,
    },
  });
  if (wish.dryRun) {
    await print(shell, imported, { tense: 'dry run', plan });
    return exitCodes.done;
  }
  if (keep) {
    await print(shell, imported, { tense: 'to do', plan });
    tellNext(shell, plan.view);
    return exitCodes.done;
  }
  await ask(shell, imported, { plan, wish });
  const end = await applyQuietly(call, plan, wish);
  if (end.code !== exitCodes.done) return runEnd(shell, end);
  await print(shell, imported, { tense: 'done', plan: end.plan, end });
  tellEnd(shell, end);
  return exitCodes.done;
}

/** All rows or none: where nobody can be asked, a guard that blocks some of them is an error. */
async function ask(
  shell: Shell,
  { noun, rows }: Imported,
  { plan, wish }: { readonly plan: HeldPlan; readonly wish: ApplyWish },
): Promise<void> {
  requireReady(plan.view);
  const { blocked } = plan.view.summary.counts;
  const asks = !wish.yes && canAsk(shell);
  if (blocked > 0 && !asks) {
    const allow = allowText(plan.view.summary);
    const rest = `only the rest of it: wayside apply ${shortId(plan.view.id)}`;
    throw new WaysideError('GUARD_BLOCKED', `guards block ${blocked} of the changes; nothing was changed`, {
      hint: allow === '' ? `Do ${rest}` : `Import it with ${allow}, or ${rest}`,
    });
  }
  if (asks) {
    printSteps(shell, rows, linesMax(shell));
    shell.out(`${importSummary(noun, rows, 'to do')}\n`);
    await printTail(shell, plan.view);
  }
  await confirmPlan(shell, plan.view, wish);
}

function linesMax({ settings: { output } }: Shell): number {
  return output === 'wide' ? Number.POSITIVE_INFINITY : PREVIEW_LINES_MAX;
}

function operationsOf({ first, steps }: ImportPlan): ImportPlan['steps'][number]['operations'] {
  return [...first, ...steps].flatMap(({ operations }) => operations);
}

function nameOf({ file }: Imported): string {
  return file === '-' ? 'standard input' : basename(file);
}

function whyOf({ flags }: Call, { file }: Imported): string {
  return flags.text('why') ?? `import of ${file}`;
}

/** `row 12 of switches.csv`, for each operation. */
function causesOf(imported: Imported): readonly string[] {
  return operationsOf(imported.rows).map(({ label }) => {
    const [row = 'a row'] = /^(?:row|entry) \d+/.exec(label) ?? [];
    return `${row} of ${nameOf(imported)}`;
  });
}

interface Told {
  readonly tense: 'done' | 'to do' | 'dry run';
  readonly plan?: HeldPlan;
  readonly end?: RunEnd;
}

/** What was done is a line; what would be done is for reading. */
async function print(shell: Shell, { noun, rows }: Imported, { tense, plan, end }: Told): Promise<void> {
  const { output } = shell.settings;
  if (output === 'json' || output === 'yaml') {
    const json = await importJson(shell, rows, { tense, ...(plan && { plan }), ...(end && { end }) });
    return shell.out(output === 'json' ? formatJson(json) : await formatYaml(json));
  }
  if (output === 'name') {
    return shell.out(tense === 'to do' && plan ? `${shortId(plan.view.id)}\n` : stepNames(rows));
  }
  if (tense !== 'done' || output === 'wide')
    printSteps(shell, rows, tense === 'dry run' ? Number.POSITIVE_INFINITY : linesMax(shell));
  shell.out(`${importSummary(noun, rows, tense)}\n`);
  if (plan && (tense === 'to do' || (tense === 'dry run' && plan.view.summary.reasons.length > 0)))
    await printTail(shell, plan.view, tense !== 'dry run');
}

async function importJson(shell: Shell, rows: ImportPlan, { tense, plan, end }: Told): Promise<Json> {
  const api = await shell.api();
  return {
    dryRun: tense === 'dry run',
    unchanged: rows.unchanged,
    steps: stepsJson(rows),
    ...(plan && { plan: api.toJson('wayside.v1.Plan', plan.message) }),
    ...(end && (await endJson(shell, end))),
  };
}
