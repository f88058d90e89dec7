/** Bearer tokens of people and programs: `wt1.<id>.<secret>`, shown once, stored as a hash, compared in constant time. */
import { WaysideError } from '../../shared/errors.ts';
import { ADMIN_GRANT, type UserPrincipal } from '../../shared/model/index.ts';
import { type Clock, newId, type Random } from '../../shared/runtime/index.ts';
import { hashToken, newTokenSecret, Secret, sameHash, writeSecretFile } from '../../shared/seal/index.ts';
import { type AccessStore, translated } from '../store/index.ts';

const TOKEN = /^wt1\.([0-9a-z]{26})\.[\w-]{43}$/;
const ADMIN = 'admin';

export interface TokensDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: AccessStore;
}

export interface NewToken {
  /** Whose it is. */
  readonly name: string;
  /** Epoch milliseconds; undefined: it does not expire. */
  readonly expiresAt: number | undefined;
}

export class Tokens {
  private readonly deps: TokensDeps;

  constructor(deps: TokensDeps) {
    this.deps = deps;
  }

  create(token: NewToken): Secret<string> {
    const { id, text } = this.draft();
    this.save(id, text, token);
    return text;
  }

  /**
   * First start: writes a token for the admin to a 0600 file; later starts find one in the store and do nothing.
   * The file comes first: a crash in between leaves a file that the next start writes anew, never a token nobody has.
   */
  ensureAdmin(file: string): 'made' | 'there' {
    if (!translated(() => this.deps.store.isEmpty())) return 'there';
    const { id, text } = this.draft();
    writeSecretFile(file, `${text.reveal()}\n`);
    this.save(id, text, { name: ADMIN, expiresAt: undefined });
    return 'made';
  }

  /** Whose token it is. Error: UNAUTHENTICATED, the same for every wrong token, so that trying tells nothing. */
  verify(text: Secret<string>): UserPrincipal {
    const id = TOKEN.exec(text.reveal())?.[1];
    const row = id === undefined ? undefined : translated(() => this.deps.store.token(id));
    if (!row || !sameHash(row.hash, hashToken(text))) {
      throw new WaysideError('UNAUTHENTICATED', 'the token is not known here', { hint: TOKEN_HINT });
    }
    if (row.expiresAt !== null && this.deps.clock.now() >= row.expiresAt) {
      const at = new Date(row.expiresAt).toISOString();
      throw new WaysideError('UNAUTHENTICATED', `the token of ${row.name} expired at ${at}`, {
        hint: 'Ask an admin for a new one.',
      });
    }
    return { type: 'user', name: row.name, grants: [ADMIN_GRANT], readOnly: false, tokenId: row.id };
  }

  /** Takes effect at the next call. */
  revoke(id: string): boolean {
    return translated(() => this.deps.store.remove(id));
  }

  private draft(): { readonly id: string; readonly text: Secret<string> } {
    const { clock, random } = this.deps;
    const id = newId(clock, random);
    return { id, text: new Secret(`wt1.${id}.${newTokenSecret(random).reveal()}`) };
  }

  private save(id: string, text: Secret<string>, { name, expiresAt }: NewToken): void {
    const { clock, store } = this.deps;
    const createdAt = clock.now();
    translated(() =>
      store.add({ id, name, role: ADMIN, hash: hashToken(text), createdAt, expiresAt: expiresAt ?? null }),
    );
  }
}

const TOKEN_HINT = 'Check that the context points at this controller and that the token is complete.';
