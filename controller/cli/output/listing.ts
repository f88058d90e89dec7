/** Many things of one sort in the form that was asked for: at once, or as they come. */
import type { Json } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import type { Shell } from '../shell.ts';
import type { Style } from './color.ts';
import { formatCsvRow } from './csv.ts';
import { formatJson, formatJsonLine, formatYaml } from './documents.ts';
import { formatRow, shapeTable, type TableLayout, type TableShape } from './table.ts';
import type { Reader } from './time.ts';

export interface Column<R> {
  /** Upper case, without blanks. */
  readonly head: string;
  /** Only with `-o wide`. */
  readonly wide?: true;
  /** May be cut to fit the terminal. */
  readonly shrinks?: true;
  /** Of the last column: goes on in further lines where the terminal ends. */
  readonly folds?: true;
  cell(row: R, reader: Reader): string;
  style?(row: R): Style | undefined;
}

export interface CsvColumn<R> {
  /** Lower case. */
  readonly head: string;
  cell(row: R): string;
}

export interface ListingSpec<R> {
  /** What it lists, for "no … found". */
  readonly plural: string;
  readonly columns: readonly Column<R>[];
  /** Columns of `-o csv`: for programs, so full times and nothing shortened. */
  readonly csv: readonly CsvColumn<R>[];
  /** One word that the other commands accept. */
  name(row: R): string;
}

/** All rows at once. `json` is the API message. */
export async function printListing<R>(
  shell: Shell,
  spec: ListingSpec<R>,
  { rows, json }: { readonly rows: readonly R[]; readonly json: () => Json },
): Promise<void> {
  const { output } = shell.settings;
  if (output === 'json') return shell.out(formatJson(json()));
  if (output === 'yaml') return shell.out(await formatYaml(json()));
  const printer = new RowPrinter(shell, spec);
  await printer.begin(rows);
  if (rows.length === 0) shell.note(`no ${spec.plural} found`);
  for (const row of rows) await printer.row(row, undefined);
}

/** Rows one by one. Columns are as wide as the first rows needed. */
export class RowPrinter<R> {
  private readonly shell: Shell;
  private readonly spec: ListingSpec<R>;
  private readonly columns: readonly Column<R>[];
  private readonly layout: TableLayout;
  private shape: TableShape | undefined;

  constructor(shell: Shell, spec: ListingSpec<R>) {
    const { output } = shell.settings;
    this.shell = shell;
    this.spec = spec;
    this.columns = spec.columns.filter((column) => !column.wide || output === 'wide');
    const fits = output === 'table' && shell.host.stdout.isTTY;
    this.layout = {
      heads: this.columns.map((column) => column.head),
      shrinkable: this.columns.map((column) => column.shrinks === true),
      folds: this.columns.at(-1)?.folds === true,
      width: fits ? shell.host.stdout.columns : undefined,
    };
  }

  /** Prints the headings. A table without rows has none, so that nothing is nothing; CSV always has them. */
  async begin(rows: readonly R[], always: 'always' | 'if-rows' = 'if-rows'): Promise<void> {
    const { output } = this.shell.settings;
    if (output === 'csv') this.shell.out(formatCsvRow(this.spec.csv.map((column) => column.head)));
    if (output !== 'table' && output !== 'wide') return;
    const reader = await this.shell.reader();
    this.shape = shapeTable(
      this.layout,
      rows.map((row) => this.cells(row, reader)),
    );
    if (rows.length > 0 || always === 'always') {
      this.shell.out(formatRow(this.layout.heads, { layout: this.layout, shape: this.shape }));
    }
  }

  /** `json` is the API message of the event, for `-o json` and `-o yaml`. */
  async row(row: R, json: (() => Json) | undefined): Promise<void> {
    const { output } = this.shell.settings;
    if (output === 'json') return this.shell.out(json ? formatJsonLine(json()) : '');
    if (output === 'yaml') return this.shell.out(json ? await formatYaml(json(), 'next') : '');
    if (output === 'name') return this.shell.out(`${escapeText(this.spec.name(row))}\n`);
    if (output === 'csv')
      return this.shell.out(formatCsvRow(this.spec.csv.map((column) => column.cell(row))));
    const reader = await this.shell.reader();
    const paint = (at: number, text: string): string => {
      const style = this.columns[at]?.style?.(row);
      return style ? this.shell.settings.paintOut(style, text) : text;
    };
    const shape = this.shape ?? shapeTable(this.layout, []);
    this.shell.out(formatRow(this.cells(row, reader), { layout: this.layout, shape, paint }));
  }

  private cells(row: R, reader: Reader): readonly string[] {
    return this.columns.map((column) => column.cell(row, reader));
  }
}
