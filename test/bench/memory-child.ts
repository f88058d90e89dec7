/**
 * A process with nothing in it but the switch driver: opens a warm session to every place of its order and answers
 * with the resident memory that they added, in MB. Started with `--expose-gc`, so that garbage counts on neither side.
 */
import type { Target, Task } from '../../agent/jobs/index.ts';
import { createSwitchDriver, type SwitchDriver } from '../../agent/switch/index.ts';
import { macFromHex } from '../../shared/model/index.ts';
import { silentLog, systemClock } from '../../shared/runtime/index.ts';
import type { Place } from './campus-child.ts';
import { driverContext } from './lookup.ts';
import { memoryOf } from './program.ts';

/** As many as an agent works on at once. */
const AT_ONCE = 50;
const WARM_UPS = 100;

const lookup: Task = { kind: 'lookup', driver: 'switch', mac: macFromHex('001122334455') };

async function sessions(places: readonly Place[]): Promise<SwitchDriver> {
  const pool = { sessionsMax: places.length };
  // What is measured is memory, not how gently the sessions are opened.
  const connects = { perLoginServerSecond: places.length };
  const driver = createSwitchDriver({ clock: systemClock, log: silentLog, pool, connects });
  for (let i = 0; i < places.length; i += AT_ONCE)
    await Promise.all(
      places.slice(i, i + AT_ONCE).map((place) => driver.run(lookup, targetOf(place), driverContext())),
    );
  const { idle } = driver.stats();
  if (idle !== places.length) throw new Error(`${idle} of ${places.length} sessions are warm`);
  return driver;
}

function targetOf({ hostname: name, host: address, port, platform }: Place): Target {
  const source = { site: 'bench', kind: 'source', id: `port-${port}` } as const;
  return { source, name, address, port, platform, credential: 'bench' };
}

function residentMb(): number {
  if (!global.gc) throw new Error('memory-child needs --expose-gc');
  global.gc();
  return memoryOf(process.pid).nowMb;
}

process.on('disconnect', () => process.exit(0));
const places = JSON.parse(process.argv[2] ?? '') as Place[];
await (await sessions(places.slice(0, WARM_UPS))).stop();
const beforeMb = residentMb();
const driver = await sessions(places);
const addedMb = residentMb() - beforeMb;
process.send?.(addedMb);
await driver.stop();
