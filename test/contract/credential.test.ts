/** A login typed far from the agent that uses it, and everybody in between who would like to have it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { agentStatus, openAgentFolders, type RunningAgent, startAgent } from '../../agent/start.ts';
import type { Vault } from '../../agent/store/index.ts';
import { putContext, readContexts } from '../../controller/cli/contexts.ts';
import { runCli } from '../../controller/cli/run.ts';
import { removeWorlds, testWorld } from '../../controller/cli/testing/test-host.ts';
import { loadConfig } from '../../shared/config/index.ts';
import { seededRandom, silentLog, systemClock } from '../../shared/runtime/index.ts';
import {
  type CredentialOrder,
  createIdentityKeys,
  createSealingKeys,
  ORDER_LIFETIME_MS,
  Secret,
  sealOrder,
  signSealKey,
} from '../../shared/seal/index.ts';
import { type ApiClient, createClient } from '../../shared/transport/index.ts';
import { sealTargetFromWire, sealTargetToWire, structToWire } from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import { Events } from './support/events.ts';
import { Live } from './support/live.ts';

const random = seededRandom(Number(process.env['SEED'] ?? 3) || 3);
const PASSWORD = 'hunter2 and then some';
const SITE = 'ams1';
const AGENT = 'ams1-a';
const TARGETS = '10.1.0.0/16,core.example.net';

const log = new Events();
let live: Live;
let agent: RunningAgent | undefined;
let dataDir: string;
let identity: string;
let home: string;

beforeAll(async () => {
  live = await Live.start({ log: log.log });
  await live.addSite(SITE);
  await live.addSite('ber1');
  ({ dataDir } = await live.joinAgent(SITE, AGENT));
  await live.joinAgent('ber1', 'ber1-a');
  identity = (await agentStatus(config())).identity;
  await start();
});
afterAll(async () => {
  await agent?.stop();
  await live.stop();
  removeWorlds();
});
beforeEach(async () => {
  home = (await testWorld()).folder;
  const { address, caFile, tokenFile } = live.controller;
  const file = await readContexts({ XDG_CONFIG_HOME: home });
  await putContext(file, { name: 'here', address, caFile, tokenFile });
});

function config(targets = '10.0.0.0/8,core.example.net') {
  const env = {
    ...{ WAYSIDE_DATA_DIR: dataDir, WAYSIDE_HTTP__LISTEN: '127.0.0.1:0' },
    WAYSIDE_CREDENTIALS__TARGETS: targets,
  };
  return loadConfig('agent', { env, file: undefined }).values;
}

async function start(): Promise<void> {
  agent = await startAgent(config(), silentLog);
  await log.next('session.opened');
}

async function stop(): Promise<void> {
  await agent?.stop();
  agent = undefined;
}

type Tamper = (method: string, answer: object) => object;

/** A command line; `tamper` is a controller that is not ours any more. */
async function wayside(
  line: string,
  { tamper, ...input }: { tamper?: Tamper; stdin?: string; tty?: boolean } = {},
) {
  const world = await testWorld({
    stdin: `${PASSWORD}\nenable it\n`,
    ...input,
    env: { XDG_CONFIG_HOME: home },
  });
  const calls: string[] = [];
  const code = await runCli(line.split(' '), {
    ...world.host,
    engine: async () => ({
      ...{ clock: systemClock, random },
      connect: async ({ address, ca, token = '' }) => {
        const client = createClient({ address, clock: systemClock, ca: [ca], token });
        const unary: ApiClient['unary'] = async (method, request, options) => {
          calls.push(method);
          const answer = await client.unary(method, request, options);
          return (tamper ? tamper(method, answer) : answer) as typeof answer;
        };
        return Object.assign(Object.create(client) as ApiClient, { unary });
      },
    }),
  });
  return { code, out: world.out(), err: world.err(), calls };
}

