/** Looks for the first seed that finds a planted bug out. */
import type { BugName } from './bugs.ts';
import type { Stage } from './stage.ts';
import { runSeed } from './world.ts';

export type { BugName } from './bugs.ts';

/** Seeds until a planted bug must have been found out. */
export const FOUND_WITHIN_SEEDS = 200;

export async function findBug(
  bug: BugName,
  stage: Stage,
  from = 1,
): Promise<{ readonly seed: number; readonly problem: string } | undefined> {
  for (let seed = from; seed < from + FOUND_WITHIN_SEEDS; seed += 1) {
    const [problem] = (await runSeed(seed, stage, { bug })).problems;
    if (problem !== undefined) return { seed, problem };
  }
  return undefined;
}
