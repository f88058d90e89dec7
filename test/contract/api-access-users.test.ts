/** Logging in, users, roles and tokens, asked of a whole controller over the wire. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Log, type LogFields, silentLog } from '../../shared/runtime/index.ts';
import type { ApiClient } from '../../shared/transport/index.ts';
import { errorFrom } from './rig.ts';
import { Live } from './support/live.ts';

const PASSWORD = 'correct horse battery';
const OTHER = 'staple of the other horse';

let live: Live;
const logged: string[] = [];
beforeAll(async () => {
  const note = (event: string, fields?: LogFields): void => void logged.push(JSON.stringify([event, fields]));
  const log: Log = { ...silentLog, debug: note, info: note, warn: note, error: note, with: () => log };
  live = await Live.start({ log });
  await live.addSite('ams1');
});
afterAll(() => live.stop());

/** A user with a password. */
async function person(name: string, roles: readonly string[]): Promise<void> {
  await live.admin.unary('UserService.CreateUser', { name, roles: [...roles] });
  await live.admin.unary('UserService.SetPassword', { name, password: PASSWORD });
}

async function logIn(user: string, password = PASSWORD): Promise<ApiClient> {
  const { token } = await live.client().unary('AuthService.Login', { user, password });
  return live.client({ token });
}

const statusCode = (client: ApiClient): Promise<string> =>
  client.unary('SystemService.GetStatus', {}).then(
    () => 'OK',
    (error: { code: string }) => error.code,
  );

describe('a session', () => {
  test('is opened by AuthService.Login, described by AuthService.WhoAmI, ended by AuthService.Logout, and its token cannot be replayed (S0.25, S1.18, S4.32)', async () => {
    await person('ann', ['operator']);
    const answer = await live.client().unary('AuthService.Login', { user: 'ann', password: PASSWORD });
    expect(answer).toMatchObject({ user: 'ann', token: expect.stringMatching(/^ws1\./) });
    const ann = live.client({ token: answer.token });
    const who = await ann.unary('AuthService.WhoAmI', {});
    expect(who).toMatchObject({
      ...{ name: 'ann', signedIn: 'SIGNED_IN_SESSION', readOnly: false, expireTime: answer.expireTime },
      grants: [
        { level: 'LEVEL_OPERATOR', switchView: 'SWITCH_VIEW_NETWORK', scopes: [{ site: '*', floor: '' }] },
      ],
    });
    await ann.unary('AuthService.Logout', {});
    for (const client of [ann, live.client({ token: answer.token })])
      expect(await statusCode(client)).toBe('UNAUTHENTICATED');
    expect((await errorFrom(live.admin.unary('AuthService.Logout', {}))).code).toBe('INVALID_INPUT');
    expect(await live.admin.unary('AuthService.WhoAmI', {})).toMatchObject({
      ...{ name: 'admin', signedIn: 'SIGNED_IN_TOKEN', tokenName: 'first start', expireTime: null },
    });
  });

  test('ends its open streams when it is logged out, and when an admin takes the user away', async () => {
    await person('sue', ['viewer']);
    for (const end of [
      (sue: ApiClient) => sue.unary('AuthService.Logout', {}),
      () => live.admin.unary('UserService.DeleteUser', { name: 'sue' }),
    ]) {
      const sue = await logIn('sue');
      const watch = sue.stream('InventoryService.WatchRecords', { kinds: ['site'] });
      const ended = errorFrom(
        (async () => {
          for await (const { type } of watch) if (type === 'EVENT_TYPE_SYNCED') await end(sue);
        })(),
      );
      expect((await ended).code).toBe('UNAUTHENTICATED');
      expect(await statusCode(sue)).toBe('UNAUTHENTICATED');
    }
  });

  test('is not had by guessing: wrong names and passwords get one answer, then a wait with RetryInfo', async () => {
    await person('gus', ['viewer']);
    const guess = async (user: string) => {
      const { code, message, hint } = await errorFrom(
        live.client().unary('AuthService.Login', { user, password: 'wrong guess' }),
      );
      return { code, message, hint };
    };
    expect(await guess('gus')).toEqual(await guess('nobody'));
    for (let n = 0; n < 5; n += 1) await guess('gus');
    const last = await errorFrom(
      live.client().unary('AuthService.Login', { user: 'gus', password: PASSWORD }),
    );
    expect([last.code, last.retryable, Number(last.details['retryAfterMs']) > 0]).toEqual([
      'RATE_LIMITED',
      true,
      true,
    ]);
    expect(await statusCode(live.admin)).toBe('OK');
  });
});

