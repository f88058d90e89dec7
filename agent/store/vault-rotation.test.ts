import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { WaysideError } from '../../shared/errors.ts';
import { ManualClock, seededRandom } from '../../shared/runtime/index.ts';
import {
  createMasterKey,
  masterLock,
  ready,
  Secret,
  VAULT_KEYS_MAX,
  type VaultLock,
  writeSecretFile,
} from '../../shared/seal/index.ts';
import type { Target } from '../jobs/driver.ts';
import { Vault, type VaultOptions } from './vault.ts';
import { newPassphraseLock, openVaultLock } from './vault-lock.ts';

/** The least that argon2id takes: tests look at the way, not at the cost. */
const CHEAP = { passes: 1, memoryBytes: 8192 };
const NAMES = ['a', 'b', 'c'];
const random = seededRandom(1);
const clock = new ManualClock();
const master = new Secret(new Uint8Array(32).fill(3));

let dir: string;
beforeAll(ready);
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'wayside-rotation-')), 'vault');
  onTestFinished(() => rmSync(join(dir, '..'), { recursive: true, force: true }));
});

// Each has a lock of its own: a vault wipes it when it is closed.
const openVault = (lock: VaultLock = masterLock(master), over: Partial<VaultOptions> = {}): Vault =>
  new Vault({ dir, agent: 'agent1', lock, clock, random, ...over });
const passphrase = (text: string): Promise<VaultLock> =>
  newPassphraseLock(new Secret(text), { random, cost: CHEAP });
const target = { address: '10.0.0.1', port: 22 } as Target;
const passwords = (vault: Vault): readonly string[] => NAMES.map((name) => vault.open(name, target).password);
const keyOf = (file: string): string =>
  /"key":"(\w+)"/.exec(readFileSync(join(dir, file), 'latin1'))?.[1] ?? '';

function filled(vault: Vault = openVault()): Vault {
  for (const name of NAMES) vault.set(name, { username: 'u', password: `secret-${name}` }, ['10.0.0.1']);
  return vault;
}

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    return (error as Partial<WaysideError>).code;
  }
  return 'passed';
}

