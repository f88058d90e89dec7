import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
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
import { fingerprint, isFingerprint, ready, toHex } from '../../shared/seal/index.ts';
import { type ControllerIdentity, openControllerIdentity } from './identity.ts';

beforeAll(ready);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-identity-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const clock = new ManualClock(1_800_000_000_000);
let seed = 1;
const open = (over: object = {}): Promise<ControllerIdentity> => {
  seed += 1;
  return openControllerIdentity(dir, {
    clock,
    random: seededRandom(seed),
    hosts: ['ctl.example.net'],
    ...over,
  });
};
const codeOf = (opening: Promise<unknown>): Promise<string> =>
  opening.then(
    () => 'opened',
    (error: WaysideError) => `${error.code}: ${error.message}`,
  );
const path = (...names: string[]): string => join(dir, ...names);

const SECRETS = ['ca.key', 'identity.key', 'root.key', 'sealing.key', 'server.key'];

describe('the first start (S0.32)', () => {
  it('makes every key and certificate, all of mode 0600 in folders of mode 0700', async () => {
    const identity = await open();
    expect(identity.created).toBe(true);
    expect(isFingerprint(identity.fingerprint)).toBe(true);
    expect(identity.fingerprint).toBe(fingerprint(identity.keys.publicKey));
    const names = readdirSync(path('identity'));
    expect(names.sort()).toEqual([...SECRETS, 'ca.crt', 'identity.json', 'server.crt'].sort());
    for (const name of names) expect(statSync(path('identity', name)).mode & 0o777, name).toBe(0o600);
    expect(statSync(path('master.key')).mode & 0o777).toBe(0o600);
    expect(statSync(path('identity')).mode & 0o777).toBe(0o700);
  });

  it('leaves no private key readable on disk, in print or in JSON', async () => {
    const identity = await open();
    for (const name of SECRETS) {
      const bytes = readFileSync(path('identity', name));
      expect(bytes.toString('latin1')).toMatch(
        /^wayside\/key\/1 \{"key":"[0-9a-f]{32}","name":"[a-z]+\.key"\}\n/,
      );
      expect(bytes.includes('PRIVATE KEY')).toBe(false);
      for (const { secretKey } of [identity.keys, identity.sealing, identity.root]) {
        expect(bytes.includes(Buffer.from(secretKey.reveal().subarray(0, 32)))).toBe(false);
      }
    }
    const text = inspect(identity, { depth: 9, showHidden: true }) + JSON.stringify(identity);
    expect(text).not.toContain('PRIVATE KEY');
    expect(text).not.toContain([...identity.root.secretKey.reveal().subarray(0, 4)].join(', '));
  });

  it('starts over cleanly when it was cut before the folder had its name', async () => {
    mkdirSync(path('identity.new'), { mode: 0o700 });
    writeFileSync(path('identity.new', 'ca.key'), 'half');
    const identity = await open();
    expect(identity.created).toBe(true);
    expect(existsSync(path('identity.new'))).toBe(false);
    expect((await open()).fingerprint).toBe(identity.fingerprint);
  });

  it('takes the master key that is already there, such as a systemd credential of mode 0440', async () => {
    const credentials = path('credentials');
    mkdirSync(credentials);
    const masterKeyFile = join(credentials, 'master');
    writeFileSync(masterKeyFile, `wk1.${'A'.repeat(43)}\n`);
    chmodSync(masterKeyFile, 0o440);
    const identity = await open({ masterKeyFile, credentialsDirectory: credentials });
    expect(toHex(identity.master.reveal())).toBe('00'.repeat(32));
    expect(existsSync(path('master.key'))).toBe(false);
  });
});