const set = (name: string, more = ''): string =>
  `credential set ${name} --agent ${AGENT} --username netops --targets ${TARGETS} --stdin${more}`;
const pin = (): string => ` --fingerprint ${identity}`;
const contextText = (): string => readFileSync(join(home, 'wayside', 'config.yaml'), 'utf8');

async function vaultOf(): Promise<Vault> {
  return (await openAgentFolders(config())).vault;
}

/** As a command line makes it, with what the test says instead. */
async function sealed(
  name: string,
  more: Partial<CredentialOrder> = {},
): Promise<{ version: number; sealed: Buffer }> {
  const { agentId, sealKey, nextVersion } = sealTargetFromWire(
    await live.admin.unary('CredentialService.GetSealKey', { agent: AGENT, name }),
  );
  const order = {
    ...{ agent: agentId, name, version: nextVersion, expiresAt: systemClock.now() + ORDER_LIFETIME_MS },
    ...{ targets: ['10.1.0.0/16'], secret: new Secret({ username: 'netops', password: PASSWORD }) },
    ...more,
  };
  return { version: order.version, sealed: Buffer.from(sealOrder(order, { agentId, ...sealKey }, random)) };
}

const order = (request: object) =>
  live.admin.unary('CredentialService.SetCredential', {
    ...{ agent: AGENT, allowedTargets: ['10.1.0.0/16'], version: 1, sealed: Buffer.from('x') },
    ...request,
  });

describe('wayside credential', () => {
  test('CredentialService.SetCredential and CredentialService.ListCredentials: typed here, sealed here, stored there, and seen without its secret', async () => {
    const source = { name: 'sw1', driver: 'switch', address: '10.1.0.1', credential: 'core' };
    const create = { site: SITE, kind: 'source', id: 'sw1', fields: structToWire(source) };
    await live.admin.unary('InventoryService.WriteRecords', { operations: [{ create }] });
    const done = await wayside(set('core', pin()));
    expect(done).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^credential core version 1 stored at agent ams1\/ams1-a, /),
    });
    const opened = (await vaultOf()).open('core', { address: '10.1.2.3', port: 22 } as never);
    expect([opened.username, opened.password, opened.enablePassword]).toEqual([
      'netops',
      PASSWORD,
      'enable it',
    ]);
    const { out } = await wayside('credential ls');
    expect(out).toMatch(
      /core +ams1 +ams1-a +1 +stored +user:admin +\S+ +1 +10\.1\.0\.0\/16,core\.example\.net/,
    );
    // Set on the host itself: the agent tells of it too.
    expect(out).toMatch(/campus +ams1 +ams1-a +1 +stored +on its host +- +0 +127\.0\.0\.0\/8/);
    const json = JSON.parse((await wayside('credential ls -o json')).out) as { credentials: object[] };
    expect(json.credentials).toContainEqual(
      expect.objectContaining({ name: 'core', version: 1, central: true }),
    );
    expect((await wayside('credential ls -o csv')).out).toContain('core,ams1,ams1-a,1,stored,user:admin,');
    // A second one needs no fingerprint: the key is pinned in the context.
    expect(contextText()).toContain(`${AGENT}: ${identity} 1 `);
    expect(await wayside(set('core'))).toMatchObject({
      code: 0,
      out: expect.stringContaining('version 2 stored'),
    });
  });

  test('CredentialService.RemoveCredential lets the agent forget it, and an older order never brings it back', async () => {
    const old = await sealed('short', { version: 1 });
    await order({ name: 'short', ...old });
    const removed = await wayside(`credential rm short --agent ${AGENT} --yes${pin()}`);
    expect(removed).toMatchObject({
      code: 0,
      out: expect.stringContaining('short version 2 removed at agent'),
    });
    expect((await vaultOf()).info('short')).toBeUndefined();
    expect((await wayside('credential ls')).out).not.toContain('short');
    expect(await errorFrom(order({ name: 'short', ...old }))).toMatchObject({
      code: 'CREDENTIAL_REFUSED',
      message: expect.stringContaining('no newer than version 2'),
    });
    const missing = await wayside(`credential rm nothing --agent ${AGENT} --yes`);
    expect(missing).toMatchObject({
      code: 1,
      err: expect.stringContaining('holds no credential named nothing'),
    });
  });

  test('waits for an agent that is away, on disk, and is forgotten here when the agent has answered', async () => {
    await stop();
    await log.next('session.closed');
    const parked = await wayside(set('later', pin()));
    expect(parked).toMatchObject({ code: 0, out: expect.stringContaining('version 1 is parked') });
    expect((await wayside('credential ls')).out).toMatch(
      /later +ams1 +ams1-a +- +parked, 6d left +user:admin/,
    );
    const db = new Database(join(live.dir, 'controller', 'store.db'), { readonly: true });
    const waiting = db.prepare('SELECT count(*) FROM credential_orders WHERE sealed IS NOT NULL').pluck();
    expect(waiting.get()).toBe(1);
    await start();
    for (let heard = await log.next('credential.answered'); heard['name'] !== 'later'; )
      heard = await log.next('credential.answered');
    expect((await vaultOf()).info('later')?.version).toBe(1);
    expect(waiting.get()).toBe(0);
    db.close();
  });

  test('is told in the audit trail, with agent, name and targets, and the answer of the agent', async () => {
    await wayside(set('audited', pin()));
    const { entries } = await live.admin.unary('AuditService.ListAudit', { pageSize: 100 });
    const id = agent?.agentId;
    expect(entries).toContainEqual(
      expect.objectContaining({
        ...{ method: 'CredentialService.SetCredential', result: 'OK', who: 'user:admin', sites: [SITE] },
        targets: expect.arrayContaining([`agent:${id}`, 'credential:audited']),
        detail: expect.objectContaining({ allowedTargets: TARGETS, version: '1' }),
      }),
    );
    expect(entries).toContainEqual(
      expect.objectContaining({
        ...{ method: 'credential.stored', who: `agent:${id}` },
        targets: [`agent:${id}`, 'credential:audited'],
      }),
    );
    expect(JSON.stringify(entries)).not.toMatch(/sealed-credential|hunter2/);
  });
});

