/** What plans and their runs know of each other: `run/` does what these say, `plans.ts` and `desk.ts` ask for it. */
import type {
  PlanAction,
  PlanHeader,
  PlanState,
  PlanStep,
  Principal,
  RunStep,
} from '../../shared/model/index.ts';
import type { Draft } from './draft.ts';

/** A plan as it lies in the store. */
export interface StoredPlan extends PlanHeader {
  /** Of its row: the newer, the higher. */
  readonly no: number;
  readonly id: string;
  /** `expired` is not stored: see `stateAt`. */
  readonly state: PlanState;
  readonly changeSet: string;
  readonly job: string;
  /** Of its steps; the empty text stands for steps of no site. */
  readonly sites: readonly string[];
  /** Of the tree of its steps: see `plan-hash.ts`. */
  readonly root: Uint8Array;
  /** Its approvals were taken back, and nobody approved it since. */
  readonly revoked: boolean;
}

/** Which steps are asked for; empty lists ask for all. */
export interface RunWish {
  readonly actions: readonly PlanAction[];
  readonly kinds: readonly string[];
  readonly steps: readonly number[];
  /** Stop at the first step that fails, or is stale. */
  readonly failFast: boolean;
}

export interface BegunRun {
  readonly job: string;
  /** Id of the run, too. */
  readonly changeSet: string;
}

export interface BeginRun {
  readonly plan: StoredPlan;
  readonly wish: RunWish;
  readonly principal: Principal;
  /** Called within the transaction that claims the plan: answers kept for a repeat, the entry of the audit trail. */
  readonly within: (begun: BegunRun) => void;
}

/** The runs of plans, as the desk needs them. */
export interface PlanRuns {
  /** Claims the plan for its one run and begins it. Error: PLAN_APPLIED, when somebody else was faster. */
  begin(ask: BeginRun): BegunRun;
  /** How far its run came with these steps; without a run, and of steps it does not know, nothing. */
  steps(plan: StoredPlan, nos: readonly number[]): ReadonlyMap<number, RunStep>;
  /** Its approvals were taken back: nothing more of it is sent. */
  revoked(planId: string): void;
  /** Goes on with what a process that ended left. */
  resume(): void;
  /** Resolves once nothing of any run is under way in this process. */
  stop(): Promise<void>;
}

export interface AgainAsk {
  /** As `user:NAME`. */
  readonly by: string;
  readonly within: (id: string) => void;
}

/** What a run asks of the plans. */
export interface RunJudge {
  /**
   * Before each batch: who began the run, as they may now. Errors: FORBIDDEN (not at the sites of these steps any more, or not known
   * any more), NOT_APPROVED.
   */
  allow(plan: StoredPlan, by: string, steps: readonly PlanStep[]): Principal;
  /**
   * A new plan of what was stale, in the name of who applied. `within`: in the transaction that makes it visible, with its id. The
   * guards judge it by what is there at the sites of the first plan.
   */
  again(draft: Omit<Draft, 'bases'>, first: StoredPlan, ask: AgainAsk): Promise<string>;
}

/** A user as it is now, by name; `undefined`: not known any more, or not to be let in. */
export type PrincipalOf = (name: string) => Principal | undefined;
