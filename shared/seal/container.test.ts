import { beforeAll, describe, expect, it } from 'vitest';
import { WaysideError } from '../errors.ts';
import { seededRandom } from '../runtime/index.ts';
import { toHex, utf8 } from './bytes.ts';
import { openContainer, sealContainer } from './container.ts';
import { createMasterKey, deriveKey, formatMasterKey, keyId, parseMasterKey } from './master-key.ts';
import { Secret } from './secret.ts';
import { ready } from './sodium.ts';

beforeAll(ready);

const master = new Secret(new Uint8Array(32).fill(9));
const spec = { format: 'wayside/test/1', master };
const content = { header: { name: 'lab', version: 3 }, plain: utf8('canary-secret') };

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(WaysideError);
    expect(String(error)).not.toContain('canary');
    return (error as WaysideError).code;
  }
  return 'no error';
}

describe('a sealed container', () => {
  it('has the recorded bytes for a fixed key and nonce', () => {
    const bytes = sealContainer(spec, content, seededRandom(1));
    const end = bytes.indexOf(10);
    expect(new TextDecoder().decode(bytes.subarray(0, end))).toBe(
      'wayside/test/1 {"key":"171338fa1b3c66e045780a372174e3e1","name":"lab","version":3}',
    );
    expect(toHex(bytes.subarray(end + 1))).toBe(
      'a00087fbf7479cb86dfe747d23673f277d1165c449300a6da5da262cc6845b150245baab444a4662dd19ab0315c14e83dd50b3aa78',
    );
  });

  it('gives back its header and content under the same key', () => {
    const opened = openContainer(spec, sealContainer(spec, content, seededRandom(2)), 'lab');
    expect(opened.plain).toEqual(content.plain);
    expect(opened.header).toMatchObject(content.header);
  });

  it('tells another master key (VAULT_LOCKED) from a changed byte anywhere (DECRYPT_FAILED) (S0.32)', () => {
    const bytes = sealContainer(spec, content, seededRandom(3));
    const other = { ...spec, master: createMasterKey(seededRandom(4)) };
    expect(codeOf(() => openContainer(other, bytes, 'lab'))).toBe('VAULT_LOCKED');
    const codes = new Set<string>();
    for (let at = 0; at < bytes.byteLength; at += 1) {
      const changed = Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte));
      codes.add(codeOf(() => openContainer(spec, changed, 'lab')));
    }
    // A changed letter of the key id reads as another key; all else as damage; nothing opens.
    expect([...codes].sort()).toEqual(['DECRYPT_FAILED', 'VAULT_LOCKED']);
    for (let length = 0; length < bytes.byteLength; length += 1) {
      expect(codeOf(() => openContainer(spec, bytes.subarray(0, length), 'lab'))).toBe('DECRYPT_FAILED');
    }
  });

  it('does not open as another format under the same master key', () => {
    const bytes = sealContainer(spec, content, seededRandom(5));
    expect(codeOf(() => openContainer({ ...spec, format: 'wayside/tesu/1' }, bytes, 'lab'))).toBe(
      'DECRYPT_FAILED',
    );
    expect(keyId(deriveKey(master, 'wayside/test/1'))).not.toBe(keyId(deriveKey(master, 'wayside/tesu/1')));
  });
});

describe('a master key', () => {
  it('has one line of text that reads back', () => {
    const key = createMasterKey(seededRandom(6));
    const text = formatMasterKey(key).reveal();
    expect(text).toMatch(/^wk1\.[\w-]{43}$/);
    expect(parseMasterKey(`${text}\n`, 'key').reveal()).toEqual(key.reveal());
  });

  it.each(['', 'wk1.', 'wk1.short', 'secret-canary', `wk2.${'A'.repeat(43)}`])(
    'is not made of %j, and the error does not quote it',
    (text) => {
      expect(codeOf(() => parseMasterKey(text, 'key'))).toBe('VAULT_LOCKED');
    },
  );
});
