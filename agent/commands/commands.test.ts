import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { Command } from 'commander';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { ManualClock, systemRandom } from '../../shared/runtime/index.ts';
import { CREDENTIAL_VERSION_MAX, loadOrCreateMasterKey, masterLock, ready } from '../../shared/seal/index.ts';
import { KnownHosts, openAgentDatabase, Vault } from '../store/index.ts';
import { credentialCommand } from './credential.ts';
import { hostKeyCommand } from './host-key.ts';
import type { CommandInput } from './prompt.ts';

const CANARY = 'hunter2-Ω-canary';

let dir: string;
let vault: Vault;
let knownHosts: KnownHosts;
let printed: string[];
/** Where no agent lived until now. */
let newFolder: string | undefined;
/** What a person at the terminal sees. */
let shown: string[];

beforeAll(ready);
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-commands-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const master = loadOrCreateMasterKey({ path: join(dir, 'master.key') }, systemRandom);
  const clock = new ManualClock();
  vault = new Vault({ dir, agent: 'a1', lock: masterLock(master), clock, random: systemRandom });
  knownHosts = new KnownHosts({ db: openAgentDatabase(':memory:'), clock: new ManualClock(), vault });
  [printed, shown, newFolder] = [[], [], undefined];
});

/** Runs `wayside-agent …`; what goes to stdin comes in two pieces, cut at the byte given. */
async function run(args: readonly string[], input = '', cutAt = 3): Promise<WaysideError | undefined> {
  const bytes = Buffer.from(input);
  return runWith(args, Readable.from([bytes.subarray(0, cutAt), bytes.subarray(cutAt)]));
}

async function runWith(args: readonly string[], stdin: CommandInput): Promise<WaysideError | undefined> {
  const print = (line: string): void => void printed.push(line);
  const prompt = (text: string): void => void shown.push(text);
  const program = new Command('wayside-agent').exitOverride().configureOutput({ writeErr: () => undefined });
  const config = {
    vault: async () => vault,
    vaultToFill: async () => ({ vault, newFolder }),
    knownHosts: async () => knownHosts,
  };
  for (const command of [
    credentialCommand({ ...config, stdin, print, prompt }),
    hostKeyCommand({ ...config, print }),
  ]) {
    for (const one of [command, ...command.commands])
      one.exitOverride().configureOutput({ writeErr: () => undefined });
    program.addCommand(command);
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return undefined;
  } catch (error) {
    return WaysideError.from(error);
  }
}

const targetOf = (credential: string): Parameters<Vault['open']>[1] => ({
  ...{ source: { site: 's', kind: 'source', id: 'x' }, name: 'x', address: '10.1.2.3', port: 22 },
  ...{ platform: undefined, credential },
});

const open = (name: string) => vault.open(name, targetOf(name));

describe('credential set', () => {
  const set = ['credential', 'set', 'core', '--targets', '10.1.0.0/16, 192.0.2.1:2222'];

  test.each<[string, string[], string, object]>([
    [
      'a password',
      ['--username', 'admin', '--stdin'],
      `${CANARY}\n`,
      { password: CANARY, enablePassword: undefined },
    ],
    ['a password without a line break', ['--username', 'admin'], CANARY, { password: CANARY }],
    [
      'a password with blanks, and an enable password',
      ['--username', 'admin'],
      ` ${CANARY} \r\nenable\r\n`,
      { password: ` ${CANARY} `, enablePassword: 'enable' },
    ],
    [
      'JSON',
      [],
      JSON.stringify({ username: 'admin', password: CANARY, enablePassword: 'e' }),
      { password: CANARY, enablePassword: 'e' },
    ],
    [
      'a private key',
      [],
      JSON.stringify({ username: 'admin', privateKey: CANARY }),
      { password: '', privateKey: CANARY },
    ],
  ])('takes %s from stdin, says what it stored and not the secret', async (_, more, input, secret) => {
    // A cut in the middle of a character must not break it.
    const cutAt = Buffer.from(input).indexOf(Buffer.from('Ω')) + 1;
    expect(await run([...set, ...more], input, cutAt)).toBeUndefined();
    expect(open('core')).toMatchObject({ username: 'admin', ...secret });
    expect(printed).toEqual(['credential core version 1 stored for 10.1.0.0/16, 192.0.2.1:2222']);
    for (const file of readdirSync(dir)) {
      expect(readFileSync(join(dir, file)).includes(CANARY)).toBe(false);
      expect(statSync(join(dir, file)).mode & 0o077).toBe(0);
    }
  });

  test('says that no agent lived in the folder until now, since another one may have been meant', async () => {
    newFolder = '/var/lib/wayside';
    expect(await run([...set, '--username', 'admin'], CANARY)).toBeUndefined();
    expect(printed[1]).toBe(
      'no agent lived in /var/lib/wayside until now: the credential is for the one that joins from there; for another one say --config FILE',
    );
  });

  test.each<[string, string[], string]>([
    ['nothing', ['--username', 'admin'], ''],
    ['an empty first line', ['--username', 'admin'], `\n${CANARY}`],
    ['more lines than two', ['--username', 'admin'], `-----BEGIN\n${CANARY}\n-----END`],
    ['text that is no JSON', [], CANARY],
    ['JSON that is cut', [], `{"username":"admin","password":"${CANARY}`],
    ['JSON that is no object', [], 'null'],
    ['a list', [], `["${CANARY}"]`],
    ['JSON with a field that is not known', [], JSON.stringify({ username: 'admin', pasword: CANARY })],
    ['JSON with a value that is no text', [], `{"username":"admin","password":["${CANARY}"]}`],
    ['JSON without a secret', [], '{"username":"admin"}'],
    ['more than a credential', ['--username', 'admin'], CANARY.repeat(6000)],
  ])('refuses %s, without quoting it', async (_, more, input) => {
    const error = await run([...set, ...more], input);
    expect(error?.code).toBe('INVALID_INPUT');
    const said = JSON.stringify([
      error?.message,
      error?.hint,
      error?.violations,
      String(error?.cause),
      error?.stack,
    ]);
    expect(said).not.toContain('canary');
    expect(said).not.toContain('pasword');
    expect([printed, vault.list()]).toEqual([[], []]);
  });

  test('names every wrong target', async () => {
    const targets = [
      'credential',
      'set',
      'core',
      '--targets',
      '10.0.0.0/99,ok.example,bad host',
      '--username',
      'a',
    ];
    expect((await run(targets, CANARY))?.violations.map(({ field }) => field)).toEqual([
      'targets[0]',
      'targets[2]',
    ]);
  });
});

