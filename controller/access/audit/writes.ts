/** What an agent typed at devices to change something, and what they answered: with each result of a job that writes. */
import { formatRef, type Json, type TargetResult } from '../../../shared/model/index.ts';
import type { EndedAttempt } from './secrets.ts';
import { TYPED_DETAIL } from './text.ts';
import type { AuditTrail } from './trail.ts';

export interface EndedWrite {
  /** The plan whose steps they were. */
  readonly evidence?: { readonly plan: string };
}

/** One entry for each device at which something was typed, in the transaction that ends the attempt. */
export function appendWrites(
  trail: Pick<AuditTrail, 'append'>,
  attempt: EndedAttempt & EndedWrite,
  { results, nowMs }: { readonly results: readonly TargetResult[]; readonly nowMs: number },
): void {
  const { id, site, agentId, createdBy, evidence } = attempt;
  for (const { source, data, error } of results) {
    const lines = typedIn(data);
    if (lines.length === 0) continue;
    const plan = evidence ? { plan: evidence.plan } : {};
    trail.append({
      ...{ at: nowMs, who: `agent:${agentId ?? ''}`, via: '', address: '', method: 'device.configured' },
      ...{ sites: [site], targets: [formatRef(source)], why: error?.message ?? '', count: 1 },
      result: error?.code ?? 'OK',
      detail: { job: id, by: createdBy, ...plan, [TYPED_DETAIL]: lines.join(' ') },
    });
  }
}

function typedIn(data: Json): readonly string[] {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return [];
  const typed = (data as { readonly [name: string]: Json | undefined })['typed'];
  return Array.isArray(typed) ? typed.filter((line): line is string => typeof line === 'string') : [];
}
