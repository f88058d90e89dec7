/**
 * Conflicts that a rule decides are resolved by the controller that is home of the record: a plan like any other, applied at once,
 * so it stands in the history and can be undone. A record is left to a person unless its rules decide all of its conflicts,
 * for one write ends all of them. What needs an approval waits for it as an open plan.
 */
import { WaysideError } from '../../../shared/errors.ts';
import {
  type ConflictRule,
  formatRef,
  type PlanView,
  type Principal,
  type RecordRef,
  type RecordView,
} from '../../../shared/model/index.ts';
import { type Log, LruMap } from '../../../shared/runtime/index.ts';
import {
  ALL_CONTESTED,
  CONTESTED_START,
  contestedRecords,
  type Homes,
  type Inventory,
} from '../../inventory/index.ts';
import type { Store } from '../../store/index.ts';
import { draftResolve, type ResolvedRecord } from '../planners/resolve.ts';
import type { Plans } from '../plans.ts';
import type { StoredPlan } from '../port.ts';
import type { Conflicts } from './conflicts.ts';

export const CONFLICT_RULES: Principal = { type: 'system', name: 'conflict-rules' };

export interface AutomaticDeps {
  readonly store: Store;
  readonly inventory: Pick<Inventory, 'sight' | 'planned'>;
  readonly homes: Pick<Homes, 'isHome'>;
  readonly conflicts: Conflicts;
  readonly plans: Pick<Plans, 'make' | 'actsOf' | 'repository'>;
  readonly rules: readonly ConflictRule[];
  readonly log: Log;
  /** Within the transaction that begins the run, for the audit trail. */
  readonly onBegun: (plan: StoredPlan) => void;
}

/** Records looked at, and records resolved, by one piece of the work. */
const LOOKED_MAX = 1000;
const RECORDS_PER_PLAN_MAX = 100;
/** Conflicts that were tried once; those that go out of it may be tried again. */
const TRIED_MAX = 20_000;

const ALL_STEPS = { actions: [], kinds: [], steps: [], failFast: false } as const;

export class AutomaticResolution {
  private readonly deps: AutomaticDeps;
  private readonly tried = new LruMap<string, true>(TRIED_MAX);
  /** Where the last piece ended. */
  private after: RecordRef = CONTESTED_START;
  private isBusy = false;

  constructor(deps: AutomaticDeps) {
    this.deps = deps;
  }

  /** A bounded piece of the work; the plan that it made. Never fails: what goes wrong is logged. */
  async run(): Promise<PlanView | undefined> {
    if (this.isBusy || this.deps.rules.every(({ rule }) => rule === 'manual')) return undefined;
    this.isBusy = true;
    try {
      const records = this.next();
      return records.length > 0 ? await this.resolve(records) : undefined;
    } catch (error) {
      this.deps.log.warn('conflicts.not-resolved', { error });
      return undefined;
    } finally {
      this.isBusy = false;
    }
  }

  private next(): readonly ResolvedRecord[] {
    const { store, inventory, homes } = this.deps;
    const found: ResolvedRecord[] = [];
    let looked = 0;
    for (const { ref, shown } of contestedRecords(
      store,
      ALL_CONTESTED,
      this.after,
      inventory.sight(CONFLICT_RULES),
    )) {
      looked += 1;
      const resolved = shown && homes.isHome(ref.site) ? this.decided(shown) : undefined;
      if (resolved && this.isAllowed(resolved)) found.push(resolved);
      if (looked < LOOKED_MAX && found.length < RECORDS_PER_PLAN_MAX) continue;
      this.after = ref;
      return found;
    }
    this.after = CONTESTED_START;
    return found;
  }

  /** `undefined`: one of its conflicts is left to a person, or was tried before. */
  private decided(record: RecordView): ResolvedRecord | undefined {
    const resolutions: ResolvedRecord['resolutions'][number][] = [];
    for (const conflict of record.conflicts) {
      if (this.tried.get(conflict.id)) return undefined;
      const decision = this.deps.conflicts.decision(record, conflict.id);
      if (!decision.decided) return undefined;
      resolutions.push({ conflict, value: decision.value, by: decision.reason });
    }
    return { record, resolutions };
  }

  /** By itself it could be written: one that could not would keep the others from it. */
  private isAllowed(resolved: ResolvedRecord): boolean {
    const { inventory, log } = this.deps;
    for (const { id } of resolved.record.conflicts) this.tried.set(id, true);
    try {
      draftResolve(inventory, [resolved], CONFLICT_RULES);
      return true;
    } catch (error) {
      const { code, message } = WaysideError.from(error);
      log.warn('conflict.left-to-people', { record: formatRef(resolved.record.ref), code, message });
      return false;
    }
  }

  private async resolve(records: readonly ResolvedRecord[]): Promise<PlanView> {
    const { inventory, plans, log, onBegun } = this.deps;
    const ask = { principal: CONFLICT_RULES, why: 'rules for conflicts' };
    const plan = await plans.make(() => draftResolve(inventory, records, CONFLICT_RULES), ask);
    const stored = plans.repository.find(plan.id);
    if (!stored) return plan;
    try {
      const acts = plans.actsOf(CONFLICT_RULES);
      await acts.apply(stored, ALL_STEPS, { requestId: '', validateOnly: false, journal: onBegun });
    } catch (error) {
      // It lies open for people: approved, or made anew without the guard.
      const { code, message } = WaysideError.from(error);
      log.warn('conflicts.plan-waits', { plan: plan.id, code, message });
    }
    return plan;
  }
}
