/** Traces beside agents that fall silent: they end at their time with what was heard, and name who said nothing. */
import { beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type TraceEvent, Tracer } from '../../controller/trace/trace.ts';
import { IpTracer } from '../../controller/trace/trace-ip.ts';
import type { JsonObject, TargetResult, TraceAnswer, TraceIpAnswer } from '../../shared/model/index.ts';
import { nextTurn, silentLog } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import type { JobOffered } from '../../shared/wire/index.ts';
import { ADMIN, addSite, enrol, openRooms, type TestRooms } from './support/controller.ts';
import { endOf, FakeAgent } from './support/fake-agent.ts';
import { progressOf } from './support/job-bench.ts';

const SITE = 'ams1';
const NAMES = ['r1', 'r2', 'sw1', 'sw2', 'sw3'];
const MAC = '00:1b:21:00:00:01';
const ADDRESS = '10.0.0.9';
const TIMEOUT_MS = 20_000;
/** Turns of the event loop until a question has reached the agent. */
const TURNS = 40;

let rooms: TestRooms;
let agent: FakeAgent;
let tracer: Tracer;
let ipTracer: IpTracer;
beforeAll(ready);
beforeEach(async () => {
  rooms = openRooms();
  addSite(rooms, SITE, NAMES);
  const operations = NAMES.map((id) => {
    return { type: 'create', site: SITE, kind: 'switch', id, fields: { name: id } } as const;
  });
  rooms.inventory.write({ operations, why: '', requestId: '', validateOnly: false }, ADMIN);
  enrol(rooms, 'a1', SITE);
  agent = await FakeAgent.connect(rooms.hub, 'a1');
  const { inventory, jobs, clock } = rooms;
  const deps = { inventory, jobs, clock, log: silentLog, observe: () => undefined };
  tracer = new Tracer(deps);
  ipTracer = new IpTracer(deps, tracer);
});

const QUESTION = { site: SITE, floor: '', cachedOnly: false, allHits: false, timeoutMs: TIMEOUT_MS };

function asker() {
  const leave = new AbortController();
  onTestFinished(() => leave.abort());
  return { principal: ADMIN, signal: leave.signal };
}

async function answerOf<A>(
  events: AsyncIterable<
    { readonly type: 'answer'; readonly answer: A } | Extract<TraceEvent, { type: 'progress' }>
  >,
): Promise<A> {
  for await (const event of events) if (event.type === 'answer') return event.answer;
  throw new Error('no answer');
}

const trace = (): Promise<TraceAnswer> => answerOf(tracer.trace({ ...QUESTION, mac: MAC }, asker()));
const traceIp = (): Promise<TraceIpAnswer> =>
  answerOf(ipTracer.trace({ ...QUESTION, address: ADDRESS }, asker()));

async function turns(): Promise<void> {
  for (let n = 0; n < TURNS; n += 1) await nextTurn();
}

/** The newest offer of that kind, taken. */
async function taken(kind: 'lookup' | 'resolve'): Promise<JobOffered> {
  await turns();
  return agent.accept(agent.offers.findLast((offer) => offer.kind === kind));
}

function said({ targets }: JobOffered, name: string, rows: readonly JsonObject[]): TargetResult[] {
  return targets.flatMap((target) =>
    target.name === name
      ? [{ source: target.source, name, error: undefined, data: { rows: [...rows] }, timingsMs: {} }]
      : [],
  );
}

const progress = (offer: JobOffered, targets: TargetResult[]) =>
  progressOf({ id: offer.jobId } as Parameters<typeof progressOf>[0], {
    current: 1,
    total: NAMES.length,
    targets,
  });

const ARP = { address: ADDRESS, mac: MAC, vlan: 10, type: 'dynamic' };
const ROW = { mac: MAC, port: 'Gi1/0/5', vlan: 10, type: 'dynamic' };

