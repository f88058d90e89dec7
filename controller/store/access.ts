/** API tokens of people and programs, hashed. */
import type { Db } from './db.ts';

export const accessSchema: string = `
CREATE TABLE api_tokens (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, hash TEXT NOT NULL, created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT, WITHOUT ROWID;
`;

/** `role` is of the time before roles: it is kept for the first admin's token and says nothing any more. */
export const tokenDoorsSchema: string = `
ALTER TABLE api_tokens ADD COLUMN label TEXT NOT NULL DEFAULT 'first start';
ALTER TABLE api_tokens ADD COLUMN read_only INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_tokens ADD COLUMN allow TEXT NOT NULL DEFAULT '[]';
ALTER TABLE api_tokens ADD COLUMN roles TEXT NOT NULL DEFAULT '[]';
CREATE INDEX api_tokens_owner ON api_tokens (name, id);
`;

/** Times are epoch milliseconds. */
export interface ApiTokenRow {
  readonly id: string;
  /** Login name of the owner. */
  readonly name: string;
  /** What its owner calls it. */
  readonly label: string;
  readonly hash: string;
  readonly createdAt: number;
  /** Null: it does not expire. */
  readonly expiresAt: number | null;
  readonly readOnly: number;
  /** JSON list of address ranges; empty: from anywhere. */
  readonly allow: string;
  /** JSON list of role names; empty: all that the owner has. */
  readonly roles: string;
}

/** Where a page begins: after this owner and id. */
export interface ApiTokenPage {
  readonly name: string;
  readonly id: string;
  readonly limit: number;
}

const COLUMNS = `id, name, label, hash, created_at AS createdAt, expires_at AS expiresAt, read_only AS readOnly,
  allow, roles`;

type Query = 'tokens' | 'tokensOf' | 'ofOwner';

export const accessQueries: Readonly<Record<Query, string>> = {
  tokens: `SELECT ${COLUMNS} FROM api_tokens WHERE (name, id) > (?, ?) ORDER BY name, id LIMIT ?`,
  tokensOf: `SELECT ${COLUMNS} FROM api_tokens WHERE name = ? AND id > ? ORDER BY id LIMIT ?`,
  ofOwner: 'SELECT id FROM api_tokens WHERE name = ?',
};

export class AccessStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      add: db.prepare(`INSERT INTO api_tokens
        (id, name, role, hash, created_at, expires_at, label, read_only, allow, roles)
        VALUES (@id, @name, '', @hash, @createdAt, @expiresAt, @label, @readOnly, @allow, @roles)`),
      token: db.prepare<[string], ApiTokenRow>(`SELECT ${COLUMNS} FROM api_tokens WHERE id = ?`),
      tokens: db.prepare<[string, string, number], ApiTokenRow>(accessQueries.tokens),
      tokensOf: db.prepare<[string, string, number], ApiTokenRow>(accessQueries.tokensOf),
      any: db.prepare('SELECT 1 FROM api_tokens LIMIT 1').pluck(),
      count: db.prepare('SELECT count(*) FROM api_tokens WHERE name = ?').pluck(),
      update: db.prepare('UPDATE api_tokens SET label = ?, allow = ? WHERE id = ?'),
      remove: db.prepare('DELETE FROM api_tokens WHERE id = ?'),
      removeOf: db.prepare('DELETE FROM api_tokens WHERE name = ?'),
    };
  }

  add(token: ApiTokenRow): void {
    this.statements.add.run(token);
  }

  token(id: string): ApiTokenRow | undefined {
    return this.statements.token.get(id);
  }

  /** Ordered by owner and id. */
  tokens({ name, id, limit }: ApiTokenPage): readonly ApiTokenRow[] {
    return this.statements.tokens.all(name, id, limit);
  }

  /** Those of one owner, by id. */
  tokensOf({ name, id, limit }: ApiTokenPage): readonly ApiTokenRow[] {
    return this.statements.tokensOf.all(name, id, limit);
  }

  countOf(name: string): number {
    return Number(this.statements.count.get(name));
  }

  /** Whether any token was ever made and not taken away again. */
  isEmpty(): boolean {
    return this.statements.any.get() === undefined;
  }

  update(id: string, { label, allow }: Pick<ApiTokenRow, 'label' | 'allow'>): void {
    this.statements.update.run(label, allow, id);
  }

  remove(id: string): boolean {
    return this.statements.remove.run(id).changes > 0;
  }

  removeOf(name: string): number {
    return this.statements.removeOf.run(name).changes;
  }
}