describe('at first use', () => {
  test('a person compares the identity; without one it takes --fingerprint', async () => {
    const nobody = await wayside(set('core'));
    expect(nobody).toMatchObject({ code: 2, err: expect.stringContaining('--fingerprint HEX') });
    expect(nobody.calls).toHaveLength(1);
    const typed = (name: string): string => set(name).replace(' --stdin', '');
    const no = await wayside(typed('core'), { tty: true, stdin: 'n\n' });
    expect(no).toMatchObject({ code: 130, err: expect.stringContaining(`identity ${identity}`) });
    const yes = await wayside(typed('typed'), { tty: true, stdin: `y\n${PASSWORD}\n${PASSWORD}\n\n` });
    expect(yes).toMatchObject({ code: 0, out: expect.stringContaining('typed version 1 stored') });
    expect(`${yes.out}${yes.err}`).not.toContain(PASSWORD);
    const wrong = await wayside(set('core', ` --fingerprint ${'ab'.repeat(16)}`));
    expect(wrong).toMatchObject({
      code: 4,
      err: expect.stringContaining('which is not the given fingerprint'),
    });
  });

  test('whoever names the agent by its id has compared already', async () => {
    const line = set('by-id').replace(`--agent ${AGENT}`, `--agent ${agent?.agentId}`);
    expect(await wayside(line)).toMatchObject({ code: 0, out: expect.stringContaining('stored') });
  });
});

