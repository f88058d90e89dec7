/**
 * Whose token is that: every call asks, so answers are kept for a while, and all forgotten as soon as a user, role,
 * session or token changes. Wrong tokens get one and the same answer, so that trying tells nothing.
 */
import { WaysideError } from '../../shared/errors.ts';
import { hostOf, isInRanges, type UserPrincipal, type WhoAmI } from '../../shared/model/index.ts';
import { type Clock, LruMap } from '../../shared/runtime/index.ts';
import { hashToken, type Secret, sameHash } from '../../shared/seal/index.ts';
import { type AccessStore, type PeopleStore, type SessionStore, translated } from '../store/index.ts';
import type { Roles } from './roles.ts';

export const PRINCIPALS_CACHED_MAX = 10_000;

/** `wt1.` for API tokens, `ws1.` for sessions. */
const TOKEN = /^w([ts])1\.([0-9a-z]{26})\.[\w-]{43}$/;
/** The use of a session is written no more often, nor than a tenth of the time that it may idle. */
const TOUCH_EVERY_MS = 60_000;
const TOUCH_PARTS = 10;

export interface PrincipalsDeps {
  readonly clock: Clock;
  readonly tokens: AccessStore;
  readonly sessions: SessionStore;
  readonly people: PeopleStore;
  readonly roles: Pick<Roles, 'grantsOf'>;
  /** How long an answer is kept when nothing changes. */
  readonly ttlMs: number;
  readonly idleMs: number;
}

interface Entry {
  readonly principal: UserPrincipal;
  readonly fullName: string;
  readonly hash: string;
  readonly signedIn: 'session' | 'token';
  readonly tokenName: string;
  readonly allow: readonly string[];
  readonly expiresAt: number | undefined;
  /** Of the last use that is written; 0 for tokens. */
  readonly usedAt: number;
  /** By the monotonic clock. */
  readonly readAt: number;
}

export class Principals {
  private readonly deps: PrincipalsDeps;
  private readonly entries = new LruMap<string, Entry>(PRINCIPALS_CACHED_MAX);
  private storeReads = 0;

  constructor(deps: PrincipalsDeps) {
    this.deps = deps;
  }

  /** How often the store had to be asked. */
  get reads(): number {
    return this.storeReads;
  }

  /** From where it is called counts for tokens with an allow-list. Error: UNAUTHENTICATED. */
  verify(text: Secret<string>, address: string): UserPrincipal {
    const [, sort, id = ''] = TOKEN.exec(text.reveal()) ?? [];
    const entry = sort === undefined ? undefined : this.entryOf(sort === 's' ? 'session' : 'token', id);
    if (!entry || !sameHash(entry.hash, hashToken(text))) throw unknown();
    this.refuseEnded(entry);
    if (entry.allow.length > 0 && !isInRanges(hostOf(address) ?? '', entry.allow)) {
      throw new WaysideError(
        'UNAUTHENTICATED',
        `the token may not be used from ${hostOf(address) ?? 'here'}`,
        {
          hint: 'Its owner can change that: wayside token edit ID --allow RANGE',
        },
      );
    }
    if (entry.signedIn === 'session') this.touch(id, entry);
    return entry.principal;
  }

  /** Why what this principal showed opens nothing any more; `undefined`: it still does. */
  endOf({ tokenId }: UserPrincipal): WaysideError | undefined {
    const entry = this.entryOf('token', tokenId) ?? this.entryOf('session', tokenId);
    if (!entry) return unknown();
    try {
      this.refuseEnded(entry);
      // A stream that is open is a use.
      if (entry.signedIn === 'session') this.touch(tokenId, entry);
      return undefined;
    } catch (error) {
      return WaysideError.from(error);
    }
  }

  /** A user as it is now, with all its roles, for work that goes on after its call; `undefined`: not known, or disabled. */
  byName(name: string): UserPrincipal | undefined {
    const user = this.deps.people.user(name);
    if (user?.disabled !== 0) return undefined;
    const grants = this.deps.roles.grantsOf(this.deps.people.rolesOf(user.name));
    return { type: 'user', name: user.name, grants, readOnly: false, tokenId: '' };
  }

