/**
 * Answers in JSON, which newer systems give for `… | json`. Lines are only collected; the whole is read once at the end,
 * so a log message between two lines, or inside one, can still be taken out. What cannot be read counts as unknown.
 */
import { type LineParser, type Parsed, UNKNOWN_LINES_MAX } from '../platform.ts';
import { cleanText, cutAtLog, isLogLine } from './clean.ts';
import type { Sink } from './line-parser.ts';

/** No answer is longer; the engine cuts the output of a command at the same size. */
const JSON_CHARS_MAX = 16_777_216;
/** Longer lines are taken as they are; some systems print all of an answer as one line. */
const LINE_CLEAN_CHARS_MAX = 4_096;
/** So much of an unknown line or entry is kept. */
const UNKNOWN_CHARS_MAX = 256;

export type Json = Readonly<Record<string, unknown>>;

/** Makes rows from a parsed answer; what it does not know goes to `sink.unknown`. Must not throw. */
export type JsonReader<Row> = (answer: Json, sink: Sink<Row>) => void;

export function jsonParser<Row>(read: JsonReader<Row>): () => LineParser<Row> {
  return () => new JsonParser(read);
}

class JsonParser<Row> implements LineParser<Row> {
  readonly #read: JsonReader<Row>;
  readonly #rows: Row[] = [];
  readonly #unknown: string[] = [];
  #unknownCount = 0;
  #lines: string[] = [];
  #chars = 0;

  constructor(read: JsonReader<Row>) {
    this.#read = read;
  }

  push(line: string): void {
    const text = line.length > LINE_CLEAN_CHARS_MAX ? line : cleanText(line);
    // A line that begins as JSON does is none of the log's, whatever is quoted in it.
    const isLog = text.length <= LINE_CLEAN_CHARS_MAX && !/^\s*["{}[\]]/.test(text) && isLogLine(text);
    if (text.trim() === '' || isLog) return;
    if (this.#lines.length === 0 && !/^\s*[{[]/.test(text)) return this.#keep(text);
    this.#chars += text.length;
    if (this.#chars > JSON_CHARS_MAX) this.#keep(text);
    else this.#lines.push(text);
  }

  end(): Parsed<Row> {
    const lines = this.#lines;
    this.#lines = [];
    const answer = parse(lines.map(cutOpenLog)) ?? parse(lines.map(cutAtLog));
    if (answer === undefined) for (const line of lines) this.#keep(line);
    else
      this.#read(answer, {
        row: (row) => this.#rows.push(row),
        unknown: (line) => this.#keep(line),
      });
    return { rows: this.#rows, unknown: this.#unknown, unknownCount: this.#unknownCount };
  }

  #keep(line: string): void {
    this.#unknownCount += 1;
    if (this.#unknown.length < UNKNOWN_LINES_MAX) this.#unknown.push(line.slice(0, UNKNOWN_CHARS_MAX));
  }
}

/** Without a message that burst into the line. One that is quoted by a text of the answer has that text's end behind it. */
function cutOpenLog(line: string): string {
  const cut = cutAtLog(line);
  return line.includes('"', cut.length) ? line : cut;
}

/** Lines are joined without an end of line: no string of JSON holds one, and a terminal may have wrapped one. */
function parse(lines: readonly string[]): Json | undefined {
  try {
    return jsonObject(JSON.parse(lines.join('')));
  } catch {
    return undefined;
  }
}

export function jsonObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

/** The objects of a list; a single object stands for a list of one, as NX-OS writes it. */
export function jsonObjects(value: unknown): Json[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map(jsonObject).filter((entry) => entry !== undefined);
}

/** `[name, object]` of an object of objects. */
export function jsonEntries(value: unknown): (readonly [string, Json])[] {
  return Object.entries(jsonObject(value) ?? {}).flatMap(([name, entry]) => {
    const object = jsonObject(entry);
    return object === undefined ? [] : [[name, object] as const];
  });
}

/** Answers nest tables in tables, such as neighbours in address families in VRFs; no deeper than this. */
const DEPTH_MAX = 12;

/** All objects anywhere in `value` that have the field `name`, in order; what is below such an object is not searched. */
export function jsonFind(value: unknown, name: string, depth: number = DEPTH_MAX): Json[] {
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  const object = jsonObject(value);
  if (object?.[name] !== undefined) return [object];
  return Object.values(value).flatMap((entry: unknown) => jsonFind(entry, name, depth - 1));
}

/** The first of the fields that holds text or a number, trimmed; '' when none does. */
export function jsonText(object: Json, ...names: readonly string[]): string {
  for (const name of names) {
    const value = object[name];
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    if (text !== '') return text;
  }
  return '';
}

/** `jsonText` with undefined for nothing. */
export function jsonTold(object: Json, ...names: readonly string[]): string | undefined {
  const text = jsonText(object, ...names);
  return text === '' ? undefined : text;
}

/** An entry that no rule knew, as text. */
export function jsonQuote(entry: unknown): string {
  try {
    return (JSON.stringify(entry) ?? '').slice(0, UNKNOWN_CHARS_MAX);
  } catch {
    // Nested too deep to be written again.
    return '{…}';
  }
}

const VLAN_MAX = 4_095;

/** 1 to 4095, from text or a number. */
export function vlanId(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  const vlan = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return vlan > 0 && vlan <= VLAN_MAX ? vlan : undefined;
}
