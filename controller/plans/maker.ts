/**
 * From a draft to a plan: order, guards, risk, summary, id, rows. The rows are written piece by piece, so that others are
 * served in between; the plan is there with the last commit, and not before.
 */
import {
  canonicalJson,
  type GuardOverride,
  type PlanHeader,
  type PlanStep,
  PlanTree,
  planHeaderJson,
  planId,
  planStepText,
  planTextLeaf,
  principalName,
} from '../../shared/model/index.ts';

import { type Clock, newId, nextTurn, type Random } from '../../shared/runtime/index.ts';
import type { PlanStepRow, Store } from '../store/index.ts';
import type { PlanAsk } from './ask.ts';
import { checkDraft, checkSummary, refuse } from './check.ts';
import type { Draft } from './draft.ts';
import type { Executor } from './executor.ts';
import { guard } from './guards.ts';
import { type OrderedStep, orderSteps } from './order.ts';
import type { StoredPlan } from './port.ts';
import { riskOf } from './risk.ts';
import { requireRoom } from './room.ts';
import { PLAN_BOUNDS, type PlanBounds, type PlanSettings } from './settings.ts';
import { summaryOf } from './summary.ts';

export interface MakerDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly executors: readonly Executor[];
  readonly settings: PlanSettings;
  readonly bounds?: PlanBounds | undefined;
  /** The controller as it stands in headers: key fingerprint and incarnation. */
  readonly origin: () => string;
}

export interface MakeOrder {
  readonly ask: PlanAsk;
  /** Position of the feed before the draft was made. */
  readonly basePos: number;
  /** Within the transaction that makes the plan visible. */
  readonly within: (plan: StoredPlan) => void;
}

/** Steps that are hashed before others have their turn: some milliseconds. */
const STEPS_PER_TURN = 250;
/** What is written by one commit: some milliseconds again. */
const STEPS_PER_COMMIT = 1000;
const COMMIT_BYTES_MAX = 1_048_576;
/** One step must fit into every message that it goes by. */
const STEP_BYTES_MAX = 131_072;

export class PlanMaker {
  private readonly deps: MakerDeps;
  /** Plans that are being written now. */
  private readonly writing = new Set<number>();

  constructor(deps: MakerDeps) {
    this.deps = deps;
  }

  isWriting(no: number): boolean {
    return this.writing.has(no);
  }

  /** Errors: INVALID_INPUT, QUEUE_FULL, DISK_FULL. What it wrote before an error is swept later. */
  async make(draft: Draft, order: MakeOrder): Promise<StoredPlan> {
    const { executors, settings, clock, store } = this.deps;
    checkDraft(draft, executors);
    const overrides = overridesOf(draft, order).map(({ override }) => override);
    const facts = { bases: draft.bases, settings: settings.guards, overrides, nowMs: clock.now() };
    // Of a large plan each of these takes some tenths of a second: others have their turn in between.
    await nextTurn();
    const ordered = orderSteps(draft.steps);
    await nextTurn();
    const steps = guard(ordered, facts);
    await nextTurn();
    const header = this.headerOf(draft, steps, order);
    await nextTurn();
    checkSummary(header.summary);
    if (order.ask.validateOnly) return this.tried(header, steps);
    requireRoom(store.plans, header, { bounds: this.deps.bounds ?? PLAN_BOUNDS, nowMs: header.madeAt });
    return this.write(header, steps, order);
  }

  private headerOf(draft: Draft, steps: readonly OrderedStep[], { ask, basePos }: MakeOrder): PlanHeader {
    const { clock, random, settings, origin } = this.deps;
    const madeAt = clock.now();
    const madeBy = principalName(ask.principal);
    return {
      ...{ format: 1, origin: origin(), planner: draft.planner, title: draft.title, why: ask.why },
      ...{ madeBy, madeAt, expiresAt: madeAt + (ask.expireAfterMs || settings.expireAfterMs), basePos },
      nonce: newId(clock, random),
      overrides: overridesOf(draft, { ask }),
      ...{ steps: steps.length, summary: summaryOf(steps, draft.unchanged), of: draft.of },
    };
  }

  /** All but the writing. */
  private async tried(header: PlanHeader, steps: readonly OrderedStep[]): Promise<StoredPlan> {
    const leaves: Uint8Array[] = [];
    for (const piece of pieces(steps)) {
      for (const step of piece) leaves.push(planTextLeaf(textOf(step)));
      await nextTurn();
    }
    return planOf(header, { no: 0, root: PlanTree.of(leaves).root, sites: sitesOf(steps) });
  }