describe('rotation of the vault key (S0.32)', () => {
  it('seals every credential anew, keeps what they are, and drops the old key', () => {
    const vault = filled();
    const copy = join(dir, '..', 'copy.sealed');
    cpSync(join(dir, 'a.sealed'), copy);
    const before = { status: vault.status(), list: vault.list() };
    clock.advance(1000);
    expect(vault.rotate()).toEqual({
      ...{ lock: 'master', credentials: 3, olderKeys: 0, madeAt: before.status.madeAt + 1000 },
      keyId: expect.not.stringMatching(before.status.keyId),
    });
    expect([passwords(vault), vault.list()]).toEqual([['secret-a', 'secret-b', 'secret-c'], before.list]);
    expect(passwords(openVault())).toEqual(passwords(vault));
    cpSync(copy, join(dir, 'a.sealed'));
    expect(codeOf(() => vault.open('a', target))).toBe('VAULT_LOCKED');
  });

  it('is noticed by an agent that runs', () => {
    const running = filled();
    openVault().rotate();
    expect(passwords(running)).toEqual(['secret-a', 'secret-b', 'secret-c']);
    running.set('a', { username: 'u', password: 'newer' }, ['*']);
    expect(openVault().open('a', target).password).toBe('newer');
  });

  it('that passes whole while a credential is being read does not lock it', () => {
    const running = filled();
    openVault().rotate();
    const { keyring } = running as unknown as { keyring: { load(): unknown } };
    const load = keyring.load.bind(keyring);
    keyring.load = () => {
      keyring.load = load;
      openVault().rotate();
      return load();
    };
    expect(running.open('a', target).password).toBe('secret-a');
    expect(keyring.load).toBe(load);
  });

  it('that is cut short at any write leaves every credential readable, and the next one ends it', async () => {
    // Two for the file of keys, one for each credential.
    for (let writes = 0; writes <= NAMES.length + 2; writes += 1) {
      rmSync(dir, { recursive: true, force: true });
      filled().close();
      let left = writes;
      const write = (path: string, content: Uint8Array): void => {
        if (left === 0) throw new Error('the power is gone');
        left -= 1;
        writeSecretFile(path, content);
      };
      const next = await passphrase('correct horse battery');
      const outcome = codeOf(() => openVault(masterLock(master), { write }).rotate(next));
      expect(outcome, `${writes} writes`).toBe(writes < NAMES.length + 2 ? undefined : 'passed');
      const after = openVault(outcome === 'passed' ? await reopened('correct horse battery') : undefined);
      expect(passwords(after)).toEqual(['secret-a', 'secret-b', 'secret-c']);
      expect(after.rotate().olderKeys).toBe(0);
      expect(passwords(after)).toEqual(['secret-a', 'secret-b', 'secret-c']);
    }
  });

  it('that is cut short again and again keeps a bounded number of keys, and comes to its end at last', () => {
    filled().close();
    for (let round = 0; round < VAULT_KEYS_MAX + 2; round += 1) {
      let isFirst = true;
      const write = (path: string, content: Uint8Array): void => {
        if (!isFirst || path.endsWith('.sealed')) throw new Error('the disk is full');
        isFirst = false;
        writeSecretFile(path, content);
      };
      expect(codeOf(() => openVault(masterLock(master), { write }).rotate())).toBe(undefined);
    }
    const vault = openVault();
    expect(vault.status().olderKeys).toBe(VAULT_KEYS_MAX - 1);
    expect(vault.rotate().olderKeys).toBe(0);
    expect(passwords(vault)).toEqual(['secret-a', 'secret-b', 'secret-c']);
  });

  it('changes nothing when one credential does not open', () => {
    const vault = filled();
    writeFileSync(join(dir, 'b.sealed'), 'not ours');
    const files = (): readonly string[] =>
      readdirSync(dir).map((file) => readFileSync(join(dir, file), 'hex'));
    const before = files();
    expect(codeOf(() => vault.rotate())).toBe('DECRYPT_FAILED');
    expect(files()).toEqual(before);
  });

  it('of two at the same time waits for the other, so that no key is lost', () => {
    const [one, two] = [filled(), openVault()];
    for (let round = 0; round < 3; round += 1) {
      one.rotate();
      two.set('b', { username: 'u', password: `round-${round}` }, ['10.0.0.1']);
      two.rotate();
    }
    expect(passwords(openVault())).toEqual(['secret-a', 'round-2', 'secret-c']);
    expect(new Set(NAMES.map((name) => keyOf(`${name}.sealed`)))).toEqual(new Set([one.status().keyId]));
  });
});

const reopened = (text: string): Promise<VaultLock> => {
  writeSecretFile(join(dir, '..', 'pass'), `${text}\n`);
  const passphraseFile = join(dir, '..', 'pass');
  return openVaultLock(dir, { masterKeyFile: join(dir, '..', 'none'), passphraseFile, random, cost: CHEAP });
};

describe('the lock of the vault (S0.32)', () => {
  it('can become a passphrase, and a master key again; the former one opens nothing any more', async () => {
    filled().rotate(await passphrase('correct horse battery'));
    expect(codeOf(() => openVault())).toBe('VAULT_LOCKED');
    const vault = openVault(await reopened('correct horse battery'));
    expect([vault.status().lock, ...passwords(vault)]).toEqual([
      'passphrase',
      'secret-a',
      'secret-b',
      'secret-c',
    ]);
    const other = createMasterKey(random);
    vault.rotate(masterLock(other));
    expect(passwords(openVault(masterLock(other)))).toEqual(passwords(vault));
    const locked = await reopened('correct horse battery')
      .then(openVault)
      .catch((error: WaysideError) => error);
    expect(locked).toMatchObject({ code: 'VAULT_LOCKED', hint: expect.stringContaining('masterKeyFile') });
  });

  it('stays closed to another passphrase, and says nothing of either', async () => {
    openVault(await reopened('correct horse battery')).close();
    const lock = await reopened('correct horse batterz');
    try {
      openVault(lock);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'VAULT_LOCKED', hint: expect.stringContaining('passphraseFile') });
      expect(JSON.stringify(error) + String(error)).not.toContain('horse');
    }
  });

  it('is asked for at a terminal, else it must be in a file of mode 0600', async () => {
    filled().rotate(await passphrase('correct horse battery'));
    const sources = { masterKeyFile: join(dir, '..', 'none'), random };
    await expect(openVaultLock(dir, sources)).rejects.toMatchObject({
      ...{ code: 'VAULT_LOCKED', hint: expect.stringContaining('secrets.passphraseFile') },
    });
    const askPassphrase = async (): Promise<string> => 'correct horse battery';
    expect(passwords(openVault(await openVaultLock(dir, { ...sources, askPassphrase })))).toHaveLength(3);
    writeFileSync(join(dir, '..', 'open'), 'correct horse battery', { mode: 0o644 });
    await expect(
      openVaultLock(dir, { ...sources, passphraseFile: join(dir, '..', 'open') }),
    ).rejects.toMatchObject({ code: 'SECRET_FILE_OPEN' });
    // What the passphrase made superfluous was not made.
    expect(readdirSync(join(dir, '..')).sort()).toEqual(['open', 'vault']);
  });

  it('of a file that was tampered with takes no memory that the host has not', async () => {
    openVault(await reopened('correct horse battery')).close();
    const file = join(dir, 'vault.keys');
    const text = readFileSync(file, 'latin1');
    for (const memory of ['999999999999', '0', '"x"', 'null']) {
      writeFileSync(file, text.replace('"memoryBytes":8192', `"memoryBytes":${memory}`), 'latin1');
      await expect(reopened('correct horse battery')).rejects.toMatchObject({ code: 'DECRYPT_FAILED' });
    }
  });
});

