/**
 * `npm run sim`: the merge by itself, on many seeds; then each broken rule until it is found out.
 * `npm run sim -- --seed 131` replays one, `--seeds 100000 --from 1` says how many and from where.
 */
import { parseArgs } from 'node:util';
import { type BrokenRule, brokenRuleNames } from './rules.ts';
import { runSeed } from './world.ts';

const SEEDS = 20_000;
/** Seeds until a broken rule must have been found out. */
const FOUND_WITHIN_SEEDS = 5_000;
const SHOWN_MAX = 5;

function main(): number {
  const { values } = parseArgs({
    options: { seeds: { type: 'string' }, from: { type: 'string' }, seed: { type: 'string' } },
  });
  const from = Number(values.seed ?? values.from ?? 1);
  const count = values.seed === undefined ? Number(values.seeds ?? SEEDS) : 1;
  if (!Number.isInteger(from) || !Number.isInteger(count) || count < 1) {
    console.error('--seed, --seeds and --from take whole numbers');
    return 2;
  }
  const failed = failures(from, count);
  console.log(`${count} seeds from ${from}: ${failed} failed`);
  if (values.seed !== undefined) return failed === 0 ? 0 : 1;
  const missed = brokenRuleNames.filter((rule) => !isFound(rule));
  return failed + missed.length === 0 ? 0 : 1;
}

function failures(from: number, count: number): number {
  let failed = 0;
  for (let seed = from; seed < from + count; seed += 1) {
    const problems = runSeed(seed);
    if (problems.length === 0) continue;
    failed += 1;
    if (failed <= SHOWN_MAX) console.log(`seed ${seed}\n  ${problems.join('\n  ')}`);
  }
  return failed;
}

function isFound(rule: BrokenRule): boolean {
  for (let seed = 1; seed <= FOUND_WITHIN_SEEDS; seed += 1) {
    const [problem] = runSeed(seed, rule);
    if (problem === undefined) continue;
    console.log(`broken: ${rule}: found out by seed ${seed}: ${problem}`);
    return true;
  }
  console.log(`broken: ${rule}: NOT found out in ${FOUND_WITHIN_SEEDS} seeds`);
  return false;
}

process.exitCode = main();
