/**
 * Tables whose heading stands on a ruler such as `---- -------- ----`. The ruler tells where columns begin, the
 * heading lines above it what they are called, so firmware may widen, add or reorder columns freely. A row goes on
 * in the lines below it whose first column is empty.
 */
import type { LineReader } from './line-parser.ts';

/** Heading lines above one ruler; more than this is no heading. */
const HEADING_LINES_MAX = 3;
/** A ruler of more columns than this is none: each row costs as much as it has columns. */
const COLUMNS_MAX = 64;

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
  /** The first word of the line, whole: a name may be wider than its column. */
  readonly firstWord: string;

  constructor(columns: Columns, line: string) {
    this.#columns = columns;
    this.firstWord = line.trimStart().split(/\s/, 1)[0] ?? '';
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
    // First of all, since a cell that goes on may look like the begin of a row: the `1/0/1` of a long port name.
    else if (this.#continues(text)) this.#row?.extend(text);
    else if (this.#columns !== undefined && this.#handlers.isRow(text)) this.#begin(this.#columns, text);
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
    if (starts.length < 2 || starts.length > COLUMNS_MAX) {
      this.#flushHeading();
      return;
    }
    const headings = headingsOf(starts, this.#heading);
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

/** A word belongs to the column that it covers most of: headings often stand a letter beside their ruler. */
function headingsOf(starts: readonly number[], lines: readonly string[]): string[] {
  const words: string[][] = starts.map(() => []);
  for (const line of lines) {
    for (const { 0: word, index } of line.matchAll(/[^\s|]+/g)) {
      const covers = starts.map((start, i) => {
        const end = starts[i + 1] ?? Number.POSITIVE_INFINITY;
        return Math.min(end, index + word.length) - Math.max(i === 0 ? 0 : start, index);
      });
      words[covers.indexOf(Math.max(...covers))]?.push(word);
    }
  }
  return words.map((column) => column.join(' '));
}

/**
 * A cell reaches to the next column's start, since values may be wider than their ruler. One word that fills its column
 * and runs into the next has pushed the rest of its line aside.
 */
function slices(starts: readonly number[], line: string): string[] {
  let shift = 0;
  return starts.map((start, i) => {
    const from = i === 0 ? 0 : start + shift;
    const next = starts[i + 1];
    if (next === undefined) return line.slice(from).trim();
    const pushed = pushedBy(line, start + shift, next + shift);
    if (pushed > 0 && starts.slice(i + 2).every((later) => isBlank(line, later + shift + pushed - 1)))
      shift += pushed;
    return line.slice(from, next + shift).trim();
  });
}

/** How far the word that begins at `from` reaches beyond `to`, with the blank behind it; 0: it ends before. */
function pushedBy(line: string, from: number, to: number): number {
  if (isBlank(line, to - 1) || isBlank(line, to) || !isBlank(line, from - 1)) return 0;
  const end = line.indexOf(' ', from);
  return end >= 0 && end <= to ? 0 : (end < 0 ? line.length : end) + 1 - to;
}

function isBlank(line: string, at: number): boolean {
  return at < 0 || at >= line.length || line[at] === ' ';
}
