/** What was said to a device and by it, line by line, for a person who looks for what is wrong: secrets out, bounded. */
import { TRANSCRIPT_LINE_MAX_CHARS, TRANSCRIPT_LINES_MAX } from '../limits.ts';

export interface Transcript {
  /** A command as it is sent, or what happened otherwise. */
  said(text: string): void;
  /** A line of the device; the redactor has seen it. */
  heard(line: string): void;
}

/** Of one command after the other: each may have so many lines of answer, and is told how many more there were. */
export function transcriptTo(write: (line: string) => void): Transcript {
  let lines = 0;
  const put = (mark: string, text: string): void =>
    write(`${mark} ${text.trimEnd().slice(0, TRANSCRIPT_LINE_MAX_CHARS)}`.trimEnd());
  return {
    said: (text) => {
      if (lines > TRANSCRIPT_LINES_MAX) write(`… ${lines - TRANSCRIPT_LINES_MAX} more lines`);
      lines = 0;
      put('>', text);
    },
    heard: (line) => {
      lines += 1;
      if (lines <= TRANSCRIPT_LINES_MAX) put('<', line);
    },
  };
}
