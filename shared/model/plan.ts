/**
 * Plans as data: what would be changed, step by step, before anything is. A plan never changes once it is made; its id
 * is the hash of all it says (`plan-hash.ts`). What became of its steps is told by its runs.
 */
import type { Failure } from './job.ts';
import type { JsonObject } from './json.ts';

export const planActions = ['create', 'update', 'delete', 'link', 'unlink', 'adopt'] as const;
export type PlanAction = (typeof planActions)[number];

/**
 * `ready` steps alone are done. `blocked`: a guard stands in the way, and may be lifted. `conflict`: somebody else wants another
 * value. `ambiguous`: several things could be meant. `deferred`: something that it needs is not there yet.
 */
export const standings = ['ready', 'blocked', 'conflict', 'ambiguous', 'deferred'] as const;
export type Standing = (typeof standings)[number];

export const risks = ['low', 'medium', 'high'] as const;
export type Risk = (typeof risks)[number];

/** Store of the records that people write, which the controller itself changes. Every other store is named by the reference of its source. */
export const RECORDS_STORE = 'records';

export const causeTypes = ['person', 'row', 'mapping', 'rule', 'undo', 'resolution'] as const;

/** What asked for a step. */
export interface PlanCause {
  readonly type: (typeof causeTypes)[number];
  /** For people: `row 12 of switches.csv`, the name of a mapping or rule, the id of a change set. */
  readonly text: string;
}

/** Why a step is not `ready`. */
export interface StepReason {
  /** The name of the guard, or a word such as `changed-since`, `link-missing`. */
  readonly code: string;
  readonly message: string;
  /** What lifts it, as it is typed: `max-deletes:records/switch`. Empty: nothing does. */
  readonly override: string;
}

export interface PlanStep {
  /** From 1, in the order in which the steps are done. */
  readonly no: number;
  readonly action: PlanAction;
  readonly standing: Standing;
  readonly store: string;
  /** Kind of the thing within its store: of records the kind, of a database the table. */
  readonly kind: string;
  /** The thing within store and kind; of records the whole reference. */
  readonly key: string;
  /** For people. */
  readonly name: string;
  /** Whose people see and decide it; empty: of no site. */
  readonly site: string;
  readonly cause: PlanCause;
  /** All that is known of it as it was when planned; `null`: it is not there. Of a step that is to be done, its precondition. */
  readonly before: JsonObject | null;
  /** The same once the step is done; `null`: gone. */
  readonly after: JsonObject | null;
  /** Token of `before` in its store (of a record the etag); empty: the store has none, or nothing was there. */
  readonly token: string;
  /** Numbers of the steps that must be done before. All are lower. */
  readonly needs: readonly number[];
  /**
   * Of what could not be done at once, such as two things that change names: the number of its other half. Between the two the thing
   * has a temporary value, so nobody asks for one of them alone.
   */
  readonly otherHalf?: number;
  /** Empty: can be undone. Otherwise why not. */
  readonly noUndo: string;
  readonly risk: Risk;
  /** Present unless `ready`. */
  readonly reason?: StepReason;
}

/** One field of a step; `undefined`: it is not set. */
export interface FieldDifference {
  readonly field: string;
  readonly before: JsonObject[string] | undefined;
  readonly after: JsonObject[string] | undefined;
}

/** Steps by what they would do; those that are not `ready` count under their standing alone. */
export interface PlanCounts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly link: number;
  readonly unlink: number;
  readonly adopt: number;
  readonly blocked: number;
  readonly conflict: number;
  readonly ambiguous: number;
  readonly deferred: number;
  /** Things that are already so; they are no steps. */
  readonly unchanged: number;
}

export const NO_COUNTS: PlanCounts = {
  ...{ create: 0, update: 0, delete: 0, link: 0, unlink: 0, adopt: 0 },
  ...{ blocked: 0, conflict: 0, ambiguous: 0, deferred: 0, unchanged: 0 },
};

export interface KindCounts {
  readonly store: string;
  readonly kind: string;
  readonly counts: PlanCounts;
}

/** Steps that are not ready, by why. */
export interface ReasonCount {
  readonly standing: Exclude<Standing, 'ready'>;
  readonly code: string;
  readonly override: string;
  readonly count: number;
  /** The words of the first one. */
  readonly message: string;
}

