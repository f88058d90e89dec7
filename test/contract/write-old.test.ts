/** Words, stores and disks of long ago meet jobs that write: what was said or known then makes nothing be sent now. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ChangeDevice } from '../../agent/jobs/testing/change-device.ts';
import type { JobView } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, LEASE_MS, LOST_AFTER_MS, openRooms } from './support/controller.ts';
import { type WriteAgent, WriteSite, writeRequest } from './support/write-site.ts';

beforeAll(ready);

let device: ChangeDevice;
let site: WriteSite;
let agent: WriteAgent;
let other: WriteAgent;
beforeEach(async () => {
  device = new ChangeDevice();
  site = new WriteSite(device, 2);
  const [first, second] = site.agents;
  if (!first || !second) throw new Error('there are two');
  [agent, other] = [first, second];
  await site.connect(agent);
});

/** Long enough for the controller to give up what the agent has, while that stands still; returns how long. */
async function giveUp(job: JobView): Promise<number> {
  const goneMs = LEASE_MS + LOST_AFTER_MS + 10_000;
  for (let ms = 0; ms < goneMs; ms += 5000) {
    site.rooms.clock.advance(5000);
    other.clock.advance(5000);
    await site.turns();
  }
  expect(site.get(job).state).toBe('lost');
  return goneMs;
}

describe('an agent that stood still until the controller gave the job up', () => {
  test.each([
    ['frozen', () => agent.freeze()],
    ['frozen, and its clock was set back', frozenAndSetBack],
    ['suspended with its host', () => agent.suspend()],
  ])('does not begin an offer that it reads then (%s)', async (_, standStill) => {
    const goOn = standStill();
    const job = await site.submit(2);
    const goneMs = await giveUp(job);
    await site.connect(other);
    await site.submit(2);
    expect(device.received).toEqual(['s0', 's1']);
    goOn(goneMs);
    await site.turns();
    expect(device.received).toEqual(['s0', 's1']);
    await site.connect(agent);
    expect(site.get(await site.submit(1)).state).toBe('succeeded');
  });

  test.each([
    ['frozen', () => agent.freeze()],
    ['suspended with its host', () => agent.suspend()],
  ])('sends no further step (%s)', async (_, standStill) => {
    const release = agent.driver.hold('s0');
    const job = await site.submit(2);
    const goOn = standStill();
    goOn(await giveUp(job));
    release();
    await site.turns();
    expect(device.received).toEqual(['s0']);
    await site.connect(agent);
    expect(site.steps(job)).toEqual({ s0: 'acknowledged', s1: 'planned' });
    expect(site.get(job)).toMatchObject({ state: 'lost' });
  });

  test('takes an offer that was made after its clock was set a little later, and the session stands', async () => {
    agent.clock.jump(3_600_000);
    const job = await site.submit(1);
    expect([site.get(job).state, device.received]).toEqual(['queued', []]);
    await site.pass(LEASE_MS * 2);
    expect(site.get(job)).toMatchObject({ state: 'succeeded', attempt: 1 });
    expect(site.rooms.hub.isOnline(agent.id)).toBe(true);
  });
});

function frozenAndSetBack(): (afterMs: number) => void {
  const goOn = agent.freeze();
  return (afterMs) => {
    agent.clock.jump(-afterMs);
    goOn(afterMs);
  };
}

