/**
 * Credentials of agents, without their secrets: what agents tell of theirs, and what was typed here for them. The bytes
 * of an order are sealed to its agent; they lie here until it has answered, and are then taken away.
 */
import type { CredentialState } from '../../shared/model/index.ts';
import type { Db } from './db.ts';

export const credentialSchema: string = `
CREATE TABLE seal_keys (
  agent TEXT PRIMARY KEY, number INTEGER NOT NULL, key BLOB NOT NULL, signature BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE held_credentials (
  agent TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, targets TEXT NOT NULL, target_count INTEGER NOT NULL,
  central INTEGER NOT NULL, PRIMARY KEY (agent, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE credential_orders (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL, agent TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL,
  version INTEGER NOT NULL, seen_version INTEGER NOT NULL, targets TEXT NOT NULL, target_count INTEGER NOT NULL,
  set_by TEXT NOT NULL, set_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, answered_at INTEGER, error TEXT, sealed BLOB,
  UNIQUE (agent, name)
) STRICT;
CREATE INDEX credential_orders_parked ON credential_orders (expires_at) WHERE sealed IS NOT NULL;
CREATE TRIGGER credentials_of_removed AFTER DELETE ON enrolled_agents BEGIN
  DELETE FROM seal_keys WHERE agent = old.id;
  DELETE FROM held_credentials WHERE agent = old.id;
  DELETE FROM credential_orders WHERE agent = old.id;
END;
`;

export interface SealKeyRow {
  readonly agent: string;
  readonly number: number;
  readonly key: Uint8Array;
  readonly signature: Uint8Array;
}

/** Of an agent. `targets` is a JSON list of the first ones. */
export interface HeldRow {
  readonly name: string;
  readonly version: number;
  readonly targets: string;
  readonly targetCount: number;
  readonly central: number;
}

/** The last order for one name of one agent. Times are epoch milliseconds. */
export interface OrderRow {
  readonly id: string;
  readonly agent: string;
  readonly name: string;
  readonly state: CredentialState;
  readonly version: number;
  /** Highest one that the agent told of when it refused. */
  readonly seenVersion: number;
  readonly targets: string;
  readonly targetCount: number;
  readonly setBy: string;
  readonly setAt: number;
  readonly expiresAt: number;
  readonly answeredAt: number | null;
  /** JSON of a failure. */
  readonly error: string | null;
}

export interface ParkedRow extends OrderRow {
  readonly sealed: Uint8Array;
}

/** One name of one agent: what it holds, what was ordered, or both. */
export interface CredentialRow extends Partial<{ readonly [K in keyof OrderRow]: OrderRow[K] | null }> {
  readonly agent: string;
  readonly agentName: string;
  readonly site: string;
  readonly name: string;
  readonly heldVersion: number | null;
  readonly heldTargets: string | null;
  readonly heldTargetCount: number | null;
  readonly central: number | null;
}

const ORDER_COLUMNS = `o.id, o.agent, o.name, o.state, o.version, o.seen_version AS seenVersion, o.targets,
  o.target_count AS targetCount, o.set_by AS setBy, o.set_at AS setAt, o.expires_at AS expiresAt,
  o.answered_at AS answeredAt, o.error`;
const HELD_COLUMNS = 'name, version, targets, target_count AS targetCount, central';

export interface CredentialPage {
  /** Id. */
  readonly agent: string;
  /** The page begins behind this name. */
  readonly after: string;
  readonly limit: number;
}

export class CredentialStore {
  private readonly db: Db;
  private readonly statements;

  constructor(db: Db) {
    this.db = db;
    this.statements = { ...orderStatements(db), ...heldStatements(db) };
  }

  sealKey(agent: string): SealKeyRow | undefined {
    return this.statements.sealKey.get(agent);
  }

  setSealKeys(rows: readonly SealKeyRow[]): void {
    this.db.transaction(() => {
      for (const row of rows) this.statements.setSealKey.run(row);
    })();
  }

  /** By name. */
  held(agent: string): readonly HeldRow[] {
    return this.statements.held.all(agent);
  }

  /** In place of all that was known of the agent. */
  replaceHeld(agent: string, rows: readonly HeldRow[]): void {
    this.db.transaction(() => {
      this.statements.clearHeld.run(agent);
      for (const row of rows) this.statements.addHeld.run({ ...row, agent });
    })();
  }

  order(agent: string, name: string): OrderRow | undefined {
    return this.statements.order.get(agent, name);
  }

  /** In place of the order of that name that there was. */
  park(row: ParkedRow): void {
    this.statements.park.run(row);
  }

  /** Ids of those that wait for the agent, the oldest first. */
  parked(agent: string): readonly string[] {
    return this.statements.parked.all(agent);
  }

