/** What an agent is told of the attempt that it is to make. */
import { parseMac } from '../../shared/model/index.ts';
import type { JobOffered } from '../../shared/wire/index.ts';
import type { Job } from './repository.ts';
import { workOf } from './sharing.ts';

export function offerOf(
  job: Job,
  facts: { readonly leaseMs: number; readonly epoch: number; readonly nowMs: number },
): JobOffered {
  const jobId = workOf(job);
  const { attempt, kind, driver, targets, mac, deadlineAt, plan, steps } = job;
  const { leaseMs, epoch, nowMs } = facts;
  return {
    ...{ type: 'jobOffered', jobId, attempt, idempotencyKey: jobId, driver, targets, leaseMs, epoch },
    timeoutMs: Math.max(1, Math.min(deadlineAt - nowMs, plan.timers.toCloseMs)),
    kind: kind === 'trace' ? undefined : kind,
    ...(steps && { steps: steps.map(({ id: step, source, action }) => ({ id: step, source, action })) }),
    mac: mac === undefined ? undefined : parseMac(mac),
  };
}
