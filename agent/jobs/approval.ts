/**
 * Whether this agent may do a step of a job that writes. Its own configuration decides, which no controller can widen: whether it
 * writes at all, where and what, and whose approval it wants to see. A plan is judged by what it says, not by who brings it:
 * its id is computed again from its header and the steps, and the approval is a signature over that id.
 */
import { WaysideError } from '../../shared/errors.ts';
import { formatRef, type JobStep, type Json, type PlanStep } from '../../shared/model/index.ts';
import { type Clock, type Log, SteadyClock } from '../../shared/runtime/index.ts';
import {
  APPROVAL_SKEW_MS,
  type ApprovalVerdict,
  checkApproval,
  type OperatorKey,
  someMatch,
} from '../../shared/seal/index.ts';
import type { JobTarget } from '../../shared/wire/index.ts';
import type { PlanSteps } from '../store/index.ts';
import type { WriteOffer } from './journal.ts';
import { type ProvenPlan, provenPlan, short } from './proven-plan.ts';
import { StepRate } from './step-rate.ts';

/** What the host of the agent allows; see `writes.*` of its configuration. */
export interface WriteRules {
  readonly enabled: boolean;
  /** Ids or references of sources, addresses, networks or `*`; empty: every source of this agent. */
  readonly sources: readonly string[];
  /** Actions of steps. */
  readonly actions: readonly string[];
  readonly approval: 'signed' | 'unsigned';
  readonly operatorKeys: readonly OperatorKey[];
  readonly perMinute: number;
}

export const STEPS_PER_MINUTE = 600;
export const NO_WRITES: WriteRules = {
  ...{ enabled: false, sources: [], actions: [], approval: 'signed', operatorKeys: [] },
  perMinute: STEPS_PER_MINUTE,
};
/** Those that are carried out at sources; the others are of the controller. */
export const WRITE_ACTIONS: readonly string[] = ['create', 'update', 'delete'];
/** Announced by an agent that takes steps nobody signed. */
export const UNSIGNED_CAPABILITY = 'writes.unsigned';
const CONFIG_FILE = "the agent's agent.yaml";

export interface WriteGuardDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly rules: WriteRules;
  readonly planSteps: PlanSteps;
  /** When something was written down here last, epoch milliseconds; `undefined`: never. */
  readonly markMs: number | undefined;
  /** Of the controller that we have; `undefined`: not known yet. */
  readonly origin: () => string | undefined;
}

export class WriteGuard {
  private readonly deps: WriteGuardDeps;
  private readonly rate: StepRate;
  /** What was sent is forgotten by it alone. */
  private readonly time: SteadyClock;

  constructor(deps: WriteGuardDeps) {
    this.deps = deps;
    this.time = new SteadyClock(deps.clock, deps.markMs);
    this.rate = new StepRate(deps.clock, deps.rules.perMinute);
  }

  get isOn(): boolean {
    return this.deps.rules.enabled;
  }

  get isUnsigned(): boolean {
    return this.isOn && this.deps.rules.approval === 'unsigned';
  }

  /**
   * The offer as a whole: that its steps are those of a plan which may be done now. Each step is asked for again with `requireStep`.
   * Errors: WRITES_OFF, NOT_APPROVED, PLAN_CHANGED, PLAN_FOREIGN, PLAN_EXPIRED, QUEUE_FULL.
   */
  permit(offer: WriteOffer): WritePermit {
    const { rules, log, planSteps } = this.deps;
    if (!rules.enabled) throw writesOff('writes.enabled is off', `Set writes.enabled in ${CONFIG_FILE}`);
    const { evidence, steps, jobId: job } = offer;
    const plan = evidence && provenPlan(evidence, steps);
    if (plan) planSteps.requireRoom(steps.length, this.time.mayForget ? this.time.now() : undefined);
    const permit = new WritePermit({ ...this.deps, plan, offered: steps });
    const by = permit.requirePlan();
    log.info('write.permitted', { job, plan: evidence?.plan ?? '', approval: rules.approval, by });
    return permit;
  }

  /** Waits until one more step may begin. */
  turn(signal: AbortSignal): Promise<void> {
    return this.rate.turn(signal);
  }
}

/** What one offer may do, asked before each of its steps. */
export class WritePermit {
  private readonly deps: WriteGuardDeps & {
    readonly plan: ProvenPlan | undefined;
    readonly offered: readonly JobStep[];
  };

  constructor(deps: WritePermit['deps']) {
    this.deps = deps;
  }

  /** The step of the plan at that place of the offer; `undefined`: the offer shows no plan. */
  planned(no: number): PlanStep | undefined {
    return this.deps.plan?.steps[no];
  }

