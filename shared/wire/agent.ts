/** Agents as operators see them. */
import type { Agent__Output } from '../../proto/gen/wayside/v1/Agent.ts';
import type { AgentView } from '../model/index.ts';
import { agentState } from './enums.ts';
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
  };
}
