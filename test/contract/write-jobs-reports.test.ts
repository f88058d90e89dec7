/** What the controller makes of what agents say, or do not say, of jobs that write. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AgentHub } from '../../controller/agents/index.ts';
import { REST_MS } from '../../controller/jobs/offers.ts';
import { WaysideError } from '../../shared/errors.ts';
import type { JobView, StepResult, StepState } from '../../shared/model/index.ts';
import { ManualClock, seededRandom, silentLog } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import type { Hello, JobEnded } from '../../shared/wire/index.ts';
import { enrol, HEARTBEAT_MS, LEASE_MS, LOST_AFTER_MS, roomsOver, settle } from './support/controller.ts';
import { endOf, FakeAgent } from './support/fake-agent.ts';
import { JobBench, progressOf } from './support/job-bench.ts';
import { writeRequest } from './support/write-site.ts';

beforeAll(ready);

const WRITES: Partial<Hello> = { capabilities: ['switch.probe', 'switch.apply'] };

let bench: JobBench;
beforeEach(async () => {
  bench = await JobBench.open();
  await bench.reconnect(WRITES);
});

function submit(steps = 2): Promise<JobView> {
  return bench.submit(writeRequest(steps));
}

/** Submitted and taken by the agent. */
async function running(): Promise<JobView> {
  const job = await submit();
  await bench.agent.accept();
  return job;
}

function told(id: string, state: StepState): StepResult {
  return { id, state, error: undefined, data: null, at: 1 };
}

function states({ id }: JobView): readonly StepState[] | undefined {
  return bench.rooms.jobs.get(id).steps?.map(({ state }) => state);
}

function end(more: Partial<JobEnded>): JobEnded {
  const [offer] = bench.agent.offers.slice(-1);
  if (!offer) throw new Error('nothing was offered');
  return { ...endOf(offer, 'failed'), ...more };
}

const NOTHING_SENT = { code: 'NOTHING_SENT', message: 'nothing was sent', hint: undefined } as const;
const INTERRUPTED = { code: 'INTERRUPTED', message: 'the agent restarted', hint: undefined } as const;

