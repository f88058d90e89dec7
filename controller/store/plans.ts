/**
 * Plans: what each says as a whole, its steps, and who agreed to it. A plan is there once `complete`; steps of one that
 * is not are leftovers of a process that died while it wrote them.
 */
import type { PlanState } from '../../shared/model/index.ts';
import type { Db } from './db.ts';

/** `header` and `body` are the very texts that the id covers; `sites` those of its steps. */
export const planSchema: string = `
CREATE TABLE plans (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, complete INTEGER NOT NULL, planner TEXT NOT NULL, made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, steps INTEGER NOT NULL, bytes INTEGER NOT NULL, root BLOB NOT NULL,
  header TEXT NOT NULL, sites TEXT NOT NULL, state TEXT NOT NULL, change_set TEXT NOT NULL, job TEXT NOT NULL, revoked_at INTEGER
) STRICT;
CREATE INDEX plans_open ON plans (expires_at, bytes) WHERE complete = 1 AND state = 'open';
CREATE INDEX plans_open_of ON plans (made_by, expires_at) WHERE complete = 1 AND state = 'open';
CREATE INDEX plans_ended ON plans (made_at, bytes, state) WHERE complete = 1 AND state NOT IN ('open', 'applying');
CREATE INDEX plans_unfinished ON plans (complete) WHERE complete = 0;
CREATE TABLE plan_steps (
  plan INTEGER NOT NULL, no INTEGER NOT NULL, action TEXT NOT NULL, standing TEXT NOT NULL, store TEXT NOT NULL,
  kind TEXT NOT NULL, site TEXT NOT NULL, body TEXT NOT NULL, hash BLOB NOT NULL,
  PRIMARY KEY (plan, no)
) STRICT, WITHOUT ROWID;
CREATE TABLE plan_approvals (
  plan INTEGER NOT NULL, key TEXT NOT NULL, by TEXT NOT NULL, approved_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  signature TEXT NOT NULL,
  PRIMARY KEY (plan, key, by)
) STRICT, WITHOUT ROWID;
`;

/** Times are epoch milliseconds. */
export interface PlanRow {
  readonly no: number;
  readonly id: string;
  /** 0 while it is written, and while it goes. */
  readonly complete: number;
  readonly planner: string;
  readonly made_by: string;
  readonly made_at: number;
  readonly expires_at: number;
  readonly steps: number;
  /** Of the bodies of its steps. */
  readonly bytes: number;
  readonly root: Uint8Array;
  /** JSON of a PlanHeader. */
  readonly header: string;
  /** JSON list; the empty text stands for steps of no site. */
  readonly sites: string;
  readonly state: PlanState;
  readonly change_set: string;
  readonly job: string;
  readonly revoked_at: number | null;
}

export interface PlanStepRow {
  readonly plan: number;
  readonly no: number;
  readonly action: string;
  readonly standing: string;
  readonly store: string;
  readonly kind: string;
  readonly site: string;
  /** Canonical JSON of the PlanStep. */
  readonly body: string;
  readonly hash: Uint8Array;
}

export interface PlanApprovalRow {
  readonly plan: number;
  readonly key: string;
  readonly by: string;
  readonly approved_at: number;
  readonly expires_at: number;
  readonly signature: string;
}

/** Steps of the plan after that number, those that are asked for. Lists are as `,create,update,`; empty texts ask for all. */
export interface PlanStepsPage {
  readonly plan: number;
  readonly after: number;
  /** The last number that is looked at. */
  readonly until: number;
  readonly limit: number;
}

export interface PlanStepsAsked extends PlanStepsPage {
  readonly actions: string;
  readonly standings: string;
  readonly store: string;
  readonly kind: string;
}

/** Plans with all their steps in bytes. */
export interface PlanSizes {
  readonly plans: number;
  readonly bytes: number;
}

export interface OpenPlans extends PlanSizes {
  /** When the first of them expires; `null`: there is none. */
  readonly until: number | null;
}

export type PastPlan = Pick<PlanRow, 'no' | 'bytes'>;

const SIZES = 'count(*) AS plans, coalesce(sum(bytes), 0) AS bytes';
/** As the indexes say it. */
const OPEN = "complete = 1 AND state = 'open'";
const ENDED = "complete = 1 AND state NOT IN ('open', 'applying')";

type PlanQuery =
  | 'get'
  | 'starting'
  | 'list'
  | 'unfinished'
  | 'open'
  | 'openOf'
  | 'expiredSizes'
  | 'endedSizes'
  | 'expired'
  | 'ended'
  | 'old'
  | 'allSteps'
  | 'steps'
  | 'leaves'
  | 'dropSteps';

