/** Users, roles, tokens and logging in from the command line, against a whole controller. */
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { putContext, readContexts } from '../../controller/cli/contexts.ts';
import { runCli } from '../../controller/cli/run.ts';
import { removeWorlds, testWorld } from '../../controller/cli/testing/test-host.ts';
import { seededRandom, systemClock } from '../../shared/runtime/index.ts';
import { createClient } from '../../shared/transport/index.ts';
import { structToWire } from '../../shared/wire/index.ts';
import { Live } from './support/live.ts';

const PASSWORD = 'correct horse battery';

let live: Live;
beforeAll(async () => {
  live = await Live.start();
  await live.addSite('ams1');
  const create = { kind: 'floor', site: 'ams1', id: 'floor2', fields: structToWire({ name: 'f2' }) };
  await live.admin.unary('InventoryService.WriteRecords', { operations: [{ create }] });
});
afterAll(async () => {
  await live.stop();
  removeWorlds();
});

let home: string;
beforeEach(async () => {
  const world = await testWorld();
  home = world.folder;
  const file = await readContexts({ XDG_CONFIG_HOME: home });
  const { address, caFile, tokenFile } = live.controller;
  await putContext(file, { name: 'here', address, caFile, tokenFile });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** One command line of one person, whose home is kept from one to the next. */
async function wayside(
  argv: readonly string[],
  input: { stdin?: string; tty?: boolean } = {},
): Promise<Ended> {
  const world = await testWorld({ ...input, env: { XDG_CONFIG_HOME: home } });
  const code = await runCli(argv, {
    ...world.host,
    engine: async () => ({
      ...{ clock: systemClock, random: seededRandom(1) },
      connect: async ({ address, ca, token }) =>
        createClient({ address, clock: systemClock, ca: [ca], ...(token === undefined ? {} : { token }) }),
    }),
  });
  return { code, out: world.out(), err: world.err() };
}

const run = (line: string): Promise<Ended> => wayside(line.split(' '));
const contextText = (): string => readFileSync(join(home, 'wayside', 'config.yaml'), 'utf8');

describe('the command line', () => {
  test('adds a user, gives a password, logs in, shows who one is and logs out (S1.18)', async () => {
    expect(await run('user add ann --roles operator')).toMatchObject({
      ...{ code: 0, out: 'added user ann; give a password with: wayside user password ann\n' },
    });
    const set = await wayside(['user', 'password', 'ann', '--stdin'], { stdin: `${PASSWORD}\n` });
    expect(set).toMatchObject({ code: 0, out: 'set the password of ann; all sessions of ann have ended\n' });
    const login = await wayside(['login', '--user', 'ann'], { tty: true, stdin: `${PASSWORD}\n` });
    expect(login).toMatchObject({ code: 0, out: expect.stringMatching(/^logged in to here as ann, until /) });
    expect(login.err).toBe('Password: \n');
    expect(statSync(join(home, 'wayside', 'config.yaml')).mode & 0o777).toBe(0o600);
    const { out } = await run('whoami');
    expect(out).toMatch(/User: +ann\n/);
    expect(out).toMatch(/May: +operator at every site, switch view network\n/);
    expect(out).toMatch(/Signed in: +with a password\n/);
    expect((await run('user ls')).err).toContain('admin of every site');
    const session = /session: (\S+)/.exec(contextText())?.[1] ?? '';
    expect(session).toMatch(/^ws1\./);
    expect(await run('logout')).toMatchObject({ code: 0, out: 'logged out of here\n' });
    expect(contextText()).not.toContain('ws1.');
    expect((await run('whoami')).out).toMatch(/User: +admin\n/);
    expect((await run('logout')).out).toBe('nobody is logged in to here\n');
    const replay = live.client({ token: session }).unary('AuthService.WhoAmI', {});
    await expect(replay).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('takes no password from a flag, asks twice for a new one, and refuses a context file that others can read', async () => {
    expect((await run('login --user ann --password x')).code).toBe(2);
    expect((await run('login --user ann')).err).toContain('--stdin');
    await run('user add bob --roles viewer');
    const typed = (text: string) => wayside(['user', 'password', 'bob'], { tty: true, stdin: text });
    expect((await typed(`${PASSWORD}\n${PASSWORD}x\n`)).err).toContain('not the same');
    expect((await typed('short\nshort\n')).err).toContain('at least 12 characters');
    expect((await typed(`${PASSWORD}\n${PASSWORD}\n`)).code).toBe(0);
    expect((await wayside(['login', '--user', 'bob', '--stdin'], { stdin: 'wrong one\n' })).err).toContain(
      'the name or the password is wrong',
    );
    await wayside(['login', '--user', 'bob', '--stdin'], { stdin: PASSWORD });
    const own = `${PASSWORD}\nanother ${PASSWORD}\n`;
    expect((await wayside(['user', 'password', 'bob', '--stdin'], { stdin: own })).code).toBe(0);
    expect((await run('whoami')).err).toContain('wayside login');
    const path = join(home, 'wayside', 'config.yaml');
    chmodSync(path, 0o644);
    expect((await run('whoami')).err).toContain(`chmod 600 ${path}`);
    const session = /session: (\S+)/.exec(contextText())?.[1] ?? '';
    writeFileSync(path, contextText().replace(/session: .*/, `session: "${session}: [`));
    const broken = await run('whoami');
    expect(broken.err).toContain('is not valid YAML');
    expect(session).toMatch(/^ws1\./);
    expect(broken.err).not.toContain(session.slice(-20));
  });

  test('makes a role for a floor, by its name, and gives it', async () => {
    expect((await run('role add desk --level viewer --view port --at ams1/f2')).code).toBe(0);
    expect((await run('role edit desk --at ams1/f2,ams1')).out).toBe('changed role desk\n');
    const { out } = await run('role ls');
    expect(out).toMatch(/^desk +viewer +port +ams1\/f2,ams1 +-$/m);
    expect(out).toMatch(/^port-technician +viewer +port +\* /m);
    expect((await run('role add bad --level god --at ams1')).code).toBe(2);
    expect((await run('role add bad --level viewer --at lon2')).err).toContain('there is no site "lon2"');
    await run('user add cat --roles desk');
    await run('user edit cat --full-name Cat --lock');
    expect((await run('user ls')).out).toMatch(/^cat +Cat +desk +locked /m);
    expect((await run('role rm desk --yes')).err).toContain('cat have the role desk');
    expect((await run('user edit cat')).code).toBe(2);
    await run('user rm cat --yes');
    expect((await run('role rm desk --yes')).out).toBe('removed role desk\n');
    expect(JSON.parse((await run('role ls -o json')).out).roles).toHaveLength(5);
  });

  test('makes a token that works from a file, lists, bounds and removes it (S4.32)', async () => {
    const { out, err } = await run('token add ci --read-only --ttl 30d');
    expect(out).toMatch(/^wt1\.[0-9a-z]{26}\.[\w-]{43}\n$/);
    expect(err).toContain('shown once');
    const file = join(home, 'ci.token');
    writeFileSync(file, out, { mode: 0o600 });
    const id = out.split('.')[1] ?? '';
    expect((await run(`whoami --token-file ${file}`)).out).toMatch(/with the token "ci"\nRead only: +yes/);
    expect((await run('token ls')).out).toMatch(
      new RegExp(`^${id} +admin +ci +in \\S+ +yes +all +anywhere`, 'm'),
    );
    expect((await run(`token edit ${id} --allow 192.0.2.0/24`)).code).toBe(0);
    expect((await run(`whoami --token-file ${file}`)).err).toContain('may not be used from 127.0.0.1');
    expect((await run(`token edit ${id} --allow any`)).code).toBe(0);
    expect((await run(`whoami --token-file ${file}`)).code).toBe(0);
    expect((await run(`token rm ${id} --yes`)).out).toBe(`removed token ${id}\n`);
    expect((await run(`whoami --token-file ${file}`)).code).not.toBe(0);
    expect((await run('token add x --ttl 10y')).code).toBe(2);
  });

  test('the shell completes names of users, roles and tokens, and only for who may list them', async () => {
    const offered = async (line: string): Promise<string[]> =>
      (await wayside(['__complete', '--', ...line.split(' '), ''])).out.split('\n').slice(0, -1);
    await run('user add dora --roles viewer');
    expect(await offered('user edit')).toEqual(expect.arrayContaining(['admin', 'dora']));
    expect(await offered('user edit dora --roles')).toEqual(expect.arrayContaining(['viewer', 'operator']));
    expect(await offered('role rm')).toContain('port-technician');
    expect(await offered('user add')).toEqual([]);
    const { out } = await run('token add own');
    const [, id = ''] = out.split('.');
    expect(await offered('token rm')).toContain(id);
    await wayside(['user', 'password', 'dora', '--stdin'], { stdin: `${PASSWORD}\n` });
    await wayside(['login', '--user', 'dora'], { tty: true, stdin: `${PASSWORD}\n` });
    expect(await offered('user edit')).toEqual([]);
    expect(await offered('token rm')).toEqual([]);
    await run('logout');
  });

  test('a site out of view is to a list as one that is not there', async () => {
    expect((await run('site add lon9')).code).toBe(0);
    expect(await run('agent ls --site lon9')).toMatchObject({ code: 0 });
    await run('role add near --level viewer --at ams1');
    await run('user add emma --roles near');
    await wayside(['user', 'password', 'emma', '--stdin'], { stdin: `${PASSWORD}\n` });
    await wayside(['login', '--user', 'emma'], { tty: true, stdin: `${PASSWORD}\n` });
    for (const list of ['agent ls', 'schedule ls', 'source ls', 'switch ls', 'job top']) {
      const unseen = await run(`${list} --site lon9`);
      const absent = await run(`${list} --site nowhere`);
      expect([list, unseen.code, unseen.err.replaceAll('lon9', 'nowhere')]).toEqual([list, 3, absent.err]);
      expect(absent.err).toContain('there is no site "nowhere"');
    }
    expect((await run('agent ls --site ams1')).code).toBe(0);
    await run('logout');
  });

  test('S0.22 with --dry-run people, roles, tokens and agents stay as they are, and what is wrong is said all the same', async () => {
    await run('role add tried --level viewer --at ams1');
    await run('user add tim --roles tried');
    await live.joinAgent('ams1', 'resting');
    const { apiToken } = await live.admin.unary('UserService.CreateApiToken', { owner: 'tim', name: 'x' });
    const id = apiToken?.id ?? '';
    const lists = async () =>
      Promise.all(
        ['user ls', 'role ls', 'token ls', 'agent ls'].map(async (line) => (await run(`${line} -o csv`)).out),
      );
    const before = await lists();
    const said: Readonly<Record<string, string>> = {
      'user add eve --roles tried': 'user eve would be added',
      'user edit tim --lock': 'user tim would be changed',
      'user rm tim': 'user tim would be removed',
      'role add other --level viewer --at ams1': 'role other would be added',
      'role edit tried --level operator': 'role tried would be changed',
      [`token edit ${id} --name y`]: `token ${id} would be changed`,
      [`token rm ${id}`]: `token ${id} would be removed`,
      'agent evict resting': 'agent ams1/resting would be evicted',
      'agent ban resting --why tried': 'agent ams1/resting would be banned',
      'agent rm resting': 'agent ams1/resting would be removed',
    };
    for (const [line, text] of Object.entries(said))
      expect([line, await run(`${line} --dry-run`)]).toEqual([line, { code: 0, out: `${text}\n`, err: '' }]);
    expect((await run('role rm tried --dry-run')).err).toContain('tim have the role tried');
    expect((await run('agent unban resting --dry-run')).err).toContain('is not banned');
    expect(await lists()).toEqual(before);
  });
});
