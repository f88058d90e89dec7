/** Who works on what, live, and the flags that say how a job is to be done. */
import { afterAll, describe, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { jobState } from '../../../shared/wire/index.ts';
import { campus } from '../testing/campus.ts';
import { type FakeController, jobOf } from '../testing/fake-controller.ts';
import { removeWorlds, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

/** With jobs at agent1, two of them one work; lists are by state, and one more waits. */
function busy(): FakeController {
  const api = campus();
  api.agents = api.agents.map((agent) =>
    agent.id === 'agent1' ? { ...agent, slots: { job: 32, target: 50, lookup: 50 } } : agent,
  );
  const progress = { current: 1, total: 3, target: 'ams1-core1', status: 'ok' };
  api.jobs.set('job1', jobOf({ id: 'job1', state: 'running', progress }));
  api.jobs.set('job2', jobOf({ id: 'job2', state: 'running', progress, shares: 'job1' }));
  api.jobs.set(
    'job3',
    jobOf({ id: 'job3', kind: 'probe', state: 'offered', progress: { ...progress, target: '' } }),
  );
  const unary = api.unary.bind(api);
  api.unary = async (method, request) => {
    if (method === 'SystemService.GetStatus') return { jobsQueued: 1 } as never;
    const answer = await unary(method, request);
    if (method !== 'JobService.ListJobs') return answer;
    const { state } = request as { state: string };
    const { jobs } = answer as unknown as { jobs: readonly { state: string }[] };
    return { ...answer, jobs: jobs.filter((job) => job.state === state) };
  };
  return api;
}

describe('job top (S0.54)', () => {
  test('tells who works on what, and how much of its slots that takes; one work stands once', async () => {
    const world = await testWorld({ api: busy() });
    expect(await world.shown('job', 'top')).toMatchInlineSnapshot(`
      "exit 0
      AGENT   SITE  STATE        JOBS  TARGETS  WORKS ON
      ams1-a  ams1  online       2/32  1/50     probe 1/3 offered; collect 1/3 ams1-core1
      lon2-a  lon2  unreachable  0     0        -
      stderr:
      1 job waits
      "
    `);
    expect(await (await testWorld({ api: busy() })).shown('job', 'top', '-o', 'csv')).toMatchInlineSnapshot(`
      "exit 0
      agent,site,state,jobs,job_slots,targets,target_slots,works_on
      ams1-a,ams1,online,2,32,1,50,probe 1/3 offered; collect 1/3 ams1-core1
      lon2-a,lon2,unreachable,0,,0,,
      stderr:
      1 job waits
      "
    `);
  });

  test('--watch tells an agent again when its work goes on, and no other', async () => {
    const api = busy();
    const world = await testWorld({ api });
    const ended = world.run('job', 'top', '--watch', '--timeout', '1d', '-o', 'json');
    await world.printed('lon2-a');
    for (const id of ['job1', 'job2'])
      api.changeJob(id, { progress: { current: 2, total: 3, target: 'sw03', status: 'ok' } });
    await world.until(() => {
      world.clock.advance(2000);
      return world.out().includes('sw03');
    });
    world.clock.advance(86_400_000);
    expect(await ended).toBe(124);
    const rows = world.out().trim().split('\n');
    expect(rows.map((line) => JSON.parse(line).agent)).toEqual(['ams1-a', 'lon2-a', 'ams1-a']);
    expect(JSON.parse(rows[2] ?? '')).toMatchObject({
      ...{ slots: { job: 32 }, jobs: ['job3', 'job2'], worksOn: ['probe 1/3 offered', 'collect 2/3 sw03'] },
      jobsQueued: 1,
    });
  });
});

describe('flags of a job', () => {
  async function asked(...argv: string[]): Promise<unknown> {
    const api = campus();
    const world = await testWorld({ api });
    expect(await world.run(...argv, '--detach')).toBe(0);
    return api.requestsOf('JobService.SubmitJob')[0];
  }

  test('say how long it may take and how often it is tried, for all that submit one', async () => {
    const flags = [
      '--start-within',
      '30s',
      '--attempt-timeout',
      '2m',
      '--end-within',
      '1h',
      '--attempts',
      '5',
    ];
    const wish = { startTimeoutMs: 30_000, closeTimeoutMs: 120_000, timeoutMs: 3_600_000, attempts: 5 };
    for (const argv of [
      ['collect', '--site', 'ams1'],
      ['site', 'test', 'ams1'],
      ['switch', 'test', 'ams1-core1'],
    ])
      expect(await asked(...argv, ...flags, '--fresh')).toMatchObject({ ...wish, fresh: true });
    const plain = await asked('collect', '--site', 'ams1');
    for (const field of [...Object.keys(wish), 'fresh', 'sites']) expect(plain).not.toHaveProperty(field);
  });

  test.each([
    [['--attempts', '11'], '--attempts must be a whole number from 1 to 10, not "11"'],
    [['--attempts', '0'], '--attempts must be a whole number from 1 to 10, not "0"'],
    [['--start-within', '0s'], '--start-within must be a duration from 1s to 24h, such as 30s, not "0s"'],
    [['--end-within', '25h'], '--end-within must be a duration from 1s to 24h, such as 30s, not "25h"'],
    [['--attempt-timeout', 'x'], '--attempt-timeout must be a duration from 1s to 24h, such as 30s, not "x"'],
  ])('%s is refused before anything is asked', async (flags, words) => {
    const api = campus();
    const world = await testWorld({ api });
    expect(await world.run('collect', '--site', 'ams1', ...flags)).toBe(2);
    expect(world.err()).toContain(words);
    expect(api.requestsOf('JobService.SubmitJob')).toEqual([]);
  });

  test('of several sites make one job', async () => {
    expect(await asked('collect', '--site', 'ams1', '--site', 'lon2')).toMatchObject({
      ...{ targets: [], site: 'ams1', sites: ['lon2'] },
    });
    const world = await testWorld({ api: campus() });
    expect(await world.run('collect', 'ams1-core1', '--site', 'ams1', '--site', 'lon2')).toBe(2);
    expect(world.err()).toContain('name switches of several sites as SITE/NAME, without --site');
  });

  test('leave a job that shares the work of another one, and the user is told how to read anew', async () => {
    const api = campus();
    api.jobStates = [{ state: 'succeeded', shares: 'job0' }];
    const unary = api.unary.bind(api);
    api.unary = async (method, request) => {
      const answer = await unary(method, request);
      if (method !== 'JobService.SubmitJob') return answer;
      const { job } = answer as unknown as { job: object };
      return { job: { ...job, shares: 'job0', state: jobState.toWire('queued') } } as never;
    };
    const world = await testWorld({ api });
    await world.run('collect', '--site', 'ams1');
    expect(world.err()).toContain('job job0 reads the same: job1 shares its work; --fresh reads anew');
    api.changeJob('job1', { shares: 'job0' });
    expect(await (await testWorld({ api })).shown('job', 'get', 'job1')).toContain('the work of job job0');
  });
});

test('a job that nobody knows: where the ids are', async () => {
  for (const verb of ['get', 'watch', 'cancel', 'logs', 'retry']) {
    const api = campus();
    api.unary = () => Promise.reject(new WaysideError('NOT_FOUND', 'there is no job nope'));
    expect([verb, await (await testWorld({ api })).shown('job', verb, 'nope')]).toEqual([
      verb,
      'exit 3\nstderr:\nwayside: there is no job nope [NOT_FOUND]\n  hint: `wayside job ls` lists them\n',
    ]);
  }
});

test('job ls --site is one more term of the filter, and must be a site', async () => {
  const api = campus();
  const world = await testWorld({ api });
  await world.run('job', 'ls', '--site', 'ams1', '--filter', 'attempt>1');
  await world.run('job', 'ls', '--site', 'ams1');
  const asked = api.requestsOf('JobService.ListJobs');
  expect(asked).toMatchObject([{ filter: 'site=ams1 attempt>1' }, { filter: 'site=ams1' }]);
  expect(await world.shown('job', 'ls', '--site', 'a state=lost')).toMatch(/^exit 2\n/);
});

test.each([
  ['mistake', 'mistake'],
  ['cancelled: mistake', 'mistake'],
  ['cancelled', 'no reason was given'],
])('a job that was cancelled is no error: %s', async (message, why) => {
  const api = campus();
  const error = { code: 'CANCELLED', message, hint: undefined } as const;
  api.jobs.set('job1', jobOf({ id: 'job1', state: 'cancelled', error }));
  const shown = await (await testWorld({ api })).shown('job', 'get', 'job1');
  expect(shown).toMatch(new RegExp(`^Cancelled: +${why}$`, 'm'));
  expect(shown).not.toMatch(/Error:|Hint:/);
});
