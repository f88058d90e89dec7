/**
 * The two key pairs of every agent and controller: Ed25519 signs (its public half is the identity), X25519 receives
 * what is sealed to its owner. What is signed always begins with a domain line, so that a signature made for one
 * purpose never fits another; that is the caller's part.
 */
import type { Random } from '../runtime/index.ts';
import { concatBytes, requireLength } from './bytes.ts';
import { Secret } from './secret.ts';
import { sodium } from './sodium.ts';

export const PUBLIC_KEY_BYTES = 32;
export const SEED_BYTES = 32;
export const SIGNATURE_BYTES = 64;

export interface IdentityKeys {
  readonly publicKey: Uint8Array;
  /** Seed and public key, 64 bytes, as libsodium wants it. */
  readonly secretKey: Secret<Uint8Array>;
}

export interface SealingKeys {
  readonly publicKey: Uint8Array;
  readonly secretKey: Secret<Uint8Array>;
}

export function createIdentityKeys(random: Random): IdentityKeys {
  return identityKeysFromSeed(new Secret(random.bytes(SEED_BYTES)));
}

export function identityKeysFromSeed(seed: Secret<Uint8Array>): IdentityKeys {
  requireLength('an Ed25519 seed', seed.reveal(), SEED_BYTES);
  const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(seed.reveal());
  return { publicKey, secretKey: new Secret(privateKey) };
}

/** What is kept on disk: the rest is computed from it. */
export function seedOf(keys: IdentityKeys): Secret<Uint8Array> {
  return new Secret(keys.secretKey.reveal().slice(0, SEED_BYTES));
}

export function createSealingKeys(random: Random): SealingKeys {
  return sealingKeysFromSecret(new Secret(random.bytes(SEED_BYTES)));
}

export function sealingKeysFromSecret(secretKey: Secret<Uint8Array>): SealingKeys {
  requireLength('an X25519 secret key', secretKey.reveal(), SEED_BYTES);
  return { publicKey: sodium.crypto_scalarmult_base(secretKey.reveal()), secretKey };
}

/** 64 bytes; the same message always gives the same signature. */
export function sign(keys: IdentityKeys, message: Uint8Array): Uint8Array {
  return sodium.crypto_sign_detached(message, keys.secretKey.reveal());
}

/** False for a wrong signature and for a key or signature of the wrong length alike. */
export function verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.byteLength !== PUBLIC_KEY_BYTES || signature.byteLength !== SIGNATURE_BYTES) return false;
  return sodium.crypto_sign_verify_detached(signature, message, publicKey);
}

/**
 * Seals to a public key: only its owner can open, nobody learns who sealed. The bytes are those of libsodium's
 * sealed box; it is put together here so that the one-time key comes from our own door to randomness.
 */
export function sealTo(publicKey: Uint8Array, plain: Uint8Array, random: Random): Uint8Array {
  requireLength('an X25519 public key', publicKey, PUBLIC_KEY_BYTES);
  const once = createSealingKeys(random);
  const nonce = sodium.crypto_generichash(
    sodium.crypto_box_NONCEBYTES,
    concatBytes(once.publicKey, publicKey),
    null,
  );
  const box = sodium.crypto_box_easy(plain, nonce, publicKey, once.secretKey.reveal());
  return concatBytes(once.publicKey, box);
}

/** `undefined` when it was sealed to another key, or changed. */
export function openSealed(keys: SealingKeys, sealed: Uint8Array): Uint8Array | undefined {
  try {
    return sodium.crypto_box_seal_open(sealed, keys.publicKey, keys.secretKey.reveal());
  } catch {
    // libsodium throws one bare error for every reason; the caller knows what it tried to open and says so.
    return undefined;
  }
}
