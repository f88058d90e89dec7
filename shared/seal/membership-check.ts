/** Whether a membership document makes sense in itself: shapes, keys that fit their fingerprints, homes that are members. */
import { WaysideError } from '../errors.ts';
import { isSiteId } from '../model/index.ts';
import { fromHex } from './bytes.ts';
import { fingerprint } from './fingerprint.ts';
import { PUBLIC_KEY_BYTES } from './keys.ts';

export const MEMBERSHIP_FORMAT = 'wayside/membership/1';
const HASH = /^[0-9a-f]{64}$/;
const MESH_ID = /^[0-9a-z]{1,64}$/;

type Fields = Readonly<Record<string, unknown>>;

/** Throws MEMBERSHIP_REFUSED; the argument may be anything that came as JSON. */
export function checkMembership(body: object): void {
  const { format, version, previous, meshId, members, sites, grants, horizonDays, issuedAt, expiresAt } =
    body as Fields;
  if (format !== MEMBERSHIP_FORMAT) throw refused('its format is not known to this version');
  if (!isCount(version, 1)) throw refused('its version is not a number from 1');
  const previousFits =
    version === 1 ? previous === null : typeof previous === 'string' && HASH.test(previous);
  if (!previousFits) throw refused('it does not name the version before');
  if (typeof meshId !== 'string' || !MESH_ID.test(meshId)) throw refused('its mesh id is malformed');
  if (!isCount(horizonDays, 1) || !isCount(issuedAt, 0)) throw refused('its horizon or date is malformed');
  if (expiresAt !== undefined && !isCount(expiresAt, 0)) throw refused('its expiry is malformed');
  if (!Array.isArray(grants)) throw refused('its grants are not a list');
  checkSites(sites, checkMembers(members));
}

/** The fingerprints of all members. */
function checkMembers(members: unknown): ReadonlySet<string> {
  const known = new Set<string>();
  for (const member of listOf(members, 'members')) {
    const { fingerprint: print, ed25519, x25519, name, state, cas } = member;
    const identity = typeof ed25519 === 'string' ? fromHex(ed25519, PUBLIC_KEY_BYTES) : undefined;
    const sealing = typeof x25519 === 'string' ? fromHex(x25519, PUBLIC_KEY_BYTES) : undefined;
    if (!identity || !sealing || typeof name !== 'string') throw refused('a member is malformed');
    if (print !== fingerprint(identity)) throw refused(`the fingerprint of ${name} does not fit its key`);
    if (state !== 'active' && state !== 'removed') throw refused(`the state of ${name} is not known`);
    if (cas !== undefined && !(Array.isArray(cas) && cas.every((pin) => HASH.test(String(pin)))))
      throw refused(`the CAs of ${name} are malformed`);
    if (known.has(print)) throw refused(`${name} is listed twice`);
    known.add(print);
  }
  return known;
}

function checkSites(sites: unknown, members: ReadonlySet<string>): void {
  const known = new Set<string>();
  for (const { site, home, epoch, cuts } of listOf(sites, 'sites')) {
    if (typeof site !== 'string' || !isSiteId(site) || known.has(site)) throw refused('a site is malformed');
    if (typeof home !== 'string' || !members.has(home)) throw refused(`the home of ${site} is not a member`);
    if (!isCount(epoch, 1) || !Array.isArray(cuts)) throw refused(`the epoch of ${site} is malformed`);
    known.add(site);
  }
}

function listOf(value: unknown, what: string): readonly Fields[] {
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'object' || item === null))
    throw refused(`its ${what} are not a list`);
  return value;
}

function isCount(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

export function refused(why: string, cause?: unknown): WaysideError {
  return new WaysideError('MEMBERSHIP_REFUSED', `the membership document is refused: ${why}`, { cause });
}
