/** Stores of each sort, ready for the suite. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SqliteStore } from '../../../agent/sql/index.ts';
import type { JsonObject, StoreCapabilities } from '../../../shared/model/index.ts';
import { type Fault, MemoryStore } from '../../lab/stores/index.ts';
import type { NextFault, StoreRig } from './rig.ts';

const KIND = 'thing';

export const memoryFaults: readonly NextFault[] = [
  'refuse',
  'transient',
  'lose-answer',
  'lose-request',
  'lie',
];

export function memoryRig(can: Partial<StoreCapabilities> = {}): StoreRig {
  const store = new MemoryStore({ kinds: [KIND], can });
  const next = (fault: Fault) => (): void => {
    store.faultOf = () => {
      store.faultOf = undefined;
      return fault;
    };
  };
  return {
    ...{ store, kind: KIND, key: wordKey },
    can: {
      ...{
        create: true,
        update: true,
        delete: true,
        conditional: true,
        atomicBatch: false,
        assignsKeys: false,
      },
      ...{ batchMax: 1000, ...can },
    },
    all: () => store.all(KIND),
    put: (key, fields) => store.put(KIND, key, fields),
    faults: Object.fromEntries(memoryFaults.map((fault) => [fault, next(fault)])),
    stop: () => undefined,
  };
}

/** Says no by a trigger, and for now while another program holds the file. */
export const sqliteFaults: readonly NextFault[] = ['refuse', 'transient'];

/** `name` holds what is odd in a name of a table or column. */
export function sqliteRig(keyType: 'TEXT' | 'INTEGER', name: string = KIND): StoreRig {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-sql-'));
  const file = join(folder, 'things.db');
  const other = new Database(file);
  other.pragma('journal_mode = WAL');
  other.pragma('synchronous = OFF');
  const table = `"${name.replaceAll('"', '""')}"`;
  other.exec(
    `CREATE TABLE ${table} (id ${keyType} PRIMARY KEY, name TEXT NOT NULL, note TEXT, size INTEGER, "on" BOOLEAN)`,
  );
  const store = new SqliteStore({ file, busyMaxMs: 1 });
  const key = (no: number): string => (keyType === 'TEXT' ? wordKey(no) : String(no * 5));
  // Once: the next look at what is there lets go.
  let letGo = (): void => undefined;
  return {
    ...{ store, kind: name, key },
    can: {
      ...{
        create: true,
        update: true,
        delete: true,
        conditional: true,
        atomicBatch: true,
        assignsKeys: false,
      },
      batchMax: 1000,
    },
    all: () => {
      letGo();
      const rows = other.prepare<[], Row>(`SELECT * FROM ${table}`).all();
      return Object.fromEntries(rows.map(({ id, ...row }) => [String(id), fieldsOf(row)]));
    },
    put: (id, fields) => {
      other.prepare(`DELETE FROM ${table} WHERE id = ?`).run(id);
      if (!fields) return;
      const { name: called = '', note = null, size = null, on = null } = fields;
      const values = [id, called, note, size, typeof on === 'boolean' ? Number(on) : null];
      other.prepare(`INSERT INTO ${table} VALUES (?, ?, ?, ?, ?)`).run(...values);
    },
    faults: {
      refuse: () => {
        other.exec(`CREATE TRIGGER no BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, 'not today'); END`);
        letGo = () => {
          other.exec('DROP TRIGGER IF EXISTS no');
        };
      },
      transient: () => {
        other.exec('BEGIN IMMEDIATE');
        letGo = () => {
          if (other.inTransaction) other.exec('ROLLBACK');
        };
      },
    },
    stop: () => {
      store.close();
      other.close();
      rmSync(folder, { recursive: true });
    },
  };
}

interface Row {
  readonly id: number | string;
  readonly name: string;
  readonly note: string | null;
  readonly size: number | null;
  readonly on: number | null;
}

function fieldsOf({ name, note, size, on }: Omit<Row, 'id'>): JsonObject {
  return {
    name,
    ...(note !== null && { note }),
    ...(size !== null && { size }),
    ...(on !== null && { on: on === 1 }),
  };
}

function wordKey(no: number): string {
  return `k${String(no).padStart(5, '0')}`;
}
