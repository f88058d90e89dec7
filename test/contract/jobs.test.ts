/** Jobs as agents, people and time move them: the rooms of a controller, agents spoken by hand. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SubmitRequest } from '../../controller/jobs/index.ts';
import type { WaysideError } from '../../shared/errors.ts';
import type { JobView, RecordRef } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite, enrol, openRooms, settle, type TestRooms } from './support/controller.ts';
import { endOf, FakeAgent } from './support/fake-agent.ts';

let rooms: TestRooms;
beforeAll(ready);
beforeEach(() => {
  rooms = openRooms();
  addSite(rooms, 'ams1', ['sw1', 'sw2', 'sw3']);
  addSite(rooms, 'ber1', ['sw9']);
  for (const id of ['a1', 'a2']) enrol(rooms, id, 'ams1');
  enrol(rooms, 'b1', 'ber1');
});

const source = (id: string, site = 'ams1'): RecordRef => ({ site, kind: 'source', id });

const request = (more: Partial<SubmitRequest> = {}): SubmitRequest => ({
  ...{ kind: 'probe', targets: [source('sw1')], site: '', mac: '' },
  ...{ requestId: '', validateOnly: false, timeoutMs: 0 },
  ...more,
});

const submit = (more: Partial<SubmitRequest> = {}): JobView => rooms.jobs.submit(request(more), ADMIN);
const connect = (id: string, hello: Parameters<typeof FakeAgent.connect>[2] = {}): Promise<FakeAgent> =>
  FakeAgent.connect(rooms.hub, id, hello);
const state = (job: JobView): string => rooms.jobs.get(job.id).state;

function refusal(work: () => unknown): WaysideError {
  try {
    work();
  } catch (error) {
    return error as WaysideError;
  }
  throw new Error('was not refused');
}

const UUID = '6f1c1b7e-53b1-4a4e-9a52-1c0a6f9d2f10';

describe('submitting', () => {
  test('tells all that is wrong at once (S0.42)', async () => {
    await connect('a1');
    const { code, violations } = refusal(() =>
      submit({
        ...{ kind: 'lookup', mac: 'no mac', timeoutMs: -1 },
        targets: [
          source('none'),
          { site: 'ams1', kind: 'port', id: 'x' },
          source('sw1'),
          source('sw9', 'ber1'),
        ],
      }),
    );
    expect(code).toBe('INVALID_INPUT');
    expect(violations).toEqual([
      { field: 'targets[0]', message: 'ams1/source/none is not known' },
      { field: 'targets[1]', message: 'ams1/port/x is neither a source nor a switch' },
      { field: 'mac', message: '"no mac" is not a MAC address' },
      { field: 'timeout_ms', message: 'must be 0 to 86400000' },
    ]);
    expect(rooms.jobs.counts()).toEqual({ queued: 0, running: 0 });
  });

  test('takes every enabled source of a site, or what is named, each once', async () => {
    const agent = await connect('a1');
    rooms.inventory.write(
      {
        operations: [{ type: 'update', ref: source('sw2'), fields: { enabled: false }, ifEtag: '' }],
        ...{ why: '', requestId: '', validateOnly: false },
      },
      ADMIN,
    );
    const ids = (job: JobView): string[] => job.targets.map(({ id }) => id);
    expect(ids(submit({ targets: [], site: 'ams1' }))).toEqual(['sw1', 'sw3']);
    const named = [source('sw3'), { ...source('sw3'), kind: 'switch' as const }, source('sw1')];
    expect(ids(submit({ targets: named }))).toEqual(['sw3', 'sw1']);
    expect(refusal(() => submit({ targets: [source('sw2')] })).violations).toEqual([
      { field: 'targets[0]', message: 'sw2 is disabled' },
    ]);
    expect(refusal(() => submit({ targets: [] })).violations).toMatchObject([{ field: 'targets' }]);
    expect(refusal(() => submit({ targets: [], site: 'nope' })).code).toBe('NOT_FOUND');
    await settle();
    expect(agent.offers[0]?.targets[0]).toEqual({
      ...{ source: source('sw1'), name: 'sw1', address: 'sw1.example.net', port: 22 },
      ...{ platform: undefined, credential: 'default' },
    });
  });

  test('says at once that no online agent can serve it', async () => {
    expect(refusal(() => submit())).toMatchObject({
      ...{ code: 'NO_CAPABLE_AGENT', message: 'no agent of site ams1 is online' },
      hint: expect.stringContaining('wayside doctor'),
    });
    for (const agentId of ['a1', 'a2'])
      rooms.hub.takeOut(agentId, { kind: 'maintenance', since: 0, by: 'user:ann', why: '', until: 9e12 });
    expect(refusal(() => submit())).toMatchObject({
      message: 'every agent of site ams1 is drained or in maintenance',
      hint: expect.stringContaining('agent resume'),
    });
    for (const agentId of ['a1', 'a2']) rooms.hub.putBack(agentId);
    await connect('b1');
    await connect('a1', { capabilities: ['switch.collect'] });
    const error = refusal(() => submit());
    expect(error).toMatchObject({ code: 'NO_CAPABLE_AGENT', hint: expect.stringContaining('agent ls') });
    expect(error.message).toContain('switch.probe');
    expect(rooms.jobs.list(LIST).jobs).toEqual([]);
  });

  test('with validate_only does everything but write', async () => {
    await connect('a1');
    expect(submit({ validateOnly: true })).toMatchObject({ state: 'queued', targets: [source('sw1')] });
    expect(rooms.jobs.list(LIST).jobs).toEqual([]);
    expect(refusal(() => submit({ validateOnly: true, targets: [] })).code).toBe('INVALID_INPUT');
  });

  test('is refused when too many wait', async () => {
    rooms = openRooms({ after: rooms, settings: { queueMax: 2 } });
    await connect('a1');
    for (let i = 0; i < 34; i += 1) submit({ fresh: true });
    expect(refusal(() => submit({ fresh: true })).code).toBe('QUEUE_FULL');
    expect(rooms.jobs.counts()).toEqual({ queued: 2, running: 32 });
  });

  test('again under the same request id gives the same job, and another question under it is refused', async () => {
    await connect('a1');
    const first = submit({ requestId: UUID });
    expect(submit({ requestId: UUID }).id).toBe(first.id);
    expect(refusal(() => submit({ requestId: UUID, kind: 'collect' })).violations).toEqual([
      { field: 'request_id', message: 'was used before with another question' },
    ]);
    expect(refusal(() => submit({ requestId: 'x' })).violations).toEqual([
      { field: 'request_id', message: 'must be a UUID' },
    ]);
    rooms = openRooms({ after: rooms });
    expect(submit({ requestId: UUID }).id).toBe(first.id);
    expect(rooms.jobs.list(LIST).jobs).toHaveLength(1);
  });
});

const LIST = { pageSize: 0, pageToken: '', kind: '', state: undefined, showChildren: false };

describe('dispatching', () => {
  test('goes to the agent of the site with the fewest jobs, and waits when all are full', async () => {
    const [a1, a2, b1] = [await connect('a1'), await connect('a2'), await connect('b1')];
    const jobs = Array.from({ length: 66 }, () => submit({ fresh: true }));
    await settle();
    expect([a1.offers.length, a2.offers.length, b1.offers.length]).toEqual([32, 32, 0]);
    expect(jobs.slice(64).map((job) => [state(job), rooms.jobs.get(job.id).queuePosition])).toEqual([
      ['queued', 0],
      ['queued', 1],
    ]);
    const first = await a2.accept(a2.offers[0]);
    await a2.say(endOf(first));
    expect([a1.offers.length, a2.offers.length]).toEqual([32, 33]);
    expect(a2.offers.at(-1)?.jobId).toBe(jobs[64]?.id);
  });

  test('takes a job through offer, acceptance and progress to its end, each step told to those who watch (S1.12)', async () => {
    const agent = await connect('a1');
    const job = submit({ targets: [source('sw1'), source('sw2')], timeoutMs: 5000 });
    const seen: string[] = [];
    const watched = watchAll(job.id, (view) => {
      seen.push(
        `${view.state} ${view.progress.current}/${view.progress.total} ${view.progress.target}`.trim(),
      );
    });
    await settle();
    const [offer] = agent.offers;
    expect(offer).toMatchObject({
      ...{ jobId: job.id, attempt: 1, idempotencyKey: job.id, leaseMs: 30_000, timeoutMs: 5000 },
      ...{ kind: 'probe', driver: 'switch', epoch: 1, mac: undefined },
    });
    rooms.clock.advance(10);
    await agent.accept(offer);
    const end = endOf(await agent.accept(offer));
    const [done, failed] = end.targets;
    if (!done || !failed) throw new Error('two targets');
    const error = { code: 'UNREACHABLE', message: 'no route', hint: 'look' } as const;
    const where = { jobId: job.id, attempt: 1, total: 2, type: 'jobProgressed' } as const;
    await agent.say({ ...where, current: 0, target: 'sw2', status: 'connecting', targets: [] });
    await agent.say({
      ...where,
      current: 1,
      target: 'sw2',
      status: 'done',
      targets: [{ ...failed, error, data: null }],
    });
    await agent.say({ ...end, outcome: 'partly', error, targets: [done, { ...failed, error, data: null }] });
    await watched;
    expect(seen).toEqual([
      ...['queued 0/2', 'offered 0/2', 'running 0/2', 'running 0/2 sw2', 'running 1/2 sw2', 'partly 2/2'],
    ]);
    const view = rooms.jobs.get(job.id);
    expect(view).toMatchObject({
      ...{ state: 'partly', error: { code: 'UNREACHABLE', message: 'no route' }, agentId: 'a1', attempt: 1 },
    });
    expect([view.startedAt, view.endedAt]).toEqual([rooms.clock.now(), rooms.clock.now()]);
    // In the order of their end, and so it stays on disk.
    expect(view.results.map((result) => [result.name, result.error?.code])).toEqual([
      ['sw2', 'UNREACHABLE'],
      ['sw1', undefined],
    ]);
    expect(openRooms({ after: rooms }).jobs.get(job.id).results).toEqual(view.results);
    expect(agent.heard('jobEndAcknowledged')).toEqual([
      { type: 'jobEndAcknowledged', jobId: job.id, attempt: 1 },
    ]);
  });

  test('leaves an agent alone that would not take a job, without counting that as a try', async () => {
    const agent = await connect('a1');
    const job = submit();
    await settle();
    const reject = (code: 'SHUTTING_DOWN' | 'STALE_EPOCH'): Promise<void> =>
      agent.say({
        type: 'jobRejected',
        jobId: job.id,
        attempt: agent.offers.at(-1)?.attempt ?? 0,
        code,
        message: 'no',
      });
    for (let times = 1; times <= 5; times += 1) {
      await reject('SHUTTING_DOWN');
      expect(rooms.jobs.get(job.id)).toMatchObject({ state: 'queued', error: { code: 'SHUTTING_DOWN' } });
      expect(agent.offers).toHaveLength(times);
      rooms.clock.advance(5000);
      await settle();
      expect(agent.offers).toHaveLength(times + 1);
    }
    await reject('STALE_EPOCH');
    expect(rooms.jobs.get(job.id)).toMatchObject({
      state: 'failed',
      error: { code: 'STALE_EPOCH' },
      attempt: 6 - 5,
    });
  });

  test('gives a job that one agent would not take to another one at once', async () => {
    const [a1, a2] = [await connect('a1'), await connect('a2')];
    const job = submit();
    await settle();
    await a1.say({ type: 'jobRejected', jobId: job.id, attempt: 1, code: 'QUEUE_FULL', message: 'no' });
    expect(a2.offers).toMatchObject([{ jobId: job.id, attempt: 1 }]);
  });

  test('tries an interrupted job again, at once and then after a wait, three times in all, and then it has failed', async () => {
    const agent = await connect('a1');
    const job = submit();
    await settle();
    const error = { code: 'INTERRUPTED', message: 'the agent is stopping', hint: undefined } as const;
    for (const outcome of ['failed', 'partly', 'partly'] as const) {
      const offer = await agent.accept();
      await agent.say(endOf(offer, outcome, { error }));
      if (offer.attempt !== 2) continue;
      expect(agent.offers).toHaveLength(2);
      expect(state(job)).toBe('queued');
      // 1 s, give or take a fifth.
      rooms.clock.advance(799);
      await settle();
      expect(agent.offers).toHaveLength(2);
      rooms.clock.advance(402);
      await settle();
    }
    expect(agent.offers.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(agent.heard('jobEndAcknowledged')).toHaveLength(3);
    expect(rooms.jobs.get(job.id)).toMatchObject({ state: 'partly', error: { code: 'INTERRUPTED' } });
  });

  test('ends a job that nobody took in time', async () => {
    const agent = await connect('a1');
    const job = submit({ timeoutMs: 1000 });
    await settle();
    await agent.say({ type: 'jobRejected', jobId: job.id, attempt: 1, code: 'QUEUE_FULL', message: 'no' });
    rooms.clock.advance(999);
    expect(state(job)).toBe('queued');
    rooms.clock.advance(1);
    expect(rooms.jobs.get(job.id)).toMatchObject({ state: 'expired', error: { code: 'NO_CAPABLE_AGENT' } });
    rooms.clock.advance(10_000);
    await settle();
    expect(agent.offers).toHaveLength(1);
  });
});

/** Until the job has ended. */
async function watchAll(id: string, each: (view: JobView) => void): Promise<void> {
  for await (const view of rooms.jobs.watch(id, new AbortController().signal)) each(view);
}