export const planQueries: Readonly<Record<PlanQuery, string>> = {
  get: 'SELECT * FROM plans WHERE id = ? AND complete = 1',
  starting: 'SELECT * FROM plans WHERE id >= ? AND id < ? AND complete = 1 LIMIT ?',
  list: 'SELECT * FROM plans WHERE no < ? ORDER BY no DESC LIMIT ?',
  unfinished: 'SELECT no, id FROM plans WHERE complete = 0 LIMIT ?',
  open: `SELECT ${SIZES}, min(expires_at) AS until FROM plans WHERE ${OPEN} AND expires_at > @now`,
  openOf: `SELECT ${SIZES}, min(expires_at) AS until FROM plans
    WHERE ${OPEN} AND made_by = @by AND expires_at > @now`,
  expiredSizes: `SELECT ${SIZES} FROM plans WHERE ${OPEN} AND expires_at <= @now`,
  endedSizes: `SELECT ${SIZES} FROM plans WHERE ${ENDED} AND made_at > @after`,
  expired: `SELECT no, bytes FROM plans WHERE ${OPEN} AND expires_at <= @now ORDER BY expires_at LIMIT @limit`,
  ended: `SELECT no, bytes FROM plans WHERE ${ENDED} AND made_at > @after ORDER BY made_at LIMIT @limit`,
  old: `SELECT no, bytes FROM plans p WHERE made_at < @before AND expires_at < @before AND ${ENDED}
    AND NOT EXISTS (SELECT 1 FROM change_sets c WHERE c.id = p.change_set) ORDER BY made_at LIMIT @limit`,
  allSteps:
    'SELECT body FROM plan_steps WHERE plan = @plan AND no > @after AND no <= @until ORDER BY no LIMIT @limit',
  steps: `SELECT body FROM plan_steps WHERE plan = @plan AND no > @after AND no <= @until
    AND (@actions = '' OR instr(@actions, ',' || action || ',') > 0)
    AND (@standings = '' OR instr(@standings, ',' || standing || ',') > 0)
    AND (@kind = '' OR kind = @kind) AND (@store = '' OR store = @store) ORDER BY no LIMIT @limit`,
  leaves: 'SELECT hash FROM plan_steps WHERE plan = ? AND no > ? ORDER BY no LIMIT ?',
  dropSteps: `DELETE FROM plan_steps WHERE plan = @plan AND no IN (SELECT no FROM plan_steps WHERE plan = @plan LIMIT @limit)
    AND NOT EXISTS (SELECT 1 FROM plans WHERE no = @plan AND complete = 1)`,
};

export class PlanStore {
  private readonly statements;

  constructor(db: Db) {
    this.statements = prepare(db);
  }

  /** Not to be seen until `complete`; its number. */
  begin(madeBy: string, madeAt: number): number {
    return Number(this.statements.begin.run({ by: madeBy, at: madeAt }).lastInsertRowid);
  }

  addStep(row: PlanStepRow): void {
    const { plan, no, action, standing, store, kind, site, body, hash } = row;
    this.statements.addStep.run(plan, no, action, standing, store, kind, site, body, hash);
  }

  /** From now on it is there. */
  complete(row: Omit<PlanRow, 'complete'>): void {
    this.statements.complete.run(row);
  }

  get(id: string): PlanRow | undefined {
    return this.statements.get.get(id);
  }

  /** Of those whose ids begin so, a few. */
  starting(prefix: string, limit: number): readonly PlanRow[] {
    return this.statements.starting.all(prefix, `${prefix}g`, limit);
  }

  /** Newest first. */
  list(beforeNo: number, limit: number): readonly PlanRow[] {
    return this.statements.list.all(beforeNo, limit);
  }

  /** Those that may be applied still, of all or of one maker. */
  open(nowMs: number, by?: string): OpenPlans {
    const { open, openOf } = this.statements;
    const found = by === undefined ? open.get({ now: nowMs }) : openOf.get({ by, now: nowMs });
    return found ?? { plans: 0, bytes: 0, until: null };
  }

  /** Those that ended, or expired before anybody applied them. */
  pastSizes(nowMs: number): PlanSizes {
    const { expiredSizes, endedSizes } = this.statements;
    const [expired, ended] = [expiredSizes.get({ now: nowMs }), endedSizes.get({ after: 0 })];
    return {
      plans: (expired?.plans ?? 0) + (ended?.plans ?? 0),
      bytes: (expired?.bytes ?? 0) + (ended?.bytes ?? 0),
    };
  }

  /** Those that nobody applied in time, which was over then; the first ones first. */
  expired(nowMs: number, limit: number): readonly PastPlan[] {
    return this.statements.expired.all({ now: nowMs, limit });
  }

  /** The oldest first. */
  ended(limit: number): readonly PastPlan[] {
    return this.statements.ended.all({ after: 0, limit });
  }

  /** Bodies of its steps, in their order. */
  steps(asked: PlanStepsAsked): readonly string[] {
    const { plan, after, until, limit, actions, standings, kind, store } = asked;
    const isFiltered = actions + standings + kind + store !== '';
    if (isFiltered) return this.statements.steps.all(asked);
    return this.statements.allSteps.all({ plan, after, until, limit });
  }

  /** Hashes of its steps after that number, in their order. */
  leaves(plan: number, after: number, limit: number): readonly Uint8Array[] {
    return this.statements.leaves.all(plan, after, limit).map(({ hash }) => hash);
  }

  step(plan: number, no: number): string | undefined {
    return this.statements.step.get(plan, no);
  }

