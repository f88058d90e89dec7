/** What jobs live through: silence, returns, cancels, restarts, full disks, and agents that say what they should not. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ListJobsQuestion, SubmitRequest } from '../../controller/jobs/index.ts';
import type { JobView, TargetResult } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import type { Hello, JobProgressed } from '../../shared/wire/index.ts';
import {
  ADMIN,
  addSite,
  enrol,
  LEASE_MS,
  LOST_AFTER_MS,
  openRooms,
  settle,
  type TestRooms,
} from './support/controller.ts';
import { endOf, FakeAgent } from './support/fake-agent.ts';

let rooms: TestRooms;
let agent: FakeAgent;
beforeAll(ready);
beforeEach(async () => {
  rooms = openRooms();
  addSite(rooms, 'ams1', ['sw1', 'sw2']);
  addSite(rooms, 'ber1');
  enrol(rooms, 'a1', 'ams1');
  enrol(rooms, 'b1', 'ber1');
  agent = await connect('a1');
});

const connect = (id: string, hello: Partial<Hello> = {}): Promise<FakeAgent> =>
  FakeAgent.connect(rooms.hub, id, hello);

async function submit(more: Partial<SubmitRequest> = {}): Promise<JobView> {
  const request: SubmitRequest = {
    ...{ kind: 'probe', targets: [{ site: 'ams1', kind: 'source', id: 'sw1' }], site: '', mac: '' },
    ...{ requestId: '', validateOnly: false, timeoutMs: 3_600_000 },
    ...more,
  };
  const job = rooms.jobs.submit(request, ADMIN);
  await settle();
  return job;
}

/** Submitted, taken by the agent. */
async function running(): Promise<JobView> {
  const job = await submit();
  await agent.accept();
  return job;
}

const state = ({ id }: JobView): string => rooms.jobs.get(id).state;
const progress = ({ id }: JobView, attempt = 1): JobProgressed => ({
  ...{ type: 'jobProgressed', jobId: id, attempt, current: 0, total: 1, target: '', status: 'working' },
  targets: [],
});

describe('silence', () => {
  test('past the lease makes a job unknown, and the next word of the agent makes it run again', async () => {
    const job = await running();
    rooms.clock.advance(LEASE_MS - 1);
    await agent.say(progress(job));
    rooms.clock.advance(LEASE_MS - 1);
    expect(state(job)).toBe('running');
    rooms.clock.advance(1);
    expect(rooms.jobs.get(job.id)).toMatchObject({ state: 'unknown', error: { code: 'LEASE_LOST' } });
    await agent.say(progress(job));
    expect(rooms.jobs.get(job.id)).toMatchObject({ state: 'running', error: undefined });
  });

  test('is forgiven when the agent is back and still has the attempt, running or ended', async () => {
    const [first, second] = [await running(), await running()];
    const offers = agent.offers;
    await agent.cut();
    rooms.clock.advance(LEASE_MS);
    expect([state(first), state(second)]).toEqual(['unknown', 'unknown']);
    agent = await connect('a1', {
      attempts: [
        { jobId: first.id, attempt: 1, state: 'running' },
        { jobId: second.id, attempt: 1, state: 'ended' },
      ],
    });
    expect(state(first)).toBe('running');
    for (const offer of offers) await agent.say(endOf(offer));
    expect([state(first), state(second)]).toEqual(['succeeded', 'succeeded']);
    expect(agent.offers).toEqual([]);
  });

  test('ends in another try when the agent is back and does not know the attempt', async () => {
    const job = await running();
    await agent.cut();
    agent = await connect('a1');
    expect(agent.offers).toMatchObject([{ jobId: job.id, attempt: 2 }]);
    await agent.say(endOf(await agent.accept()));
    expect(state(job)).toBe('succeeded');
  });

  test('of more than the bound loses the job; what comes after that is kept and changes nothing', async () => {
    const job = await running();
    const [offer] = agent.offers;
    if (!offer) throw new Error('no offer');
    rooms.clock.advance(LEASE_MS + LOST_AFTER_MS - 1);
    expect(state(job)).toBe('unknown');
    rooms.clock.advance(1);
    expect(rooms.jobs.get(job.id)).toMatchObject({ state: 'lost', error: { code: 'LEASE_LOST' } });
    agent = await connect('a1', { attempts: [{ jobId: job.id, attempt: 1, state: 'ended' }] });
    await agent.say(endOf(offer));
    expect(rooms.jobs.get(job.id)).toMatchObject({ state: 'lost', results: [{ name: 'sw1' }] });
    expect(agent.heard('jobEndAcknowledged')).toHaveLength(1);
  });

  test('the result of an attempt before the current one is kept beside it and does not end the job', async () => {
    const job = await running();
    const [offer] = agent.offers;
    if (!offer) throw new Error('no offer');
    await agent.cut();
    agent = await connect('a1');
    await agent.accept();
    await agent.say(endOf(offer), progress(job, 1));
    expect(rooms.jobs.get(job.id)).toMatchObject({ state: 'running', attempt: 2, results: [] });
    expect(rooms.store.jobs.results(job.id, 1)).toHaveLength(1);
    expect(agent.heard('jobEndAcknowledged')).toMatchObject([{ attempt: 1 }]);
  });

  test('of an offer that broke with its session is one try, not two', async () => {
    const job = await submit();
    const older = agent;
    agent = await connect('a1', { bootId: 'next' });
    await older.served;
    await settle();
    expect(rooms.jobs.get(job.id)).toMatchObject({ state: 'offered', attempt: 2 });
    await agent.accept();
    expect(state(job)).toBe('running');
  });
});

