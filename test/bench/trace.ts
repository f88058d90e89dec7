/** The main job at full size: where is this address, asked of 155 warm switches at once. */
import { findPlatform } from '../../agent/switch/platforms/index.ts';
import { formatMac } from '../../shared/model/index.ts';
import { type Campus, type EndpointClass, type Truth, truths } from '../lab/index.ts';
import type { Place } from './campus-child.ts';
import { openShell } from './fan-out.ts';
import { type Figure, median } from './figure.ts';
import { startMesh } from './mesh.ts';

const SWITCHES = 155;
const RTT_MS = 5;
const DEVICE_MS = 5;
const WARM_UPS = 8;
const TRACES = 24;
const BAR_MS = 500;
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
    const times: number[] = [];
    const asked = questions(mesh.campus, WARM_UPS + TRACES);
    for (const truth of asked) times.push(await mesh.trace(truth));
    const bareMs = await bareFanOut(mesh.places, asked);
    const figure = {
      name: `trace over ${SWITCHES} warm switches, p50`,
      value: median(times.slice(WARM_UPS)),
      unit: 'ms',
    };
    return [
      { ...figure, baseline: BAR_MS, baselineName: 'bar of the design', bar: 1 },
      { ...figure, baseline: bareMs, baselineName: 'the same question over bare ssh2', bar: 6 },
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

/** The same addresses, asked of the same switches over the same links; nobody weighs the answers. */
async function bareFanOut(places: readonly Place[], asked: readonly Truth[]): Promise<number> {
  const shells = await Promise.all(places.map(openShell));
  const times: number[] = [];
  for (const { mac } of asked) {
    const startMs = performance.now();
    await Promise.all(shells.map((shell) => shell.ask(lookupOf(shell.platform, mac))));
    times.push(performance.now() - startMs);
  }
  for (const shell of shells) shell.close();
  return median(times.slice(WARM_UPS));
}

function lookupOf(platformId: string, mac: Truth['mac']): string {
  const platform = findPlatform(platformId);
  if (!platform) throw new Error(`there is no platform ${platformId}`);
  return platform.lookup(formatMac(mac, platform.macStyle)).command;
}
