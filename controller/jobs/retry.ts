/** The same work again, for the targets of an ended job that did not succeed. Pure. */
import { WaysideError } from '../../shared/errors.ts';
import { formatRef, isTerminal, type JobView } from '../../shared/model/index.ts';
import type { SubmitRequest } from './request.ts';

/** `job` as the asker sees it. Error: INVALID_INPUT. */
export function retryRequest(
  job: JobView,
  wish: { readonly all: boolean; readonly requestId: string; readonly validateOnly?: boolean },
): SubmitRequest {
  const { id, kind, state, input, plan } = job;
  if (!isTerminal(state))
    throw refused(`job ${id} has not ended: ${state}`, `\`wayside job watch ${id}\` waits for its end.`);
  if (kind === 'trace') throw refused(`job ${id} is a trace`, 'Ask again: `wayside trace` and the address.');
  if (kind === 'apply') {
    const hint = `\`wayside job get ${id}\` shows which of its steps were done; what is left goes by a new plan.`;
    throw refused(`job ${id} changes something, which is never done again blindly`, hint);
  }
  const targets = wish.all ? job.targets : unwell(job);
  if (targets.length === 0) {
    const hint = `\`wayside job retry ${id} --all\` does all of it again.`;
    throw refused(`no target of job ${id} failed`, hint);
  }
  return {
    ...{ kind, targets, site: '', mac: String(input['mac'] ?? ''), requestId: wish.requestId },
    subject: String(input['address'] ?? input['port'] ?? ''),
    ...(input['noCache'] === true && { noCache: true }),
    ...(input['transcript'] === true && { transcript: true }),
    validateOnly: wish.validateOnly ?? false,
    timeoutMs: plan?.timers.overallMs ?? 0,
    startTimeoutMs: plan?.timers.toStartMs ?? 0,
    closeTimeoutMs: plan?.timers.toCloseMs ?? 0,
    attempts: plan?.retry.attempts ?? 0,
  };
}

/** Failed, read in part, or never had their turn. */
function unwell({ targets, results }: JobView): JobView['targets'] {
  const well = new Set(results.filter(({ error }) => !error).map(({ source }) => formatRef(source)));
  return targets.filter((target) => !well.has(formatRef(target)));
}

function refused(message: string, hint: string): WaysideError {
  return new WaysideError('INVALID_INPUT', message, { hint, violations: [{ field: 'id', message }] });
}