describe('every later start', () => {
  it('is the same controller, with a server certificate for the hosts of today', async () => {
    const first = await open();
    clock.advance(86_400_000);
    const again = await open({ hosts: ['new.example.net', '10.0.0.9'] });
    expect(again.created).toBe(false);
    expect(again.meshId).toBe(first.meshId);
    for (const part of ['keys', 'sealing', 'root'] as const) {
      expect(again[part].secretKey.reveal()).toEqual(first[part].secretKey.reveal());
    }
    expect(again.authority.serving.pin).toEqual(first.authority.serving.pin);
    const [leaf, ca] = again.server.chainPem.match(/-----BEGIN[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
    const names = new X509Certificate(leaf ?? '').subjectAltName;
    expect(names).toContain('DNS:new.example.net, IP Address:10.0.0.9');
    expect(names).not.toContain('ctl.example.net');
    expect(new X509Certificate(ca ?? '').fingerprint256).toBe(
      again.authority.serving.certificate.fingerprint256,
    );
    expect(again.server.expiresAt - first.server.expiresAt).toBe(86_400_000);
    clock.advance(86_400_000);
    expect((await again.renewServer()).expiresAt - first.server.expiresAt).toBe(2 * 86_400_000);
  });

  it.skipIf(!hasPrlimit())(
    'comes up on a full disk, with a certificate that it could not write down (skipped without prlimit)',
    async () => {
      await open();
      const there = readFileSync(path('identity', 'server.crt'), 'utf8');
      writeFileSync(path('identity', 'server.crt.new'), '');
      const told: string[] = [];
      limitFiles('1:unlimited');
      try {
        const again = await open({ onNotWritten: ({ code }: WaysideError) => void told.push(code) });
        expect(told).toEqual(['DISK_FULL']);
        expect(again.server.chainPem).not.toBe(there);
      } finally {
        limitFiles('unlimited:unlimited');
      }
      expect(readFileSync(path('identity', 'server.crt'), 'utf8')).toBe(there);
      const { chainPem } = (await open()).server;
      expect(readFileSync(path('identity', 'server.crt'), 'utf8')).toBe(chainPem);
    },
  );

  it.each(SECRETS)('refuses a %s that others can read, and says the cure', async (name) => {
    await open();
    chmodSync(path('identity', name), 0o640);
    expect(await codeOf(open())).toMatch(new RegExp(`^SECRET_FILE_OPEN: .*${name}`));
  });

  it('refuses an open master key and open folders', async () => {
    await open();
    chmodSync(path('master.key'), 0o604);
    expect(await codeOf(open())).toMatch(/^SECRET_FILE_OPEN: .*master\.key/);
    chmodSync(path('master.key'), 0o600);
    chmodSync(path('identity'), 0o750);
    expect(await codeOf(open())).toMatch(/^SECRET_FILE_OPEN: .*identity/);
    chmodSync(path('identity'), 0o700);
    chmodSync(dir, 0o755);
    expect(await codeOf(open())).toMatch(/^SECRET_FILE_OPEN/);
    chmodSync(dir, 0o700);
    expect(await codeOf(open())).toBe('opened');
  });

  it('never makes a new key in place of one that is missing, damaged or of another controller', async () => {
    await open();
    cpSync(path('identity'), path('kept'), { recursive: true });
    const restore = (): void => {
      rmSync(path('identity'), { recursive: true });
      cpSync(path('kept'), path('identity'), { recursive: true });
    };
    rmSync(path('identity', 'ca.key'));
    expect(await codeOf(open())).toMatch(/^STORE_CORRUPT: .*ca\.key is missing/);
    restore();
    cpSync(path('identity', 'root.key'), path('identity', 'identity.key'));
    expect(await codeOf(open())).toMatch(/^DECRYPT_FAILED: .*another key/);
    restore();
    writeFileSync(path('identity', 'root.key'), readFileSync(path('identity', 'root.key')).fill(0, 70, 80));
    expect(await codeOf(open())).toMatch(/^DECRYPT_FAILED/);
    restore();
    writeFileSync(path('identity', 'identity.json'), '{}');
    expect(await codeOf(open())).toMatch(/^STORE_CORRUPT/);
    restore();
    rmSync(path('master.key'));
    expect(await codeOf(open())).toMatch(/^VAULT_LOCKED: .*master\.key is missing/);
    expect(existsSync(path('master.key'))).toBe(false);
    writeFileSync(path('master.key'), `wk1.${'A'.repeat(43)}\n`, { mode: 0o600 });
    expect(await codeOf(open())).toMatch(/^VAULT_LOCKED: .*another master key/);
  });
});

/** No file of this process may grow past it: what a full disk does to every write. */
function limitFiles(limit: string): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${limit}`]);
}

function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version']);
    return true;
  } catch {
    return false;
  }
}
