import { describe, expect, it } from 'vitest';
import { summarize, summaryLines } from './summary.ts';

const file = (status: string, ...tests: [fullName: string, status: string][]): object => ({
  name: '/repo/a.test.ts',
  status,
  message: status === 'failed' ? 'Cannot find module\nstack' : '',
  assertionResults: tests.map(([fullName, state]) => ({ fullName, status: state })),
});
const lines = (exitCode: number | null, ...files: object[]): readonly string[] =>
  summaryLines(summarize(JSON.stringify({ testResults: files }), exitCode));

describe('the summary of a test run', () => {
  it('ends with the counts alone on the last line', () => {
    expect(lines(0, file('passed', ['a', 'passed'], ['b', 'passed']))).toEqual([
      '2 passed, 0 failed, 0 skipped',
    ]);
  });

  it('names each failure and each skip', () => {
    expect(
      lines(
        1,
        file('failed', ['a', 'passed'], ['b', 'failed'], ['c (apt-get install x)', 'skipped'], ['d', 'todo']),
      ),
    ).toEqual(['failed: b', 'skipped: c (apt-get install x)', 'skipped: d', '1 passed, 1 failed, 2 skipped']);
  });

  it('counts a file that did not load as a failure', () => {
    expect(lines(1, file('passed', ['a', 'passed']), file('failed'))).toEqual([
      'failed: /repo/a.test.ts: Cannot find module',
      '1 passed, 1 failed, 0 skipped',
    ]);
  });

  it('counts a broken hook as a failure, whose tests vitest calls skipped', () => {
    expect(lines(1, file('failed', ['a', 'skipped'])).at(-1)).toBe('0 passed, 1 failed, 1 skipped');
  });

  it('is never green when vitest failed though all tests passed', () => {
    expect(lines(1, file('passed', ['a', 'passed'])).at(-1)).toBe('1 passed, 1 failed, 0 skipped');
    expect(lines(null, file('passed', ['a', 'passed'])).at(-1)).toBe('1 passed, 1 failed, 0 skipped');
  });

  it('is never green without a test or without a readable report', () => {
    expect(lines(0)).toEqual(['failed: no test ran', '0 passed, 1 failed, 0 skipped']);
    for (const json of [undefined, '', '{"testRes', '[]', 'null', '{}']) {
      expect(summaryLines(summarize(json, 0)).at(-1)).toBe('0 passed, 1 failed, 0 skipped');
    }
  });
});
