import { describe, expect, it } from 'vitest';
import { plant, readTree, report, repositoryRoot } from '../tree.ts';
import { checkPromises, mapPromises, PROMISES, promiseSummary } from './promises.ts';

const promises = { 'S0.1': 'one', 'S0.2': 'two', 'S0.3': 'three', 'S0.4': 'four' };
const test = (...lines: string[]): Record<string, string> => ({
  'agent/jobs/a.test.ts': [`import { expect, it } from 'vitest';`, ...lines].join('\n'),
});

describe('mapPromises', () => {
  it('finds the keeper of each number: a title, a comment directly above, a page, or nobody', () => {
    const tree = plant({
      ...test(
        `it('S0.1 runs', () => { expect(1).toBe(1); });`,
        '// Keeps S0.2,',
        '// said on two lines.',
        `it.each([1])('%s runs', (n) => { assertSame(n); });`,
      ),
      'deploy/guide/start.md': 'Install it (S0.3). S0.1 too.',
    });
    const keepers = mapPromises(tree, promises);
    expect(Object.fromEntries(keepers)).toEqual({
      'S0.1': 'test',
      'S0.2': 'test',
      'S0.3': 'guide',
      'S0.4': 'open',
    });
    expect(promiseSummary(keepers)).toBe('promises: 2 kept by tests, 1 by guide pages, 1 open');
  });

  it('counts no test that asserts nothing, no skipped one and no comment that stands elsewhere', () => {
    const tree = plant(
      test(
        '// S0.3 far above',
        '',
        `it('S0.1 runs', () => { run(); });`,
        `it.skip('S0.2 runs', () => { expect(1).toBe(1); });`,
        `const text = 'S0.4';`,
      ),
    );
    expect(promiseSummary(mapPromises(tree, promises))).toBe(
      'promises: 0 kept by tests, 0 by guide pages, 4 open',
    );
  });
});

describe('checkPromises', () => {
  const found = (files: Record<string, string>): readonly string[] =>
    report(checkPromises(plant(files), promises));

  it('refuses a number that does not exist, in a test and on a page', () => {
    expect(found({ ...test(`it('S0.9', () => { expect(1).toBe(1); });`), 'README.md': '\nS9.1' })).toEqual([
      expect.stringContaining('README.md:2 quotes S9.1'),
      expect.stringContaining('agent/jobs/a.test.ts:2 quotes S0.9'),
    ]);
  });

  it('refuses a test that quotes a number and asserts nothing', () => {
    expect(found(test(`it('S0.1 runs', () => { run('expect(1)'); /* expect(1) */ });`))).toEqual([
      expect.stringContaining('"S0.1 runs" quotes a promise and asserts nothing'),
    ]);
    expect(found(test(`it.todo('S0.1 runs');`))).toHaveLength(1);
    expect(found(test(`it('S0.1 runs', () => { fc.assert(property); });`))).toEqual([]);
  });

  it('refuses a range, whose inner numbers no search would find', () => {
    expect(found(test(`it('S0.1-S0.3', () => { expect(1).toBe(1); });`))).toEqual([
      expect.stringContaining('write each number'),
    ]);
  });
});

it('holds all 254 promises', () => {
  const committed = JSON.parse(readTree(repositoryRoot()).text(PROMISES) ?? '{}');
  const perSystem = [0, 1, 2, 3, 4].map((system) =>
    Object.keys(committed).filter((n) => n.startsWith(`S${system}.`)),
  );
  expect(perSystem.map((numbers) => numbers.length)).toEqual([62, 41, 46, 39, 66]);
  expect(Object.values(committed).filter((text) => text === '')).toEqual([]);
});
