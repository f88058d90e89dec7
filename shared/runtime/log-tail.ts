/** The last lines of a log, for a support bundle: in memory, bounded, the oldest go first; or of a file. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Of all lines together; the memory of a page or two of pictures. */
export const LOG_TAIL_CHARS_MAX = 1_048_576;
/** Of one line; what is longer is cut. */
const LINE_CHARS_MAX = 16_384;

export class LogTail {
  private readonly charsMax: number;
  private lines: string[] = [];
  /** Lines before it are gone already. */
  private first = 0;
  private chars = 0;

  constructor(charsMax: number = LOG_TAIL_CHARS_MAX) {
    this.charsMax = charsMax;
  }

  /** With its end. */
  add(line: string): void {
    const kept = line.length <= LINE_CHARS_MAX ? line : `${line.slice(0, LINE_CHARS_MAX)}…\n`;
    this.lines.push(kept);
    this.chars += kept.length;
    while (this.chars > this.charsMax) {
      this.chars -= this.lines[this.first]?.length ?? 0;
      this.first += 1;
    }
    // Rarely enough that a line costs the same however many are kept.
    if (this.first > this.lines.length / 2) {
      this.lines = this.lines.slice(this.first);
      this.first = 0;
    }
  }

  text(): string {
    return this.lines.slice(this.first).join('');
  }
}

/** The last lines of a log file, as many as `LogTail` would hold. Errors: those of the file system. */
export function readLogTail(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const wanted = Math.min(size, LOG_TAIL_CHARS_MAX);
    const bytes = Buffer.alloc(wanted);
    const read = readSync(handle, bytes, 0, wanted, size - wanted);
    const text = bytes.toString('utf8', 0, read);
    return size > wanted ? text.slice(text.indexOf('\n') + 1) : text;
  } finally {
    closeSync(handle);
  }
}
