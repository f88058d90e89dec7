/**
 * The keys of the vault, in memory and in `vault.keys`. Several processes use one vault: the agent reads it while
 * somebody sets a credential or rotates the key. So
 *
 * - who writes holds `vault.lock`, and reads `vault.keys` again first;
 * - who meets a credential that is sealed with a key it does not know reads `vault.keys` again.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { readSecretFile } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import type { Clock, Random } from '../../shared/runtime/index.ts';
import {
  type Container,
  type ContainerKey,
  newVaultKey,
  openContainer,
  openVaultKeys,
  peekContainer,
  readVaultLock,
  sealVaultKeys,
  VAULT_FORMAT_1,
  VAULT_KEYS_MAX,
  type VaultKeys,
  type VaultLock,
  type VaultLockKind,
} from '../../shared/seal/index.ts';
import { makePrivate } from './database.ts';
import { translated } from './translate.ts';

export const VAULT_KEYS_FILE = 'vault.keys';
const LOCK_FILE = 'vault.lock';
/** Longer than any rotation: 1000 small files. */
const LOCK_WAIT_MS = 20_000;

export interface VaultKeyringOptions {
  readonly dir: string;
  readonly agent: string;
  readonly lock: VaultLock;
  readonly clock: Clock;
  readonly random: Random;
  readonly write: (path: string, content: Uint8Array) => void;
  /** Paths of all credentials. */
  readonly files: () => readonly string[];
}

export interface VaultKeyStatus {
  readonly lock: VaultLockKind;
  /** Of the key that credentials are sealed with. */
  readonly keyId: string;
  /** Epoch ms. */
  readonly madeAt: number;
  /** A rotation was cut short, or the vault is of the first version: some credentials have older keys. */
  readonly olderKeys: number;
}

/** What opens the vault in this folder; `undefined`: it has no file of keys yet. Errors: SECRET_FILE_OPEN, DECRYPT_FAILED. */
export function readVaultKind(dir: string): ReturnType<typeof readVaultLock> | undefined {
  const path = join(dir, VAULT_KEYS_FILE);
  return existsSync(path) ? readVaultLock(readSecretFile(path), path) : undefined;
}

export class VaultKeyring {
  private readonly options: VaultKeyringOptions;
  private readonly path: string;
  private lock: VaultLock;
  private held: VaultKeys | undefined;

  constructor(options: VaultKeyringOptions) {
    this.options = options;
    this.lock = options.lock;
    this.path = join(options.dir, VAULT_KEYS_FILE);
    if (existsSync(this.path)) this.held = this.load();
    else this.held = this.locked(() => (existsSync(this.path) ? this.load() : this.create()));
  }

  /** Errors: VAULT_LOCKED, STORE_NEWER, DECRYPT_FAILED, SECRET_FILE_OPEN, NOT_FOUND. */
  open(path: string): Container {
    const once = readSecretFile(path);
    const key = keyOf(this.keys(), once) ?? keyOf(this.loadAnew(), once);
    if (key) return openContainer(key, once, path);
    // A whole rotation may have passed between the reading of the file and that of the keys: so once more, with the
    // newest key. If it is not the one, its error says what is wrong.
    const bytes = readSecretFile(path);
    const isFirst = peekContainer(bytes)?.format === VAULT_FORMAT_1;
    const { current } = this.keys();
    return openContainer(isFirst ? { ...current, format: VAULT_FORMAT_1 } : current, bytes, path);
  }

  /** Nobody else writes to the vault meanwhile. Error: STORE_LOCKED. */
  exclusively<T>(work: (current: ContainerKey) => T): T {
    this.keys();
    return this.locked(() => work(this.loadAnew().current));
  }