describe('a controller that was taken over', () => {
  const attacker = () => ({ identity: createIdentityKeys(random), keys: createSealingKeys(random) });

  /** Answers with what `change` makes of the real key. */
  const swapping =
    (change: (target: ReturnType<typeof sealTargetFromWire>) => object): Tamper =>
    (method, answer) => {
      if (method !== 'CredentialService.GetSealKey') return answer;
      const target = sealTargetFromWire(answer as never);
      return sealTargetToWire({ ...target, ...change(target) } as never);
    };

  test('CredentialService.GetSealKey gives a key of its own: nothing is sealed to it', async () => {
    const { identity: theirs, keys } = attacker();
    const signed = signSealKey(theirs, keys, 1);
    const { agentId, ...sealKey } = signed;
    const swaps: readonly [Parameters<typeof swapping>[0], RegExp][] = [
      [({ sealKey: real }) => ({ sealKey: { ...real, key: keys.publicKey } }), /not signed by that agent/],
      [() => ({ sealKey }), /not signed by that agent/],
      [() => ({ sealKey, identityKey: theirs.publicKey }), /not signed by that agent/],
      [() => ({ agentId, sealKey, identityKey: theirs.publicKey }), /is not the given fingerprint/],
      [
        () => ({ agent: 'other', agentId, sealKey, identityKey: theirs.publicKey }),
        /answers for ams1\/other/,
      ],
    ];
    for (const [change, words] of swaps) {
      const ended = await wayside(set('core', pin()), { tamper: swapping(change) });
      expect(ended).toMatchObject({ code: 4, err: expect.stringMatching(words) });
      expect(ended.calls).toEqual(['CredentialService.GetSealKey']);
    }
    expect(contextText()).not.toContain('agentKeys');
  });

  test('shows another identity or key than the pinned one: a full stop until a person accepts it', async () => {
    expect(await wayside(set('core', pin()))).toMatchObject({ code: 0 });
    const { identity: theirs, keys } = attacker();
    const { agentId, ...sealKey } = signSealKey(theirs, keys, 1);
    const tamper = swapping(() => ({ agentId, sealKey, identityKey: theirs.publicKey }));
    const ended = await wayside(set('core'), { tamper });
    expect(ended).toMatchObject({
      code: 4,
      err: expect.stringMatching(/another identity: .*it was [0-9a-f]{32}/),
    });
    expect(ended.calls).toHaveLength(1);
    const folders = await live.newFolders(AGENT);
    const next = signSealKey(folders.keys.identity, createSealingKeys(random), 2);
    const rotated = swapping(() => ({ sealKey: next }));
    expect((await wayside(set('core'), { tamper: rotated })).err).toContain(
      'another key to seal to than before',
    );
    // Accepted, the order goes out; the agent does not have that key.
    const accepted = await wayside(set('core', `${pin()} --accept-new-key`), { tamper: rotated });
    expect(accepted.err).toContain('sealed to key 2, which this agent does not have');
  });

  test('sends an old one, one for another agent, one with another byte, one for a foreign target: the agent refuses each and says so', async () => {
    const first = await sealed('attacked');
    await order({ name: 'attacked', ...first });
    await order({ name: 'attacked', ...(await sealed('attacked')) });
    const code = async (request: object) => (await errorFrom(order({ name: 'attacked', ...request }))).code;
    expect(await code(first)).toBe('CREDENTIAL_REFUSED');
    expect(await code(await sealed('attacked', { agent: 'b'.repeat(26) }))).toBe('CREDENTIAL_REFUSED');
    const edited = await sealed('attacked');
    edited.sealed[60] = (edited.sealed[60] ?? 0) ^ 1;
    expect(await code(edited)).toBe('DECRYPT_FAILED');
    const foreign = await errorFrom(
      order({ name: 'attacked', ...(await sealed('attacked', { targets: ['203.0.113.9'] })) }),
    );
    expect(foreign).toMatchObject({
      code: 'CREDENTIAL_REFUSED',
      message: `agent ${AGENT} refuses it: credentials.targets of the host does not allow 203.0.113.9`,
      hint: expect.stringContaining('agent.yaml'),
    });
    expect((await vaultOf()).info('attacked')).toMatchObject({ version: 2, targets: ['10.1.0.0/16'] });
    const { credentials } = await live.admin.unary('CredentialService.ListCredentials', { agent: AGENT });
    expect(credentials.find(({ name }) => name === 'attacked')).toMatchObject({
      ...{ state: 'CREDENTIAL_STATE_REFUSED', version: 2, code: 'CREDENTIAL_REFUSED' },
    });
  });
});

