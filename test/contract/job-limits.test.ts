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

function heldJobs({ jobs }: TestRooms): readonly JobView[] {
  const question = { pageSize: 500, pageToken: '', kind: '', state: undefined, showChildren: true };
  return jobs.list(question).jobs.filter(({ state }) => HELD.includes(state));
}

function mostOf(names: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

/** What is over its limit. */
function excess(held: readonly JobView[], { perAgent, perSite, perSource }: JobSettings['limits']): string[] {
  const sources = held
    .filter(({ kind }) => kind === 'collect')
    .flatMap(({ targets }) => targets.map(({ site, id }) => `${site}/${id}`));
  const found = [];
  if (mostOf(held.map(({ agentId }) => String(agentId))) > perAgent) found.push('agent');
  if (mostOf(held.map(({ site }) => site)) > perSite) found.push('site');
  if (mostOf(sources) > perSource) found.push('source');
  return found;
}

/** Agents, people and time do this and that; the most that was held of each, and what was ever over a limit. */
async function walk(
  seed: number,
  limits: JobSettings['limits'],
  kept = limits,
): Promise<{ over: string[]; ended: number }> {
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
        .map((job) => ({ jobId: job.id, attempt: job.attempt, state: 'running' as const }));
      agents.set(id, await FakeAgent.connect(rooms.hub, id, { attempts }));
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
      rooms = openRooms({ after: rooms, settings: { queueMax: 20_000, limits: kept } });
      agents.clear();
    } else {
      const job = pick(heldJobs(rooms));
      if (job && job.state !== 'cancelling') rooms.jobs.cancel(job.id, '', 'test');
    }
    await settle();
    over.push(...excess(heldJobs(rooms), limits));
  }
  const question = { pageSize: 500, pageToken: '', kind: '', state: undefined, showChildren: true };
  const ended = rooms.jobs.list(question).jobs.filter(({ endedAt }) => endedAt !== undefined).length;
  return { over, ended };
}

describe('limits', () => {
  test.each([1, 2, 3, 4])('are never exceeded, whatever happens (seed %i)', async (seed) => {
    const { over, ended } = await walk(seed, { perAgent: 3, perSite: 4, perSource: 1 });
    expect(over).toEqual([]);
    expect(ended).toBeGreaterThan(5);
  });

  test('that are not kept are found by that walk', async () => {
    const none = { perAgent: 99, perSite: 99, perSource: 99 };
    const { over } = await walk(1, { perAgent: 3, perSite: 4, perSource: 1 }, none);
    expect([...new Set(over)].sort()).toEqual(['agent', 'site', 'source']);
  });

  test('of a source: the next collect of it begins when the one before has ended; others do not wait', async () => {
    const rooms = open();
    const agent = await FakeAgent.connect(rooms.hub, 'a1');
    const submit = (more: Partial<SubmitRequest>): JobView => rooms.jobs.submit(request(more), ADMIN);
    const first = submit(ofSource('sw1'));
    const second = submit(ofSource('sw1'));
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
    const submit = (id: string): JobView => rooms.jobs.submit(request(ofSource(id)), ADMIN);
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
