/**
 * Clocks that somebody sets while work is under way, on the agent or on the controller: no lease ends, no session is
 * lost, nothing fires twice, and nothing is forgotten; who looks is told.
 */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SITE } from './calls.ts';
import type { Rig } from './harness.ts';
import { RigLane } from './lane.ts';
import { soon, type Typed, typed } from './people.ts';
import { withStore } from './stores.ts';
import { collectWhole, startAgain } from './whole.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const TEST_MAX_MS = 90_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LATENCY_MS = 60;
/** As controller/wiring/upkeep.ts has it. */
const HISTORY_EVERY_MS = 60_000;
/** What an hour's step makes of the age of things is not looked at: only that nobody takes it for waiting. */
const STEPS = [HOUR_MS, -HOUR_MS, 0];

const lane = new RigLane({ seed: SEED, brisk: true });
afterAll(() => lane.stop());

describe.concurrent(`a clock that is set (seed ${SEED})`, { timeout: TEST_MAX_MS }, () => {
  it.each(['agent', 'controller'] as const)(
    'of the %s, an hour on and back, in the middle of a collect: no lease ends',
    (who) =>
      lane.run(async (rig) => {
        const mark = rig.controller.mark();
        for (const device of rig.campus.switches.values()) device.setLatency(LATENCY_MS);
        for (const aheadMs of STEPS) {
          rig.change();
          const job = await rig.submit();
          await rig.reached(job, ({ state }) => state === 'running');
          await rig[who].setClock(aheadMs);
          await expectWhole(rig, job);
          expect(await rig.ended(job)).toMatchObject({ attempt: 1 });
        }
        expect(rig.controller.count('job.lease-lapsed', mark)).toBe(0);
        expect(rig.controller.count('session.closed', mark)).toBe(0);
        for (const device of rig.campus.switches.values()) device.setLatency(0);
      }),
  );

  it('of the agent is told by the doctor, while it is wrong', () =>
    lane.run(async (rig) => {
      await rig.agent.setClock(HOUR_MS);
      const wrong = await doctorUntil(rig, (text) => text.includes('clock of agent'));
      expect(wrong.exit).toBe(1);
      expect(wrong.text).toMatch(
        /agents +PROBLEM +the clock of agent beside is (?:59|60) minutes ahead of this controller's/,
      );
      expect(wrong.text).toContain('agents: Let the host of the agent follow NTP: timedatectl set-ntp true.');
      await rig.agent.setClock(0);
      const right = await doctorUntil(rig, (text) => !text.includes('clock of agent'));
      expect(right.exit).toBe(0);
    }));

  it('of the controller to another year: it goes on by its own time, and keeps every version that it has', () =>
    lane.run(async (rig) => {
      // It has a run behind it to go by.
      await rig.controller.stop();
      await startAgain(rig);
      // Of what changed there is a version that is no more.
      await collectWhole(rig);
      await collectWhole(rig);
      const before = versions(rig);
      expect(before).toBeGreaterThan(0);
      for (const aheadMs of [400 * DAY_MS, -400 * DAY_MS]) {
        await rig.controller.setClock(aheadMs);
        await upkept(rig);
        const { exit, text } = await typed(rig, 'wayside doctor');
        expect(exit).toBe(1);
        expect(text).toMatch(
          new RegExp(
            `clock +PROBLEM +the clock of this host is 400 days ${aheadMs > 0 ? 'ahead of' : 'behind'} where it should be`,
          ),
        );
      }
      await rig.controller.setClock(0);
      await upkept(rig);
      expect(versions(rig)).toBe(before);
      expect((await typed(rig, 'wayside doctor')).exit).toBe(0);
      expect((await rig.collect()).state).toBe('succeeded');
      expect(await rig.problems()).toEqual([]);
    }));

  it('of the controller an hour on and back again: each time of a schedule is decided once', () =>
    lane.run(async (rig) => {
      for (const what of ['often --every 10m', 'idle --every 365d'])
        expect(await typed(rig, `wayside schedule add ${what} --site lab --kind probe`)).toMatchObject({
          exit: 0,
        });
      const mark = rig.controller.mark();
      await setClockAndLook(rig, HOUR_MS / 2);
      const { firing } = await rig.controller.event('schedule.fired', mark);
      await rig.ended(String(firing));
      const first = await firings(rig);
      // Half an hour back, and the same half hour once more.
      for (const aheadMs of [0, HOUR_MS / 2]) {
        await setClockAndLook(rig, aheadMs);
      }
      expect(await firings(rig)).toEqual(first);
      expect(new Set(first.map(({ nominalTime }) => nominalTime?.seconds)).size).toBe(first.length);
      expect(rig.controller.count('schedule.fired', mark)).toBe(1);
      await rig.controller.setClock(0);
    }));
});

async function expectWhole(rig: Rig, job: string): Promise<void> {
  const { state, error } = await rig.ended(job);
  expect({ state, error }).toEqual({ state: 'succeeded', error: undefined });
  expect(await rig.problems()).toEqual([]);
}

/** Whatever is said of a schedule makes the times of all be looked at, which else comes round by itself. */
async function setClockAndLook(rig: Rig, aheadMs: number): Promise<void> {
  await rig.controller.setClock(aheadMs);
  expect((await typed(rig, 'wayside schedule pause idle --why look')).exit).toBe(0);
  expect((await typed(rig, 'wayside schedule resume idle')).exit).toBe(0);
}

/** The doctor once its words are so; what agents tell comes with their next heartbeat. */
function doctorUntil(rig: Rig, isSo: (text: string) => boolean): Promise<Typed> {
  return soon('the words of the doctor', async () => {
    const said = await typed(rig, 'wayside doctor');
    return isSo(said.text) ? said : undefined;
  });
}

/** What forgets by age has come round. */
function upkept(rig: Rig): Promise<void> {
  return rig.controller.passes(`every:${HISTORY_EVERY_MS}`, 2);
}

/** Former versions of all records, in the controller's store. */
function versions(rig: Rig): number {
  return withStore(join(rig.controllerDir, 'store.db'), (db) =>
    Number(db.prepare('SELECT count(*) FROM history').pluck().get()),
  );
}

async function firings(rig: Rig) {
  const request = { id: 'often', site: SITE };
  return (await rig.client.unary('ScheduleService.ListFirings', request)).firings;
}
