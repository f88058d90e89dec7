/** One table: its statements, and its rows as things. Identifiers come from the catalogue, values are always bound. */
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { WaysideError } from '../../shared/errors.ts';
import { canonicalJson, type Json, type JsonObject, type StoredObject } from '../../shared/model/index.ts';
import { quoted, type Table } from './catalogue.ts';
import { type SqlValue, toJson, toSql } from './values.ts';

const TOKEN_CHARS = 32;
/** SQLite keeps whole numbers of so many bits. */
const KEY_BITS = 64;

type Row = readonly SqlValue[];

export class Rows {
  private readonly db: Database.Database;
  private readonly table: Table;
  private readonly key: string;
  private readonly name: string;
  /** By their text; as many as there are ways in which the columns are written together. */
  private readonly selects = new Map<string, Database.Statement<SqlValue[], Row>>();

  constructor(db: Database.Database, table: Table) {
    this.db = db;
    this.table = table;
    this.key = quoted(table.key);
    this.name = quoted(table.name);
  }

  get(key: string): StoredObject | undefined {
    const value = this.keyValue(key);
    if (value === undefined) return undefined;
    const row = this.select(`${this.key} = ?`).get(value);
    return row && this.thing(row);
  }

  /** In the order of the keys, as the column compares them. */
  page(afterKey: string, limit: number): readonly StoredObject[] {
    const after = afterKey === '' ? undefined : this.keyValue(afterKey);
    if (after === undefined && afterKey !== '')
      throw new WaysideError('INVALID_INPUT', `"${afterKey.slice(0, 80)}" is no key of ${this.table.name}`);
    // What no key can say, such as NULL in an old table, is no thing.
    const own = `typeof(${this.key}) = '${this.table.keyAffinity}'`;
    const order = `ORDER BY ${this.key} LIMIT ?`;
    const rows =
      after === undefined
        ? this.select(`${own} ${order}`).all(limit)
        : this.select(`${own} AND ${this.key} > ? ${order}`).all(after, limit);
    return rows.map((row) => this.thing(row));
  }

  /** Error: INVALID_INPUT for a key, field or value that the table cannot hold. */
  insert(key: string, fields: JsonObject): void {
    const values = this.values(fields);
    const names = [this.key, ...values.map(([name]) => quoted(name))];
    const marks = names.map(() => '?').join(', ');
    this.run(`INSERT INTO ${this.name} (${names.join(', ')}) VALUES (${marks})`, [
      this.requireKey(key),
      ...values.map(([, value]) => value),
    ]);
  }

  update(key: string, fields: JsonObject): void {
    const values = this.values(fields);
    if (values.length === 0) return;
    const sets = values.map(([name]) => `${quoted(name)} = ?`).join(', ');
    const bound = values.map(([, value]) => value);
    this.run(`UPDATE ${this.name} SET ${sets} WHERE ${this.key} = ?`, [...bound, this.requireKey(key)]);
  }

  delete(key: string): void {
    this.run(`DELETE FROM ${this.name} WHERE ${this.key} = ?`, [this.requireKey(key)]);
  }

  private run(sql: string, values: readonly SqlValue[]): void {
    this.db.prepare(sql).run(...values);
  }

  private select(where: string): Database.Statement<SqlValue[], Row> {
    const names = [this.key, ...this.table.columns.map(({ name }) => quoted(name))].join(', ');
    const sql = `SELECT ${names} FROM ${this.name} WHERE ${where}`;
    const known = this.selects.get(sql);
    if (known) return known;
    const made = this.db.prepare<SqlValue[], Row>(sql).raw().safeIntegers();
    this.selects.set(sql, made);
    return made;
  }

  private thing([key, ...values]: Row): StoredObject {
    const fields: Record<string, Json> = {};
    for (const [at, column] of this.table.columns.entries()) {
      const value = toJson(values[at] ?? null, column);
      if (value !== undefined) fields[column.name] = value;
    }
    const text = canonicalJson([String(key), fields]);
    const token = createHash('sha256').update(text).digest('hex').slice(0, TOKEN_CHARS);
    return { kind: this.table.name, key: String(key), fields, token };
  }

  private values(fields: JsonObject): readonly (readonly [string, SqlValue])[] {
    return Object.entries(fields).map(([name, value]) => {
      const column = this.table.columns.find((one) => one.name === name);
      if (!column)
        throw this.bad(
          name === this.table.key ? `${name} is the key, and stays` : `there is no column ${name}`,
        );
      const sql = toSql(value, column);
      if (sql === undefined)
        throw this.bad(`the column ${name} cannot hold ${canonicalJson(value).slice(0, 80)}`);
      return [name, sql] as const;
    });
  }

  private requireKey(key: string): SqlValue {
    const value = this.keyValue(key);
    if (value === undefined)
      throw this.bad(`"${key.slice(0, 80)}" is no key: it must be ${this.table.keyAffinity}`);
    return value;
  }

  /** `undefined`: no row can have it. */
  private keyValue(key: string): SqlValue | undefined {
    if (this.table.keyAffinity === 'text') return key;
    if (!/^(?:0|-?[1-9]\d{0,18})$/.test(key)) return undefined;
    const value = BigInt(key);
    return BigInt.asIntN(KEY_BITS, value) === value ? value : undefined;
  }

  private bad(words: string): WaysideError {
    return new WaysideError('INVALID_INPUT', `${this.table.name}: ${words}`);
  }
}
