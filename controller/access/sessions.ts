/**
 * Logging in. A wrong name and a wrong password get the same words after the same work: for a name that is not there
 * the password is checked against a hash that nothing fits. Guessing is slowed down by name and by address alike,
 * whether or not there is such a user.
 */
import { WaysideError } from '../../shared/errors.ts';
import { addressOwner } from '../../shared/model/index.ts';
import { type Clock, newId, type Random } from '../../shared/runtime/index.ts';
import { hashToken, newTokenSecret, type PasswordHasher, Secret } from '../../shared/seal/index.ts';
import { type PeopleStore, type SessionStore, translated } from '../store/index.ts';
import { isName } from './fields.ts';
import { isTooLong, normalPassword } from './passwords.ts';
import { Throttle, type ThrottleOptions } from './throttle.ts';

/** Of one user; one more ends the oldest. */
export const SESSIONS_OF_USER_MAX = 50;

/** People who may fail behind one address before it is slowed down. */
const ADDRESS_SHARE = 4;

export interface SessionSettings {
  /** A session that was not used for so long has ended. */
  readonly idleMs: number;
  readonly lifetimeMs: number;
}

export interface SessionsDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly people: PeopleStore;
  readonly store: SessionStore;
  readonly hasher: PasswordHasher;
  readonly settings: SessionSettings;
  readonly login: Omit<ThrottleOptions, 'clock'>;
  /** Told after sessions have ended. */
  readonly onEnd: (ids: readonly string[]) => void;
}

export interface LoginRequest {
  readonly user: string;
  readonly password: Secret<string>;
  /** `10.0.0.7:50123` */
  readonly address: string;
}

export interface NewSession {
  readonly token: Secret<string>;
  readonly user: string;
  readonly expiresAt: number;
}

export class Sessions {
  private readonly deps: SessionsDeps;
  private readonly byUser: Throttle;
  private readonly byAddress: Throttle;

  constructor(deps: SessionsDeps) {
    this.deps = deps;
    this.byUser = new Throttle({ clock: deps.clock, ...deps.login });
    // Several people may sit behind one address: more is free there, and one of them cannot forgive the others' guesses.
    this.byAddress = new Throttle({
      ...{ clock: deps.clock, ...deps.login, freeFailures: deps.login.freeFailures * ADDRESS_SHARE },
    });
  }

  /** Errors: UNAUTHENTICATED, RATE_LIMITED and QUEUE_FULL with the time to wait. */
  async login(request: LoginRequest): Promise<NewSession> {
    const { user } = request;
    const version = await this.checkPassword(request);
    const { clock, random, store } = this.deps;
    const now = clock.now();
    const id = newId(clock, random);
    const token = new Secret(`ws1.${id}.${newTokenSecret(random).reveal()}`);
    const expiresAt = now + this.deps.settings.lifetimeMs;
    const ended = translated(() =>
      this.deps.people.atomically(() => {
        // While the password was checked the user may have gone, or got another one.
        if (this.deps.people.user(user)?.version !== version) throw wrong();
        const session = { id, user, hash: hashToken(token), createdAt: now, usedAt: now, expiresAt };
        store.add({ ...session, address: request.address.slice(0, 100) });
        const old = store.ofUser(user).slice(0, -SESSIONS_OF_USER_MAX);
        for (const one of old) store.remove(one);
        return old;
      }),
    );
    if (ended.length > 0) this.deps.onEnd(ended);
    return { token, user, expiresAt };
  }

  /** Whether the session was there. Its token opens nothing from now on. */
  end(id: string): boolean {
    const removed = translated(() => this.deps.store.remove(id));
    if (removed) this.deps.onEnd([id]);
    return removed;
  }

  endAllOf(user: string): void {
    const { store, onEnd } = this.deps;
    const ids = translated(() => store.ofUser(user));
    for (const id of ids) translated(() => store.remove(id));
    onEnd(ids);
  }

  /** Forgets those that have ended. */
  purge(): number {
    const { clock, settings, store } = this.deps;
    const at = clock.now();
    return translated(() => store.purge({ at, idleAt: at - settings.idleMs }));
  }

  /** Throttled as logins are, by which it also serves who sets a new password. Gives back the user's version. */
  async checkPassword({ user, password, address }: LoginRequest): Promise<number> {
    const keys = [
      [this.byUser, isName(user) ? user : ''],
      [this.byAddress, addressOwner(address)],
    ] as const;
    for (const [throttle, key] of keys) throttle.check(key);
    for (const [throttle, key] of keys) throttle.count(key);
    const version = await this.compare(user, password).catch((error: unknown) => {
      for (const [throttle, key] of keys) throttle.giveBack(key);
      throw error;
    });
    if (version === undefined) throw wrong();
    this.byUser.forgive(user);
    this.byAddress.giveBack(addressOwner(address));
    return version;
  }

  /** The version of the user whose password it is. */
  private async compare(name: string, password: Secret<string>): Promise<number | undefined> {
    const { people, hasher } = this.deps;
    const row = isName(name) ? translated(() => people.user(name)) : undefined;
    const hash = row?.password ?? hasher.decoy;
    const asked = isTooLong(password) ? new Secret('') : normalPassword(password);
    const fits = await hasher.verify(hash, asked);
    if (!fits || !row || row.password === null || row.disabled !== 0) return undefined;
    if (hasher.needsRehash(hash)) {
      const to = await hasher.hash(asked);
      translated(() => people.replaceHash(name, { from: hash, to }));
    }
    return row.version;
  }
}

function wrong(): WaysideError {
  return new WaysideError('UNAUTHENTICATED', 'the name or the password is wrong', {
    hint: 'An admin can set a new password: wayside user password NAME',
  });
}
