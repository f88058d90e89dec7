/**
 * Tables whose heading stands on a ruler such as `---- -------- ----`. The ruler tells where columns begin, the
 * heading lines above it what they are called, so firmware may widen, add or reorder columns freely. A row goes on
 * in the lines below it whose first column is empty.
 */
import type { LineReader } from './line-parser.ts';

/** Heading lines above one ruler; more than this is no heading. */
const HEADING_LINES_MAX = 3;

const RULER = /^[\s|+]*--[-\s|+]*$/;

export interface TableHandlers {
  /** The line begins a row (its first column looks right), so it is not a heading. */
  isRow(line: string): boolean;
  row(row: TableRow): void;
  unknown(line: string): void;
  /** Titles, totals and legends that are known to carry nothing. */
  isNote(line: string): boolean;
}

interface Columns {
  readonly starts: readonly number[];
  readonly headings: readonly string[];
}

/** One row with its continuation lines. Columns are asked for by their heading, so absent columns read as empty. */
export class TableRow {
  readonly #columns: Columns;
  readonly #cells: string[][];

  constructor(columns: Columns, line: string) {
    this.#columns = columns;
    this.#cells = slices(columns.starts, line).map((cell) => [cell]);
  }

  /** Adds a continuation line. */
  extend(line: string): void {
    slices(this.#columns.starts, line).forEach((cell, i) => {
      if (cell !== '') this.#cells[i]?.push(cell);
    });
  }

  get first(): string {
    return this.#cells[0]?.[0] ?? '';
  }

  has(heading: RegExp): boolean {
    return this.#columns.headings.some((text) => heading.test(text));
  }

  /** The cell's text; wrapped parts are joined with `joiner`. */
  cell(heading: RegExp, joiner = ' '): string {
    const at = this.#columns.headings.findIndex((text) => heading.test(text));
    return (this.#cells[at] ?? []).filter((part) => part !== '').join(joiner);
  }
}

export class RulerTable implements LineReader {
  readonly #handlers: TableHandlers;
  #columns: Columns | undefined;
  #heading: string[] = [];
  #row: TableRow | undefined;

  constructor(handlers: TableHandlers) {
    this.#handlers = handlers;
  }

  line(text: string): void {
    if (RULER.test(text)) this.#ruler(text);
    else if (this.#columns !== undefined && this.#handlers.isRow(text)) this.#begin(this.#columns, text);
    else if (this.#continues(text)) this.#row?.extend(text);
    else this.#hold(text);
  }

  blank(): void {
    this.#flushRow();
    this.#flushHeading();
  }

  end(): void {
    this.blank();
  }

  #begin(columns: Columns, text: string): void {
    this.#flushRow();
    this.#flushHeading();
    this.#row = new TableRow(columns, text);
  }

  #continues(text: string): boolean {
    if (this.#row === undefined || this.#heading.length > 0) return false;
    const second = this.#columns?.starts[1] ?? 0;
    return second > 0 && text.slice(0, second).trim() === '';
  }

  #ruler(text: string): void {
    const starts = [...text.matchAll(/-+/g)].map((group) => group.index);
    this.#flushRow();
    // A ruler of one group is an underline of the title, not a set of columns.
    if (starts.length < 2) {
      this.#flushHeading();
      return;
    }
    const lines = this.#heading.map((line) => slices(starts, line));
    const headings = starts.map((_, i) =>
      lines
        .map((cells) => cells[i] ?? '')
        .filter((cell) => cell !== '')
        .join(' '),
    );
    this.#columns = { starts, headings };
    this.#heading = [];
  }

  #hold(text: string): void {
    this.#flushRow();
    this.#heading.push(text);
    if (this.#heading.length > HEADING_LINES_MAX) this.#judge(this.#heading.shift() ?? '');
  }

  #flushRow(): void {
    if (this.#row !== undefined) this.#handlers.row(this.#row);
    this.#row = undefined;
  }

  #flushHeading(): void {
    for (const line of this.#heading) this.#judge(line);
    this.#heading = [];
  }

  #judge(line: string): void {
    if (!this.#handlers.isNote(line)) this.#handlers.unknown(line);
  }
}

/** A cell reaches to the next column's start, since values may be wider than their ruler. */
function slices(starts: readonly number[], line: string): string[] {
  return starts.map((start, i) => line.slice(i === 0 ? 0 : start, starts[i + 1]).trim());
}
