/** Bytes in any pieces to lines: the same lines come out wherever the network cut the stream. */
import { StringDecoder } from 'node:string_decoder';

/** A longer line is handed on in pieces of this length, so that no device can fill the memory. */
export const LINE_CHARS_MAX = 65_536;

const LF = 10;
const CR = 13;

/**
 * Ends of line: `\n`, `\r\n` (with any number of `\r`), and a `\r` alone, which pagers send to overwrite their prompt.
 * A character of several bytes may be cut anywhere. Call `end` once for the last, unfinished line.
 */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #rest = '';
  /** A `\r` was seen; the next character tells whether it began an end of line or was one. */
  #returned = false;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Uint8Array | string): void {
    this.#scan(typeof chunk === 'string' ? chunk : this.#decoder.write(asBuffer(chunk)));
  }

  end(): void {
    this.#scan(this.#decoder.end());
    if (this.#rest !== '' || this.#returned) this.#emit('');
  }

  #scan(text: string): void {
    let start = 0;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code === LF) {
        this.#emit(text.slice(start, i));
        start = i + 1;
      } else if (code === CR) {
        this.#append(text.slice(start, i));
        this.#returned = true;
        start = i + 1;
      } else if (this.#returned) {
        this.#emit('');
        start = i;
      }
    }
    this.#append(text.slice(start));
  }

  #append(piece: string): void {
    this.#rest += piece;
    while (this.#rest.length > LINE_CHARS_MAX) {
      this.#onLine(this.#rest.slice(0, LINE_CHARS_MAX));
      this.#rest = this.#rest.slice(LINE_CHARS_MAX);
    }
  }

  #emit(piece: string): void {
    this.#append(piece);
    const line = this.#rest;
    this.#rest = '';
    this.#returned = false;
    this.#onLine(line);
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
