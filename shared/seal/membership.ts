/**
 * The membership document: who belongs to the mesh, which controller is the home of which site, and since which
 * epoch. It is signed by the mesh root key, and each version names the hash of the one before, so that nobody can
 * take one out, put one in or turn the mesh back. A lone controller has a document with one member.
 *
 *   text       canonical JSON {"body": {…}, "signatures": [{"key": hex, "signature": hex}]}
 *   hash       SHA-256 of the canonical body, hex: signatures are not part of it, so that more may be added
 *   signed     "wayside/membership/1\n" and the canonical body
 *
 * Fields that this version does not know are kept, hashed and carried into the next version.
 */
import { WaysideError } from '../errors.ts';
import { canonicalJson, isSiteId, type Json, type JsonObject, MESH_SITE } from '../model/index.ts';
import { concatBytes, equalBytes, fromHex, requireLength, sha256, toHex, utf8 } from './bytes.ts';
import { fingerprint } from './fingerprint.ts';
import { type IdentityKeys, PUBLIC_KEY_BYTES, SIGNATURE_BYTES, sign, verifySignature } from './keys.ts';
import { checkMembership, MEMBERSHIP_FORMAT, refused } from './membership-check.ts';

export const MEMBERSHIP_MAX_BYTES = 1_048_576;
export const HORIZON_DAYS_DEFAULT = 30;

export type MemberState = 'active' | 'removed';

export interface Member {
  /** Base32 form; the first half of its origins. */
  readonly fingerprint: string;
  /** Public keys, hex. */
  readonly ed25519: string;
  readonly x25519: string;
  readonly name: string;
  readonly state: MemberState;
  readonly incarnations?: readonly string[];
  /** SHA-256 of each CA that its agents should trust, hex; absent: the one that the join token pinned. */
  readonly cas?: readonly string[];
}

/** The last seq of an origin in a lane of the old epoch that counts, written when a site moves. */
export interface Cut {
  readonly epoch: number;
  readonly group: string;
  readonly origin: string;
  readonly seq: number;
}

export interface HomeSite {
  readonly site: string;
  /** Fingerprint of the member that owns it. */
  readonly home: string;
  /** From 1; raised by each move. */
  readonly epoch: number;
  readonly cuts: readonly Cut[];
}

export interface Membership {
  readonly format: typeof MEMBERSHIP_FORMAT;
  /** From 1, without gaps. */
  readonly version: number;
  /** Hash of the version before; null in the first. */
  readonly previous: string | null;
  readonly meshId: string;
  /** Public key of the mesh root, hex. */
  readonly root: string;
  readonly members: readonly Member[];
  readonly sites: readonly HomeSite[];
  /** The place for what an origin may write; empty while there is one member. */
  readonly grants: readonly Json[];
  /** How long a member may be away before its unseen changes are no longer waited for. */
  readonly horizonDays: number;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
  readonly expiresAt?: number;
}

export interface SignedMembership {
  readonly body: Membership;
  readonly hash: string;
  /** The bytes that are stored and sent. */
  readonly text: string;
}

export interface NewMember {
  readonly identityKey: Uint8Array;
  readonly sealingKey: Uint8Array;
  readonly name: string;
}

export interface FirstMembership {
  readonly meshId: string;
  readonly root: Uint8Array;
  readonly member: NewMember;
  readonly issuedAt: number;
}

/** The document of a lone controller: it is the only member, and home of the site `mesh`. */
export function createFirst(first: FirstMembership): Membership {
  requireLength('the mesh root key', first.root, PUBLIC_KEY_BYTES);
  requireLength('the sealing key', first.member.sealingKey, PUBLIC_KEY_BYTES);
  const home = fingerprint(first.member.identityKey);
  return {
    format: MEMBERSHIP_FORMAT,
    version: 1,
    previous: null,
    meshId: first.meshId,
    root: toHex(first.root),
    members: [
      {
        fingerprint: home,
        ed25519: toHex(first.member.identityKey),
        x25519: toHex(first.member.sealingKey),
        name: first.member.name,
        state: 'active',
      },
    ],
    sites: [{ site: MESH_SITE, home, epoch: 1, cuts: [] }],
    grants: [],
    horizonDays: HORIZON_DAYS_DEFAULT,
    issuedAt: first.issuedAt,
  };
}

/** The next version, in which `home` owns the new site. Errors: INVALID_INPUT, ALREADY_EXISTS. */
export function withSite(
  current: SignedMembership,
  added: { readonly site: string; readonly home: string; readonly issuedAt: number },
): Membership {
  const { body } = current;
  if (!isSiteId(added.site)) {
    throw new WaysideError('INVALID_INPUT', `"${added.site.slice(0, 80)}" is not a site id`, {
      hint: 'Use lower-case letters, digits and hyphens, at most 63.',
    });
  }
  if (body.sites.some(({ site }) => site === added.site)) {
    throw new WaysideError('ALREADY_EXISTS', `site ${added.site} already has a home`);
  }
  return {
    ...body,
    version: body.version + 1,
    previous: current.hash,
    sites: [...body.sites, { site: added.site, home: added.home, epoch: 1, cuts: [] }],
    issuedAt: added.issuedAt,
  };
}

