/** JobService and TraceService, spoken to from outside, with a real agent beside a campus of simulated switches. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isTerminal, type JobView, type RecordRef } from '../../shared/model/index.ts';
import { jobFromWire, recordFromWire, structToWire, traceAnswerFromWire } from '../../shared/wire/index.ts';
import { generateCampus, pick, type RunningCampus, startCampus } from '../lab/index.ts';
import { errorFrom } from './rig.ts';
import { type JoinedAgent, Live } from './support/live.ts';

const SITE = 'ams1';

let live: Live;
let campus: RunningCampus;
let agent: JoinedAgent;
/** Hostnames of the switches, and the same as ids. */
let names: string[];

beforeAll(async () => {
  [live, campus] = await Promise.all([
    Live.start(),
    startCampus(generateCampus({ seed: 3, switches: 4, deskPorts: 6 })),
  ]);
  names = [...campus.switches.keys()];
  await live.addSite(SITE);
  await live.addSite('empty');
  await live.addCampus(SITE, campus);
  agent = await live.startAgent(SITE, 'beside');
});
afterAll(async () => {
  await live.stop();
  await campus.stop();
});
beforeEach(() => {
  for (const one of campus.switches.values()) one.setFaults({});
});

const submit = (request: object) => live.admin.unary('JobService.SubmitJob', request);
const sourceOf = (name: string): object => ({ site: SITE, kind: 'source', id: name.toLowerCase() });

async function submitted(request: object): Promise<JobView> {
  const { job } = await submit(request);
  if (!job) throw new Error('no job');
  return jobFromWire(job);
}

/** Every view of the job until it has ended. */
async function watched(id: string): Promise<JobView[]> {
  const views: JobView[] = [];
  for await (const { job } of live.admin.stream('JobService.WatchJob', { id }))
    if (job) views.push(jobFromWire(job));
  return views;
}

async function ended(id: string): Promise<JobView> {
  const last = (await watched(id)).at(-1);
  if (!last) throw new Error('no view');
  return last;
}

const get = async (id: string): Promise<JobView> => {
  const { job } = await live.admin.unary('JobService.GetJob', { id });
  if (!job) throw new Error('no job');
  return jobFromWire(job);
};

const hang = { hang: { afterBytes: 0, times: 1 } };
const UUID = '6f1c1b7e-53b1-4a4e-9a52-1c0a6f9d2f1';

