/** What was said of a job, the failed part of it again, and who works on what: by the API and by the command line. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putContext, readContexts } from '../../controller/cli/contexts.ts';
import { runCli } from '../../controller/cli/run.ts';
import { removeWorlds, testWorld } from '../../controller/cli/testing/test-host.ts';
import type { JobView } from '../../shared/model/index.ts';
import { seededRandom, systemClock } from '../../shared/runtime/index.ts';
import { createClient } from '../../shared/transport/index.ts';
import { jobFromWire } from '../../shared/wire/index.ts';
import { generateCampus, type RunningCampus, startCampus } from '../lab/index.ts';
import { errorFrom } from './rig.ts';
import { Live } from './support/live.ts';

const SITE = 'ams1';

let live: Live;
let campus: RunningCampus;
let names: string[];
let home: string;
/** Typed so far: each has ids of its own. */
let commands = 0;
/** It read all switches but the second one. */
let half: JobView;

beforeAll(async () => {
  [live, campus] = await Promise.all([
    Live.start(),
    startCampus(generateCampus({ seed: 3, switches: 3, deskPorts: 4 })),
  ]);
  names = [...campus.switches.keys()];
  await live.addSite(SITE);
  await live.addCampus(SITE, campus);
  await live.startAgent(SITE, 'beside');
  home = (await testWorld()).folder;
  const { address, caFile, tokenFile } = live.controller;
  await putContext(await readContexts({ XDG_CONFIG_HOME: home }), {
    ...{ name: 'here', address, caFile, tokenFile },
  });
  const stuck = campus.switch(names[1] ?? '');
  stuck.setFaults({ vtyFull: true });
  half = await ended({ kind: 'collect', site: SITE, timeoutMs: 20_000, startTimeoutMs: 3000, attempts: 2 });
  stuck.setFaults({});
});
afterAll(async () => {
  await live.stop();
  await campus.stop();
  removeWorlds();
});
async function ended(request: object): Promise<JobView> {
  const { job } = await live.admin.unary('JobService.SubmitJob', request);
  return end(job?.id ?? '');
}

async function end(id: string): Promise<JobView> {
  let last: JobView | undefined;
  for await (const { job } of live.admin.stream('JobService.WatchJob', { id }))
    if (job) last = jobFromWire(job);
  if (!last) throw new Error('no view');
  return last;
}

async function wayside(line: string): Promise<{ code: number; out: string; err: string }> {
  commands += 1;
  const world = await testWorld({ env: { XDG_CONFIG_HOME: home } });
  const code = await runCli(line.split(' '), {
    ...world.host,
    engine: async () => ({
      ...{ clock: systemClock, random: seededRandom(commands) },
      connect: async ({ address, ca, token }) =>
        createClient({ address, clock: systemClock, ca: [ca], ...(token === undefined ? {} : { token }) }),
    }),
  });
  return { code, out: world.out(), err: world.err() };
}

const retry = (request: object) => live.admin.unary('JobService.RetryJob', request);
const log = (id: string) => live.admin.unary('JobService.GetJobLog', { id });
const idsOf = ({ targets }: JobView): string[] => targets.map(({ id }) => id);

describe('JobService.RetryJob', () => {
  test('does the failed targets again in a new job with the same plan; with `all` every one', async () => {
    const first = half;
    expect(first).toMatchObject({ state: 'partly', plan: { retry: { attempts: 2 } } });
    const { job } = await retry({ id: first.id });
    const again = await end(job?.id ?? '');
    expect(again).toMatchObject({ state: 'succeeded', kind: 'collect', plan: first.plan });
    expect(idsOf(again)).toEqual([names[1]?.toLowerCase()]);
    expect(again.id).not.toBe(first.id);
    const whole = await retry({ id: first.id, all: true });
    expect(idsOf(await end(whole.job?.id ?? ''))).toHaveLength(3);
    const none = await errorFrom(retry({ id: again.id }));
    expect(none).toMatchObject({ code: 'INVALID_INPUT', hint: expect.stringContaining('--all') });
    expect((await errorFrom(retry({ id: 'none' }))).code).toBe('NOT_FOUND');
  });
});

describe('JobService.GetJobLog', () => {
  test('tells what was said of the job on its way, by attempt and target', async () => {
    const { id } = await ended({ kind: 'probe', site: SITE });
    const { lines } = await log(id);
    expect(lines.map(({ line }) => line)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^offered to agent /), 'the agent has taken it']),
    );
    expect(lines.at(-1)?.line).toBe('succeeded');
    expect(lines.filter(({ target }) => names.includes(target)).length).toBeGreaterThan(0);
    expect(lines.map(({ number }) => number)).toEqual(lines.map((_line, i) => i + 1));
    expect((await errorFrom(log('none'))).code).toBe('NOT_FOUND');
  });
});

