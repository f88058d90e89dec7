/**
 * The promises that Wayside took over from the five systems it replaces, by number (`promises.json`: number ->
 * what was promised, and where it was thought to be kept). A promise is kept by a test that quotes its number in
 * its title or in the comment directly above, or else told by a guide page that quotes it; the rest is open.
 */
import type { Module } from '../source.ts';
import { type TestCase, testsOf } from '../tests.ts';
import { type Tree, type Violation, violation } from '../tree.ts';

export const PROMISES = 'test/house/promises/promises.json';

/** number -> text */
export type Promises = Readonly<Record<string, string>>;

export type Keeper = 'test' | 'guide' | 'open';

const NUMBER = /\bS\d\.\d+\b/g;
const RANGE = /\bS\d\.\d+\s*(?:-|–|to)\s*S\d\.\d+\b/;

interface Quote {
  readonly number: string;
  readonly path: string;
  readonly line: number;
}

/** Who keeps each number; a test counts more than a page. */
export function mapPromises(tree: Tree, promises: Promises): ReadonlyMap<string, Keeper> {
  const tested = new Set(
    quotingTests(tree).flatMap((test) => (test.asserts ? numbersIn(quotable(test)) : [])),
  );
  const told = new Set(pageQuotes(tree).map(({ number }) => number));
  return new Map(
    Object.keys(promises).map((number) => [
      number,
      tested.has(number) ? 'test' : told.has(number) ? 'guide' : 'open',
    ]),
  );
}

/** `promises: 28 kept by tests, 3 by guide pages, 223 open` */
export function promiseSummary(keepers: ReadonlyMap<string, Keeper>): string {
  const count = (which: Keeper): number => [...keepers.values()].filter((keeper) => keeper === which).length;
  return `promises: ${count('test')} kept by tests, ${count('guide')} by guide pages, ${count('open')} open`;
}

/** Quotes of numbers that do not exist, of ranges that no search would find, and by tests that assert nothing. */
export function checkPromises(tree: Tree, promises: Promises): readonly Violation[] {
  const tests = quotingTests(tree);
  const quotes: Quote[] = [...pageQuotes(tree), ...tests.flatMap(testQuotes)];
  return [
    ...quotes
      .filter(({ number }) => !(number in promises))
      .map(({ number, path, line }) =>
        violation(path, line, `quotes ${number}, which is no promise of ${PROMISES}`),
      ),
    ...tests
      .filter((test) => RANGE.test(quotable(test)))
      .map(({ path, line }) =>
        violation(path, line, 'quotes a range; write each number, so that a search finds it'),
      ),
    ...tests
      .filter(({ asserts }) => !asserts)
      .map(({ path, line, title }) =>
        violation(
          path,
          line,
          `"${title}" quotes a promise and asserts nothing: no expect or assert in its body`,
        ),
      ),
  ];
}

function quotingTests(tree: Tree): readonly TestCase[] {
  // Titles with planted numbers stand in the tests of this very check.
  const outside = tree.modules.filter(({ path }: Module) => !path.startsWith('test/house/'));
  return outside.flatMap(testsOf).filter((test) => numbersIn(quotable(test)).length > 0);
}

function quotable({ title, comment }: TestCase): string {
  return `${title}\n${comment}`;
}

function testQuotes(test: TestCase): readonly Quote[] {
  return numbersIn(quotable(test)).map((number) => ({ number, path: test.path, line: test.line }));
}

function pageQuotes(tree: Tree): readonly Quote[] {
  const isPage = (path: string): boolean =>
    /^((README|CONTRIBUTING|CHANGELOG)|deploy\/guide\/.*)\.md$/.test(path);
  return tree.files
    .filter(({ path }) => isPage(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, at) => numbersIn(line).map((number) => ({ number, path, line: at + 1 }))),
    );
}

function numbersIn(text: string): readonly string[] {
  return [...text.matchAll(NUMBER)].map(([number]) => number);
}