describe('users and roles', () => {
  test('UserService.CreateUser, UserService.GetUser, UserService.ListUsers, UserService.UpdateUser and UserService.DeleteUser keep what they were told, by pages', async () => {
    for (const name of ['u1', 'u2', 'u3'])
      await live.admin.unary('UserService.CreateUser', { name, fullName: `User ${name}`, roles: ['viewer'] });
    const found: string[] = [];
    let pageToken = '';
    do {
      const page = await live.admin.unary('UserService.ListUsers', { pageSize: 2, pageToken });
      found.push(...page.users.map(({ name }) => name));
      expect(page.users.length).toBeLessThanOrEqual(2);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(found).toEqual([...found].sort());
    expect(found).toEqual(expect.arrayContaining(['admin', 'u1', 'u2', 'u3']));
    const { user } = await live.admin.unary('UserService.GetUser', { name: 'u2' });
    expect(user).toMatchObject({
      fullName: 'User u2',
      roles: ['viewer'],
      disabled: false,
      passwordTime: null,
    });
    const ifEtag = user?.etag ?? '';
    const change = { name: 'u2', disabled: true, ifEtag };
    expect((await live.admin.unary('UserService.UpdateUser', change)).user).toMatchObject({
      ...{ fullName: 'User u2', roles: ['viewer'], disabled: true },
    });
    expect((await errorFrom(live.admin.unary('UserService.UpdateUser', change))).code).toBe('STALE_ETAG');
    await live.admin.unary('UserService.DeleteUser', { name: 'u2' });
    expect((await errorFrom(live.admin.unary('UserService.GetUser', { name: 'u2' }))).code).toBe('NOT_FOUND');
    const bad = { name: 'Ünïcode', fullName: 'a\u0007', roles: ['none'] };
    const { violations } = await errorFrom(live.admin.unary('UserService.CreateUser', bad));
    expect(violations.map(({ field }) => field)).toEqual(['name', 'full_name', 'roles[0]']);
    expect((await errorFrom(live.admin.unary('UserService.DeleteUser', { name: 'admin' }))).code).toBe(
      'LAST_ADMIN',
    );
  });

  test('UserService.CreateRole, UserService.ListRoles, UserService.UpdateRole and UserService.DeleteRole bound a user to a site at once', async () => {
    const scopes = [{ site: 'ams1' }];
    const grant = { level: 'LEVEL_OPERATOR', switchView: 'SWITCH_VIEW_PORT', scopes } as const;
    await live.admin.unary('UserService.CreateRole', { name: 'desk', description: 'front desk', grant });
    await person('dan', ['desk']);
    const dan = await logIn('dan');
    const grants = async () => (await dan.unary('AuthService.WhoAmI', {})).grants;
    expect(await grants()).toMatchObject([{ level: 'LEVEL_OPERATOR', scopes: [{ site: 'ams1' }] }]);
    await live.admin.unary('UserService.UpdateRole', { name: 'desk', grant: { level: 'LEVEL_VIEWER' } });
    expect(await grants()).toMatchObject([{ level: 'LEVEL_VIEWER', switchView: 'SWITCH_VIEW_PORT', scopes }]);
    const { roles } = await live.admin.unary('UserService.ListRoles', {});
    expect(roles.map(({ name, builtIn }) => [name, builtIn])).toEqual([
      ...['viewer', 'operator', 'approver', 'admin', 'port-technician'].map((name) => [name, true]),
      ['desk', false],
    ]);
    expect((await errorFrom(live.admin.unary('UserService.DeleteRole', { name: 'desk' }))).code).toBe(
      'IN_USE',
    );
    await live.admin.unary('UserService.UpdateUser', { name: 'dan', roles: ['viewer'] });
    await live.admin.unary('UserService.DeleteRole', { name: 'desk' });
    const nowhere = { name: 'x', grant: { ...grant, scopes: [{ site: 'lon2' }] } };
    expect((await errorFrom(live.admin.unary('UserService.CreateRole', nowhere))).violations).toMatchObject([
      { field: 'scopes[0].site' },
    ]);
  });

  test('UserService.SetPassword takes the current one from people, ends their sessions, and is no way to others', async () => {
    await person('pam', ['viewer']);
    const pam = await logIn('pam');
    const set = (client: ApiClient, request: { name?: string; currentPassword?: string }) =>
      client.unary('UserService.SetPassword', { name: 'pam', password: OTHER, ...request });
    expect((await errorFrom(set(pam, { name: 'admin', currentPassword: PASSWORD }))).code).toBe('FORBIDDEN');
    expect((await errorFrom(set(pam, {}))).code).toBe('UNAUTHENTICATED');
    const { token } = await pam.unary('UserService.CreateApiToken', { name: 'mine' });
    const own = { currentPassword: PASSWORD };
    expect((await errorFrom(set(live.client({ token }), own))).code).toBe('FORBIDDEN');
    await set(pam, own);
    expect(await statusCode(pam)).toBe('UNAUTHENTICATED');
    expect((await errorFrom(logIn('pam', PASSWORD))).code).toBe('UNAUTHENTICATED');
    expect(await statusCode(await logIn('pam', OTHER))).toBe('OK');
  });

  test('are closed to everybody but admins of every site', async () => {
    const bounds = { level: 'LEVEL_ADMIN', switchView: 'SWITCH_VIEW_FULL' } as const;
    const grant = { ...bounds, scopes: [{ site: 'ams1' }] };
    await live.admin.unary('UserService.CreateRole', { name: 'site-admin', grant });
    await person('sid', ['site-admin']);
    const sid = await logIn('sid');
    const { token } = await live.admin.unary('UserService.CreateApiToken', { name: 'reads', readOnly: true });
    for (const client of [sid, live.client({ token })]) {
      const raise = { name: 'sid', roles: ['admin'] };
      const refused = await Promise.all(
        [
          client.unary('UserService.UpdateUser', raise),
          client.unary('UserService.ListUsers', {}),
          client.unary('UserService.CreateApiToken', { name: 'x', owner: 'admin' }),
          client.unary('UserService.CreateApiToken', { name: 'x', neverExpires: true }),
          client.unary('UserService.UpdateRole', { name: 'site-admin', grant: { scopes: [{ site: '*' }] } }),
        ].map(errorFrom),
      );
      expect(refused.map(({ code }) => code)).toEqual(Array(5).fill('FORBIDDEN'));
    }
  });
});

describe('API tokens', () => {
  test('UserService.CreateApiToken, UserService.ListApiTokens, UserService.UpdateApiToken and UserService.DeleteApiToken are for one’s own', async () => {
    await person('tom', ['operator', 'viewer']);
    await person('eve', ['viewer']);
    const [tom, eve] = [await logIn('tom'), await logIn('eve')];
    const { token, apiToken } = await tom.unary('UserService.CreateApiToken', {
      ...{ name: 'ci', roles: ['operator'], readOnly: true, ttlSeconds: 3600 },
    });
    const id = apiToken?.id ?? '';
    const ci = live.client({ token });
    expect(await ci.unary('AuthService.WhoAmI', {})).toMatchObject({
      ...{ name: 'tom', tokenName: 'ci', readOnly: true, grants: [{ level: 'LEVEL_OPERATOR' }] },
    });
    const write = ci.unary('InventoryService.WriteRecords', { operations: [] });
    expect((await errorFrom(write)).code).toBe('FORBIDDEN');
    expect((await errorFrom(ci.unary('UserService.CreateApiToken', { name: 'more' }))).code).toBe(
      'FORBIDDEN',
    );
    const names = async (client: ApiClient, owner = '') =>
      (await client.unary('UserService.ListApiTokens', { owner })).tokens.map(({ name }) => name);
    expect(await names(tom)).toEqual(['ci']);
    expect(await names(eve)).toEqual([]);
    expect((await errorFrom(names(eve, 'tom'))).code).toBe('FORBIDDEN');
    expect(await names(live.admin, 'tom')).toEqual(['ci']);
    // Of others' tokens nobody learns whether they are there.
    const words = async (one: string) =>
      (await errorFrom(eve.unary('UserService.DeleteApiToken', { id: one }))).message.replace(one, 'ID');
    expect(await words(id)).toBe(await words('0'.repeat(26)));
    await tom.unary('UserService.UpdateApiToken', { id, allow: { ranges: ['192.0.2.0/24'] } });
    expect(await statusCode(ci)).toBe('UNAUTHENTICATED');
    await tom.unary('UserService.UpdateApiToken', { id, allow: { ranges: ['127.0.0.0/8'] } });
    expect(await statusCode(ci)).toBe('OK');
    await ci.unary('UserService.DeleteApiToken', { id });
    expect(await statusCode(ci)).toBe('UNAUTHENTICATED');
  });

  test('that call too often are told to wait, and others are served meanwhile (S0.43)', async () => {
    const tight = await Live.start({ env: { WAYSIDE_RATE_LIMIT__METHODS: 'SystemService.GetStatus=3/m' } });
    const admin = tight.admin;
    for (let n = 0; n < 3; n += 1) expect(await statusCode(admin)).toBe('OK');
    const error = await errorFrom(admin.unary('SystemService.GetStatus', {}));
    expect([error.code, error.retryable]).toEqual(['RATE_LIMITED', true]);
    expect(Number(error.details['retryAfterMs'])).toBeGreaterThan(10_000);
    expect(await admin.unary('AuthService.WhoAmI', {})).toMatchObject({ name: 'admin' });
    await tight.stop();
  });
});

test('no password and no session is ever in the log', async () => {
  await person('leo', ['viewer']);
  const { token } = await live.client().unary('AuthService.Login', { user: 'leo', password: PASSWORD });
  await errorFrom(live.client().unary('AuthService.Login', { user: 'leo\nroot', password: OTHER }));
  expect(logged.length).toBeGreaterThan(0);
  for (const secret of [PASSWORD, OTHER, token.slice(-40)]) expect(logged.join('\n')).not.toContain(secret);
});