  /** Whether it was open until now: who gets `false` came second. */
  claim(id: string, run: { readonly changeSet: string; readonly job: string }): boolean {
    return this.statements.claim.run({ id, ...run }).changes === 1;
  }

  setState(id: string, state: PlanState): void {
    this.statements.setState.run(state, id);
  }

  approvals(plan: number): readonly PlanApprovalRow[] {
    return this.statements.approvals.all(plan);
  }

  approve(row: PlanApprovalRow): void {
    this.statements.approve.run(row);
    this.statements.setRevoked.run(null, row.plan);
  }

  revoke(plan: number, atMs: number): void {
    this.statements.revoke.run(plan);
    this.statements.setRevoked.run(atMs, plan);
  }

  /** Those that were never finished, and those that are on their way out. */
  unfinished(limit: number): readonly Pick<PlanRow, 'no' | 'id'>[] {
    return this.statements.unfinished.all(limit);
  }

  /** Those that ended, were made and would have expired before that time, and whose change set is gone; the oldest first. */
  old(before: number, limit: number): readonly PastPlan[] {
    return this.statements.old.all({ before, limit });
  }

  /** It is not there any more, though its rows are. */
  hide(plan: number): void {
    this.statements.hide.run(plan);
  }

  /** Deletes at most so many steps of one that is not there, or not any more; how many went. */
  dropSteps(plan: number, limit: number): number {
    return this.statements.dropSteps.run({ plan, limit }).changes;
  }

  /** One that is not there, or not any more, with what was agreed to it; one that is there stays. */
  remove(plan: number): void {
    if (this.statements.remove.run(plan).changes > 0) this.statements.revoke.run(plan);
  }
}

function prepare(db: Db) {
  return {
    begin: db.prepare<[{ by: string; at: number }]>(
      `INSERT INTO plans (id, complete, planner, made_by, made_at, expires_at, steps, bytes, root, header, sites, state, change_set, job)
       VALUES ('making:' || (SELECT 1 + coalesce(max(no), 0) FROM plans), 0, '', @by, @at, 0, 0, 0, x'', '', '[]', 'open', '', '')`,
    ),
    addStep: db.prepare(
      `INSERT INTO plan_steps (plan, no, action, standing, store, kind, site, body, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    complete: db.prepare(
      `UPDATE plans SET id = @id, complete = 1, planner = @planner, made_by = @made_by, made_at = @made_at,
       expires_at = @expires_at, steps = @steps, bytes = @bytes, root = @root, header = @header, sites = @sites, state = @state,
       change_set = @change_set, job = @job, revoked_at = @revoked_at WHERE no = @no`,
    ),
    get: db.prepare<[string], PlanRow>(planQueries.get),
    starting: db.prepare<[string, string, number], PlanRow>(planQueries.starting),
    list: db.prepare<[number, number], PlanRow>(planQueries.list),
    open: db.prepare<[{ now: number }], OpenPlans>(planQueries.open),
    openOf: db.prepare<[{ by: string; now: number }], OpenPlans>(planQueries.openOf),
    expiredSizes: db.prepare<[{ now: number }], PlanSizes>(planQueries.expiredSizes),
    endedSizes: db.prepare<[{ after: number }], PlanSizes>(planQueries.endedSizes),
    expired: db.prepare<[{ now: number; limit: number }], PastPlan>(planQueries.expired),
    ended: db.prepare<[{ after: number; limit: number }], PastPlan>(planQueries.ended),
    allSteps: db.prepare<[PlanStepsPage], string>(planQueries.allSteps).pluck(),
    steps: db.prepare<[PlanStepsAsked], string>(planQueries.steps).pluck(),
    leaves: db.prepare<[number, number, number], { hash: Buffer }>(planQueries.leaves),
    step: db
      .prepare<[number, number], string>('SELECT body FROM plan_steps WHERE plan = ? AND no = ?')
      .pluck(),
    claim: db.prepare(
      `UPDATE plans SET state = 'applying', change_set = @changeSet, job = @job WHERE id = @id AND state = 'open'`,
    ),
    setState: db.prepare('UPDATE plans SET state = ? WHERE id = ?'),
    approvals: db.prepare<[number], PlanApprovalRow>(
      'SELECT * FROM plan_approvals WHERE plan = ? ORDER BY approved_at, key, by',
    ),
    approve: db.prepare(
      `INSERT OR REPLACE INTO plan_approvals (plan, key, by, approved_at, expires_at, signature)
       VALUES (@plan, @key, @by, @approved_at, @expires_at, @signature)`,
    ),
    revoke: db.prepare('DELETE FROM plan_approvals WHERE plan = ?'),
    setRevoked: db.prepare('UPDATE plans SET revoked_at = ? WHERE no = ?'),
    unfinished: db.prepare<[number], Pick<PlanRow, 'no' | 'id'>>(planQueries.unfinished),
    old: db.prepare<[{ before: number; limit: number }], PastPlan>(planQueries.old),
    hide: db.prepare('UPDATE plans SET complete = 0 WHERE no = ?'),
    dropSteps: db.prepare(planQueries.dropSteps),
    remove: db.prepare('DELETE FROM plans WHERE no = ? AND complete = 0'),
  };
}