test('a trace whose agent is gone ends at its time, with what was heard and the names of the silent (S1.13)', async () => {
  const asked = trace();
  const offer = await taken('lookup');
  await agent.say(progress(offer, said(offer, 'sw1', [ROW])));
  await agent.cut();
  let hasEnded = false;
  void asked.then(() => (hasEnded = true));
  rooms.clock.advance(TIMEOUT_MS - 1);
  await turns();
  expect(hasEnded).toBe(false);
  rooms.clock.advance(500);
  const answer = await asked;
  expect(answer).toMatchObject({ totals: { answered: 1, failed: 4 }, edges: [{ switchName: 'sw1' }] });
  expect(answer.deviceErrors.map(({ switchName }) => switchName)).toEqual(['r1', 'r2', 'sw2', 'sw3']);
  for (const { error } of answer.deviceErrors)
    expect(error).toMatchObject({ code: 'TIMEOUT', message: 'did not answer within 20 s' });
});

test('a switch that its agent gave up on is told as silent, not our job as slow', async () => {
  const asked = trace();
  const offer = await taken('lookup');
  const error = {
    code: 'TIMEOUT',
    message: `job ${offer.jobId} took longer than 19994 ms`,
    hint: undefined,
  } as const;
  const done = endOf(offer).targets.filter(({ name }) => name !== 'sw3');
  await agent.say(endOf(offer, 'partly', { targets: done, error }));
  expect((await asked).deviceErrors).toMatchObject([
    { switchName: 'sw3', error: { code: 'TIMEOUT', message: 'did not answer within 20 s' } },
  ]);
});

test('one router that hangs does not hold up the trace of what another one said; it is told as silent', async () => {
  const asked = traceIp();
  const offer = await taken('resolve');
  await agent.say(progress(offer, said(offer, 'r1', [ARP])));
  rooms.clock.advance(2999);
  await turns();
  expect(agent.offers).toHaveLength(1);
  rooms.clock.advance(1);
  const lookup = await taken('lookup');
  // The time of the trace is not that of the router that hangs.
  expect(lookup.timeoutMs).toBe(17_000);
  await agent.say(
    endOf(lookup, 'succeeded', {
      targets: NAMES.flatMap((name) => said(lookup, name, name === 'sw1' ? [ROW] : [])),
    }),
  );
  const answer = await asked;
  expect(answer).toMatchObject({ verdict: 'found', asked: 5, traces: [{ mac: MAC }] });
  expect(answer.deviceErrors.map(({ switchName }) => switchName)).toEqual(['r2', 'sw1', 'sw2', 'sw3']);
  expect(answer.deviceErrors[0]?.error).toMatchObject({
    code: 'TIMEOUT',
    message: 'did not answer within 3 s',
  });
});

test('what a slow router says while the first answer is traced joins it', async () => {
  const second = '00:1b:21:00:00:02';
  const asked = traceIp();
  const offer = await taken('resolve');
  await agent.say(progress(offer, said(offer, 'r1', [ARP])));
  rooms.clock.advance(3000);
  const lookup = await taken('lookup');
  await agent.say(progress(offer, said(offer, 'r2', [{ ...ARP, mac: second }])));
  await agent.say(endOf(lookup));
  const next = await taken('lookup');
  expect(next.mac).toBe(second);
  await agent.say(endOf(next));
  const answer = await asked;
  expect(answer.traces.map(({ mac }) => mac)).toEqual([MAC, second]);
  expect(answer.summary).toContain('2 MAC addresses at once');
});

test('where no router answers at all, half of the time is left, and the silent ones are told as just that', async () => {
  const asked = traceIp();
  const offer = await taken('resolve');
  expect(offer.timeoutMs).toBe(TIMEOUT_MS / 2);
  rooms.clock.advance(3000);
  await turns();
  rooms.clock.advance(TIMEOUT_MS / 2 - 3000 + 250);
  const answer = await asked;
  expect(answer).toMatchObject({ verdict: 'not-all-answered', traces: [] });
  expect(answer.deviceErrors).toHaveLength(5);
  for (const { error } of answer.deviceErrors)
    expect(error).toMatchObject({ code: 'TIMEOUT', message: 'did not answer within 10 s' });
});
