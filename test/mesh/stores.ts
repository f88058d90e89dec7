/**
 * Both stores of a session, compared record by record: what the agent last saw of its sources must be exactly what the
 * controller shows as active, and the controller's own numbers must have neither holes nor doubles.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { isKind, observedId, parseRef, sectionsOf } from '../../shared/model/index.ts';

type Db = Database.Database;
type Row = Readonly<Record<string, unknown>>;

/** What the agent has not been told is safe, and what it still has to tell. */
export interface Unsettled {
  readonly outbox: string;
  readonly acknowledged: number;
  readonly deltas: number;
  readonly attempts: number;
}

const SHOWN_MAX = 10;

/** Reads a store from outside while its program runs, or after. */
export function withStore<T>(file: string, read: (db: Db) => T): T {
  const db = new Database(file, { readonly: true });
  try {
    return db.transaction(() => read(db))();
  } finally {
    db.close();
  }
}

/** As a backup takes it: whole, of one moment, while the program runs. */
export function copyOfStore(file: string): Uint8Array {
  const db = new Database(file, { readonly: true });
  try {
    return db.serialize();
  } finally {
    db.close();
  }
}

export function unsettled(agentDir: string): Unsettled {
  return withStore(join(agentDir, 'agent.db'), (db) => {
    const count = (table: string): number =>
      Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    const meta = (key: string): unknown =>
      db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key);
    return {
      outbox: String(meta('outbox') ?? ''),
      acknowledged: Number(meta('acked') ?? 0),
      deltas: count('outbox'),
      attempts: count('attempts'),
    };
  });
}

/** What is wrong between the two, in words; empty when all is well. The agent must have settled. */
export function differences(controllerDir: string, agentDir: string): readonly string[] {
  const settled = unsettled(agentDir);
  const seen = withStore(join(agentDir, 'agent.db'), agentRecords);
  return withStore(join(controllerDir, 'store.db'), (db) => [
    ...cut('records', compareRecords(seen, controllerRecords(db))),
    ...cut('dots', dotProblems(db)),
    ...cut('positions', positionProblems(db)),
    ...cut('deltas', deltaProblems(db, settled)),
    ...leftovers(db),
  ]);
}

/** Records that the agent has a snapshot of: `site/kind/id section` -> body. */
export function agentRecords(db: Db): ReadonlyMap<string, string> {
  const rows = db
    .prepare('SELECT ref, kind, native_key, section, body FROM snapshots JOIN sources ON no = source')
    .all() as Row[];
  return new Map(
    rows.map((row) => {
      const source = parseRef(String(row['ref']));
      const kind = String(row['kind']);
      const id = isKind(kind) ? observedId(kind, source, String(row['native_key'])) : `unknown kind ${kind}`;
      return [`${source.site}/${kind}/${id} ${String(row['section'])}`, String(row['body'])];
    }),
  );
}

/** The same of the controller, without what it counts as absent. */
export function controllerRecords(db: Db): ReadonlyMap<string, string> {
  const rows = db
    .prepare(
      `SELECT lanes.site, kinds.name AS kind, v.id, sections.name AS section, v.body,
         (SELECT p.body FROM versions p JOIN names n ON n.no = p.section AND n.name = 'presence'
          WHERE p.lane = v.lane AND p.kind = v.kind AND p.id = v.id) AS presence
       FROM versions v JOIN lanes ON lanes.no = v.lane JOIN names kinds ON kinds.no = v.kind
         JOIN names sections ON sections.no = v.section
       WHERE lanes.grp = 'net' AND v.held = 0`,
    )
    .all() as Row[];
  const records = new Map<string, string>();
  for (const { site, kind, id, section, body, presence } of rows as Readonly<Record<string, string>>[]) {
    if (!isKind(kind ?? '') || sectionsOf(kind as never).get(section ?? '')?.class !== 'observed') continue;
    const state = presence ? String((JSON.parse(presence) as Row)['presence']) : 'active';
    if (state === 'active') records.set(`${site}/${kind}/${id} ${section}`, body ?? '');
  }
  return records;
}

export function* compareRecords(
  seen: ReadonlyMap<string, string>,
  held: ReadonlyMap<string, string>,
): Generator<string> {
  for (const [key, body] of seen) {
    const theirs = held.get(key);
    if (theirs === undefined) yield `${key} is at the agent alone: ${body}`;
    else if (theirs !== body) yield `${key} differs: agent ${body}, controller ${theirs}`;
  }
  for (const [key, body] of held)
    if (!seen.has(key)) yield `${key} is active at the controller alone: ${body}`;
}