describe('formats of the vault', () => {
  /** As the first version wrote it, under the master key of this test. */
  const first = Buffer.concat([
    Buffer.from(
      'wayside/vault/1 {"agent":"agent1","key":"391d9711a81d28aee0e9c4a582fcb1b6","name":"lab","targets":["10.0.0.1","*"],"version":1}\n',
    ),
    Buffer.from(
      'a00087fbf7479cb86dfe747d23673f277d1165c449300a6d31df9eef8d255c0e08fc15a054f7c6bcdd865f2eeff7137c47bd0c266c61275da61a61c73a9d7321b732eafa6ed6f4',
      'hex',
    ),
  ]);
  const writeFirst = (): void => {
    openVault().close();
    for (const file of readdirSync(dir)) rmSync(join(dir, file));
    writeSecretFile(join(dir, 'lab.sealed'), first);
  };

  it('include the first one, which the next rotation ends', () => {
    writeFirst();
    const vault = openVault();
    expect(vault.open('lab', target)).toMatchObject({ username: 'u', password: 'p' });
    expect(vault.list()).toEqual([{ name: 'lab', version: 1, targets: ['10.0.0.1', '*'], isCentral: false }]);
    expect(vault.status().olderKeys).toBe(1);
    expect(vault.rotate().olderKeys).toBe(0);
    expect(readFileSync(join(dir, 'lab.sealed'), 'latin1')).toMatch(/^wayside\/vault\/2 /);
    expect(openVault().open('lab', target).password).toBe('p');
    writeFileSync(join(dir, 'lab.sealed'), first);
    expect(codeOf(() => vault.open('lab', target))).toBe('VAULT_LOCKED');
  });

  it('of which the first stays untouched by a wrong master key or a passphrase', async () => {
    writeFirst();
    expect(codeOf(() => openVault(masterLock(createMasterKey(random))))).toBe('VAULT_LOCKED');
    const lock = await passphrase('correct horse battery');
    expect(codeOf(() => openVault(lock))).toBe('VAULT_LOCKED');
    expect(openVault().open('lab', target).password).toBe('p');
  });

  it.each(['a.sealed', 'vault.keys'])(
    'that are newer are refused with words, not called damaged (%s)',
    (file) => {
      const vault = filled();
      const text = readFileSync(join(dir, file), 'latin1');
      writeFileSync(join(dir, file), text.replace(/\/\d /, '/9 '), 'latin1');
      expect(codeOf(() => openVault().open('a', target))).toBe('STORE_NEWER');
      expect(codeOf(() => vault.rotate())).toBe('STORE_NEWER');
      expect(codeOf(() => vault.set('a', { username: 'u', password: 'p' }, ['*']))).toBe('STORE_NEWER');
    },
  );

  it('do not go on without the file of keys, which may be in a backup', () => {
    filled().close();
    rmSync(join(dir, 'vault.keys'));
    expect(codeOf(() => openVault())).toBe('VAULT_LOCKED');
    expect(readdirSync(dir)).not.toContain('vault.keys');
  });
});