  /** From now on new seals have this key; the others stay until they are dropped. */
  addKey(): ContainerKey {
    const { agent, current, older } = this.keys();
    // After so many rotations that were cut short: the last key, until one comes to its end.
    if (older.length + 2 > VAULT_KEYS_MAX) return current;
    const fresh = newVaultKey(this.options.random);
    this.save({ agent, madeAt: this.options.clock.now(), current: fresh, older: [current, ...older] });
    return fresh;
  }

  /** Only once nothing is sealed with them. */
  dropOlderKeys(lock: VaultLock = this.lock): void {
    const { agent, madeAt, current } = this.keys();
    this.save({ agent, madeAt, current, older: [] }, lock);
  }

  status(): VaultKeyStatus {
    this.keys();
    const { current, madeAt, older } = this.loadAnew();
    return { lock: this.lock.kind, keyId: current.id, madeAt, olderKeys: older.length };
  }

  close(): void {
    const keys = this.held ? [this.held.current, ...this.held.older] : [];
    for (const held of [...keys, this.lock.key, this.lock.firstKey]) held?.key.reveal().fill(0);
    this.held = undefined;
  }

  private keys(): VaultKeys {
    if (this.held) return this.held;
    throw new WaysideError('SHUTTING_DOWN', 'the vault is closed');
  }

  private loadAnew(): VaultKeys {
    this.held = this.load();
    return this.held;
  }

  private load(): VaultKeys {
    const { agent } = this.options;
    return openVaultKeys(readSecretFile(this.path), this.lock, { agent, what: this.path });
  }

  private save(keys: VaultKeys, lock: VaultLock = this.lock): VaultKeys {
    this.options.write(this.path, sealVaultKeys(keys, lock, this.options.random));
    this.lock = lock;
    this.held = keys;
    return keys;
  }

  /** A new vault, or one of the first version, whose key stays until the first rotation. */
  private create(): VaultKeys {
    const { agent, clock, random, files } = this.options;
    const older = new Set(files().map((path) => this.firstKeyOf(path)));
    return this.save({ agent, madeAt: clock.now(), current: newVaultKey(random), older: [...older] });
  }

  /** Of a credential in a vault without `vault.keys`. Checked now, lest a wrong lock be put on the vault. */
  private firstKeyOf(path: string): ContainerKey {
    const { format, header } = peekContainer(readSecretFile(path)) ?? {};
    if (format !== VAULT_FORMAT_1) {
      throw new WaysideError(
        'VAULT_LOCKED',
        `${this.path} is missing, and ${path} does not open without it`,
        {
          hint: 'Restore it from a backup; or move the vault folder away and set the credentials again.',
        },
      );
    }
    const { firstKey } = this.lock;
    if (firstKey?.id === header?.['key'] && firstKey) return firstKey;
    throw new WaysideError('VAULT_LOCKED', `${path} was sealed with another master key`, {
      hint: 'Set secrets.masterKeyFile to the key that sealed it, and no passphrase; the lock can be changed then.',
    });
  }

  private locked<T>(work: () => T): T {
    const file = join(this.options.dir, LOCK_FILE);
    const db = translated(() => {
      makePrivate(file);
      return new Database(file, { timeout: LOCK_WAIT_MS });
    });
    try {
      begin(db, file);
      return work();
    } finally {
      // The kernel lets go of the lock with it, as when the process dies.
      db.close();
    }
  }
}

function keyOf({ current, older }: VaultKeys, bytes: Uint8Array): ContainerKey | undefined {
  const { format, header } = peekContainer(bytes) ?? {};
  return [current, ...older].find((key) => key.format === format && key.id === header?.['key']);
}

function begin(db: Database.Database, file: string): void {
  translated(() => {
    try {
      db.exec('BEGIN EXCLUSIVE');
    } catch (cause) {
      if ((cause as { readonly code?: string }).code !== 'SQLITE_BUSY') throw cause;
      const message = `another program has been writing to the vault for long (${file})`;
      throw new WaysideError('STORE_LOCKED', message, { cause, hint: 'Wait for it to end, and try again.' });
    }
  });
}
