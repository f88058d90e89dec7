import { describe, expect, it } from 'vitest';
import { brokenRuleNames, brokenRules } from './rules.ts';
import { runSeed } from './world.ts';

/** `SEED=131 npx vitest run --project rooms test/mesh/merge` replays one; `npm run sim` runs many more. */
const FROM = Number(process.env['SEED'] ?? 1);
const SEEDS = process.env['SEED'] === undefined ? 1_000 : 1;
/** A rule that is broken must show within these. */
const FOUND_WITHIN_SEEDS = 5_000;

describe(`2 to 5 stores that give each other what they can, when they can (SEED=${FROM})`, () => {
  it('lose no update, bring back nothing that is gone, and all come to the same', () => {
    const failed: Record<number, readonly string[]> = {};
    for (let seed = FROM; seed < FROM + SEEDS; seed += 1) {
      const problems = runSeed(seed);
      if (problems.length > 0) failed[seed] = problems;
    }
    expect(failed).toEqual({});
  });

  it('do the same again from the same seed', () => {
    const seed = firstSeed('drop ctx');
    expect(runSeed(seed, 'drop ctx')).toEqual(runSeed(seed, 'drop ctx'));
  });

  it.each(brokenRuleNames)('are found out when a rule is broken: %s', (rule) => {
    expect(firstSeed(rule), brokenRules[rule]).toBeLessThan(FOUND_WITHIN_SEEDS);
  });
});

function firstSeed(rule: keyof typeof brokenRules): number {
  let seed = 1;
  while (seed < FOUND_WITHIN_SEEDS && runSeed(seed, rule).length === 0) seed += 1;
  return seed;
}