describe('cancelling (S0.13)', () => {
  const cancel = ({ id }: JobView): string => rooms.jobs.cancel(id, 'not needed', 'user:ann').state;

  test('a job that waits ends it at once', async () => {
    for (let i = 0; i < 32; i += 1) await submit();
    const job = await submit();
    expect(cancel(job)).toBe('cancelled');
    expect(rooms.jobs.get(job.id)).toMatchObject({ error: { code: 'CANCELLED', message: 'not needed' } });
    expect(rooms.jobs.counts()).toEqual({ queued: 0, running: 32 });
  });

  test('a job that was offered or runs tells the agent, and ends when the agent says so', async () => {
    for (const take of [submit, running]) {
      const job = await take();
      expect(cancel(job)).toBe('cancelling');
      expect(cancel(job)).toBe('cancelling');
      await settle();
      expect(agent.heard('jobCancelled').at(-1)).toMatchObject({
        jobId: job.id,
        attempt: 1,
        why: 'not needed',
      });
      const offer = agent.offers.at(-1);
      if (offer) await agent.say(endOf(offer, 'cancelled', { targets: [] }));
      expect(state(job)).toBe('cancelled');
    }
    expect(agent.heard('jobCancelled')).toHaveLength(2);
  });

  test('that comes too late leaves the job with the end that it had', async () => {
    const job = await running();
    cancel(job);
    await agent.say(endOf(agent.offers[0] ?? (await agent.accept())));
    expect(state(job)).toBe('succeeded');
    expect(() => cancel(job)).toThrow(expect.objectContaining({ code: 'JOB_FINISHED' }));
    expect(() => rooms.jobs.cancel('none', '', 'x')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  test('is not forgotten while the agent is away', async () => {
    const job = await running();
    await agent.cut();
    cancel(job);
    rooms.clock.advance(LEASE_MS + 1000);
    expect(state(job)).toBe('cancelling');
    agent = await connect('a1', { attempts: [{ jobId: job.id, attempt: 1, state: 'running' }] });
    expect(agent.heard('jobCancelled')).toMatchObject([{ jobId: job.id }]);
    expect(state(job)).toBe('cancelling');
    rooms.clock.advance(LEASE_MS + LOST_AFTER_MS);
    expect(state(job)).toBe('lost');
  });

  test('a job of unknown state waits for its agent, and is over when that does not know it', async () => {
    const job = await running();
    await agent.cut();
    rooms.clock.advance(LEASE_MS);
    expect(cancel(job)).toBe('cancelling');
    agent = await connect('a1');
    expect(state(job)).toBe('cancelled');
  });

  test('an attempt that the agent does not know is over when it says so', async () => {
    const job = await running();
    cancel(job);
    await agent.say({
      type: 'jobRejected',
      jobId: job.id,
      attempt: 1,
      code: 'CANCELLED',
      message: 'not known',
    });
    expect(state(job)).toBe('cancelled');
  });
});

describe('a restart of the controller', () => {
  test('finds every job where it was', async () => {
    const ran = await running();
    const [offered, cancelling] = [await submit(), await submit()];
    rooms.jobs.cancel(cancelling.id, '', 'x');
    for (let i = 0; i < 29; i += 1) await submit();
    const waits = await submit();
    const own = rooms.jobs.startOwn(
      'trace',
      { site: '', input: {}, by: 'x', timeoutMs: 1000 },
      () => undefined,
    );
    const child = await submit({ parentId: own });
    rooms = openRooms({ after: rooms });
    expect([ran, offered, cancelling, waits].map(state)).toEqual([
      ...['running', 'offered', 'cancelling', 'queued'],
    ]);
    expect(rooms.jobs.get(own)).toMatchObject({ state: 'failed', error: { code: 'INTERRUPTED' } });
    expect(state(child)).toBe('cancelled');
    agent = await connect('a1', {
      attempts: [
        { jobId: ran.id, attempt: 1, state: 'running' },
        { jobId: offered.id, attempt: 1, state: 'running' },
        { jobId: cancelling.id, attempt: 1, state: 'running' },
      ],
    });
    expect([ran, offered, cancelling].map(state)).toEqual(['running', 'running', 'cancelling']);
    expect(agent.heard('jobCancelled')).toMatchObject([{ jobId: cancelling.id }]);
    expect(agent.offers[0]?.jobId).toBe(waits.id);
  });

  test('loses what no agent comes back for, and expires what waited too long', async () => {
    const [job, waits] = [await running(), await submit({ timeoutMs: 60_000 })];
    await agent.say({ type: 'jobRejected', jobId: waits.id, attempt: 1, code: 'QUEUE_FULL', message: '' });
    rooms = openRooms({ after: rooms });
    rooms.clock.advance(60_000);
    expect(state(waits)).toBe('expired');
    rooms.clock.advance(LEASE_MS + LOST_AFTER_MS);
    expect(state(job)).toBe('lost');
  });
});

describe('a job that the controller does itself', () => {
  const start = (cancel: () => void = () => undefined): string =>
    rooms.jobs.startOwn(
      'trace',
      { site: 'ams1', input: { mac: 'x' }, by: 'user:ann', timeoutMs: 1000 },
      cancel,
    );

  test('is shown with its progress and its end', () => {
    const id = start();
    rooms.jobs.progressOwn(id, { current: 2, total: 5, target: 'sw1', status: 'answered' });
    expect(rooms.jobs.get(id)).toMatchObject({ state: 'running', kind: 'trace', progress: { current: 2 } });
    rooms.jobs.endOwn(id, 'partly');
    rooms.jobs.progressOwn(id, { current: 5, total: 5, target: '', status: '' });
    expect(rooms.jobs.get(id)).toMatchObject({
      state: 'partly',
      progress: { current: 2 },
      input: { mac: 'x' },
    });
  });

  test('is cancelled with the jobs that it made', async () => {
    let asked = 0;
    const id = start(() => {
      asked += 1;
    });
    const child = await submit({ parentId: id });
    expect(rooms.jobs.cancel(id, 'enough', 'user:ann').state).toBe('cancelling');
    expect([asked, state(child)]).toEqual([1, 'cancelling']);
    rooms.jobs.endOwn(id, 'cancelled');
    expect(rooms.jobs.get(id).state).toBe('cancelled');
  });
});

describe('watching', () => {
  test('merges changes for a slow reader, and ends with the job', async () => {
    const job = await running();
    const watch = rooms.jobs.watch(job.id, new AbortController().signal);
    expect((await watch.next()).value?.state).toBe('running');
    for (let i = 0; i < 100; i += 1) await agent.say({ ...progress(job), status: `step ${i}` });
    expect((await watch.next()).value?.progress.status).toBe('step 99');
    const next = watch.next();
    await agent.say(endOf(agent.offers[0] ?? (await agent.accept())));
    expect((await next).value?.state).toBe('succeeded');
    expect((await watch.next()).done).toBe(true);
  });

  test('ends when the watcher leaves, and is refused for a job that is not there', async () => {
    const job = await running();
    const leave = new AbortController();
    const watch = rooms.jobs.watch(job.id, leave.signal);
    await watch.next();
    const next = watch.next();
    leave.abort();
    expect((await next).done).toBe(true);
    await expect(rooms.jobs.watch('none', leave.signal).next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('listing', () => {
  const list = (more: Partial<ListJobsQuestion> = {}) =>
    rooms.jobs.list({ pageSize: 0, pageToken: '', kind: '', state: undefined, showChildren: false, ...more });

  test('gives every job once, newest first, whatever is added meanwhile', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 7; i += 1) ids.unshift((await submit()).id);
    const first = list({ pageSize: 3 });
    const added = await submit();
    const second = list({ pageSize: 3, pageToken: first.nextPageToken });
    const third = list({ pageSize: 3, pageToken: second.nextPageToken });
    const seen = [first, second, third].flatMap(({ jobs }) => jobs.map(({ id }) => id));
    expect(seen).toEqual(ids);
    expect(third.nextPageToken).toBe('');
    expect(list().jobs[0]?.id).toBe(added.id);
  });

  test('filters by kind and state, hides children, and shows no results', async () => {
    const job = await running();
    await agent.say(endOf(agent.offers[0] ?? (await agent.accept())));
    const child = await submit({ kind: 'collect', parentId: job.id });
    expect(list().jobs).toMatchObject([{ id: job.id, results: [], state: 'succeeded' }]);
    expect(list({ showChildren: true }).jobs).toHaveLength(2);
    expect(list({ showChildren: true, kind: 'collect' }).jobs).toMatchObject([{ id: child.id }]);
    expect(list({ showChildren: true, state: 'offered' }).jobs).toMatchObject([{ id: child.id }]);
    expect(list({ state: 'failed' })).toEqual({ jobs: [], nextPageToken: '' });
    expect(() => list({ kind: 'colect' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => list({ pageSize: -1 })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  test('refuses a page token of another question, or of nobody', async () => {
    for (let i = 0; i < 2; i += 1) await submit();
    const { nextPageToken: pageToken } = list({ pageSize: 1 });
    for (const wrong of [
      { pageToken, kind: 'probe' },
      { pageToken: 'p1.x' },
      { pageToken: 'x'.repeat(2000) },
    ])
      expect(() => list(wrong)).toThrow(expect.objectContaining({ code: 'INVALID_TOKEN_FORMAT' }));
  });

  test('forgets what ended a month ago, and nothing else', async () => {
    const [old, runs] = [await running(), await running()];
    await agent.say(endOf(agent.offers[0] ?? (await agent.accept())));
    rooms.clock.jump(30 * 86_400_000 + 1);
    const fresh = await submit();
    rooms.jobs.cancel(fresh.id, '', 'x');
    rooms.jobs.prune();
    expect(list().jobs.map(({ id }) => id)).toEqual([fresh.id, runs.id]);
    expect(() => rooms.jobs.get(old.id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(rooms.store.jobs.results(old.id, 1)).toEqual([]);
  });
});

describe('a full disk', () => {
  const full = (): void => {
    rooms.db.exec("CREATE TEMP TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT raise(FAIL, 'disk'); END");
  };
  const free = (): void => {
    rooms.db.exec('DROP TRIGGER full');
  };

  test('stops moves, and not the process: what could not be written has not happened and is tried again', async () => {
    const job = await running();
    full();
    rooms.clock.advance(LEASE_MS + 20_000);
    expect(state(job)).toBe('running');
    free();
    rooms.clock.advance(5000);
    expect(state(job)).toBe('unknown');
  });

  test('keeps a job in the queue whose offer could not be written', async () => {
    const other = await submit();
    await agent.say({ type: 'jobRejected', jobId: other.id, attempt: 1, code: 'QUEUE_FULL', message: '' });
    expect(state(other)).toBe('queued');
    full();
    rooms.clock.advance(5000);
    await settle();
    expect([state(other), agent.offers.length]).toEqual(['queued', 1]);
    free();
    rooms.clock.advance(5000);
    await settle();
    expect(agent.offers).toHaveLength(2);
  });

  test('keeps the end of a job at its agent: it is not acknowledged before it is on disk', async () => {
    const job = await running();
    full();
    const [offer] = agent.offers;
    if (offer) await agent.say(endOf(offer));
    expect([state(job), agent.heard('jobEndAcknowledged').length]).toEqual(['running', 0]);
    expect(agent.heard('goAway')).toHaveLength(1);
    free();
    agent = await connect('a1', { attempts: [{ jobId: job.id, attempt: 1, state: 'ended' }] });
    if (offer) await agent.say(endOf(offer));
    expect([state(job), agent.heard('jobEndAcknowledged').length]).toEqual(['succeeded', 1]);
  });
});

describe('an agent that says what it should not', () => {
  const stray = (id: string): TargetResult => ({
    ...{
      source: { site: 'ams1', kind: 'source', id },
      name: id,
      error: undefined,
      data: 'forged',
      timingsMs: {},
    },
  });

  test('speaks for its own attempts alone', async () => {
    const job = await running();
    const [offer] = agent.offers;
    if (!offer) throw new Error('no offer');
    const other = await connect('b1');
    const forged = endOf(offer, 'failed', { targets: [stray('sw1')] });
    await other.say(forged, progress(job), { ...forged, jobId: 'none' });
    expect(rooms.jobs.get(job.id)).toMatchObject({ state: 'running', results: [] });
    await agent.say(endOf(offer));
    await other.say(forged);
    expect(rooms.jobs.get(job.id).results).toMatchObject([{ data: { by: 'sw1' } }]);
  });

  test('adds no results of targets that were not asked for, nor changes one that is there', async () => {
    const job = await running();
    const [offer] = agent.offers;
    if (!offer) throw new Error('no offer');
    await agent.say({ ...progress(job), targets: [stray('sw2'), stray('sw1')] });
    await agent.say(endOf(offer), endOf(offer, 'failed'));
    expect(rooms.jobs.get(job.id)).toMatchObject({
      state: 'succeeded',
      results: [{ name: 'sw1', data: 'forged' }],
    });
  });

  test('does not fill the store with its words', async () => {
    const job = await running();
    await agent.say({ ...progress(job), target: 't'.repeat(1e6), status: 's'.repeat(1e6) });
    const { target, status } = rooms.jobs.get(job.id).progress;
    expect([target.length, status.length]).toEqual([200, 200]);
  });
});
