/**
 * What `print` prints. Terse: one entry a line, `0 D E  mac-address=… interface=ether4`, values without quotes even
 * where they hold blanks. Detail: an entry begins like that and goes on in the lines below, text values in quotes, a
 * comment of one or several lines behind `;;;`. The device's log bursts in between.
 */
import { type LineReader, parserOf, type Sink } from '../../parse/index.ts';
import type { LineParser } from '../../platform.ts';

export interface Entry {
  /** Letters before the first value: `D`, `X`, `R`, ... */
  readonly flags: string;
  readonly values: ReadonlyMap<string, string>;
}

/** Lines of one entry; a comment of more is cut. */
const ENTRY_LINES_MAX = 64;

const START = /^\s{0,8}\d{1,7}\s{1,3}(?:[A-Za-z* ]{0,12}?\s?)(?:;;;|[a-z][\w.-]{0,40}=)/;
const NOTES: readonly RegExp[] = [
  /^\s*(?:Flags|Columns)\s?:/i,
  // The legend goes on over several lines: `R - RUNNING; S - SLAVE`.
  /^\s*[A-Za-z] - [\w ]{1,40}(?:[,;]|$)/,
  /^\s*-- \[/,
  /^\(\d{1,9} messages not shown\)$/,
];
/** A prompt that was drawn in the middle belongs to no entry. */
const PROMPT = /^\[[^\]@]{1,64}@[^\]]{1,64}\] ?[\w /-]{0,64}>\s*$/;
const LOG = /^(?:\(?[\w/-]{6,12}\)?\s)?\d\d:\d\d:\d\d echo: /;

export function isRouterLog(text: string): boolean {
  return LOG.test(text);
}

/** `rowsOf` returns undefined for an entry that holds none of what its class is about. */
export function entriesParser<Row>(
  rowsOf: (entry: Entry) => readonly Row[] | undefined,
): () => LineParser<Row> {
  return parserOf<Row>((sink) => new EntryReader(sink, rowsOf));
}

class EntryReader<Row> implements LineReader {
  readonly #sink: Sink<Row>;
  readonly #rowsOf: (entry: Entry) => readonly Row[] | undefined;
  #lines: string[] = [];

  constructor(sink: Sink<Row>, rowsOf: (entry: Entry) => readonly Row[] | undefined) {
    this.#sink = sink;
    this.#rowsOf = rowsOf;
  }

  line(text: string): void {
    if (isRouterLog(text)) return;
    if (PROMPT.test(text)) this.#sink.unknown(text);
    else if (START.test(text)) {
      this.blank();
      this.#lines = [text];
    } else if (this.#lines.length > 0 && this.#lines.length < ENTRY_LINES_MAX) this.#lines.push(text);
    else if (!NOTES.some((note) => note.test(text))) this.#sink.unknown(text);
  }

  blank(): void {
    const lines = this.#lines;
    this.#lines = [];
    if (lines.length === 0) return;
    const rows = this.#rowsOf(readEntry(lines));
    if (rows === undefined) for (const line of lines) this.#sink.unknown(line);
    else for (const row of rows) this.#sink.row(row);
  }

  end(): void {
    this.blank();
  }
}

const KEY = /(?:^|\s)([a-z][\w.-]{0,40})=/g;

function readEntry(lines: readonly string[]): Entry {
  const [first = '', ...more] = lines;
  const key = first.search(/\s[a-z][\w.-]{0,40}=/);
  const remarkAt = first.indexOf(';;;');
  // Behind the first key it is part of a value.
  const comment = key >= 0 && remarkAt > key ? -1 : remarkAt;
  const begin = comment < 0 ? key : comment;
  const flags = first.slice(0, begin).replace(/[^A-Za-z*]/g, '');
  if (comment < 0)
    return { flags, values: readValues([first.slice(begin), ...more.map((line) => line.trim())].join(' ')) };
  const at = more.findIndex((line) => /^\s{2,12}[a-z][\w.-]{0,40}=/.test(line));
  // In one line the comment ends where the first key begins.
  if (more.length === 0 && key > comment) {
    const remark = first.slice(comment + 3, key).trim();
    return { flags, values: new Map([...readValues(first.slice(key)), ['comment', remark]]) };
  }
  const remarks = [first.slice(comment + 3), ...(at < 0 ? more : more.slice(0, at))];
  const values = readValues(
    at < 0
      ? ''
      : more
          .slice(at)
          .map((line) => line.trim())
          .join(' '),
  );
  return { flags, values: new Map([...values, ['comment', remarks.map((text) => text.trim()).join(' ')]]) };
}

/** `name="a b" type=ether last-link-up-time=jul/09/2023 07:18:42`: a value without quotes ends where the next key begins. */
function readValues(text: string): Map<string, string> {
  const values = new Map<string, string>();
  KEY.lastIndex = 0;
  for (let found = KEY.exec(text); found !== null; ) {
    const [, key = ''] = found;
    const start = KEY.lastIndex;
    const quoted = text[start] === '"' ? endOfQuotes(text, start) : undefined;
    KEY.lastIndex = quoted ?? start;
    found = KEY.exec(text);
    const raw = text.slice(start, quoted ?? found?.index ?? text.length);
    const value = quoted === undefined ? raw.trim() : raw.slice(1, -1).replace(/\\(.)/g, '$1');
    if (!values.has(key)) values.set(key, value);
  }
  return values;
}

/** Just behind the closing quote, or undefined when there is none. */
function endOfQuotes(text: string, start: number): number | undefined {
  for (let i = start + 1; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '"') return /\s|^$/.test(text.charAt(i + 1)) ? i + 1 : undefined;
  }
  return undefined;
}

export function has(entry: Entry, flag: string): boolean {
  return entry.flags.includes(flag);
}

/** A value that says something. */
export function textOf(entry: Entry, key: string): string | undefined {
  const value = entry.values.get(key);
  return value === undefined || value === '' ? undefined : value;
}
