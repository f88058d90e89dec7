/** Equal readings that are done once: who is served, what each asker sees, and that one can leave without the other. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SubmitRequest } from '../../controller/jobs/index.ts';
import { SHARE_BEGUN_MAX_MS, SHARERS_MAX } from '../../controller/jobs/sharing.ts';
import type { JobView, RecordRef } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite, enrol, LEASE_MS, openRooms, settle, type TestRooms } from './support/controller.ts';
import { endOf, FakeAgent } from './support/fake-agent.ts';
import { progressOf } from './support/job-bench.ts';

let rooms: TestRooms;
let agent: FakeAgent;
beforeAll(ready);
beforeEach(async () => {
  rooms = openRooms();
  addSite(rooms, 'ams1', ['sw1', 'sw2']);
  addSite(rooms, 'ber1', ['sw9']);
  enrol(rooms, 'a1', 'ams1');
  enrol(rooms, 'b1', 'ber1');
  agent = await FakeAgent.connect(rooms.hub, 'a1');
});

const source = (id: string, site = 'ams1'): RecordRef => ({ site, kind: 'source', id });
const MAC = '02:00:00:00:00:01';

function submit(more: Partial<SubmitRequest> = {}): JobView {
  const request: SubmitRequest = {
    ...{ kind: 'probe', targets: [source('sw1'), source('sw2')], site: '', mac: '' },
    ...{ requestId: '', validateOnly: false, timeoutMs: 0 },
    ...more,
  };
  return rooms.jobs.submit(request, ADMIN);
}

const get = ({ id }: JobView): JobView => rooms.jobs.get(id);
const states = (...jobs: readonly JobView[]): string[] => jobs.map((job) => get(job).state);
const names = (job: JobView): string[] => get(job).results.map(({ name }) => name);
const lines = ({ id }: JobView): string[] => rooms.jobs.lines(id).map(({ line }) => line);

async function pair(more: Partial<SubmitRequest> = {}): Promise<readonly [JobView, JobView]> {
  const jobs = [submit(more), submit(more)] as const;
  await settle();
  return jobs;
}

async function running(more: Partial<SubmitRequest> = {}): Promise<readonly [JobView, JobView]> {
  const jobs = await pair(more);
  await agent.accept();
  return jobs;
}

describe('two equal readings', () => {
  test('are done once, and each has its own id, way, results and end', async () => {
    const [first, second] = await pair();
    expect(second.id).not.toBe(first.id);
    expect([get(first).shares, get(second).shares]).toEqual([undefined, first.id]);
    expect(agent.offers.map(({ jobId }) => jobId)).toEqual([first.id]);
    expect(rooms.jobs.targets).toEqual({ asked: 4, given: 2 });
    const watch = rooms.jobs.watch(second.id, new AbortController().signal);
    expect((await watch.next()).value).toMatchObject({ id: second.id, state: 'offered' });
    const told = watch.next();
    const offer = await agent.accept();
    expect((await told).value).toMatchObject({ state: 'running', agentId: 'a1', attempt: 1 });
    const [one] = endOf(offer).targets;
    const way = { current: 1, total: 2, target: 'sw1', status: 'logged in' };
    await agent.say(progressOf(first, { ...way, targets: one ? [one] : [] }));
    for (const job of [first, second])
      expect(get(job)).toMatchObject({ progress: way, results: [{ name: 'sw1' }] });
    await agent.say(endOf(offer));
    expect(agent.offers).toHaveLength(1);
    rooms = openRooms({ after: rooms });
    expect(states(first, second)).toEqual(['succeeded', 'succeeded']);
    expect(names(second)).toEqual(['sw1', 'sw2']);
    expect(get(second)).toMatchObject({ id: second.id, endedAt: get(first).endedAt, error: undefined });
    expect(lines(second)).toEqual([
      `shares the work of job ${first.id}`,
      ...['offered to agent a1', 'the agent has taken it', 'logged in', 'succeeded'],
    ]);
    await watch.return(undefined);
  });

  test('wait at one place of the queue, and both are told of it', async () => {
    rooms = openRooms({ after: rooms, settings: { limits: { perAgent: 1, perSite: 9, perSource: 1 } } });
    agent = await FakeAgent.connect(rooms.hub, 'a1');
    submit({ targets: [source('sw1')] });
    submit({ targets: [source('sw2')] });
    const [first, second] = await pair();
    expect([first, second].map((job) => get(job).queuePosition)).toEqual([1, 1]);
    expect(rooms.jobs.counts()).toEqual({ queued: 3, running: 1 });
  });

  test('fail together, with the reason', async () => {
    const [first, second] = await running();
    const error = { code: 'UNREACHABLE', message: 'no route', hint: undefined } as const;
    const [offer] = agent.offers;
    if (offer) await agent.say(endOf(offer, 'failed', { error, targets: [] }));
    for (const job of [first, second])
      expect(get(job)).toMatchObject({
        state: 'failed',
        error: { code: 'UNREACHABLE', message: 'no route' },
      });
  });

  test('are both unknown while their agent is silent, and both tried again when it lost the attempt', async () => {
    const [first, second] = await running();
    rooms.clock.advance(LEASE_MS);
    expect(states(first, second)).toEqual(['unknown', 'unknown']);
    agent = await FakeAgent.connect(rooms.hub, 'a1');
    expect(agent.offers).toMatchObject([{ jobId: first.id, attempt: 2 }]);
    await agent.say(endOf(await agent.accept()));
    expect(states(first, second)).toEqual(['succeeded', 'succeeded']);
    expect(get(second).attempt).toBe(2);
  });
});

describe('one of two askers', () => {
  test.each([
    ['who asked first', 0],
    ['who asked second', 1],
  ])('%s cancels: the other one has the work under way to its end', async (_, leaves) => {
    const jobs = await running();
    const [gone, stays] = [jobs[leaves], jobs[1 - leaves]] as [JobView, JobView];
    expect(rooms.jobs.cancel(gone.id, 'enough', 'user:ann')).toMatchObject({
      state: 'cancelled',
      error: { code: 'CANCELLED', message: 'enough' },
    });
    await settle();
    expect(agent.heard('jobCancelled')).toEqual([]);
    expect(states(stays)).toEqual(['running']);
    rooms.clock.advance(5000);
    await agent.say(progressOf(jobs[0]));
    await agent.say(endOf(agent.offers[0] ?? (await agent.accept())));
    expect(states(gone, stays)).toEqual(['cancelled', 'succeeded']);
    expect(names(stays)).toEqual(['sw1', 'sw2']);
    expect(names(gone)).toEqual([]);
  });

  test('cancels, then the other: the agent is told once, by the name that it knows', async () => {
    const [first, second] = await running();
    rooms.jobs.cancel(first.id, '', 'x');
    rooms.jobs.cancel(second.id, 'me too', 'x');
    await settle();
    expect(agent.heard('jobCancelled')).toMatchObject([{ jobId: first.id, attempt: 1, why: 'me too' }]);
    expect(states(first, second)).toEqual(['cancelled', 'cancelling']);
    const [offer] = agent.offers;
    if (offer) await agent.say(endOf(offer, 'cancelled', { targets: [] }));
    expect(states(second)).toEqual(['cancelled']);
  });

  test('cancels while both wait: the other one has the place in the queue', async () => {
    rooms = openRooms({ after: rooms, settings: { limits: { perAgent: 1, perSite: 9, perSource: 1 } } });
    agent = await FakeAgent.connect(rooms.hub, 'a1');
    submit({ targets: [source('sw1')] });
    await settle();
    const [first, second] = await pair();
    const behind = submit({ targets: [source('sw2')] });
    rooms.jobs.cancel(first.id, '', 'x');
    expect([get(second).queuePosition, get(behind).queuePosition]).toEqual([0, 1]);
    await agent.say(endOf(await agent.accept()));
    expect(agent.offers.at(-1)).toMatchObject({ jobId: first.id, attempt: 1 });
    await agent.say(endOf(await agent.accept()));
    expect(states(first, second)).toEqual(['cancelled', 'succeeded']);
  });

  test('cancels, and what the work holds goes on being held', async () => {
    const limits = { perAgent: 1, perSite: 9, perSource: 1 };
    rooms = openRooms({ after: rooms, settings: { limits } });
    agent = await FakeAgent.connect(rooms.hub, 'a1');
    const [first, second] = await running({ kind: 'lookup', mac: MAC });
    const next = submit({ targets: [source('sw2')] });
    rooms.jobs.cancel(first.id, '', 'x');
    await settle();
    expect(states(second, next)).toEqual(['running', 'queued']);
    await agent.say(endOf(agent.offers[0] ?? (await agent.accept())));
    expect(states(second, next)).toEqual(['succeeded', 'offered']);
  });

  test('cannot be cancelled while the disk is full, and goes on like the other one', async () => {
    const [first, second] = await running();
    rooms.db.exec("CREATE TEMP TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT raise(FAIL, 'disk'); END");
    expect(() => rooms.jobs.cancel(first.id, '', 'x')).toThrow('disk');
    expect(states(first, second)).toEqual(['running', 'running']);
    rooms.db.exec('DROP TRIGGER full');
    rooms.clock.advance(LEASE_MS - 1);
    await agent.say(progressOf(first));
    rooms.clock.advance(LEASE_MS - 1);
    await agent.say(endOf(agent.offers[0] ?? (await agent.accept())));
    expect(states(first, second)).toEqual(['succeeded', 'succeeded']);
  });
});

describe('the time of who asked first', () => {
  test('is over in the queue: who asked later waits on, at the same place', async () => {
    rooms = openRooms({ after: rooms, settings: { limits: { perAgent: 0, perSite: 9, perSource: 1 } } });
    agent = await FakeAgent.connect(rooms.hub, 'a1');
    const first = submit({ timeoutMs: 10_000 });
    rooms.clock.advance(4000);
    const second = submit({ timeoutMs: 10_000 });
    rooms.clock.advance(6000);
    expect(states(first, second)).toEqual(['expired', 'queued']);
    rooms.clock.advance(4000);
    expect(states(second)).toEqual(['expired']);
  });

  test('is over at the agent: who asked later gets an attempt of its own', async () => {
    const first = submit({ timeoutMs: 10_000 });
    await settle();
    rooms.clock.advance(SHARE_BEGUN_MAX_MS);
    const second = submit({ timeoutMs: 10_000 });
    await agent.accept();
    rooms.clock.advance(9000);
    const error = { code: 'TIMEOUT', message: 'too slow', hint: undefined } as const;
    const [offer] = agent.offers;
    if (offer) await agent.say(endOf(offer, 'failed', { error, targets: [] }));
    expect(states(first, second)).toEqual(['failed', 'offered']);
    await agent.say(endOf(await agent.accept()));
    expect(states(second)).toEqual(['succeeded']);
  });
});

describe('what is not shared', () => {
  const other: readonly (readonly [string, Partial<SubmitRequest>])[] = [
    ['another kind', { kind: 'collect' }],
    ['other targets', { targets: [source('sw1')] }],
    ['another address', { mac: '02:00:00:00:00:02' }],
    ['other times', { timeoutMs: 5000 }],
    ['other attempts', { attempts: 2 }],
    ['a reading of its own', { fresh: true }],
    ['the firing of a schedule', { firing: { id: 'f1', agentId: 'a1' } }],
  ];
  test.each(other)('%s', async (_, more) => {
    submit({ kind: 'lookup', mac: MAC });
    submit({ kind: 'lookup', mac: MAC, ...more });
    await settle();
    expect(agent.offers).toHaveLength(2);
  });

  test('the order of targets makes no difference', async () => {
    submit();
    submit({ targets: [source('sw2'), source('sw1')] });
    await settle();
    expect(agent.offers).toHaveLength(1);
  });

  test('a collect that its agent has begun: it may have read before the question', async () => {
    const [, second] = await pair({ kind: 'collect' });
    expect(get(second).shares).toBeDefined();
    await agent.accept();
    expect(submit({ kind: 'collect' }).shares).toBeUndefined();
  });

  test('a lookup that began too long ago', async () => {
    await running({ kind: 'lookup', mac: MAC });
    rooms.clock.advance(SHARE_BEGUN_MAX_MS);
    expect(submit({ kind: 'lookup', mac: MAC }).shares).toBeDefined();
    rooms.clock.advance(1);
    expect(submit({ kind: 'lookup', mac: MAC }).shares).toBeUndefined();
  });

  test('what has ended, or is to end', async () => {
    const [first, second] = await running();
    rooms.jobs.cancel(first.id, '', 'x');
    rooms.jobs.cancel(second.id, '', 'x');
    expect(submit().shares).toBeUndefined();
  });

  test('what a schedule waits for, when a person asks', async () => {
    rooms = openRooms({ after: rooms, settings: { limits: { perAgent: 0, perSite: 9, perSource: 1 } } });
    agent = await FakeAgent.connect(rooms.hub, 'a1');
    submit({ rank: 'schedule' });
    const person = submit();
    expect(person.shares).toBeUndefined();
    expect(submit({ rank: 'schedule' }).shares).toBe(person.id);
  });

  test('one work by more than so many', async () => {
    rooms = openRooms({ after: rooms, settings: { queueMax: 1000 } });
    agent = await FakeAgent.connect(rooms.hub, 'a1');
    for (let i = 0; i < SHARERS_MAX; i += 1) submit();
    expect(submit().shares).toBeUndefined();
    await settle();
    expect(agent.offers).toHaveLength(2);
  });

  test('without end: those that share count as waiting, and too many are refused', async () => {
    rooms = openRooms({ after: rooms, settings: { queueMax: 2 } });
    agent = await FakeAgent.connect(rooms.hub, 'a1');
    for (let i = 0; i < 3; i += 1) submit();
    expect(() => submit()).toThrow(expect.objectContaining({ code: 'QUEUE_FULL' }));
  });
});

describe('a restart of the controller', () => {
  test('keeps the bond of those that wait', async () => {
    rooms = openRooms({ after: rooms, settings: { limits: { perAgent: 0, perSite: 9, perSource: 1 } } });
    agent = await FakeAgent.connect(rooms.hub, 'a1');
    const [first, second] = await pair();
    rooms = openRooms({ after: rooms });
    agent = await FakeAgent.connect(rooms.hub, 'a1');
    expect(agent.offers.map(({ jobId }) => jobId)).toEqual([first.id]);
    await agent.say(endOf(await agent.accept()));
    expect(states(first, second)).toEqual(['succeeded', 'succeeded']);
  });

  test.each([false, true])('finds the work under way; who asked first had left: %s', async (left) => {
    const [first, second] = await running();
    if (left) rooms.jobs.cancel(first.id, '', 'x');
    rooms = openRooms({ after: rooms });
    expect(states(second)).toEqual(['running']);
    const attempts = [{ jobId: first.id, attempt: 1, state: 'running' as const }];
    agent = await FakeAgent.connect(rooms.hub, 'a1', { attempts });
    expect([states(second), agent.offers]).toEqual([['running'], []]);
    const results = [source('sw1'), source('sw2')].map((ref) => ({
      ...{ source: ref, name: ref.id, error: undefined, data: null, timingsMs: {} },
    }));
    const end = { type: 'jobEnded', jobId: first.id, attempt: 1, outcome: 'succeeded' } as const;
    await agent.say({ ...end, error: undefined, targets: results });
    expect(states(first, second)).toEqual([left ? 'cancelled' : 'succeeded', 'succeeded']);
    expect(names(second)).toEqual(['sw1', 'sw2']);
  });
});

describe('jobs over several sites', () => {
  test('share site by site, and one can be cancelled', async () => {
    const ber = await FakeAgent.connect(rooms.hub, 'b1');
    const [first, second] = await pair({ targets: [source('sw1'), source('sw9', 'ber1')] });
    const third = submit({ targets: [source('sw9', 'ber1')] });
    await settle();
    expect([agent.offers.length, ber.offers.length]).toEqual([1, 1]);
    rooms.jobs.cancel(first.id, '', 'x');
    expect(states(first, second)).toEqual(['cancelled', 'running']);
    await agent.say(endOf(await agent.accept()));
    expect(get(second)).toMatchObject({ state: 'running', results: [{ name: 'sw1' }] });
    await ber.say(endOf(await ber.accept()));
    expect(states(first, second, third)).toEqual(['cancelled', 'succeeded', 'succeeded']);
    expect(names(second).sort()).toEqual(['sw1', 'sw9']);
  });
});
