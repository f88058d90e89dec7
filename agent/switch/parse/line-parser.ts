/** The frame of every parser: lines are cleaned, log messages set aside, unknown lines counted and kept within bounds. */
import { type LineParser, type Parsed, UNKNOWN_LINES_MAX } from '../platform.ts';
import { beforeLog, cleanText } from './clean.ts';

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
  /** Whether the line is a row by itself. With it, a row that a log message cut in two is put together again. */
  isWhole?(text: string): boolean;
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
  #held: string | undefined;
  /** A log message came after the line that is held. */
  #interrupted = false;

  constructor(makeReader: (sink: Sink<Row>) => LineReader) {
    this.#reader = makeReader({
      row: (row) => this.#rows.push(row),
      unknown: (line) => this.#keep(line),
    });
  }

  push(line: string): void {
    if (line.length > LINE_READ_CHARS_MAX) {
      this.#flush();
      this.#keep(line);
      return;
    }
    const text = cleanText(line);
    const head = beforeLog(text);
    if (head !== undefined) this.#interrupt(head);
    else if (text.trim() === '') {
      this.#flush();
      this.#reader.blank?.();
    } else this.#take(text);
  }

  end(): Parsed<Row> {
    this.#flush();
    this.#reader.end?.();
    return { rows: this.#rows, unknown: this.#unknown, unknownCount: this.#unknownCount };
  }

  #interrupt(head: string): void {
    if (head.trim() !== '') this.#take(head);
    this.#interrupted = true;
  }

  /** Each line waits for the next one, which may be its other half. */
  #take(text: string): void {
    if (this.#interrupted && this.#held !== undefined && this.#isTorn(this.#held, text)) {
      this.#held += text;
    } else {
      this.#flush();
      this.#held = text;
    }
    this.#interrupted = false;
  }

  #isTorn(first: string, second: string): boolean {
    const { isWhole } = this.#reader;
    if (isWhole === undefined) return false;
    // As `line` will see it, without the blanks at its end.
    const whole = (text: string): boolean => isWhole.call(this.#reader, text.trimEnd());
    return whole(first + second) && !(whole(first) && whole(second));
  }

  #flush(): void {
    if (this.#held !== undefined) this.#reader.line(this.#held.trimEnd());
    this.#held = undefined;
  }

  #keep(line: string): void {
    this.#unknownCount += 1;
    if (this.#unknown.length < UNKNOWN_LINES_MAX) this.#unknown.push(line.slice(0, UNKNOWN_CHARS_MAX));
  }
}