describe('a job that writes', () => {
  test('is offered with its steps, and only to an agent that says that it writes', async () => {
    await submit();
    expect(bench.offer).toMatchObject({ kind: 'apply', steps: [{ id: 's0' }, { id: 's1' }] });
    expect(bench.offer.steps?.[0]).toEqual({
      ...{ id: 's0', source: { site: 'ams1', kind: 'source', id: 'sw1' } },
      action: { port: 'Gi0/0', enabled: false },
    });
    await bench.reconnect();
    await expect(submit()).rejects.toMatchObject({ code: 'NO_CAPABLE_AGENT' });
  });

  test('is tried again when the agent says that nothing was sent, as often as other work and no more', async () => {
    const job = await submit();
    for (const _ of [1, 2]) {
      await bench.agent.accept();
      await bench.agent.say(end({ error: NOTHING_SENT }));
      bench.rooms.clock.advance(2000);
      await settle();
    }
    expect(bench.agent.offers.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    await bench.agent.accept();
    await bench.agent.say(end({ error: NOTHING_SENT }));
    expect(bench.rooms.jobs.get(job.id)).toMatchObject({ state: 'failed', error: { code: 'NOTHING_SENT' } });
  });

  test('that was interrupted is not tried again', async () => {
    const job = await running();
    await bench.agent.say(
      end({ error: INTERRUPTED, steps: [told('s0', 'acknowledged'), told('s1', 'planned')] }),
    );
    expect(bench.rooms.jobs.get(job.id)).toMatchObject({ state: 'failed', error: { code: 'INTERRUPTED' } });
    expect(bench.agent.offers).toHaveLength(1);
  });

  test('that the agent would not take waits for another one', async () => {
    const job = await submit();
    const { jobId, attempt } = bench.offer;
    const refusal = { code: 'QUEUE_FULL', message: 'full' } as const;
    await bench.agent.say({ type: 'jobRejected', jobId, attempt, ...refusal });
    expect(bench.state(job)).toBe('queued');
  });
});

describe('an agent that is back and does not know the attempt', () => {
  test('never had the offer when it did not take it: it is offered anew', async () => {
    const job = await submit();
    await bench.agent.cut();
    await bench.reconnect(WRITES);
    expect(bench.agent.offers).toMatchObject([{ jobId: job.id, attempt: 2 }]);
    const first = bench.rooms.jobs.lines(job.id).map(({ line }) => line);
    expect(first.join('; ')).toContain('NOTHING_SENT');
  });

  test.each(['running', 'unknown', 'cancelling'])(
    'has lost its disk when it took it: the job is lost, not done again (%s)',
    async (state) => {
      const job = await running();
      await bench.agent.say({ ...progressOf(job), steps: [told('s0', 'sent')] });
      if (state === 'cancelling') bench.rooms.jobs.cancel(job.id, '', 'admin');
      await bench.agent.cut();
      if (state === 'unknown') bench.rooms.clock.advance(LEASE_MS);
      expect(bench.state(job)).toBe(state);
      await bench.reconnect(WRITES);
      expect(bench.agent.offers).toEqual([]);
      const { error, steps, ...view } = bench.rooms.jobs.get(job.id);
      expect(view.state).toBe('lost');
      expect(error?.code).toBe('OUTCOME_UNKNOWN');
      expect(steps?.map((step) => step.state)).toEqual(['unknown', 'unknown']);
    },
  );
});

test('steps that were told before the accept are not forgotten by an agent that does not know the attempt', async () => {
  const job = await submit();
  bench.rooms.jobs.cancel(job.id, '', 'admin');
  await bench.agent.say({ ...progressOf(job), steps: [told('s0', 'sent')] });
  await bench.agent.cut();
  await bench.reconnect(WRITES);
  expect(bench.rooms.jobs.get(job.id)).toMatchObject({ state: 'lost', error: { code: 'OUTCOME_UNKNOWN' } });
  expect(states(job)).toEqual(['unknown', 'unknown']);
});

test('what was begun is not made again on the word of an agent that would not take it', async () => {
  const job = await running();
  await bench.agent.say({ ...progressOf(job), steps: [told('s0', 'sent')] });
  bench.rooms.clock.advance(LEASE_MS);
  const { jobId, attempt } = bench.offer;
  await bench.agent.say({ type: 'jobRejected', jobId, attempt, code: 'UNAVAILABLE', message: 'not here' });
  expect(bench.rooms.jobs.get(job.id)).toMatchObject({ state: 'lost', error: { code: 'OUTCOME_UNKNOWN' } });
  expect(bench.agent.offers).toHaveLength(1);
});

describe('a job that was given up', () => {
  /** Taken, and nothing more said of it, by an agent that is there. */
  async function lost(): Promise<JobView> {
    const job = await running();
    for (let ms = 0; ms <= LEASE_MS + LOST_AFTER_MS; ms += HEARTBEAT_MS) {
      bench.rooms.clock.advance(HEARTBEAT_MS);
      await bench.agent.say({ type: 'heartbeat', time: 0, runningTargets: 1, outboxBytes: 0 });
    }
    expect(bench.state(job)).toBe('lost');
    return job;
  }

  test('is to be stopped by its agent, at once and at each hello that says that it runs', async () => {
    const job = await lost();
    const stop = [{ jobId: job.id, attempt: 1 }];
    expect(bench.agent.heard('jobCancelled')).toMatchObject(stop);
    await bench.reconnect({ ...WRITES, attempts: [{ jobId: job.id, attempt: 1, state: 'running' }] });
    expect(bench.agent.heard('jobCancelled')).toMatchObject(stop);
    await bench.reconnect({ ...WRITES, attempts: [{ jobId: job.id, attempt: 1, state: 'ended' }] });
    expect(bench.agent.heard('jobCancelled')).toEqual([]);
  });

  test('takes results of the agent that had it, and of no other one', async () => {
    const job = await lost();
    enrol(bench.rooms, 'a2', 'ams1');
    const other = await FakeAgent.connect(bench.rooms.hub, 'a2', WRITES);
    await other.say(end({ steps: [told('s0', 'acknowledged')] }));
    expect(bench.rooms.jobs.get(job.id).results).toEqual([]);
    expect(states(job)).toEqual(['unknown', 'unknown']);
    await bench.agent.say(end({ steps: [told('s0', 'acknowledged')] }));
    expect(bench.rooms.jobs.get(job.id).results).toHaveLength(2);
    expect(states(job)).toEqual(['acknowledged', 'planned']);
  });
});

test('an offer that our own link does not take has not left: it is made again to the same agent', async () => {
  let refusals = 0;
  const refuse = (hub: AgentHub): AgentHub => {
    const send: AgentHub['send'] = (id, message) => {
      if (message.type !== 'jobOffered' || refusals > 0) return hub.send(id, message);
      refusals += 1;
      return Promise.reject(new WaysideError('QUEUE_FULL', 'the other side does not keep up'));
    };
    return Object.assign(Object.create(hub) as AgentHub, { send });
  };
  const clock = new ManualClock();
  const { db } = bench.rooms;
  const base = { clock, db, random: seededRandom(5), log: silentLog, between: { jobsAndHub: refuse } };
  bench.rooms = { ...roomsOver(base), clock };
  await bench.reconnect(WRITES);
  const job = await submit();
  expect([bench.state(job), refusals, bench.agent.offers.length]).toEqual(['queued', 1, 0]);
  clock.advance(REST_MS);
  await settle();
  expect(bench.agent.offers).toMatchObject([{ jobId: job.id, attempt: 1 }]);
  expect(bench.state(job)).toBe('offered');
});

test('an offer under which the session broke may have arrived: it is waited for, not made again, and lost in the end', async () => {
  const lose = (hub: AgentHub): AgentHub => {
    const send: AgentHub['send'] = (id, message) => {
      if (message.type !== 'jobOffered') return hub.send(id, message);
      return Promise.reject(new WaysideError('UNAVAILABLE', 'the session broke'));
    };
    return Object.assign(Object.create(hub) as AgentHub, { send });
  };
  const clock = new ManualClock();
  const { db } = bench.rooms;
  const base = { clock, db, random: seededRandom(5), log: silentLog, between: { jobsAndHub: lose } };
  bench.rooms = { ...roomsOver(base), clock };
  await bench.reconnect(WRITES);
  const job = await submit();
  const read = await bench.submit({ kind: 'probe' });
  expect(bench.rooms.jobs.get(read.id)).toMatchObject({ state: 'queued', attempt: 1 });
  expect(bench.rooms.jobs.get(job.id)).toMatchObject({ state: 'offered', attempt: 1 });
  clock.advance(LEASE_MS);
  expect(bench.rooms.jobs.get(job.id)).toMatchObject({ state: 'unknown', attempt: 1 });
  clock.advance(LOST_AFTER_MS);
  expect(bench.state(job)).toBe('lost');
});

describe('what is told of steps', () => {
  test('is on disk before the end is acknowledged, and is what it was after a restart', async () => {
    const job = await running();
    await bench.agent.say(end({ steps: [told('s0', 'acknowledged'), told('s1', 'unknown')] }));
    expect(bench.agent.heard('jobEndAcknowledged')).toHaveLength(1);
    bench.restart();
    expect(states(job)).toEqual(['acknowledged', 'unknown']);
  });

  test('is not taken back: only what was unknown may become known', async () => {
    const job = await running();
    const say = (...steps: StepResult[]) => bench.agent.say({ ...progressOf(job), steps });
    await say(told('s0', 'acknowledged'), told('s1', 'unknown'));
    await say(told('s0', 'sent'), told('s1', 'sent'), told('s9', 'acknowledged'));
    expect(states(job)).toEqual(['acknowledged', 'unknown']);
    await say(told('s0', 'not-done'), told('s1', 'not-done'));
    expect(states(job)).toEqual(['acknowledged', 'not-done']);
  });

  test('does not go back when two sessions of the agent tell it in one moment', async () => {
    const job = await running();
    void bench.agent.session.agent.send({ ...progressOf(job), steps: [told('s0', 'acknowledged')] });
    const second = new FakeAgent(bench.rooms.hub, 'a1');
    const attempts = [{ jobId: job.id, attempt: 1, state: 'running' }] as const;
    void second.session.agent.send(second.hello({ ...WRITES, sessionNumber: 2, attempts }));
    void second.session.agent.send({ ...progressOf(job), steps: [told('s0', 'sent')] });
    await settle();
    await settle();
    const stored = bench.rooms.store.jobs.steps(job.id).map(({ state }) => state);
    expect([stored, states(job)]).toEqual([
      ['acknowledged', 'planned'],
      ['acknowledged', 'planned'],
    ]);
  });

  test('counts from the agent that has the job alone', async () => {
    const job = await running();
    const other = await FakeAgent.connect(bench.rooms.hub, 'b1', WRITES);
    await other.say({ ...progressOf(job), steps: [told('s0', 'acknowledged')] });
    await bench.agent.say({ ...progressOf(job), attempt: 2, steps: [told('s0', 'acknowledged')] });
    expect(states(job)).toEqual(['planned', 'planned']);
  });

  test('goes with the job when that is deleted', async () => {
    const job = await running();
    await bench.agent.say(end({ steps: [told('s0', 'acknowledged')] }));
    const clock = new ManualClock(bench.rooms.clock.now() + 31 * 86_400_000);
    const { db } = bench.rooms;
    roomsOver({ clock, db, random: seededRandom(5), log: silentLog }).jobs.prune();
    expect(bench.rooms.store.jobs.steps(job.id)).toEqual([]);
  });
});
