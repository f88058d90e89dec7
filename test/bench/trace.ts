/** The main job at full size: where is this address, asked of 155 warm switches at once. */
import { type Campus, type EndpointClass, type Truth, truths } from '../lab/index.ts';
import { openFanOut } from './fan-out.ts';
import { type Figure, median } from './figure.ts';
import { startMesh } from './mesh.ts';

const SWITCHES = 155;
const RTT_MS = 5;
const DEVICE_MS = 5;
const WARM_UPS = 8;
const TRACES = 24;
const BAR_MS = 500;
/** Of all switches. */
const DIRECTED_SHARE_MAX = 0.1;
const CLASSES: readonly EndpointClass[] = ['edge', 'phone-pc', 'host-lag', 'hypervisor-vm'];

export async function benchTrace({ profileDir }: { profileDir?: string | undefined }): Promise<Figure[]> {
  const mesh = await startMesh({
    seed: 155,
    switches: SWITCHES,
    rttMs: RTT_MS,
    deviceMs: DEVICE_MS,
    profileDir,
  });
  try {
    await mesh.collect();
    const bare = await openFanOut(mesh.places);
    const times: number[] = [];
    const bareTimes: number[] = [];
    const directed: { elapsedMs: number; reads: number }[] = [];
    // In turn, so that whatever else the machine does slows down all of them.
    for (const truth of questions(mesh.campus, WARM_UPS + TRACES)) {
      times.push(await mesh.trace(truth, { allHits: true }));
      directed.push(await mesh.traced(truth));
      bareTimes.push(await bare.ask(truth.mac));
    }
    bare.close();
    const figure = {
      name: `trace over ${SWITCHES} warm switches, p50`,
      value: median(times.slice(WARM_UPS)),
      unit: 'ms',
    };
    return [
      { ...figure, baseline: BAR_MS, baselineName: 'bar of the design', bar: 1 },
      {
        ...figure,
        baseline: median(bareTimes.slice(WARM_UPS)),
        baselineName: 'the same question over bare ssh2',
        bar: 10,
      },
      {
        name: `switches read for a trace among ${SWITCHES}, directed, mean`,
        value: mean(directed.slice(WARM_UPS).map(({ reads }) => reads)),
        unit: 'switches',
        ...{ baseline: SWITCHES, baselineName: 'every switch', bar: DIRECTED_SHARE_MAX },
      },
      {
        name: `directed trace among ${SWITCHES} warm switches, p50`,
        value: median(directed.slice(WARM_UPS).map(({ elapsedMs }) => elapsedMs)),
        unit: 'ms',
        ...{ baseline: median(times.slice(WARM_UPS)), baselineName: 'every switch asked', bar: 1 },
      },
    ];
  } finally {
    await mesh.stop();
  }
}

/** Addresses of all classes in turn, none twice. */
function questions(campus: Campus, count: number): Truth[] {
  const byClass = CLASSES.map((name) => truths(campus, name));
  return Array.from({ length: count }, (_, i) => {
    const truth = byClass[i % byClass.length]?.[Math.floor(i / byClass.length)];
    if (!truth) throw new Error('the campus is too small for so many questions');
    return truth;
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
