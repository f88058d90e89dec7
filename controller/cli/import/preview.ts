/** What an import would do or did, in words: a line for each row that changes something, and one for all. */

import type { Json } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import type { Noun } from '../inventory/noun.ts';
import type { Shell } from '../shell.ts';
import type { FieldChange, ImportPlan, ImportStep } from './plan.ts';

/** Lines before a question; `-o wide` has them all. */
export const PREVIEW_LINES_MAX = 20;

export function printSteps(shell: Shell, { first, steps }: ImportPlan, linesMax: number): void {
  const all = [...first, ...steps];
  shell.out(
    all
      .slice(0, linesMax)
      .map((step) => stepLine(step, shell))
      .join(''),
  );
  if (all.length > linesMax) shell.out(`  and ${all.length - linesMax} more; -o wide shows all\n`);
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

export function stepsJson({ first, steps }: ImportPlan): Json {
  return [...first, ...steps].map(({ type, kind, name, changes }) => ({
    ...{ type, kind, name },
    changes: changes.map(({ field, before, after }) => ({ field, before, after })),
  }));
}

export function stepNames({ first, steps }: ImportPlan): string {
  return [...first, ...steps].map(({ name }) => `${escapeText(name)}\n`).join('');
}

/** `switches: 12 added, 3 changed, 40 unchanged; before that 1 site and 3 floors added` */
export function importSummary(
  noun: Noun,
  { first, steps, unchanged }: ImportPlan,
  tense: 'done' | 'to do' | 'dry run',
): string {
  const count = (type: ImportStep['type']): number => steps.filter((step) => step.type === type).length;
  const made = (['site', 'floor'] as const).flatMap((kind) => {
    const all = first.filter((step) => step.kind === kind).length;
    return all === 0 ? [] : [`${all} ${kind}${all === 1 ? '' : 's'}`];
  });
  const [added, changed] = tense === 'done' ? ['added', 'changed'] : ['to add', 'to change'];
  const before = made.length > 0 ? `; before that ${made.join(' and ')} ${added}` : '';
  const note = tense === 'dry run' ? ' (dry run, nothing was changed)' : '';
  return `${noun.plural}: ${count('add')} ${added}, ${count('change')} ${changed}, ${unchanged} unchanged${before}${note}`;
}
