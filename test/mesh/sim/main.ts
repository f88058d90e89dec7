/**
 * `npm run test:mesh`: agents and a controller under every fault, on as many seeds as fit into the time, at least 500; then
 * each planted bug until it is found out. `SEED=7 npm run test:mesh` replays one, and says all that happened with `-- --tell`.
 */
import { parseArgs } from 'node:util';
import { systemClock } from '../../../shared/runtime/index.ts';
import { type BugName, bugNames } from './bugs.ts';
import { FOUND_WITHIN_SEEDS, findBug } from './bugs-found.ts';
import { Coverage } from './plan.ts';
import { openStage, type Stage } from './stage.ts';
import { runSeed } from './world.ts';

const SEEDS_MIN = 500;
const BUDGET_MS = 300_000;
const SHOWN_MAX = 5;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string' },
      from: { type: 'string' },
      seed: { type: 'string' },
      bug: { type: 'string' },
      tell: { type: 'boolean' },
    },
  });
  const stage = await openStage();
  const seed = values.seed ?? process.env['SEED'];
  if (seed !== undefined) return replay(Number(seed), stage, values);
  const isWhole = await manySeeds(stage, Number(values.from ?? 1), Number(values.seeds ?? 0));
  let missed = 0;
  for (const bug of bugNames) if (!(await isFound(bug, stage))) missed += 1;
  return isWhole && missed === 0 ? 0 : 1;
}

async function replay(
  seed: number,
  stage: Stage,
  values: { readonly bug?: string; readonly tell?: boolean },
): Promise<number> {
  const bug = bugNames.find((name) => name === values.bug);
  const tell = values.tell ? (line: string): void => console.log(line) : undefined;
  const { problems, trace, faults, writes, jobs, virtualMs } = await runSeed(seed, stage, { bug, tell });
  console.log(
    `seed ${seed}: ${writes} writes, ${jobs} jobs, ${faults} faults in ${virtualMs} ms; trace ${trace}`,
  );
  for (const problem of problems) console.log(`  ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

async function manySeeds(stage: Stage, from: number, count: number): Promise<boolean> {
  const startedMs = systemClock.monotonic();
  const coverage = new Coverage();
  let [done, failed, faults, writes] = [0, 0, 0, 0];
  const isEnough = (): boolean =>
    count > 0 ? done >= count : done >= SEEDS_MIN && systemClock.monotonic() - startedMs >= BUDGET_MS;
  while (!isEnough()) {
    const seed = from + done;
    const result = await runSeed(seed, stage);
    done += 1;
    faults += result.faults;
    writes += result.writes;
    coverage.add(result.coverage);
    if (result.problems.length === 0) continue;
    failed += 1;
    if (failed <= SHOWN_MAX) console.log(`SEED=${seed}\n  ${result.problems.join('\n  ')}`);
  }
  const eachMs = Math.round((systemClock.monotonic() - startedMs) / done);
  console.log(
    `${done} seeds from ${from}, ${eachMs} ms each: ${failed} failed; ${writes} writes, ${faults} faults`,
  );
  console.log(coverage.lines().join('\n'));
  const gaps = coverage.gaps();
  for (const gap of gaps) console.log(gap);
  return failed === 0 && (gaps.length === 0 || done < SEEDS_MIN);
}

async function isFound(bug: BugName, stage: Stage): Promise<boolean> {
  const found = await findBug(bug, stage);
  const words = found
    ? `found out by seed ${found.seed}: ${found.problem}`
    : `NOT found out in ${FOUND_WITHIN_SEEDS} seeds`;
  console.log(`planted: ${bug}: ${words}`);
  return found !== undefined;
}

process.exitCode = await main();
