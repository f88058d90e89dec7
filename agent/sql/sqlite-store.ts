/**
 * An SQLite file as a store: its tables are kinds, their rows things, their columns fields. A batch is one transaction. The tokens
 * are hashes of the rows, so that they need no column of their own.
 *
 * A row is read again before its change counts: what the table would keep otherwise than it was asked for, by the type of a
 * column or by a trigger, is refused.
 */
import Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';
import {
  type ChangeAnswer,
  canonicalJson,
  type Failure,
  type ObjectChange,
  type ObjectKey,
  type StoreCapabilities,
  type StoreContext,
  type StoredObject,
} from '../../shared/model/index.ts';
import type { OpenStore } from '../jobs/driver.ts';
import { type Catalogue, readCatalogue, schemaVersion } from './catalogue.ts';
import { Rows } from './rows.ts';
import { isRefusal, translateSql } from './translate.ts';

/** Another program may hold the file for so long; the agent does nothing else meanwhile. */
const BUSY_MAX_MS = 1000;
/** Changes that one transaction takes. */
const BATCH_MAX = 1000;

const CAN: StoreCapabilities = {
  ...{ create: true, update: true, delete: true, conditional: true, atomicBatch: true, assignsKeys: false },
  batchMax: BATCH_MAX,
};

export interface SqliteStoreOptions {
  readonly file: string;
  /** For people; the path unless told. */
  readonly name?: string;
  /** How long another program may hold the file, milliseconds. */
  readonly busyMaxMs?: number;
}

export class SqliteStore implements OpenStore {
  readonly name: string;
  private readonly db: Database.Database;
  private catalogue: Catalogue;
  private rows: ReadonlyMap<string, Rows> = new Map();

  /** Errors: UNREACHABLE for a file that is not there, PARSE_FAILED for one that is no database, UNAVAILABLE, STORE_CORRUPT. */
  constructor({ file, name = file, busyMaxMs = BUSY_MAX_MS }: SqliteStoreOptions) {
    this.name = name;
    let db: Database.Database | undefined;
    try {
      db = new Database(file, { fileMustExist: true, timeout: busyMaxMs });
      // What was acknowledged is on disk.
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
      this.db = db;
      this.catalogue = this.learn();
    } catch (error) {
      db?.close();
      throw translateSql(error, name);
    }
  }

  /** By name, in no order. */
  get kinds(): readonly string[] {
    return [...this.rows.keys()];
  }

  capabilities(kind: string): StoreCapabilities | undefined {
    return this.rows.has(kind) ? CAN : undefined;
  }

  async read(
    keys: readonly ObjectKey[],
    { signal }: StoreContext,
  ): Promise<readonly (StoredObject | undefined)[]> {
    signal.throwIfAborted();
    return this.within('deferred', () => keys.map(({ kind, key }) => this.rows.get(kind)?.get(key)));
  }

  async list(
    { kind, afterKey, limit }: { readonly kind: string; readonly afterKey: string; readonly limit: number },
    { signal }: StoreContext,
  ): Promise<readonly StoredObject[]> {
    signal.throwIfAborted();
    return this.within('deferred', () => {
      const rows = this.rows.get(kind);
      if (!rows) throw noKind(this.name, kind);
      return rows.page(afterKey, limit);
    });
  }

  async write(changes: readonly ObjectChange[], { signal }: StoreContext): Promise<readonly ChangeAnswer[]> {
    signal.throwIfAborted();
    if (changes.length > BATCH_MAX)
      return refuseAll(
        changes,
        failure(new WaysideError('INVALID_INPUT', `a call takes at most ${BATCH_MAX} changes`)),
      );
    let at: number | undefined;
    try {
      return this.within('immediate', () => {
        const answers = changes.map((change, no) => {
          at = no;
          return this.one(change);
        });
        at = undefined;
        return answers;
      });
    } catch (error) {
      // Nothing of the batch stays; at the end of a transaction that is certain of some errors only.
      if (error instanceof Unsure) throw translateSql(error.cause, this.name);
      return refuseAll(changes, failure(translateSql(error, this.name)), at);
    }
  }

