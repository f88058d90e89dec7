/** Lists of ports as people type them, `Gi1/0/1-12,Gi1/0/20`, and the same made short again. */
import { isPortText } from './port-text.ts';

/** Ports that one range may name. */
export const PORT_RANGE_MAX = 1000;
const LIST_CHARS_MAX = 20_000;
const NUMBER_DIGITS_MAX = 5;

export interface PortList {
  /** In the order given, each once. */
  readonly names: readonly string[];
  /** What is no port and no range. */
  readonly problems: readonly string[];
}

/** `isKnown`: a name that is taken as it stands, although it looks like a range. */
export function parsePortList(text: string, isKnown: (name: string) => boolean): PortList {
  if (text.length > LIST_CHARS_MAX)
    return { names: [], problems: [`is longer than ${LIST_CHARS_MAX} characters`] };
  const names = new Set<string>();
  const problems: string[] = [];
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length === 0) problems.push('names no port');
  for (const item of items) {
    const found = isKnown(item) ? [item] : portsOf(item);
    if (typeof found === 'string') problems.push(found);
    else for (const name of found) names.add(name);
  }
  return { names: [...names], problems };
}

/** The names, or what is wrong. */
function portsOf(item: string): readonly string[] | string {
  const shown = `"${item.slice(0, 80)}"`;
  const range = rangeIn(item);
  if (!range) return isPortText(item) ? [item] : `${shown} is not the name of a port`;
  const { head, from, to } = range;
  if (!isPortText(`${head}${from}`)) return `${shown} is not the name of a port`;
  if (to < from) return `${shown} ends before it begins`;
  if (to - from >= PORT_RANGE_MAX) return `${shown} is more than ${PORT_RANGE_MAX} ports`;
  return Array.from({ length: to - from + 1 }, (_, at) => `${head}${from + at}`);
}

interface Range {
  readonly head: string;
  readonly from: number;
  readonly to: number;
}

/** `Gi1/0/1-12`, `Gi1/0/1-Gi1/0/12` and `Gi1/0/1-1/0/12`; a dash elsewhere belongs to the name: `ge-0/0/1`. */
function rangeIn(item: string): Range | undefined {
  for (let at = item.indexOf('-'); at !== -1; at = item.indexOf('-', at + 1)) {
    const first = numbered(item.slice(0, at).trimEnd());
    const last = numbered(item.slice(at + 1).trimStart());
    if (!first || !last) continue;
    const isSame = last.head === '' || first.head.toLowerCase().endsWith(last.head.toLowerCase());
    if (isSame) return { head: first.head, from: first.number, to: last.number };
  }
  return undefined;
}

function numbered(text: string): { readonly head: string; readonly number: number } | undefined {
  let at = text.length;
  while (at > 0 && isDigit(text.charCodeAt(at - 1))) at -= 1;
  const digits = text.slice(at);
  if (digits === '' || digits.length > NUMBER_DIGITS_MAX) return undefined;
  return { head: text.slice(0, at), number: Number(digits) };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** `Gi1/0/1-4,Gi1/0/7`: ports that follow each other are one range. */
export function formatPortList(names: readonly string[]): string {
  return portRanges(names).join(',');
}

/** The parts of the same, in their order. */
export function portRanges(names: readonly string[]): readonly string[] {
  const parts: { head: string; from: number; to: number; first: string }[] = [];
  const texts: string[] = [];
  const flush = (): void => {
    for (const { first, from, to } of parts.splice(0)) texts.push(from === to ? first : `${first}-${to}`);
  };
  for (const name of names) {
    const found = numbered(name);
    const last = parts[0];
    // A number with a leading zero is a name of its own.
    const follows = found && last && found.head === last.head && found.number === last.to + 1;
    if (follows && name === `${found.head}${found.number}`) {
      last.to = found.number;
      continue;
    }
    flush();
    if (found) parts.push({ head: found.head, from: found.number, to: found.number, first: name });
    else texts.push(name);
  }
  flush();
  return texts;
}
