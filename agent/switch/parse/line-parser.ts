/** The frame of every parser: lines are cleaned, log messages set aside, unknown lines counted and kept within bounds. */
import { type LineParser, type Parsed, UNKNOWN_LINES_MAX } from '../platform.ts';
import { cleanLine, isLogLine } from './clean.ts';

/** No table is wider; a longer line is unknown, unread: a device gone wrong must not cost time either. */
const LINE_READ_CHARS_MAX = 4_096;
/** So much of an unknown line is kept. */
const UNKNOWN_CHARS_MAX = 256;

/** Where a reader puts what it finds. */
export interface Sink<Row> {
  row(row: Row): void;
  /** A line that no rule knew. */
  unknown(line: string): void;
}

/** The rules of one format. Lines come cleaned and never blank; nothing may throw. */
export interface LineReader {
  line(text: string): void;
  /** A blank line, which ends a section in most formats. */
  blank?(): void;
  /** The end of the output: hand over what is still held. */
  end?(): void;
}

export function parserOf<Row>(makeReader: (sink: Sink<Row>) => LineReader): () => LineParser<Row> {
  return () => new FramedParser(makeReader);
}

class FramedParser<Row> implements LineParser<Row> {
  readonly #rows: Row[] = [];
  readonly #unknown: string[] = [];
  #unknownCount = 0;
  readonly #reader: LineReader;

  constructor(makeReader: (sink: Sink<Row>) => LineReader) {
    this.#reader = makeReader({
      row: (row) => this.#rows.push(row),
      unknown: (line) => this.#keep(line),
    });
  }

  push(line: string): void {
    if (line.length > LINE_READ_CHARS_MAX) {
      this.#keep(line);
      return;
    }
    const text = cleanLine(line);
    if (text.trim() === '') this.#reader.blank?.();
    else if (!isLogLine(text)) this.#reader.line(text);
  }

  end(): Parsed<Row> {
    this.#reader.end?.();
    return { rows: this.#rows, unknown: this.#unknown, unknownCount: this.#unknownCount };
  }

  #keep(line: string): void {
    this.#unknownCount += 1;
    if (this.#unknown.length < UNKNOWN_LINES_MAX) this.#unknown.push(line.slice(0, UNKNOWN_CHARS_MAX));
  }
}
