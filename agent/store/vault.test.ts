import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WaysideError } from '../../shared/errors.ts';
import { ManualClock, seededRandom } from '../../shared/runtime/index.ts';
import {
  createMasterKey,
  masterLock,
  parsePattern,
  ready,
  Secret,
  someMatch,
  type VaultKeys,
  type VaultLock,
} from '../../shared/seal/index.ts';
import type { Target } from '../jobs/driver.ts';
import { Vault } from './vault.ts';

beforeAll(ready);

let dir: string;
let vault: Vault;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'wayside-vault-')), 'vault');
  vault = openVault();
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

const master = new Secret(new Uint8Array(32).fill(3));
const openVault = (over: object = {}): Vault =>
  new Vault({
    ...{ dir, agent: 'agent1', lock: masterLock(master), clock: new ManualClock(), random: seededRandom(1) },
    ...over,
  });

const secret = { username: 'netops', password: 'canary-password', enablePassword: 'canary-enable' };
const target = (address: string, port = 22): Target => ({
  source: { site: 'ams1', kind: 'source', id: 's1' },
  name: 'sw1',
  address,
  port,
  platform: undefined,
  credential: 'lab',
});

/** The code of the error; nothing secret may be in any print of it. */
function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain('canary');
    return (error as WaysideError).code;
  }
  return 'passed';
}

describe('the vault (S0.32)', () => {
  it('says how to set what is missing at this very agent, whose configuration may lie elsewhere', () => {
    const other = openVault({ configFile: '/srv/b.yaml' });
    expect(() => other.open('lab', target('10.0.0.1'))).toThrow(
      expect.objectContaining({
        hint: expect.stringContaining(
          'wayside-agent credential set lab --username … --targets … --config /srv/b.yaml;',
        ),
      }),
    );
  });

  it('keeps several credentials, each for its own devices, not one login for all (S1.22)', () => {
    vault.set('lab', secret, ['10.0.0.1']);
    vault.set('core', { username: 'core', password: '', privateKey: 'canary-key' }, ['10.0.9.0/24']);
    expect(vault.open('lab', target('10.0.0.1'))).toMatchObject({ ...secret, privateKey: undefined });
    expect(vault.open('core', target('10.0.9.7')).privateKey).toBe('canary-key');
    expect(codeOf(() => vault.open('core', target('10.0.0.1')))).toBe('CREDENTIAL_TARGET');
  });

  it('writes files of mode 0600 in a folder of mode 0700 that show no secret and no user name', () => {
    vault.set('lab', secret, ['10.0.0.1']);
    expect(readdirSync(dir)).toEqual(['lab.sealed', 'vault.keys', 'vault.lock']);
    for (const file of readdirSync(dir)) expect(statSync(join(dir, file)).mode & 0o777, file).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    const bytes = readFileSync(join(dir, 'lab.sealed'), 'latin1');
    for (const hidden of ['canary', 'netops', 'password']) expect(bytes).not.toContain(hidden);
  });

  it('has the recorded bytes for a fixed key and nonce', () => {
    vault.set('lab', { username: 'u', password: 'p' }, ['10.0.0.1', '*']);
    const bytes = readFileSync(join(dir, 'lab.sealed'));
    const end = bytes.indexOf('\n');
    expect(bytes.subarray(0, end).toString()).toBe(
      'wayside/vault/2 {"agent":"agent1","key":"3ac1ae4b0eaf17c85e7d5803fbcc27cb","name":"lab","targets":["10.0.0.1","*"],"version":1}',
    );
    expect(bytes.subarray(end + 1).toString('hex')).toBe(
      'f3ecb1ebd5ef1d0ade4be182efb42aadf221fa29631e6653a6b31c564001b8ff15cf2bd78307e5d8f35bb3b8b4f93de183e3e8fb7767e02f4647f0904545518055a0254ffc5ab0',
    );
  });

  it('lists names, versions and targets and nothing else', () => {
    vault.set('b', secret, ['*']);
    vault.set('a', secret, ['10.0.0.1']);
    expect(vault.set('a', { ...secret, password: 'canary-2' }, ['10.0.0.2']).version).toBe(2);
    expect(vault.list()).toEqual([
      { name: 'a', version: 2, targets: ['10.0.0.2'], isCentral: false },
      { name: 'b', version: 1, targets: ['*'], isCentral: false },
    ]);
    expect(inspect(vault, { depth: 9 })).not.toContain('canary');
    expect(vault.remove('b')).toBe(true);
    expect(vault.remove('b')).toBe(false);
    expect(vault.list()).toHaveLength(1);
  });

  it('opens to a credential that shows its secrets only to who asks for them by name', () => {
    vault.set('lab', { ...secret, privateKey: 'canary-key' }, ['*']);
    const open = vault.open('lab', target('10.0.0.1'));
    const { password, enablePassword, privateKey } = open;
    expect([password, enablePassword, privateKey]).toEqual([
      'canary-password',
      'canary-enable',
      'canary-key',
    ]);
    const printed = [inspect(open, { depth: 9, showHidden: true }), JSON.stringify({ ...open }), `${open}`];
    expect(printed.join()).not.toContain('canary');
    expect(JSON.stringify({ open })).toBe('{"open":{"username":"netops","secret":"[sealed]"}}');
  });

  it('sees at once what another process has set', () => {
    const other = openVault();
    vault.set('lab', secret, ['10.0.0.1']);
    other.set('lab', { ...secret, password: 'new' }, ['10.0.0.1']);
    expect(vault.open('lab', target('10.0.0.1')).password).toBe('new');
  });
});

