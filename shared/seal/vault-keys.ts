/**
 * The vault of an agent: what its files are, and what opens them. Credentials are sealed with a random vault key
 * (`wayside/vault/2`). That key lies in one small file, sealed with the lock: the master key or a passphrase.
 *
 *   wayside/vault-keys/1 {"agent":…,"current":"<key id>","key":…,"lock":…,"madeAt":…}\n | sealed list of keys
 *
 * So the lock is changed by writing one file, and the vault key by adding a new one, sealing all anew, and dropping
 * the old one: at every moment each credential opens with a key that is in the file. Vaults of the first version
 * (`wayside/vault/1`) were sealed with a key that is derived from the master key itself.
 */
import { WaysideError } from '../errors.ts';
import { canonicalJson, type JsonObject } from '../model/index.ts';
import type { Random } from '../runtime/index.ts';
import { fromBase64Url, toBase64Url, utf8 } from './bytes.ts';
import { type ContainerKey, containerKey, openContainer, peekContainer, sealContainer } from './container.ts';
import { keyId, type MasterKey } from './master-key.ts';
import { derivePassphraseKey, isPassphraseSettings, type PassphraseSettings } from './passphrase.ts';
import { Secret } from './secret.ts';

/** The format in which credentials are written. */
export const VAULT_FORMAT = 'wayside/vault/2';
/** Still read. */
export const VAULT_FORMAT_1 = 'wayside/vault/1';
export const VAULT_KEYS_FORMAT = 'wayside/vault-keys/1';
/** While a rotation is under way there are two; more only after several that were cut short. */
export const VAULT_KEYS_MAX = 16;
const KEY_BYTES = 32;

export type VaultLockKind = 'master' | 'passphrase';

/** What opens the file of keys. */
export interface VaultLock {
  readonly kind: VaultLockKind;
  readonly key: ContainerKey;
  /** How the key was made, for a passphrase. */
  readonly settings?: PassphraseSettings;
  /** The key of a vault of the first version. */
  readonly firstKey?: ContainerKey;
}

export interface VaultKeys {
  /** Fingerprint of the agent. */
  readonly agent: string;
  /** When the current key was made, epoch ms. */
  readonly madeAt: number;
  readonly current: ContainerKey;
  /** Keys that credentials may still be sealed with. */
  readonly older: readonly ContainerKey[];
}

export function masterLock(master: MasterKey): VaultLock {
  const key = containerKey({ format: VAULT_KEYS_FORMAT, master });
  return { kind: 'master', key, firstKey: containerKey({ format: VAULT_FORMAT_1, master }) };
}

export async function passphraseLock(
  passphrase: Secret<string>,
  settings: PassphraseSettings,
): Promise<VaultLock> {
  const key = await derivePassphraseKey(passphrase, settings);
  return { kind: 'passphrase', key: { format: VAULT_KEYS_FORMAT, key, id: keyId(key) }, settings };
}

export function newVaultKey(random: Random): ContainerKey {
  return vaultKey(VAULT_FORMAT, random.bytes(KEY_BYTES));
}

/** What must be given to open the file of keys; nothing of it is vouched for yet. Error: DECRYPT_FAILED. */
export function readVaultLock(
  bytes: Uint8Array,
  what: string,
): { readonly kind: VaultLockKind; readonly settings?: PassphraseSettings } {
  const { lock, salt, passes, memoryBytes } = peekContainer(bytes)?.header ?? {};
  if (lock === 'master') return { kind: lock };
  const saltBytes = typeof salt === 'string' ? fromBase64Url(salt) : undefined;
  const settings = {
    ...{ passes: Number(passes), memoryBytes: Number(memoryBytes) },
    salt: saltBytes ?? new Uint8Array(),
  };
  if (lock === 'passphrase' && isPassphraseSettings(settings)) return { kind: lock, settings };
  throw damaged(what);
}

export function sealVaultKeys(keys: VaultKeys, lock: VaultLock, random: Random): Uint8Array {
  const { agent, madeAt, current, older } = keys;
  const { kind, settings } = lock;
  const header: JsonObject = {
    ...{ agent, madeAt, current: current.id, lock: kind },
    ...(settings && {
      salt: toBase64Url(settings.salt),
      passes: settings.passes,
      memoryBytes: settings.memoryBytes,
    }),
  };
  const list = [current, ...older].map(({ format, key }) => ({ format, key: toBase64Url(key.reveal()) }));
  return sealContainer(lock.key, { header, plain: utf8(canonicalJson(list)) }, random);
}

/** Errors: VAULT_LOCKED (another lock), STORE_NEWER, DECRYPT_FAILED (damaged, or of another agent). */
export function openVaultKeys(
  bytes: Uint8Array,
  lock: VaultLock,
  { agent, what }: { readonly agent: string; readonly what: string },
): VaultKeys {
  const { header, plain } = openOrExplain(bytes, lock, what);
  if (header['agent'] !== agent) {
    throw new WaysideError('DECRYPT_FAILED', `${what} belongs to the vault of another agent`, {
      hint: 'A vault is not copied between agents: set the credentials on each.',
    });
  }
  // The seal vouches for all of it: only `sealVaultKeys` can have written this.
  const list = JSON.parse(new TextDecoder().decode(plain)) as { format: string; key: string }[];
  const [current, ...older] = list.map(({ format, key }) => vaultKey(format, fromBase64Url(key)));
  if (!current || current.id !== header['current']) throw damaged(what);
  return { agent, madeAt: Number(header['madeAt']), current, older };
}

function openOrExplain(
  bytes: Uint8Array,
  lock: VaultLock,
  what: string,
): { readonly header: JsonObject; readonly plain: Uint8Array } {
  try {
    return openContainer(lock.key, bytes, what);
  } catch (error) {
    if (!(error instanceof WaysideError) || error.code !== 'VAULT_LOCKED') throw error;
    const given = lock.kind === 'master' ? 'master key' : 'passphrase';
    const wanted = readVaultLock(bytes, what).kind;
    const key = wanted === 'master' ? 'secrets.masterKeyFile' : 'secrets.passphraseFile';
    throw new WaysideError('VAULT_LOCKED', `the ${given} does not open ${what}`, {
      hint:
        wanted === lock.kind
          ? `Point ${key} at the one that it was sealed with.`
          : `It was sealed with a ${wanted === 'master' ? 'master key' : 'passphrase'}: set ${key}, and that alone.`,
    });
  }
}

function vaultKey(format: string, bytes: Uint8Array | undefined): ContainerKey {
  const key = new Secret(bytes ?? new Uint8Array());
  return { format, key, id: keyId(key) };
}

function damaged(what: string): WaysideError {
  return new WaysideError('DECRYPT_FAILED', `${what} does not open: it was changed or cut short`, {
    hint: 'Restore it from a backup; without it the credentials must be set again.',
  });
}