  /** Error: UNAUTHENTICATED. */
  whoAmI({ tokenId }: UserPrincipal): WhoAmI {
    const entry = this.entryOf('token', tokenId) ?? this.entryOf('session', tokenId);
    if (!entry) throw unknown();
    const { principal, fullName, signedIn, tokenName, expiresAt } = entry;
    const { name, grants, readOnly } = principal;
    const idleAt = signedIn === 'session' ? this.deps.clock.now() + this.deps.idleMs : undefined;
    return { name, fullName, grants, signedIn, tokenName, readOnly, expiresAt, idleAt };
  }

  /** Something changed that an answer may rest on. */
  forget(): void {
    this.entries.clear();
  }

  private entryOf(sort: Entry['signedIn'], id: string): Entry | undefined {
    const { clock, ttlMs } = this.deps;
    const cached = this.entries.get(id);
    if (cached && cached.signedIn === sort && clock.monotonic() - cached.readAt < ttlMs) return cached;
    this.storeReads += 1;
    const entry = translated(() => (sort === 'token' ? this.readToken(id) : this.readSession(id)));
    if (!entry) return undefined;
    // A use that could not be written is known here alone.
    const usedAt = Math.max(entry.usedAt, cached?.signedIn === sort ? cached.usedAt : 0);
    const fresh = { ...entry, usedAt };
    this.entries.set(id, fresh);
    return fresh;
  }

  private readToken(id: string): Entry | undefined {
    const row = this.deps.tokens.token(id);
    const user = this.deps.people.user(row?.name ?? '');
    if (!row || user?.disabled !== 0) return undefined;
    const wanted = JSON.parse(row.roles) as readonly string[];
    const mine = this.deps.people.rolesOf(user.name);
    const roles = wanted.length === 0 ? mine : mine.filter((role) => wanted.includes(role));
    const grants = this.deps.roles.grantsOf(roles);
    return {
      principal: { type: 'user', name: user.name, grants, readOnly: row.readOnly !== 0, tokenId: id },
      ...{ fullName: user.fullName, hash: row.hash, signedIn: 'token', tokenName: row.label, usedAt: 0 },
      ...{ allow: JSON.parse(row.allow) as readonly string[], expiresAt: row.expiresAt ?? undefined },
      readAt: this.deps.clock.monotonic(),
    };
  }

  private readSession(id: string): Entry | undefined {
    const row = this.deps.sessions.session(id);
    const user = this.deps.people.user(row?.user ?? '');
    if (!row || user?.disabled !== 0) return undefined;
    const grants = this.deps.roles.grantsOf(this.deps.people.rolesOf(user.name));
    return {
      principal: { type: 'user', name: user.name, grants, readOnly: false, tokenId: id },
      ...{ fullName: user.fullName, hash: row.hash, signedIn: 'session', tokenName: '', allow: [] },
      ...{ expiresAt: row.expiresAt, usedAt: row.usedAt, readAt: this.deps.clock.monotonic() },
    };
  }

  private refuseEnded({ signedIn, principal, expiresAt, usedAt }: Entry): void {
    const { clock, idleMs } = this.deps;
    const now = clock.now();
    const idle = signedIn === 'session' && now - usedAt >= idleMs;
    if (!idle && (expiresAt === undefined || now < expiresAt)) return;
    const what = signedIn === 'session' ? 'session' : 'token';
    const why = idle ? 'was not used for too long' : `expired at ${new Date(expiresAt ?? now).toISOString()}`;
    throw new WaysideError('UNAUTHENTICATED', `the ${what} of ${principal.name} ${why}`, {
      hint: signedIn === 'session' ? 'Log in again: wayside login' : 'Make a new one: wayside token add NAME',
    });
  }

  private touch(id: string, entry: Entry): void {
    const now = this.deps.clock.now();
    const sinceMs = now - entry.usedAt;
    // A use in the future is of a clock that was ahead: left so, the session would not idle until then.
    if (sinceMs >= 0 && sinceMs < Math.min(TOUCH_EVERY_MS, this.deps.idleMs / TOUCH_PARTS)) return;
    try {
      this.deps.sessions.touch(id, now);
    } catch {
      // With a full disk people can still read; the next use writes it again, and until then memory knows it.
    }
    this.entries.set(id, { ...entry, usedAt: now });
  }
}

function unknown(): WaysideError {
  return new WaysideError('UNAUTHENTICATED', 'the token is not known here', {
    hint: 'Log in with "wayside login", or check that the context points at this controller and the token is complete.',
  });
}
