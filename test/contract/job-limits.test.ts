/** Jobs under limits: none is ever exceeded, people come before schedules, and thousands that wait cost little. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { JobSettings, SubmitRequest } from '../../controller/jobs/index.ts';
import type { JobView } from '../../shared/model/index.ts';
import { randomInt, seededRandom } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite, enrol, openRooms, settle, type TestRooms } from './support/controller.ts';
import { endOf, FakeAgent } from './support/fake-agent.ts';

beforeAll(ready);

const SITES = ['ams1', 'ber1'];
const SOURCES = ['sw1', 'sw2', 'sw3', 'sw4'];
const LIMITS = { perAgent: 3, perSite: 4, perSource: 1 };
/** The longest wait before an attempt, and some. */
const DRAIN_MAX_S = 60;
const HELD = ['offered', 'running', 'cancelling', 'unknown'];

const request = (more: Partial<SubmitRequest> = {}): SubmitRequest => ({
  ...{ kind: 'collect', targets: [], site: 'ams1', mac: '', requestId: '' },
  ...{ validateOnly: false, timeoutMs: 0, ...more },
});
const ofSource = (id: string, site = 'ams1'): Partial<SubmitRequest> => ({
  targets: [{ site, kind: 'source', id }],
  site: '',
});

function open(settings: Partial<JobSettings> = {}): TestRooms {
  const rooms = openRooms({ settings: { queueMax: 20_000, ...settings } });
  for (const site of SITES) addSite(rooms, site, SOURCES);
  for (const [id, site] of Object.entries(AGENTS)) enrol(rooms, id, site);
  return rooms;
}

const AGENTS: Readonly<Record<string, string>> = { a1: 'ams1', a2: 'ams1', b1: 'ber1' };
/** Jobs that the agent says it takes at once; a2 does not tell. */
const TOLD: Readonly<Record<string, number>> = { a1: 2, b1: 1 };

function allJobs({ jobs }: TestRooms): readonly JobView[] {
  const question = { pageSize: 500, pageToken: '', kind: '', state: undefined, showChildren: true };
  return jobs.list(question).jobs;
}

function heldJobs(rooms: TestRooms): readonly JobView[] {
  return allJobs(rooms).filter(({ state }) => HELD.includes(state));
}

/** Every agent comes back without its attempts, and does all that it is offered. */
async function drain(rooms: TestRooms): Promise<void> {
  const agents: FakeAgent[] = [];
  for (const id of Object.keys(AGENTS))
    agents.push(await FakeAgent.connect(rooms.hub, id, { bootId: 'last', sessionNumber: 9 }));
  const done = new Set<string>();
  const hasOpen = (): boolean => allJobs(rooms).some(({ endedAt }) => endedAt === undefined);
  for (let seconds = 0; seconds < DRAIN_MAX_S && hasOpen(); seconds += 1) {
    for (const agent of agents) {
      const beat = { type: 'heartbeat', time: 0, runningTargets: 0, outboxBytes: 0 } as const;
      await agent.say(beat);
      for (const offer of agent.offers) {
        if (done.has(`${offer.jobId} ${offer.attempt}`)) continue;
        done.add(`${offer.jobId} ${offer.attempt}`);
        await agent.say(endOf(offer));
      }
    }
    rooms.clock.advance(1000);
    await settle();
  }
}

