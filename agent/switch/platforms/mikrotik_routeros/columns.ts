/**
 * `print` without a form prints a table: number, flags, then columns named in the heading. Cells may be empty and names
 * hold blanks, so a cell is what stands below its heading. From release 7 on the comment is a line of its own above.
 */
import { type LineReader, parserOf, type Sink } from '../../parse/index.ts';
import type { LineParser } from '../../platform.ts';
import { type Entry, isRouterLog } from './entries.ts';

const HEADING = /^\s{0,8}#\s+(?:[A-Z][A-Z0-9-]{0,24}(?:\s+|$)){2,20}$/;
const START = /^\s{0,8}(?<number>\d{1,7})\s(?<rest>.*)$/;
const COMMENT = /^\s{0,8}(?:(?<number>\d{1,7})\s+(?<flags>[A-Za-z* ]{0,8}))?;;; ?(?<comment>.*)$/;
const NOTE = /^\s*(?:Flags|Columns)\s?:|^\s*[A-Za-z] - [\w ]{1,40}(?:[,;]|$)|^\s*-- \[/i;

interface Column {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** A number behind it is set flush right and may begin before its heading: then it ends here. */
  readonly numberEnd: number | undefined;
}

const NUMBERS: ReadonlySet<string> = new Set(['actual-mtu', 'mtu', 'l2mtu', 'max-l2mtu']);

class TableReader<Row> implements LineReader {
  readonly #sink: Sink<Row>;
  readonly #rowsOf: (entry: Entry) => readonly Row[] | undefined;
  #columns: readonly Column[] = [];
  #comment: string | undefined;
  /** The number and the flags stood before the comment: what comes below has none. */
  #begun: string | undefined;

  constructor(sink: Sink<Row>, rowsOf: (entry: Entry) => readonly Row[] | undefined) {
    this.#sink = sink;
    this.#rowsOf = rowsOf;
  }

  line(text: string): void {
    if (isRouterLog(text) || NOTE.test(text)) return;
    const { comment, number, flags = '' } = COMMENT.exec(text)?.groups ?? {};
    if (HEADING.test(text)) this.#columns = columnsOf(text);
    else if (comment !== undefined) {
      this.#comment = comment.trim();
      this.#begun = number === undefined ? undefined : flags;
    } else if (!this.#row(text)) this.#sink.unknown(text);
  }

  #row(text: string): boolean {
    const start = START.exec(text)?.groups;
    const first = this.#columns[0];
    const begun = this.#begun;
    this.#begun = undefined;
    if (first === undefined || (start === undefined && (begun === undefined || !/^\s{4,}\S/.test(text))))
      return false;
    const head = text.slice(0, first.start).replace(/^\s*\d+/, '');
    const values = new Map(this.#columns.map((column) => [column.name, cellOf(text, column)]));
    if (this.#comment !== undefined) values.set('comment', this.#comment);
    this.#comment = undefined;
    const flags = (start === undefined ? (begun ?? '') : head).replace(/[^A-Za-z*]/g, '');
    const rows = this.#rowsOf({ flags, values });
    for (const row of rows ?? []) this.#sink.row(row);
    return rows !== undefined;
  }
}

function columnsOf(text: string): Column[] {
  const found = [...text.matchAll(/[A-Z][A-Z0-9-]*/g)].map((match) => ({
    name: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
  return found.flatMap(({ name, start }, i): Column[] => {
    const next = found[i + 1];
    if (NUMBERS.has(name)) return [];
    const end = next?.start ?? Number.POSITIVE_INFINITY;
    return [
      { name, start, end, numberEnd: next !== undefined && NUMBERS.has(next.name) ? next.end : undefined },
    ];
  });
}

function cellOf(text: string, { start, end, numberEnd }: Column): string {
  const hasNumber = numberEnd !== undefined && /\d/.test(text.charAt(numberEnd - 1));
  return hasNumber
    ? text
        .slice(start, numberEnd)
        .replace(/\s\d{1,6}$/, '')
        .trim()
    : text.slice(start, end).trim();
}

export function columnsParser<Row>(
  rowsOf: (entry: Entry) => readonly Row[] | undefined,
): () => LineParser<Row> {
  return parserOf<Row>((sink) => new TableReader(sink, rowsOf));
}
