import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { ManualClock, systemRandom } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { openVaultLock, Vault } from '../store/index.ts';
import type { CommandInput } from './prompt.ts';
import { vaultCommand } from './vault.ts';

const PASSPHRASE = 'canary horse battery';
const CHEAP = { passes: 1, memoryBytes: 8192 };
const clock = new ManualClock();

let dir: string;
let printed: string[];
let shown: string[];

beforeAll(ready);
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-vault-command-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  [printed, shown] = [[], []];
});

/** With the configuration of the moment, as each start of the program opens it. */
async function openVault(
  passphraseFile?: string,
  masterKeyFile: string = join(dir, 'master.key'),
): Promise<Vault> {
  const vaultDir = join(dir, 'vault');
  const lock = await openVaultLock(vaultDir, {
    masterKeyFile,
    passphraseFile,
    random: systemRandom,
    cost: CHEAP,
  });
  return new Vault({ dir: vaultDir, agent: 'a1', lock, clock, random: systemRandom });
}

async function run(
  args: readonly string[],
  stdin: CommandInput = Readable.from([]),
): Promise<WaysideError | undefined> {
  const command = vaultCommand({
    ...{ stdin, random: systemRandom, cost: CHEAP, vault: () => openVault() },
    print: (line) => void printed.push(line),
    prompt: (text) => void shown.push(text),
  });
  try {
    await command.parseAsync([...args], { from: 'user' });
    return undefined;
  } catch (error) {
    return WaysideError.from(error);
  }
}

function typing(keys: string): CommandInput {
  const stdin = new PassThrough();
  stdin.write(keys);
  return Object.assign(stdin, { isTTY: true, setRawMode: () => undefined });
}

const passwordOf = (vault: Vault): string =>
  vault.open('core', { address: '10.1.2.3', port: 22 } as Parameters<Vault['open']>[1]).password;

beforeEach(async () => void (await openVault()).set('core', { username: 'u', password: 'p' }, ['*']));

test('vault status tells what opens it, its key and how much it holds; -o json all of that', async () => {
  expect(await run(['status'])).toBeUndefined();
  expect(printed).toEqual([
    'opened by\tthe master key',
    expect.stringMatching(/^key\t[0-9a-f]{32}, made \d{4}-/),
    'credentials\t1',
  ]);
  expect(await run(['status', '-o', 'json'])).toBeUndefined();
  expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ lock: 'master', credentials: 1, olderKeys: 0 });
  expect(await run(['status', '-o', 'xml'])).toMatchObject({ code: 'INVALID_INPUT' });
});

describe('vault rotate', () => {
  test('gives a new key under the same lock', async () => {
    const { keyId } = (await openVault()).status();
    expect(await run(['rotate'])).toBeUndefined();
    expect(printed).toEqual([expect.stringMatching(/^sealed 1 credential anew; the key is [0-9a-f]{32}$/)]);
    expect(printed[0]).not.toContain(keyId);
    expect(passwordOf(await openVault())).toBe('p');
  });

  test('changes to a new master key file, which it makes, and says what to configure', async () => {
    const file = join(dir, 'new.key');
    expect(await run(['rotate', '--new-master-key-file', file])).toBeUndefined();
    expect(printed[1]).toMatch(`secrets.masterKeyFile to ${file}`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(openVault()).rejects.toMatchObject({ code: 'VAULT_LOCKED' });
    expect(passwordOf(await openVault(undefined, file))).toBe('p');
  });

  test('changes to a passphrase from a file, or typed twice and unseen', async () => {
    const file = join(dir, 'passphrase');
    writeFileSync(file, `${PASSPHRASE}\n`, { mode: 0o600 });
    expect(
      await run(['rotate', '--new-passphrase'], typing(`${PASSPHRASE}\r${PASSPHRASE}\r`)),
    ).toBeUndefined();
    expect(passwordOf(await openVault(file))).toBe('p');
    const locked = await run(['rotate', '--new-passphrase-file', file]);
    expect(locked).toMatchObject({ code: 'VAULT_LOCKED', hint: expect.stringContaining('passphraseFile') });
    expect([...printed, ...shown].join('')).not.toContain('canary');
  });

  test.each<[string, string[], CommandInput | undefined]>([
    ['two new locks', ['--new-passphrase', '--new-master-key-file', 'x'], undefined],
    ['a typed passphrase without a terminal', ['--new-passphrase'], undefined],
    ['two that differ', ['--new-passphrase'], typing(`${PASSPHRASE}\rother\r`)],
    ['a short one', ['--new-passphrase'], typing('canary\rcanary\r')],
  ])('refuses %s and changes nothing', async (_, args, stdin) => {
    const before = (await openVault()).status();
    const error = await run(['rotate', ...args], stdin);
    expect(error).toMatchObject({ code: 'INVALID_INPUT' });
    expect(`${error?.message} ${error?.hint}`).not.toContain('canary');
    expect((await openVault()).status()).toEqual(before);
  });
});
