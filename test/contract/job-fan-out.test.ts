/** One job over several sites: what it shows, how it ends, and that it goes on after a restart. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SubmitRequest } from '../../controller/jobs/index.ts';
import type { Failure, JobView, RecordRef } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite, enrol, openRooms, settle, type TestRooms } from './support/controller.ts';
import { endOf, FakeAgent } from './support/fake-agent.ts';
import { progressOf } from './support/job-bench.ts';

let rooms: TestRooms;
let ams: FakeAgent;
let ber: FakeAgent;
beforeAll(ready);
beforeEach(async () => {
  rooms = openRooms();
  addSite(rooms, 'ams1', ['sw1', 'sw2']);
  addSite(rooms, 'ber1', ['sw9']);
  addSite(rooms, 'cph1', ['sw5']);
  enrol(rooms, 'a1', 'ams1');
  enrol(rooms, 'b1', 'ber1');
  await connect();
});

async function connect(): Promise<void> {
  ams = await FakeAgent.connect(rooms.hub, 'a1');
  ber = await FakeAgent.connect(rooms.hub, 'b1');
}

const source = (id: string, site: string): RecordRef => ({ site, kind: 'source', id });
const ALL = [source('sw1', 'ams1'), source('sw9', 'ber1'), source('sw2', 'ams1')];
const LIST = { pageSize: 0, pageToken: '', kind: '', state: undefined, showChildren: true };
const NO_ROUTE: Failure = { code: 'UNREACHABLE', message: 'no route', hint: undefined };

async function submit(more: Partial<SubmitRequest> = {}): Promise<JobView> {
  const request = { kind: 'collect', targets: ALL, site: '', mac: '', requestId: '' } as const;
  const job = rooms.jobs.submit({ ...request, validateOnly: false, timeoutMs: 0, ...more }, ADMIN);
  await settle();
  return job;
}

const get = ({ id }: JobView): JobView => rooms.jobs.get(id);
const childrenOf = ({ id }: JobView): JobView[] =>
  rooms.jobs.list(LIST).jobs.filter(({ parentId }) => parentId === id);
const names = ({ results }: JobView): string[] => results.map(({ name }) => name);

async function finish(agent: FakeAgent, outcome: 'succeeded' | 'failed' = 'succeeded'): Promise<void> {
  const end = endOf(await agent.accept(), outcome);
  if (outcome === 'succeeded') return agent.say(end);
  const targets = end.targets.map((target) => ({ ...target, data: null, error: NO_ROUTE }));
  await agent.say({ ...end, targets, error: NO_ROUTE });
}

describe('a job over several sites', () => {
  test('is one job with a child for each site, and shows what they have so far', async () => {
    const job = await submit();
    expect(get(job)).toMatchObject({
      state: 'running',
      site: '',
      agentId: undefined,
      targets: { length: 3 },
    });
    expect(
      childrenOf(job)
        .map(({ site, agentId }) => `${site} ${agentId}`)
        .sort(),
    ).toEqual([...['ams1 a1', 'ber1 b1']]);
    expect(rooms.jobs.list({ ...LIST, showChildren: false }).jobs.map(({ id }) => id)).toEqual([job.id]);
    const views = rooms.jobs.watch(job.id, new AbortController().signal);
    await views.next();
    const told = views.next();
    const offer = await ams.accept();
    const [one] = endOf(offer).targets;
    const way = { attempt: 1, current: 1, total: 2, targets: one ? [one] : [] };
    await ams.say(progressOf({ ...job, id: offer.jobId }, way));
    await told;
    expect(get(job)).toMatchObject({ progress: { current: 1, total: 3 }, results: [{ name: 'sw1' }] });
    await ams.say(endOf(offer));
    expect(get(job)).toMatchObject({ state: 'running', progress: { current: 2, total: 3 } });
    await finish(ber);
    expect(get(job)).toMatchObject({ state: 'succeeded', error: undefined });
    expect(names(get(job)).sort()).toEqual(['sw1', 'sw2', 'sw9']);
    await views.return(undefined);
    // From the disk, too.
    expect(names(openRooms({ after: rooms }).jobs.get(job.id)).sort()).toEqual(['sw1', 'sw2', 'sw9']);
    expect(rooms.store.jobs.results(job.id, 0)).toEqual([]);
  });

  test.each([
    ['succeeded', 'failed', 'partly'],
    ['failed', 'failed', 'failed'],
  ] as const)('whose sites end %s and %s ends %s', async (first, second, whole) => {
    const job = await submit();
    await finish(ams, first);
    await finish(ber, second);
    expect(get(job)).toMatchObject({ state: whole, error: { code: 'UNREACHABLE' } });
  });

  test('does what it can: a site whose agent is away ends for itself, and the rest counts', async () => {
    const job = await submit({ targets: [...ALL, source('sw5', 'cph1')], timeoutMs: 5000 });
    await finish(ams);
    await finish(ber);
    expect(get(job).state).toBe('running');
    rooms.clock.advance(5000);
    expect(get(job)).toMatchObject({ state: 'partly', error: { code: 'NO_CAPABLE_AGENT' } });
  });

  test('is refused when no site has an agent, with every wrong target at its place', async () => {
    const refusal = (targets: readonly RecordRef[]) => submit({ targets }).catch((error: unknown) => error);
    addSite(rooms, 'dub1', ['sw6']);
    expect(await refusal([source('sw5', 'cph1'), source('sw6', 'dub1')])).toMatchObject({
      code: 'NO_CAPABLE_AGENT',
    });
    expect(await refusal([...ALL, source('none', 'ber1'), source('nor', 'ams1')])).toMatchObject({
      violations: [
        { field: 'targets[4]', message: 'ams1/source/nor is not known' },
        { field: 'targets[3]', message: 'ber1/source/none is not known' },
      ],
    });
    expect(rooms.jobs.list(LIST).jobs).toEqual([]);
  });

  test('is cancelled once every agent has stopped', async () => {
    const job = await submit();
    const offers = [await ams.accept(), await ber.accept()];
    expect(rooms.jobs.cancel(job.id, 'enough', 'user:ann').state).toBe('cancelling');
    await settle();
    expect([ams.heard('jobCancelled').length, ber.heard('jobCancelled').length]).toEqual([1, 1]);
    const [a, b] = offers;
    if (a) await ams.say(endOf(a, 'cancelled', { targets: [] }));
    expect(get(job).state).toBe('cancelling');
    if (b) await ber.say(endOf(b, 'cancelled', { targets: [] }));
    expect(get(job).state).toBe('cancelled');
  });

  test('goes on after a restart of the controller, also when its last child ended before the parent did', async () => {
    const job = await submit();
    await finish(ams);
    rooms = openRooms({ after: rooms });
    expect(get(job)).toMatchObject({ state: 'running', progress: { current: 2, total: 3 } });
    expect(names(get(job)).sort()).toEqual(['sw1', 'sw2']);
    await connect();
    await finish(ber);
    expect(get(job)).toMatchObject({ state: 'succeeded' });
    // As if the process had died between the end of the child and that of the parent.
    rooms.db.prepare("UPDATE jobs SET state = 'running', ended_at = NULL WHERE id = ?").run(job.id);
    rooms = openRooms({ after: rooms });
    expect(get(job)).toMatchObject({ state: 'succeeded', results: { length: 3 } });
  });
});

describe('a collect of a large site', () => {
  const MANY = Array.from({ length: 120 }, (_, i) => `big${i}`);
  let other: FakeAgent;
  beforeEach(async () => {
    addSite(rooms, 'dub1', MANY);
    for (const id of ['d1', 'd2', 'd3']) enrol(rooms, id, 'dub1');
    ams = await FakeAgent.connect(rooms.hub, 'd1');
    other = await FakeAgent.connect(rooms.hub, 'd2');
  });

  test('is one job with a part for each agent, and shows what they have so far', async () => {
    const job = await submit({ targets: [], site: 'dub1' });
    expect(get(job)).toMatchObject({ state: 'running', site: 'dub1', targets: { length: 120 } });
    const parts = childrenOf(job);
    expect(parts.map(({ agentId }) => agentId).sort()).toEqual(['d1', 'd2']);
    expect(parts.map(({ targets }) => targets.length)).toEqual([60, 60]);
    await finish(ams);
    expect(get(job)).toMatchObject({ state: 'running', progress: { current: 60, total: 120 } });
    await finish(other);
    expect(get(job)).toMatchObject({ state: 'succeeded', results: { length: 120 } });
    expect(names(get(job)).sort()).toEqual(MANY.toSorted());
  });

  const readBy = (readerOf: (i: number) => string): void => {
    const read = rooms.db.prepare(
      `INSERT INTO source_scans (site, source, agent, outbox, complete_scans, last_scan, last_at, heard_at, counts)
       VALUES ('dub1', ?, ?, 'o', 1, 's', 1, 1, '{}')`,
    );
    for (const [i, id] of MANY.entries()) read.run(id, readerOf(i));
  };

  test('goes part by part to who read it last', async () => {
    readBy((i) => (i < 50 ? 'd1' : 'd2'));
    await submit({ targets: [], site: 'dub1' });
    expect([ams, other].map(({ offers }) => offers.map(({ targets }) => targets.length))).toEqual([
      [50],
      [70],
    ]);
  });

  test('whose agent broke off is read again, by whoever has room', async () => {
    const job = await submit({ targets: [], site: 'dub1' });
    await finish(ams);
    const [offer] = other.offers;
    await other.accept();
    await other.cut();
    const third = await FakeAgent.connect(rooms.hub, 'd3');
    other = await FakeAgent.connect(rooms.hub, 'd2', { bootId: 'next' });
    expect([...ams.offers, ...third.offers, ...other.offers].at(-1)).toMatchObject({
      jobId: offer?.jobId,
      attempt: 2,
    });
    const again = [ams, third, other].find(({ offers }) => offers.at(-1)?.attempt === 2);
    if (again) await finish(again);
    expect(get(job)).toMatchObject({ state: 'succeeded', results: { length: 120 } });
  });

  test.each(['collect', 'probe', 'lookup'] as const)(
    'goes to who reaches the switch, however small the %s is',
    async (kind) => {
      readBy((i) => (i === 1 ? 'd2' : 'd1'));
      const named = MANY.slice(0, 3).map((id) => source(id, 'dub1'));
      await submit({ kind, mac: '02:00:00:00:00:01', targets: named });
      const asked = [ams, other].map(({ offers }) =>
        offers.map(({ targets }) => targets.map(({ name }) => name)),
      );
      expect(asked).toEqual([[[MANY[0], MANY[2]]], [[MANY[1]]]]);
    },
  );

  test('stays one job for one agent, and so do lookups of what nobody read', async () => {
    await other.cut();
    expect(childrenOf(await submit({ targets: [], site: 'dub1' }))).toEqual([]);
    await FakeAgent.connect(rooms.hub, 'd2', { bootId: 'next' });
    const lookup = await submit({ kind: 'lookup', mac: '02:00:00:00:00:01', targets: [], site: 'dub1' });
    expect(childrenOf(lookup)).toEqual([]);
  });

  test('and of other sites, named as such, is one job', async () => {
    const job = await submit({ targets: [], site: 'ams1', sites: ['dub1', 'ber1', 'ams1'] });
    expect(
      childrenOf(job)
        .map(({ site }) => site)
        .sort(),
    ).toEqual(['ams1', 'ber1', 'dub1', 'dub1']);
    expect(get(job)).toMatchObject({ site: '', targets: { length: 123 } });
    const refusal = await submit({ targets: [], sites: ['dub1', 'nope'] }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'NOT_FOUND' });
  });
});
