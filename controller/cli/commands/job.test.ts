import { afterAll, describe, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import type { JobState, TargetResult } from '../../../shared/model/index.ts';
import { DETACH_GRACE_MS } from '../jobs/wait.ts';
import { campus } from '../testing/campus.ts';
import { type FakeController, jobOf, NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

const ok: TargetResult = {
  source: { site: 'ams1', kind: 'source', id: 'sw1' },
  name: 'ams1-core1',
  error: undefined,
  data: { changes: 412, platform: 'cisco_ios', scan: 's1', outbox: 'out7', seq: 43, hostname: 'core1' },
  // The commands contain what reading each part took.
  timingsMs: { queueMs: 0, connectMs: 150, loginMs: 50, commandMs: 1000, systemMs: 300, fdbMs: 600 },
};
const failed: TargetResult = {
  source: { site: 'ams1', kind: 'source', id: 'sw3' },
  name: 'ams1-f2-sw03',
  error: {
    code: 'AUTH_REJECTED',
    message: 'the switch refused the password',
    hint: 'wayside-agent credential set campus',
  },
  data: null,
  timingsMs: {},
};
const running = {
  state: 'running',
  progress: { current: 1, total: 2, target: 'ams1-core1', status: 'ok' },
} as const;

function ending(state: JobState, ...results: TargetResult[]): FakeController {
  const api = campus();
  api.jobStates = [{ state: 'queued', queuePosition: 3 }, running, { state, results, endedAt: NOW_MS }];
  return api;
}

async function collected(
  api: FakeController,
  ...flags: string[]
): Promise<{ code: number; out: string; err: string }> {
  const world = await testWorld({ api });
  const code = await world.run('collect', '--site', 'ams1', ...flags);
  return { code, out: world.out(), err: world.err() };
}

describe('collect waits and tells (S1.12)', () => {
  test('all well: 0; data on stdout, states on stderr', async () => {
    const { code, out, err } = await collected(ending('succeeded', ok));
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "NAME        RESULT  TOOK  MESSAGE
      ams1-core1  ok      1.2s  platform cisco_ios, hostname core1, changes 412
      "
    `);
    expect(err).toMatchInlineSnapshot(`
      "collect job1 queued
      collect job1 running
      collect job1 succeeded: 1 ok
      "
    `);
  });

  test('partly: 5, failures first', async () => {
    const { code, out } = await collected(ending('partly', ok, failed), '-o', 'wide');
    expect(code).toBe(5);
    expect(out).toMatchInlineSnapshot(`
      "NAME          RESULT         TOOK  MESSAGE                                          HINT                                 DELTA
      ams1-f2-sw03  AUTH_REJECTED  -     the switch refused the password                  wayside-agent credential set campus  -
      ams1-core1    ok             1.2s  platform cisco_ios, hostname core1, changes 412  -                                    agent1/out7/43
      "
    `);
  });

  test('what was read in part is neither ok nor failed', async () => {
    const partial = {
      ...ok,
      data: { completeness: 'partial', platform: 'cisco_ios' },
      error: {
        code: 'COMMAND_DENIED',
        message: 'partly read: show vlan brief',
        hint: 'What was read is kept',
      },
    } as const;
    const { code, out, err } = await collected(ending('partly', ok, partial, failed));
    expect(code).toBe(5);
    expect(out).toContain('COMMAND_DENIED  1.2s  partly read: show vlan brief');
    expect(err).toContain('collect job1 partly: 1 ok, 1 in part, 1 failed\n');
    expect(out.indexOf('AUTH_REJECTED')).toBeLessThan(out.indexOf('COMMAND_DENIED'));
  });

  test.each(['failed', 'expired', 'lost', 'cancelled'] as const)('%s: 6', async (state) => {
    expect((await collected(ending(state))).code).toBe(6);
  });

  test('JSON is the job as the API gives it', async () => {
    const { out } = await collected(ending('partly', ok, failed), '-o', 'json');
    expect(JSON.parse(out)).toMatchObject({
      id: 'job1',
      state: 'JOB_STATE_PARTLY',
      results: [{ name: 'ams1-core1' }, { error: { code: 'AUTH_REJECTED' } }],
    });
  });

  test('--detach prints the id alone and does not wait', async () => {
    const api = ending('succeeded');
    const { code, out, err } = await collected(api, '--detach');
    expect([code, out, err]).toEqual([0, 'job1\n', '']);
    expect(api.requestsOf('JobService.WatchJob')).toEqual([]);
  });

  test('named switches become targets, a site alone does not', async () => {
    const api = ending('succeeded');
    const world = await testWorld({ api });
    await world.run('collect', 'ams1-core1', 'ams1/ams1-f2-sw03');
    await world.run('collect', '--site', 'ams1');
    expect(api.requestsOf('JobService.SubmitJob')).toEqual([
      expect.objectContaining({
        kind: 'collect',
        site: '',
        targets: [
          { site: 'ams1', kind: 'switch', id: 'sw1' },
          { site: 'ams1', kind: 'switch', id: 'sw3' },
        ],
      }),
      expect.objectContaining({ kind: 'collect', site: 'ams1', targets: [] }),
    ]);
  });

  test('when no agent can do it, it says so at once', async () => {
    const api = campus();
    api.failures.set(
      'JobService.SubmitJob',
      new WaysideError('NO_CAPABLE_AGENT', 'no online agent of ams1 has switch.ssh'),
    );
    const { code, err } = await collected(api);
    expect(code).toBe(1);
    expect(err).toMatchInlineSnapshot(`
      "wayside: no online agent of ams1 has switch.ssh [NO_CAPABLE_AGENT]
        hint: wayside agent ls shows which agents are online
      "
    `);
  });

  test('what a switch is comes before how long it took', async () => {
    const api = ending('succeeded', {
      ...ok,
      data: {
        rttMs: 1.1,
        authMethod: 'password',
        serial: 'CN0',
        prompt: 'sw03#',
        hostname: 'sw03',
        softwareVersion: '6.5.4',
        model: 'N2048P',
        platform: 'dell_os6',
      },
    });
    const world = await testWorld({ api });
    await world.run('switch', 'test', 'ams1-f2-sw03');
    expect(world.out()).toContain(
      'platform dell_os6, hostname sw03, model N2048P, softwareVersion 6.5.4, serial CN0, authMethod password, rttMs 1.1',
    );
  });

  test('site test and floor test probe what stands there', async () => {
    const api = ending('succeeded', ok);
    const world = await testWorld({ api });
    expect(await world.run('site', 'test', 'ams1')).toBe(0);
    expect(await world.run('floor', 'test', 'ams1/f2')).toBe(0);
    expect(api.requestsOf('JobService.SubmitJob')).toEqual([
      expect.objectContaining({ kind: 'probe', site: 'ams1', targets: [] }),
      expect.objectContaining({ kind: 'probe', targets: [{ site: 'ams1', kind: 'switch', id: 'sw3' }] }),
    ]);
    api.put('source', { site: 'ams1', id: 'sw3' }, { name: 'ams1-f2-sw03', enabled: false });
    expect(await world.shown('floor', 'test', 'ams1/f2')).toContain('floor ams1/f2 has no enabled switch');
    expect(await world.run('site', 'test', 'nosite')).toBe(3);
  });

  test('switch test submits a probe', async () => {
    const api = ending('failed', failed);
    const world = await testWorld({ api });
    expect(await world.run('switch', 'test', 'ams1-f2-sw03')).toBe(6);
    expect(api.requestsOf('JobService.SubmitJob')).toEqual([expect.objectContaining({ kind: 'probe' })]);
  });
});

describe('Ctrl-C while waiting', () => {
  async function waiting(): Promise<{
    api: FakeController;
    world: Awaited<ReturnType<typeof testWorld>>;
    ended: Promise<number>;
  }> {
    const api = campus();
    api.jobStates = [running];
    const world = await testWorld({ api });
    const ended = world.run('collect', '--site', 'ams1');
    await world.printed('running', 'err');
    return { api, world, ended };
  }

  test('leaves the job to itself and says how to cancel it (S0.13)', async () => {
    const { api, world, ended } = await waiting();
    world.interrupt();
    world.clock.advance(DETACH_GRACE_MS);
    expect(await ended).toBe(130);
    expect(world.err()).toMatchInlineSnapshot(`
      "collect job1 running
      leaving job job1 to itself; Ctrl-C again now cancels it
      wayside: no longer waiting; job job1 goes on [CANCELLED]
        hint: wayside job watch job1 waits for it again, wayside job cancel job1 ends it
      "
    `);
    expect(api.requestsOf('JobService.CancelJob')).toEqual([]);
  });

  test('twice cancels, and waits until the agent has stopped', async () => {
    const { api, world, ended } = await waiting();
    world.interrupt();
    world.interrupt();
    await world.until(() => api.requestsOf('JobService.CancelJob').length === 1);
    world.clock.advance(DETACH_GRACE_MS * 2);
    api.changeJob('job1', { state: 'cancelled', endedAt: NOW_MS });
    expect(await ended).toBe(130);
    expect(world.err()).toContain('collect job1 cancelled');
  });

  test('three times leaves at once', async () => {
    const { world, ended } = await waiting();
    for (let times = 0; times < 3; times += 1) world.interrupt();
    expect(await ended).toBe(130);
  });

  test('--timeout leaves the job running and ends with 124', async () => {
    const api = campus();
    api.jobStates = [running];
    const world = await testWorld({ api });
    const ended = world.run('collect', '--site', 'ams1', '--timeout', '10s');
    await world.printed('running', 'err');
    world.clock.advance(10_000);
    expect(await ended).toBe(124);
    expect(world.err()).toContain('job job1 goes on');
  });
});

test('a restart of the controller does not end the waiting', async () => {
  const api = ending('succeeded', ok);
  api.failures.set('JobService.WatchJob', new WaysideError('CONNECTION_LOST', 'the connection was lost'));
  const world = await testWorld({ api });
  const ended = world.run('collect', '--site', 'ams1');
  await world.printed('trying again', 'err');
  await world.until(() => {
    world.clock.advance(2000);
    return world.out() !== '';
  });
  expect(await ended).toBe(0);
});

describe('job', () => {
  function withJobs(): FakeController {
    const api = campus();
    api.jobs.set(
      'job1',
      jobOf({
        id: 'job1',
        state: 'partly',
        results: [ok, failed],
        endedAt: NOW_MS - 30_000,
        progress: { current: 2, total: 2, target: '', status: '' },
      }),
    );
    api.jobs.set(
      'job2',
      jobOf({
        id: 'job2',
        kind: 'probe',
        state: 'queued',
        startedAt: undefined,
        agentId: undefined,
        queuePosition: 2,
      }),
    );
    const error = {
      code: 'NO_CAPABLE_AGENT',
      message: 'no agent of lon2 is online',
      hint: undefined,
    } as const;
    api.jobs.set('job3', jobOf({ id: 'job3', site: 'lon2', state: 'expired', startedAt: undefined, error }));
    return api;
  }

  async function shown(...argv: string[]): Promise<string> {
    const world = await testWorld({ api: withJobs() });
    const code = await world.run(...argv);
    return `exit ${code}\n${world.out()}${world.err()}`;
  }

  test('ls', async () => {
    expect(await shown('job', 'ls')).toMatchInlineSnapshot(`
      "exit 0
      NAME  KIND     STATE    SITE  DONE  TOOK   AGE
      job1  collect  partly   ams1  2/2   30.0s  2m
      job2  probe    queued   ams1  -     -      2m
      job3  collect  expired  lon2  -     -      2m
      "
    `);
    expect(await shown('job', 'ls', '-o', 'csv')).toMatchInlineSnapshot(`
      "exit 0
      id,kind,state,site,agent,current,total,created,started,ended,by,error
      job1,collect,partly,ams1,agent1,2,2,2027-01-15T07:58:00.000Z,2027-01-15T07:59:00.000Z,2027-01-15T07:59:30.000Z,user:admin,
      job2,probe,queued,ams1,,0,0,2027-01-15T07:58:00.000Z,,,user:admin,
      job3,collect,expired,lon2,agent1,0,0,2027-01-15T07:58:00.000Z,,,user:admin,NO_CAPABLE_AGENT: no agent of lon2 is online
      "
    `);
    expect(await shown('job', 'ls', '-o', 'name')).toBe('exit 0\njob1\njob2\njob3\n');
  });

  test('get, with the results of the targets', async () => {
    expect(await shown('--utc', 'job', 'get', 'job1')).toMatchInlineSnapshot(`
      "exit 0
      Job:      job1
      Kind:     collect
      State:    partly
      Site:     ams1
      Agent:    ams1-a (agent1)
      Attempt:  1
      Done:     2/2
      Created:  2027-01-15 07:58:00 UTC (2m ago) by user:admin
      Started:  2027-01-15 07:59:00 UTC (60s ago)
      Ended:    2027-01-15 07:59:30 UTC (30s ago)

      NAME          RESULT         TOOK  MESSAGE
      ams1-f2-sw03  AUTH_REJECTED  -     the switch refused the password
      ams1-core1    ok             1.2s  platform cisco_ios, hostname core1, changes 412
      "
    `);
    expect(await shown('job', 'get', 'nope')).toContain('exit 3');
  });

  test('watch ends as the job ended', async () => {
    expect(await shown('job', 'watch', 'job1', '-o', 'name')).toContain('exit 5');
    expect(await shown('job', 'watch', 'job3', '-o', 'name')).toContain('exit 6');
  });

  test('cancel waits for the end; an ended job is a conflict', async () => {
    expect(await shown('job', 'cancel', 'job1')).toContain('exit 7');
    expect(await shown('job', 'cancel', 'job2', '--detach')).toContain('cancelling');
    const api = withJobs();
    const world = await testWorld({ api });
    const ended = world.run('job', 'cancel', 'job2', '--why', 'wrong site');
    await world.until(() => api.requestsOf('JobService.WatchJob').length === 1);
    api.changeJob('job2', { state: 'cancelled' });
    await world.until(() => {
      api.changeJob('job2', { state: 'cancelled' });
      return world.out() !== '';
    });
    expect(await ended).toBe(0);
    expect(api.requestsOf('JobService.CancelJob')).toEqual([{ id: 'job2', why: 'wrong site' }]);
  });

  test('ls --watch prints a job again when it moves on', async () => {
    const api = withJobs();
    const world = await testWorld({ api });
    const ended = world.run('job', 'ls', '--watch', '--timeout', '1d', '-o', 'json');
    await world.printed('job3');
    api.changeJob('job2', { state: 'running' });
    await world.until(() => {
      world.clock.advance(2000);
      return world.out().includes('JOB_STATE_RUNNING');
    });
    world.clock.advance(86_400_000);
    expect(await ended).toBe(124);
    expect(
      world
        .out()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toEqual(['job3', 'job2', 'job1', 'job2']);
  });

  test('filters that do not exist are refused with those that do', async () => {
    expect(await shown('job', 'ls', '--state', 'done')).toContain('Allowed choices are queued');
  });
});
