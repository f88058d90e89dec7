/** One thing in full: a line for each fact. */
import type { Json } from '../../../shared/model/index.ts';
import type { Shell } from '../shell.ts';
import { formatJson, formatYaml } from './documents.ts';
import { type ListingSpec, RowPrinter } from './listing.ts';
import { cellText } from './table.ts';
import { textWidth } from './width.ts';

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
      return shell.out(formatFacts(facts()));
  }
}

/** `Label:  value`, values in one column. */
export function formatFacts(facts: readonly Fact[]): string {
  const width = Math.max(0, ...facts.map(([label]) => textWidth(label))) + 1;
  return facts.map(([label, value]) => `${`${label}:`.padEnd(width)}  ${cellText(value)}\n`).join('');
}
