/** The agent's SQLite file: outbox, snapshots, journal of attempts, pinned host keys, versions of credentials. */
import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { keepCopy } from './before-migration.ts';
import type { Db } from './db.ts';
import { deviceTables } from './device-algorithms.ts';
import { examineAgentStore, schemaOf } from './integrity.ts';
import { planStepTables } from './plan-steps.ts';
import { scheduleTables } from './schedules.ts';
import { translated } from './translate.ts';
import { writeTables } from './writes.ts';

const BUSY_TIMEOUT_MS = 5000;
const CACHE_KIB = 8192;

const core = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY, bytes INTEGER NOT NULL, spooled_at INTEGER NOT NULL, frame BLOB NOT NULL
) STRICT;
CREATE TABLE sources (
  no INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE, coverage TEXT NOT NULL, completeness TEXT NOT NULL,
  code TEXT NOT NULL, reason TEXT NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER NOT NULL
) STRICT;
CREATE TABLE snapshots (
  source INTEGER NOT NULL, kind TEXT NOT NULL, native_key TEXT NOT NULL, section TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (source, kind, native_key, section)
) STRICT, WITHOUT ROWID;
CREATE TABLE attempts (
  job TEXT NOT NULL, attempt INTEGER NOT NULL, key TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL, result TEXT,
  PRIMARY KEY (job, attempt)
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_key ON attempts (key);
CREATE TABLE host_keys (
  place TEXT NOT NULL, key_type TEXT NOT NULL, fingerprint TEXT NOT NULL, pinned_at INTEGER NOT NULL,
  PRIMARY KEY (place, key_type)
) STRICT, WITHOUT ROWID;
`;

const doors = `
CREATE TABLE credential_orders (name TEXT PRIMARY KEY, version INTEGER NOT NULL, hash TEXT NOT NULL)
  STRICT, WITHOUT ROWID;
`;

const sessions = [
  `
ALTER TABLE outbox ADD COLUMN source TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_source ON outbox (source, seq, bytes);
CREATE TABLE outbox_drops (source TEXT PRIMARY KEY, deltas INTEGER NOT NULL, since INTEGER NOT NULL, reason TEXT NOT NULL)
  STRICT, WITHOUT ROWID;
`,
  scheduleTables,
  writeTables,
].join('');

const plans = planStepTables;

const switches = deviceTables;

/** Numbered steps that only go forward. Never edit a step that was released: add one. */
export const agentMigrations: readonly string[] = [core, doors, sessions, plans, switches];

export const AGENT_SCHEMA_VERSION: number = agentMigrations.length;

/** What happened on the way: a copy was made, because the schema is about to be changed. */
export interface AgentMigrating {
  readonly from: number;
  readonly to: number;
  readonly copy: string;
}

/**
 * `':memory:'` for tests. Errors: STORE_NEWER, STORE_CORRUPT, DISK_FULL for the copy before a migration; the file is
 * then as it was found.
 */
export function openAgentDatabase(file: string, onMigrating?: (event: AgentMigrating) => void): Db {
  const found = file === ':memory:' ? undefined : examineAgentStore(file, AGENT_SCHEMA_VERSION);
  return translated(() => {
    makePrivate(file);
    const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma(`cache_size = ${-CACHE_KIB}`);
      if (found && found.schema > 0 && found.schema < AGENT_SCHEMA_VERSION) {
        const copy = keepCopy(db, file, found.schema);
        onMigrating?.({ from: found.schema, to: AGENT_SCHEMA_VERSION, copy });
      }
      migrateAgent(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** A new file is for this user alone; SQLite gives its log files the mode of the database. */
export function makePrivate(file: string): void {
  if (file !== ':memory:') closeSync(openSync(file, 'a', 0o600));
}

function migrateAgent(db: Db): void {
  const have = schemaOf(db, AGENT_SCHEMA_VERSION);
  agentMigrations.slice(have).forEach((sql, i) => {
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${have + i + 1}`);
    })();
  });
}
