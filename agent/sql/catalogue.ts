/** The tables of a file: which of them are kinds of things, and the statements for each. Names come from the schema alone. */
import type Database from 'better-sqlite3';
import { type Affinity, affinityOf, type Column } from './values.ts';

export interface Table {
  readonly name: string;
  readonly key: string;
  readonly keyAffinity: 'text' | 'integer';
  /** In their order, without the key. */
  readonly columns: readonly Column[];
}

export interface Catalogue {
  /** Changes with every change of the schema. */
  readonly version: number;
  readonly tables: ReadonlyMap<string, Table>;
}

interface TableRow {
  readonly name: string;
  readonly type: string;
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
  /** Not 0: hidden, or computed from others. */
  readonly hidden: number;
}

export function schemaVersion(db: Database.Database): number {
  return Number(db.pragma('schema_version', { simple: true }));
}

/** A table is a kind when one column of text or integers, compared byte by byte, is its primary key. */
export function readCatalogue(db: Database.Database): Catalogue {
  const version = schemaVersion(db);
  const rows = db
    .prepare<[], TableRow>("SELECT name, type FROM pragma_table_list WHERE schema = 'main'")
    .all();
  const tables = rows
    .filter(({ name, type }) => type === 'table' && !name.startsWith('sqlite_'))
    .flatMap(({ name }) => tableOf(db, name) ?? []);
  return { version, tables: new Map(tables.map((table) => [table.name, table])) };
}

function tableOf(db: Database.Database, name: string): Table | undefined {
  const rows = db
    .prepare<[string], ColumnRow>('SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)')
    .all(name);
  const [key, ...others] = rows.filter(({ pk }) => pk > 0);
  if (!key || others.length > 0) return undefined;
  const keyAffinity: Affinity = affinityOf(key.type);
  if ((keyAffinity !== 'text' && keyAffinity !== 'integer') || !isComparedAsBytes(db, name)) return undefined;
  const columns = rows
    .filter(({ pk, hidden }) => pk === 0 && hidden === 0)
    .map(
      (row): Column => ({
        name: row.name,
        affinity: affinityOf(row.type),
        isBoolean: /BOOL/i.test(row.type),
      }),
    );
  return { name, key: key.name, keyAffinity, columns };
}

/** Where `A` and `a` are one key, things would have several. */
function isComparedAsBytes(db: Database.Database, table: string): boolean {
  const collations = db
    .prepare<[string], string>(
      "SELECT x.coll FROM pragma_index_list(?) AS l, pragma_index_xinfo(l.name) AS x WHERE l.origin = 'pk' AND x.key = 1",
    )
    .pluck()
    .all(table);
  return collations.every((one) => one.toUpperCase() === 'BINARY');
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
