/** Tokens of people and programs, hashed. */
import type { Db } from './db.ts';

export const accessSchema: string = `
CREATE TABLE api_tokens (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, hash TEXT NOT NULL, created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT, WITHOUT ROWID;
`;

/** Times are epoch milliseconds. */
export interface ApiTokenRow {
  readonly id: string;
  /** Whose it is. */
  readonly name: string;
  readonly role: string;
  readonly hash: string;
  readonly createdAt: number;
  /** Null: it does not expire. */
  readonly expiresAt: number | null;
}

export class AccessStore {
  private readonly statements;

  constructor(db: Db) {
    const columns = 'id, name, role, hash, created_at AS createdAt, expires_at AS expiresAt';
    this.statements = {
      add: db.prepare(`INSERT INTO api_tokens (id, name, role, hash, created_at, expires_at)
        VALUES (@id, @name, @role, @hash, @createdAt, @expiresAt)`),
      token: db.prepare<[string], ApiTokenRow>(`SELECT ${columns} FROM api_tokens WHERE id = ?`),
      any: db.prepare('SELECT 1 FROM api_tokens LIMIT 1').pluck(),
      remove: db.prepare('DELETE FROM api_tokens WHERE id = ?'),
    };
  }

  add(token: ApiTokenRow): void {
    this.statements.add.run(token);
  }

  token(id: string): ApiTokenRow | undefined {
    return this.statements.token.get(id);
  }

  /** Whether any token was ever made and not taken away again. */
  isEmpty(): boolean {
    return this.statements.any.get() === undefined;
  }

  remove(id: string): boolean {
    return this.statements.remove.run(id).changes > 0;
  }
}