describe('a controller whose store went back', () => {
  /** Everybody is away, and the store is as it was. */
  async function restore(copy: Buffer, more: { readonly wentBack?: boolean } = {}): Promise<void> {
    for (const one of site.agents) one.cut();
    await site.turns();
    site.rooms = openRooms({ copy, ...more });
  }

  /** The store at a moment when the job was in that state. */
  async function submitSeen(state: string, steps: number): Promise<[JobView, Buffer]> {
    const job = site.rooms.jobs.submit(writeRequest(steps), ADMIN);
    let image: Buffer | undefined;
    for (let turn = 0; turn < 100; turn += 1) {
      if (site.get(job).state === state) image ??= site.rooms.db.serialize();
      await Promise.resolve();
      if (turn % 4 === 3) await new Promise((resolve) => setImmediate(resolve));
    }
    await site.turns();
    return [job, image ?? expect.unreachable(`it was never ${state}`)];
  }

  test.each(['queued', 'offered', 'running'])(
    'to when the job was %s gives it up, and to nobody else',
    async (state) => {
      const [job, image] = await submitSeen(state, 2);
      expect(site.get(job).state).toBe('succeeded');
      await restore(image, { wentBack: true });
      expect(site.get(job)).toMatchObject({ state: 'lost', error: { code: 'OUTCOME_UNKNOWN' } });
      await site.connect(other, agent);
      await site.pass(LEASE_MS);
      expect(site.get(job).state).toBe('lost');
      expect(site.steps(job)).toEqual({ s0: 'unknown', s1: 'unknown' });
      expect(device.received).toEqual(['s0', 's1']);
      // What is asked for from now on is done.
      expect(site.get(await site.submit(1)).state).toBe('succeeded');
    },
  );

  test.each(['queued', 'running'])(
    'to when the job was %s stops the agent at which it runs, and takes what it did',
    async (state) => {
      const release = agent.driver.hold('s1');
      const [job, image] = await submitSeen(state, 3);
      await restore(image, { wentBack: true });
      await site.connect(other, agent);
      release();
      await site.turns();
      expect(device.received).toEqual(['s0', 's1']);
      expect(site.get(job)).toMatchObject({ state: 'lost', agentId: agent.id });
      expect(site.steps(job)).toEqual({ s0: 'acknowledged', s1: 'acknowledged', s2: 'planned' });
    },
  );

  test('and that does not show learns of it by the hello of the agent that has the job, which goes on', async () => {
    const release = agent.driver.hold('s1');
    const [job, image] = await submitSeen('queued', 3);
    await restore(image);
    const { clock, hub } = site.rooms;
    const [since, until] = [clock.now(), clock.now() + LEASE_MS];
    hub.takeOut(agent.id, { kind: 'maintenance', since, by: 'ann', why: '', until });
    // It gets nothing new, so that the other one would be given the job.
    await site.connect(agent, other);
    expect(site.get(job)).toMatchObject({ state: 'running', agentId: agent.id, attempt: 1 });
    release();
    await site.turns();
    expect(site.get(job).state).toBe('succeeded');
    expect(device.received).toEqual(['s0', 's1', 's2']);
  });

  test('and that an agent proves at its hello gives up what waits, before it is offered', async () => {
    agent.cut();
    await site.connect(other);
    const release = other.driver.hold('s0');
    const [running, waiting] = [await site.submit(1), await site.submit(1)];
    expect([site.get(running).state, site.get(waiting).state]).toEqual(['running', 'queued']);
    site.rooms.incarnation.renew('an agent holds an acknowledgement that this store does not know');
    await site.connect(agent);
    expect([site.get(running).state, site.get(waiting).state]).toEqual(['lost', 'lost']);
    release();
    await site.turns();
    expect(device.received).toEqual(['s0']);
    expect(site.steps(running)).toEqual({ s0: 'acknowledged' });
  });
});

describe('an agent whose disk went back', () => {
  test('says that nothing was sent, and the controller knows better: the job is lost', async () => {
    let image: Buffer | undefined;
    agent.onAccepted = () => {
      image ??= agent.disk();
    };
    agent.driver.hold('s1');
    const job = await site.submit(3);
    await site.pass(200);
    expect(site.steps(job)).toEqual({ s0: 'acknowledged', s1: 'sent', s2: 'planned' });
    agent.kill(image ?? expect.unreachable('it took the job'));
    await site.connect(agent);
    await site.pass(5000);
    expect(device.received).toEqual(['s0']);
    expect(site.get(job)).toMatchObject({ state: 'lost', attempt: 1, error: { code: 'OUTCOME_UNKNOWN' } });
  });
});