export interface PlanSummary {
  readonly counts: PlanCounts;
  readonly kinds: readonly KindCounts[];
  readonly reasons: readonly ReasonCount[];
}

export const planners = ['edit', 'import', 'revert', 'resolve', 'again', 'ports'] as const;
export type PlannerName = (typeof planners)[number];

/** A guard that the maker of the plan lifted, for this plan alone. */
export interface GuardOverride {
  /** As it is typed: `max-deletes:records/switch`. */
  readonly override: string;
  readonly by: string;
}

/** All that a plan says besides its steps; what the id covers. Times are epoch milliseconds. */
export interface PlanHeader {
  readonly format: 1;
  /** The controller that made it: key fingerprint and incarnation. */
  readonly origin: string;
  readonly planner: PlannerName;
  /** For people: `import of switches.csv`. */
  readonly title: string;
  readonly why: string;
  readonly madeBy: string;
  readonly madeAt: number;
  readonly expiresAt: number;
  /** Position of the feed that it was made at. */
  readonly basePos: number;
  /** Makes two equal plans two. */
  readonly nonce: string;
  readonly overrides: readonly GuardOverride[];
  /** Number of steps. */
  readonly steps: number;
  readonly summary: PlanSummary;
  /** Of `revert`: the change set that it undoes. Of `again`: the plan whose stale steps it holds. Otherwise empty. */
  readonly of: string;
}

/** What happened to a plan so far. `open`: nothing. The others are those of its run. */
export const planStates = [
  'open',
  'applying',
  'applied',
  'partly',
  'failed',
  'cancelled',
  'expired',
] as const;
export type PlanState = (typeof planStates)[number];

/** That somebody agreed, signed by their operator key. */
export interface PlanApproval {
  /** The whole id of the plan. */
  readonly plan: string;
  /** Ed25519 public key, base64url. */
  readonly key: string;
  /** Who showed it to the controller, as `user:NAME`. */
  readonly by: string;
  readonly approvedAt: number;
  readonly expiresAt: number;
  /** Base64url; see `shared/seal`. */
  readonly signature: string;
}

export interface PlanView extends PlanHeader {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly state: PlanState;
  /** Change set of its run; empty: it was never applied. */
  readonly changeSet: string;
  /** Job of its run. */
  readonly job: string;
  readonly approvals: readonly PlanApproval[];
  /** `signed`: it needs the approval of an operator key before it may run; `unsigned`: it does not. */
  readonly approval: 'signed' | 'unsigned';
  /** Another than its maker must approve it. */
  readonly fourEyes: boolean;
  /** Its approvals were taken back: it runs only when somebody approves it again. */
  readonly revoked: boolean;
}

/**
 * How far a step of a run came. `planned`: nothing of it was sent. `sent`: no answer is known yet. `acknowledged`: the store said yes.
 * `verified`: read back, and it is so. `failed`: the store said no, or it is not there when read back. `stale`: what was there
 * was not what the plan saw; nothing was sent. `waiting`: something that it needs was not done. `unknown`: sent, and nobody can say.
 * `skipped`: not asked for, not ready, or the run ended before it.
 */
export const runStepStates = [
  'planned',
  'sent',
  'acknowledged',
  'verified',
  'failed',
  'stale',
  'waiting',
  'unknown',
  'skipped',
] as const;
export type RunStepState = (typeof runStepStates)[number];

export interface RunStep {
  readonly no: number;
  readonly state: RunStepState;
  readonly error: Failure | undefined;
  /** Token of what is there since; of a record the dot of the write. */
  readonly token: string;
  readonly at: number;
}

export type RunCounts = Readonly<Record<RunStepState, number>>;

/** Fields that differ, by name. */
export function fieldDifferences({ before, after }: Pick<PlanStep, 'before' | 'after'>): FieldDifference[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names]
    .sort()
    .map((field) => ({ field, before: before?.[field], after: after?.[field] }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}

/** Nothing is to be done, and nothing waits or contradicts. */
export function isConverged({ unchanged: _, ...others }: PlanCounts): boolean {
  return Object.values(others).every((count) => count === 0);
}