describe('JobService.SubmitJob', () => {
  test('makes a job of every enabled source of the site; when it has succeeded, all that it saw is there', async () => {
    const job = await submitted({ kind: 'collect', site: SITE });
    expect(job).toMatchObject({ kind: 'collect', site: SITE, createdBy: 'user:admin', parentId: undefined });
    expect(job.targets).toHaveLength(names.length);
    const end = await ended(job.id);
    expect(end).toMatchObject({ state: 'succeeded', agentId: agent.agentId, attempt: 1 });
    expect(end.results.map(({ name }) => name).sort()).toEqual([...names].sort());
    const { records } = await live.admin.unary('InventoryService.ListRecords', {
      kind: 'sighting',
      site: SITE,
      pageSize: 1000,
    });
    const { mac } = pick(campus.campus, 'edge');
    expect(records.map((record) => recordFromWire(record).fields['mac'])).toContain(mac);
    const told = end.results[0]?.data as { outbox: string; seq: number };
    const delta = await live.admin.unary('SystemService.GetDelta', {
      id: `${agent.agentId}/${told.outbox}/${told.seq}`,
    });
    expect(delta.hops.map(({ name }) => name)).toEqual(['scanned', 'spooled', 'sent', 'received', 'applied']);
  });

  test('refuses all that is wrong at once', async () => {
    const error = await errorFrom(
      submit({
        ...{ kind: 'lookup', mac: 'xx', timeoutMs: -5 },
        targets: [
          { site: SITE, kind: 'source', id: 'none' },
          { site: SITE, kind: 'floor', id: 'f' },
        ],
      }),
    );
    expect(error.code).toBe('INVALID_INPUT');
    expect(error.violations.map(({ field }) => field)).toEqual([
      'targets[0]',
      'targets[1]',
      'mac',
      'timeout_ms',
    ]);
    for (const kind of ['', 'trace', 'reboot'])
      expect((await errorFrom(submit({ kind, site: SITE }))).violations).toMatchObject([{ field: 'kind' }]);
    expect(
      (await errorFrom(submit({ kind: 'probe', targets: [{ site: '!', kind: 'source', id: 'x' }] })))
        .violations,
    ).toMatchObject([{ field: 'targets[0].site' }]);
    expect((await errorFrom(submit({ kind: 'collect', site: 'empty' }))).code).toBe('NOT_FOUND');
  });

  test('says at once when no online agent can do it', async () => {
    const fields = { name: 'lone', driver: 'switch', address: '192.0.2.1' };
    const create = { site: 'empty', kind: 'source', id: 'lone', fields: structToWire(fields) };
    await live.admin.unary('InventoryService.WriteRecords', { operations: [{ create }] });
    const error = await errorFrom(
      submit({ kind: 'probe', targets: [{ site: 'empty', kind: 'source', id: 'lone' }] }),
    );
    expect(error).toMatchObject({ code: 'NO_CAPABLE_AGENT', hint: expect.stringContaining('agent') });
  });

  test('repeated under its request id is the same job', async () => {
    const request = { kind: 'probe', targets: [sourceOf(names[0] ?? '')], requestId: `${UUID}7` };
    const first = await submitted(request);
    expect((await submitted(request)).id).toBe(first.id);
    expect((await errorFrom(submit({ ...request, kind: 'collect' }))).violations).toMatchObject([
      { field: 'request_id' },
    ]);
    await ended(first.id);
  });

  test('with validate_only gives the job that there would be', async () => {
    const before = await live.admin.unary('JobService.ListJobs', {});
    expect(await submitted({ kind: 'collect', site: SITE, validateOnly: true })).toMatchObject({
      state: 'queued',
    });
    expect(await live.admin.unary('JobService.ListJobs', {})).toEqual(before);
  });

  test('of a job with one switch that fails ends with the answers of the others, and the error of that one (S1.13, S2.30)', async () => {
    const others = names.slice(1);
    const source = { site: SITE, kind: 'source', id: 'dead' };
    const fields = { name: 'dead', driver: 'switch', address: '127.0.0.1', port: 9, credential: 'campus' };
    await live.admin.unary('InventoryService.WriteRecords', {
      operations: [{ create: { ...source, fields: structToWire(fields) } }],
    });
    const job = await submitted({ kind: 'probe', targets: [source, ...others.map(sourceOf)] });
    const end = await ended(job.id);
    expect(end.state).toBe('partly');
    const failed = end.results.filter(({ error }) => error);
    expect(failed).toMatchObject([{ name: 'dead', error: { code: 'UNREACHABLE' } }]);
    expect(end.results).toHaveLength(others.length + 1);
    await live.admin.unary('InventoryService.WriteRecords', { operations: [{ delete: { ref: source } }] });
  });
});

describe('JobService.WatchJob', () => {
  test('shows the job as it is, each change, and ends with it (S1.12)', async () => {
    const job = await submitted({ kind: 'probe', targets: names.map(sourceOf) });
    const views = await watched(job.id);
    const counts = views.map(({ progress }) => progress.current);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(views.at(-1)).toMatchObject({
      state: 'succeeded',
      progress: { current: names.length, total: names.length },
    });
    expect(views.slice(0, -1).every(({ state }) => !isTerminal(state))).toBe(true);
    // One that has ended is shown once.
    expect(await watched(job.id)).toEqual([views.at(-1)]);
  });

  test('of a job that is not there says so', async () => {
    expect((await errorFrom(watched('none'))).code).toBe('NOT_FOUND');
  });
});