  /** Whose key approved it; empty: nobody had to. Errors: NOT_APPROVED, PLAN_FOREIGN, PLAN_EXPIRED. */
  requirePlan(): string {
    const { rules, plan, clock, origin } = this.deps;
    const isSigned = rules.approval === 'signed';
    if (!plan) {
      if (!isSigned) return '';
      throw new WaysideError(
        'NOT_APPROVED',
        'the job shows no plan, and this agent does approved plans alone',
        {
          hint: 'Make a plan of it, and approve it: wayside plan approve PLAN',
        },
      );
    }
    const { header, approvals, plan: id } = plan.evidence;
    const own = origin();
    if (own !== undefined && keyOf(own) !== keyOf(header.origin))
      throw new WaysideError(
        'PLAN_FOREIGN',
        `plan ${short(id)} was made by another controller: ${header.origin}`,
        {
          hint: 'Plan it again where this agent belongs to.',
        },
      );
    const nowMs = clock.now();
    if (nowMs > header.expiresAt + APPROVAL_SKEW_MS)
      throw new WaysideError('PLAN_EXPIRED', `plan ${short(id)} expired at ${iso(header.expiresAt)}`, {
        hint: 'Make a new plan.',
      });
    if (!isSigned) return '';
    // People may agree without a key, which counts at the controller alone.
    const signed = approvals.filter(({ key }) => key !== '');
    const verdicts = signed.map((one) => checkApproval(one, { planId: id, keys: rules.operatorKeys, nowMs }));
    const good = verdicts.find((one) => one.verdict === 'good');
    if (good?.verdict === 'good') return good.name;
    throw notApproved(id, verdicts);
  }

  /**
   * Just before it is sent. `no`: its place in the offer. Errors: as of `requirePlan`, and WRITES_OFF for a source or action that is
   * not allowed here, NOT_APPROVED for a step that was not to be done, PLAN_APPLIED for one that was sent from here before.
   */
  requireStep(no: number, target: JobTarget): void {
    const { rules, plan, planSteps } = this.deps;
    this.requirePlan();
    if (!isAllowedSource(rules.sources, target)) {
      const hint = `Add ${target.source.id} to writes.sources in ${CONFIG_FILE}`;
      throw writesOff(`writes.sources does not name ${target.name} (${formatRef(target.source)})`, hint);
    }
    const { action } = this.deps.offered[no]?.action ?? {};
    if (!isAllowedAction(rules.actions, action))
      throw writesOff(
        `writes.actions leaves out ${typeof action === 'string' ? action : 'what has no name'}`,
        `Add it to writes.actions in ${CONFIG_FILE}`,
      );
    const step = plan?.steps[no];
    if (!plan || !step) return;
    const { plan: id } = plan.evidence;
    if (step.standing !== 'ready')
      throw new WaysideError(
        'NOT_APPROVED',
        `step ${step.no} of plan ${short(id)} is ${step.standing}: it is not to be done`,
      );
    const job = planSteps.sentBy({ plan: id, no: step.no });
    if (job === undefined) return;
    throw new WaysideError(
      'PLAN_APPLIED',
      `step ${step.no} of plan ${short(id)} was sent from here before, by job ${job}`,
      {
        hint: 'A step is done once; make a new plan of what is still to be done.',
      },
    );
  }
}

/** Names are the word of the controller; ids stand in what was approved, and addresses are what is dialled. */
function isAllowedSource(allowed: readonly string[], { source, address, port }: JobTarget): boolean {
  if (allowed.length === 0 || allowed.includes('*')) return true;
  if (allowed.includes(source.id) || allowed.includes(formatRef(source))) return true;
  return someMatch(allowed, { address, port });
}

/** Steps without a plan may have an action of another name, or none: they pass only where everything does. */
function isAllowedAction(allowed: readonly string[], action: Json | undefined): boolean {
  if (typeof action === 'string' && WRITE_ACTIONS.includes(action)) return allowed.includes(action);
  return WRITE_ACTIONS.every((one) => allowed.includes(one));
}

function writesOff(why: string, cure: string): WaysideError {
  return new WaysideError('WRITES_OFF', `this agent does not do it: ${why}`, {
    hint: `${cure}, and restart it.`,
  });
}

const VERDICT_WORDS: Readonly<Record<Exclude<ApprovalVerdict['verdict'], 'good'>, string>> = {
  'unknown-key': 'its key is not among writes.operatorKeys',
  forged: 'its signature is not of that key over that plan',
  'other-plan': 'it is of another plan',
  early: 'it is from a time that has not come yet',
  expired: 'it has expired',
};

function notApproved(id: string, verdicts: readonly ApprovalVerdict[]): WaysideError {
  const words = verdicts.flatMap(({ verdict }) => (verdict === 'good' ? [] : [VERDICT_WORDS[verdict]]));
  const why =
    words.length === 0
      ? 'nobody approved it with an operator key'
      : `the approval does not count: ${[...new Set(words)].join('; ')}`;
  const isUnknown = verdicts.some(({ verdict }) => verdict === 'unknown-key');
  return new WaysideError('NOT_APPROVED', `plan ${short(id)}: ${why}`, {
    hint: isUnknown
      ? `Add the key to writes.operatorKeys in ${CONFIG_FILE} as \`wayside operator-key show\` prints it, and restart the agent.`
      : `wayside plan approve ${short(id)}`,
  });
}

/** Of an origin: the part that stays when a controller takes a new incarnation. What is done here is remembered here. */
function keyOf(origin: string): string {
  const at = origin.lastIndexOf('.');
  return at < 0 ? origin : origin.slice(0, at);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
