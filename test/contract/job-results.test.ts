/** What agents tell along the way: seen at once, on disk soon, complete at the end. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JobView, TargetResult } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite, enrol, LEASE_MS, openRooms, settle, type TestRooms } from './support/controller.ts';
import { endOf, FakeAgent } from './support/fake-agent.ts';
import { progressOf } from './support/job-bench.ts';

const NAMES = ['sw1', 'sw2', 'sw3', 'sw4'];
const UNSAVED_MAX_MS = 1000;

let rooms: TestRooms;
let agent: FakeAgent;
let job: JobView;
beforeAll(ready);
beforeEach(async () => {
  rooms = openRooms();
  addSite(rooms, 'ams1', NAMES);
  enrol(rooms, 'a1', 'ams1');
  agent = await FakeAgent.connect(rooms.hub, 'a1');
  const request = { kind: 'probe', targets: [], site: 'ams1', mac: '', requestId: '' } as const;
  job = rooms.jobs.submit({ ...request, validateOnly: false, timeoutMs: 0 }, ADMIN);
  await settle();
  await agent.accept();
});

const resultOf = (id: string, data = 'told'): TargetResult => ({
  ...{ source: { site: 'ams1', kind: 'source', id }, name: id, error: undefined, data, timingsMs: {} },
});
/** One message for each target, as they end. */
const tell = (...ids: string[]): Promise<void> =>
  agent.say(...ids.map((id, i) => progressOf(job, { current: i + 1, total: 4, targets: [resultOf(id)] })));
const shown = (of = rooms): string[] => of.jobs.get(job.id).results.map(({ name }) => name);
const onDisk = (attempt = 1): string[] =>
  rooms.store.jobs.results(job.id, attempt).map(({ source }) => source.replace('ams1/source/', ''));
const offer = () => {
  const [first] = agent.offers;
  if (!first) throw new Error('nothing was offered');
  return first;
};

describe('results that are told along the way', () => {
  test('are shown at once, and written together a moment later', async () => {
    await tell('sw3', 'sw1');
    expect([shown(), onDisk()]).toEqual([['sw3', 'sw1'], []]);
    rooms.clock.advance(UNSAVED_MAX_MS - 1);
    await tell('sw2');
    expect(onDisk()).toEqual([]);
    rooms.clock.advance(1);
    expect(onDisk().sort()).toEqual(['sw1', 'sw2', 'sw3']);
  });

  test('are written with the next move, and keep the order of their ends', async () => {
    await tell('sw3');
    rooms.clock.advance(UNSAVED_MAX_MS);
    await tell('sw4', 'sw1');
    rooms.clock.advance(LEASE_MS);
    expect(rooms.jobs.get(job.id).state).toBe('unknown');
    expect(shown(openRooms({ after: rooms }))).toEqual(['sw3', 'sw4', 'sw1']);
  });

  test('are written when the controller stops', async () => {
    await tell('sw2');
    rooms.jobs.stop();
    expect(onDisk()).toEqual(['sw2']);
  });

  test('are told anew at the end to a controller that died before it had written them', async () => {
    await tell('sw1', 'sw2');
    const told = endOf(offer());
    rooms = openRooms({ after: rooms });
    expect(shown()).toEqual([]);
    agent = await FakeAgent.connect(rooms.hub, 'a1', {
      attempts: [{ jobId: job.id, attempt: 1, state: 'ended' }],
    });
    await agent.say(told);
    expect(rooms.jobs.get(job.id).state).toBe('succeeded');
    expect(onDisk().sort()).toEqual(NAMES);
    expect(agent.heard('jobEndAcknowledged')).toHaveLength(1);
  });

  test('stay with their attempt when another one follows', async () => {
    await tell('sw1');
    await agent.cut();
    agent = await FakeAgent.connect(rooms.hub, 'a1');
    expect(rooms.jobs.get(job.id)).toMatchObject({ state: 'offered', attempt: 2, results: [] });
    expect([onDisk(1), onDisk(2)]).toEqual([['sw1'], []]);
  });

  test('wait for a full disk while the job goes on', async () => {
    rooms.db.exec(
      "CREATE TEMP TRIGGER full BEFORE INSERT ON job_results BEGIN SELECT raise(FAIL, 'disk'); END",
    );
    await tell('sw1');
    rooms.clock.advance(UNSAVED_MAX_MS);
    await tell('sw2');
    expect([shown(), onDisk()]).toEqual([['sw1', 'sw2'], []]);
    rooms.db.exec('DROP TRIGGER full');
    rooms.clock.advance(5000);
    expect(onDisk().sort()).toEqual(['sw1', 'sw2']);
  });
});

describe('a watch', () => {
  const views = () => rooms.jobs.watch(job.id, new AbortController().signal);
  const brief = (view: JobView | undefined) => [
    view?.state,
    view?.targets.length,
    view?.results.map(({ name }) => name),
  ];

  test('begins and ends with the whole job, and tells in between what is new', async () => {
    await tell('sw1');
    const watch = views();
    const next = async () => brief((await watch.next()).value ?? undefined);
    expect(await next()).toEqual(['running', 4, ['sw1']]);
    await tell('sw2', 'sw3');
    expect(await next()).toEqual(['running', 0, ['sw2', 'sw3']]);
    await agent.say(progressOf(job, { status: 'working' }));
    expect(await next()).toEqual(['running', 0, []]);
    await agent.say(endOf(offer()));
    expect(await next()).toEqual(['succeeded', 4, NAMES]);
    expect((await watch.next()).done).toBe(true);
  });

  test('tells all results of a new attempt', async () => {
    await tell('sw1', 'sw2');
    const watch = views();
    await watch.next();
    await agent.cut();
    agent = await FakeAgent.connect(rooms.hub, 'a1');
    await agent.accept();
    await agent.say(progressOf(job, { attempt: 2, targets: [resultOf('sw1'), resultOf('sw4')] }));
    const { value } = await watch.next();
    expect(value).toMatchObject({ attempt: 2, results: [{ name: 'sw1' }, { name: 'sw4' }] });
  });
});

test('a collect goes to the agent that read the source last, and to another while that one is away', async () => {
  enrol(rooms, 'a2', 'ams1');
  const agents: Readonly<Record<string, FakeAgent>> = {
    a1: agent,
    a2: await FakeAgent.connect(rooms.hub, 'a2'),
  };
  const submit = async (): Promise<string | undefined> => {
    const targets = [{ site: 'ams1', kind: 'source', id: 'sw1' } as const];
    const request = { kind: 'collect', targets, site: '', mac: '', requestId: '' } as const;
    const { id } = rooms.jobs.submit({ ...request, validateOnly: false, timeoutMs: 0 }, ADMIN);
    await settle();
    const { agentId = '' } = rooms.jobs.get(id);
    const taken = await agents[agentId]?.accept();
    if (taken) await agents[agentId]?.say(endOf(taken));
    return agentId;
  };
  // The least loaded: the first agent has a job already.
  expect(await submit()).toBe('a2');
  rooms.store.scans.setScan({
    ...{ site: 'ams1', source: 'sw1', agent: 'a1', outbox: 'o', complete_scans: 1, last_scan: 's' },
    ...{ last_complete_at: 1, last_at: 1, heard_at: 1, counts: '{}' },
  });
  expect([await submit(), await submit()]).toEqual(['a1', 'a1']);
  await agent.cut();
  expect(await submit()).toBe('a2');
});
