/**
 * kill -9 around the firing of a schedule, with the controller there and without: each time is decided once, its work is
 * done once, and the history of both sides is one. The points are explained in `crash-hook.ts`.
 */
import { afterAll, describe, expect, it } from 'vitest';
import type { FiringView } from '../../shared/model/index.ts';
import { systemClock } from '../../shared/runtime/index.ts';
import { firingFromWire } from '../../shared/wire/index.ts';
import { SITE } from './calls.ts';
import type { Rig } from './harness.ts';
import { RigLane } from './lane.ts';
import { soon, typed } from './people.ts';
import type { CrashPoint } from './processes.ts';
import { startAgain } from './whole.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const TEST_MAX_MS = 90_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** As agent/jobs/schedules/keeper.ts has it. */
const KEEPER_TICK_MS = 15_000;
const ALONE_MS = 3 * MINUTE_MS;

const controllerPoints: readonly CrashPoint[] = [
  { point: 'dispatcher.enqueue:before' },
  { point: 'send:jobOffered:after' },
];
const agentPoints: readonly CrashPoint[] = [
  { point: 'attempts.begin:before' },
  { point: 'attempts.begin:after' },
];

/** The rounds before have left its clock hours behind the controller's. */
const ALONE = /^without a controller; its clock was off by -\d+ ms, corrected$/;
const ROUNDS = controllerPoints.length + agentPoints.length;

const lane = new RigLane({ seed: SEED, brisk: true });
afterAll(() => lane.stop());

describe.concurrent(`kill -9 at a time of a schedule (seed ${SEED})`, { timeout: TEST_MAX_MS }, () => {
  it('leaves one that does work', () =>
    lane.run(async (rig) => {
      const add = await typed(rig, 'wayside schedule add hourly --site lab --every 1h --kind probe');
      expect(add.exit).toBe(0);
    }));

  it.each(controllerPoints)(
    'of the controller at $point: the time is decided once, and its work done once',
    (crash) =>
      lane.run(async (rig) => {
        const mark = rig.agent.mark();
        await rig.controller.stop();
        const { nominalAt } = toNextHour(rig);
        await rig.launchController(crash).crashed();
        await startAgain(rig);
        const { id } = await decided(rig, nominalAt);
        expect((await rig.ended(id)).state).toBe('succeeded');
        expect(await rowsOf(rig, nominalAt)).toMatchObject([
          { id, state: 'fired', by: 'controller', jobState: 'succeeded' },
        ]);
        const ends = rig.agent.lines.slice(mark).filter(({ msg, job }) => msg === 'job.ended' && job === id);
        expect(ends.map(({ outcome }) => outcome)).toEqual(['succeeded']);
      }),
  );

  it.each(agentPoints)(
    'of the agent that is alone at $point: it does not begin the time anew, and tells of it',
    (crash) =>
      lane.run(async (rig) => {
        await rig.controller.kill();
        await rig.agent.arm(crash);
        const { nominalAt, passedMs } = toNextHour(rig);
        await rig.agent.pass(passedMs);
        await rig.agent.crashed();
        rig.clocks.agent += passedMs;
        const again = rig.launchAgent();
        await again.event('agent.ready');
        // Long enough without its controller to go on by itself.
        await again.pass(ALONE_MS);
        await again.event('schedules.alone');
        await again.passes(`every:${KEEPER_TICK_MS}`, 2);
        expect(again.count('schedule.fired')).toBe(0);
        rig.clocks.agent += ALONE_MS;
        rig.clocks.controller += ALONE_MS;
        await startAgain(rig);
        const { id } = await decided(rig, nominalAt);
        if (crash.point === 'attempts.begin:before') {
          const reason = 'the agent stopped before it began';
          expect(await rowsOf(rig, nominalAt)).toMatchObject([{ state: 'missed', by: 'agent', reason }]);
          return;
        }
        const { state, attempt } = await rig.ended(id);
        // What the crash interrupted is tried again, as for any job.
        expect({ state, attempt }).toEqual({ state: 'succeeded', attempt: 2 });
        expect(await rowsOf(rig, nominalAt)).toMatchObject([
          { id, state: 'fired', by: 'agent', jobState: 'succeeded', reason: expect.stringMatching(ALONE) },
        ]);
      }),
  );

  it('has left a history without holes and doubles', () =>
    lane.run(async (rig) => {
      const times = (await history(rig)).map(({ nominalAt }) => nominalAt).sort((a, b) => a - b);
      const [first = 0] = times;
      expect(times).toEqual(Array.from({ length: ROUNDS }, (_, at) => first + at * HOUR_MS));
      const shown = await typed(rig, 'wayside schedule history hourly');
      expect(shown.text).toMatch(/missed .*the agent stopped before it began/);
    }));
});

/** Programs that are started from now on find that the next time of the schedule was half a minute ago. */
function toNextHour(rig: Rig): { readonly nominalAt: number; readonly passedMs: number } {
  const now = systemClock.now();
  const nominalAt = (Math.floor((now + rig.clocks.controller) / HOUR_MS) + 1) * HOUR_MS;
  const passedMs = nominalAt + MINUTE_MS / 2 - now - rig.clocks.controller;
  rig.clocks.controller += passedMs;
  return { nominalAt, passedMs };
}

async function history(rig: Rig): Promise<readonly FiringView[]> {
  const request = { id: 'hourly', site: SITE, pageSize: 100 };
  const { firings } = await rig.client.unary('ScheduleService.ListFirings', request);
  return firings.map(firingFromWire);
}

async function rowsOf(rig: Rig, nominalAt: number): Promise<readonly FiringView[]> {
  return (await history(rig)).filter((firing) => firing.nominalAt === nominalAt);
}

function decided(rig: Rig, nominalAt: number): Promise<FiringView> {
  return soon('the decision of a time', async () => (await rowsOf(rig, nominalAt))[0]);
}
