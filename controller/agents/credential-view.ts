/** A row of the store as people see it. */
import type { CredentialState, CredentialView, Failure } from '../../shared/model/index.ts';
import type { CredentialRow } from '../store/index.ts';

const UNDER_WAY: ReadonlySet<CredentialState> = new Set(['parked', 'removing', 'refused', 'expired']);

export function credentialViewOf(row: CredentialRow, sourceCount: number): CredentialView {
  const { name, agent: agentId, agentName: agent, site, heldVersion, heldTargets } = row;
  const isUnderWay = row.state != null && UNDER_WAY.has(row.state);
  // An order that is done, and then changed on the host, says nothing of what is held now.
  const isOrdered =
    isUnderWay || (row.version != null && row.version === heldVersion) || heldVersion === null;
  const wasRemoved = heldVersion === null && !isUnderWay;
  const targets = row.state === 'parked' ? row.targets : (heldTargets ?? row.targets);
  const count = row.state === 'parked' ? row.targetCount : (row.heldTargetCount ?? row.targetCount);
  return {
    ...{ name, agentId, agent, site, sourceCount },
    state: isUnderWay && row.state ? row.state : wasRemoved ? 'removed' : 'stored',
    version: heldVersion ?? 0,
    targets: targets == null ? [] : (JSON.parse(targets) as string[]),
    targetCount: count ?? 0,
    isCentral: row.central === 1,
    orderedVersion: isOrdered ? (row.version ?? 0) : 0,
    setBy: isOrdered ? (row.setBy ?? '') : '',
    setAt: isOrdered ? (row.setAt ?? undefined) : undefined,
    expiresAt: row.state === 'parked' || row.state === 'removing' ? (row.expiresAt ?? undefined) : undefined,
    answeredAt: isOrdered ? (row.answeredAt ?? undefined) : undefined,
    error: row.state === 'refused' && row.error != null ? (JSON.parse(row.error) as Failure) : undefined,
  };
}
