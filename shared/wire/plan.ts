/** Plans and their summary. A plan read from the wire has the id that its fields say, or somebody changed it: see `plan-hash.ts`. */
import type { Plan__Output } from '../../proto/gen/wayside/v1/Plan.ts';
import type { PlanApproval__Output } from '../../proto/gen/wayside/v1/PlanApproval.ts';
import type { PlanCounts__Output } from '../../proto/gen/wayside/v1/PlanCounts.ts';
import type { PlanSummary__Output } from '../../proto/gen/wayside/v1/PlanSummary.ts';
import type { ReasonCount__Output } from '../../proto/gen/wayside/v1/ReasonCount.ts';
import { WaysideError } from '../errors.ts';
import {
  isConverged,
  NO_COUNTS,
  type PlanApproval,
  type PlanCounts,
  type PlannerName,
  type PlanSummary,
  type PlanView,
  planners,
  type ReasonCount,
  type Standing,
} from '../model/index.ts';
import { planState, standing } from './plan-enums.ts';
import { int64FromWire, int64ToWire, timeFromWire, timestampToWire } from './scalar.ts';

export function planToWire(plan: PlanView): Plan__Output {
  return {
    id: plan.id,
    planner: plan.planner,
    title: plan.title,
    why: plan.why,
    madeBy: plan.madeBy,
    makeTime: timestampToWire(plan.madeAt),
    expireTime: timestampToWire(plan.expiresAt),
    origin: plan.origin,
    basePosition: int64ToWire(plan.basePos),
    nonce: plan.nonce,
    overrides: plan.overrides.map(({ override, by }) => ({ override, by })),
    steps: plan.steps,
    summary: summaryToWire(plan.summary),
    of: plan.of,
    state: planState.toWire(plan.state),
    converged: isConverged(plan.summary.counts),
    changeSet: plan.changeSet,
    jobId: plan.job,
    approvals: plan.approvals.map(approvalToWire),
    approval: plan.approval,
    fourEyes: plan.fourEyes,
    revoked: plan.revoked,
  };
}

/** Error: UNSUPPORTED for a plan of a planner or state that this version does not know. */
export function planFromWire(plan: Plan__Output): PlanView {
  const state = planState.fromWire(plan.state);
  if (!state) throw unsupported(`plan ${plan.id.slice(0, 12)} is in a state`);
  return {
    id: plan.id,
    format: 1,
    planner: plannerFromWire(plan.planner),
    title: plan.title,
    why: plan.why,
    madeBy: plan.madeBy,
    madeAt: timeFromWire(plan.makeTime),
    expiresAt: timeFromWire(plan.expireTime),
    origin: plan.origin,
    basePos: int64FromWire(plan.basePosition),
    nonce: plan.nonce,
    overrides: plan.overrides.map(({ override, by }) => ({ override, by })),
    steps: plan.steps,
    summary: summaryFromWire(plan.summary),
    of: plan.of,
    state,
    changeSet: plan.changeSet,
    job: plan.jobId,
    approvals: plan.approvals.map((approval) => approvalFromWire(approval, plan.id)),
    approval: plan.approval === 'signed' ? 'signed' : 'unsigned',
    fourEyes: plan.fourEyes,
    revoked: plan.revoked,
  };
}

function plannerFromWire(text: string): PlannerName {
  const planner = planners.find((one) => one === text);
  if (planner) return planner;
  throw unsupported(`the plan was made by the planner "${text.slice(0, 40)}"`);
}

export function approvalToWire(approval: PlanApproval): PlanApproval__Output {
  return {
    key: approval.key,
    by: approval.by,
    approveTime: timestampToWire(approval.approvedAt),
    expireTime: timestampToWire(approval.expiresAt),
    signature: approval.signature,
  };
}

export function approvalFromWire(approval: PlanApproval__Output, plan: string): PlanApproval {
  return {
    plan,
    key: approval.key,
    by: approval.by,
    approvedAt: timeFromWire(approval.approveTime),
    expiresAt: timeFromWire(approval.expireTime),
    signature: approval.signature,
  };
}

function summaryToWire({ counts, kinds, reasons }: PlanSummary): PlanSummary__Output {
  return {
    counts: { ...counts },
    kinds: kinds.map((one) => ({ store: one.store, kind: one.kind, counts: { ...one.counts } })),
    reasons: reasons.map(reasonCountToWire),
  };
}

function summaryFromWire(summary: PlanSummary__Output | null): PlanSummary {
  return {
    counts: countsFromWire(summary?.counts),
    kinds: (summary?.kinds ?? []).map(({ store, kind, counts }) => ({
      ...{ store, kind },
      counts: countsFromWire(counts),
    })),
    reasons: (summary?.reasons ?? []).map(reasonCountFromWire),
  };
}

function countsFromWire(counts: PlanCounts__Output | null | undefined): PlanCounts {
  const { create, update, delete: deleted, link, unlink, adopt } = counts ?? NO_COUNTS;
  const { blocked, conflict, ambiguous, deferred, unchanged } = counts ?? NO_COUNTS;
  return {
    ...{ create, update, delete: deleted, link, unlink, adopt },
    ...{ blocked, conflict, ambiguous, deferred, unchanged },
  };
}

function reasonCountToWire(reason: ReasonCount): ReasonCount__Output {
  const { code, override, count, message } = reason;
  return { standing: standing.toWire(reason.standing), code, override, count, message };
}

function reasonCountFromWire(reason: ReasonCount__Output): ReasonCount {
  const { code, override, count, message } = reason;
  return { standing: notReady(standing.fromWire(reason.standing)), code, override, count, message };
}

function notReady(one: Standing | undefined): ReasonCount['standing'] {
  if (one && one !== 'ready') return one;
  throw unsupported('a step of the plan has a standing');
}

export function unsupported(what: string): WaysideError {
  return new WaysideError('UNSUPPORTED', `${what} that this version does not know`, {
    hint: 'Upgrade the older side.',
  });
}