  private async write(
    header: PlanHeader,
    steps: readonly OrderedStep[],
    order: MakeOrder,
  ): Promise<StoredPlan> {
    const { store } = this.deps;
    const no = store.write(() => store.plans.begin(header.madeBy, header.madeAt));
    this.writing.add(no);
    try {
      const { leaves, bytes } = await this.writeSteps(no, steps);
      const plan = planOf(header, { no, root: PlanTree.of(leaves).root, sites: sitesOf(steps) });
      store.write(() => {
        store.plans.complete(rowOf(plan, header, bytes));
        order.within(plan);
      });
      return plan;
    } finally {
      this.writing.delete(no);
    }
  }

  private async writeSteps(
    plan: number,
    steps: readonly OrderedStep[],
  ): Promise<{ readonly leaves: readonly Uint8Array[]; readonly bytes: number }> {
    const { store } = this.deps;
    const leaves: Uint8Array[] = [];
    let bytes = 0;
    let rows: PlanStepRow[] = [];
    let rowBytes = 0;
    const flush = (): void => {
      store.write(() => {
        for (const row of rows) store.plans.addStep(row);
      });
      rows = [];
      rowBytes = 0;
    };
    // To make a text takes several times as long as to write it: a commit holds those of several turns.
    for (const piece of pieces(steps)) {
      for (const step of piece) {
        const body = textOf(step);
        const hash = planTextLeaf(body);
        const { no, action, standing, kind, site } = step;
        rows.push({ plan, no, action, standing, store: step.store, kind, site, body, hash });
        leaves.push(hash);
        bytes += body.length;
        rowBytes += body.length;
        if (rowBytes >= COMMIT_BYTES_MAX) flush();
      }
      if (rows.length >= STEPS_PER_COMMIT) flush();
      await nextTurn();
    }
    flush();
    return { leaves, bytes };
  }
}

/** Each once; one that was lifted before is of who did it then. */
function overridesOf({ lifted = [] }: Draft, { ask }: Pick<MakeOrder, 'ask'>): readonly GuardOverride[] {
  const by = principalName(ask.principal);
  const own = ask.overrides.map((override) => ({ override, by }));
  return [...new Map([...own, ...lifted].map((one) => [one.override, one])).values()];
}

/** As it is hashed and kept. Error: INVALID_INPUT, when it is too large. */
function textOf(ordered: OrderedStep): string {
  const text = planStepText(stepOf(ordered));
  if (text.length > STEP_BYTES_MAX)
    refuse([
      {
        field: `steps[${ordered.no - 1}]`,
        message: `${ordered.name}: has ${text.length} bytes; a step has at most ${STEP_BYTES_MAX}`,
      },
    ]);
  return text;
}

function stepOf(ordered: OrderedStep): PlanStep {
  const { no, action, standing, store, kind, key, name, site, cause, before, after } = ordered;
  const { token, needs, noUndo, reason, otherHalf } = ordered;
  return {
    ...{ no, action, standing, store, kind, key, name, site, cause, before, after, token, needs, noUndo },
    risk: riskOf(ordered),
    ...(otherHalf !== undefined && { otherHalf }),
    ...(reason && standing !== 'ready' && { reason }),
  };
}

function* pieces(steps: readonly OrderedStep[]): Generator<readonly OrderedStep[]> {
  for (let at = 0; at < steps.length; at += STEPS_PER_TURN) yield steps.slice(at, at + STEPS_PER_TURN);
}

function sitesOf(steps: readonly OrderedStep[]): readonly string[] {
  return [...new Set(steps.map(({ site }) => site))].sort();
}

function planOf(
  header: PlanHeader,
  { no, root, sites }: Pick<StoredPlan, 'no' | 'root' | 'sites'>,
): StoredPlan {
  const run = { state: 'open', changeSet: '', job: '', revoked: false } as const;
  return { ...header, ...run, no, root, sites, id: planId(header, root) };
}

function rowOf(plan: StoredPlan, header: PlanHeader, bytes: number): CompletePlan {
  return {
    ...{ no: plan.no, id: plan.id, planner: plan.planner, made_by: plan.madeBy, made_at: plan.madeAt },
    ...{ expires_at: plan.expiresAt, steps: plan.steps, bytes, root: plan.root },
    ...{ header: canonicalJson(planHeaderJson(header)), sites: JSON.stringify(plan.sites) },
    ...{ state: plan.state, change_set: '', job: '', revoked_at: null },
  };
}

type CompletePlan = Parameters<Store['plans']['complete']>[0];
