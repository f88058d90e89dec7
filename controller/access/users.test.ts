import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import type { RoleFields } from '../../shared/model/index.ts';
import { ManualClock, seededRandom } from '../../shared/runtime/index.ts';
import { PasswordHasher, Secret } from '../../shared/seal/index.ts';
import { openDatabase, PeopleStore } from '../store/index.ts';
import { type AccessRoom, openAccess } from './open.ts';

const hasher = new PasswordHasher({ passes: 1, memoryBytes: 8192 });
afterAll(() => hasher.stop());

let room: AccessRoom;
let people: PeopleStore;

beforeEach(() => {
  const db = openDatabase({ file: ':memory:', busyTimeoutMs: 0, cacheBytes: 1_048_576 });
  people = new PeopleStore(db);
  room = openAccess({
    ...{ clock: new ManualClock(), random: seededRandom(5), db, hasher },
    exists: ({ site, kind, id }) => site === 'ams1' && (kind === 'site' || id === 'f2'),
    authenticateAgent: () => {
      throw new WaysideError('UNAUTHENTICATED', 'no agents here');
    },
    session: { idleMs: 1e6, lifetimeMs: 1e7 },
    login: { freeFailures: 3, delayMs: 1000, delayMaxMs: 60_000, forgetMs: 1e6 },
    principalTtlMs: 60_000,
    rateLimit: { principal: 600, method: 60, address: 60, methods: new Map() },
  });
});

function failure(work: () => unknown): WaysideError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as WaysideError;
  }
}
const codeOf = (work: () => unknown): string => failure(work)?.code ?? 'passed';
const fieldsOf = (work: () => unknown): readonly string[] =>
  failure(work)?.violations.map(({ field }) => field) ?? [];

const add = (name: string, roles: readonly string[] = ['viewer'], fullName = '') =>
  room.users.create(name, { fullName, roles, disabled: false });

