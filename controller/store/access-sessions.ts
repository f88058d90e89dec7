/** Who is logged in: sessions of people, hashed. */
import type { Db } from './db.ts';

export const loginSchema: string = `
CREATE TABLE login_sessions (
  id TEXT PRIMARY KEY, user TEXT NOT NULL, hash TEXT NOT NULL, created_at INTEGER NOT NULL, used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL, address TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX login_sessions_user ON login_sessions (user, id);
CREATE INDEX login_sessions_end ON login_sessions (expires_at);
CREATE INDEX login_sessions_used ON login_sessions (used_at);
`;

/** Times are epoch milliseconds. */
export interface SessionRow {
  readonly id: string;
  readonly user: string;
  readonly hash: string;
  readonly createdAt: number;
  /** Of the last call, not more exact than it is written. */
  readonly usedAt: number;
  readonly expiresAt: number;
  readonly address: string;
}

type Query = 'ofUser' | 'purgeExpired' | 'purgeIdle';

export const sessionQueries: Readonly<Record<Query, string>> = {
  ofUser: 'SELECT id FROM login_sessions WHERE user = ? ORDER BY id',
  purgeExpired: 'DELETE FROM login_sessions WHERE expires_at <= ?',
  purgeIdle: 'DELETE FROM login_sessions WHERE used_at <= ?',
};

export class SessionStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      add: db.prepare(`INSERT INTO login_sessions (id, user, hash, created_at, used_at, expires_at, address)
        VALUES (@id, @user, @hash, @createdAt, @usedAt, @expiresAt, @address)`),
      session: db.prepare<[string], SessionRow>(`SELECT id, user, hash, created_at AS createdAt,
        used_at AS usedAt, expires_at AS expiresAt, address FROM login_sessions WHERE id = ?`),
      ofUser: db.prepare<[string], string>(sessionQueries.ofUser).pluck(),
      touch: db.prepare('UPDATE login_sessions SET used_at = ? WHERE id = ?'),
      remove: db.prepare('DELETE FROM login_sessions WHERE id = ?'),
      purgeExpired: db.prepare(sessionQueries.purgeExpired),
      purgeIdle: db.prepare(sessionQueries.purgeIdle),
    };
  }

  add(session: SessionRow): void {
    this.statements.add.run(session);
  }

  session(id: string): SessionRow | undefined {
    return this.statements.session.get(id);
  }

  /** Ids, the oldest first. */
  ofUser(user: string): readonly string[] {
    return this.statements.ofUser.all(user);
  }

  touch(id: string, at: number): void {
    this.statements.touch.run(at, id);
  }

  remove(id: string): boolean {
    return this.statements.remove.run(id).changes > 0;
  }

  /** Those that ended before `at`, or were last used before `idleAt`. */
  purge({ at, idleAt }: { readonly at: number; readonly idleAt: number }): number {
    return this.statements.purgeExpired.run(at).changes + this.statements.purgeIdle.run(idleAt).changes;
  }
}
