/** Plans for programs, written as they come: one document of JSON or YAML, or a line of JSON for each thing. */
import type { Json } from '../../../shared/model/index.ts';
import { formatJson, formatJsonLine, formatYaml } from '../output/documents.ts';
import { RowPrinter } from '../output/listing.ts';
import type { Shell } from '../shell.ts';
import { readVersion } from '../version.ts';
import { type HeldPlan, type StepWish, stepPages } from './held.ts';
import { stepListing } from './listing.ts';

/** Of the records of `-o jsonl`; raised when one of them changes its meaning. */
const LINES_FORMAT = 1;

const STEP = 'wayside.v1.PlanStep';
const PLAN = 'wayside.v1.Plan';

/** First `version`, then each `step`, at last the `change_summary`, which is the plan itself. */
export async function printPlanLines(shell: Shell, plan: HeldPlan, wish: StepWish): Promise<void> {
  const api = await shell.api();
  const wayside = readVersion(shell.host.installation);
  shell.out(formatJsonLine({ type: 'version', format: LINES_FORMAT, wayside }));
  for await (const page of stepPages(shell, plan.view.id, wish)) {
    const lines = page.map(({ message }) =>
      formatJsonLine({ type: 'step', step: api.toJson(STEP, message) }),
    );
    shell.out(lines.join(''));
  }
  shell.out(formatJsonLine({ type: 'change_summary', plan: api.toJson(PLAN, plan.message) }));
}

/** `{plan, steps}`, a step at a time. */
export async function printPlanDocument(shell: Shell, plan: HeldPlan, wish: StepWish): Promise<void> {
  const api = await shell.api();
  const head = api.toJson(PLAN, plan.message);
  const yaml = shell.settings.output === 'yaml';
  shell.out(yaml ? await formatYaml({ plan: head }) : `{\n  "plan": ${indented(head, '  ')},\n  "steps": [`);
  let count = 0;
  for await (const page of stepPages(shell, plan.view.id, wish)) {
    for (const { message } of page) {
      const json = api.toJson(STEP, message);
      if (yaml) shell.out(`${count === 0 ? 'steps:\n' : ''}${await formatYaml([json])}`);
      else shell.out(`${count === 0 ? '' : ','}\n    ${indented(json, '    ')}`);
      count += 1;
    }
  }
  if (yaml) shell.out(count === 0 ? 'steps: []\n' : '');
  else shell.out(count === 0 ? ']\n}\n' : '\n  ]\n}\n');
}

function indented(json: Json, by: string): string {
  return formatJson(json).trimEnd().replaceAll('\n', `\n${by}`);
}

/** `-o csv` and `-o name`. */
export async function printStepRows(shell: Shell, plan: HeldPlan, wish: StepWish): Promise<void> {
  const printer = new RowPrinter(shell, stepListing);
  await printer.begin([]);
  for await (const page of stepPages(shell, plan.view.id, { ...wish, brief: true })) {
    for (const { step } of page) await printer.row(step, undefined);
  }
}
