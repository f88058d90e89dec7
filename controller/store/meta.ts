/** Single facts of this store, and the membership documents. */
import type { Db } from './db.ts';

export class MetaStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      get: db.prepare('SELECT value FROM meta WHERE key = ?').pluck(),
      set: db.prepare(
        'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      ),
      membership: db.prepare('SELECT document FROM membership ORDER BY version DESC LIMIT 1').pluck(),
      addMembership: db.prepare('INSERT INTO membership (version, document) VALUES (?, ?)'),
    };
  }

  get(key: string): string | undefined {
    return this.statements.get.get(key) as string | undefined;
  }

  set(key: string, value: string): void {
    this.statements.set.run(key, value);
  }

  membership(): string | undefined {
    return this.statements.membership.get() as string | undefined;
  }

  addMembership(version: number, document: string): void {
    this.statements.addMembership.run(version, document);
  }
}
