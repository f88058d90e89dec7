/**
 * Digest of what is known of one source, cut into buckets by the ids of its records: two sides that compare theirs know
 * which records differ, nearly, for a few bytes each. Equal digests mean equal records but for an accident of one in
 * 2^64 for each bucket; this is against loss, not against a liar, who could as well tell wrong records.
 */
import { hash } from 'node:crypto';
import { WaysideError } from '../errors.ts';
import type { Kind } from '../model/index.ts';

/** Entries of one bucket, about: smaller ones cost more to tell, larger ones send more that is the same. */
const BUCKET_ENTRIES = 16;
const BITS_MIN = 4;
export const DIGEST_BITS_MAX = 13;
export const BUCKET_BYTES = 8;

/** One section of one record. */
export interface DigestEntry {
  readonly kind: Kind;
  readonly id: string;
  readonly section: string;
  readonly bodyText: string;
}

export class SourceDigest {
  /** Two to the power of this are the buckets. */
  readonly bits: number;
  private readonly words: Uint32Array;

  constructor(bits: number) {
    if (!Number.isSafeInteger(bits) || bits < 0 || bits > DIGEST_BITS_MAX)
      throw new WaysideError('BAD_FRAME', `a digest of 2^${bits} buckets`);
    this.bits = bits;
    this.words = new Uint32Array(2 * 2 ** bits);
  }

  /** One that suits so many entries. */
  static for(entries: number): SourceDigest {
    const wanted = Math.ceil(Math.log2(Math.max(1, entries / BUCKET_ENTRIES)));
    return new SourceDigest(Math.min(DIGEST_BITS_MAX, Math.max(BITS_MIN, wanted)));
  }

  /** As `bytes` gave it. Error: BAD_FRAME. */
  static read(bits: number, bytes: Uint8Array): SourceDigest {
    const digest = new SourceDigest(bits);
    if (bytes.byteLength !== BUCKET_BYTES * 2 ** bits)
      throw new WaysideError('BAD_FRAME', `a digest of 2^${bits} buckets has ${bytes.byteLength} bytes`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < digest.words.length; i += 1) digest.words[i] = view.getUint32(i * 4);
    return digest;
  }

  /** In any order; an entry that is added twice counts as none. */
  add({ kind, id, section, bodyText }: DigestEntry): void {
    const sum = hash('sha256', `${kind}\u0000${id}\u0000${section}\u0000${bodyText}`, 'buffer');
    const at = 2 * bucketOf(id, this.bits);
    this.words[at] = (this.words[at] ?? 0) ^ sum.readUInt32BE(0);
    this.words[at + 1] = (this.words[at + 1] ?? 0) ^ sum.readUInt32BE(4);
  }

  /** Buckets in which the two differ, which are of the same bits. */
  differing(other: SourceDigest): number[] {
    const found: number[] = [];
    for (let at = 0; at < this.words.length; at += 2) {
      if (this.words[at] !== other.words[at] || this.words[at + 1] !== other.words[at + 1])
        found.push(at / 2);
    }
    return found;
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(this.words.length * 4);
    const view = new DataView(bytes.buffer);
    this.words.forEach((word, i) => {
      view.setUint32(i * 4, word);
    });
    return bytes;
  }

  /** Of all buckets together: hex. */
  total(): string {
    return hash('sha256', this.bytes(), 'hex');
  }
}

const FNV_START = 0x811c9dc5;
const FNV_FACTOR = 0x01000193;

/** The bucket of a record, the same on both sides for ever. */
export function bucketOf(id: string, bits: number): number {
  let mixed = FNV_START;
  for (let i = 0; i < id.length; i += 1) mixed = Math.imul(mixed ^ id.charCodeAt(i), FNV_FACTOR);
  mixed = Math.imul(mixed ^ (mixed >>> 15), FNV_FACTOR);
  mixed ^= mixed >>> 13;
  return (mixed >>> 0) & (2 ** bits - 1);
}
