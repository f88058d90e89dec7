/** What waits for jobs that write, so that no change is left half done: a drain, and messages that a full disk does not take. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ChangeDevice } from '../../agent/jobs/testing/change-device.ts';
import { AgentLife } from '../../controller/agents/index.ts';
import { STORE_AGAIN_MS } from '../../controller/agents/session.ts';
import { WaysideError } from '../../shared/errors.ts';
import { silentLog } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, HEARTBEAT_MS, LEASE_MS } from './support/controller.ts';
import { WriteSite } from './support/write-site.ts';

beforeAll(ready);

let device: ChangeDevice;
let site: WriteSite;
beforeEach(async () => {
  device = new ChangeDevice();
  site = new WriteSite(device);
  await site.connect(site.agent);
});

describe('a drain whose time is over', () => {
  const DRAIN_MS = 20_000;

  function drain(): void {
    const { clock, directory: store, inventory, hub } = site.rooms;
    const life = new AgentLife({ clock, log: silentLog, store, inventory, hub });
    life.drain(site.agent.id, DRAIN_MS, { principal: ADMIN, why: 'new disk' });
  }
  const seen = (): { state: string; reason: string } => site.rooms.hub.get(site.agent.id);

  test('waits for a change that is under way, says so, and then goes through', async () => {
    const release = site.agent.driver.hold('s0');
    const job = await site.submit(2);
    drain();
    await site.pass(DRAIN_MS + LEASE_MS * 2);
    expect(seen()).toMatchObject({
      state: 'draining',
      reason: expect.stringContaining('a change is under way and goes on to its end'),
    });
    release();
    await site.turns();
    expect(site.get(job).state).toBe('succeeded');
    await site.pass(HEARTBEAT_MS);
    expect(seen()).toMatchObject({ state: 'drained', reason: 'drained by user:admin: new disk' });
  });

  test('waits no longer than the change may take', async () => {
    site.agent.driver.hold('s0');
    const timeoutMs = 60_000;
    await site.submit(2, { timeoutMs });
    drain();
    await site.pass(timeoutMs - HEARTBEAT_MS);
    expect(seen().state).toBe('draining');
    await site.pass(HEARTBEAT_MS * 2);
    expect(seen().state).toBe('drained');
  });
});

describe('a disk of the controller that is full', () => {
  /** Nothing of jobs is written any more; returns how that ends. */
  function fill(): () => void {
    const full = (): never => {
      throw new WaysideError('DISK_FULL', 'the disk of the controller is full');
    };
    const { jobs } = site.rooms.store;
    const { setStep, update } = jobs;
    Object.assign(jobs, { setStep: full, update: full });
    return () => Object.assign(jobs, { setStep, update });
  }

  test('costs no agent its session, and what it told of a change counts once there is room', async () => {
    const release = site.agent.driver.hold('s1');
    const job = await site.submit(3);
    const empty = fill();
    release();
    await site.pass(LEASE_MS / 2);
    expect(device.received).toEqual(['s0', 's1', 's2']);
    expect([site.get(job).state, site.rooms.hub.isOnline(site.agent.id)]).toEqual(['running', true]);
    empty();
    await site.pass(STORE_AGAIN_MS);
    expect(site.get(job)).toMatchObject({ state: 'succeeded', attempt: 1 });
    expect(site.steps(job)).toEqual({ s0: 'acknowledged', s1: 'acknowledged', s2: 'acknowledged' });
    expect(site.rooms.hub.isOnline(site.agent.id)).toBe(true);
  });

  test('that ends while the agent is away: it tells the end at its next session', async () => {
    const release = site.agent.driver.hold('s1');
    const job = await site.submit(2);
    const empty = fill();
    release();
    await site.turns();
    site.agent.cut();
    await site.turns();
    empty();
    await site.pass(STORE_AGAIN_MS);
    expect(site.get(job).state).toBe('running');
    await site.connect(site.agent);
    expect(site.get(job).state).toBe('succeeded');
  });
});
