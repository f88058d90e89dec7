/** Puts this room together: users, roles, sessions and tokens over one store, and what forgets when they change. */
import { WaysideError } from '../../shared/errors.ts';
import { isSiteId, type Principal, type RecordRef, type UserPrincipal } from '../../shared/model/index.ts';
import type { Clock, Random } from '../../shared/runtime/index.ts';
import type { PasswordHasher } from '../../shared/seal/index.ts';
import { AccessStore, type Db, PeopleStore, SessionStore, tried } from '../store/index.ts';
import { LiveCalls } from './live-calls.ts';
import { Access } from './principal.ts';
import { Principals } from './principals.ts';
import { type RateLimitOptions, RateLimits } from './rate-limits.ts';
import { Roles } from './roles.ts';
import { type SessionSettings, Sessions } from './sessions.ts';
import type { ThrottleOptions } from './throttle.ts';
import { Tokens } from './tokens.ts';
import { type UserChange, Users } from './users.ts';

export interface AccessRoomDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly db: Db;
  readonly hasher: PasswordHasher;
  /** Whether a site or floor is there. */
  readonly exists: (ref: RecordRef) => boolean;
  readonly authenticateAgent: (certificate: Uint8Array) => Extract<Principal, { type: 'agent' }>;
  readonly session: SessionSettings;
  readonly login: Omit<ThrottleOptions, 'clock'>;
  readonly principalTtlMs: number;
  readonly rateLimit: Omit<RateLimitOptions, 'clock'>;
}

export interface AccessRoom {
  readonly access: Access;
  readonly principals: Principals;
  readonly users: Users;
  readonly roles: Roles;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  /** Does it; or, `validateOnly`, only tries: its answer or error, nothing written, and nobody's calls end. */
  readonly attempt: <T>(validateOnly: boolean, work: () => T) => T;
}

export function openAccess(deps: AccessRoomDeps): AccessRoom {
  const { clock, random, db, hasher } = deps;
  const stores = { people: new PeopleStore(db), tokens: new AccessStore(db), sessions: new SessionStore(db) };
  const { people } = stores;
  const places = {
    hasSite: (site: string) => isSiteId(site) && deps.exists({ site, kind: 'site', id: site }),
    hasFloor: (site: string, id: string) => deps.exists({ site, kind: 'floor', id }),
  };
  const live = new LiveCalls();
  let isTrying = false;
  const forget = (about: (principal: UserPrincipal) => boolean): void => {
    if (isTrying) return;
    principals.forget();
    live.end((principal) => (about(principal) ? ended(principal) : undefined));
  };
  const onEnd = (ids: readonly string[]): void => forget(({ tokenId }) => ids.includes(tokenId));
  const onUser = (user: string, what: UserChange): void => {
    if (what !== 'changed') sessions.endAllOf(user);
    if (what === 'gone') tokens.deleteAllOf(user);
    if (what !== 'password') forget(({ name }) => name === user);
  };
  const roles: Roles = new Roles({
    ...{ people, places, requireAdmin: () => users.requireAdmin() },
    onChange: (names) => forget(({ name }) => names.includes(name)),
  });
  const users = new Users({ clock, people, roles, hasher, onChange: onUser });
  const sessions = new Sessions({
    ...{ clock, random, people, store: stores.sessions, hasher, onEnd },
    ...{ settings: deps.session, login: deps.login },
  });
  const tokens = new Tokens({ clock, random, people, store: stores.tokens, onEnd });
  const principals = new Principals({
    ...{ clock, people, roles, tokens: stores.tokens, sessions: stores.sessions },
    ...{ ttlMs: deps.principalTtlMs, idleMs: deps.session.idleMs },
  });
  const limits = new RateLimits({ clock, ...deps.rateLimit });
  const { authenticateAgent } = deps;
  const access = new Access({ principals, limits, live, authenticateAgent });
  const attempt = <T>(validateOnly: boolean, work: () => T): T => {
    if (!validateOnly) return work();
    isTrying = true;
    try {
      return tried(db, work);
    } finally {
      isTrying = false;
    }
  };
  return { access, principals, users, roles, sessions, tokens, attempt };
}

function ended({ name }: UserPrincipal): WaysideError {
  return new WaysideError('UNAUTHENTICATED', `what ${name} may do has changed, or the token has ended`, {
    hint: 'Call again; if that is refused, log in again.',
  });
}
