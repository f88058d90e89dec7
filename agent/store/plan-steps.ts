/**
 * Which steps of plans were sent from here: a step of a plan is done once, whichever job asks for it. They are kept for as long
 * as their plan could still be shown to us, and much longer, since it is our clock that says so: were one forgotten while that is
 * ahead, it would be done again once it is right. What was read back as not done is not among them.
 */
import { WaysideError } from '../../shared/errors.ts';
import type { Db } from './db.ts';
import { translated } from './translate.ts';

export const planStepTables: string = `
CREATE TABLE plan_steps (
  plan TEXT NOT NULL, no INTEGER NOT NULL, job TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (plan, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_steps_until ON plan_steps (until);
`;

/** With more of them no further step is taken. */
export const PLAN_STEPS_KEPT_MAX = 1_000_000;
/** After its plan expired a step is remembered for so long: a clock may be behind, too. */
export const PLAN_STEPS_KEPT_MS = 2_592_000_000;
/** Forgotten at once, so that nothing waits long for it. */
const PRUNE_MAX = 10_000;

/** One step of a plan. */
export interface PlanPlace {
  /** The whole id. */
  readonly plan: string;
  readonly no: number;
  /** Epoch milliseconds; after that nobody takes the plan any more. */
  readonly until: number;
}

export class PlanSteps {
  private readonly statements;

  constructor(db: Db) {
    this.statements = {
      get: db
        .prepare<[string, number], string>('SELECT job FROM plan_steps WHERE plan = ? AND no = ?')
        .pluck(),
      count: db.prepare<[], number>('SELECT count(*) FROM plan_steps').pluck(),
      take: db.prepare('INSERT INTO plan_steps (plan, no, job, until) VALUES (?, ?, ?, ?)'),
      free: db.prepare('DELETE FROM plan_steps WHERE plan = ? AND no = ? AND job = ?'),
      prune: db.prepare(
        'DELETE FROM plan_steps WHERE (plan, no) IN (SELECT plan, no FROM plan_steps WHERE until < ? LIMIT ?)',
      ),
    };
  }

  /** The job that sent it; `undefined`: none did, as far as is known. */
  sentBy({ plan, no }: Pick<PlanPlace, 'plan' | 'no'>): string | undefined {
    return this.statements.get.get(plan, no);
  }

  /**
   * Forgets those of plans that are long over, and says whether there is room for so many more. `believedMs`: the time, if the clock
   * may be believed; otherwise nothing is forgotten. Error: QUEUE_FULL.
   */
  requireRoom(steps: number, believedMs: number | undefined): void {
    if (believedMs !== undefined)
      translated(() => this.statements.prune.run(believedMs - PLAN_STEPS_KEPT_MS, PRUNE_MAX));
    const kept = this.statements.count.get() ?? 0;
    if (kept + steps <= PLAN_STEPS_KEPT_MAX) return;
    throw new WaysideError(
      'QUEUE_FULL',
      `${kept} steps of plans are remembered here, which is as many as may be`,
      {
        hint: 'They are forgotten 30 days after their plans expired, by a clock that does not jump; give plans less time to be applied in.',
      },
    );
  }

  /** Part of the transaction of who calls; throws when it was taken before. */
  take({ plan, no, until }: PlanPlace, job: string): void {
    this.statements.take.run(plan, no, job, until);
  }

  /** Part of the transaction of who calls. */
  free({ plan, no }: PlanPlace, job: string): void {
    this.statements.free.run(plan, no, job);
  }
}