describe('credential set at a terminal', () => {
  const set = ['credential', 'set', 'core', '--targets', '*', '--username', 'admin', '--stdin'];

  /** A person who types these keys; raw mode and questions are noted in `shown`. */
  function typing(keys: string): CommandInput {
    const stdin = new PassThrough();
    stdin.write(keys);
    return Object.assign(stdin, {
      isTTY: true,
      setRawMode: (on: boolean) => void shown.push(on ? '<echo off>' : '<echo on>'),
    });
  }

  test.each<[string, string, string | undefined]>([
    ['none', `${CANARY}\r${CANARY}\r\r`, undefined],
    ['one', `${CANARY}\r${CANARY}\ren-canary\ren-canary\r`, 'en-canary'],
    [
      'one, with a slip taken back',
      `${CANARY}x\u007f\r${CANARY}\re\u0015en-canary\ren-canary\r`,
      'en-canary',
    ],
  ])(
    'asks twice for the password and an enable password (%s), and shows neither',
    async (_, keys, enable) => {
      expect(await runWith(set, typing(keys))).toBeUndefined();
      expect(open('core')).toMatchObject({ username: 'admin', password: CANARY, enablePassword: enable });
      expect(shown.join('')).toBe(
        [
          '<echo off>Password of admin: \n',
          'Password of admin, again: \n',
          'Enable password (Enter for none): \n',
          ...(enable ? ['Enable password (Enter for none), again: \n'] : []),
          '<echo on>',
        ].join(''),
      );
      expect(printed.join('')).not.toContain('canary');
    },
  );

  test.each<[string, string, string, string]>([
    ['two that differ', `${CANARY}\rother\r`, 'INVALID_INPUT', 'not the same'],
    ['no password', '\r', 'INVALID_INPUT', 'no password'],
    ['Ctrl-C', `${CANARY}\r${CANARY}\u0003`, 'CANCELLED', 'nothing is changed'],
    ['Ctrl-D', '\u0004', 'CANCELLED', 'nothing is changed'],
  ])('stores nothing after %s, and gives the terminal its echo back', async (_, keys, code, words) => {
    expect(await runWith(set, typing(keys))).toMatchObject({ code, message: expect.stringContaining(words) });
    expect(vault.list()).toEqual([]);
    expect(shown.filter((text) => text.startsWith('<'))).toEqual(['<echo off>', '<echo on>']);
    expect(shown.join('')).not.toContain('canary');
  });

  test('does not take JSON, which nobody types unseen', async () => {
    const error = await runWith(['credential', 'set', 'core', '--targets', '*'], typing(''));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', hint: expect.stringContaining('--username NAME') });
    expect(shown).toEqual([]);
  });
});

