/**
 * A secret of its own in every place that takes one, two real programs that use them all, well and badly, and then a
 * search through all that they wrote, said or answered. What is found anywhere but in its own 0600 file is a leak.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAgentFolders } from '../../agent/start.ts';
import { putContext, readContexts } from '../../controller/cli/contexts.ts';
import type { Target } from '../../controller/cli/host.ts';
import { runCli } from '../../controller/cli/run.ts';
import { removeWorlds, testWorld } from '../../controller/cli/testing/test-host.ts';
import { loadConfig } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { kindNames } from '../../shared/model/index.ts';
import { readTar, seededRandom, systemClock } from '../../shared/runtime/index.ts';
import { createMasterKey, formatMasterKey, fromBase64Url, ready } from '../../shared/seal/index.ts';
import { type ApiClient, createClient, protos } from '../../shared/transport/index.ts';
import { isStreamingMethod, structToWire, type UnaryMethod } from '../../shared/wire/index.ts';
import { createRig, type Rig } from '../mesh/harness.ts';
import { bundlesOf } from './support/bundle-search.ts';
import { Canaries } from './support/canaries.ts';

const SEED = Number(process.env['SEED'] ?? 1) || 1;
/** Where a secret is at home: nothing else of the two folders may hold it. */
const CONTROLLER_HOMES = ['admin.token', 'master.key'];
const AGENT_HOMES = ['identity/keys.json'];

let rig: Rig;
let canaries: Canaries;
/** Of the test itself: the files that it hands over. */
let dir: string;
const made: Record<string, string> = {};

