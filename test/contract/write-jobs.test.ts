/** Jobs that change something, end to end: controller, agent and device, and what is left when one of them dies. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ChangeDevice } from '../../agent/jobs/testing/change-device.ts';
import { STEPS_BYTES_MAX } from '../../controller/jobs/steps.ts';
import type { Principal } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, LEASE_MS, LOST_AFTER_MS } from './support/controller.ts';
import { WriteSite, writeRequest } from './support/write-site.ts';

beforeAll(ready);

let device: ChangeDevice;
let site: WriteSite;
beforeEach(async () => {
  device = new ChangeDevice();
  site = new WriteSite(device, 2);
  await site.connect(site.agent);
});

describe('a job that writes', () => {
  test('is done once, and shows each of its steps with what the device said', async () => {
    const job = await site.submit(3);
    expect(site.get(job)).toMatchObject({ state: 'succeeded', kind: 'apply', attempt: 1 });
    expect(site.get(job).steps?.[1]).toMatchObject({
      ...{ id: 's1', source: { id: 'sw2' }, action: { port: 'Gi0/1', enabled: false } },
      ...{ state: 'acknowledged', data: { said: 's1' } },
    });
    expect(device.received).toEqual(['s0', 's1', 's2']);
  });

  test('shows how far it is while it runs', async () => {
    const release = site.agent.driver.hold('s1');
    const job = await site.submit(3);
    await site.pass(100);
    expect(site.get(job)).toMatchObject({
      state: 'running',
      progress: { current: 1, total: 3, target: 'sw2' },
    });
    expect(site.steps(job)).toEqual({ s0: 'acknowledged', s1: 'sent', s2: 'planned' });
    release();
    await site.turns();
    expect(site.get(job).state).toBe('succeeded');
  });

  test('goes on for as long as agent and controller hear each other', async () => {
    const release = site.agent.driver.hold('s1');
    const job = await site.submit(3);
    await site.pass(LEASE_MS * 3);
    expect(site.get(job).state).toBe('running');
    release();
    await site.turns();
    expect(site.get(job).state).toBe('succeeded');
  });

  test('that is equal to another one is its own work, and waits until that has let go of its sources', async () => {
    const release = site.agent.driver.hold('s0');
    const [one, other] = [await site.submit(1), await site.submit(1)];
    expect([site.get(one).state, site.get(other).state]).toEqual(['running', 'queued']);
    release();
    await site.turns();
    expect([site.get(one).state, site.get(other).state]).toEqual(['succeeded', 'succeeded']);
    expect(device.received).toEqual(['s0', 's0']);
  });

  test('is left out of lists with its steps, and watchers hear those that came further', async () => {
    const release = site.agent.driver.hold('s1');
    const job = await site.submit(3);
    const seen: (readonly string[] | undefined)[] = [];
    const abort = new AbortController();
    const watching = (async () => {
      for await (const view of site.rooms.jobs.watch(job.id, abort.signal))
        seen.push(view.steps?.map(({ id, state }) => `${id} ${state}`));
    })();
    await site.pass(100);
    release();
    await site.turns();
    await watching;
    expect(seen[0]).toHaveLength(3);
    expect(seen.at(-1)).toEqual(['s0 acknowledged', 's1 acknowledged', 's2 acknowledged']);
    expect(seen.slice(1, -1).flat()).toContain('s1 acknowledged');
    const [listed] = site.rooms.jobs.list({ ...LIST, kind: 'apply' }).jobs;
    expect(listed).toMatchObject({ id: job.id });
    expect(listed).not.toHaveProperty('steps');
  });

  test.each([
    ['without steps', { steps: [] }, 'steps'],
    ['of a step that stands twice', { steps: twice() }, 'steps[1].id'],
    ['of a step of no target', { targets: writeRequest(1).targets.slice(1) }, 'steps[0].source'],
    [
      'of too many bytes',
      { steps: [{ ...first(), action: { text: 'x'.repeat(STEPS_BYTES_MAX) } }] },
      'steps',
    ],
  ])('is refused %s', (_, wrong, field) => {
    const submit = () => site.rooms.jobs.submit({ ...writeRequest(1), ...wrong }, ADMIN);
    expect(submit).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', violations: [expect.objectContaining({ field })] }),
    );
  });

  test('is not done again by a retry, which reading work is', async () => {
    device.fateOf = () => 'refused';
    const job = await site.submit(1);
    expect(site.get(job).state).toBe('failed');
    expect(() => site.rooms.jobs.retry(job.id, { all: true, requestId: '' }, ADMIN)).toThrow(
      'never done again blindly',
    );
    expect(site.get(job).attempt).toBe(1);
  });

  test('shows its steps to those who see their switches whole, and to nobody else', async () => {
    const job = await site.submit(2);
    const who = (switchView: 'network' | 'full'): Principal => ({
      ...{ type: 'user', name: 'vic', readOnly: false, tokenId: 't' },
      grants: [{ level: 'viewer', switchView, scopes: [{ site: 'ams1' }] }],
    });
    expect(site.rooms.jobs.as(who('full')).get(job.id).steps).toHaveLength(2);
    expect(site.rooms.jobs.as(who('network')).get(job.id)).toMatchObject({ id: job.id, steps: [] });
  });

  test('is cancelled between two steps', async () => {
    const release = site.agent.driver.hold('s1');
    const job = await site.submit(3);
    site.rooms.jobs.cancel(job.id, 'wrong switch', 'admin');
    await site.turns();
    expect(site.get(job).state).toBe('cancelling');
    release();
    await site.turns();
    expect(site.get(job).state).toBe('cancelled');
    expect(site.steps(job)).toEqual({ s0: 'acknowledged', s1: 'acknowledged', s2: 'planned' });
  });
});

describe('when the agent dies in the middle', () => {
  test('the job is unknown, and then as the device has it', async () => {
    site.agent.driver.holdAnswer('s1');
    const job = await site.submit(3);
    site.agent.kill();
    await site.pass(LEASE_MS);
    expect(site.get(job).state).toBe('unknown');
    await site.connect(site.agent);
    await site.pass(100);
    expect(site.get(job)).toMatchObject({ state: 'partly', error: { code: 'INTERRUPTED' }, attempt: 1 });
    expect(site.steps(job)).toEqual({ s0: 'acknowledged', s1: 'acknowledged', s2: 'planned' });
    expect(device.received).toEqual(['s0', 's1']);
  });

  test('what was sent and did not arrive is told as not done', async () => {
    site.agent.driver.hold('s1');
    const job = await site.submit(3);
    site.agent.kill();
    await site.connect(site.agent);
    expect(site.steps(job)).toEqual({ s0: 'acknowledged', s1: 'not-done', s2: 'planned' });
  });

  test('and never comes back, the job is lost, and nobody else gets it', async () => {
    site.agent.driver.hold('s1');
    const job = await site.submit(3);
    await site.pass(100);
    await site.connect(...site.agents.slice(1));
    site.agent.kill();
    await site.pass(LEASE_MS + LOST_AFTER_MS);
    expect(site.get(job).state).toBe('lost');
    expect(site.steps(job)).toEqual({ s0: 'acknowledged', s1: 'unknown', s2: 'unknown' });
    expect(device.received).toEqual(['s0']);
    // Late, but it is what happened.
    await site.connect(site.agent);
    expect(site.get(job).state).toBe('lost');
    expect(site.steps(job)).toEqual({ s0: 'acknowledged', s1: 'not-done', s2: 'planned' });
  });
});

describe('when the controller dies in the middle', () => {
  test('the agent goes on within the lease, and tells all when it is back', async () => {
    const release = site.agent.driver.hold('s1');
    const job = await site.submit(3);
    await site.restart();
    release();
    await site.pass(LEASE_MS / 2);
    expect(device.received).toEqual(['s0', 's1', 's2']);
    await site.connect(site.agent);
    expect(site.get(job)).toMatchObject({ state: 'succeeded', attempt: 1 });
    expect(site.steps(job)).toEqual({ s0: 'acknowledged', s1: 'acknowledged', s2: 'acknowledged' });
  });

  test('for longer than the lease, the agent stops before the next step and says so', async () => {
    const release = site.agent.driver.hold('s1');
    const job = await site.submit(3);
    await site.restart();
    await site.pass(LEASE_MS + 5000);
    release();
    await site.turns();
    await site.connect(site.agent);
    expect(site.get(job)).toMatchObject({ state: 'partly', error: { code: 'LEASE_LOST' } });
    expect(site.steps(job)).toEqual({ s0: 'acknowledged', s1: 'acknowledged', s2: 'planned' });
  });
});

const LIST = { pageSize: 10, pageToken: '', kind: '', state: undefined, showChildren: false } as const;

function first(): NonNullable<ReturnType<typeof writeRequest>['steps']>[number] {
  const [step] = writeRequest(1).steps ?? [];
  if (!step) throw new Error('there is one');
  return step;
}

function twice(): readonly ReturnType<typeof first>[] {
  return [first(), first()];
}
