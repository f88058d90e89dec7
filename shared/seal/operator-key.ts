/**
 * The key of an operator as it lies on their disk. It signs approvals of plans and nothing else. One readable line says whose it
 * is; behind it stands the seed, as text where the mode of the file is all that guards it, or sealed with a passphrase.
 *
 *   wayside/operator-key/1 {"lock":"none","public":…}\n base64url of the seed
 *   wayside/operator-key/1 {"key":"<key id>","lock":"passphrase","public":…,"salt":…,…}\n sealed seed
 */
import { WaysideError } from '../errors.ts';
import { canonicalJson, type JsonObject } from '../model/index.ts';
import type { Random } from '../runtime/index.ts';
import { equalBytes, fromBase64Url, toBase64Url, utf8 } from './bytes.ts';
import { type ContainerKey, openContainer, peekContainer, sealContainer } from './container.ts';
import { type IdentityKeys, identityKeysFromSeed, PUBLIC_KEY_BYTES, SEED_BYTES, seedOf } from './keys.ts';
import { keyId } from './master-key.ts';
import {
  derivePassphraseKey,
  isPassphraseSettings,
  newPassphraseSettings,
  PASSPHRASE_COST,
  type PassphraseCost,
  type PassphraseSettings,
} from './passphrase.ts';
import { Secret } from './secret.ts';

const FORMAT = 'wayside/operator-key/1';
const NEWLINE = 0x0a;

export interface OperatorKeyFile {
  readonly publicKey: Uint8Array;
  readonly lock: 'none' | 'passphrase';
}

/** Without a passphrase nothing but the mode of the file guards it. */
export async function sealOperatorKey(
  keys: IdentityKeys,
  random: Random,
  lock?: { readonly passphrase: Secret<string>; readonly cost?: PassphraseCost },
): Promise<Uint8Array> {
  const seed = seedOf(keys).reveal();
  const about = { public: toBase64Url(keys.publicKey) };
  if (!lock) return utf8(`${FORMAT} ${canonicalJson({ ...about, lock: 'none' })}\n${toBase64Url(seed)}\n`);
  const settings = newPassphraseSettings(random, lock.cost ?? PASSPHRASE_COST);
  const { passes, memoryBytes, salt } = settings;
  const header = { ...about, lock: 'passphrase', salt: toBase64Url(salt), passes, memoryBytes };
  return sealContainer(await lockKey(lock.passphrase, settings), { header, plain: seed }, random);
}

/** What can be said of it before it is opened. Errors: UNSUPPORTED, DECRYPT_FAILED. */
export function peekOperatorKey(bytes: Uint8Array, what: string): OperatorKeyFile {
  const { format, header } = peekContainer(bytes) ?? {};
  if (format !== undefined && format !== FORMAT && format.startsWith('wayside/operator-key/'))
    throw new WaysideError('UNSUPPORTED', `${what} is of a format that this version does not know`, {
      hint: 'Use the newer wayside.',
    });
  const publicKey = fromBase64Url(String(header?.['public'] ?? ''));
  const lock = header?.['lock'];
  if (format !== FORMAT || publicKey?.byteLength !== PUBLIC_KEY_BYTES) throw damaged(what);
  if (lock !== 'none' && lock !== 'passphrase') throw damaged(what);
  return { publicKey, lock };
}

/** `ask` is called where a passphrase guards it. Errors: as of `peekOperatorKey`, VAULT_LOCKED for another passphrase. */
export async function openOperatorKey(
  bytes: Uint8Array,
  what: string,
  ask: () => Promise<Secret<string>>,
): Promise<IdentityKeys> {
  const { publicKey, lock } = peekOperatorKey(bytes, what);
  const seed = lock === 'none' ? plainSeed(bytes) : await sealedSeed(bytes, what, ask);
  if (seed?.byteLength !== SEED_BYTES) throw damaged(what);
  const keys = identityKeysFromSeed(new Secret(seed));
  // The line of an open file is vouched for by nothing else.
  if (!equalBytes(keys.publicKey, publicKey)) throw damaged(what);
  return keys;
}

function plainSeed(bytes: Uint8Array): Uint8Array | undefined {
  const text = Buffer.from(bytes.subarray(bytes.indexOf(NEWLINE) + 1)).toString('latin1');
  return fromBase64Url(text.trimEnd());
}

async function sealedSeed(
  bytes: Uint8Array,
  what: string,
  ask: () => Promise<Secret<string>>,
): Promise<Uint8Array> {
  const settings = settingsOf(peekContainer(bytes)?.header ?? {});
  if (!isPassphraseSettings(settings)) throw damaged(what);
  const key = await lockKey(await ask(), settings);
  if (peekContainer(bytes)?.header['key'] !== key.id)
    throw new WaysideError('VAULT_LOCKED', `${what} does not open with that passphrase`, {
      hint: 'Type it again, or make another key: wayside operator-key create --force',
    });
  return openContainer(key, bytes, what).plain;
}

function settingsOf({ salt, passes, memoryBytes }: JsonObject): PassphraseSettings {
  const bytes = typeof salt === 'string' ? fromBase64Url(salt) : undefined;
  return { passes: Number(passes), memoryBytes: Number(memoryBytes), salt: bytes ?? new Uint8Array() };
}

async function lockKey(passphrase: Secret<string>, settings: PassphraseSettings): Promise<ContainerKey> {
  const key = await derivePassphraseKey(passphrase, settings);
  return { format: FORMAT, key, id: keyId(key) };
}

function damaged(what: string): WaysideError {
  return new WaysideError('DECRYPT_FAILED', `${what} is damaged, or is no operator key`, {
    hint: 'Bring it back from a copy, or make another one: wayside operator-key create --force',
  });
}
