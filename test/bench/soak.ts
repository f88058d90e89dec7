/**
 * Agents whose line is cut again and again: what a controller and its agents keep of sessions that are over. The heap
 * after a forced collection is held against the heap after the first rounds, when all that is kept for good is there.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { packageRoot, systemClock } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { Fleet, OwnController } from '../lab/load/index.ts';
import type { Figure } from './figure.ts';

const AGENTS = 200;
const ROUNDS = 100;
const WARM_ROUNDS = 20;
/** More than this is a leak: the noise of a heap is below it. */
const GROWTH_BAR = 1.05;

export async function benchSoak(): Promise<Figure[]> {
  const collect = collector();
  await ready();
  const hook = pathToFileURL(join(packageRoot(), 'dist', 'test', 'bench', 'heap-hook.js')).href;
  const controller = await OwnController.start({ nodeArgs: ['--expose-gc', '--import', hook] });
  const fleet = new Fleet({
    ...{ client: controller.client, clock: systemClock, agents: AGENTS, sites: 20, records: 10 },
    ...{ latencyMs: 0, failureShare: 0, seed: 1, durable: false, prefix: 'soak' },
    dir: mkdtempSync(join(tmpdir(), 'wayside-bench-')),
  });
  try {
    await fleet.prepare();
    await fleet.join();
    await fleet.connect();
    await fleet.scan();
    const heapMb = async (nth: number): Promise<number> => {
      controller.program.signal('SIGUSR2');
      return Number((await controller.program.event(`heap.${nth}`))['bytes']) / 1024 ** 2;
    };
    const rounds = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) await fleet.restart();
    };
    await rounds(WARM_ROUNDS);
    const before = await heapMb(1);
    collect();
    const agentsBefore = process.memoryUsage().heapUsed / 1024 ** 2;
    await rounds(ROUNDS - WARM_ROUNDS);
    const after = await heapMb(2);
    collect();
    const agentsAfter = process.memoryUsage().heapUsed / 1024 ** 2;
    const name = `after ${ROUNDS} reconnects of ${AGENTS} agents, garbage collected`;
    const baselineName = `after ${WARM_ROUNDS}`;
    return [
      {
        ...{ name: `heap of the controller ${name}`, value: after, unit: 'MB', bar: GROWTH_BAR },
        ...{ baseline: before, baselineName },
      },
      {
        ...{ name: `heap of the agents ${name}`, value: agentsAfter, unit: 'MB', bar: GROWTH_BAR },
        ...{ baseline: agentsBefore, baselineName },
      },
    ];
  } finally {
    await fleet.stop();
    await controller.stop();
  }
}

/** The garbage collector of this process, which was not started with it in reach. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
