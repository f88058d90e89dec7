/** Plans of the store as the model has them. */
import type {
  PlanAction,
  PlanApproval,
  PlanHeader,
  PlanState,
  PlanStep,
  Standing,
} from '../../shared/model/index.ts';
import type { PlanRow, Store } from '../store/index.ts';
import type { StoredPlan } from './port.ts';

/** Steps read at once. */
export const STEPS_READ_MAX = 1000;
const LEAVES_READ_MAX = 10_000;

/** Empty lists and texts ask for all. */
export interface StepFilter {
  readonly actions: readonly PlanAction[];
  readonly standings: readonly Standing[];
  readonly store: string;
  readonly kind: string;
}

export const ALL_STEPS: StepFilter = { actions: [], standings: [], store: '', kind: '' };

export class PlanRepository {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  find(id: string): StoredPlan | undefined {
    const row = this.store.plans.get(id);
    return row && storedPlan(row);
  }

  /** Those whose ids begin so; at most so many. */
  starting(prefix: string, limit: number): readonly StoredPlan[] {
    return this.store.plans.starting(prefix, limit).map(storedPlan);
  }

  /** Newest first, after that number; `last` is where the next page begins, `undefined` at the end. */
  list(
    beforeNo: number,
    limit: number,
  ): { readonly plans: readonly StoredPlan[]; readonly last: number | undefined } {
    const rows = this.store.plans.list(beforeNo, limit);
    const last = rows.length < limit ? undefined : rows.at(-1)?.no;
    return { plans: rows.filter(({ complete }) => complete === 1).map(storedPlan), last };
  }

  /** In their order, after that number; at most `limit` of them, none above `until`. */
  steps(
    plan: StoredPlan,
    page: { readonly after: number; readonly limit: number; readonly until?: number },
    filter: StepFilter = ALL_STEPS,
  ): readonly PlanStep[] {
    const { after, limit, until = plan.steps } = page;
    const { store, kind } = filter;
    const [actions, standings] = [listText(filter.actions), listText(filter.standings)];
    return this.store.plans
      .steps({ plan: plan.no, after, until, limit, actions, standings, store, kind })
      .map(planStep);
  }

  step(plan: StoredPlan, no: number): PlanStep | undefined {
    const body = this.store.plans.step(plan.no, no);
    return body === undefined ? undefined : planStep(body);
  }

  /** Hashes of all steps, in their order: the leaves of its tree. */
  leaves(plan: StoredPlan): readonly Uint8Array[] {
    const found: Uint8Array[] = [];
    for (;;) {
      const page = this.store.plans.leaves(plan.no, found.length, LEAVES_READ_MAX);
      for (const leaf of page) found.push(leaf);
      if (page.length < LEAVES_READ_MAX) return found;
    }
  }

  approvals(plan: StoredPlan): readonly PlanApproval[] {
    return this.store.plans.approvals(plan.no).map((row) => ({
      ...{ plan: plan.id, key: row.key, by: row.by, signature: row.signature },
      ...{ approvedAt: row.approved_at, expiresAt: row.expires_at },
    }));
  }

  approve(plan: StoredPlan, approval: PlanApproval): void {
    const { key, by, approvedAt, expiresAt, signature } = approval;
    this.store.plans.approve({
      ...{ plan: plan.no, key, by, signature },
      ...{ approved_at: approvedAt, expires_at: expiresAt },
    });
  }

  /** Takes all approvals away; it is never carried on by those that were there. */
  revoke(plan: StoredPlan, atMs: number): void {
    this.store.plans.revoke(plan.no, atMs);
  }

  /** Within the transaction that begins a run. `false`: somebody else was faster. */
  claim(id: string, run: { readonly changeSet: string; readonly job: string }): boolean {
    return this.store.plans.claim(id, run);
  }

  /** Within the transaction that ends a run. */
  setState(id: string, state: PlanState): void {
    this.store.plans.setState(id, state);
  }
}

export function storedPlan(row: PlanRow): StoredPlan {
  return {
    ...(JSON.parse(row.header) as PlanHeader),
    ...{ no: row.no, id: row.id, changeSet: row.change_set, job: row.job, root: row.root },
    state: row.state,
    sites: JSON.parse(row.sites) as readonly string[],
    revoked: row.revoked_at !== null,
  };
}

/** What nobody applied in time is over. */
export function stateAt({ state, expiresAt }: StoredPlan, nowMs: number): PlanState {
  return state === 'open' && nowMs >= expiresAt ? 'expired' : state;
}

/** As the store takes lists. */
function listText(names: readonly string[]): string {
  return names.length === 0 ? '' : `,${names.join(',')},`;
}

function planStep(body: string): PlanStep {
  return JSON.parse(body) as PlanStep;
}
