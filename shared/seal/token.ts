/**
 * Bearer tokens: 256 random bits as text. Only the hash is stored; a fast hash is right here, because nobody can
 * guess 256 bits, whatever the hash costs.
 */
import type { Random } from '../runtime/index.ts';
import { equalBytes, sha256, toBase64Url, toHex, utf8 } from './bytes.ts';
import { Secret } from './secret.ts';

const TOKEN_SECRET_BYTES = 32;

/** 43 characters of base64url. */
export function newTokenSecret(random: Random): Secret<string> {
  return new Secret(toBase64Url(random.bytes(TOKEN_SECRET_BYTES)));
}

/** 64 hex digits; what a store keeps of a token. */
export function hashToken(token: Secret<string>): string {
  return toHex(sha256('wayside/token/1\n', token.reveal()));
}

/** Compares two hashes in constant time. */
export function sameHash(a: string, b: string): boolean {
  return equalBytes(utf8(a), utf8(b));
}
