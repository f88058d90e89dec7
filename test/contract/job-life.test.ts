/** What jobs live through: silence, returns, cancels, restarts, full disks, and agents that say what they should not. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SubmitRequest } from '../../controller/jobs/index.ts';
import type { JobView, TargetResult } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { memorySession } from '../../shared/transport/index.ts';
import { LEASE_MS, LOST_AFTER_MS, settle } from './support/controller.ts';
import { endOf, FakeAgent } from './support/fake-agent.ts';
import { JobBench, progressOf } from './support/job-bench.ts';

let bench: JobBench;
beforeAll(ready);
beforeEach(async () => {
  bench = await JobBench.open();
});

describe('silence', () => {
  test('past the lease makes a job unknown, and the next word of the agent makes it run again', async () => {
    const job = await bench.running();
    bench.rooms.clock.advance(LEASE_MS - 1);
    await bench.agent.say(progressOf(job));
    bench.rooms.clock.advance(LEASE_MS - 1);
    expect(bench.state(job)).toBe('running');
    bench.rooms.clock.advance(1);
    expect(bench.rooms.jobs.get(job.id)).toMatchObject({ state: 'unknown', error: { code: 'LEASE_LOST' } });
    await bench.agent.say(progressOf(job));
    expect(bench.rooms.jobs.get(job.id)).toMatchObject({ state: 'running', error: undefined });
  });

  test('is forgiven when the agent is back and still has the attempt, running or ended', async () => {
    const [first, second] = [await bench.running(), await bench.running({ fresh: true })];
    const offers = bench.agent.offers;
    await bench.agent.cut();
    bench.rooms.clock.advance(LEASE_MS);
    expect([bench.state(first), bench.state(second)]).toEqual(['unknown', 'unknown']);
    await bench.reconnect({
      attempts: [
        { jobId: first.id, attempt: 1, state: 'running' },
        { jobId: second.id, attempt: 1, state: 'ended' },
      ],
    });
    expect(bench.state(first)).toBe('running');
    for (const offer of offers) await bench.agent.say(endOf(offer));
    expect([bench.state(first), bench.state(second)]).toEqual(['succeeded', 'succeeded']);
    expect(bench.agent.offers).toEqual([]);
  });

  test('ends in another try when the agent is back and does not know the attempt', async () => {
    const job = await bench.running();
    await bench.agent.cut();
    await bench.reconnect();
    expect(bench.agent.offers).toMatchObject([{ jobId: job.id, attempt: 2 }]);
    await bench.agent.say(endOf(await bench.agent.accept()));
    expect(bench.state(job)).toBe('succeeded');
  });

  test('of more than the bound loses the job; what comes after that is kept and changes nothing', async () => {
    const job = await bench.running();
    const { offer } = bench;
    bench.rooms.clock.advance(LEASE_MS + LOST_AFTER_MS - 1);
    expect(bench.state(job)).toBe('unknown');
    bench.rooms.clock.advance(1);
    expect(bench.rooms.jobs.get(job.id)).toMatchObject({ state: 'lost', error: { code: 'LEASE_LOST' } });
    await bench.reconnect({ attempts: [{ jobId: job.id, attempt: 1, state: 'ended' }] });
    await bench.agent.say(endOf(offer));
    expect(bench.rooms.jobs.get(job.id)).toMatchObject({ state: 'lost', results: [{ name: 'sw1' }] });
    expect(bench.agent.heard('jobEndAcknowledged')).toHaveLength(1);
  });

  test('the result of an attempt before the current one is kept beside it and does not end the job', async () => {
    const job = await bench.running();
    const { offer } = bench;
    await bench.agent.cut();
    await bench.reconnect();
    await bench.agent.accept();
    await bench.agent.say(endOf(offer), progressOf(job, { attempt: 1 }));
    expect(bench.rooms.jobs.get(job.id)).toMatchObject({ state: 'running', attempt: 2, results: [] });
    expect(bench.rooms.store.jobs.results(job.id, 1)).toHaveLength(1);
    expect(bench.agent.heard('jobEndAcknowledged')).toMatchObject([{ attempt: 1 }]);
  });

  test('of an offer that broke with its session is one try, not two', async () => {
    const job = await bench.submit();
    const older = bench.agent;
    await bench.reconnect({ bootId: 'next' });
    await older.served;
    await settle();
    expect(bench.rooms.jobs.get(job.id)).toMatchObject({ state: 'offered', attempt: 2 });
    await bench.agent.accept();
    expect(bench.state(job)).toBe('running');
  });
});

test('offers that were stuck in a session that was replaced do not cost the ones after them a try', async () => {
  const frozen = memorySession();
  void bench.rooms.hub.serve('a1', frozen.controller);
  await frozen.agent.send(bench.agent.hello());
  await settle();
  const jobs: JobView[] = [];
  for (let i = 0; i < 25; i += 1) jobs.push(await bench.submit({ fresh: true }));
  await bench.reconnect({ bootId: 'next' });
  // The older session is cut off, and with it all that nobody read.
  bench.rooms.clock.advance(1000);
  await settle();
  expect(jobs.map((job) => bench.rooms.jobs.get(job.id)).map((job) => `${job.state} ${job.attempt}`)).toEqual(
    jobs.map(() => 'offered 2'),
  );
});

test('an agent that was left alone because it was stopping gets jobs as soon as it is back', async () => {
  await bench.submit();
  const { jobId, attempt } = bench.offer;
  await bench.agent.say({ type: 'jobRejected', jobId, attempt, code: 'SHUTTING_DOWN', message: '' });
  await bench.reconnect();
  expect(bench.agent.offers).toMatchObject([{ jobId, attempt: 1 }]);
});

describe('cancelling (S0.13)', () => {
  const cancel = ({ id }: JobView): string => bench.rooms.jobs.cancel(id, 'not needed', 'user:ann').state;

  test('a job that waits ends it at once', async () => {
    for (let i = 0; i < 32; i += 1) await bench.submit({ fresh: true });
    const job = await bench.submit({ fresh: true });
    expect(cancel(job)).toBe('cancelled');
    expect(bench.rooms.jobs.get(job.id)).toMatchObject({
      error: { code: 'CANCELLED', message: 'not needed' },
    });
    expect(bench.rooms.jobs.counts()).toEqual({ queued: 0, running: 32 });
  });

  test('a job that was offered or runs tells the agent, and ends when the agent says so', async () => {
    for (const take of ['submit', 'running'] as const) {
      const job = await bench[take]();
      expect(cancel(job)).toBe('cancelling');
      expect(cancel(job)).toBe('cancelling');
      await settle();
      expect(bench.agent.heard('jobCancelled').at(-1)).toMatchObject({
        jobId: job.id,
        attempt: 1,
        why: 'not needed',
      });
      const offer = bench.agent.offers.at(-1);
      if (offer) await bench.agent.say(endOf(offer, 'cancelled', { targets: [] }));
      expect(bench.state(job)).toBe('cancelled');
    }
    expect(bench.agent.heard('jobCancelled')).toHaveLength(2);
  });

  test('that comes too late leaves the job with the end that it had', async () => {
    const job = await bench.running();
    cancel(job);
    await bench.agent.say(endOf(bench.offer));
    expect(bench.state(job)).toBe('succeeded');
    expect(() => cancel(job)).toThrow(expect.objectContaining({ code: 'JOB_FINISHED' }));
    expect(() => bench.rooms.jobs.cancel('none', '', 'x')).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });

  test('is not forgotten while the agent is away', async () => {
    const job = await bench.running();
    await bench.agent.cut();
    cancel(job);
    bench.rooms.clock.advance(LEASE_MS + 1000);
    expect(bench.state(job)).toBe('cancelling');
    await bench.reconnect({ attempts: [{ jobId: job.id, attempt: 1, state: 'running' }] });
    expect(bench.agent.heard('jobCancelled')).toMatchObject([{ jobId: job.id }]);
    expect(bench.state(job)).toBe('cancelling');
    bench.rooms.clock.advance(LEASE_MS + LOST_AFTER_MS);
    expect(bench.state(job)).toBe('lost');
  });

  test('a job of unknown state waits for its agent, and is over when that does not know it', async () => {
    const job = await bench.running();
    await bench.agent.cut();
    bench.rooms.clock.advance(LEASE_MS);
    expect(cancel(job)).toBe('cancelling');
    await bench.reconnect();
    expect(bench.state(job)).toBe('cancelled');
  });

  test('an attempt that the agent does not know is over when it says so', async () => {
    const job = await bench.running();
    cancel(job);
    await bench.agent.say({
      type: 'jobRejected',
      jobId: job.id,
      attempt: 1,
      code: 'CANCELLED',
      message: 'not known',
    });
    expect(bench.state(job)).toBe('cancelled');
  });
});

describe('a restart of the controller', () => {
  test('finds every job where it was', async () => {
    const ran = await bench.running();
    const submit = (more: Partial<SubmitRequest> = {}): Promise<JobView> =>
      bench.submit({ fresh: true, ...more });
    const [offered, cancelling] = [await submit(), await submit()];
    bench.rooms.jobs.cancel(cancelling.id, '', 'x');
    for (let i = 0; i < 29; i += 1) await submit();
    const waits = await submit();
    const own = bench.rooms.jobs.startOwn(
      'trace',
      { site: '', input: {}, by: 'x', timeoutMs: 1000 },
      () => undefined,
    );
    const child = await submit({ parentId: own });
    bench.restart();
    expect([ran, offered, cancelling, waits].map((one) => bench.state(one))).toEqual([
      ...['running', 'offered', 'cancelling', 'queued'],
    ]);
    expect(bench.rooms.jobs.get(own)).toMatchObject({ state: 'failed', error: { code: 'INTERRUPTED' } });
    expect(bench.state(child)).toBe('cancelled');
    await bench.reconnect({
      attempts: [
        { jobId: ran.id, attempt: 1, state: 'running' },
        { jobId: offered.id, attempt: 1, state: 'running' },
        { jobId: cancelling.id, attempt: 1, state: 'running' },
      ],
    });
    expect([ran, offered, cancelling].map((one) => bench.state(one))).toEqual([
      'running',
      'running',
      'cancelling',
    ]);
    expect(bench.agent.heard('jobCancelled')).toMatchObject([{ jobId: cancelling.id }]);
    expect(bench.agent.offers[0]?.jobId).toBe(waits.id);
  });

  test('loses what no agent comes back for, and expires what waited too long', async () => {
    const [job, waits] = [await bench.running(), await bench.submit({ timeoutMs: 60_000 })];
    await bench.agent.say({
      type: 'jobRejected',
      jobId: waits.id,
      attempt: 1,
      code: 'QUEUE_FULL',
      message: '',
    });
    bench.restart();
    bench.rooms.clock.advance(60_000);
    expect(bench.state(waits)).toBe('expired');
    bench.rooms.clock.advance(LEASE_MS + LOST_AFTER_MS);
    expect(bench.state(job)).toBe('lost');
  });
});

describe('a full disk', () => {
  const full = (): void => {
    bench.rooms.db.exec(
      "CREATE TEMP TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT raise(FAIL, 'disk'); END",
    );
  };
  const free = (): void => {
    bench.rooms.db.exec('DROP TRIGGER full');
  };

  test('stops moves, and not the process: what could not be written has not happened and is tried again', async () => {
    const job = await bench.running();
    full();
    bench.rooms.clock.advance(LEASE_MS + 20_000);
    expect(bench.state(job)).toBe('running');
    free();
    bench.rooms.clock.advance(5000);
    expect(bench.state(job)).toBe('unknown');
  });

  test('keeps a job in the queue whose offer could not be written', async () => {
    const other = await bench.submit();
    await bench.agent.say({
      type: 'jobRejected',
      jobId: other.id,
      attempt: 1,
      code: 'QUEUE_FULL',
      message: '',
    });
    expect(bench.state(other)).toBe('queued');
    full();
    bench.rooms.clock.advance(5000);
    await settle();
    expect([bench.state(other), bench.agent.offers.length]).toEqual(['queued', 1]);
    free();
    bench.rooms.clock.advance(5000);
    await settle();
    expect(bench.agent.offers).toHaveLength(2);
  });

  test('keeps a job that was submitted while only its offer could not be written, and offers it later', async () => {
    full();
    const job = await bench.submit();
    expect([bench.state(job), bench.agent.offers.length]).toEqual(['queued', 0]);
    free();
    bench.rooms.clock.advance(5000);
    await settle();
    expect([bench.state(job), bench.agent.offers.length]).toEqual(['offered', 1]);
  });

  test('keeps the controller its own jobs until their end can be written', () => {
    const id = bench.rooms.jobs.startOwn(
      'trace',
      { site: '', input: {}, by: 'x', timeoutMs: 1000 },
      () => undefined,
    );
    full();
    bench.rooms.jobs.endOwn(id, 'succeed');
    expect(bench.rooms.jobs.get(id).state).toBe('running');
    free();
    bench.rooms.clock.advance(5000);
    expect(bench.rooms.jobs.get(id).state).toBe('succeeded');
  });

  test('keeps the end of a job at its agent: it is not acknowledged before it is on disk', async () => {
    const job = await bench.running();
    full();
    const { offer } = bench;
    await bench.agent.say(endOf(offer));
    expect([bench.state(job), bench.agent.heard('jobEndAcknowledged').length]).toEqual(['running', 0]);
    expect(bench.agent.heard('goAway')).toHaveLength(1);
    free();
    await bench.reconnect({ attempts: [{ jobId: job.id, attempt: 1, state: 'ended' }] });
    await bench.agent.say(endOf(offer));
    expect([bench.state(job), bench.agent.heard('jobEndAcknowledged').length]).toEqual(['succeeded', 1]);
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
    const job = await bench.running();
    const { offer } = bench;
    const other = await FakeAgent.connect(bench.rooms.hub, 'b1');
    const forged = endOf(offer, 'failed', { targets: [stray('sw1')] });
    await other.say(forged, progressOf(job), { ...forged, jobId: 'none' });
    expect(bench.rooms.jobs.get(job.id)).toMatchObject({ state: 'running', results: [] });
    await bench.agent.say(endOf(offer));
    await other.say(forged);
    expect(bench.rooms.jobs.get(job.id).results).toMatchObject([{ data: { by: 'sw1' } }]);
  });

  test('adds nothing to a job of another site that has ended without results', async () => {
    const job = await bench.running();
    const { offer } = bench;
    bench.rooms.jobs.cancel(job.id, '', 'x');
    await bench.agent.say(endOf(offer, 'cancelled', { targets: [] }));
    const other = await FakeAgent.connect(bench.rooms.hub, 'b1');
    await other.say(endOf(offer));
    expect(bench.rooms.jobs.get(job.id)).toMatchObject({ state: 'cancelled', results: [] });
  });

  test('adds no results of targets that were not asked for, nor changes one that is there', async () => {
    const job = await bench.running();
    const { offer } = bench;
    await bench.agent.say(progressOf(job, { targets: [stray('sw2'), stray('sw1')] }));
    await bench.agent.say(endOf(offer), endOf(offer, 'failed'));
    expect(bench.rooms.jobs.get(job.id)).toMatchObject({
      state: 'succeeded',
      results: [{ name: 'sw1', data: 'forged' }],
    });
  });

  test('does not fill the store with its words', async () => {
    const job = await bench.running();
    await bench.agent.say(progressOf(job, { target: 't'.repeat(1e6), status: 's'.repeat(1e6) }));
    const { target, status } = bench.rooms.jobs.get(job.id).progress;
    expect([target.length, status.length]).toEqual([200, 200]);
  });
});