/** The next version, in which the member's agents trust these CAs. */
export function withCas(
  current: SignedMembership,
  changed: { readonly member: string; readonly cas: readonly string[]; readonly issuedAt: number },
): Membership {
  const { body } = current;
  return {
    ...body,
    version: body.version + 1,
    previous: current.hash,
    members: body.members.map((member) =>
      member.fingerprint === changed.member ? { ...member, cas: [...changed.cas] } : member,
    ),
    issuedAt: changed.issuedAt,
  };
}

/** Signs with the mesh root key, which must be the one that the document names. */
export function signMembership(body: Membership, root: IdentityKeys): SignedMembership {
  if (body.root !== toHex(root.publicKey)) {
    throw new WaysideError('WRONG_IDENTITY', 'the membership document names another root key');
  }
  checkMembership(body);
  const bytes = bodyBytes(body);
  const signatures = [{ key: body.root, signature: toHex(sign(root, signedBytes(bytes))) }];
  const text = canonicalJson({ body: body as unknown as JsonObject, signatures });
  return { body, hash: toHex(sha256(bytes)), text };
}

/** What a join token pins of the mesh root key. */
export function rootPin(root: Uint8Array): Uint8Array {
  return sha256('wayside/root/1\n', root);
}

export interface MembershipTrust {
  readonly rootPin: Uint8Array;
  /** The version held so far; `undefined` takes any version, as at enrolment. */
  readonly held?: SignedMembership | undefined;
  /** `allowed`: whoever keeps the newest version only may skip some. A controller walks them all. */
  readonly gaps?: 'allowed';
}

/**
 * Checks a document before anybody may use or store it. Error: MEMBERSHIP_REFUSED when it is malformed, not signed by
 * the pinned root, older than the one held, or does not follow it.
 */
export function verifyMembership(text: string, trust: MembershipTrust): SignedMembership {
  const { body, signatures } = parse(text);
  const root = fromHex(typeof body.root === 'string' ? body.root : '', PUBLIC_KEY_BYTES);
  if (!root || !equalBytes(rootPin(root), trust.rootPin)) throw refused('it names another root key');
  const bytes = bodyBytes(body);
  if (!isSignedBy(root, signedBytes(bytes), signatures)) throw refused('the root key did not sign it');
  checkMembership(body);
  const next = { body, hash: toHex(sha256(bytes)), text };
  if (trust.held) requireSuccession(trust.held, next, trust.gaps);
  return next;
}

/** Past its expiry a document still counts; it is an alarm for people, because somebody may be keeping the next one back. */
export function isExpired(body: Membership, nowMs: number): boolean {
  return body.expiresAt !== undefined && body.expiresAt <= nowMs;
}

function requireSuccession(
  held: SignedMembership,
  next: SignedMembership,
  gaps: MembershipTrust['gaps'],
): void {
  const { version } = next.body;
  const current = held.body.version;
  if (version < current) throw refused(`version ${version} is older than version ${current}, which is held`);
  if (version === current && next.hash !== held.hash) throw refused(`there are two versions ${version}`);
  if (version > current + 1 && gaps !== 'allowed')
    throw refused(`the versions between ${current} and ${version} are missing`);
  if (version === current + 1 && next.body.previous !== held.hash)
    throw refused(`version ${version} does not follow the version ${current} that is held`);
  if (next.body.meshId !== held.body.meshId) throw refused('it belongs to another mesh');
}

interface Parsed {
  readonly body: Membership;
  readonly signatures: readonly unknown[];
}

/** The text must be canonical, so that one document has one spelling. */
function parse(text: string): Parsed {
  if (Buffer.byteLength(text) > MEMBERSHIP_MAX_BYTES) throw refused('it is too long');
  let document: JsonObject;
  try {
    document = JSON.parse(text) as JsonObject;
    if (canonicalJson(document) !== text) throw refused('its text is not canonical');
  } catch (cause) {
    throw cause instanceof WaysideError ? cause : refused('it is not JSON', cause);
  }
  const { body, signatures } = document ?? {};
  if (typeof body !== 'object' || body === null || !Array.isArray(signatures))
    throw refused('it has no body');
  return { body: body as unknown as Membership, signatures };
}

function isSignedBy(root: Uint8Array, message: Uint8Array, signatures: readonly unknown[]): boolean {
  return signatures.some((entry) => {
    const { key, signature } = (entry ?? {}) as { key?: unknown; signature?: unknown };
    if (key !== toHex(root) || typeof signature !== 'string') return false;
    const bytes = fromHex(signature, SIGNATURE_BYTES);
    return bytes !== undefined && verifySignature(root, message, bytes);
  });
}

function bodyBytes(body: Membership): Uint8Array {
  return utf8(canonicalJson(body as unknown as JsonObject));
}

function signedBytes(body: Uint8Array): Uint8Array {
  return concatBytes(`${MEMBERSHIP_FORMAT}\n`, body);
}
