/** Whether a plan may run: its time, where it is from, and who agreed. Pure; errors say what to do. */
import { WaysideError } from '../../shared/errors.ts';
import type { PlanApproval } from '../../shared/model/index.ts';
import { type ApprovalVerdict, checkAnyKey, checkApproval } from '../../shared/seal/index.ts';
import type { StoredPlan } from './port.ts';
import { stateAt } from './repository.ts';
import type { PlanSettings } from './settings.ts';

/** Digits of an id that people read. */
const SHORT_DIGITS = 12;

export function shortId(id: string): string {
  return id.slice(0, SHORT_DIGITS);
}

/** Errors: PLAN_APPLIED, PLAN_EXPIRED. */
export function requireOpen(plan: StoredPlan, nowMs: number): void {
  const state = stateAt(plan, nowMs);
  const id = shortId(plan.id);
  if (state === 'open') return;
  if (state === 'expired')
    throw new WaysideError(
      'PLAN_EXPIRED',
      `plan ${id} could be applied until ${timeText(plan.expiresAt)}; much may have changed since`,
      { hint: 'Make the plan again: what it would do now may be something else.' },
    );
  const words = state === 'applying' ? 'is being applied' : 'was applied before';
  throw new WaysideError('PLAN_APPLIED', `plan ${id} ${words}, as change set ${plan.changeSet}`, {
    hint: `See what it did: wayside history show ${plan.changeSet}`,
    details: { changeSet: plan.changeSet, job: plan.job },
  });
}

/**
 * `origin`: of this controller now. After a restore nobody can say here whether the plan was applied since, or its approvals were taken
 * back: one of an earlier incarnation is not done. Error: PLAN_FOREIGN.
 */
export function requireOwn(plan: Pick<StoredPlan, 'id' | 'origin'>, origin: string): void {
  if (plan.origin === origin) return;
  const id = shortId(plan.id);
  if (keyOf(plan.origin) !== keyOf(origin))
    throw new WaysideError('PLAN_FOREIGN', `plan ${id} was made by the controller ${plan.origin}`, {
      hint: 'Apply it there, or make it anew here.',
    });
  throw new WaysideError(
    'PLAN_FOREIGN',
    `plan ${id} was made before the store of this controller was restored or moved`,
    { hint: 'Make the plan anew: it may have been applied, or its approvals taken back, since the backup.' },
  );
}

/** Of an origin: the part that stays when a controller takes a new incarnation. */
function keyOf(origin: string): string {
  const at = origin.lastIndexOf('.');
  return at < 0 ? origin : origin.slice(0, at);
}

type Approvable = Pick<StoredPlan, 'id' | 'madeBy' | 'revoked'>;

export interface ApprovalFacts {
  readonly settings: PlanSettings;
  readonly nowMs: number;
  /** Whether that person may approve the plan at this moment. */
  readonly mayApprove: (by: string) => boolean;
  /** Agents that take its steps only with the signature of an operator key; it is they who know which keys. */
  readonly wantKey: readonly string[];
}

/** Error: NOT_APPROVED that says what is missing. */
export function requireApproved(
  plan: Approvable,
  approvals: readonly PlanApproval[],
  { settings, nowMs, mayApprove, wantKey }: ApprovalFacts,
): void {
  const given = approvals.filter((one) => verdictOf(one, plan, { settings, nowMs }) === 'good');
  const good = given.filter(({ by }) => mayApprove(by));
  const byOther = good.some(({ by }) => by !== plan.madeBy);
  const id = shortId(plan.id);
  const gone = given.find(({ by }) => !mayApprove(by));
  const lapsed = gone ? `; ${gone.by}, who did, may not any more` : '';
  if (plan.revoked && good.length === 0)
    throw missing(`the approvals of plan ${id} were taken back`, approveHint(plan.id));
  if (settings.approval === 'signed' && good.length === 0) {
    const ended = approvals.some((one) => verdictOf(one, plan, { settings, nowMs }) === 'expired');
    const words = ended ? 'its approval has expired' : 'nobody approved it with an operator key';
    throw missing(`plan ${id} may not run: ${words}${lapsed}`, approveHint(plan.id));
  }
  const [agent, ...others] = wantKey;
  if (agent !== undefined && !good.some(({ key }) => key !== '')) {
    const who = others.length === 0 ? `agent ${agent} does` : `${wantKey.length} agents do`;
    throw missing(`plan ${id} may not run: ${who} only what an operator key signed`, approveHint(plan.id));
  }
  if (settings.fourEyes && !byOther)
    throw missing(
      `plan ${id} may not run: another person than ${plan.madeBy} must approve it${lapsed}`,
      approveHint(plan.id),
    );
}

/**
 * How an approval stands now. Where nobody has to sign, one without a key counts, and so does one by a key that is not listed here: agents
 * have lists of their own. The signature has to be good all the same.
 */
export function verdictOf(
  approval: PlanApproval,
  plan: Pick<Approvable, 'id'>,
  { settings, nowMs }: { readonly settings: PlanSettings; readonly nowMs: number },
): ApprovalVerdict['verdict'] {
  const isSigned = settings.approval === 'signed';
  const facts = { planId: plan.id, nowMs, keys: settings.operatorKeys };
  if (approval.key !== '')
    return (isSigned ? checkApproval(approval, facts) : checkAnyKey(approval, facts)).verdict;
  if (isSigned) return 'unknown-key';
  return nowMs < approval.expiresAt ? 'good' : 'expired';
}

function missing(message: string, hint: string): WaysideError {
  return new WaysideError('NOT_APPROVED', message, { hint });
}

function approveHint(id: string): string {
  return `Who may: wayside plan approve ${shortId(id)}`;
}

export function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
