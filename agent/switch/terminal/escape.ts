/** Terminal control sequences: where one ends, and the few whose meaning changes the text of a line. */

/** A sequence that has not ended after so many characters is none. */
export const ESCAPE_MAX_CHARS = 256;

const ESC = 0x1b;
const BEL = 0x07;

export type Escape =
  | {
      readonly kind: 'control';
      readonly final: string;
      readonly params: readonly number[];
      readonly length: number;
    }
  /** ESC E: next line. */
  | { readonly kind: 'newline'; readonly length: number }
  | { readonly kind: 'ignored'; readonly length: number }
  /** More characters are needed. */
  | { readonly kind: 'unfinished' };

/** Reads the sequence whose ESC stands at `at`; its length includes the ESC. */
export function readEscape(text: string, at: number): Escape {
  const sequence = readAt(text, at);
  if (sequence.kind !== 'unfinished' || text.length - at <= ESCAPE_MAX_CHARS) return sequence;
  return { kind: 'ignored', length: 1 };
}

function readAt(text: string, at: number): Escape {
  const second = text[at + 1];
  if (second === undefined) return { kind: 'unfinished' };
  if (second === '[') return readControl(text, at);
  if (second === ']' || second === 'P') return readString(text, at);
  if (second === 'E') return { kind: 'newline', length: 2 };
  let end = at + 1;
  while (isBetween(text, end, 0x20, 0x2f)) end += 1;
  return end < text.length ? { kind: 'ignored', length: end + 1 - at } : { kind: 'unfinished' };
}

/** CSI: parameters, intermediates, one final character. */
function readControl(text: string, at: number): Escape {
  let end = at + 2;
  while (isBetween(text, end, 0x20, 0x3f)) end += 1;
  if (end >= text.length) return { kind: 'unfinished' };
  const params = text
    .slice(at + 2, end)
    .split(';')
    .map((param) => Number.parseInt(param, 10))
    .map((param) => (Number.isNaN(param) ? 0 : param));
  return { kind: 'control', final: text.charAt(end), params, length: end + 1 - at };
}

/** OSC and DCS: anything up to BEL or ESC \. */
function readString(text: string, at: number): Escape {
  // Looking further than a sequence may be long would cost the square of what a device prints.
  const last = Math.min(text.length, at + ESCAPE_MAX_CHARS + 1);
  for (let end = at + 2; end < last; end += 1) {
    const code = text.charCodeAt(end);
    if (code === BEL) return { kind: 'ignored', length: end + 1 - at };
    if (code === ESC && text[end + 1] === '\\') return { kind: 'ignored', length: end + 2 - at };
  }
  return { kind: 'unfinished' };
}

function isBetween(text: string, at: number, low: number, high: number): boolean {
  const code = text.charCodeAt(at);
  return code >= low && code <= high;
}
