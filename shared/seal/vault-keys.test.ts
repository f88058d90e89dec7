import { beforeAll, describe, expect, it } from 'vitest';
import { WaysideError } from '../errors.ts';
import { seededRandom } from '../runtime/index.ts';
import { toHex } from './bytes.ts';
import { openContainer, sealContainer } from './container.ts';
import { derivePassphraseKey, isPassphraseSettings, parsePassphrase } from './passphrase.ts';
import { Secret } from './secret.ts';
import { ready } from './sodium.ts';
import {
  masterLock,
  newVaultKey,
  openVaultKeys,
  passphraseLock,
  readVaultLock,
  sealVaultKeys,
} from './vault-keys.ts';

beforeAll(ready);

const settings = { passes: 1, memoryBytes: 8192, salt: new Uint8Array(16).fill(7) };
const master = new Secret(new Uint8Array(32).fill(9));
const at = { agent: 'agent1', what: 'vault.keys' };

function keys() {
  const random = seededRandom(1);
  return { agent: 'agent1', madeAt: 1000, current: newVaultKey(random), older: [newVaultKey(random)] };
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return WaysideError.from(error).code;
  }
  return 'passed';
}

describe('a key from a passphrase', () => {
  it('is argon2id over it, salt and cost, as recorded', async () => {
    const key = await derivePassphraseKey(new Secret('correct horse battery'), settings);
    expect(toHex(key.reveal())).toBe('21fbe1ff6c9764d3366172ca1142ea8ec191f00409feded16961049fcb84886e');
    for (const other of [
      { ...settings, passes: 2 },
      { ...settings, salt: new Uint8Array(16).fill(8) },
    ]) {
      expect((await derivePassphraseKey(new Secret('correct horse battery'), other)).reveal()).not.toEqual(
        key.reveal(),
      );
    }
  });

  it('does not depend on how the keyboard spells a letter, or on the end of the line', () => {
    const [composed, apart] = ['zwölf gute Wörter', 'zwo\u0308lf gute Wo\u0308rter'];
    expect(parsePassphrase(`${apart}\r\n`, 'f').reveal()).toBe(parsePassphrase(composed, 'f').reveal());
  });

  it.each(['', 'too short', `${'x'.repeat(1025)}`, 'two lines of it\nand more'])(
    'is refused of %j, which is not quoted',
    (text) => {
      try {
        parsePassphrase(text, 'FILE');
        expect.unreachable();
      } catch (error) {
        expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('FILE') });
        if (text) expect(String(error)).not.toContain(text.slice(0, 8));
      }
    },
  );

  it.each([
    { passes: 0 },
    { passes: 65 },
    { passes: 1.5 },
    { memoryBytes: 8191 },
    { memoryBytes: 2 ** 31 },
    { memoryBytes: Number.NaN },
    { salt: new Uint8Array(15) },
  ])('is not made with %o', (wrong) => {
    expect(isPassphraseSettings({ ...settings, ...wrong })).toBe(false);
    expect(isPassphraseSettings(settings)).toBe(true);
  });
});

describe('the file of vault keys (S0.32)', () => {
  it('gives back every key under its lock, and tells which lock that is', async () => {
    for (const lock of [masterLock(master), await passphraseLock(new Secret('correct horse'), settings)]) {
      const bytes = sealVaultKeys(keys(), lock, seededRandom(2));
      expect(openVaultKeys(bytes, lock, at)).toEqual(keys());
      expect(readVaultLock(bytes, 'f')).toEqual({
        kind: lock.kind,
        ...(lock.settings && { settings: lock.settings }),
      });
      for (const { key } of [keys().current, ...keys().older]) {
        const hidden = Buffer.from(key.reveal());
        expect(Buffer.from(bytes).includes(hidden)).toBe(false);
        expect(Buffer.from(bytes).includes(hidden.toString('base64url'))).toBe(false);
      }
    }
  });

  it('does not open after a change of any byte, or for another agent', () => {
    const lock = masterLock(master);
    const bytes = sealVaultKeys(keys(), lock, seededRandom(3));
    expect(codeOf(() => openVaultKeys(bytes, lock, { ...at, agent: 'agent2' }))).toBe('DECRYPT_FAILED');
    for (let i = 0; i < bytes.byteLength; i += 1) {
      const changed = Uint8Array.from(bytes, (byte, index) => (index === i ? byte ^ 1 : byte));
      expect(
        codeOf(() => openVaultKeys(changed, lock, at)),
        `byte ${i}`,
      ).toMatch(/VAULT_LOCKED|DECRYPT_FAILED/);
    }
  });
});

describe('a format of a later version', () => {
  it('is named, not called damaged; a format of another kind is damaged', () => {
    const content = { header: {}, plain: new Uint8Array([1]) };
    const bytes = sealContainer({ format: 'wayside/vault/10', master }, content, seededRandom(1));
    expect(codeOf(() => openContainer({ format: 'wayside/vault/9', master }, bytes, 'f'))).toBe(
      'STORE_NEWER',
    );
    expect(codeOf(() => openContainer({ format: 'wayside/vault/11', master }, bytes, 'f'))).toBe(
      'DECRYPT_FAILED',
    );
    expect(codeOf(() => openContainer({ format: 'wayside/vaul/9', master }, bytes, 'f'))).toBe(
      'DECRYPT_FAILED',
    );
  });
});
