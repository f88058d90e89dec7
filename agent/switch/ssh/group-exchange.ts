/**
 * The cure for Diffie-Hellman group exchange, which some switches offer alone. ssh2 hands the device's prime to
 * `crypto.createDiffieHellman`, and that tests it for primality in one synchronous go: seconds to a minute with the
 * whole event loop at rest. Here the same key agreement is done by `generateKeyPairSync('dh')` and `diffieHellman`,
 * which test nothing; what matters for us is checked by hand: the size of the prime, and 1 < y < p-1.
 *
 * ssh2 has no door for this, so the exchange object is changed as it is put in place, on this one connection and
 * nowhere else. If a later ssh2 looks different, group exchange fails with a clear error instead of blocking.
 */
import * as crypto from 'node:crypto';
import { WaysideError } from '../../../shared/errors.ts';

export const PRIME_MIN_BITS = 2_048;
export const PRIME_MAX_BITS = 8_192;
/** What we ask for; the device may still send up to PRIME_MAX_BITS. */
export const PRIME_PREFERRED_BITS = 3_072;
const GENERATOR_MAX = 0xffff;

/** Node knows `dh` keys; its type declarations do not. */
const generateDhPair = crypto.generateKeyPairSync as unknown as (
  type: 'dh',
  group: { readonly prime: Buffer; readonly generator: number },
) => crypto.KeyPairKeyObjectResult;

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const SEQUENCE = 0x30;
/** 1.2.840.113549.1.3.1, dhKeyAgreement. */
const DH_OID = Buffer.from('06092a864886f70d010301', 'hex');

interface GroupExchange {
  type: 'groupex';
  generateKeys(): void;
  _prefBits: number;
  _prime: Buffer | null;
  _generator: Buffer | null;
  _dh: DhAgreement | null;
  _public: Buffer | null;
}

/** Watches the client's connection for group exchange. Call it after `connect`, before anything has arrived. */
export function cureGroupExchange(client: object): void {
  const protocol = (client as { _protocol?: { _kex?: unknown } })._protocol;
  if (!protocol) throw new WaysideError('INTERNAL', 'this version of ssh2 keeps its protocol somewhere else');
  let current = protocol._kex;
  Object.defineProperty(protocol, '_kex', {
    configurable: true,
    enumerable: true,
    get: () => current,
    set: (kex: unknown) => {
      current = kex;
      if (isGroupExchange(kex)) cure(kex);
    },
  });
}

function isGroupExchange(kex: unknown): kex is GroupExchange {
  return typeof kex === 'object' && kex !== null && (kex as { type?: unknown }).type === 'groupex';
}

function cure(kex: GroupExchange): void {
  kex._prefBits = PRIME_PREFERRED_BITS;
  kex.generateKeys = () => {
    if (kex._dh) return;
    if (!kex._prime || !kex._generator)
      throw new WaysideError('KEX_UNSUPPORTED', 'the device sent no group for the group exchange');
    kex._dh = new DhAgreement(kex._prime, kex._generator);
    kex._public = kex._dh.generateKeys();
  };
}

/** One side of a finite-field key agreement; the four methods are those that ssh2 calls. */
export class DhAgreement {
  private readonly prime: Buffer;
  private readonly generator: Buffer;
  private privateKey: crypto.KeyObject | undefined;

  constructor(prime: Buffer, generator: Buffer) {
    this.prime = unsigned(prime);
    this.generator = unsigned(generator);
    const bits = bitLength(this.prime);
    if (bits < PRIME_MIN_BITS || bits > PRIME_MAX_BITS || !isOdd(this.prime))
      throw refuse(`a prime of ${bits} bits; allowed are ${PRIME_MIN_BITS} to ${PRIME_MAX_BITS}`);
    const g = this.generatorNumber();
    if (g < 2 || g > GENERATOR_MAX) throw refuse('a generator out of range');
  }

  getPrime(): Buffer {
    return this.prime;
  }

  getGenerator(): Buffer {
    return this.generator;
  }

  /** Our public value, big-endian and without leading zeros. */
  generateKeys(): Buffer {
    const pair = generateDhPair('dh', { prime: this.prime, generator: this.generatorNumber() });
    this.privateKey = pair.privateKey;
    return publicValue(pair.publicKey.export({ type: 'spki', format: 'der' }));
  }

  computeSecret(peerPublic: Buffer): Buffer {
    if (!this.privateKey) throw new WaysideError('INTERNAL', 'computeSecret before generateKeys');
    const y = toBigInt(peerPublic);
    if (y <= 1n || y >= toBigInt(this.prime) - 1n) throw refuse('a public value that is not in 2 … p-2');
    const publicKey = crypto.createPublicKey({ key: this.spki(peerPublic), type: 'spki', format: 'der' });
    return crypto.diffieHellman({ privateKey: this.privateKey, publicKey });
  }

  private generatorNumber(): number {
    return this.generator.length > 4 ? Number.POSITIVE_INFINITY : Number(toBigInt(this.generator));
  }

  private spki(y: Buffer): Buffer {
    const group = der(SEQUENCE, derInteger(this.prime), derInteger(this.generator));
    return der(SEQUENCE, der(SEQUENCE, DH_OID, group), der(BIT_STRING, Buffer.of(0), derInteger(y)));
  }
}

function refuse(what: string): WaysideError {
  return new WaysideError('KEX_UNSUPPORTED', `the device's group exchange uses ${what}`);
}

function toBigInt(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
}

function unsigned(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? Buffer.alloc(0) : bytes.subarray(first);
}

function bitLength(bytes: Buffer): number {
  const [first] = bytes;
  return first === undefined ? 0 : bytes.length * 8 - Math.clz32(first) + 24;
}

function isOdd(bytes: Buffer): boolean {
  return ((bytes.at(-1) ?? 0) & 1) === 1;
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const size = unsigned(Buffer.of(body.length >>> 16, (body.length >>> 8) & 255, body.length & 255));
  return Buffer.concat([Buffer.of(tag, 0x80 | size.length), size, body]);
}

function derInteger(value: Buffer): Buffer {
  const bytes = unsigned(value);
  return der(INTEGER, (bytes[0] ?? 0) & 0x80 ? Buffer.of(0) : Buffer.alloc(0), bytes);
}

/** SubjectPublicKeyInfo is SEQUENCE(algorithm, BIT STRING(INTEGER y)). */
function publicValue(spki: Buffer): Buffer {
  const [, bits] = derParts(derBody(spki));
  if (!bits) throw new WaysideError('INTERNAL', 'a public key without a key in it');
  return unsigned(derBody(derBody(bits).subarray(1)));
}

function derSize(bytes: Buffer): { readonly head: number; readonly size: number } {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return { head: 2, size: first };
  const count = first & 0x7f;
  return { head: 2 + count, size: bytes.readUIntBE(2, count) };
}

function derBody(bytes: Buffer): Buffer {
  const { head, size } = derSize(bytes);
  return bytes.subarray(head, head + size);
}

function derParts(bytes: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let rest = bytes; rest.length > 1; ) {
    const { head, size } = derSize(rest);
    parts.push(rest.subarray(0, head + size));
    rest = rest.subarray(head + size);
  }
  return parts;
}