/** What the numbers of a controller's store say against it, whoever wrote what is there. */
export function numberProblems(db: Db): readonly string[] {
  return [
    ...cut('dots', dotProblems(db)),
    ...cut('positions', positionProblems(db)),
    ...cut('deltas', trailProblems(db)),
    ...leftovers(db),
  ];
}

/** Every dot of a lane and origin is used once, up to its head. */
function* dotProblems(db: Db): Generator<string> {
  const rows = db
    .prepare(
      `SELECT lane, origin, count(*) AS n, count(DISTINCT seq) AS different, max(seq) AS last,
         (SELECT seq FROM heads h WHERE h.lane = all_versions.lane AND h.origin = all_versions.origin) AS head
       FROM (SELECT lane, origin, seq FROM versions UNION ALL SELECT lane, origin, seq FROM history) all_versions
       GROUP BY lane, origin`,
    )
    .all() as Row[];
  for (const { lane, origin, n, different, last, head } of rows) {
    if (n !== different || n !== last || head !== last)
      yield `lane ${lane} origin ${origin}: ${n} versions, ${different} dots, last ${last}, head ${head}`;
  }
}

function* positionProblems(db: Db): Generator<string> {
  const { n, different, last } = db
    .prepare(
      `SELECT count(*) AS n, count(DISTINCT pos) AS different, coalesce(max(pos), 0) AS last
       FROM (SELECT pos FROM versions UNION ALL SELECT pos FROM history)`,
    )
    .get() as Row;
  const counter = Number(db.prepare("SELECT value FROM counters WHERE name = 'pos'").pluck().get() ?? 0);
  if (n !== different || n !== last || counter !== last)
    yield `${n} versions, ${different} positions, last ${last}, counter ${counter}`;
}

function* deltaProblems(db: Db, settled: Unsettled): Generator<string> {
  yield* trailProblems(db);
  const { outbox, seq } = (db.prepare('SELECT outbox, seq FROM outbox_positions').get() ?? {}) as Row;
  if (settled.deltas > 0) yield `${settled.deltas} deltas are still in the outbox`;
  if (settled.acknowledged > 0 && (outbox !== settled.outbox || seq !== settled.acknowledged))
    yield `agent at ${settled.outbox}/${settled.acknowledged}, controller at ${outbox}/${seq}`;
}

/**
 * Every delta of an outbox arrived once and in order, and wrote just what its trail says. A second application would
 * replace the row of the first, and so leave a hole in the numbers of the table.
 */
function* trailProblems(db: Db): Generator<string> {
  const total = db.prepare('SELECT count(*) AS n, coalesce(max(no), 0) AS last FROM deltas').get() as Row;
  if (total['n'] !== total['last']) yield `${total['n']} trails, the last has number ${total['last']}`;
  const outboxes = db
    .prepare('SELECT agent, outbox, count(*) AS n, max(seq) AS last FROM deltas GROUP BY agent, outbox')
    .all() as Row[];
  for (const { outbox, n, last } of outboxes)
    if (n !== last) yield `outbox ${outbox}: ${n} deltas, the last has seq ${last}`;
  const written = db
    .prepare(
      `SELECT d.outbox, d.seq, d.changes, (
         SELECT count(*) FROM (SELECT pos FROM versions UNION ALL SELECT pos FROM history)
         WHERE pos BETWEEN d.first_pos AND d.last_pos) AS n
       FROM deltas d WHERE d.changes > 0 AND n <> d.changes`,
    )
    .all() as Row[];
  for (const { outbox, seq, changes, n } of written)
    yield `delta ${outbox}/${seq} says ${changes} changes, ${n} are there`;
}

/** What is only there while something is under way. */
function leftovers(db: Db): readonly string[] {
  const seen = Number(db.prepare('SELECT count(*) FROM full_scan_seen').pluck().get());
  const jobs = Number(db.prepare('SELECT count(*) FROM jobs WHERE ended_at IS NULL').pluck().get());
  return [
    ...(seen > 0 ? [`${seen} records of unfinished full scans are kept`] : []),
    ...(jobs > 0 ? [`${jobs} jobs have not ended`] : []),
  ];
}

function cut(what: string, problems: Iterable<string>): readonly string[] {
  const all = [...problems];
  const shown = all.slice(0, SHOWN_MAX).map((problem) => `${what}: ${problem}`);
  return all.length > shown.length ? [...shown, `${what}: ${all.length - shown.length} more`] : shown;
}
