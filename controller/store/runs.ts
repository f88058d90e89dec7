/**
 * Runs of plans, and how far each came with its steps. A plan has one run at most, whose id is that of its change set. A step
 * that has no row was not begun.
 */
import type { PlanState, RunStepState } from '../../shared/model/index.ts';
import type { Db } from './db.ts';

export const runSchema: string = `
CREATE TABLE plan_runs (
  no INTEGER PRIMARY KEY, plan TEXT NOT NULL UNIQUE, id TEXT NOT NULL UNIQUE, job TEXT NOT NULL UNIQUE, by TEXT NOT NULL,
  wish TEXT NOT NULL, state TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER, result TEXT NOT NULL
) STRICT;
CREATE INDEX plan_runs_open ON plan_runs (no) WHERE ended_at IS NULL;
CREATE TABLE run_steps (
  run INTEGER NOT NULL, no INTEGER NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL, sent_by TEXT NOT NULL, result TEXT NOT NULL,
  PRIMARY KEY (run, no)
) STRICT, WITHOUT ROWID;
`;

/** Times are epoch milliseconds. */
export interface RunRow {
  readonly no: number;
  /** Id of the plan. */
  readonly plan: string;
  /** Of the run and of its change set. */
  readonly id: string;
  readonly job: string;
  /** As `user:NAME`. */
  readonly by: string;
  /** JSON of a RunWish. */
  readonly wish: string;
  readonly state: PlanState;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** JSON of a RunResult. */
  readonly result: string;
}

export interface RunStepRow {
  readonly run: number;
  readonly no: number;
  readonly state: RunStepState;
  readonly at: number;
  /** What to ask of a step that stands as `sent`, such as the id of a job. */
  readonly sentBy: string;
  /** JSON of a StepResultText; empty: nothing is to be said. */
  readonly result: string;
}

/** Steps of one action that ended in one state. */
export interface RunTally {
  readonly action: string;
  readonly state: RunStepState;
  readonly count: number;
}

const RUN = 'no, plan, id, job, by, wish, state, started_at AS startedAt, ended_at AS endedAt, result';
const STEP = 'run, no, state, at, sent_by AS sentBy, result';

type RunQuery = 'open' | 'ofPlan' | 'byId' | 'byJob' | 'steps' | 'tally' | 'dropSteps';

/** Statements that can pass many rows; the query-plan test holds each of them to its index. */
export const runQueries: Readonly<Record<RunQuery, string>> = {
  open: `SELECT ${RUN} FROM plan_runs WHERE ended_at IS NULL ORDER BY no`,
  ofPlan: `SELECT ${RUN} FROM plan_runs WHERE plan = ?`,
  byId: `SELECT ${RUN} FROM plan_runs WHERE id = ?`,
  byJob: `SELECT ${RUN} FROM plan_runs WHERE job = ?`,
  steps: `SELECT ${STEP} FROM run_steps WHERE run = ? AND no > ? ORDER BY no LIMIT ?`,
  tally: `SELECT s.action AS action, r.state AS state, count(*) AS count FROM run_steps r
    JOIN plan_steps s ON s.plan = @plan AND s.no = r.no WHERE r.run = @run AND r.no > @after AND r.no <= @until GROUP BY 1, 2`,
  dropSteps:
    'DELETE FROM run_steps WHERE run = @run AND no IN (SELECT no FROM run_steps WHERE run = @run LIMIT @limit)',
};

export class RunStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = prepare(db);
  }

  /** Its number. A second one of a plan is refused by the table. */
  begin(row: Omit<RunRow, 'no' | 'endedAt'>): number {
    return Number(this.statements.begin.run(row).lastInsertRowid);
  }

  end(no: number, ended: Pick<RunRow, 'state' | 'result'> & { readonly endedAt: number }): void {
    this.statements.end.run({ no, ...ended });
  }

  setResult(no: number, result: string): void {
    this.statements.setResult.run(result, no);
  }

  /** Those that have not ended, the oldest first. */
  open(): readonly RunRow[] {
    return this.statements.open.all();
  }

  /** Of the plan of that id. */
  ofPlan(plan: string): RunRow | undefined {
    return this.statements.ofPlan.get(plan);
  }

  /** By the id of its change set. */
  byId(id: string): RunRow | undefined {
    return this.statements.byId.get(id);
  }

  byJob(job: string): RunRow | undefined {
    return this.statements.byJob.get(job);
  }

  setStep(row: RunStepRow): void {
    const { run, no, state, at, sentBy, result } = row;
    this.statements.setStep.run(run, no, state, at, sentBy, result);
  }

  step(run: number, no: number): RunStepRow | undefined {
    return this.statements.step.get(run, no);
  }

  /** Those that have a row, by number. */
  steps(run: number, afterNo: number, limit: number): readonly RunStepRow[] {
    return this.statements.steps.all(run, afterNo, limit);
  }

  /** Of the steps with numbers above `after`, up to `until`. `plan`: number of its row. */
  tally(range: {
    readonly run: number;
    readonly plan: number;
    readonly after: number;
    readonly until: number;
  }): readonly RunTally[] {
    return this.statements.tally.all(range);
  }

  /** Deletes at most so many rows of the run of that plan, and when none of its steps is left the run; how many went. */
  remove(plan: string, limit: number): number {
    const run = this.ofPlan(plan);
    if (!run) return 0;
    const steps = this.statements.dropSteps.run({ run: run.no, limit }).changes;
    return steps < limit ? steps + this.statements.remove.run(run.no).changes : steps;
  }
}

function prepare(db: Db) {
  return {
    begin: db.prepare(
      `INSERT INTO plan_runs (plan, id, job, by, wish, state, started_at, result)
       VALUES (@plan, @id, @job, @by, @wish, @state, @startedAt, @result)`,
    ),
    end: db.prepare(
      'UPDATE plan_runs SET state = @state, ended_at = @endedAt, result = @result WHERE no = @no',
    ),
    setResult: db.prepare('UPDATE plan_runs SET result = ? WHERE no = ?'),
    open: db.prepare<[], RunRow>(runQueries.open),
    ofPlan: db.prepare<[string], RunRow>(runQueries.ofPlan),
    byId: db.prepare<[string], RunRow>(runQueries.byId),
    byJob: db.prepare<[string], RunRow>(runQueries.byJob),
    setStep: db.prepare(
      'INSERT OR REPLACE INTO run_steps (run, no, state, at, sent_by, result) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    step: db.prepare<[number, number], RunStepRow>(`SELECT ${STEP} FROM run_steps WHERE run = ? AND no = ?`),
    steps: db.prepare<[number, number, number], RunStepRow>(runQueries.steps),
    tally: db.prepare<[{ run: number; plan: number; after: number; until: number }], RunTally>(
      runQueries.tally,
    ),
    dropSteps: db.prepare(runQueries.dropSteps),
    remove: db.prepare('DELETE FROM plan_runs WHERE no = ?'),
  };
}
