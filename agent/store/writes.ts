/**
 * The rows behind the journal of changes: which jobs that write this agent took, and how far each step of them came.
 * They outlive their job by far, so that what was sent once is known for as long as anybody may ask for it again.
 */
import type { StepState } from '../../shared/model/index.ts';
import type { Db } from './db.ts';
import { type PlanPlace, PlanSteps } from './plan-steps.ts';
import { translated } from './translate.ts';

export const writeTables: string = `
CREATE TABLE writes (
  no INTEGER PRIMARY KEY, job TEXT NOT NULL UNIQUE, attempt INTEGER NOT NULL, offer TEXT NOT NULL, forgotten INTEGER NOT NULL
) STRICT;
CREATE TABLE write_steps (
  job TEXT NOT NULL, no INTEGER NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL, at INTEGER, result TEXT NOT NULL,
  PRIMARY KEY (job, no)
) STRICT, WITHOUT ROWID;
`;

/** Jobs whose end the controller has are remembered up to so many; the oldest go first. */
export const WRITES_KEPT_MAX = 1000;

export interface WriteRow {
  readonly job: string;
  readonly attempt: number;
  /** JSON text of what was offered; empty once the controller has the end. */
  readonly offer: string;
}

export interface WriteStepRow {
  readonly id: string;
  readonly state: StepState;
  readonly at: number | null;
  /** JSON text; empty: none. */
  readonly result: string;
}

export interface StepMove {
  readonly from: StepState;
  readonly to: StepState;
  readonly at: number;
  readonly result: string;
  /** The step of a plan that it is: once sent it is done nowhere else, unless it turns out not to be done. */
  readonly place?: PlanPlace | undefined;
}

export class WriteRows {
  readonly planSteps: PlanSteps;
  private readonly db: Db;
  private readonly statements;

  constructor(db: Db) {
    this.db = db;
    this.planSteps = new PlanSteps(db);
    this.statements = {
      get: db.prepare<[string], WriteRow>('SELECT job, attempt, offer FROM writes WHERE job = ?'),
      steps: db.prepare<[string], WriteStepRow>(
        'SELECT id, state, at, result FROM write_steps WHERE job = ? ORDER BY no',
      ),
      add: db.prepare('INSERT INTO writes (job, attempt, offer, forgotten) VALUES (?, ?, ?, 0)'),
      addStep: db.prepare(
        "INSERT INTO write_steps (job, no, id, state, at, result) VALUES (?, ?, ?, 'planned', NULL, '')",
      ),
      lastAt: db.prepare<[], number | null>('SELECT max(at) FROM write_steps').pluck(),
      move: db.prepare(
        'UPDATE write_steps SET state = ?, at = ?, result = ? WHERE job = ? AND no = ? AND state = ?',
      ),
      forget: db.prepare("UPDATE writes SET forgotten = 1, offer = '' WHERE job = ?"),
      old: db
        .prepare<[number], string>(
          'SELECT job FROM writes WHERE forgotten = 1 ORDER BY no DESC LIMIT -1 OFFSET ?',
        )
        .pluck(),
      remove: db.prepare('DELETE FROM writes WHERE job = ?'),
      removeSteps: db.prepare('DELETE FROM write_steps WHERE job = ?'),
    };
  }

  get(job: string): WriteRow | undefined {
    return this.statements.get.get(job);
  }

  /** In their order. */
  steps(job: string): readonly WriteStepRow[] {
    return this.statements.steps.all(job);
  }

  /** When a step was written down last, as far as is known. */
  lastAt(): number | undefined {
    return this.statements.lastAt.get() ?? undefined;
  }

  /** In the place of what was known of the job, and with `also`; on disk when it returns. */
  begin({ job, attempt, offer }: WriteRow, ids: readonly string[], also: () => void): void {
    translated(() =>
      this.db.transaction(() => {
        this.drop(job);
        this.statements.add.run(job, attempt, offer);
        for (const [no, id] of ids.entries()) this.statements.addStep.run(job, no, id);
        also();
      })(),
    );
  }

  /** On disk when it returns. False: the step was not in the state `from`, and nothing has changed. */
  move(job: string, no: number, { from, to, at, result, place }: StepMove): boolean {
    return translated(() =>
      this.db.transaction(() => {
        if (this.statements.move.run(to, at, result, job, no, from).changes !== 1) return false;
        if (place && to === 'sent') this.planSteps.take(place, job);
        else if (place && to === 'not-done') this.planSteps.free(place, job);
        return true;
      })(),
    );
  }

  /** The controller has the end: it is kept for as long as there is room. */
  forget(job: string): void {
    translated(() =>
      this.db.transaction(() => {
        this.statements.forget.run(job);
        for (const old of this.statements.old.all(WRITES_KEPT_MAX)) this.drop(old);
      })(),
    );
  }

  private drop(job: string): void {
    this.statements.remove.run(job);
    this.statements.removeSteps.run(job);
  }
}
