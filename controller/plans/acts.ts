/** What one principal does with plans: approve, take back, apply. Each is judged now, whatever was so when the plan was made. */
import { WaysideError } from '../../shared/errors.ts';
import { type PlanApproval, principalName } from '../../shared/model/index.ts';
import type { Sight } from '../inventory/index.ts';
import { remember, repeated } from '../store/index.ts';
import { checkWhy, refuse } from './check.ts';
import type { DeskDeps } from './desk-deps.ts';
import { guardedSteps, requireWithinLimits } from './guards-now.ts';
import { approverNow, requireApprover, requireWanted } from './permits.ts';
import type { BegunRun, RunWish, StoredPlan } from './port.ts';
import { requireWriters, wantKey } from './readiness.ts';
import { requireApproved, requireOpen, requireOwn, shortId, timeText, verdictOf } from './standing.ts';
import { checkWish, requireReady, requireWholes } from './wish.ts';

/** How something is asked for. */
export interface ActAsk {
  /** Full permission and validation, nothing written. */
  readonly validateOnly: boolean;
  /** Within the transaction that does it. */
  readonly journal?: ((plan: StoredPlan) => void) | undefined;
}

export interface ApplyAsk extends ActAsk {
  /** UUID, or empty: no protection against repeats. */
  readonly requestId: string;
}

/** Approvals that one plan may have. */
const APPROVALS_MAX = 100;

export class PlanActs {
  private readonly deps: DeskDeps;
  private readonly sight: Sight;

  constructor(deps: DeskDeps, sight: Sight) {
    this.deps = deps;
    this.sight = sight;
  }

  /**
   * `approval`: without a key where nobody has to sign. Errors: FORBIDDEN, PLAN_EXPIRED, PLAN_APPLIED, PLAN_FOREIGN, NOT_APPROVED when
   * it does not count.
   */
  approve(plan: StoredPlan, approval: Omit<PlanApproval, 'plan' | 'by'> | undefined, ask: ActAsk): void {
    const { repository, clock, store, log, origin } = this.deps;
    const by = principalName(this.sight.principal);
    requireApprover(plan, this.sight.principal);
    requireOwn(plan, origin());
    requireOpen(plan, clock.now());
    this.requireOther(plan, by);
    const unsigned = { key: '', approvedAt: clock.now(), expiresAt: plan.expiresAt, signature: '' };
    const given: PlanApproval = { ...(approval ?? unsigned), plan: plan.id, by };
    this.requireCounting(given, plan);
    if (repository.approvals(plan).length >= APPROVALS_MAX)
      refuse([{ field: 'approval', message: `the plan has ${APPROVALS_MAX} approvals already` }]);
    if (ask.validateOnly) return;
    store.write(() => {
      repository.approve(plan, given);
      ask.journal?.(plan);
    });
    log.info('plan.approved', { plan: plan.id, by, key: given.key });
  }

  /** Errors: FORBIDDEN, PLAN_APPLIED once its run has ended, PLAN_EXPIRED. */
  revoke(plan: StoredPlan, why: string, ask: ActAsk): void {
    const { repository, runs, clock, store, log } = this.deps;
    const by = principalName(this.sight.principal);
    checkWhy(why);
    if (plan.madeBy !== by) requireApprover(plan, this.sight.principal);
    if (plan.state !== 'applying') requireOpen(plan, clock.now());
    if (ask.validateOnly) return;
    store.write(() => {
      repository.revoke(plan, clock.now());
      ask.journal?.(plan);
    });
    log.info('plan.revoked', { plan: plan.id, by, why });
    runs.revoked(plan.id);
  }

  /**
   * Begins the one run of the plan; who comes while it goes on gets the same one. With `validateOnly` nothing is begun, and the
   * answer names no job. Errors: INVALID_INPUT, FORBIDDEN, PLAN_FOREIGN, PLAN_APPLIED, PLAN_EXPIRED, NOT_APPROVED,
   * NO_CAPABLE_AGENT, GUARD_BLOCKED.
   */
  async apply(plan: StoredPlan, wish: RunWish, ask: ApplyAsk): Promise<BegunRun> {
    const { repository, store, clock, settings, origin, principalOf, executors } = this.deps;
    const { principal } = this.sight;
    checkWish(plan, wish);
    const question = { plan: plan.id, ...wish };
    const asked = { id: ask.requestId, method: 'ApplyPlan', question, principal };
    const first = ask.validateOnly ? undefined : repeated(store, asked);
    if (first !== undefined) return JSON.parse(first) as BegunRun;
    requireOwn(plan, origin());
    await requireWholes(plan, wish, this.deps);
    await requireWanted(plan, wish, { ...this.deps, sight: this.sight });
    const steps = await guardedSteps(this.deps, plan, wish);
    // What became of it while the steps were looked at.
    const now = repository.find(plan.id) ?? plan;
    if (now.state === 'applying') return { job: now.job, changeSet: now.changeSet };
    requireOpen(now, clock.now());
    requireReady(now, wish, (no) => repository.step(now, no));
    const mayApprove = approverNow(principalOf, now);
    requireWriters(now, executors);
    requireApproved(now, repository.approvals(now), {
      ...{ settings, nowMs: clock.now(), mayApprove, wantKey: wantKey(now, executors) },
    });
    requireWithinLimits(this.deps, now, steps);
    if (ask.validateOnly) return { job: '', changeSet: '' };
    return this.deps.runs.begin({
      plan: now,
      wish,
      principal,
      within: (begun) => {
        remember(store, asked, { answer: JSON.stringify(begun), nowMs: clock.now() });
        ask.journal?.({ ...now, state: 'applying', ...begun });
      },
    });
  }

  /** Error: FORBIDDEN, for the maker where another one must agree. */
  private requireOther(plan: StoredPlan, by: string): void {
    if (!this.deps.settings.fourEyes || plan.madeBy !== by) return;
    throw new WaysideError('FORBIDDEN', `${by} made plan ${shortId(plan.id)} and may not approve it`, {
      hint: 'Here another person than its maker must approve a plan (plans.fourEyes).',
    });
  }

  /** Error: NOT_APPROVED. */
  private requireCounting(approval: PlanApproval, plan: StoredPlan): void {
    const { settings, clock } = this.deps;
    const verdict = verdictOf(approval, plan, { settings, nowMs: clock.now() });
    if (verdict === 'good') return;
    const key = approval.key.slice(0, KEY_CHARS_SHOWN);
    const words: Readonly<Record<Exclude<typeof verdict, 'good'>, readonly [string, string]>> = {
      'unknown-key':
        approval.key === ''
          ? ['the approval is not signed', SIGN_IT]
          : [`the operator key ${key}… is not known here`, 'An admin adds it to plans.operatorKeys.'],
      forged: ['the signature is not over this plan and these times', SIGN_IT],
      'other-plan': ['the approval is of another plan', SIGN_IT],
      early: [
        `the approval is from ${timeText(approval.approvedAt)}, which is still to come`,
        'Set the clock of the machine on which it was signed.',
      ],
      expired: [`the approval was good until ${timeText(approval.expiresAt)}`, SIGN_IT],
    };
    const [message, hint] = words[verdict];
    throw new WaysideError('NOT_APPROVED', message, { hint });
  }
}

const KEY_CHARS_SHOWN = 12;
const SIGN_IT = 'Sign it anew: wayside plan approve ID';