describe('what is refused before it gets to an agent', () => {
  test.each([
    ['an agent that is not there', { agent: 'nobody' }, 'NOT_FOUND'],
    ['an agent of another site', { site: 'ber1' }, 'NOT_FOUND'],
    ['a blob of 300 kB', { sealed: Buffer.alloc(300_000) }, 'INVALID_INPUT'],
    ['a blob of 10 MB', { sealed: Buffer.alloc(10_000_000) }, 'MESSAGE_TOO_LARGE'],
    ['no blob', { sealed: Buffer.alloc(0) }, 'INVALID_INPUT'],
    ['a version of no size', { version: -1 }, 'INVALID_INPUT'],
    ['a name of no shape', { name: '../../etc' }, 'INVALID_INPUT'],
    ['targets of no shape', { allowedTargets: ['a b'] }, 'INVALID_INPUT'],
  ])('%s', async (_what, request, code) => {
    const before = (await live.admin.unary('CredentialService.ListCredentials', {})).credentials.length;
    expect((await errorFrom(order({ name: 'core', ...request }))).code).toBe(code);
    const { credentials } = await live.admin.unary('CredentialService.ListCredentials', {});
    expect(credentials).toHaveLength(before);
  });

  test('an agent that has never told its key', async () => {
    const error = await errorFrom(
      live.admin.unary('CredentialService.GetSealKey', { agent: 'ber1-a', name: 'core' }),
    );
    expect(error).toMatchObject({ code: 'UNAVAILABLE', hint: expect.stringContaining('start it') });
  });

  test('a list of the host that is not understood', async () => {
    const error = await errorFrom(openAgentFolders(config('10.0.0.0/8,a b')));
    expect(error.violations.map(({ field }) => field)).toEqual(['credentials.targets[1]']);
  });

  test('people who are no admin there; and operators elsewhere, or without the full view, see none', async () => {
    const person = async (
      name: string,
      level: string,
      switchView: string,
      site: string,
    ): Promise<ApiClient> => {
      const grant = { level, switchView, scopes: [{ site }] } as never;
      await live.admin.unary('UserService.CreateRole', { name: `${name}-role`, grant });
      await live.admin.unary('UserService.CreateUser', { name, roles: [`${name}-role`] });
      const { token } = await live.admin.unary('UserService.CreateApiToken', { owner: name, name: 'test' });
      return live.client({ token });
    };
    const list = async (client: ApiClient) =>
      (await client.unary('CredentialService.ListCredentials', {})).credentials.map(({ name }) => name);
    const ask = async (client: ApiClient) =>
      (await errorFrom(client.unary('CredentialService.GetSealKey', { agent: AGENT, name: 'core' }))).code;
    const ann = await person('ann', 'LEVEL_OPERATOR', 'SWITCH_VIEW_FULL', SITE);
    expect(await list(ann)).toContain('campus');
    expect(await ask(ann)).toBe('FORBIDDEN');
    const bob = await person('bob', 'LEVEL_OPERATOR', 'SWITCH_VIEW_NETWORK', SITE);
    expect(await list(bob)).toEqual([]);
    const eve = await person('eve', 'LEVEL_ADMIN', 'SWITCH_VIEW_FULL', 'ber1');
    expect(await list(eve)).toEqual([]);
    expect(await ask(eve)).toBe('NOT_FOUND');
  });
});
