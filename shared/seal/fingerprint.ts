/**
 * Names made from keys. A fingerprint is 128 bits over an Ed25519 public key: hex for people to compare, base32 in
 * ids. An origin names one life of one controller's store: `fingerprint.incarnation`.
 */
import { WaysideError } from '../errors.ts';
import { base32 } from '../model/index.ts';
import { requireLength, sha256, toHex } from './bytes.ts';
import { PUBLIC_KEY_BYTES } from './keys.ts';

const FINGERPRINT_BYTES = 16;
const FINGERPRINT_DOMAIN = 'wayside/fingerprint/1\n';
const FINGERPRINT = /^[0-9a-hjkmnp-tv-z]{26}$/;
const INCARNATION = /^[0-9a-z]{1,26}$/;

function fingerprintBytes(publicKey: Uint8Array): Uint8Array {
  requireLength('an Ed25519 public key', publicKey, PUBLIC_KEY_BYTES);
  return sha256(FINGERPRINT_DOMAIN, publicKey).subarray(0, FINGERPRINT_BYTES);
}

/** 26 characters; the id of an agent and the first half of an origin. */
export function fingerprint(publicKey: Uint8Array): string {
  return base32(fingerprintBytes(publicKey));
}

/** 32 hex digits, as shown to people. */
export function fingerprintHex(publicKey: Uint8Array): string {
  return toHex(fingerprintBytes(publicKey));
}

export function isFingerprint(text: string): boolean {
  return FINGERPRINT.test(text);
}

export interface Origin {
  readonly fingerprint: string;
  /** One to 26 lower-case letters and digits. */
  readonly incarnation: string;
}

export function formatOrigin(origin: Origin): string {
  return `${origin.fingerprint}.${origin.incarnation}`;
}

export function parseOrigin(text: string): Origin {
  const [print = '', incarnation = '', ...rest] = text.split('.');
  if (rest.length > 0 || !isFingerprint(print) || !INCARNATION.test(incarnation)) {
    throw new WaysideError('INVALID_INPUT', `"${text.slice(0, 80)}" is not an origin`, {
      hint: 'An origin is a key fingerprint, a dot and an incarnation.',
    });
  }
  return { fingerprint: print, incarnation };
}