function mostOf(names: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

/** What is over its limit. */
function excess(held: readonly JobView[], { perAgent, perSite, perSource }: JobSettings['limits']): string[] {
  // Those that share it are one work.
  const works = [...new Map(held.map((job) => [job.shares ?? job.id, job])).values()];
  const sources = works
    .filter(({ kind }) => kind === 'collect')
    .flatMap(({ targets }) => targets.map(({ site, id }) => `${site}/${id}`));
  const found = [];
  for (const id of Object.keys(AGENTS)) {
    const count = works.filter(({ agentId }) => agentId === id).length;
    if (count > perAgent) found.push('agent');
    if (count > (TOLD[id] ?? perAgent)) found.push('told');
  }
  if (mostOf(works.map(({ site }) => site)) > perSite) found.push('site');
  if (mostOf(sources) > perSource) found.push('source');
  return found;
}

/** Agents, people and time do this and that; the most that was held of each, and what was ever over a limit. */
async function walk(
  seed: number,
  limits: JobSettings['limits'],
  { kept = limits, tells = true }: { kept?: JobSettings['limits']; tells?: boolean } = {},
): Promise<{ over: string[]; ended: number; shared: number; unended: number }> {
  const random = seededRandom(seed);
  let rooms = open({ limits: kept });
  const agents = new Map<string, FakeAgent>();
  const over: string[] = [];
  const pick = <T>(list: readonly T[]): T | undefined => list[randomInt(random, list.length)];
  for (let step = 0; step < 150; step += 1) {
    const id = pick(Object.keys(AGENTS)) ?? '';
    // Heartbeats were missed when time went on.
    if (!rooms.hub.capable(String(AGENTS[id]), 'switch.probe').includes(id)) agents.delete(id);
    const agent = agents.get(id);
    const offer = agent && pick(agent.offers);
    const what = randomInt(random, 12);
    if (!agent) {
      const attempts = heldJobs(rooms)
        .filter(({ agentId }) => agentId === id && random.float() < 0.6)
        .map((job) => ({ jobId: job.shares ?? job.id, attempt: job.attempt, state: 'running' as const }));
      const slots = tells && TOLD[id] !== undefined ? { slots: { job: TOLD[id] } } : {};
      agents.set(id, await FakeAgent.connect(rooms.hub, id, { attempts, ...slots }));
    } else if (what < 5) {
      const kind = pick(['collect', 'collect', 'probe'] as const) ?? 'collect';
      const where = random.float() < 0.3 ? {} : ofSource(pick(SOURCES) ?? '', AGENTS[id]);
      rooms.jobs.submit(request({ kind, site: String(AGENTS[id]), timeoutMs: 3_600_000, ...where }), ADMIN);
    } else if (what < 8 && offer) await agent.say(endOf(offer));
    else if (what === 8 && offer) {
      const { jobId, attempt } = offer;
      await agent.say({ type: 'jobRejected', jobId, attempt, code: 'QUEUE_FULL', message: 'no' });
    } else if (what === 9) {
      await agent.cut();
      agents.delete(id);
    } else if (what === 10) rooms.clock.advance(randomInt(random, 40_000));
    else if (random.float() < 0.1) {
      rooms = openRooms({ after: rooms, seed: step, settings: { queueMax: 20_000, limits: kept } });
      agents.clear();
    } else {
      const job = pick(heldJobs(rooms));
      if (job && job.state !== 'cancelling') rooms.jobs.cancel(job.id, '', 'test');
    }
    await settle();
    over.push(...excess(heldJobs(rooms), limits));
  }
  const ended = allJobs(rooms).filter(({ endedAt }) => endedAt !== undefined).length;
  await drain(rooms);
  const jobs = allJobs(rooms);
  const shared = jobs.filter(({ shares }) => shares !== undefined).length;
  return { over, ended, shared, unended: jobs.filter(({ endedAt }) => endedAt === undefined).length };
}

describe('limits', () => {
  test.each([1, 2, 3, 4])('are never exceeded, whatever happens (seed %i)', async (seed) => {
    const { over, ended, shared, unended } = await walk(seed, LIMITS);
    expect(over).toEqual([]);
    expect(ended).toBeGreaterThan(5);
    expect(shared).toBeGreaterThan(0);
    expect(unended).toBe(0);
  });

  test('that are not kept are found by that walk', async () => {
    const none = { perAgent: 99, perSite: 99, perSource: 99 };
    const { over } = await walk(1, LIMITS, { kept: none, tells: false });
    expect([...new Set(over)].sort()).toEqual(['agent', 'site', 'source', 'told']);
    const forgotten = await walk(1, LIMITS, { tells: false });
    expect([...new Set(forgotten.over)]).toEqual(['told']);
  });

  test('of a source: the next collect of it begins when the one before has ended; others do not wait', async () => {
    const rooms = open();
    const agent = await FakeAgent.connect(rooms.hub, 'a1');
    const submit = (more: Partial<SubmitRequest>): JobView => rooms.jobs.submit(request(more), ADMIN);
    const first = submit(ofSource('sw1'));
    const second = submit({ fresh: true, ...ofSource('sw1') });
    const other = submit(ofSource('sw2'));
    const probe = submit({ kind: 'probe', ...ofSource('sw1') });
    await settle();
    expect(agent.offers.map(({ jobId }) => jobId)).toEqual([first.id, other.id, probe.id]);
    expect(rooms.jobs.get(second.id).state).toBe('queued');
    await agent.say(endOf(await agent.accept(agent.offers[0])));
    expect(agent.offers.at(-1)?.jobId).toBe(second.id);
  });

  test('of an agent and of a site are as configured: S0.34', async () => {
    const rooms = open({ limits: { perAgent: 2, perSite: 3, perSource: 1 } });
    const a1 = await FakeAgent.connect(rooms.hub, 'a1');
    const a2 = await FakeAgent.connect(rooms.hub, 'a2');
    const b1 = await FakeAgent.connect(rooms.hub, 'b1');
    for (const site of SITES)
      for (const id of SOURCES) rooms.jobs.submit(request({ kind: 'probe', ...ofSource(id, site) }), ADMIN);
    await settle();
    expect([a1, a2, b1].map(({ offers }) => offers.length)).toEqual([2, 1, 2]);
  });
});

test('S3.14 the agents of a site are the workers of its queue: whoever ends a job gets the next, and none is done twice', async () => {
  const rooms = open({ limits: { perAgent: 1, perSite: 99, perSource: 1 } });
  const a1 = await FakeAgent.connect(rooms.hub, 'a1');
  const a2 = await FakeAgent.connect(rooms.hub, 'a2');
  const jobs = SOURCES.map((id) => rooms.jobs.submit(request({ kind: 'probe', ...ofSource(id) }), ADMIN).id);
  await settle();
  expect([a1, a2].map(({ offers }) => offers.length)).toEqual([1, 1]);
  const busy = await a2.accept();
  for (let turn = 0; turn < SOURCES.length - 1; turn += 1) {
    await a1.say(endOf(await a1.accept()));
    await settle();
  }
  await a2.say(endOf(busy));
  expect(a1.offers).toHaveLength(SOURCES.length - 1);
  expect([...a1.offers, ...a2.offers].map(({ jobId }) => jobId).toSorted()).toEqual(jobs.toSorted());
  expect(jobs.map((id) => rooms.jobs.get(id).state)).toEqual(jobs.map(() => 'succeeded'));
});

describe('slots of an agent', () => {
  test('are what it tells, up to what one agent is given; more waits here, and each knows its place', async () => {
    const rooms = open({ limits: { perAgent: 3, perSite: 99, perSource: 1 } });
    const small = await FakeAgent.connect(rooms.hub, 'a1', { slots: { job: 1, target: 50 } });
    const large = await FakeAgent.connect(rooms.hub, 'a2', { slots: { job: 64 } });
    const jobs = SOURCES.flatMap((id) =>
      [1, 2].map(() => rooms.jobs.submit(request({ kind: 'probe', fresh: true, ...ofSource(id) }), ADMIN)),
    );
    await settle();
    expect([small.offers.length, large.offers.length]).toEqual([1, 3]);
    expect(jobs.slice(4).map(({ id }) => rooms.jobs.get(id).queuePosition)).toEqual([0, 1, 2, 3]);
    await small.say(endOf(await small.accept()));
    expect([small.offers.length, large.offers.length]).toEqual([2, 3]);
  });

  test('that fell below what it still runs give it nothing until there is room again', async () => {
    const rooms = open();
    const before = await FakeAgent.connect(rooms.hub, 'a1');
    for (const id of ['sw1', 'sw2']) rooms.jobs.submit(request(ofSource(id)), ADMIN);
    await settle();
    const attempts = before.offers.map(({ jobId, attempt }) => ({
      jobId,
      attempt,
      state: 'running' as const,
    }));
    const after = await FakeAgent.connect(rooms.hub, 'a1', { sessionNumber: 2, attempts, slots: { job: 1 } });
    rooms.jobs.submit(request(ofSource('sw3')), ADMIN);
    await settle();
    const [first, second] = before.offers;
    expect(after.offers).toEqual([]);
    if (first) await after.say(endOf(first));
    expect(after.offers).toEqual([]);
    if (second) await after.say(endOf(second));
    expect(after.offers).toHaveLength(1);
  });
});

describe('the queue', () => {
  test('offers what a person asked for before what a schedule began, and tells each its place', async () => {
    const rooms = open({ limits: { perAgent: 1, perSite: 99, perSource: 1 } });
    const agent = await FakeAgent.connect(rooms.hub, 'a1');
    const submit = (rank: 'person' | 'schedule', id: string): JobView =>
      rooms.jobs.submit(request({ kind: 'probe', rank, ...ofSource(id) }), ADMIN);
    submit('schedule', 'sw1');
    await settle();
    const jobs = [submit('schedule', 'sw2'), submit('person', 'sw3'), submit('person', 'sw4')];
    const places = (): number[] => jobs.map(({ id }) => rooms.jobs.get(id).queuePosition);
    expect(places()).toEqual([2, 0, 1]);
    await agent.say(endOf(await agent.accept()));
    expect(agent.offers.at(-1)?.jobId).toBe(jobs[1]?.id);
    expect(places()).toEqual([1, 0, 0]);
  });

  test('tells who watches a waiting job when its place changes', async () => {
    const rooms = open({ limits: { perAgent: 1, perSite: 99, perSource: 1 } });
    const agent = await FakeAgent.connect(rooms.hub, 'a1');
    const jobs = SOURCES.map((id) => rooms.jobs.submit(request({ kind: 'probe', ...ofSource(id) }), ADMIN));
    await settle();
    const watch = rooms.jobs.watch(jobs[3]?.id ?? '', new AbortController().signal);
    expect((await watch.next()).value).toMatchObject({ state: 'queued', queuePosition: 2 });
    const told = watch.next();
    await agent.say(endOf(await agent.accept()));
    rooms.clock.advance(1000);
    expect((await told).value).toMatchObject({ state: 'queued', queuePosition: 1 });
    await watch.return(undefined);
  });

  test('of 10,000 jobs is not looked through: neither to take one more, nor to offer the next', async () => {
    let asked = 0;
    const rooms = open({ limits: { perAgent: 1, perSite: 99, perSource: 1 } });
    const { hub } = rooms;
    const capable = hub.capable.bind(hub);
    hub.capable = (site, capability) => {
      asked += 1;
      return capable(site, capability);
    };
    const agent = await FakeAgent.connect(hub, 'a1');
    const submit = (id: string): JobView =>
      rooms.jobs.submit(request({ fresh: true, ...ofSource(id) }), ADMIN);
    const first = submit('sw1');
    await settle();
    rooms.db.exec('BEGIN');
    const jobs = Array.from({ length: 10_000 }, (_, i) => submit(i % 2 === 0 ? 'sw1' : 'sw2'));
    rooms.db.exec('COMMIT');
    // To see whether anyone could take it; what waits is looked through when all have come.
    expect(asked).toBeLessThanOrEqual(10_001 + 4);
    expect(rooms.jobs.counts()).toEqual({ queued: 10_000, running: 1 });
    expect(rooms.jobs.get(jobs[9_999]?.id ?? '').queuePosition).toBe(9_999);
    asked = 0;
    await settle();
    expect(agent.offers[0]?.jobId).toBe(first.id);
    await agent.say(endOf(await agent.accept()));
    expect(agent.offers.at(-1)?.jobId).toBe(jobs[0]?.id);
    expect(asked).toBeLessThanOrEqual(4);
  });
});
