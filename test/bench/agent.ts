/** What an agent takes of a machine: memory at rest and at work, and how soon after its start it is connected. */
import { delay, systemClock } from '../../shared/runtime/index.ts';
import { truths } from '../lab/index.ts';
import { type Figure, median } from './figure.ts';
import { startMesh } from './mesh.ts';
import { memoryOf, startChild } from './program.ts';

const SWITCHES = 50;
const STARTS = 5;
const COLLECTS = 2;
const TRACES = 20;
/** From the last start to the look at the memory: V8 gives back what a start leaves behind within this time. */
const REST_MS = 30_000;

const IDLE_BAR_MB = 100;
const WORKING_BAR_MB = 200;
const START_BAR_MS = 3000;
const BAR_NAME = 'bar of the design';

export async function benchAgent({ profileDir }: { profileDir?: string | undefined }): Promise<Figure[]> {
  const bare = await startChild<string>('bare-child', {});
  const mesh = await startMesh({ seed: 50, switches: SWITCHES, rttMs: 0, deviceMs: 5, profileDir });
  try {
    const starts: number[] = [];
    for (let i = 0; i < STARTS; i += 1) {
      await mesh.stopAgent();
      starts.push(await mesh.startAgent());
    }
    await delay(systemClock, REST_MS);
    const idleMb = memoryOf(mesh.agent.pid).nowMb;
    for (let i = 0; i < COLLECTS; i += 1) await mesh.collect();
    for (const truth of truths(mesh.campus, 'edge').slice(0, TRACES))
      await mesh.trace(truth, { allHits: true });
    const { peakMb } = memoryOf(mesh.agent.pid);
    const bareMb = memoryOf(bare.pid).nowMb;
    return [
      bound('agent, memory at rest', 'MB', idleMb, IDLE_BAR_MB),
      {
        name: 'agent, memory at rest',
        value: idleMb,
        unit: 'MB',
        baseline: bareMb,
        baselineName: 'node with the same packages loaded',
        bar: 1.5,
      },
      bound(
        `agent, most memory while collecting and tracing over ${SWITCHES} switches`,
        'MB',
        peakMb,
        WORKING_BAR_MB,
      ),
      bound('agent, start to connected, p50', 'ms', median(starts), START_BAR_MS),
    ];
  } finally {
    await bare.stop();
    await mesh.stop();
  }
}

function bound(name: string, unit: string, value: number, bar: number): Figure {
  return { name, value, unit, baseline: bar, baselineName: BAR_NAME, bar: 1 };
}
