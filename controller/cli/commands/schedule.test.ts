import { afterAll, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import type { FiringView, ScheduleView } from '../../../shared/model/index.ts';
import { firingToWire, scheduleToWire } from '../../../shared/wire/index.ts';
import { campus } from '../testing/campus.ts';
import { NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, type TestWorld, testWorld, words } from '../testing/test-host.ts';

afterAll(removeWorlds);

const HOUR_MS = 3_600_000;
const ID = 'a'.repeat(26);
const firing: FiringView = {
  ...{ id: `${ID}@20270115T020000Z`, scheduleId: ID, scheduleName: 'nightly', site: 'ams1', state: 'fired' },
  ...{
    nominalAt: NOW_MS - 6 * HOUR_MS,
    at: NOW_MS - 6 * HOUR_MS,
    by: 'agent',
    reason: 'without a controller',
  },
  jobState: 'succeeded',
};
const missed: FiringView = {
  ...firing,
  id: 'm',
  state: 'missed',
  reason: 'its agent was away',
  jobState: undefined,
};
const nightly: ScheduleView = {
  ...{ id: ID, name: 'nightly', site: 'ams1', targets: [], kind: 'collect', mac: '', cron: '0 3 * * *' },
  ...{ timeZone: 'Europe/Amsterdam', everyMs: 0, phaseMs: 0, jitterMs: 0, overlap: 'skip', catchUpMs: 0 },
  ...{
    pauseAfter: 5,
    timeoutMs: 0,
    why: 'full picture',
    etag: 'r3',
    agentId: 'a1',
    pausedWhy: '',
    failures: 0,
  },
  ...{
    pausedAt: undefined,
    createdBy: 'user:ann',
    createdAt: NOW_MS,
    changedBy: 'user:ann',
    changedAt: NOW_MS,
  },
  ...{ nextAt: NOW_MS + 18 * HOUR_MS, last: firing, declaredAt: '' },
};
const paused: ScheduleView = {
  ...{ ...nightly, name: 'often', cron: '', timeZone: 'UTC', everyMs: 900_000, phaseMs: 300_000 },
  ...{ nextAt: undefined, last: undefined, pausedWhy: 'failed 5 times in a row', pausedAt: NOW_MS },
};

async function world(first = nightly): Promise<{ one: TestWorld; asked: Record<string, object>[] }> {
  const fake = campus();
  const asked: Record<string, object>[] = [];
  const schedule = scheduleToWire(first);
  const answers: Readonly<Record<string, object>> = {
    ListSchedules: { schedules: [first, paused].map(scheduleToWire), nextPageToken: '' },
    ListFirings: { firings: [firing, missed].map(firingToWire), nextPageToken: '' },
    'AgentService.GetAgent': { agent: { name: 'ams1-a' } },
    RunSchedule: { firing: firingToWire({ ...firing, by: 'person' }) },
  };
  fake.unary = async (method, request) => {
    asked.push({ [method]: request });
    return (answers[method.replace('ScheduleService.', '')] ?? { schedule }) as never;
  };
  return { one: await testWorld({ api: fake }), asked };
}

test('schedule ls: next run, last run with its result, and why one is paused', async () => {
  const { one, asked } = await world();
  const shown = await one.shown('schedule', 'ls', '--site', 'ams1', '--filter', 'kind=collect');
  expect(shown).toMatch(
    /nightly +ams1 +collect +0 3 \* \* \* Europe\/Amsterdam +in 18h +succeeded 6h ago +runs/,
  );
  expect(shown).toMatch(/often +ams1 +collect +every 15m \+ 5m +- +- +paused: failed 5 times in a row/);
  expect(asked[0]).toMatchObject({
    'ScheduleService.ListSchedules': { site: 'ams1', filter: 'kind=collect' },
  });
  await one.run('schedule', 'ls', '-o', 'csv');
  expect(one.out()).toContain(`nightly,ams1,collect,0 3 * * *,Europe/Amsterdam,0,`);
});

test('schedule history: jobs, and why some did not fire', async () => {
  const { one } = await world();
  const shown = await one.shown('schedule', 'history', 'nightly');
  expect(shown).toMatch(/succeeded +agent +without a controller +a{26}@20270115T020000Z/);
  expect(shown).toMatch(/missed +agent +its agent was away +-/);
  const { one: other } = await world();
  await other.run('schedule', 'history', 'nightly', '-o', 'json');
  expect(JSON.parse(other.out())).toMatchObject({ firings: [{ decidedBy: 'agent' }, { state: 'missed' }] });
});

test('schedule add and edit say when it runs next; edit changes only what is named, of what was read', async () => {
  const { one, asked } = await world();
  const add = [
    'schedule',
    'add',
    'often',
    '--site',
    'ams1',
    '--every',
    '15m',
    '--phase',
    '5m',
    '--pause-after',
    '0',
  ];
  expect(await one.shown(...add)).toMatch(/^exit 0\nschedule nightly added; next at /);
  expect(asked[0]).toMatchObject({
    'ScheduleService.CreateSchedule': {
      spec: {
        name: 'often',
        kind: 'collect',
        everySeconds: 900,
        phaseSeconds: 300,
        cron: '',
        pauseAfter: -1,
      },
      validateOnly: false,
    },
  });
  await one.run('schedule', 'edit', 'nightly', '--cron', '30 2 * * 1-5', '--dry-run');
  expect(asked.at(-1)).toMatchObject({
    'ScheduleService.UpdateSchedule': {
      ...{ id: ID, ifEtag: 'r3', validateOnly: true },
      spec: { cron: '30 2 * * 1-5', timeZone: 'Europe/Amsterdam', why: 'full picture', pauseAfter: 5 },
    },
  });
  for (const wrong of [
    ['--every', '15m', '--cron', '0 3 * * *'],
    ['--every', 'soon'],
    ['--pause-after', '-1'],
  ])
    expect(await one.shown('schedule', 'add', 'x', '--site', 'ams1', ...wrong)).toMatch(/^exit 2\n/);
});

test('get, pause, resume, run and rm say what they did and what to do next', async () => {
  const { one, asked } = await world();
  expect(await one.shown('schedule', 'get', 'nightly')).toMatch(
    /Last: +.*succeeded, job a{26}@20270115T020000Z/,
  );
  expect(await one.shown('schedule', 'pause', 'nightly', '--why', 'moving')).toContain(
    'wayside schedule resume nightly',
  );
  expect(await one.shown('schedule', 'pause', 'nightly')).toMatch(/^exit 2\n/);
  expect(await one.shown('schedule', 'resume', 'nightly')).toContain('nightly runs again, next at');
  expect(await one.shown('schedule', 'run', 'nightly')).toContain('wayside job watch a');
  expect(await one.shown('schedule', 'rm', 'nightly', '--site', 'ams1')).toContain(
    'removed schedule nightly',
  );
  expect(asked.at(-1)).toEqual({ 'ScheduleService.DeleteSchedule': { id: 'nightly', site: 'ams1' } });
});

test('one that the configuration says is shown as such; its place is where to change it', async () => {
  const { one } = await world({ ...nightly, declaredAt: 'schedules[2]', createdBy: 'system:configuration' });
  expect(await one.shown('schedule', 'get', 'nightly')).toMatch(
    /From: +the configuration of the controller, schedules\[2\]: changed and removed there alone/,
  );
  expect(await one.shown('schedule', 'ls', '-o', 'csv')).toMatch(/,schedules\[2\],a{26}$/m);
  const { one: people } = await world();
  expect(await people.shown('schedule', 'get', 'nightly')).toMatch(/From: +user:ann$/m);
});

test('times are shown to the second, and one that nobody can do is not said to run', async () => {
  const { one } = await world({ ...nightly, cron: '', everyMs: 5_430_000, catchUpMs: 90_000, agentId: '' });
  expect(await one.shown('schedule', 'ls')).toMatch(
    /nightly +ams1 +collect +every 1h30m30s +.* waits for an agent that can do it$/m,
  );
  const { one: other } = await world({ ...nightly, catchUpMs: 90_000, jitterMs: 60_000 });
  const shown = await other.shown('schedule', 'get', 'nightly');
  expect(shown).toMatch(/Catch-up: +within 1m30s$/m);
  expect(shown).toMatch(/Jitter: +up to 1m$/m);
});

test('the agent of a schedule is shown by its name, and what is wrong by the flags that were typed', async () => {
  const { one } = await world();
  expect(await one.shown('schedule', 'get', 'nightly')).toMatch(/Agent: +ams1-a \(a1\)$/m);
  const { one: wide } = await world();
  expect(await wide.shown('schedule', 'ls', '-o', 'wide')).toMatch(/ ams1-a +user:ann /);
  const fake = campus();
  fake.unary = () => {
    const violations = [
      { field: 'spec.time_zone', message: 'is no time zone' },
      { field: 'spec.cron', message: 'must be given, or every_seconds, but not both' },
      { field: 'spec.catch_up_seconds', message: 'must be from 0 seconds to 604800 seconds' },
      { field: 'spec.targets[1]', message: 'is no switch' },
    ];
    return Promise.reject(new WaysideError('INVALID_INPUT', 'spec.time_zone is …', { violations }));
  };
  const failing = await testWorld({ api: fake });
  const shown = await failing.shown('schedule', 'add', 'x', '--site', 'ams1', '--every', '1h');
  expect(shown).toMatch(/^ {2}--tz: is no time zone$/m);
  expect(shown).toMatch(/^ {2}--cron: must be given, or --every, but not both$/m);
  expect(shown).toMatch(/^ {2}--catch-up: must be from 0s to 7d$/m);
  expect(shown).toMatch(/^ {2}--target: is no switch$/m);
});

test('the shell offers the names of schedules behind each command that takes one, those of --site alone', async () => {
  for (const verb of ['get', 'edit', 'pause', 'resume', 'run', 'rm', 'history']) {
    const { one, asked } = await world();
    await one.run('__complete', '--', 'schedule', verb, '--site', 'ams1', 'n');
    expect([verb, one.out()]).toEqual([verb, 'nightly\n']);
    expect(asked).toMatchObject([{ 'ScheduleService.ListSchedules': { site: 'ams1' } }]);
  }
});

test.each([
  ['add x --site ams1', 'give either --cron or --every'],
  ['add x --site ams1 --cron "0 3 * * *" --phase 5m', '--phase is for --every alone'],
  ['add x --site ams1 --every 1h --tz Europe/Berlin', '--tz is for --cron alone'],
  ['add x --site ams1 --every 1h --timeout-of-job 100ms', '--timeout-of-job must be from 1s to 24h'],
  ['add x --site ams1 --every 1h --timeout-of-job 25h', '--timeout-of-job must be from 1s to 24h'],
  ['add x --site ams1 --every 1h --kind lookup', '--mac is missing'],
  ['add x --site ams1 --site lon2 --every 1h', '--site is given twice; it takes one value'],
  ['edit nightly', 'nothing to change: give --cron, --every, --why or the like'],
  ['edit nightly --site ams1 --dry-run', 'nothing to change: give --cron, --every, --why or the like'],
  ['edit nightly --phase 5m', '--phase is for --every alone'],
  ['edit nightly --every 1h --tz UTC', '--tz is for --cron alone'],
])('schedule %s is refused before anything is asked for: %s', async (line, message) => {
  const { one, asked } = await world();
  const shown = await one.shown('schedule', ...words(line));
  expect(shown).toMatch(/^exit 2\nstderr:\n/);
  expect(shown).toContain(`wayside: ${message} [INVALID_INPUT]\n`);
  expect(JSON.stringify(asked)).not.toMatch(/CreateSchedule|UpdateSchedule/);
});

test('flags that belong to what the schedule is already are taken; the timeout is shown', async () => {
  const { one } = await world();
  expect(await one.shown('schedule', 'edit', 'nightly', '--tz', 'UTC')).toMatch(/^exit 0\n/);
  expect(await one.shown('schedule', 'edit', 'nightly', '--why', '')).toMatch(/^exit 0\n/);
  const { one: often } = await world({ ...paused, timeoutMs: 90_000 });
  expect(await often.shown('schedule', 'edit', 'often', '--phase', '1m')).toMatch(/^exit 0\n/);
  expect(await often.shown('schedule', 'get', 'often')).toMatch(/Timeout: +1m30s$/m);
  expect(await one.shown('schedule', 'get', 'nightly')).toMatch(/Timeout: +the usual one of a collect$/m);
});

test('one that is wrong is told once, in times as they are typed; one that is there says how it is changed', async () => {
  const fake = campus();
  const message = 'must be from 60 seconds to 31536000 seconds';
  fake.unary = () =>
    Promise.reject(
      new WaysideError('INVALID_INPUT', '…', { violations: [{ field: 'spec.every_seconds', message }] }),
    );
  const add = ['schedule', 'add', 'often', '--site', 'ams1', '--every', '10s'];
  expect(await (await testWorld({ api: fake })).shown(...add)).toBe(
    'exit 2\nstderr:\nwayside: --every must be from 1m to 365d [INVALID_INPUT]\n',
  );
  fake.unary = () => Promise.reject(new WaysideError('ALREADY_EXISTS', 'it is there already'));
  expect(await (await testWorld({ api: fake })).shown(...add)).toContain(
    'hint: wayside schedule edit often --site ams1 changes it\n',
  );
});