  close(): void {
    this.db.close();
  }

  /** Throws when it is refused. */
  private one(change: ObjectChange): ChangeAnswer {
    const { op, kind, key } = change;
    const rows = this.rows.get(kind);
    if (!rows) throw noKind(this.name, kind);
    const there = rows.get(key);
    if (op === 'create' && there) throw new WaysideError('ALREADY_EXISTS', `${kind} ${key} is there already`);
    if (op !== 'create') requireThere(change, there);
    if (op === 'create') rows.insert(key, change.fields);
    else if (op === 'update') rows.update(key, change.fields);
    else rows.delete(key);
    const now = rows.get(key);
    if (op === 'delete') {
      if (now)
        throw new WaysideError('COMMAND_REJECTED', `${kind} ${key} is still there after it was deleted`);
      return { state: 'done', key, token: '' };
    }
    requireKept(change, now);
    return { state: 'done', key, token: now?.token ?? '' };
  }

  /** What `work` throws, or the end of the transaction, takes everything back. Error: Unsure, when nobody knows. */
  private within<T>(mode: 'deferred' | 'immediate', work: () => T): T {
    try {
      this.db.exec(`BEGIN ${mode}`);
      // Another program may have changed the tables.
      if (schemaVersion(this.db) !== this.catalogue.version) this.catalogue = this.learn();
      const done = work();
      this.commit();
      return done;
    } catch (error) {
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      if (mode === 'deferred') throw translateSql(error, this.name);
      throw error;
    }
  }

  private commit(): void {
    try {
      this.db.exec('COMMIT');
    } catch (error) {
      throw isRefusal(error) ? error : new Unsure('the end of the transaction failed', { cause: error });
    }
  }

  private learn(): Catalogue {
    const catalogue = readCatalogue(this.db);
    this.rows = new Map([...catalogue.tables].map(([name, table]) => [name, new Rows(this.db, table)]));
    return catalogue;
  }
}

/** What was written may be there or not. */
class Unsure extends Error {}

function requireThere(
  change: ObjectChange & { readonly op: 'update' | 'delete' },
  there: StoredObject | undefined,
): void {
  const { kind, key, ifToken } = change;
  if (!there) throw new WaysideError('NOT_FOUND', `${kind} ${key} is not there`);
  if (ifToken !== '' && ifToken !== there.token)
    throw new WaysideError('STALE_ETAG', `${kind} ${key} has changed since it was read`);
}

function requireKept(
  { kind, key, fields }: ObjectChange & { readonly op: 'create' | 'update' },
  now: StoredObject | undefined,
): void {
  for (const [name, value] of Object.entries(fields)) {
    const kept = now?.fields[name];
    if (canonicalJson(kept) === canonicalJson(value)) continue;
    const words = `the table would keep ${canonicalJson(kept).slice(0, 80)} for ${canonicalJson(value).slice(0, 80)}`;
    throw new WaysideError('INVALID_INPUT', `${kind} ${key}: ${name}: ${words}`);
  }
}

/** `at`: the change that was refused; the others were not done because of it. Absent: all of them alike. */
function refuseAll(changes: readonly ObjectChange[], error: Failure, at?: number): readonly ChangeAnswer[] {
  const message = `change ${(at ?? 0) + 1} of the batch was refused`;
  const other: Failure = { code: 'NOTHING_SENT', message, hint: undefined };
  return changes.map((_, no) => ({ state: 'refused', error: at === undefined || no === at ? error : other }));
}

function failure({ code, message, hint }: WaysideError): Failure {
  return { code, message, hint };
}

function noKind(store: string, kind: string): WaysideError {
  return new WaysideError('NOT_FOUND', `${store} has no table ${kind} with a key of one column`);
}
