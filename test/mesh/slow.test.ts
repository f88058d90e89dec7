/**
 * A slow line and a slow reader: what does not get through waits on the disk of the agent, and neither process grows
 * with it. The agent finds tens of megabytes in its outbox, as after a long time without its controller.
 */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Outbox, openAgentDatabase, Snapshots } from '../../agent/store/index.ts';
import type { SeenRecord } from '../../shared/delta/index.ts';
import { delay, systemClock, systemRandom } from '../../shared/runtime/index.ts';
import { SITE } from './calls.ts';
import type { Rig } from './harness.ts';
import { RigLane } from './lane.ts';
import { unsettled } from './stores.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const TEST_MAX_MS = 90_000;
const MIB = 1_048_576;
/** What waits at the agent: scans of so many ports with a description of so many bytes that do not compress. */
const SCANS = 24;
const PORTS = 40;
const DESCRIPTION_BYTES = 30_000;
const SPOOLED_BYTES_MIN = 24 * MIB;
/** Each look collects the garbage of a process, which is work of its own. */
const LOOK_EVERY_MS = 200;
/** The window of deltas under way is 4 MiB, in frames and in their coded form. */
const AGENT_GROWTH_BYTES_MAX = 8 * MIB;
const READERS = 3;
/** A reader that stands still may hold its windows full, a few events encoded and a few as they are. */
const CONTROLLER_GROWTH_BYTES_MAX: number = READERS * 8 * MIB;

// A line that stands still is no dead peer here: only the flow is looked at.
const lane = new RigLane({ seed: SEED, proxied: true, controllerConfig: { agents: { heartbeat: '1m' } } });
afterAll(() => lane.stop());

describe(`what does not get through (seed ${SEED})`, { timeout: TEST_MAX_MS }, () => {
  it('waits on disk: neither end of a slow line grows, nor does a controller whose watchers do not read', () =>
    lane.run(async (rig) => {
      expect((await rig.collect()).state).toBe('succeeded');
      const agentBytes = await rig.agent.liveBytes();
      await rig.agent.stop();
      spool(rig.agentDir);
      const readers = Array.from({ length: READERS }, () => standStill(rig));
      await Promise.all(readers.map((reader) => reader.opened));
      const controllerBytes = await rig.controller.liveBytes();
      await rig.startAgent();
      rig.proxy.freeze();
      const peaks = { agent: agentBytes, controller: controllerBytes };
      await choked(rig);
      peaks.agent = Math.max(peaks.agent, await rig.agent.liveBytes());
      expect(unsettled(rig.agentDir).deltas).toBeGreaterThan(0);
      rig.proxy.setLossy({ share: 0.05, stallMs: 20 });
      rig.proxy.thaw();
      let left = unsettled(rig.agentDir).deltas;
      while (left > 0) {
        peaks.agent = Math.max(peaks.agent, await rig.agent.liveBytes());
        peaks.controller = Math.max(peaks.controller, await rig.controller.liveBytes());
        await delay(systemClock, LOOK_EVERY_MS);
        left = unsettled(rig.agentDir).deltas;
      }
      console.log(growth(peaks.agent - agentBytes, peaks.controller - controllerBytes));
      expect(peaks.agent - agentBytes).toBeLessThan(AGENT_GROWTH_BYTES_MAX);
      expect(peaks.controller - controllerBytes).toBeLessThan(CONTROLLER_GROWTH_BYTES_MAX);
      expect(await rig.problems()).toEqual([]);
      for (const reader of readers) reader.leave();
    }));
});

/** As the agent itself would have, had it scanned while its controller was away. */
function spool(agentDir: string): void {
  const db = openAgentDatabase(join(agentDir, 'agent.db'));
  const outbox = new Outbox({ db, clock: systemClock, random: systemRandom, maxBytes: 1024 * MIB });
  const snapshots = new Snapshots({ db, outbox, clock: systemClock, random: systemRandom });
  for (let scan = 0; scan < SCANS; scan += 1) {
    const seen = Array.from({ length: PORTS }, (_, port): SeenRecord => {
      const description = Buffer.from(systemRandom.bytes(DESCRIPTION_BYTES)).toString('base64');
      return {
        kind: 'port',
        // Others with each scan: of what comes again only the newest would wait.
        nativeKey: `Te${scan}/9/${port}`,
        sections: { status: { name: `Te${scan}/9/${port}`, description } },
      };
    });
    snapshots.take({
      source: { site: SITE, kind: 'source', id: 'switch0' },
      epoch: 1,
      completeness: 'partial',
      code: 'TIMEOUT',
      reason: 'only some ports were read',
      coverage: [],
      seen,
      startedAtMs: systemClock.now(),
      finishedAtMs: systemClock.now(),
    });
  }
  expect(outbox.bytes).toBeGreaterThan(SPOOLED_BYTES_MIN);
  db.close();
}

/** A watcher that takes the first event and never asks for another. */
function standStill(rig: Rig): { readonly opened: Promise<unknown>; leave(): void } {
  const leaving = new AbortController();
  const request = { kinds: ['port'], site: SITE };
  const events = rig.client.stream('InventoryService.WatchRecords', request, { signal: leaving.signal });
  const reader = events[Symbol.asyncIterator]();
  return { opened: reader.next(), leave: () => leaving.abort() };
}

/** Resolves when the frozen line takes no more. */
async function choked(rig: Rig): Promise<void> {
  let before = -1;
  while (before !== rig.proxy.stats.heldBytes) {
    before = rig.proxy.stats.heldBytes;
    // Each answer is a turn of the agent's own loop, in which it would have sent more.
    for (let turn = 0; turn < 5; turn += 1) await rig.agent.liveBytes();
  }
}

function growth(agentBytes: number, controllerBytes: number): string {
  const mib = (bytes: number): string => `${(bytes / MIB).toFixed(1)} MiB`;
  return `growth: agent ${mib(agentBytes)}, controller ${mib(controllerBytes)}`;
}
