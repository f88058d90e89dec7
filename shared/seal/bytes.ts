/** Small helpers on bytes that every file of this room needs. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { WaysideError } from '../errors.ts';

/** SHA-256 over the parts laid end to end; text counts as UTF-8. */
export function sha256(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** Lengths are public, contents are compared in constant time. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}

export function concatBytes(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? utf8(part) : part))));
}

export function utf8(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf8'));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Exactly `length` bytes of lower-case hex, or `undefined`. */
export function fromHex(text: string, length: number): Uint8Array | undefined {
  if (text.length !== length * 2 || !/^[0-9a-f]*$/.test(text)) return undefined;
  return new Uint8Array(Buffer.from(text, 'hex'));
}

export function toBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

/** Strict: no padding, no foreign characters, one spelling per value; `undefined` otherwise. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Buffer.from(text, 'base64url'));
  return toBase64Url(bytes) === text ? bytes : undefined;
}

/** For keys and signatures that come from outside: libsodium would throw a bare TypeError. */
export function requireLength(what: string, bytes: Uint8Array, length: number): void {
  if (bytes.byteLength === length) return;
  throw new WaysideError('INVALID_INPUT', `${what} has ${bytes.byteLength} bytes, it must have ${length}`);
}
