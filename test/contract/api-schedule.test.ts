/** ScheduleService, spoken to from outside by people of different places. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorize } from '../../controller/access/index.ts';
import { scheduleHandlers } from '../../controller/api/index.ts';
import { Schedules } from '../../controller/jobs/index.ts';
import type { Level, Principal } from '../../shared/model/index.ts';
import { OrderedPages, seededRandom, silentLog, systemClock } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { type ApiClient, type ApiServer, createClient, createServer } from '../../shared/transport/index.ts';
import { firingFromWire, scheduleFromWire } from '../../shared/wire/index.ts';
import { createTestCa } from './certificates.ts';
import { errorFrom } from './rig.ts';
import { addSite, enrol, openRooms, type TestRooms } from './support/controller.ts';
import { FakeAgent } from './support/fake-agent.ts';

const people: Readonly<Record<string, Principal>> = {
  admin: user('admin', 'admin', '*'),
  ams: user('ams', 'operator', 'ams1'),
  ber: user('ber', 'operator', 'ber1'),
  viewer: user('viewer', 'viewer', '*'),
};

function user(name: string, level: Level, site: string): Principal {
  const grants = [{ level, switchView: 'full' as const, scopes: [{ site }] }];
  return { type: 'user', name, grants, readOnly: false, tokenId: name };
}

let rooms: TestRooms;
let server: ApiServer;
let schedules: Schedules;
const clients = new Map<string, ApiClient>();

beforeAll(async () => {
  await ready();
  rooms = openRooms();
  for (const site of ['ams1', 'ber1']) addSite(rooms, site, ['sw1']);
  enrol(rooms, 'a1', 'ams1');
  const { store, inventory, hub, jobs, clock } = rooms;
  schedules = new Schedules({ store, inventory, hub, jobs, clock, random: seededRandom(5), log: silentLog });
  await FakeAgent.connect(rooms.hub, 'a1');
  const ca = await createTestCa('schedules');
  const { chain: certificateChain, privateKey } = await ca.issue({ dns: 'localhost', ip: '127.0.0.1' });
  server = createServer({
    tls: { certificateChain, privateKey, clientCas: [ca.certificate] },
    ...{ clock: systemClock, log: silentLog },
    handlers: { ScheduleService: scheduleHandlers(schedules, new OrderedPages(clock, seededRandom(1))) },
    resolvePrincipal: ({ method, token = '' }) => {
      const principal = people[token] ?? { type: 'anonymous' };
      authorize(method, principal);
      return principal;
    },
  });
  schedules.start();
  const address = `127.0.0.1:${await server.listen('127.0.0.1', 0)}`;
  for (const token of Object.keys(people))
    clients.set(token, createClient({ address, clock: systemClock, ca: [ca.certificate], token }));
});
afterAll(async () => {
  schedules.stop();
  for (const client of clients.values()) client.close();
  await server.stop({ graceMs: 0 });
});

const as = (who: string): ApiClient => clients.get(who) ?? expect.unreachable();
const spec = (name: string, site: string) => ({
  name,
  site,
  kind: 'probe',
  cron: '0 3 * * *',
  timeZone: 'Europe/Berlin',
});
const names = async (who: string, request: object = {}): Promise<string[]> => {
  const { schedules: found } = await as(who).unary('ScheduleService.ListSchedules', request);
  return found.map(scheduleFromWire).map(({ site, name }) => `${site}/${name}`);
};

test('ScheduleService.CreateSchedule fills in what is left out; ScheduleService.ListSchedules has it in order, by filter and page', async () => {
  for (const [name, site] of [
    ['b', 'ams1'],
    ['a', 'ams1'],
    ['c', 'ber1'],
  ] as const)
    await as('admin').unary('ScheduleService.CreateSchedule', { spec: spec(name, site) });
  expect(await names('viewer')).toEqual(['ams1/a', 'ams1/b', 'ber1/c']);
  expect(await names('ber')).toEqual(['ber1/c']);
  expect(await names('ams', { filter: 'name=b timeZone=Europe/*', orderBy: 'nextTime' })).toEqual(['ams1/b']);
  const first = await as('ams').unary('ScheduleService.ListSchedules', { pageSize: 1 });
  expect(first.schedules.map(scheduleFromWire)).toMatchObject([
    { name: 'a', overlap: 'skip', pauseAfter: 5, catchUpMs: 0, agentId: 'a1', createdBy: 'user:admin' },
  ]);
  expect(await names('ams', { pageSize: 1, pageToken: first.nextPageToken })).toEqual(['ams1/b']);
  const again = errorFrom(as('admin').unary('ScheduleService.CreateSchedule', { spec: spec('a', 'ams1') }));
  expect((await again).code).toBe('ALREADY_EXISTS');
  const wrong = { spec: { ...spec('d', 'ams1'), timeZone: 'Mars/Base', jitterSeconds: -1 } };
  expect(
    (await errorFrom(as('ams').unary('ScheduleService.CreateSchedule', wrong))).violations,
  ).toMatchObject([{ field: 'spec.time_zone' }, { field: 'spec.jitter_seconds' }]);
  const twice = { spec: { ...spec('d', 'ams1'), everySeconds: 60 } };
  expect(
    (await errorFrom(as('ams').unary('ScheduleService.CreateSchedule', twice))).violations,
  ).toMatchObject([{ field: 'spec.cron' }]);
});

test('ScheduleService.GetSchedule and ScheduleService.UpdateSchedule: who read an older one is told so', async () => {
  const { schedule } = await as('ams').unary('ScheduleService.GetSchedule', { id: 'a' });
  const [id, ifEtag] = [schedule?.id ?? '', schedule?.etag ?? ''];
  const update = (who: string, more: object) =>
    as(who).unary('ScheduleService.UpdateSchedule', { id, spec: spec('a', 'ams1'), ...more });
  const changed = await update('ams', { ifEtag, spec: { ...spec('a', 'ams1'), cron: '30 2 * * *' } });
  expect(changed.schedule).toMatchObject({ changedBy: 'user:ams', spec: { cron: '30 2 * * *' } });
  expect((await errorFrom(update('admin', { ifEtag }))).code).toBe('STALE_ETAG');
  expect((await errorFrom(update('ber', {}))).code).toBe('NOT_FOUND');
  expect((await errorFrom(update('viewer', {}))).code).toBe('FORBIDDEN');
});

test('ScheduleService.PauseSchedule needs a reason, and ScheduleService.ResumeSchedule takes it away', async () => {
  const pause = (who: string, why: string) =>
    as(who).unary('ScheduleService.PauseSchedule', { id: 'b', why });
  expect((await errorFrom(pause('ams', ' '))).violations).toMatchObject([{ field: 'why' }]);
  expect((await errorFrom(pause('ber', 'x'))).code).toBe('NOT_FOUND');
  const { schedule } = await pause('ams', 'moving');
  expect(schedule).toMatchObject({ pausedWhy: 'moving', nextTime: null });
  const resumed = await as('ams').unary('ScheduleService.ResumeSchedule', { id: 'b' });
  expect(resumed.schedule).toMatchObject({ pausedWhy: '', pauseTime: null });
  expect(resumed.schedule?.nextTime).not.toBeNull();
});

test('S2.29 ScheduleService.RunSchedule runs now; ScheduleService.ListFirings has what became of it, to be filtered', async () => {
  const { firing } = await as('ams').unary('ScheduleService.RunSchedule', { id: 'b' });
  expect(rooms.jobs.get(firing?.id ?? '')).toMatchObject({ kind: 'probe', site: 'ams1' });
  const firings = async (who: string, more: object = {}) => {
    const page = await as(who).unary('ScheduleService.ListFirings', { id: 'b', ...more });
    return page.firings.map(firingFromWire);
  };
  expect(await firings('viewer')).toMatchObject([{ id: firing?.id, state: 'fired', by: 'person' }]);
  expect(await firings('ams', { filter: '-decidedBy=person' })).toEqual([]);
  expect((await errorFrom(firings('ber'))).code).toBe('NOT_FOUND');
  const nobody = as('ber').unary('ScheduleService.RunSchedule', { id: 'c' });
  expect((await errorFrom(nobody)).code).toBe('NO_CAPABLE_AGENT');
});

test('ScheduleService.DeleteSchedule takes it away with its history', async () => {
  const remove = (who: string) => as(who).unary('ScheduleService.DeleteSchedule', { id: 'b' });
  expect((await errorFrom(remove('ber'))).code).toBe('NOT_FOUND');
  await remove('ams');
  expect(await names('ams')).toEqual(['ams1/a']);
  expect((await errorFrom(as('ams').unary('ScheduleService.ListFirings', { id: 'b' }))).code).toBe(
    'NOT_FOUND',
  );
});