describe('JobService.SubmitJob', () => {
  test('takes the times and attempts of one job within bounds, and they are shown', async () => {
    const wish = { kind: 'probe', site: SITE, validateOnly: true };
    const { job } = await live.admin.unary('JobService.SubmitJob', {
      ...{ ...wish, timeoutMs: 9000, startTimeoutMs: 2000, closeTimeoutMs: 3000, attempts: 4 },
    });
    expect(job?.plan).toMatchObject({
      ...{ timeoutMs: 9000, startTimeoutMs: 2000, closeTimeoutMs: 3000, attempts: 4, leaseMs: 30_000 },
    });
    const wrong = { ...wish, startTimeoutMs: -1, closeTimeoutMs: 90_000_000, attempts: 11 };
    const { violations } = await errorFrom(live.admin.unary('JobService.SubmitJob', wrong));
    expect(violations?.map(({ field }) => field)).toEqual([
      ...['start_timeout_ms', 'close_timeout_ms', 'attempts'],
    ]);
  });
});

describe('a reading on its way', () => {
  test('serves another who asks the same, and each sees its progress and the times of its phases: S0.6, S1.40', async () => {
    const request = { kind: 'collect', site: SITE };
    const submit = (more: object = {}) => live.admin.unary('JobService.SubmitJob', { ...request, ...more });
    const [one, two, own] = await Promise.all([submit(), submit(), submit({ fresh: true })]);
    const [first, second, third] = [one, two, own].map(({ job }) => job?.id ?? '');
    expect([one, two, own].map(({ job }) => job?.shares)).toEqual(['', first, '']);
    const views: JobView[] = [];
    for await (const { job } of live.admin.stream('JobService.WatchJob', { id: second ?? '' }))
      if (job) views.push(jobFromWire(job));
    const counts = views.map(({ progress }) => progress.current);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(views.some(({ state, progress }) => state === 'running' && progress.status !== '')).toBe(true);
    const last = views.at(-1);
    expect(last).toMatchObject({ id: second, state: 'succeeded', results: { length: 3 } });
    for (const { timingsMs } of last?.results ?? [])
      expect(Object.keys(timingsMs)).toEqual(expect.arrayContaining(['queueMs', 'connectMs', 'commandMs']));
    const { results, agentId } = await end(first ?? '');
    expect(last).toMatchObject({ results, agentId });
    expect((await end(third ?? '')).state).toBe('succeeded');
    expect((await wayside(`job get ${second}`)).out).toContain(`Shares:    the work of job ${first}`);
  });

  test('goes on in the background: its id comes at once, and who watches later learns its end: S0.4', async () => {
    const { code, out, err } = await wayside(`collect --site ${SITE} --attempts 1 --end-within 1m --detach`);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const watched = await wayside(`job watch ${out.trim()} -o json`);
    expect(watched.code).toBe(0);
    expect(JSON.parse(watched.out)).toMatchObject({
      ...{ id: out.trim(), state: 'JOB_STATE_SUCCEEDED', plan: { attempts: 1, timeoutMs: 60_000 } },
    });
  });

  test('is given to an agent that has told how much it takes', async () => {
    const { agents } = await live.admin.unary('AgentService.ListAgents', { site: SITE });
    expect(agents.map(({ slots }) => slots)).toEqual([{ job: 32, target: 50, lookup: 50 }]);
  });
});

test('work that changes something is not submitted: it goes by plans', async () => {
  const error = await errorFrom(live.admin.unary('JobService.SubmitJob', { kind: 'apply', site: SITE }));
  expect(error).toMatchObject({ code: 'INVALID_INPUT', violations: [{ field: 'kind' }] });
  expect(error.message).toContain('what changes something goes by a plan');
});

describe('the command line', () => {
  test('shows what was said of a job, its plan, and who works on what: S0.54', async () => {
    const { id } = await ended({ kind: 'probe', site: SITE });
    const { out } = await wayside(`job logs ${id}`);
    expect(out.split('\n')[0]).toMatch(/^TIME +ATTEMPT +TARGET +LINE/);
    expect(out).toMatch(/ 1 +- +succeeded/);
    expect((await wayside(`job logs ${id} -o csv`)).out).toMatch(/^time,attempt,number,target,line\n/);
    expect((await wayside(`job get ${id}`)).out).toContain('Attempts:  up to 3');
    const top = await wayside('job top');
    expect(top).toMatchObject({ code: 0, err: expect.stringContaining('nothing waits') });
    expect(top.out).toMatch(/beside +ams1 +online +0/);
    expect(JSON.parse((await wayside('job top -o json')).out)).toMatchObject({ jobs: [], jobsQueued: 0 });
  });

  test('does the failed part of a job again, and waits for it', async () => {
    const { id } = half;
    const { code, out, err } = await wayside(`job retry ${id}`);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(names[1] ?? '') });
    expect(out).not.toContain(names[0]);
    expect(err).toContain('does it again');
  });
});
