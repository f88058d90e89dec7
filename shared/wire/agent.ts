/** Agents as operators see them. */
import type { Agent__Output } from '../../proto/gen/wayside/v1/Agent.ts';
import type { CaCertificate__Output } from '../../proto/gen/wayside/v1/CaCertificate.ts';
import type { JoinToken__Output } from '../../proto/gen/wayside/v1/JoinToken.ts';
import {
  type AgentSlots,
  type AgentView,
  agentSlotKinds,
  type CaView,
  type JoinTokenView,
} from '../model/index.ts';
import { dutyFromWire, dutyToWire, livenessFromWire, livenessToWire } from './agent-liveness.ts';
import { agentState, joinTokenState } from './enums.ts';
import { int64FromWire, int64ToWire, timeFromWire, timestampFromWire, timestampToWire } from './scalar.ts';

export function agentToWire(agent: AgentView): Agent__Output {
  return {
    id: agent.id,
    name: agent.name,
    site: agent.site,
    state: agentState.toWire(agent.state),
    stateTime: timestampToWire(agent.stateSince),
    reason: agent.reason,
    version: agent.version,
    os: agent.os,
    capabilities: [...agent.capabilities],
    lastSeenTime: timestampToWire(agent.lastSeenAt),
    enrolTime: timestampToWire(agent.enrolledAt),
    certificateExpireTime: timestampToWire(agent.certificateExpiresAt),
    runningJobs: agent.runningJobs,
    outboxId: agent.outboxId,
    acknowledgedSeq: int64ToWire(agent.acknowledgedSeq),
    identity: agent.identity,
    description: agent.description,
    alarm: agent.alarm,
    duty: agent.duty ? dutyToWire(agent.duty) : null,
    liveness: agent.liveness ? livenessToWire(agent.liveness) : null,
    labels: { ...agent.labels },
    slots: { ...agent.slots },
  };
}

/** A state that this version does not know reads as `unreachable`: the one that makes people look. */
export function agentFromWire(agent: Agent__Output): AgentView {
  return {
    id: agent.id,
    name: agent.name,
    site: agent.site,
    state: agentState.fromWire(agent.state) ?? 'unreachable',
    stateSince: timeFromWire(agent.stateTime),
    reason: agent.reason,
    version: agent.version,
    os: agent.os,
    capabilities: agent.capabilities,
    lastSeenAt: timestampFromWire(agent.lastSeenTime),
    enrolledAt: timeFromWire(agent.enrolTime),
    certificateExpiresAt: timeFromWire(agent.certificateExpireTime),
    runningJobs: agent.runningJobs,
    outboxId: agent.outboxId,
    acknowledgedSeq: int64FromWire(agent.acknowledgedSeq),
    identity: agent.identity,
    description: agent.description,
    alarm: agent.alarm,
    ...(agent.duty && { duty: dutyFromWire(agent.duty) }),
    ...(agent.liveness && { liveness: livenessFromWire(agent.liveness) }),
    ...(Object.keys(agent.labels).length > 0 && { labels: { ...agent.labels } }),
    ...slotsFromWire(agent.slots),
  };
}

/** Nothing when none is told; kinds that this version does not know are left out. */
export function slotsFromWire(slots: Readonly<Record<string, number>>): { readonly slots?: AgentSlots } {
  const known = agentSlotKinds.flatMap((kind) =>
    slots[kind] === undefined ? [] : [[kind, slots[kind]] as const],
  );
  return known.length > 0 ? { slots: Object.fromEntries(known) } : {};
}

export function joinTokenToWire(token: JoinTokenView): JoinToken__Output {
  return {
    id: token.id,
    site: token.site,
    state: joinTokenState.toWire(token.state),
    createTime: timestampToWire(token.createdAt),
    createdBy: token.createdBy,
    expireTime: timestampToWire(token.expiresAt),
    useTime: timestampToWire(token.usedAt),
    usedBy: token.usedBy,
    revokeTime: timestampToWire(token.revokedAt),
    revokedBy: token.revokedBy,
  };
}

/** A state that this version does not know reads as `open`: the one that lets somebody in. */
export function joinTokenFromWire(token: JoinToken__Output): JoinTokenView {
  return {
    id: token.id,
    site: token.site,
    state: joinTokenState.fromWire(token.state) ?? 'open',
    createdAt: timeFromWire(token.createTime),
    createdBy: token.createdBy,
    expiresAt: timeFromWire(token.expireTime),
    usedAt: timestampFromWire(token.useTime),
    usedBy: token.usedBy,
    revokedAt: timestampFromWire(token.revokeTime),
    revokedBy: token.revokedBy,
  };
}

export function caToWire(ca: CaView): CaCertificate__Output {
  return {
    fingerprint: ca.fingerprint,
    pem: ca.pem,
    startTime: timestampToWire(ca.startsAt),
    expireTime: timestampToWire(ca.expiresAt),
    issues: ca.issues,
    serves: ca.serves,
    agents: [...ca.agents],
    agentCount: ca.agentCount,
    openTokens: ca.openTokens,
  };
}

export function caFromWire(ca: CaCertificate__Output): CaView {
  return {
    fingerprint: ca.fingerprint,
    pem: ca.pem,
    startsAt: timeFromWire(ca.startTime),
    expiresAt: timeFromWire(ca.expireTime),
    issues: ca.issues,
    serves: ca.serves,
    agents: ca.agents,
    agentCount: ca.agentCount,
    openTokens: ca.openTokens,
  };
}
