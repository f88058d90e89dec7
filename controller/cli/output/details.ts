/** One thing in full: a line for each fact. */
import type { Json } from '../../../shared/model/index.ts';
import type { Shell } from '../shell.ts';
import { formatJson, formatYaml } from './documents.ts';
import { type ListingSpec, RowPrinter } from './listing.ts';
import { cellText } from './table.ts';
import { textWidth, wrapText } from './width.ts';

/** Into less than this no value is folded. */
const FOLD_WIDTH_MIN = 20;

/** Label and value; an empty value prints `-`. */
export type Fact = readonly [label: string, value: string];

export interface Details<R> {
  readonly spec: ListingSpec<R>;
  readonly row: R;
  facts(): readonly Fact[];
  json(): Json;
}

export async function printDetails<R>(shell: Shell, { spec, row, facts, json }: Details<R>): Promise<void> {
  switch (shell.settings.output) {
    case 'json':
      return shell.out(formatJson(json()));
    case 'yaml':
      return shell.out(await formatYaml(json()));
    case 'name':
    case 'csv': {
      const printer = new RowPrinter(shell, spec);
      await printer.begin([row]);
      return printer.row(row, undefined);
    }
    case 'table':
    case 'wide':
      return shell.out(formatFacts(facts(), columnsOf(shell)));
  }
}

/** Of the terminal; `undefined`: there is none, so that programs get each value in one line. */
function columnsOf({ host, settings }: Shell): number | undefined {
  return host.stdout.isTTY && settings.output === 'table' ? host.stdout.columns : undefined;
}

/** `Label:  value`, values in one column; those that are wider than what is left of `columns` go on below. */
export function formatFacts(facts: readonly Fact[], columns?: number): string {
  const start = Math.max(0, ...facts.map(([label]) => textWidth(label))) + 3;
  const left = columns === undefined ? 0 : columns - start;
  return facts
    .map(([label, value]) => {
      const text = cellText(value);
      const lines = left < FOLD_WIDTH_MIN ? [text] : wrapText(text, left);
      return `${`${label}:`.padEnd(start)}${lines.join(`\n${' '.repeat(start)}`)}\n`;
    })
    .join('');
}