describe('a user', () => {
  it('has a name that looks like no other, and texts that forge no line of a log', () => {
    const bad = [
      '',
      'Ann',
      'änn',
      'аnn',
      'ａnn',
      '__proto__',
      '-ann',
      'a b',
      'ann\nroot',
      'a'.repeat(65),
      'ann\u202e',
    ];
    for (const name of bad) expect([name, fieldsOf(() => add(name))]).toEqual([name, ['name']]);
    for (const text of ['x\ny', 'x\u001b[31m', '\u202eann', 'x'.repeat(201), '\u2028'])
      expect([text, fieldsOf(() => add('ann', ['viewer'], `a${text}b`))]).toEqual([text, ['full_name']]);
    expect(room.users.list('', 9).map(({ name }) => name)).toEqual(['admin']);
    expect(add('a.nn_2-x', ['viewer'], ' Ａnn  O’Neil ').fullName).toBe('Ann  O’Neil');
    expect(add('constructor').name).toBe('constructor');
    expect(codeOf(() => add('constructor'))).toBe('ALREADY_EXISTS');
  });

  it('has one role at least, and none that is not there; everything wrong is said at once', () => {
    expect(fieldsOf(() => add('X', ['nope', 'viewer', '__proto__'], '\n\u0007'))).toEqual([
      ...['name', 'full_name', 'roles[0]', 'roles[2]'],
    ]);
    expect(fieldsOf(() => add('ann', []))).toEqual(['roles']);
    expect(add('ann', ['viewer', 'viewer', 'approver']).roles).toEqual(['approver', 'viewer']);
  });

  it('is changed by whoever saw the latest state', () => {
    const { etag } = add('ann');
    const changed = room.users.update('ann', { fullName: 'Ann' }, etag);
    expect(changed).toMatchObject({ fullName: 'Ann', roles: ['viewer'], disabled: false });
    expect(codeOf(() => room.users.update('ann', { fullName: 'Eve' }, etag))).toBe('STALE_ETAG');
    expect(codeOf(() => room.users.delete('ann', etag))).toBe('STALE_ETAG');
    expect(room.users.get('ann').fullName).toBe('Ann');
    room.users.delete('ann', changed.etag);
    expect(codeOf(() => room.users.get('ann'))).toBe('NOT_FOUND');
    expect(people.rolesOf('ann')).toEqual([]);
  });

  it('that is the last admin stays one, whichever way it would be lost', () => {
    add('ann', ['viewer']);
    const ways: readonly (() => unknown)[] = [
      () => room.users.delete('admin', ''),
      () => room.users.update('admin', { roles: ['viewer'] }, ''),
      () => room.users.update('admin', { disabled: true }, ''),
    ];
    for (const way of ways) expect(codeOf(way)).toBe('LAST_ADMIN');
    expect(room.users.get('admin')).toMatchObject({ roles: ['admin'], disabled: false });
    room.roles.create('chief', {
      description: '',
      level: 'admin',
      switchView: 'full',
      scopes: [{ site: '*' }],
    });
    room.users.update('ann', { roles: ['chief'] }, '');
    room.users.delete('admin', '');
    expect(codeOf(() => room.roles.update('chief', { level: 'approver' }, ''))).toBe('LAST_ADMIN');
    expect(codeOf(() => room.roles.update('chief', { scopes: [{ site: 'ams1' }] }, ''))).toBe('LAST_ADMIN');
    expect(room.roles.find('chief')).toMatchObject({ level: 'admin', scopes: [{ site: '*' }] });
  });

  it('has a password that is long enough and no easy one; a refused one changes nothing', async () => {
    add('annabel');
    const bad = ['', 'short', 'aaaaaaaaaaaaaaaa', 'annabelannabel', 'AnnabelAnna', 'x'.repeat(1025)];
    for (const password of bad) {
      await expect(room.users.setPassword('annabel', new Secret(password)), password).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        violations: [{ field: 'password' }],
      });
    }
    expect(room.users.get('annabel').passwordAt).toBeUndefined();
    await room.users.setPassword('annabel', new Secret('ﬁve blue horses'));
    const same = { user: 'annabel', password: new Secret('five blue horses'), address: '::1' };
    await expect(room.sessions.login(same)).resolves.toMatchObject({ user: 'annabel' });
    await expect(room.users.setPassword('none', new Secret('five blue horses'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('a role', () => {
  const fields: RoleFields = {
    ...{ description: 'desk', level: 'operator', switchView: 'network' },
    scopes: [{ site: 'ams1', floor: 'f2' }],
  };

  it('that people made stands beside the five that come with Wayside', () => {
    room.roles.create('desk', fields);
    expect(room.roles.list().map(({ name, level, switchView }) => [name, level, switchView])).toEqual([
      ['viewer', 'viewer', 'network'],
      ['operator', 'operator', 'network'],
      ['approver', 'approver', 'full'],
      ['admin', 'admin', 'full'],
      ['port-technician', 'viewer', 'port'],
      ['desk', 'operator', 'network'],
    ]);
    add('ann', ['desk', 'viewer']);
    expect(room.roles.grantsOf(room.users.get('ann').roles)).toEqual([
      { level: 'operator', switchView: 'network', scopes: [{ site: 'ams1', floor: 'f2' }] },
      { level: 'viewer', switchView: 'network', scopes: [{ site: '*' }] },
    ]);
  });

  it('is refused with every place that is not there, and every word that is none', () => {
    const places = [
      { site: 'ams1' },
      { site: 'lon2' },
      { site: 'ams1', floor: 'f9' },
      { site: '*', floor: 'f2' },
    ];
    const bad = { ...fields, level: 'god', switchView: 'x', description: '\u0007' } as unknown as RoleFields;
    expect(fieldsOf(() => room.roles.create('Desk', { ...bad, scopes: places }))).toEqual([
      ...['name', 'description', 'level', 'switch_view'],
      ...['scopes[1].site', 'scopes[2].floor', 'scopes[3].floor'],
    ]);
    expect(fieldsOf(() => room.roles.create('desk', { ...fields, scopes: [] }))).toEqual(['scopes']);
    expect(room.roles.list()).toHaveLength(5);
  });

  it('that somebody has stays, and one that comes with Wayside always does', () => {
    const { etag } = room.roles.create('desk', fields);
    add('ann', ['desk']);
    expect(failure(() => room.roles.delete('desk', ''))).toMatchObject({
      code: 'IN_USE',
      message: 'ann have the role desk',
    });
    expect(codeOf(() => room.roles.delete('viewer', ''))).toBe('FORBIDDEN');
    expect(codeOf(() => room.roles.update('admin', { level: 'viewer' }, ''))).toBe('FORBIDDEN');
    expect(codeOf(() => room.roles.create('viewer', fields))).toBe('ALREADY_EXISTS');
    room.users.update('ann', { roles: ['viewer'] }, '');
    room.roles.update('desk', { level: 'viewer' }, etag);
    expect(codeOf(() => room.roles.delete('desk', etag))).toBe('STALE_ETAG');
    room.roles.delete('desk', '');
    expect(codeOf(() => room.roles.delete('desk', ''))).toBe('NOT_FOUND');
  });
});
