/**
 * Bytes of a terminal in, lines of text out. Only what changes the text of the current line is acted upon: carriage
 * return, backspace, tab kept as it is, erase and move within the line. So `--More--` and its erasing leave nothing
 * behind, whichever way a device does it, and a chunk may end anywhere, in a character or a sequence too.
 */
import { StringDecoder } from 'node:string_decoder';
import { readEscape } from './escape.ts';

/** The cursor goes no further right by command, so that `ESC[999999999C` costs nothing. */
export const CURSOR_MAX = 4_096;

/** A longer line is handed on in pieces, so that one without an end costs neither memory nor time. */
export const LINE_MAX_CHARS = 65_536;

/** Stands in a line for a character that was there and is not to be seen: a private one that no device prints. */
const HIDDEN = '\ue000';

const BACKSPACE = 0x08;
const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const ESC = 0x1b;
const DELETE = 0x7f;

/** `raw` is every printable character of the line in order of arrival, empty unless `keepRaw` is set. */
export type LineListener = (line: string, raw: string) => void;

export class Terminal {
  /** Only while the echo of a command is looked for: a wrapped echo is easier to know before it is drawn. */
  keepRaw = false;
  private readonly onLine: LineListener;
  private readonly decoder = new StringDecoder('utf8');
  private line = '';
  private cursor = 0;
  /** Something was drawn over or erased, so that blanks at the end mean nothing. */
  private redrawn = false;
  private raw = '';
  private pending = '';

  constructor(onLine: LineListener) {
    this.onLine = onLine;
  }

  /** The text after the last newline, as it stands on the screen. */
  get tail(): string {
    return this.redrawn ? this.line.replaceAll(HIDDEN, '').trimEnd() : this.line;
  }

  push(bytes: Uint8Array): void {
    const text = this.pending + this.decoder.write(bytes);
    this.pending = '';
    let start = 0;
    let at = 0;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if ((code >= 0x20 && code !== DELETE) || code === TAB) {
        at += 1;
        continue;
      }
      if (at > start) this.write(text.slice(start, at));
      at = this.control(text, at, code);
      start = at;
    }
    if (at > start) this.write(text.slice(start, at));
  }

  /**
   * Hides the pager's prompt, which was answered, wherever it stands: alone or behind a row. Its columns stay, since
   * most devices now go back and wipe them; what a device leaves there is no text all the same.
   */
  hideTail(pattern: RegExp): void {
    const at = pattern.exec(this.line)?.index ?? 0;
    this.line = this.line.slice(0, at) + HIDDEN.repeat(this.line.length - at);
    this.raw = '';
    this.redrawn = true;
  }

  /** Takes the current line off the screen: a question that stood there was answered. */
  dropTail(): void {
    this.line = '';
    this.raw = '';
    this.cursor = 0;
    this.redrawn = true;
  }

  private control(text: string, at: number, code: number): number {
    if (code === ESC) return this.escape(text, at);
    if (code === NEWLINE) this.endLine();
    else if (code === RETURN) this.cursor = 0;
    else if (code === BACKSPACE) this.cursor = Math.max(0, this.cursor - 1);
    return at + 1;
  }

  private escape(text: string, at: number): number {
    const sequence = readEscape(text, at);
    if (sequence.kind === 'unfinished') {
      this.pending = text.slice(at);
      return text.length;
    }
    if (sequence.kind === 'newline') this.endLine();
    if (sequence.kind === 'control') this.act(sequence.final, sequence.params);
    return at + sequence.length;
  }

  private act(final: string, params: readonly number[]): void {
    const [first = 0, second = 0] = params;
    const count = Math.max(1, first);
    if (final === 'K' || final === 'J') this.erase(first);
    else if (final === 'D') this.move(this.cursor - count);
    else if (final === 'C') this.move(this.cursor + count);
    else if (final === 'G') this.move(count - 1);
    else if (final === 'H' || final === 'f') this.move(Math.max(1, second) - 1);
  }

  private move(column: number): void {
    this.cursor = Math.min(Math.max(0, column), Math.max(CURSOR_MAX, this.line.length));
  }

  private erase(which: number): void {
    this.redrawn = true;
    if (which === 0) this.line = this.line.slice(0, this.cursor);
    else if (which === 1)
      this.line = ' '.repeat(Math.min(this.cursor, this.line.length)) + this.line.slice(this.cursor);
    else this.line = '';
  }

  private write(run: string): void {
    if (this.keepRaw) this.raw += run;
    if (this.cursor === this.line.length) {
      this.line += run;
    } else {
      const before = this.line.slice(0, this.cursor).padEnd(this.cursor);
      this.line = before + run + this.line.slice(this.cursor + run.length);
      this.redrawn = true;
    }
    this.cursor += run.length;
    if (this.line.length > LINE_MAX_CHARS) this.endLine();
  }

  private endLine(): void {
    const { tail, raw } = this;
    this.line = '';
    this.raw = '';
    this.cursor = 0;
    this.redrawn = false;
    this.onLine(tail, raw);
  }
}