const random = seededRandom(SEED);
const secret = (name: string): string => {
  made[name] ??= canaries.make(name);
  return made[name];
};
const file = (name: string, content: string): string => {
  const path = join(dir, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
};

beforeAll(async () => {
  await ready();
  canaries = new Canaries(random);
  dir = mkdtempSync(join(tmpdir(), 'wayside-canary-'));
  const agentConfig: Record<string, unknown> = {
    ...{ log: { level: 'debug' }, secrets: agentMasterKey() },
    credentials: { targets: ['127.0.0.0/8'] },
  };
  rig = await createRig({
    ...{
      seed: SEED,
      agentConfig,
      controllerConfig: { log: { level: 'debug' }, agents: { heartbeat: '1s' } },
    },
    switches: { password: secret('device password'), enablePassword: secret('enable password') },
  });
  await enrolWell();
  await setCredentials();
  const passphraseFile = file('passphrase', `${secret('passphrase')}\n`);
  await rig.agentCommand(['vault', 'rotate', '--new-passphrase-file', passphraseFile]).finished();
  agentConfig['secrets'] = { passphraseFile };
  await rig.startAgent();
  await work();
  await typeFromAfar();
  await letPeopleIn();
  watchKeysOfPrograms();
}, 60_000);
afterAll(async () => {
  await rig.stop();
  removeWorlds();
  rmSync(dir, { recursive: true, force: true });
});

function agentMasterKey(): object {
  const text = formatMasterKey(createMasterKey(random)).reveal();
  canaries.watch('master key of the agent', text);
  return { masterKeyFile: file('agent.key', `${text}\n`) };
}

async function enrolWell(): Promise<void> {
  const token = await rig.joinToken();
  canaries.watch('join token', readFileSync(token, 'utf8').trim());
  await rig.enrolAgent(token);
}

/** Two by the command and two without a process for each; and what the commands refuse. */
async function setCredentials(): Promise<void> {
  const set = (name: string, stdin: string, more: readonly string[] = []): Promise<string> =>
    rig.agentCommand(['credential', 'set', name, '--targets', '127.0.0.0/8', '--stdin', ...more], { stdin })
      .exited;
  const lines = `${secret('device password')}\n${secret('enable password')}\n`;
  const cut = `{"username":"admin","password":"${secret('password in cut JSON')}`;
  const foreign = file('foreign.token', `wj1.${secret('join token that is none')}`);
  const ends = [
    set('campus', lines, ['--username', 'admin']),
    set('cut', cut),
    rig.launchEnrol(foreign).exited,
  ];
  expect(await Promise.all(ends)).toEqual(['0', '2', expect.not.stringMatching(/^0$/)]);
  const env = { WAYSIDE_DATA_DIR: rig.agentDir, WAYSIDE_SECRETS__MASTER_KEY_FILE: join(dir, 'agent.key') };
  const { vault } = await openAgentFolders(loadConfig('agent', { env, file: undefined }).values);
  const privateKey = `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret('private key')}\n-----END OPENSSH PRIVATE KEY-----\n`;
  vault.set('wrong', { username: 'admin', password: secret('wrong password') }, ['*']);
  vault.set('key', { username: 'admin', password: '', privateKey }, ['*']);
  vault.close();
}

/** One switch with the right password, one with a wrong one, one with a key that is none. */
async function work(): Promise<void> {
  const operations = ['campus', 'wrong', 'key'].map((credential, at) => ({
    update: {
      ref: { site: 'lab', kind: 'source', id: `switch${at}` },
      fields: structToWire({ credential }),
    },
  }));
  await rig.client.unary('InventoryService.WriteRecords', { operations });
  const { state, results } = await rig.collect();
  expect([state, results.map(({ error }) => error?.code ?? '').sort()[0]]).toEqual(['partly', '']);
  expect(results.filter(({ error }) => error !== undefined)).toHaveLength(2);
  const [mac = ''] = rig.lookOfCampus.truth.keys();
  await rig.trace(mac);
  await rig.ended(await rig.submit('lookup'));
}

/** One that the agent keeps, one that it refuses, and one that it uses, each by the command line. */
async function typeFromAfar(): Promise<void> {
  const { caFile, tokenFile } = await rig.controller.event('controller.ready');
  const { agents } = await rig.client.unary('AgentService.ListAgents', {});
  const world = await testWorld();
  const file = await readContexts(world.host.env);
  const address = `127.0.0.1:${rig.port}`;
  await putContext(file, { name: 'here', address, caFile: String(caFile), tokenFile: String(tokenFile) });
  const type = async (name: string, targets: string, stdin: string): Promise<number> => {
    const typing = await testWorld({ stdin, env: world.host.env as Record<string, string> });
    const argv = `credential set ${name} --agent ${agents[0]?.id} --username admin --targets ${targets} --stdin`;
    const engine = { clock: systemClock, random };
    const connect = async ({ ca, token = '' }: Target) =>
      createClient({ address, clock: systemClock, ca: [ca], token });
    const code = await runCli(argv.split(' '), {
      ...typing.host,
      engine: async () => ({ ...engine, connect }),
    });
    canaries.search('the words of the command line', `${typing.out()}${typing.err()}`);
    return code;
  };
  const spare = `${secret('central password')}\n${secret('central enable password')}\n`;
  expect(await type('spare', '127.0.0.0/8', spare)).toBe(0);
  expect(await type('foreign', '203.0.113.0/24', `${secret('refused central password')}\n`)).toBe(4);
  const used = `${secret('device password')}\n${secret('enable password')}\n`;
  expect(await type('central', '127.0.0.0/8', used)).toBe(0);
  const fields = structToWire({ credential: 'central' });
  const update = { ref: { site: 'lab', kind: 'source', id: 'switch1' }, fields };
  await rig.client.unary('InventoryService.WriteRecords', { operations: [{ update }] });
  const { results } = await rig.ended(await rig.submit('lookup'));
  expect(results.find(({ source }) => source.id === 'switch1')).toMatchObject({ error: undefined });
  for await (const { data } of rig.client.stream('BackupService.CreateBackup', {}))
    canaries.search('a backup', data);
}

/** Somebody gets a password, mistypes it, logs in, and makes a token for a script. */
async function letPeopleIn(): Promise<void> {
  const user = 'noc';
  await rig.client.unary('UserService.CreateUser', { name: user, roles: ['viewer'] });
  await rig.client.unary('UserService.SetPassword', { name: user, password: secret('login password') });
  const wrong = { user, password: secret('mistyped login password') };
  await expect(rig.client.unary('AuthService.Login', wrong)).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
  });
  const login = await rig.client.unary('AuthService.Login', { user, password: secret('login password') });
  canaries.watch('token of a login', secretPart(login.token));
  const { token } = await rig.client.unary('UserService.CreateApiToken', { owner: user, name: 'script' });
  canaries.watch('API token', secretPart(token));
  const script = await newClient(token);
  expect(await script.unary('AuthService.WhoAmI', {})).toMatchObject({ name: user });
  script.close();
}

/** Behind the id, which is shown. */
function secretPart(token: string): string {
  return token.slice(token.lastIndexOf('.') + 1);
}

async function newClient(token: string): Promise<ApiClient> {
  const { caFile } = await rig.controller.event('controller.ready');
  const ca = [readFileSync(String(caFile), 'utf8')];
  return createClient({ address: `127.0.0.1:${rig.port}`, clock: systemClock, ca, token });
}