describe('JobService.GetJob', () => {
  test('gives one job with the results of its targets', async () => {
    const { id } = await submitted({ kind: 'probe', targets: [sourceOf(names[0] ?? '')] });
    await ended(id);
    const job = await get(id);
    expect(job.results).toMatchObject([{ name: names[0], error: undefined, data: expect.any(Object) }]);
    expect(job.endedAt).toBeGreaterThanOrEqual(job.startedAt ?? Number.POSITIVE_INFINITY);
    expect((await errorFrom(get('none'))).code).toBe('NOT_FOUND');
    expect((await errorFrom(get('__proto__'))).code).toBe('NOT_FOUND');
  });
});

describe('JobService.ListJobs', () => {
  test('gives jobs newest first, by kind and state, page by page', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      const { id } = await submitted({ kind: 'probe', targets: [sourceOf(names[0] ?? '')] });
      await ended(id);
      ids.unshift(id);
    }
    const list = (more: object) => live.admin.unary('JobService.ListJobs', { kind: 'probe', ...more });
    const first = await list({ pageSize: 2 });
    const second = await list({ pageSize: 2, pageToken: first.nextPageToken });
    expect([...first.jobs, ...second.jobs].map(({ id }) => id).slice(0, 3)).toEqual(ids);
    expect(first.jobs.every(({ results }) => results.length === 0)).toBe(true);
    expect((await list({ state: 'JOB_STATE_LOST' })).jobs).toEqual([]);
    expect((await list({ state: 'JOB_STATE_SUCCEEDED' })).jobs.length).toBeGreaterThan(2);
    expect((await errorFrom(list({ pageSize: -3 }))).violations).toMatchObject([{ field: 'page_size' }]);
    expect((await errorFrom(list({ pageToken: first.nextPageToken, kind: '' }))).code).toBe(
      'INVALID_TOKEN_FORMAT',
    );
    expect((await errorFrom(list({ kind: 'x' }))).violations).toMatchObject([{ field: 'kind' }]);
  });
});

describe('JobService.CancelJob', () => {
  test('stops the work at the switch and ends the job as cancelled (S0.13)', async () => {
    const stuck = campus.switch(names[0] ?? '');
    stuck.setFaults(hang);
    const job = await submitted({ kind: 'collect', targets: [sourceOf(names[0] ?? '')] });
    const running = live.admin.stream('JobService.WatchJob', { id: job.id });
    for await (const { job: view } of running) if (view && jobFromWire(view).state === 'running') break;
    const { job: answer } = await live.admin.unary('JobService.CancelJob', { id: job.id, why: 'enough' });
    expect(answer && jobFromWire(answer).state).toMatch(/cancelling|cancelled/);
    expect(await ended(job.id)).toMatchObject({
      state: 'cancelled',
      error: { code: 'CANCELLED', message: 'cancelled: enough' },
    });
    expect((await errorFrom(live.admin.unary('JobService.CancelJob', { id: job.id }))).code).toBe(
      'JOB_FINISHED',
    );
    expect((await errorFrom(live.admin.unary('JobService.CancelJob', { id: 'none' }))).code).toBe(
      'NOT_FOUND',
    );
  });
});

