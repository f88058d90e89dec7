/**
 * The join token: one line that lets one agent join one site, and tells it whom to trust.
 *
 *   wj1.<base64url of canonical JSON {a: addresses, c: CA pin, e: expiry s, r: root pin, s: site, t: secret}>
 *
 * The pins are SHA-256 hashes, so that the agent knows its controller before it says a word to it.
 */
import { WaysideError } from '../errors.ts';
import { canonicalJson, isSiteId } from '../model/index.ts';
import { concatBytes, fromBase64Url, sha256, toBase64Url, utf8 } from './bytes.ts';
import { Secret } from './secret.ts';

const PREFIX = 'wj1.';
const PIN_BYTES = 32;
export const JOIN_TOKEN_MAX_CHARS = 4096;
export const JOIN_ADDRESSES_MAX = 8;

export interface JoinToken {
  /** Where the controller listens, `host:port`, in the order to try. */
  readonly addresses: readonly string[];
  readonly site: string;
  readonly secret: Secret<string>;
  /** SHA-256 of the controller's CA certificate in DER. */
  readonly caPin: Uint8Array;
  /** `rootPin` of the mesh root key. */
  readonly rootPin: Uint8Array;
  /** Epoch milliseconds, whole seconds. For people: the controller's own record decides. */
  readonly expiresAt: number;
}

export function formatJoinToken(token: JoinToken): Secret<string> {
  const fields = {
    a: token.addresses,
    c: toBase64Url(token.caPin),
    e: Math.floor(token.expiresAt / 1000),
    r: toBase64Url(token.rootPin),
    s: token.site,
    t: token.secret.reveal(),
  };
  return new Secret(`${PREFIX}${toBase64Url(utf8(canonicalJson(fields)))}`);
}

/** Blanks and line ends around the token are cut off. Errors: JOIN_TOKEN_MISSING, INVALID_TOKEN_FORMAT; none of them quotes it. */
export function parseJoinToken(text: Secret<string>): JoinToken {
  const line = trimJoinToken(text).reveal();
  const fields = decode(line);
  const { a, c, e, r, s, t } = fields;
  const caPin = typeof c === 'string' ? fromBase64Url(c) : undefined;
  const rootPin = typeof r === 'string' ? fromBase64Url(r) : undefined;
  if (caPin?.byteLength !== PIN_BYTES || rootPin?.byteLength !== PIN_BYTES) throw malformed();
  if (typeof s !== 'string' || !isSiteId(s) || typeof t !== 'string' || t === '') throw malformed();
  if (typeof e !== 'number' || !Number.isSafeInteger(e) || !isAddressList(a)) throw malformed();
  return { addresses: a, site: s, secret: new Secret(t), caPin, rootPin, expiresAt: e * 1000 };
}

/** What both sides hash: the token without the line end that a file or a pipe adds. */
export function trimJoinToken(text: Secret<string>): Secret<string> {
  const line = text.reveal().trim();
  if (line === '') {
    throw new WaysideError('JOIN_TOKEN_MISSING', 'no join token was given', {
      hint: 'Make one with `wayside agent token create --site SITE` and give it on stdin or in a 0600 file.',
    });
  }
  if (line.length > JOIN_TOKEN_MAX_CHARS || !line.startsWith(PREFIX) || /\s/.test(line)) throw malformed();
  return new Secret(line);
}

export interface EnrolClaim {
  /** Trimmed; empty when a known agent joins again with its bound key. */
  readonly joinToken: Secret<string>;
  readonly sealingKey: Uint8Array;
  /** PKCS#10 in DER. */
  readonly certificateRequest: Uint8Array;
}

/** What the identity key signs at enrolment: it binds the token, the sealing key and the certificate's key together. */
export function enrolProof(claim: EnrolClaim): Uint8Array {
  return concatBytes(
    'wayside/enrol/1',
    sha256(claim.joinToken.reveal()),
    claim.sealingKey,
    sha256(claim.certificateRequest),
  );
}

function decode(line: string): Record<string, unknown> {
  const bytes = fromBase64Url(line.slice(PREFIX.length));
  if (!bytes) throw malformed();
  try {
    const fields: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof fields === 'object' && fields !== null) return fields as Record<string, unknown>;
  } catch {
    // The parser's message would quote a piece of the token.
  }
  throw malformed();
}

function isAddressList(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > JOIN_ADDRESSES_MAX) return false;
  return value.every((item) => typeof item === 'string' && /^\S{1,255}:\d{1,5}$/.test(item));
}

function malformed(): WaysideError {
  return new WaysideError('INVALID_TOKEN_FORMAT', 'this is not a join token', {
    hint: 'A join token is one line that begins with wj1. and holds no blanks; copy it whole.',
  });
}