/** Keys that the programs made for themselves. */
function watchKeysOfPrograms(): void {
  for (const name of ['admin.token', 'master.key'])
    canaries.watch(`${name} of the controller`, readFileSync(join(rig.controllerDir, name), 'utf8').trim());
  const keys = readFileSync(join(rig.agentDir, 'identity', 'keys.json'), 'utf8');
  const { ed25519, x25519, certificateKey } = JSON.parse(keys) as Record<string, string>;
  for (const [name, text] of Object.entries({ ed25519, x25519 })) {
    canaries.watchBytes(`${name} key of the agent`, fromBase64Url(text ?? '') ?? expect.unreachable());
  }
  const body = certificateKey?.replace(/-----[^-]+-----|\s/g, '') ?? expect.unreachable();
  canaries.watchBytes('certificate key of the agent', Buffer.from(body, 'base64').subarray(36, 68));
}

/** All that the API answers to an admin who asks for everything, and how it refuses who has a wrong token. */
async function searchAnswers(): Promise<number> {
  const stranger = await newClient(`wt1.${secret('API token that is none')}`);
  let answers = 0;
  const look = async (rpc: string, request: object, client = rig.client): Promise<void> => {
    const text = await client.unary(rpc as UnaryMethod, request as never).then(
      (answer) => JSON.stringify(answer),
      (error: unknown) => JSON.stringify([WaysideError.from(error), String(error)]),
    );
    if (!text.includes('INVALID_INPUT')) answers += 1;
    canaries.search(`the answer of ${rpc}`, text);
  };
  try {
    for (const [service, methods] of protos().services) {
      for (const method of methods.filter((name) => /^(Get|List|Run|Verify|WhoAmI)/.test(name))) {
        const rpc = `${service}.${method}`;
        if (!isStreamingMethod(rpc)) await look(rpc, {});
        if (!isStreamingMethod(rpc)) await look(rpc, {}, stranger);
      }
    }
    for (const kind of kindNames)
      await look('InventoryService.ListRecords', { kind, pageSize: 1000, showAbsent: true });
    const { jobs } = await rig.client.unary('JobService.ListJobs', { pageSize: 100, showChildren: true });
    for (const { id } of jobs) await look('JobService.GetJob', { id });
    for (const at of [0, 1, 2])
      await look('InventoryService.ListHistory', { ref: { site: 'lab', kind: 'source', id: `switch${at}` } });
  } finally {
    stranger.close();
  }
  return answers;
}

/** What others on the host see of the processes, and what those wrote. */
function searchPrograms(): void {
  for (const program of rig.programs) {
    canaries.search(`the log of the ${program.name}`, JSON.stringify(program.lines));
    canaries.search(`the words of the ${program.name}`, program.words);
    if (!program.isRunning) continue;
    for (const name of ['cmdline', 'environ'])
      canaries.search(`${name} of the ${program.name}`, readFileSync(`/proc/${program.pid}/${name}`));
  }
}

async function searchProbes(): Promise<void> {
  for (const program of [rig.controller, rig.agent]) {
    const ready = await program.event(`${program.name}.ready`);
    for (const path of ['metrics', 'healthz', 'readyz']) {
      const answer = await fetch(`${ready['http']}/${path}`);
      canaries.search(`/${path} of the ${program.name}`, await answer.text());
    }
  }
}

/** What leaves the controller as a file: the audit trail, and a backup with each of its files. Gives back their bytes. */
async function searchExports(): Promise<{ readonly trail: number; readonly files: Record<string, number> }> {
  const lines: string[] = [];
  for await (const answer of rig.client.stream('AuditService.ExportAudit', {})) lines.push(...answer.lines);
  canaries.search('the export of the audit trail', lines.join('\n'));
  const files: Record<string, number> = {};
  for await (const { name, body } of readTar(backupBytes())) {
    const parts: Uint8Array[] = [];
    for await (const part of body) parts.push(part);
    files[name] = parts.reduce((sum, { length }) => sum + length, 0);
    canaries.search(`${name} in a backup`, Buffer.concat(parts));
  }
  return { trail: lines.join('\n').length, files };
}

async function* backupBytes(): AsyncGenerator<Uint8Array> {
  for await (const { data } of rig.client.stream('BackupService.CreateBackup', {})) yield data;
}

function searchFolders(): void {
  canaries.searchFolder(rig.controllerDir, CONTROLLER_HOMES);
  canaries.searchFolder(rig.agentDir, AGENT_HOMES);
}

