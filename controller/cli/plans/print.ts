/** A plan on the screen or for programs, page by page: however many steps it has, it takes the same memory. */
import { type Json, type PlanAction, type PlanView, planActions } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import type { ShownStep } from '../../../shared/wire/index.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import { fitText } from '../output/width.ts';
import type { Shell } from '../shell.ts';
import { type HeldPlan, STEP_PAGE_SIZE, type StepWish, stepPages } from './held.ts';
import { type NameOfRef, RefNames } from './ref-names.ts';
import {
  actionWords,
  causeText,
  fieldsText,
  reasonText,
  runText,
  summaryLine,
  thingName,
  valueText,
} from './text.ts';

export interface PrintWish extends StepWish {
  /** Lines of steps that go, and again as many of those that delete; the rest is counted. */
  readonly limit: number;
  /** Also all that was known of each thing, and all that it would be. */
  readonly before: boolean;
  readonly after: boolean;
  /** No steps at all. */
  readonly summary: boolean;
}

export const SHOW_ALL: PrintWish = {
  limit: Number.POSITIVE_INFINITY,
  before: false,
  after: false,
  summary: false,
};

/** The text for people: things by store and kind, those that go last, and at the very end what it comes to. */
export async function printPlan(shell: Shell, plan: HeldPlan, wish: PrintWish): Promise<void> {
  if (!wish.summary) {
    const wanted = wish.actions ?? planActions;
    const parts = [wanted.filter((one) => one !== 'delete'), wanted.filter((one) => one === 'delete')];
    let shown = 0;
    let cut = false;
    for (const actions of parts) {
      const printed = await printPart(shell, plan, { ...wish, actions });
      shown += printed.lines;
      cut ||= printed.cut;
    }
    if (cut) shell.out(`  ${moreText(plan.view, wish, shown)}; --limit 0 shows all\n`);
  }
  await printTail(shell, plan.view);
}

/** How many of a part of a plan are left nobody has counted. */
function moreText(
  { steps }: PlanView,
  { actions, standings, states, kind, store }: StepWish,
  shown: number,
): string {
  const filtered = actions ?? standings ?? states ?? kind ?? store;
  return filtered === undefined ? `and ${steps - shown} more` : 'and more';
}

/** Why steps wait, then the summary; what to type next goes to stderr. */
export async function printTail(shell: Shell, plan: PlanView, kept = true): Promise<void> {
  const { nowMs } = await shell.reader();
  const { paintOut } = shell.settings;
  for (const { standing, code, override, count, message } of plan.summary.reasons) {
    const what = standing === 'blocked' ? `BLOCKED by ${code}` : `${standing.toUpperCase()} (${code})`;
    shell.out(`${paintOut('warn', escapeText(`! ${count} ${what}: ${message}`))}\n`);
    if (override !== '')
      shell.out(`${escapeText(`    make the plan with --allow ${override} to lift it`)}\n`);
  }
  shell.out(`${paintOut('bold', escapeText(summaryLine(plan, { nowMs, kept })))}\n`);
}

async function printPart(
  shell: Shell,
  { view }: HeldPlan,
  wish: PrintWish & { readonly actions: readonly PlanAction[] },
): Promise<{ lines: number; cut: boolean }> {
  let lines = 0;
  const names = new RefNames(shell);
  if (wish.actions.length === 0) return { lines, cut: false };
  const brief = !(wish.before || wish.after);
  const pageSize = Math.min(STEP_PAGE_SIZE, wish.limit + 1);
  for (const { store, kind } of groupsOf(view, wish)) {
    const head = `${kind} (${store})${wish.actions.includes('delete') ? ': to delete' : ''}`;
    let headed = false;
    for await (const page of stepPages(shell, view.id, { ...wish, store, kind, brief, pageSize })) {
      const nameOf = await names.of(page.map(({ step }) => step));
      for (const { step } of page) {
        if (lines >= wish.limit) return { lines, cut: true };
        if (!headed) shell.out(`${escapeText(head)}\n`);
        headed = true;
        lines += 1;
        shell.out(stepLines(shell, step, { ...wish, nameOf }));
      }
    }
  }
  return { lines, cut: false };
}

function groupsOf(
  { summary }: PlanView,
  { store, kind }: StepWish,
): readonly { store: string; kind: string }[] {
  return summary.kinds.filter((one) => (store ?? one.store) === one.store && (kind ?? one.kind) === one.kind);
}

/** Of the numbers that `--only` takes. */
const NO_WIDTH = 5;

/** One line, and with `--before` and `--after` one for each. */
export function stepLines(
  shell: Shell,
  step: ShownStep,
  { before, after, nameOf }: Pick<PrintWish, 'before' | 'after'> & { readonly nameOf?: NameOfRef },
): string {
  const { output, paintOut } = shell.settings;
  const form = output === 'wide' ? 'full' : 'short';
  const { sign, word, style } = actionWords[step.action];
  const ready = step.standing === 'ready';
  const head = `${String(step.no).padStart(NO_WIDTH)} ${ready ? sign : '!'} ${word.padEnd(6)} ${thingName(step)}`;
  const rest = [
    runText(step),
    reasonText(step),
    step.noUndo === '' ? '' : `cannot be undone: ${step.noUndo}`,
    step.risk === 'high' ? 'high risk' : '',
    fieldsText(step, form, nameOf),
    causeText(step),
  ].filter((part) => part !== '');
  const fits = output === 'table' && shell.host.stdout.isTTY;
  const line = escapeText([head, ...rest].join('  '));
  const fitted = fits ? fitText(line, shell.host.stdout.columns) : line;
  const lines = [paintOut(ready ? style : 'warn', fitted)];
  if (before) lines.push(`      before: ${escapeText(wholeText(step.before))}`);
  if (after) lines.push(`      after:  ${escapeText(wholeText(step.after))}`);
  return `${lines.join('\n')}\n`;
}

function wholeText(fields: ShownStep['before']): string {
  if (fields === null) return 'not there';
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${valueText(value, 'full')}`)
    .join(', ');
}

/** The API message alone, where JSON or YAML is wanted; nothing otherwise. */
export async function printPlanJson(shell: Shell, { message }: HeldPlan): Promise<void> {
  const { output } = shell.settings;
  if (output !== 'json' && output !== 'yaml') return;
  const api = await shell.api();
  const json: Json = { plan: api.toJson('wayside.v1.Plan', message) };
  shell.out(output === 'json' ? formatJson(json) : await formatYaml(json));
}
