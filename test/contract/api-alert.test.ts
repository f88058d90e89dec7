/** AlertService, spoken to from outside by people of different places. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorize } from '../../controller/access/index.ts';
import { alertHandlers } from '../../controller/api/index.ts';
import type { HealthRoom } from '../../controller/health/index.ts';
import { type Level, type Principal, SILENCE_MAX_MS } from '../../shared/model/index.ts';
import { OrderedPages, seededRandom, silentLog, systemClock } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { type ApiClient, type ApiServer, createClient, createServer } from '../../shared/transport/index.ts';
import { alertFromWire, silenceFromWire } from '../../shared/wire/index.ts';
import { createTestCa } from './certificates.ts';
import { errorFrom } from './rig.ts';
import { ADMIN, addSite, openRooms, type TestRooms } from './support/controller.ts';
import { healthOf } from './support/health.ts';
import { failScan } from './support/health-scans.ts';

const HOUR_MS = 3_600_000;
const people: Readonly<Record<string, Principal>> = {
  admin: ADMIN,
  viewer: user('viewer', 'viewer'),
  ams: user('ams', 'operator', 'ams1'),
  ber: user('ber', 'operator', 'ber1'),
  floor: user('floor', 'operator', 'ams1', 'f1'),
  reader: { ...user('reader', 'operator', 'ams1'), readOnly: true } as Principal,
};

function user(name: string, level: Level, site = '*', floor?: string): Principal {
  const scope = floor === undefined ? { site } : { site, floor };
  const grants = [{ level, switchView: 'network' as const, scopes: [scope] }];
  return { type: 'user', name, grants, readOnly: false, tokenId: name };
}

let rooms: TestRooms;
let room: HealthRoom;
let server: ApiServer;
const clients = new Map<string, ApiClient>();

beforeAll(async () => {
  await ready();
  rooms = openRooms();
  addSite(rooms, 'ams1', ['sw1', 'sw2', 'sw3']);
  addSite(rooms, 'ber1', ['sw1']);
  room = healthOf(rooms, { freeBytes: () => 1 });
  for (const source of ['sw1', 'sw2', 'sw3'])
    failScan(rooms, 'a', { site: 'ams1', source, code: 'TIMEOUT', reason: 'slow' });
  failScan(rooms, 'b', {
    site: 'ber1',
    source: 'sw1',
    code: 'PARSE',
    reason: 'cut',
    completeness: 'partial',
  });
  await later(0);
  await later(HOUR_MS / 10);
  const ca = await createTestCa('alerts');
  const { chain: certificateChain, privateKey } = await ca.issue({ dns: 'localhost', ip: '127.0.0.1' });
  const pages = new OrderedPages(rooms.clock, seededRandom(1));
  server = createServer({
    tls: { certificateChain, privateKey, clientCas: [ca.certificate] },
    ...{ clock: systemClock, log: silentLog },
    handlers: { AlertService: alertHandlers({ desk: room.desk, pages, inventory: rooms.inventory }) },
    resolvePrincipal: ({ method, token = '' }) => {
      const principal = people[token] ?? { type: 'anonymous' };
      authorize(method, principal);
      return principal;
    },
  });
  const address = `127.0.0.1:${await server.listen('127.0.0.1', 0)}`;
  for (const token of Object.keys(people))
    clients.set(token, createClient({ address, clock: systemClock, ca: [ca.certificate], token }));
});
afterAll(async () => {
  for (const client of clients.values()) client.close();
  await server.stop({ graceMs: 0 });
});

async function later(ms: number): Promise<void> {
  rooms.clock.jump(ms);
  await room.health.tick();
}

const as = (who: string): ApiClient => clients.get(who) ?? expect.unreachable();
const list = async (who: string, request: object = {}) => {
  const { alerts, nextPageToken } = await as(who).unary('AlertService.ListAlerts', request);
  return { alerts: alerts.map(alertFromWire), nextPageToken };
};
const names = async (who: string, request: object = {}): Promise<string[]> =>
  (await list(who, request)).alerts.map(({ reason, site, subjectName }) =>
    `${reason} ${site} ${subjectName}`.trim(),
  );
const code = async (call: Promise<unknown>): Promise<string> => (await errorFrom(call)).code;

describe('AlertService.ListAlerts', () => {
  test('has the worst first, and for each only what is in view', async () => {
    expect(await names('ams')).toEqual(['sw1', 'sw2', 'sw3'].map((name) => `source-failed ams1 ${name}`));
    expect(await names('ber')).toEqual(['source-partial ber1 sw1']);
    expect(await names('floor')).toEqual([]);
    const all = await names('admin');
    expect(all[0]).toMatch(/^(?:disk-full|source-failed)/);
    expect(all.at(-1)).toBe('source-partial ber1 sw1');
    expect(all).toContain('disk-full');
    // Sees every site, but is no admin.
    expect(await names('viewer')).not.toContain('disk-full');
  });

  test('goes page by page, by site, reason, filter and order', async () => {
    const { alerts, nextPageToken } = await list('ams', { pageSize: 2, orderBy: 'subjectName desc' });
    expect(alerts.map(({ subjectName }) => subjectName)).toEqual(['sw3', 'sw2']);
    const rest = await list('ams', { pageSize: 2, orderBy: 'subjectName desc', pageToken: nextPageToken });
    expect(rest).toMatchObject({ alerts: [{ subjectName: 'sw1' }], nextPageToken: '' });
    expect(await names('admin', { site: 'ber1' })).toEqual(['source-partial ber1 sw1']);
    expect(await names('admin', { reason: 'disk-full' })).toEqual(['disk-full']);
    expect(await names('ams', { filter: 'subjectName=sw2' })).toEqual(['source-failed ams1 sw2']);
    expect((await errorFrom(list('ams', { reason: 'odd' }))).violations).toMatchObject([{ field: 'reason' }]);
    expect((await errorFrom(list('ams', { site: 'NO' }))).violations).toMatchObject([{ field: 'site' }]);
    expect((await errorFrom(list('ams', { filter: 'odd=1' }))).violations).toMatchObject([
      { field: 'filter' },
    ]);
  });
});

describe('AlertService.AcknowledgeAlert', () => {
  const acknowledge = (who: string, id: string, note = '') =>
    as(who).unary('AlertService.AcknowledgeAlert', { id, note });

  test('by id, its beginning or the name of what it is about; AlertService.UnacknowledgeAlert takes it back', async () => {
    const [first] = (await list('ams')).alerts;
    const id = first?.id ?? '';
    const { alerts } = await acknowledge('ams', 'sw1', 'on my way');
    expect(alerts.map(alertFromWire)).toMatchObject([
      { id, acknowledged: { by: 'user:ams', note: 'on my way', at: rooms.clock.now() } },
    ]);
    await as('ams').unary('AlertService.UnacknowledgeAlert', { id: id.slice(0, 4) });
    expect((await list('ams')).alerts[0]?.acknowledged).toBeUndefined();
    // Two sources have that name, and both are in the admin's view.
    expect(await code(acknowledge('admin', 'sw1'))).toBe('AMBIGUOUS_NAME');
  });

  test('S0.22 only tried, it ends as in earnest and changes nothing, as does taking it back', async () => {
    const only = { validateOnly: true };
    const before = await list('ams');
    const { alerts } = await as('ams').unary('AlertService.AcknowledgeAlert', {
      id: 'sw1',
      note: 'x',
      ...only,
    });
    expect(alerts).toMatchObject([{ acknowledgedBy: 'user:ams', note: 'x' }]);
    const tooLong = { id: 'sw1', note: 'x'.repeat(1000), ...only };
    expect(await code(as('ams').unary('AlertService.AcknowledgeAlert', tooLong))).toBe('INVALID_INPUT');
    expect(await list('ams')).toEqual(before);
    await acknowledge('ams', 'sw1', 'on my way');
    const held = await list('ams');
    await as('ams').unary('AlertService.UnacknowledgeAlert', { id: 'sw1', ...only });
    expect(await list('ams')).toEqual(held);
    await as('ams').unary('AlertService.UnacknowledgeAlert', { id: 'sw1' });
    expect(await list('ams')).toEqual(before);
  });

  test('what is out of view is not there; what is in view needs an operator of the place, and of the controller an admin', async () => {
    const [ams] = (await list('ams')).alerts;
    const [disk] = (await list('admin', { reason: 'disk-full' })).alerts;
    const hidden = await errorFrom(acknowledge('ber', ams?.id ?? ''));
    const missing = await errorFrom(acknowledge('ber', '0000000000'));
    expect([hidden.code, hidden.message.replace(ams?.id ?? '', '0000000000')]).toEqual([
      missing.code,
      missing.message,
    ]);
    for (const who of ['ber', 'floor'])
      for (const id of [ams?.id ?? '', 'sw2', disk?.id ?? ''])
        expect(await code(acknowledge(who, id))).toBe('NOT_FOUND');
    for (const who of ['viewer', 'reader'])
      expect(await code(acknowledge(who, ams?.id ?? ''))).toBe('FORBIDDEN');
    expect((await list('ams')).alerts.every(({ acknowledged }) => acknowledged === undefined)).toBe(true);
    await acknowledge('admin', disk?.id ?? '');
  });

  test('refuses a note that is none', async () => {
    for (const note of ['a\nb', 'x'.repeat(501)])
      expect((await errorFrom(acknowledge('ams', 'sw2', note))).violations).toMatchObject([
        { field: 'note' },
      ]);
  });
});

describe('AlertService.SilenceAlert', () => {
  const silence = (who: string, request: object) =>
    as(who).unary('AlertService.SilenceAlert', { seconds: 3600, why: 'exchange', ...request });
  const unsilence = (who: string, request: object) => as(who).unary('AlertService.UnsilenceAlert', request);
  const silences = async (who: string) =>
    (await as(who).unary('AlertService.ListSilences', {})).silences.map(silenceFromWire);

  test('hides one alert or all of a reason at a site, is listed by AlertService.ListSilences, and ends by itself', async () => {
    await silence('ams', { id: 'sw3' });
    expect(await names('ams')).not.toContain('source-failed ams1 sw3');
    expect(await names('ams', { showAll: true })).toContain('source-failed ams1 sw3');
    await silence('ams', { reason: 'source-failed', site: 'ams1', seconds: 7200 });
    expect(await names('ams')).toEqual([]);
    expect(await silences('ams')).toMatchObject([
      { alert: expect.stringMatching(/^\w{10}$/), by: 'user:ams', why: 'exchange' },
      { alert: '', reason: 'source-failed', site: 'ams1', until: rooms.clock.now() + 7_200_000 },
    ]);
    expect(await silences('ber')).toEqual([]);
    // One that comes while it holds is hidden too.
    expect(room.desk.summary(rooms.inventory.sight(people['ams'] ?? ADMIN)).open).toBe(0);
    await later(3_600_000);
    expect(await names('ams')).toEqual([]);
    await later(3_600_000);
    expect(await names('ams')).toHaveLength(3);
    expect(await silences('ams')).toEqual([]);
    expect(rooms.db.prepare('SELECT count(*) FROM silences').pluck().get()).toBe(0);
  });

  test('AlertService.UnsilenceAlert ends one before its time, by what it is of or by its own id', async () => {
    await silence('ams', { reason: 'source-failed', site: 'ams1' });
    expect(await code(unsilence('ber', { reason: 'source-failed', site: 'ams1' }))).toBe('NOT_FOUND');
    await unsilence('ams', { reason: 'source-failed', site: 'ams1' });
    expect(await names('ams')).toHaveLength(3);
    const { silences: made } = await silence('ams', { reason: 'source-failed', site: 'ams1' });
    expect(await code(unsilence('ber', { id: made[0]?.id }))).toBe('NOT_FOUND');
    expect(await code(unsilence('floor', { id: made[0]?.id }))).toBe('NOT_FOUND');
    await unsilence('ams', { id: made[0]?.id });
    expect(await names('ams')).toHaveLength(3);
    expect(await code(unsilence('ams', { id: made[0]?.id }))).toBe('NOT_FOUND');
  });

  test('is for 30 days at most, needs a reason, and what is elsewhere is not there', async () => {
    const refused = async (request: object) =>
      (await errorFrom(silence('ams', request))).violations[0]?.field;
    for (const seconds of [0, -1, SILENCE_MAX_MS / 1000 + 1])
      expect(await refused({ id: 'sw1', seconds })).toBe('seconds');
    expect(await refused({ id: 'sw1', why: ' ' })).toBe('why');
    expect(await refused({ reason: 'odd', site: 'ams1' })).toBe('reason');
    expect(await refused({ id: 'sw1', reason: 'source-failed' })).toBe('reason');
    const elsewhere = async (site: string) => errorFrom(silence('ams', { reason: 'source-failed', site }));
    const [there, nowhere] = [await elsewhere('ber1'), await elsewhere('no1')];
    expect([there.code, there.message]).toEqual([nowhere.code, nowhere.message.replace('no1', 'ber1')]);
    // A slip of an admin's hand is no silence of nothing.
    for (const site of ['asm1', 'x'.repeat(1000)])
      expect(await code(silence('admin', { reason: 'source-failed', site }))).toBe('NOT_FOUND');
    for (const site of ['', '*'])
      expect(await code(silence('ams', { reason: 'disk-full', site }))).toBe('FORBIDDEN');
    expect(await code(silence('viewer', { reason: 'source-failed', site: 'ams1' }))).toBe('FORBIDDEN');
    expect(await names('ams')).toHaveLength(3);
  });

  test('takes no more than it can hold', async () => {
    const { id: alert = '' } = (await list('ams')).alerts[0] ?? {};
    for (let n = 0; n < 3; n += 1) await silence('ams', { id: alert, seconds: 60 + n });
    // Of one and the same thing there is one, the last.
    expect((await silences('ams')).map(({ until }) => until - rooms.clock.now())).toEqual([62_000]);
    await silence('admin', { reason: 'source-failed', site: '*', why: 'of all' });
    expect(await names('ams')).toEqual([]);
    // Who sees a part of it is told until when, but not by whom and why.
    expect((await list('ams', { showAll: true })).alerts[1]?.silenced).toMatchObject({
      site: '*',
      by: '',
      why: '',
    });
  });
});