describe(`secrets (seed ${SEED})`, () => {
  test('are found nowhere but in their own files: not in logs, errors, answers, stores, deltas, metrics, or by ps (S0.32)', async () => {
    expect(await searchAnswers()).toBeGreaterThan(20);
    searchPrograms();
    await searchProbes();
    searchFolders();
    expect(canaries.found).toEqual([]);
    // The search had something to search: debug logs of both, and stores with the facts of a switch.
    expect(canaries.searchedBytes).toBeGreaterThan(500_000);
    expect([rig.controller, rig.agent].map((program) => program.count('session.opened'))).toEqual([1, 1]);
  });

  test('are in no support bundle: of the controller, of its folder alone, and of the agent (S0.32, S0.62)', async () => {
    const before = canaries.found.length;
    const bundles = await bundlesOf(rig, dir);
    const sizes = bundles.map(({ of, files }) => {
      for (const [name, content] of files) canaries.search(`${name} of ${of}`, content);
      return [...files.values()].reduce((sum, { length }) => sum + length, 0);
    });
    expect(canaries.found.slice(before)).toEqual([]);
    // With the log of the controller at its most talkative, and all records.
    expect(sizes[0]).toBeGreaterThan(50_000);
    expect(bundles[0]?.files.get('log.jsonl')?.toString()).toContain('"level":"debug"');
    for (const { files } of bundles) expect(files.get('config.json')?.toString()).toContain('dataDir');
  });

  test('are in no line of an exported audit trail and in no file of a backup (S0.32)', async () => {
    const before = canaries.found.length;
    const { trail, files } = await searchExports();
    expect(canaries.found.slice(before)).toEqual([]);
    // A trail with logins, tokens and the use of credentials, and a store with all records.
    expect(trail).toBeGreaterThan(2000);
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['manifest.json', 'store.db', 'identity/ca.key']),
    );
    expect(files['store.db']).toBeGreaterThan(100_000);
  });

  test('are each found in their own place, so the search knows them', () => {
    const own = new Canaries(random);
    Object.assign(own, { needles: (canaries as unknown as { needles: unknown }).needles });
    own.searchFolder(rig.controllerDir);
    own.searchFolder(rig.agentDir);
    own.searchFolder(dir);
    own.searchFolder(rig.dir);
    const places = new Set(own.found.map(({ secret: name }) => name));
    for (const name of [
      'admin.token of the controller',
      'master.key of the controller',
      'ed25519 key of the agent',
      'x25519 key of the agent',
      'master key of the agent',
      'passphrase',
      'join token',
    ])
      expect([...places]).toContain(name);
  });

  test('that a person puts where none belongs are found in the store, in the answers and in a dump of it', async () => {
    const leak = secret('planted leak');
    const update = { ref: { site: 'lab', kind: 'site', id: 'lab' }, fields: structToWire({ name: leak }) };
    const ref = { ...update.ref, site: '' };
    const { records } = await rig.client.unary('InventoryService.ListRecords', { kind: 'site' });
    const found = records[0]?.ref ?? ref;
    await rig.client.unary('InventoryService.WriteRecords', {
      operations: [{ update: { ...update, ref: found } }],
    });
    const before = canaries.found.length;
    await searchAnswers();
    searchFolders();
    await searchExports();
    const places = canaries.found.slice(before);
    expect(new Set(places.map(({ secret: name }) => name))).toEqual(new Set(['planted leak']));
    expect(places.map(({ where }) => where)).toEqual(
      expect.arrayContaining([
        'the answer of InventoryService.ListRecords',
        expect.stringMatching(/controller\/store\.db(-wal)?$/),
        'store.db in a backup',
      ]),
    );
  });

  test.each([
    ['base64 behind other text', (text: string) => Buffer.from(`admin:${text}:x`).toString('base64')],
    ['hex', (text: string) => Buffer.from(text).toString('hex')],
    ['UTF-16', (text: string) => Buffer.from(text, 'utf16le').toString('latin1')],
    ['its first half', (text: string) => text.slice(0, text.length / 2 + 4)],
  ])('are found as %s', (_, spell) => {
    const own = new Canaries(seededRandom(SEED + 1));
    const text = own.make('one');
    own.search('here', `${'x'.repeat(100)}${spell(text)}y`);
    own.search('there', 'x'.repeat(500));
    expect(own.found).toEqual([{ secret: 'one', where: 'here' }]);
  });
});