describe('TraceService.TraceMac', () => {
  const trace = async (request: object) => {
    const progress: number[] = [];
    for await (const event of live.admin.stream('TraceService.TraceMac', request)) {
      if (event.progress) progress.push(event.progress.current);
      if (event.answer) return { progress, answer: traceAnswerFromWire(event.answer) };
    }
    throw new Error('no answer');
  };

  test('tells each switch as it answers, then the edge port, and how many were asked in all (S1.14)', async () => {
    const truth = pick(campus.campus, 'edge');
    const { mac } = truth;
    const { progress, answer } = await trace({
      mac: mac.toUpperCase().replaceAll(':', '-'),
      site: SITE,
    });
    expect(progress).toEqual(names.map((_, i) => i + 1));
    expect(answer).toMatchObject({ verdict: 'found', mac });
    expect(answer.edges[0]).toMatchObject({ switchName: truth.switch, port: truth.port, live: true });
    expect(answer.totals).toMatchObject({ asked: names.length, answered: names.length, failed: 0 });
    expect(await get(answer.jobId ?? '')).toMatchObject({
      kind: 'trace',
      state: 'succeeded',
      input: { mac },
    });
    const { jobs } = await live.admin.unary('JobService.ListJobs', { showChildren: true, pageSize: 3 });
    expect(jobs.find(({ parentId }) => parentId === answer.jobId)?.kind).toBe('lookup');
  });

  test('refuses what is no address and places that are none', async () => {
    expect((await errorFrom(trace({ mac: 'zz', site: SITE }))).violations).toMatchObject([{ field: 'mac' }]);
    expect((await errorFrom(trace({ mac: '00:11:22:33:44:55', site: 'none' }))).code).toBe('NOT_FOUND');
    expect((await errorFrom(trace({ mac: '00:11:22:33:44:55', floor: 'f1' }))).violations).toMatchObject([
      { field: 'floor' },
    ]);
  });

  test('of which no switch answers tells what is remembered, says that nobody confirmed it, and has failed (S1.13)', async () => {
    const { mac, switch: name, port } = pick(campus.campus, 'edge');
    const { id } = await submitted({ kind: 'collect', site: SITE });
    await ended(id);
    for (const one of campus.switches.values()) one.setFaults({ deny: /mac/ });
    const { answer } = await trace({ mac, site: SITE });
    expect(answer).toMatchObject({
      verdict: 'not-all-answered',
      summary: expect.stringContaining('no switch answered; last seen'),
      edges: [{ switchName: name, port, live: false, seenAt: expect.any(Number) }],
      totals: { asked: names.length, answered: 0, failed: names.length },
    });
    expect(answer.deviceErrors.map(({ switchName }) => switchName).sort()).toEqual([...names].sort());
    expect(answer.lastSeenAt).toBe(answer.edges[0]?.seenAt);
    const job = await get(answer.jobId ?? '');
    expect(job).toMatchObject({ state: 'failed', error: answer.deviceErrors[0]?.error });
    const cached = await trace({ mac, site: SITE, cachedOnly: true });
    expect(cached.answer).toMatchObject({ verdict: 'found', edges: [{ live: false }] });
  });

  test('names the switches that it left out because they are disabled', async () => {
    const [name = '', ...others] = names;
    const enable = async (enabled: boolean): Promise<void> => {
      const update = { ref: sourceOf(name) as RecordRef, fields: structToWire({ enabled }) };
      await live.admin.unary('InventoryService.WriteRecords', { operations: [{ update }] });
    };
    await enable(false);
    const { answer } = await trace({ mac: '02:00:00:00:00:99', site: SITE });
    expect(answer).toMatchObject({
      verdict: 'not-found',
      summary: expect.stringMatching(/; 1 switch is disabled and was not asked\.$/),
      notAsked: [
        { switch: { kind: 'switch', id: name.toLowerCase() }, switchName: name, reason: 'disabled' },
      ],
      totals: { asked: others.length, failed: 0 },
    });
    await enable(true);
    const { answer: after } = await trace({ mac: '02:00:00:00:00:99', site: SITE });
    expect([after.notAsked, after.summary.includes('disabled')]).toEqual([[], false]);
  });

  test('cancelled by its caller leaves nothing running', async () => {
    campus.switch(names[0] ?? '').setFaults(hang);
    const leave = new AbortController();
    const events = live.admin.stream(
      'TraceService.TraceMac',
      { mac: pick(campus.campus, 'edge').mac, site: SITE },
      { signal: leave.signal },
    );
    let jobId = '';
    await errorFrom(
      (async () => {
        for await (const { progress } of events) {
          jobId = progress?.jobId ?? jobId;
          leave.abort();
        }
      })(),
    );
    expect(await ended(jobId)).toMatchObject({ state: 'cancelled' });
    const { jobs } = await live.admin.unary('JobService.ListJobs', { showChildren: true, pageSize: 2 });
    for (const { id } of jobs) expect(isTerminal((await ended(id)).state)).toBe(true);
  });
});