  /** `undefined`: it has ended, or another one of its name took its place. */
  parkedOrder(agent: string, id: string): ParkedRow | undefined {
    return this.statements.parkedOrder.get(agent, id);
  }

  countParked(agent: string, besides: string): number {
    return Number(this.statements.countParked.get(agent, besides));
  }

  /** The sealed bytes are gone afterwards. */
  end(end: Pick<OrderRow, 'id' | 'agent' | 'state' | 'seenVersion' | 'answeredAt' | 'error'>): boolean {
    return this.statements.end.run(end).changes > 0;
  }

  /** Orders whose time is over; their bytes are gone afterwards. */
  expire(at: number): number {
    return this.statements.expire.run(at).changes;
  }

  /** Of one agent, by name. */
  list(page: CredentialPage): readonly CredentialRow[] {
    return this.statements.list.all(page);
  }

  row(agent: string, name: string): CredentialRow | undefined {
    return this.statements.row.get({ agent, name });
  }
}

function orderStatements(db: Db) {
  return {
    order: db.prepare<[string, string], OrderRow>(
      `SELECT ${ORDER_COLUMNS} FROM credential_orders o WHERE agent = ? AND name = ?`,
    ),
    park: db.prepare(
      `INSERT OR REPLACE INTO credential_orders (id, agent, name, state, version, seen_version, targets, target_count,
          set_by, set_at, expires_at, answered_at, error, sealed)
        VALUES (@id, @agent, @name, @state, @version, @seenVersion, @targets, @targetCount,
          @setBy, @setAt, @expiresAt, @answeredAt, @error, @sealed)`,
    ),
    parked: db
      .prepare<[string], string>(
        'SELECT id FROM credential_orders WHERE agent = ? AND sealed IS NOT NULL ORDER BY no',
      )
      .pluck(),
    parkedOrder: db.prepare<[string, string], ParkedRow>(
      `SELECT ${ORDER_COLUMNS}, o.sealed FROM credential_orders o
        WHERE agent = ? AND id = ? AND sealed IS NOT NULL`,
    ),
    countParked: db
      .prepare('SELECT count(*) FROM credential_orders WHERE agent = ? AND name <> ? AND sealed IS NOT NULL')
      .pluck(),
    end: db.prepare(
      `UPDATE credential_orders SET state = @state, seen_version = @seenVersion, answered_at = @answeredAt,
          error = @error, sealed = NULL
        WHERE agent = @agent AND id = @id AND sealed IS NOT NULL`,
    ),
    expire: db.prepare(
      "UPDATE credential_orders SET state = 'expired', sealed = NULL WHERE sealed IS NOT NULL AND expires_at <= ?",
    ),
  };
}

function heldStatements(db: Db) {
  // What was stored or removed and is not held has been taken away on the host: there is nothing to tell.
  const listed = `SELECT agent, name FROM held_credentials WHERE agent = @agent AND name > @after
      UNION SELECT agent, name FROM credential_orders
        WHERE agent = @agent AND name > @after AND state IN ('parked', 'removing', 'refused', 'expired')`;
  const rowsOf = (names: string): string => `WITH named (agent, name) AS (${names})
    SELECT ${ORDER_COLUMNS}, a.id AS agent, a.name AS agentName, a.site, n.name, h.version AS heldVersion,
      h.targets AS heldTargets, h.target_count AS heldTargetCount, h.central
    FROM named n JOIN enrolled_agents a ON a.id = n.agent
      LEFT JOIN held_credentials h ON h.agent = n.agent AND h.name = n.name
      LEFT JOIN credential_orders o ON o.agent = n.agent AND o.name = n.name`;
  return {
    sealKey: db.prepare<[string], SealKeyRow>(
      'SELECT agent, number, key, signature FROM seal_keys WHERE agent = ?',
    ),
    setSealKey: db.prepare(
      `INSERT OR REPLACE INTO seal_keys (agent, number, key, signature) VALUES (@agent, @number, @key, @signature)`,
    ),
    held: db.prepare<[string], HeldRow>(
      `SELECT ${HELD_COLUMNS} FROM held_credentials WHERE agent = ? ORDER BY name`,
    ),
    clearHeld: db.prepare('DELETE FROM held_credentials WHERE agent = ?'),
    addHeld: db.prepare(
      `INSERT INTO held_credentials (agent, name, version, targets, target_count, central)
        VALUES (@agent, @name, @version, @targets, @targetCount, @central)`,
    ),
    list: db.prepare<[object], CredentialRow>(`${rowsOf(listed)} ORDER BY n.name LIMIT @limit`),
    row: db.prepare<[object], CredentialRow>(rowsOf('SELECT @agent, @name')),
  };
}