describe('the key of the vault', () => {
  it('is gone from memory once the vault is closed, and nothing opens any more', () => {
    vault.set('lab', secret, ['10.0.0.1']);
    const { held, lock } = (vault as unknown as { keyring: { held?: VaultKeys; lock: VaultLock } }).keyring;
    const keys = [held?.current, lock.key, lock.firstKey].map(
      (key) => key?.key.reveal() ?? expect.unreachable(),
    );
    for (const bytes of keys) expect(bytes.some((byte) => byte !== 0)).toBe(true);
    vault.close();
    expect(keys).toEqual(keys.map(() => new Uint8Array(32)));
    for (const work of [
      () => vault.open('lab', target('10.0.0.1')),
      () => vault.set('lab', secret, ['*']),
      () => vault.lists('lab', { address: '10.0.0.1', port: 22 }),
    ])
      expect(codeOf(work)).toBe('SHUTTING_DOWN');
    vault.close();
    expect(openVault().open('lab', target('10.0.0.1')).password).toBe(secret.password);
  });
});

describe('the vault refuses', () => {
  it('a name that it does not hold, in whatever form it comes', () => {
    for (const name of ['lab', '', '../lab', 'LAB', 'x'.repeat(200), '.']) {
      expect(
        codeOf(() => vault.open(name, target('10.0.0.1'))),
        name,
      ).toBe('CREDENTIAL_MISSING');
    }
  });

  it('a target outside the list', () => {
    vault.set('lab', secret, ['10.0.0.1:22', 'sw.example.net']);
    expect(codeOf(() => vault.open('lab', target('10.0.0.1', 22)))).toBe('passed');
    for (const [address, port] of [
      ['10.0.0.1', 2222],
      ['10.0.0.11', 22],
      ['evil.sw.example.net', 22],
      ['', 22],
    ] as const) {
      expect(
        codeOf(() => vault.open('lab', target(address, port))),
        address,
      ).toBe('CREDENTIAL_TARGET');
    }
    expect(vault.lists('lab', { address: 'SW.example.NET.', port: 1 })).toBe(true);
    expect(vault.lists('none', { address: '10.0.0.1', port: 22 })).toBe(false);
  });

  it.each([
    'evil.example@sw.example.net',
    'sw.example.net@evil.example',
    'sw.example.net:22@evil.example',
    'sw.example.net\u0000.evil.example',
    'sw.example.net evil.example',
    'sw.example.net/../evil',
    'sw.example.net#evil',
    'sw\uff0eexample\uff0enet',
    '\u0455w.example.net',
    'sw.example.net..',
    '10.0.0.1.evil.example',
    '::ffff:10.9.9.9',
    '*',
    '10.0.0.0/24',
  ])('%j, which only looks like a listed target', (address) => {
    vault.set('lab', secret, ['10.0.0.0/24', 'sw.example.net']);
    expect(codeOf(() => vault.open('lab', target(address)))).toBe('CREDENTIAL_TARGET');
    expect(vault.lists('lab', target(address))).toBe(false);
  });

  it('another key (VAULT_LOCKED), a changed file (DECRYPT_FAILED), an open file (SECRET_FILE_OPEN)', () => {
    vault.set('lab', secret, ['*']);
    const file = join(dir, 'lab.sealed');
    const other = masterLock(createMasterKey(seededRandom(9)));
    expect(codeOf(() => openVault({ lock: other }))).toBe('VAULT_LOCKED');
    const text = readFileSync(file, 'latin1');
    writeFileSync(file, text.replace('"version":1', '"version":2'), 'latin1');
    expect(codeOf(() => vault.open('lab', target('h')))).toBe('DECRYPT_FAILED');
    writeFileSync(file, text.slice(0, -1), 'latin1');
    expect(codeOf(() => vault.open('lab', target('h')))).toBe('DECRYPT_FAILED');
    writeFileSync(file, text, 'latin1');
    for (const mode of [0o640, 0o604, 0o666]) {
      chmodSync(file, mode);
      expect(
        codeOf(() => vault.open('lab', target('h'))),
        mode.toString(8),
      ).toBe('SECRET_FILE_OPEN');
    }
    chmodSync(file, 0o600);
    chmodSync(dir, 0o755);
    expect(codeOf(openVault)).toBe('SECRET_FILE_OPEN');
  });

  it('a wider target list that was written into the file by hand', () => {
    vault.set('lab', secret, ['10.0.0.1']);
    const file = join(dir, 'lab.sealed');
    writeFileSync(file, readFileSync(file, 'latin1').replace('10.0.0.1', '10.6.6.6'), 'latin1');
    expect(codeOf(() => vault.open('lab', target('10.6.6.6')))).toBe('DECRYPT_FAILED');
  });

  it('a file of another agent or under another name', () => {
    vault.set('lab', secret, ['*']);
    expect(codeOf(() => openVault({ agent: 'agent2' }))).toBe('DECRYPT_FAILED');
    cpSync(join(dir, 'lab.sealed'), join(dir, 'core.sealed'));
    expect(codeOf(() => vault.open('core', target('h')))).toBe('DECRYPT_FAILED');
  });

  it('a malformed credential, with all reasons at once and no secret among them', () => {
    try {
      vault.set('Bad Name', { username: '', password: '' }, ['*', 'no host', '10.0.0.0/99', '']);
      expect.unreachable();
    } catch (error) {
      const { violations } = error as WaysideError;
      expect(violations.map(({ field }) => field)).toEqual([
        'name',
        'targets[1]',
        'targets[2]',
        'targets[3]',
        'username',
        'password',
      ]);
    }
    expect(codeOf(() => vault.set('a', secret, []))).toBe('INVALID_INPUT');
    expect(codeOf(() => vault.set('a', { ...secret, password: 'canary'.repeat(9999) }, ['*']))).toBe(
      'INVALID_INPUT',
    );
    const long = Array.from({ length: 1000 }, (_, at) => `${'x'.repeat(90)}${at}.example.net`);
    expect(codeOf(() => vault.set('a', secret, long))).toBe('INVALID_INPUT');
    expect(vault.list()).toEqual([]);
  });
});