describe('a credential whose file is damaged', () => {
  const set = (name: string) =>
    run(['credential', 'set', name, '--targets', '*', '--username', 'u'], 'secret');
  beforeEach(async () => {
    for (const name of ['core', 'edge']) await set(name);
    writeFileSync(join(dir, 'core.sealed'), '');
    printed = [];
  });

  test('is listed as such, beside the others, with what to type', async () => {
    expect(await run(['credential', 'ls'])).toBeUndefined();
    expect(printed).toEqual([
      expect.stringMatching(/^core\tdamaged\t.*core\.sealed.*wayside-agent credential rm core/),
      'edge\tversion 1\t*',
    ]);
  });

  test('is replaced by the next set, and forgotten by rm', async () => {
    expect(await set('core')).toBeUndefined();
    expect(open('core').password).toBe('secret');
    writeFileSync(join(dir, 'core.sealed'), '');
    expect(await run(['credential', 'rm', 'core'])).toBeUndefined();
    expect(vault.look()).toMatchObject({ credentials: [{ name: 'edge' }], damaged: [] });
  });

  test('keeps the vault from a new key, by the name of its file and what to type', () => {
    const before = vault.status();
    const work = () => vault.rotate();
    expect(work).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('core.sealed'),
        hint: expect.stringContaining('wayside-agent credential rm core'),
      }),
    );
    expect(vault.status()).toEqual(before);
  });
});

test('credential set says what to do when a name has no version left', async () => {
  const login = { username: 'u', password: 'p' };
  vault.setCentral('core', login, { targets: ['*'], version: CREDENTIAL_VERSION_MAX });
  const set = () => run(['credential', 'set', 'core', '--targets', '*', '--username', 'u'], 'secret');
  expect((await set())?.hint).toContain('wayside-agent credential rm core');
  await run(['credential', 'rm', 'core']);
  expect(await set()).toBeUndefined();
});

test('credential ls shows names, versions and targets; rm forgets', async () => {
  for (const name of ['b', 'a', 'a']) vault.set(name, { username: 'u', password: CANARY }, ['*']);
  expect(await run(['credential', 'ls'])).toBeUndefined();
  expect(printed).toEqual(['a\tversion 2\t*', 'b\tversion 1\t*']);
  expect(await run(['credential', 'rm', 'a'])).toBeUndefined();
  expect((await run(['credential', 'rm', 'a']))?.code).toBe('CREDENTIAL_MISSING');
  expect(vault.list().map(({ name }) => name)).toEqual(['b']);
});

describe('hostkey', () => {
  const fingerprint = `SHA256:${'A'.repeat(43)}`;

  test('rm forgets the pin of one place, by one way, and says when there is none', async () => {
    await run(['hostkey', 'accept', '10.1.2.3:2222', fingerprint]);
    await run(['hostkey', 'accept', '10.1.2.3:2222', fingerprint, '--by', '10.9.9.9']);
    expect((await run(['hostkey', 'rm', '10.1.2.3']))?.code).toBe('NOT_FOUND');
    expect(await run(['hostkey', 'rm', '10.1.2.3:2222'])).toBeUndefined();
    expect(knownHosts.list().map(({ place }) => place)).toEqual(['10.1.2.3:2222 by 10.9.9.9:22']);
    expect(await run(['hostkey', 'rm', '10.1.2.3:2222', '--by', '10.9.9.9'])).toBeUndefined();
    expect(knownHosts.list()).toEqual([]);
    expect(printed.slice(-2)).toEqual([
      'forgotten for 10.1.2.3:2222',
      'forgotten for 10.1.2.3:2222 by 10.9.9.9',
    ]);
  });

  test('ls shows pins and lets nothing of them move the cursor', async () => {
    vault.set('core', { username: 'u', password: 'p' }, ['*']);
    expect(knownHosts.check(targetOf('core'), 'ssh-ed25519\u001b[2J', new Uint8Array([1]))).toBe(
      'pinned-now',
    );
    expect(await run(['hostkey', 'ls'])).toBeUndefined();
    expect(printed).toEqual([
      expect.stringMatching(
        /^10\.1\.2\.3:22\tssh-ed25519\\x1b\[2J\tSHA256:\S{43}\t\d{4}-\d\d-\d\dT[\d:.]+Z$/,
      ),
    ]);
  });

  test.each([
    ['10.1.2.3', '10.1.2.3:22'],
    ['sw1.example:2222', 'sw1.example:2222'],
    ['[2001:db8::1]:22', '[2001:db8::1]:22'],
  ])('accept puts a fingerprint in place of what was pinned for %s', async (place, stored) => {
    expect(await run(['hostkey', 'accept', place, fingerprint])).toBeUndefined();
    expect(knownHosts.list()).toMatchObject([{ place: stored, fingerprint }]);
    expect(printed).toEqual([`accepted for ${place}`]);
  });

  test('accept refuses what is no address or no fingerprint', async () => {
    expect((await run(['hostkey', 'accept', 'a b', fingerprint]))?.code).toBe('INVALID_INPUT');
    expect((await run(['hostkey', 'accept', '10.1.2.3', 'MD5:aa']))?.code).toBe('INVALID_INPUT');
    expect(knownHosts.list()).toEqual([]);
  });
});
