/** Schedules, and what became of each of their times. */
import type { FiringSource, FiringState, JobState } from '../../shared/model/index.ts';
import type { Db } from './db.ts';

/** `settled_at`: nominal times up to it are decided. `declared`: where it stands in the configuration. */
export const scheduleSchema: string = `
CREATE TABLE schedules (
  id TEXT PRIMARY KEY, site TEXT NOT NULL, name TEXT NOT NULL, agent TEXT NOT NULL, spec TEXT NOT NULL,
  revision INTEGER NOT NULL, paused_why TEXT NOT NULL, paused_at INTEGER, failures INTEGER NOT NULL,
  created_by TEXT NOT NULL, created_at INTEGER NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL,
  settled_at INTEGER NOT NULL, declared TEXT NOT NULL, UNIQUE (site, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE firings (
  id TEXT PRIMARY KEY, schedule TEXT NOT NULL, nominal_at INTEGER NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL,
  source TEXT NOT NULL, reason TEXT NOT NULL, job_state TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX firings_schedule ON firings (schedule, nominal_at);
CREATE INDEX firings_open ON firings (schedule) WHERE state = 'fired' AND job_state IS NULL;
CREATE INDEX firings_at ON firings (at);
`;

/** Times are epoch milliseconds. */
export interface ScheduleRow {
  readonly id: string;
  readonly site: string;
  readonly name: string;
  readonly agent: string;
  /** JSON of a ScheduleSpec. */
  readonly spec: string;
  /** Of the spec and of what people did to it. */
  readonly revision: number;
  readonly pausedWhy: string;
  readonly pausedAt: number | null;
  readonly failures: number;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly changedBy: string;
  readonly changedAt: number;
  /** Nominal times up to it are decided. */
  readonly settledAt: number;
  /** Such as `schedules[2]`, in the controller's configuration; empty: people made it. */
  readonly declared: string;
}

export interface FiringRow {
  readonly id: string;
  readonly schedule: string;
  readonly nominalAt: number;
  readonly at: number;
  readonly state: FiringState;
  readonly source: FiringSource;
  readonly reason: string;
  /** How its job ended; null: it has not, or there is none. */
  readonly jobState: JobState | null;
}

const SCHEDULE = `id, site, name, agent, spec, revision, paused_why AS pausedWhy, paused_at AS pausedAt, failures,
  created_by AS createdBy, created_at AS createdAt, changed_by AS changedBy, changed_at AS changedAt,
  settled_at AS settledAt, declared`;
const FIRING = 'id, schedule, nominal_at AS nominalAt, at, state, source, reason, job_state AS jobState';

export class ScheduleStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      all: db.prepare<[], ScheduleRow>(`SELECT ${SCHEDULE} FROM schedules ORDER BY site, name`),
      save: db.prepare(`INSERT OR REPLACE INTO schedules (id, site, name, agent, spec, revision, paused_why, paused_at,
        failures, created_by, created_at, changed_by, changed_at, settled_at, declared)
        VALUES (@id, @site, @name, @agent, @spec, @revision, @pausedWhy, @pausedAt, @failures, @createdBy, @createdAt,
        @changedBy, @changedAt, @settledAt, @declared)`),
      remove: db.prepare('DELETE FROM schedules WHERE id = ?'),
      firing: db.prepare<[string], FiringRow>(`SELECT ${FIRING} FROM firings WHERE id = ?`),
      saveFiring:
        db.prepare(`INSERT OR REPLACE INTO firings (id, schedule, nominal_at, at, state, source, reason, job_state)
        VALUES (@id, @schedule, @nominalAt, @at, @state, @source, @reason, @jobState)`),
      open: db.prepare<[string], FiringRow>(
        `SELECT ${FIRING} FROM firings WHERE schedule = ? AND state = 'fired' AND job_state IS NULL ORDER BY at`,
      ),
      newest: db.prepare<[string, number, number], FiringRow>(
        `SELECT ${FIRING} FROM firings WHERE schedule = ? AND nominal_at < ? ORDER BY nominal_at DESC LIMIT ?`,
      ),
      lastFired: db.prepare<[string], FiringRow>(
        `SELECT ${FIRING} FROM firings WHERE schedule = ? AND state = 'fired' ORDER BY nominal_at DESC LIMIT 1`,
      ),
      removeFirings: db.prepare('DELETE FROM firings WHERE schedule = ?'),
      prune: db.prepare(
        'DELETE FROM firings WHERE id IN (SELECT id FROM firings WHERE at < ? ORDER BY at LIMIT ?)',
      ),
    };
  }

  all(): readonly ScheduleRow[] {
    return this.statements.all.all();
  }

  save(row: ScheduleRow): void {
    this.statements.save.run(row);
  }

  /** With all its firings. */
  remove(id: string): void {
    this.statements.remove.run(id);
    this.statements.removeFirings.run(id);
  }

  firing(id: string): FiringRow | undefined {
    return this.statements.firing.get(id);
  }

  saveFiring(row: FiringRow): void {
    this.statements.saveFiring.run(row);
  }

  /** Fired, and how its job ended is not known yet; the oldest first. */
  openFirings(schedule: string): readonly FiringRow[] {
    return this.statements.open.all(schedule);
  }

  /** Nominal before that moment, the newest first. */
  firings(schedule: string, beforeMs: number, limit: number): readonly FiringRow[] {
    return this.statements.newest.all(schedule, beforeMs, limit);
  }

  lastFired(schedule: string): FiringRow | undefined {
    return this.statements.lastFired.get(schedule);
  }

  /** Deletes the oldest of those that were decided before that moment; how many. */
  pruneFirings(beforeMs: number, limit: number): number {
    return this.statements.prune.run(beforeMs, limit).changes;
  }
}
