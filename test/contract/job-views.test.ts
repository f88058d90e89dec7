/** How jobs are shown: watched, listed, kept; and those that the controller does itself. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ListJobsQuestion } from '../../controller/jobs/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { endOf } from './support/fake-agent.ts';
import { JobBench, progressOf } from './support/job-bench.ts';

let bench: JobBench;
beforeAll(ready);
beforeEach(async () => {
  bench = await JobBench.open();
});

describe('a job that the controller does itself', () => {
  const start = (cancel: () => void = () => undefined): string =>
    bench.rooms.jobs.startOwn(
      'trace',
      { site: 'ams1', input: { mac: 'x' }, by: 'user:ann', timeoutMs: 1000 },
      cancel,
    );

  test('is shown with its progress and its end', () => {
    const id = start();
    bench.rooms.jobs.progressOwn(id, { current: 2, total: 5, target: 'sw1', status: 'answered' });
    expect(bench.rooms.jobs.get(id)).toMatchObject({
      state: 'running',
      kind: 'trace',
      progress: { current: 2 },
    });
    bench.rooms.jobs.endOwn(id, 'partly');
    bench.rooms.jobs.progressOwn(id, { current: 5, total: 5, target: '', status: '' });
    expect(bench.rooms.jobs.get(id)).toMatchObject({
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
    const child = await bench.submit({ parentId: id });
    expect(bench.rooms.jobs.cancel(id, 'enough', 'user:ann').state).toBe('cancelling');
    expect([asked, bench.state(child)]).toEqual([1, 'cancelling']);
    bench.rooms.jobs.endOwn(id, 'cancelled');
    expect(bench.rooms.jobs.get(id).state).toBe('cancelled');
  });
});

describe('watching', () => {
  test('merges changes for a slow reader, and ends with the job', async () => {
    const job = await bench.running();
    const watch = bench.rooms.jobs.watch(job.id, new AbortController().signal);
    expect((await watch.next()).value?.state).toBe('running');
    for (let i = 0; i < 100; i += 1) await bench.agent.say(progressOf(job, { status: `step ${i}` }));
    expect((await watch.next()).value?.progress.status).toBe('step 99');
    const next = watch.next();
    await bench.agent.say(endOf(bench.offer));
    expect((await next).value?.state).toBe('succeeded');
    expect((await watch.next()).done).toBe(true);
  });

  test('ends when the watcher leaves, and is refused for a job that is not there', async () => {
    const job = await bench.running();
    const leave = new AbortController();
    const watch = bench.rooms.jobs.watch(job.id, leave.signal);
    await watch.next();
    const next = watch.next();
    leave.abort();
    expect((await next).done).toBe(true);
    await expect(bench.rooms.jobs.watch('none', leave.signal).next()).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('listing', () => {
  const list = (more: Partial<ListJobsQuestion> = {}) =>
    bench.rooms.jobs.list({
      pageSize: 0,
      pageToken: '',
      kind: '',
      state: undefined,
      showChildren: false,
      ...more,
    });

  test('gives every job once, newest first, whatever is added meanwhile', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 7; i += 1) ids.unshift((await bench.submit()).id);
    const first = list({ pageSize: 3 });
    const added = await bench.submit();
    const second = list({ pageSize: 3, pageToken: first.nextPageToken });
    const third = list({ pageSize: 3, pageToken: second.nextPageToken });
    const seen = [first, second, third].flatMap(({ jobs }) => jobs.map(({ id }) => id));
    expect(seen).toEqual(ids);
    expect(third.nextPageToken).toBe('');
    expect(list().jobs[0]?.id).toBe(added.id);
  });

  test('filters by kind and state, hides children, and shows no results', async () => {
    const job = await bench.running();
    await bench.agent.say(endOf(bench.offer));
    const child = await bench.submit({ kind: 'collect', parentId: job.id });
    expect(list().jobs).toMatchObject([{ id: job.id, results: [], state: 'succeeded' }]);
    expect(list({ showChildren: true }).jobs).toHaveLength(2);
    expect(list({ showChildren: true, kind: 'collect' }).jobs).toMatchObject([{ id: child.id }]);
    expect(list({ showChildren: true, state: 'offered' }).jobs).toMatchObject([{ id: child.id }]);
    expect(list({ state: 'failed' })).toEqual({ jobs: [], nextPageToken: '' });
    expect(() => list({ kind: 'colect' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => list({ pageSize: -1 })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  test('refuses a page token of another question, or of nobody', async () => {
    for (let i = 0; i < 2; i += 1) await bench.submit();
    const { nextPageToken: pageToken } = list({ pageSize: 1 });
    for (const wrong of [
      { pageToken, kind: 'probe' },
      { pageToken: 'p1.x' },
      { pageToken: 'x'.repeat(2000) },
    ])
      expect(() => list(wrong)).toThrow(expect.objectContaining({ code: 'INVALID_TOKEN_FORMAT' }));
  });

  test('forgets what ended a month ago, and nothing else', async () => {
    const [old, runs] = [await bench.running(), await bench.submit({ fresh: true })];
    await bench.agent.say(endOf(bench.offer));
    bench.rooms.clock.jump(30 * 86_400_000 + 1);
    const fresh = await bench.submit();
    bench.rooms.jobs.cancel(fresh.id, '', 'x');
    bench.rooms.jobs.prune();
    expect(list().jobs.map(({ id }) => id)).toEqual([fresh.id, runs.id]);
    expect(() => bench.rooms.jobs.get(old.id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(bench.rooms.store.jobs.results(old.id, 1)).toEqual([]);
  });
});
