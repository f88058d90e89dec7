/** The lookup index: value of an indexed field -> records. Rewritten only when the value changes. */
import type { Db } from './db.ts';
import type { RecordKey } from './versions.ts';

/** Pseudo field of every observed record: the source that it was seen at. */
export const SOURCE_FIELD = '@source';

export const lookupQueries = {
  find: 'SELECT lane, id FROM lookups WHERE kind = ? AND field = ? AND value = ? AND (lane, id) > (?, ?) ORDER BY lane, id LIMIT ?',
  findInLane:
    'SELECT lane, id FROM lookups WHERE kind = ? AND field = ? AND value = ? AND lane = ? AND id > ? ORDER BY id LIMIT ?',
} as const;

export interface LookupKey {
  readonly kind: number;
  readonly field: number;
  readonly value: string;
}

export class LookupStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      find: db.prepare(lookupQueries.find),
      findInLane: db.prepare(lookupQueries.findInLane),
      add: db.prepare('INSERT OR IGNORE INTO lookups (kind, field, value, lane, id) VALUES (?, ?, ?, ?, ?)'),
      remove: db.prepare(
        'DELETE FROM lookups WHERE kind = ? AND field = ? AND value = ? AND lane = ? AND id = ?',
      ),
    };
  }

  add(key: LookupKey, record: RecordKey): void {
    this.statements.add.run(key.kind, key.field, key.value, record.lane, record.id);
  }

  remove(key: LookupKey, record: RecordKey): void {
    this.statements.remove.run(key.kind, key.field, key.value, record.lane, record.id);
  }

  find(key: LookupKey, after: { lane: number; id: string }, limit: number): { lane: number; id: string }[] {
    const rows = this.statements.find.all(key.kind, key.field, key.value, after.lane, after.id, limit);
    return rows as { lane: number; id: string }[];
  }

  findInLane(
    key: LookupKey,
    after: { lane: number; id: string },
    limit: number,
  ): { lane: number; id: string }[] {
    const rows = this.statements.findInLane.all(key.kind, key.field, key.value, after.lane, after.id, limit);
    return rows as { lane: number; id: string }[];
  }
}
