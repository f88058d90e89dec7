/** An attempt: how it begins, and what its agent is told of it, to its end. */
import { type PlanApproval, parseMac } from '../../shared/model/index.ts';
import type { JobOffered } from '../../shared/wire/index.ts';
import type { DispatcherDeps } from './deps.ts';
import type { Job, JobChange } from './repository.ts';
import { workOf } from './sharing.ts';

export function offerOf(
  job: Job,
  facts: {
    readonly leaseMs: number;
    readonly epoch: number;
    readonly nowMs: number;
    /** Of its plan, as they are now. */
    readonly approvals: readonly PlanApproval[];
  },
): JobOffered {
  const jobId = workOf(job);
  const { attempt, kind, driver, targets, mac, deadlineAt, plan, steps, evidence } = job;
  const { leaseMs, epoch, nowMs, approvals } = facts;
  return {
    ...{ type: 'jobOffered', jobId, attempt, idempotencyKey: jobId, driver, targets, leaseMs, epoch },
    timeoutMs: Math.max(1, Math.min(deadlineAt - nowMs, plan.timers.toCloseMs)),
    kind: kind === 'trace' ? undefined : kind,
    ...(steps && { steps: steps.map(({ id: step, source, action }) => ({ id: step, source, action })) }),
    ...(evidence && { evidence: { ...evidence, approvals } }),
    mac: mac === undefined ? undefined : parseMac(mac),
    ...wishesOf(job),
  };
}

function wishesOf({
  kind,
  input,
  rank,
}: Job): Pick<JobOffered, 'subject' | 'rank' | 'noCache' | 'transcript'> {
  const subject = kind === 'resolve' ? input['address'] : kind === 'port' ? input['port'] : undefined;
  return {
    ...(typeof subject === 'string' && { subject }),
    ...(rank !== 'person' && { rank }),
    ...(input['noCache'] === true && { noCache: true }),
    ...(input['transcript'] === true && { transcript: true }),
  };
}

/** What the job has at the beginning of it. */
export function freshAttempt(
  { targets }: Job,
  { status, ...who }: { readonly agentId: string; readonly attempt: number; readonly status: string },
): JobChange {
  const progress = { current: 0, total: targets.length, target: '', status };
  return { ...who, progress, error: undefined, results: new Map(), savedResults: 0, readyAt: undefined };
}

/** The agent that has it, if any. One that is away is told at its next hello. */
export function tellToStop({ hub, log }: Pick<DispatcherDeps, 'hub' | 'log'>, job: Job, why: string): void {
  if (job.agentId === undefined) return;
  const { agentId, attempt } = job;
  hub.send(agentId, { type: 'jobCancelled', jobId: workOf(job), attempt, why }).catch((error: unknown) => {
    log.debug('job.cancel-not-sent', { job: job.id, error });
  });
}

/**
 * Who agreed to the plan that the steps of the job are of. What was taken back since the job was made is not shown any more; of a
 * plan that is not here nobody can say, so that nothing is.
 */
export function approvalsNow(
  { store }: Pick<DispatcherDeps, 'store'>,
  { evidence }: Job,
): readonly PlanApproval[] {
  const plan = evidence && store.plans.get(evidence.plan);
  if (!plan) return [];
  return store.plans.approvals(plan.no).map(({ key, by, approved_at, expires_at, signature }) => {
    return { plan: plan.id, key, by, approvedAt: approved_at, expiresAt: expires_at, signature };
  });
}
