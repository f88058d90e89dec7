/** Readings whose agent says nothing more: they end at their time. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { COLLECT_END_TOLD_MAX_MS, END_TOLD_MAX_MS } from '../../controller/jobs/deadlines.ts';
import type { JobView } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { enrol, settle } from './support/controller.ts';
import { endOf, FakeAgent } from './support/fake-agent.ts';
import { JobBench, progressOf } from './support/job-bench.ts';

const TIMEOUT_MS = 8000;
/** An agent that is there says something so often. */
const STEP_MS = 5000;

let bench: JobBench;
beforeAll(ready);
beforeEach(async () => {
  bench = await JobBench.open();
});

const get = ({ id }: JobView): JobView => bench.rooms.jobs.get(id);

test('a reading ends at its time with TIMEOUT when its agent is away, whether it was taken or already unknown', async () => {
  const taken = await bench.running({ timeoutMs: TIMEOUT_MS });
  const long = await bench.running({ timeoutMs: 100_000, fresh: true });
  await bench.agent.cut();
  bench.rooms.clock.advance(TIMEOUT_MS - 1);
  expect(get(taken).state).toBe('running');
  bench.rooms.clock.advance(1);
  expect(get(taken)).toMatchObject({ state: 'lost', error: { code: 'TIMEOUT' } });
  bench.rooms.clock.advance(100_000 - TIMEOUT_MS - 1);
  expect(get(long).state).toBe('unknown');
  bench.rooms.clock.advance(1);
  expect(get(long)).toMatchObject({ state: 'lost', error: { code: 'TIMEOUT' } });
});

test('an agent that is there is given a moment to tell the end itself, and then its silence is one too', async () => {
  const [told, silent] = [
    await bench.running({ timeoutMs: TIMEOUT_MS }),
    await bench.running({ timeoutMs: TIMEOUT_MS, fresh: true }),
  ];
  const [offer] = bench.agent.offers;
  bench.rooms.clock.advance(TIMEOUT_MS);
  if (offer) await bench.agent.say(endOf(offer));
  expect(get(told).state).toBe('succeeded');
  bench.rooms.clock.advance(END_TOLD_MAX_MS - 1);
  expect(get(silent).state).toBe('running');
  bench.rooms.clock.advance(1);
  await settle();
  expect(get(silent)).toMatchObject({ state: 'lost', error: { code: 'TIMEOUT' } });
  expect(bench.agent.heard('jobCancelled')).toMatchObject([{ jobId: silent.id }]);
});

test('what was told of it before is kept', async () => {
  const two = ['sw1', 'sw2'].map((id) => ({ site: 'ams1', kind: 'source' as const, id }));
  const job = await bench.running({ timeoutMs: TIMEOUT_MS, targets: two });
  const [done] = endOf(bench.offer).targets;
  await bench.agent.say(progressOf(job, { current: 1, total: 2, targets: done ? [done] : [] }));
  await bench.agent.cut();
  bench.rooms.clock.advance(TIMEOUT_MS);
  expect(get(job)).toMatchObject({ state: 'lost', error: { code: 'TIMEOUT' }, results: [{ name: 'sw1' }] });
});

test('a cancel that nobody answers ends at the time of the reading as well', async () => {
  const job = await bench.running({ timeoutMs: TIMEOUT_MS });
  await bench.agent.cut();
  bench.rooms.jobs.cancel(job.id, 'not needed', 'user:ann');
  bench.rooms.clock.advance(TIMEOUT_MS);
  expect(get(job).state).toBe('lost');
});

test('who asked for the same, and has more time, goes on with the work of one whose time is over', async () => {
  const lead = await bench.running({ timeoutMs: TIMEOUT_MS });
  bench.rooms.clock.advance(500);
  const other = await bench.submit({ timeoutMs: TIMEOUT_MS });
  expect(get(other).shares).toBe(lead.id);
  await bench.agent.cut();
  bench.rooms.clock.advance(TIMEOUT_MS - 500);
  expect(get(lead).state).toBe('lost');
  expect(get(other)).toMatchObject({ state: 'running', agentId: bench.agent.id });
  bench.rooms.clock.advance(500);
  expect(get(other).state).toBe('lost');
});

test('a restart of the controller does not forget when a reading has to end', async () => {
  const job = await bench.running({ timeoutMs: TIMEOUT_MS });
  bench.restart();
  bench.rooms.clock.advance(TIMEOUT_MS);
  expect(get(job)).toMatchObject({ state: 'lost', error: { code: 'TIMEOUT' } });
});

test('a collect also has the time in which its deltas are acknowledged', async () => {
  const job = await bench.running({ kind: 'collect', timeoutMs: TIMEOUT_MS });
  const untilMs = TIMEOUT_MS + COLLECT_END_TOLD_MAX_MS - 1;
  for (let passedMs = 0; passedMs < untilMs; passedMs += STEP_MS) {
    await bench.agent.say(progressOf(job));
    bench.rooms.clock.advance(Math.min(STEP_MS, untilMs - passedMs));
  }
  await bench.agent.say(endOf(bench.offer));
  expect(get(job).state).toBe('succeeded');
});

test('an offer whose agent was cut off before it was heard to take it goes to nobody else: it may have been begun', async () => {
  enrol(bench.rooms, 'a2', 'ams1');
  const job = await bench.submit({ timeoutMs: TIMEOUT_MS });
  const other = await FakeAgent.connect(bench.rooms.hub, 'a2');
  await bench.agent.cut();
  await settle();
  expect(other.offers).toEqual([]);
  expect(get(job)).toMatchObject({ state: 'offered', agentId: bench.agent.id });
});

test('an agent that says that it is stopping is offered nothing more, and another one gets what it refused', async () => {
  enrol(bench.rooms, 'a2', 'ams1');
  const job = await bench.submit();
  const other = await FakeAgent.connect(bench.rooms.hub, 'a2');
  const { jobId, attempt } = bench.offer;
  await bench.agent.say({ type: 'jobRejected', jobId, attempt, code: 'SHUTTING_DOWN', message: '' });
  expect(get(job)).toMatchObject({ state: 'offered', agentId: 'a2' });
  await bench.submit({ fresh: true });
  expect([bench.agent.offers.length, other.offers.length]).toEqual([1, 2]);
});
