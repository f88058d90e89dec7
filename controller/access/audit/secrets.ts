/** Uses of credentials: an agent tells with each result which one it opened, by name. The secret itself never leaves it. */
import { formatRef, type TargetResult } from '../../../shared/model/index.ts';
import type { AuditTrail } from './trail.ts';

export interface EndedAttempt {
  readonly id: string;
  readonly kind: string;
  readonly site: string;
  readonly agentId: string | undefined;
  readonly createdBy: string;
}

/** One entry for each credential that the attempt opened, in the transaction that ends the attempt. */
export function appendCredentialUses(
  trail: AuditTrail,
  attempt: EndedAttempt,
  { results, nowMs }: { readonly results: readonly TargetResult[]; readonly nowMs: number },
): void {
  const targets = new Map<string, string[]>();
  for (const { credential, source } of results) {
    if (credential === undefined) continue;
    const opened = targets.get(credential) ?? [];
    opened.push(formatRef(source));
    targets.set(credential, opened);
  }
  const { id, kind, site, agentId, createdBy } = attempt;
  for (const [credential, opened] of targets) {
    trail.append({
      ...{ at: nowMs, who: `agent:${agentId ?? ''}`, via: '', address: '', method: 'credential.opened' },
      ...{ sites: [site], targets: opened, why: '', result: 'OK', count: opened.length },
      detail: { credential, job: id, kind, by: createdBy },
    });
  }
}
