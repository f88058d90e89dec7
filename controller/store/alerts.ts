/** Alerts as they were last seen, and what people silenced. Both are few, are read whole at start and kept in memory. */
import type { Db } from './db.ts';

export const alertSchema: string = `
CREATE TABLE alerts (
  id TEXT PRIMARY KEY, reason TEXT NOT NULL, site TEXT NOT NULL, subject TEXT NOT NULL, subject_name TEXT NOT NULL,
  state TEXT NOT NULL, message TEXT NOT NULL, detail TEXT NOT NULL, hint TEXT NOT NULL, since INTEGER NOT NULL,
  raised_at INTEGER, gone_at INTEGER, ended_at INTEGER, count INTEGER NOT NULL,
  ack_by TEXT, ack_at INTEGER, ack_note TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE silences (
  id TEXT PRIMARY KEY, alert TEXT NOT NULL, reason TEXT NOT NULL, site TEXT NOT NULL, until INTEGER NOT NULL,
  created_by TEXT NOT NULL, why TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

/** Times are epoch milliseconds. */
export interface AlertRow {
  readonly id: string;
  readonly reason: string;
  /** Empty: of the controller itself. */
  readonly site: string;
  /** A reference as text; empty: none. */
  readonly subject: string;
  readonly subjectName: string;
  /** `pending`: it is so, but not for long enough to be raised. */
  readonly state: 'pending' | 'open' | 'ended';
  readonly message: string;
  /** What only the full view shows. */
  readonly detail: string;
  readonly hint: string;
  /** Since when it is so, this time. */
  readonly since: number;
  readonly raisedAt: number | null;
  /** Since when it is not so any more, while that may be flapping. */
  readonly goneAt: number | null;
  readonly endedAt: number | null;
  /** How often it was raised. */
  readonly count: number;
  readonly ackBy: string | null;
  readonly ackAt: number | null;
  readonly ackNote: string | null;
}

export interface SilenceRow {
  readonly id: string;
  /** Id of the one alert; empty: all of the reason at the site. */
  readonly alert: string;
  readonly reason: string;
  /** Empty: of the controller itself; `*`: everywhere. */
  readonly site: string;
  readonly until: number;
  readonly createdBy: string;
  readonly why: string;
}

export class AlertStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      alerts: db.prepare<
        [],
        AlertRow
      >(`SELECT id, reason, site, subject, subject_name AS subjectName, state, message,
        detail, hint, since, raised_at AS raisedAt, gone_at AS goneAt, ended_at AS endedAt, count, ack_by AS ackBy,
        ack_at AS ackAt, ack_note AS ackNote FROM alerts`),
      save: db.prepare(`INSERT OR REPLACE INTO alerts (id, reason, site, subject, subject_name, state, message, detail,
        hint, since, raised_at, gone_at, ended_at, count, ack_by, ack_at, ack_note)
        VALUES (@id, @reason, @site, @subject, @subjectName, @state, @message, @detail, @hint, @since, @raisedAt,
        @goneAt, @endedAt, @count, @ackBy, @ackAt, @ackNote)`),
      remove: db.prepare('DELETE FROM alerts WHERE id = ?'),
      silences: db.prepare<[], SilenceRow>(
        'SELECT id, alert, reason, site, until, created_by AS createdBy, why FROM silences',
      ),
      addSilence:
        db.prepare(`INSERT OR REPLACE INTO silences (id, alert, reason, site, until, created_by, why)
        VALUES (@id, @alert, @reason, @site, @until, @createdBy, @why)`),
      removeSilence: db.prepare('DELETE FROM silences WHERE id = ?'),
    };
  }

  alerts(): readonly AlertRow[] {
    return this.statements.alerts.all();
  }

  save(alert: AlertRow): void {
    this.statements.save.run(alert);
  }

  remove(id: string): void {
    this.statements.remove.run(id);
  }

  silences(): readonly SilenceRow[] {
    return this.statements.silences.all();
  }

  addSilence(silence: SilenceRow): void {
    this.statements.addSilence.run(silence);
  }

  removeSilence(id: string): void {
    this.statements.removeSilence.run(id);
  }
}
