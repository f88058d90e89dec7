/**
 * A credential on its way through a controller that must not read it. The agent signs its X25519 key with its identity;
 * whoever types the secret checks that signature, and seals the order to the key. Whom and what it is for stands inside
 * the seal, so that nobody in between can give it another agent, name, version or target.
 *
 *   key    wayside/seal-key/1\n {"agent":…,"key":…,"number":…}                                   <- signed
 *   order  wayside/sealed-credential/1 NUMBER\n | sealed {"agent":…,"expiresAt":…,"name":…,"number":…,…}
 *
 * The number is for the day on which an agent gets a new key: until the last order for the old one has ended it opens
 * both. A sealed box says nothing of who sealed it: what an order may do is bounded by the host's own list of targets.
 */
import { WaysideError } from '../errors.ts';
import { canonicalJson, type JsonObject } from '../model/index.ts';
import type { Random } from '../runtime/index.ts';
import { concatBytes, toBase64Url, utf8 } from './bytes.ts';
import { credentialFrom, type NewCredential } from './credential.ts';
import { fingerprint } from './fingerprint.ts';
import {
  type IdentityKeys,
  openSealed,
  PUBLIC_KEY_BYTES,
  type SealingKeys,
  sealTo,
  sign,
  verifySignature,
} from './keys.ts';
import { Secret } from './secret.ts';

const KEY_DOMAIN = 'wayside/seal-key/1\n';
const ORDER_FORMAT = 'wayside/sealed-credential/1';
/** Of an order as it travels: a private key, a thousand targets, and room. */
export const SEALED_CREDENTIAL_BYTES_MAX = 262_144;
/** How long an order waits for its agent; the agent refuses older ones. */
export const ORDER_LIFETIME_MS = 604_800_000;
/** Versions and key numbers are from 1 to this. */
export const CREDENTIAL_VERSION_MAX = 2_000_000_000;
/** Further ahead of the last one no version is taken: one order must not use up all that there are. */
export const CREDENTIAL_VERSION_STEP_MAX = 1000;

export interface SealKey {
  readonly agentId: string;
  /** From 1; a later key has a higher one. */
  readonly number: number;
  /** X25519 public key. */
  readonly key: Uint8Array;
}

export interface SignedSealKey extends SealKey {
  /** By the identity key of the agent. */
  readonly signature: Uint8Array;
}

export interface CredentialOrder {
  readonly agent: string;
  readonly name: string;
  readonly version: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Empty when it is to be removed. */
  readonly targets: readonly string[];
  /** `undefined`: remove the one of that name. */
  readonly secret: Secret<NewCredential> | undefined;
}

function keyMessage({ agentId, number, key }: SealKey): Uint8Array {
  return concatBytes(KEY_DOMAIN, canonicalJson({ agent: agentId, key: toBase64Url(key), number }));
}

export function signSealKey(identity: IdentityKeys, sealing: SealingKeys, number: number): SignedSealKey {
  const agentId = fingerprint(identity.publicKey);
  const sealKey = { agentId, number, key: sealing.publicKey };
  return { ...sealKey, signature: sign(identity, keyMessage(sealKey)) };
}

/** Whether the agent itself vouches for the key: the identity is that of its id, and signed it. */
export function isSealKeyOf(identityKey: Uint8Array, sealKey: SignedSealKey): boolean {
  if (identityKey.byteLength !== PUBLIC_KEY_BYTES || sealKey.key.byteLength !== PUBLIC_KEY_BYTES)
    return false;
  if (!isNumber(sealKey.number) || fingerprint(identityKey) !== sealKey.agentId) return false;
  return verifySignature(identityKey, keyMessage(sealKey), sealKey.signature);
}

export function sealOrder(order: CredentialOrder, { number, key }: SealKey, random: Random): Uint8Array {
  const { agent, name, version, expiresAt, targets, secret } = order;
  const fields: JsonObject = {
    ...{ agent, name, version, expiresAt, number, targets },
    ...(secret && { secret: { ...secret.reveal() } }),
  };
  return concatBytes(`${ORDER_FORMAT} ${number}\n`, sealTo(key, utf8(canonicalJson(fields)), random));
}

/** The keys of the agent, by number. Errors: UNSUPPORTED (format), DECRYPT_FAILED (key, or bytes that were changed). */
export function openOrder(sealed: Uint8Array, keys: ReadonlyMap<number, SealingKeys>): CredentialOrder {
  const end = sealed.indexOf(0x0a);
  const [format, number] = Buffer.from(sealed.subarray(0, Math.max(0, end)))
    .toString('latin1')
    .split(' ');
  if (format !== ORDER_FORMAT) {
    throw new WaysideError('UNSUPPORTED', 'this is no sealed credential of a format that this agent knows', {
      hint: 'Upgrade the older one of agent and command line.',
    });
  }
  const key = keys.get(Number(number));
  const plain = key && openSealed(key, sealed.subarray(end + 1));
  const order = plain && readOrder(plain, Number(number));
  if (order) return order;
  throw new WaysideError(
    'DECRYPT_FAILED',
    key
      ? 'the sealed credential does not open: it was sealed to another key, or changed on its way'
      : `the credential is sealed to key ${Number(number)}, which this agent does not have`,
    { hint: 'Set it again. Should that end the same way, somebody on the way changes it.' },
  );
}

/** Anybody may have sealed it, so nothing of it is taken for granted. */
function readOrder(plain: Uint8Array, sealedTo: number): CredentialOrder | undefined {
  const fields = parse(plain);
  const { agent, name, version, expiresAt, number, targets, secret } = fields;
  if (typeof agent !== 'string' || typeof name !== 'string' || number !== sealedTo) return undefined;
  if (!isNumber(version) || !Number.isSafeInteger(expiresAt) || !isTextList(targets)) return undefined;
  const order = { agent, name, version, expiresAt: Number(expiresAt), targets };
  if (secret === undefined) return { ...order, secret: undefined };
  const credential = typeof secret === 'object' && secret !== null ? credentialFrom(secret) : undefined;
  return credential && { ...order, secret: new Secret(credential) };
}

function parse(plain: Uint8Array): Record<string, unknown> {
  try {
    const fields: unknown = JSON.parse(new TextDecoder().decode(plain));
    return typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>) : {};
  } catch {
    // Its message would quote the secret.
    return {};
  }
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= CREDENTIAL_VERSION_MAX;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
