/** Agents that somebody took out of work: for a while, or until they are called back. Kept, so that a restart forgets nobody. */
import type { AgentDutyKind } from '../../shared/model/index.ts';
import type { Db } from './db.ts';

export const dutySchema: string = `
CREATE TABLE agent_duties (
  agent TEXT PRIMARY KEY, kind TEXT NOT NULL, since INTEGER NOT NULL, set_by TEXT NOT NULL, why TEXT NOT NULL,
  until INTEGER NOT NULL, drained_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE TRIGGER duties_of_removed AFTER DELETE ON enrolled_agents BEGIN
  DELETE FROM agent_duties WHERE agent = old.id;
END;
`;

/** Times are epoch milliseconds. */
export interface DutyRow {
  readonly agent: string;
  readonly kind: AgentDutyKind;
  readonly since: number;
  readonly by: string;
  readonly why: string;
  /** Of a drain: running work may end until then. Of a maintenance: when it is over. */
  readonly until: number;
  /** When a drain came to its end. */
  readonly drainedAt: number | null;
}

/** Each change is durable when its call returns. */
export class DutyStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      all: db.prepare<[], DutyRow>(
        'SELECT agent, kind, since, set_by AS by, why, until, drained_at AS drainedAt FROM agent_duties',
      ),
      save: db.prepare(`INSERT OR REPLACE INTO agent_duties (agent, kind, since, set_by, why, until, drained_at)
        VALUES (@agent, @kind, @since, @by, @why, @until, @drainedAt)`),
      remove: db.prepare('DELETE FROM agent_duties WHERE agent = ?'),
    };
  }

  all(): readonly DutyRow[] {
    return this.statements.all.all();
  }

  save(row: DutyRow): void {
    this.statements.save.run(row);
  }

  remove(agent: string): void {
    this.statements.remove.run(agent);
  }
}
