/** Ids that are computed: the same parts give the same id on every machine. */
import { createHash } from 'node:crypto';
import type { Kind } from './kinds.ts';
import { formatRef, type RecordRef } from './ref.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_BYTES = 16;

/** Crockford base32 of the bytes, lower case; 16 bytes give 26 characters. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      text += ALPHABET[(value >>> (bits - 5)) & 31];
      bits -= 5;
    }
  }
  if (bits > 0) text += ALPHABET[(value << (5 - bits)) & 31];
  return text;
}

/** 128 bits of SHA-256 over the parts, each led by its length so that no two lists of parts look alike. */
export function hashId(...parts: readonly string[]): string {
  const joined = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('');
  return base32(createHash('sha256').update(joined).digest().subarray(0, ID_BYTES));
}

/** Id of an observed record. The record of the source itself (a switch) has the empty native key and the source's own id. */
export function observedId(kind: Kind, source: RecordRef, nativeKey: string): string {
  return nativeKey === '' ? source.id : hashId(kind, formatRef(source), nativeKey);
}
