import { afterAll, expect, test } from 'vitest';
import type { FiringView, ScheduleView } from '../../../shared/model/index.ts';
import { firingToWire, scheduleToWire } from '../../../shared/wire/index.ts';
import { campus } from '../testing/campus.ts';
import { NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, type TestWorld, testWorld } from '../testing/test-host.ts';

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
  ...{ nextAt: NOW_MS + 18 * HOUR_MS, last: firing },
};
const paused: ScheduleView = {
  ...{ ...nightly, name: 'often', cron: '', timeZone: 'UTC', everyMs: 900_000, phaseMs: 300_000 },
  ...{ nextAt: undefined, last: undefined, pausedWhy: 'failed 5 times in a row', pausedAt: NOW_MS },
};

async function world(): Promise<{ one: TestWorld; asked: Record<string, object>[] }> {
  const fake = campus();
  const asked: Record<string, object>[] = [];
  const schedule = scheduleToWire(nightly);
  const answers: Readonly<Record<string, object>> = {
    ListSchedules: { schedules: [nightly, paused].map(scheduleToWire), nextPageToken: '' },
    ListFirings: { firings: [firing, missed].map(firingToWire), nextPageToken: '' },
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
