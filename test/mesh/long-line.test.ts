/**
 * A line of 160 ms there and back on which one piece in twenty is lost. A proxy cannot lose bytes of a stream: what loss
 * looks like behind TCP is that a piece, and all that is behind it, comes late by the time after which it is sent again.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { pick } from '../lab/index.ts';
import type { Rig } from './harness.ts';
import { RigLane } from './lane.ts';
import { typed } from './people.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const TEST_MAX_MS = 90_000;
const ONE_WAY_MS = 80;
/** A round trip, and the least that TCP waits beyond it. */
const SENT_AGAIN_MS: number = 2 * ONE_WAY_MS + 200;
const LOST_SHARE = 0.05;
const COLLECTS = 4;

const lane = new RigLane({ seed: SEED, proxied: true });
afterAll(() => lane.stop());

describe.concurrent(`a long line with losses (seed ${SEED})`, { timeout: TEST_MAX_MS }, () => {
  it('carries a session from its first word: a collect, a lookup and a trace come to their ends', () =>
    lane.run(async (rig) => {
      rig.proxy.setDelay(ONE_WAY_MS);
      rig.proxy.setLossy({ share: LOST_SHARE, stallMs: SENT_AGAIN_MS });
      const mark = rig.controller.mark();
      rig.proxy.cut();
      await rig.controller.event('session.opened', mark);
      await expectWhole(rig, await rig.submit('collect'));
      expect(await rig.ended(await rig.submit('lookup'))).toMatchObject({ state: 'succeeded', attempt: 1 });
      const truth = pick(rig.lookOfCampus, 'edge');
      const traced = await typed(rig, `wayside trace mac ${truth.mac}`);
      expect(traced.exit).toBe(0);
      expect(traced.text).toContain(`${truth.switch}`);
    }));

  it('carries deltas without end: none is lost or doubled, and the session is never taken for dead', () =>
    lane.run(async (rig) => {
      const mark = rig.controller.mark();
      for (let collect = 0; collect < COLLECTS; collect += 1) {
        rig.change();
        await expectDone(rig, await rig.submit('collect'));
      }
      expect(await rig.problems()).toEqual([]);
      expect(rig.proxy.stats.stalls).toBeGreaterThan(0);
      expect(rig.controller.count('session.closed', mark)).toBe(0);
      expect((await typed(rig, 'wayside agent ls')).text).toMatch(/beside +lab +online/);
    }));
});

async function expectDone(rig: Rig, job: string): Promise<void> {
  const { state, error, attempt } = await rig.ended(job);
  expect({ state, error, attempt }).toEqual({ state: 'succeeded', error: undefined, attempt: 1 });
}

async function expectWhole(rig: Rig, job: string): Promise<void> {
  await expectDone(rig, job);
  expect(await rig.problems()).toEqual([]);
}
