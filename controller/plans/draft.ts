/**
 * What planners give: steps without order or numbers, and what is known of the stores that they are about. Planners are pure:
 * from what was read to a draft. `order.ts` puts the steps in order, `guards.ts` blocks some, `maker.ts` makes the plan.
 */
import type {
  GuardOverride,
  PlannerName,
  PlanStep,
  Risk,
  Standing,
  StepReason,
} from '../../shared/model/index.ts';

/** A value that one thing of a scope alone may have, such as the name of a switch within its site. */
export interface UniqueValue {
  readonly field: string;
  /** Store, kind, scope and value as one text; equal texts collide. */
  readonly text: string;
}

/** What a plan says of each step without order, standing or risk: see `PlanStep`. */
type Said = Pick<
  PlanStep,
  'action' | 'store' | 'kind' | 'key' | 'name' | 'site' | 'cause' | 'before' | 'after' | 'token' | 'noUndo'
>;

export interface DraftStep extends Said {
  /** Unique within the draft, for `needs` and `refs` of others. */
  readonly id: string;
  /** Ids of steps that must be done before: of a delete those that take away what still points at it. */
  readonly needs: readonly string[];
  /**
   * Fields of `after` that point at what another step creates, with the id of that step. In a cycle the thing is made without
   * such a field first, and gets it by a step of its own.
   */
  readonly refs: readonly { readonly field: string; readonly id: string }[];
  /** Unique values that it takes and gives up. Where steps wait for each other's values in a circle, one gets a temporary value first. */
  readonly takes: readonly (UniqueValue & { readonly temporary: string })[];
  readonly frees: readonly UniqueValue[];
  /** `ready` unless the planner knows better; guards come later. */
  readonly standing: Exclude<Standing, 'blocked'>;
  readonly reason?: StepReason;
  /** Of a delete that was concluded from absence: since when it is absent, epoch milliseconds. */
  readonly absentSince?: number;
  /** What the planner itself has against it, the gravest first: it is blocked by the first one that nobody lifted. */
  readonly objections?: readonly StepReason[];
  /** Where the planner knows better than the fields tell. */
  readonly risk?: Risk;
  /** In the place of the name, where its kind has an order of its own. */
  readonly place?: string;
}

/** What is known of one kind of one store, for the guards; beside it there may be one for each of its sites. */
export interface KindBase {
  readonly store: string;
  readonly kind: string;
  /** Present: of this site alone. Its limits are those of the whole. */
  readonly site?: string;
  /** Things that are there now and that the plan may touch. */
  readonly existing: number;
  /** A person named the few that change one by one: how large a share of all they are says nothing. */
  readonly areNamed?: true;
  /** Of the source that the desired state comes from; absent: a person gave it. */
  readonly source?: {
    /** For people. */
    readonly name: string;
    /** Things that it has now. */
    readonly rows: number;
    /** Things that it had at its last complete reading; absent: there was none. */
    readonly rowsBefore?: number;
    readonly complete: boolean;
    /** Why not. */
    readonly partial?: string;
  };
  /** Nothing was ever applied from there. */
  readonly firstRun: boolean;
}

export interface Draft {
  readonly planner: PlannerName;
  readonly title: string;
  readonly steps: readonly DraftStep[];
  /** Things that are already so. */
  readonly unchanged: readonly { readonly store: string; readonly kind: string; readonly count: number }[];
  readonly bases: readonly KindBase[];
  /** See PlanHeader. */
  readonly of: string;
  /** Guards that were lifted for the plan that this one goes on with. */
  readonly lifted?: readonly GuardOverride[];
}
