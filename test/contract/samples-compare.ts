/**
 * Does a page show what is really printed? Both sides are brought to one spelling for all that differs from run to
 * run; then the lines of the page must stand in the output, in order and without a gap. Where a page leaves lines
 * out it says so with a line `…`, and with `…` at the end of a line that it cut.
 */
import { expect } from 'vitest';

/** In this order: an id must be gone before its digits look like something else. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/SHA256:[\w+/]{43}/g, 'SHA256:KEY'],
  [/\bwj1\.[\w-]+/g, 'JOINTOKEN'],
  [/\b[0-9a-z]{26}\b/g, 'ID'],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?: ?\+\d\d:\d\d|Z)?/g, 'TIME'],
  [/\b\d+(?:\.\d+){3}(?::\d+|\/\d+)?/g, 'ADDRESS'],
  [/\b\d+(?:\.\d+)? ?(?:ms|MiB|GiB)\b/g, 'N'],
  // Before a colon, where minutes and days could be the digits of an address.
  [/\b\d+(?:\.\d+)?s(?=:)/g, 'N'],
  [/\b(?:now|\d+(?:\.\d+)?[smhd](?: ago)?)(?![\w:.-])/g, 'N'],
  [/\b(rttMs|promptMs|changes|version) [\d.]+\b/g, '$1 N'],
];

/** One spelling; blanks count as one, empty lines not at all. */
export function plainLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => SPELLINGS.reduce((plain, [pattern, to]) => plain.replaceAll(pattern, to), line))
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
}

/** The lines of the page that the output does not have at that place; `undefined` when all is as shown. */
export function missing(output: string, shown: readonly string[]): readonly string[] | undefined {
  const real = plainLines(output);
  const blocks = plainLines(shown.join('\n')).join('\n').split(/^…$/m);
  let from = 0;
  for (const [number, block] of blocks.entries()) {
    const lines = block.split('\n').filter((line) => line !== '');
    const at = real.findIndex((_, start) => start >= from && matchesAt(real, lines, start));
    if (lines.length > 0 && (at === -1 || (number === 0 && at !== 0))) return lines;
    if (lines.length > 0) from = at + lines.length;
  }
  return blocks.at(-1)?.trim() === '' || from === real.length ? undefined : ['(the end of the output)'];
}

function matchesAt(real: readonly string[], lines: readonly string[], start: number): boolean {
  return lines.every((line, offset) => {
    const there = real[start + offset];
    if (!line.endsWith('…')) return there === line;
    return there?.startsWith(line.slice(0, -1).trimEnd()) === true;
  });
}

/** Fails with the whole output, so that the page can be corrected from it. */
export function expectShown(output: string, shown: readonly string[]): void {
  expect(missing(output, shown), output).toBeUndefined();
}
