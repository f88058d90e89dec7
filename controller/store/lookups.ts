/** The lookup index: value of an indexed field -> records. Rewritten only when the value changes. */
import type { Db } from './db.ts';
import type { RecordKey } from './versions.ts';

export const lookupQueries = {
  findInLane:
    'SELECT lane, id FROM lookups WHERE kind = ? AND field = ? AND value = ? AND lane = ? AND id > ? ORDER BY id LIMIT ?',
  inRange:
    'SELECT value, lane, id FROM lookups WHERE kind = ? AND field = ? AND (value, lane, id) > (?, ?, ?) AND value < ? ORDER BY value, lane, id LIMIT ?',
  withField: 'SELECT lane, id FROM lookups WHERE kind = ? AND field = ? ORDER BY value, lane, id LIMIT ?',
} as const;

export interface LookupKey {
  readonly kind: number;
  readonly field: number;
  readonly value: string;
}

/** Where a record is; its kind is the asker's. */
export interface Found {
  readonly lane: number;
  readonly id: string;
}

export interface ValuePlace extends Found {
  readonly value: string;
}

export class LookupStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      findInLane: db.prepare(lookupQueries.findInLane),
      inRange: db.prepare(lookupQueries.inRange),
      withField: db.prepare(lookupQueries.withField),
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

  /** Records of one lane whose field has the value, by id. */
  findInLane(key: LookupKey, after: Found, limit: number): Found[] {
    return this.statements.findInLane.all(
      key.kind,
      key.field,
      key.value,
      after.lane,
      after.id,
      limit,
    ) as Found[];
  }

  /** Records by the values of the field: after that place, below that value. */
  inRange(
    { kind, field }: Omit<LookupKey, 'value'>,
    range: { readonly after: ValuePlace; readonly below: string },
    limit: number,
  ): ValuePlace[] {
    const { value, lane, id } = range.after;
    return this.statements.inRange.all(kind, field, value, lane, id, range.below, limit) as ValuePlace[];
  }

  /** Records that have the field at all, whatever its value. */
  withField(kind: number, field: number, limit: number): Found[] {
    return this.statements.withField.all(kind, field, limit) as Found[];
  }
}