describe('a target pattern', () => {
  it.each([
    ['10.0.0.7', '10.0.0.7', 22, true],
    ['10.0.0.7', '10.0.0.7', 2222, true],
    ['10.0.0.7:22', '10.0.0.7', 23, false],
    ['10.0.0.0/24', '10.0.0.255', 22, true],
    ['10.0.0.0/24', '10.0.1.0', 22, false],
    ['10.0.0.0/24', 'host.example.net', 22, false],
    ['0.0.0.0/0', '2001:db8::1', 22, false],
    ['2001:db8::/32', '2001:db8:ffff::1', 22, true],
    ['2001:DB8:0:0::7', '2001:db8::7', 22, true],
    ['[2001:db8::7]:22', '2001:db8::7', 22, true],
    ['[2001:db8::7]:22', '2001:db8::7', 23, false],
    ['Sw1.Example.net', 'sw1.example.NET.', 22, true],
    ['sw1', 'sw10', 22, false],
    ['*', 'anything', 1, true],
    ['*', 'not a host', 1, false],
  ])('%s for %s:%i is %s', (pattern, address, port, expected) => {
    expect(someMatch([pattern], { address, port })).toBe(expected);
  });

  it.each([
    '',
    '**',
    '*.example.net',
    '10.0.0.1:0',
    '10.0.0.1:70000',
    '10.0.0',
    '1.2.3.4/33',
    'host/24',
    '[sw1]:22',
    'a b',
    '-x',
  ])('%j is none', (text) => {
    expect(parsePattern(text)).toBeUndefined();
  });
});
