/** Ids that are computed: the same parts give the same id on every machine. */
import { hash } from 'node:crypto';
import type { Kind } from './kinds.ts';
import { formatRef, type RecordRef } from './ref.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_BYTES = 16;
/** Of the 26 characters of an observed id, those that tell the source: 60 bits, and 70 for the record. */
const SOURCE_CHARS = 12;
const ID_CHARS = 26;

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
  return idOf(parts.map(withLength).join(''));
}

function withLength(part: string): string {
  return `${Buffer.byteLength(part)}:${part}`;
}

function idOf(text: string): string {
  // As text and back: faster than asking for the bytes.
  return base32(Buffer.from(hash('sha256', text, 'binary'), 'binary').subarray(0, ID_BYTES));
}

/**
 * The ids of what is observed at one source. They begin alike, with a hash of the source, so that the records of a
 * source lie side by side in every index; the rest is a hash of kind, source and native key. The record of the
 * source itself (a switch) has the empty native key and the source's own id.
 */
export class ObservedIds {
  /** What all ids of the source but its own begin with. */
  readonly prefix: string;
  private readonly source: RecordRef;
  private readonly sourcePart: string;

  constructor(source: RecordRef) {
    const text = formatRef(source);
    this.source = source;
    this.sourcePart = withLength(text);
    this.prefix = hashId('source', text).slice(0, SOURCE_CHARS);
  }

  id(kind: Kind, nativeKey: string): string {
    if (nativeKey === '') return this.source.id;
    const hashed = idOf(withLength(kind) + this.sourcePart + withLength(nativeKey));
    return this.prefix + hashed.slice(0, ID_CHARS - SOURCE_CHARS);
  }
}

/** Id of one observed record; see `ObservedIds`. */
export function observedId(kind: Kind, source: RecordRef, nativeKey: string): string {
  return new ObservedIds(source).id(kind, nativeKey);
}
