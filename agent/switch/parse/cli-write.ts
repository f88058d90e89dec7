/** What the write recipes of Cisco and its relatives share: ranges of ports, and text that may be a description. */

/** `{prefix: 'Gi1/0/', number: 4}`; undefined when the name does not end in a number. */
function split(port: string): { readonly prefix: string; readonly number: number } | undefined {
  const [, prefix, digits] = /^(.*?)(\d{1,9})$/.exec(port) ?? [];
  return prefix === undefined || digits === undefined ? undefined : { prefix, number: Number(digits) };
}

export interface RangeOptions {
  /** How many pieces one range may have; IOS allows five. */
  readonly piecesMax: number;
  readonly join: string;
  /** Between the first and the last of a piece: `-` or ` - `. */
  readonly dash?: string;
  /** The name of the last one is written in full: `Eth1/1-Eth1/4`. */
  readonly full?: boolean;
}

/**
 * Ports as the argument of `interface range`: `Gi1/0/1-4,Gi1/0/7`. Port channels come in ranges of their own, since
 * physical ports and port channels do not take the same lines. Sorted, without doubles; one text per command.
 */
export function interfaceRanges(ports: readonly string[], options: RangeOptions): string[] {
  const { piecesMax, join, dash = '-' } = options;
  const isLag = (port: string): boolean => /^Po\d/i.test(port);
  return [ports.filter((port) => !isLag(port)), ports.filter(isLag)].flatMap((group) => {
    const pieces = piecesOf(group, dash);
    const ranges: string[] = [];
    for (let i = 0; i < pieces.length; i += piecesMax) ranges.push(pieces.slice(i, i + piecesMax).join(join));
    return ranges;
  });
}

function piecesOf(ports: readonly string[], dash: string): string[] {
  const pieces: { prefix: string; first: number; last: number }[] = [];
  const odd: string[] = [];
  const named = [...new Set(ports)].map((port) => ({ port, parts: split(port) }));
  named.sort(
    (a, b) =>
      (a.parts?.prefix ?? '').localeCompare(b.parts?.prefix ?? '', 'en', { numeric: true }) ||
      (a.parts?.number ?? 0) - (b.parts?.number ?? 0),
  );
  for (const { port, parts } of named) {
    if (parts === undefined) {
      odd.push(port);
      continue;
    }
    const piece = pieces.at(-1);
    if (piece?.prefix === parts.prefix && piece.last === parts.number - 1) piece.last = parts.number;
    else pieces.push({ prefix: parts.prefix, first: parts.number, last: parts.number });
  }
  const written = pieces.map(({ prefix, first, last }) =>
    first === last ? `${prefix}${first}` : `${prefix}${first}${dash}${last}`,
  );
  return [...written, ...odd];
}

export interface TextRules {
  readonly charsMax: number;
}

/**
 * Why the text cannot be a description, or undefined. A `?` makes these systems show help in the middle of the line,
 * and what they print back must be the same text again.
 */
export function ciscoTextProblem(text: string, { charsMax }: TextRules): string | undefined {
  if (text.length > charsMax) return `is longer than ${charsMax} characters`;
  if (!/^[\x20-\x7e]*$/.test(text)) return 'holds letters that the device cannot keep';
  if (text.includes('?')) return 'holds a question mark, which the device takes as a call for help';
  if (text !== text.trim()) return 'begins or ends with a blank, which the device drops';
  if (/^!/.test(text)) return 'begins with an exclamation mark, which makes it a comment';
  return undefined;
}
