/**
 * What a restore gives back to somebody it had been taken from: tokens, logins, roles, agents, plans. The store that is replaced
 * still knows, if it can be read; so both are asked what they let in, and what only the backup lets in came back.
 */
import Database from 'better-sqlite3';
import type { Db } from './db.ts';

/** Lines that are kept of one restore; more are counted. */
export const CAME_BACK_LINES_MAX = 100;

/** Rows of (words, key): whoever may do something. Two rows are the same when words and key are. */
const QUERIES: readonly string[] = [
  `SELECT 'token ' || id || ' of ' || name, hash || roles || allow || read_only FROM api_tokens
    WHERE expires_at IS NULL OR expires_at > @now`,
  "SELECT 'user ' || name || ' (removed or locked since)', '' FROM users WHERE disabled = 0",
  `SELECT 'password of ' || name, password FROM users
    WHERE password IS NOT NULL AND EXISTS (SELECT 1 FROM user_roles WHERE user = name)`,
  "SELECT 'role ' || role || ' of user ' || user, '' FROM user_roles",
  "SELECT 'role ' || name || ' as it was', level || switch_view || scopes FROM roles",
  "SELECT 'login of ' || user, id FROM login_sessions WHERE expires_at > @now",
  `SELECT 'join token ' || substr(hash, 1, 8) || ' for site ' || site, '' FROM join_tokens
    WHERE used_at IS NULL AND revoked_at IS NULL AND expires_at > @now`,
  `SELECT 'agent ' || name || ' of site ' || site || ' (removed or evicted since)', id || ' ' || evictions
    FROM enrolled_agents WHERE id NOT IN (SELECT value FROM json_each(@banned))`,
];

/** The same, of stores that know of plans. None of them is done any more by a controller that went back. */
const PLAN_QUERIES: readonly string[] = [
  `SELECT 'plan ' || substr(id, 1, 12) || iif(state = 'open', ' is open', ' is being applied') || ' again; make it anew', ''
    FROM plans WHERE complete = 1 AND (state = 'applying' OR state = 'open' AND expires_at > @now) ORDER BY no`,
  `SELECT 'approval of plan ' || substr(p.id, 1, 12) || ' by ' || a.by || ', which does not count any more', a.key
    FROM plan_approvals a JOIN plans p ON p.no = a.plan WHERE p.complete = 1 AND a.expires_at > @now`,
];

export interface CameBackOptions {
  readonly nowMs: number;
  /** Agents whose ban lives beside the store and stands whatever comes back. */
  readonly banned: readonly string[];
}

/** In words; `undefined`: one of the two cannot be read, or is of a schema that knows less. */
export function cameBack(
  former: string,
  restored: string,
  options: CameBackOptions,
): readonly string[] | undefined {
  try {
    return reading(former, (before) =>
      reading(restored, (after) =>
        [...QUERIES, ...PLAN_QUERIES].flatMap((sql) => onlyIn(after, before, { sql, ...options })),
      ),
    );
  } catch {
    // It is about to be replaced, perhaps because it is damaged.
    return undefined;
  }
}

function onlyIn(
  after: Db,
  before: Db,
  { sql, nowMs, banned }: CameBackOptions & { readonly sql: string },
): readonly string[] {
  const rowsOf = (db: Db): readonly (readonly [string, string])[] => {
    if (PLAN_QUERIES.includes(sql) && !hasPlans(db)) return [];
    return db
      .prepare(sql)
      .raw()
      .all({
        ...(sql.includes('@now') && { now: nowMs }),
        ...(sql.includes('@banned') && { banned: JSON.stringify(banned) }),
      }) as [string, string][];
  };
  const known = new Set(rowsOf(before).map((row) => row.join('\n')));
  return rowsOf(after)
    .filter((row) => !known.has(row.join('\n')))
    .map(([words]) => words);
}

function hasPlans(db: Db): boolean {
  return (
    db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'plan_approvals'").get() !==
    undefined
  );
}

function reading<T>(file: string, read: (db: Db) => T): T {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}
