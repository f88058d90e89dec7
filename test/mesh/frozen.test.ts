/**
 * Processes that stand still and cables that are pulled: nobody says goodbye, and nobody knows whether the other side
 * works on. It is noticed in time, told in words, and heals by itself without loss.
 */
import { afterAll, describe, expect, it } from 'vitest';
import type { Rig } from './harness.ts';
import { RigLane } from './lane.ts';
import { typed } from './people.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const TEST_MAX_MS = 90_000;
/** So slow that a collect is under way for as long as it takes to freeze somebody. */
const LATENCY_MS = 150;
/** Over long before the lease of a frozen agent is: its own deadlines must not take the pause for waiting. */
const CONNECT = '2s';

const lanes = {
  frozen: new RigLane({ seed: SEED, agentConfig: { ssh: { connectTimeout: CONNECT } } }),
  cable: new RigLane({ seed: SEED + 1, apart: true }),
};
afterAll(() => Promise.all(Object.values(lanes).map((lane) => lane.stop())));

describe.concurrent(`what stands still (seed ${SEED})`, { timeout: TEST_MAX_MS }, () => {
  it('an agent frozen in the middle of a collect for longer than its lease: the job is unknown, then goes on where it was', () =>
    lanes.frozen.run(async (rig) => {
      const job = await collecting(rig);
      const marks = { agent: rig.agent.mark(), controller: rig.controller.mark() };
      rig.agent.freeze();
      const { error } = await rig.reached(job, ({ state }) => state === 'unknown');
      expect(error).toMatchObject({ code: 'LEASE_LOST' });
      await rig.controller.event('session.closed', marks.controller);
      const shown = await typed(rig, `wayside job get ${job}`);
      expect(shown.text).toMatch(/State: +unknown/);
      expect(shown.text).toMatch(/said nothing of it for 5000 ms; it may still be running there/);
      expect((await typed(rig, 'wayside agent ls')).text).toMatch(
        /beside .*unreachable .*silent for too long/,
      );
      const doctor = await typed(rig, 'wayside doctor');
      expect(doctor.exit).toBe(1);
      expect(doctor.text).toMatch(/PROBLEM +agent beside of site lab is unreachable: CONNECTION_LOST/);
      for (const device of rig.campus.switches.values()) device.setLatency(0);
      rig.agent.thaw();
      await rig.agent.event('session.opened', marks.agent);
      await expectWhole(rig, job);
      expect(await rig.ended(job)).toMatchObject({ attempt: 1 });
      expect((await typed(rig, `wayside job watch ${job}`)).exit).toBe(0);
      await expectNoAlarm(rig);
    }));

  it('a controller frozen in the middle of a collect: its agent comes back by itself, is taken for no clone, and no work is lost', () =>
    lanes.frozen.run(async (rig) => {
      const job = await collecting(rig);
      const mark = rig.agent.mark();
      rig.controller.freeze();
      const lost = await rig.agent.event('session.lost', mark);
      expect(lost).toMatchObject({ code: 'CONNECTION_LOST' });
      rig.controller.thaw();
      await rig.agent.event('session.opened', mark);
      await expectWhole(rig, job);
      expect(await rig.ended(job)).toMatchObject({ attempt: 1 });
      await expectNoAlarm(rig);
    }));

  it('a cable that is pulled in the middle of a collect: both ends notice within their bound, and go on once it is plugged in', () =>
    lanes.cable.run(async (rig) => {
      const job = await collecting(rig);
      const marks = { agent: rig.agent.mark(), controller: rig.controller.mark() };
      cut(rig);
      const [lost, closed] = await Promise.all([
        rig.agent.event('session.lost', marks.agent),
        rig.controller.event('session.closed', marks.controller),
      ]);
      expect(lost).toMatchObject({ code: 'CONNECTION_LOST' });
      expect(closed).toMatchObject({ code: 'CONNECTION_LOST' });
      expect((await typed(rig, 'wayside agent ls')).text).toMatch(
        /beside .*unreachable .*silent for too long/,
      );
      mend(rig);
      await rig.agent.event('session.opened', marks.agent);
      await expectWhole(rig, job);
      await expectNoAlarm(rig);
    }));
});

async function collecting(rig: Rig): Promise<string> {
  for (const device of rig.campus.switches.values()) device.setLatency(LATENCY_MS);
  rig.change();
  const job = await rig.submit();
  await rig.reached(job, ({ state }) => state === 'running');
  return job;
}

async function expectWhole(rig: Rig, job: string): Promise<void> {
  const { state, error } = await rig.ended(job);
  expect({ state, error }).toEqual({ state: 'succeeded', error: undefined });
  expect(await rig.problems()).toEqual([]);
}

async function expectNoAlarm(rig: Rig): Promise<void> {
  const { agents } = await rig.client.unary('AgentService.ListAgents', {});
  expect(agents.map(({ name, state, alarm }) => ({ name, state, alarm }))).toEqual([
    { name: 'beside', state: 'AGENT_STATE_ONLINE', alarm: '' },
  ]);
  expect((await typed(rig, 'wayside agent ls')).text).toMatch(/beside +lab +online/);
}

function cut(rig: Rig): void {
  if (rig.apart) rig.apart.pull();
  else rig.proxy.freeze();
}

function mend(rig: Rig): void {
  if (rig.apart) return rig.apart.plug();
  rig.proxy.thaw();
  rig.proxy.cut();
}
