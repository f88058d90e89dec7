/** Why an agent gets no work, and how alive it is: the parts of Agent that older controllers do not tell. */
import type { AgentDuty__Output } from '../../proto/gen/wayside/v1/AgentDuty.ts';
import type { AgentLiveness__Output } from '../../proto/gen/wayside/v1/AgentLiveness.ts';
import type { Liveness__Output } from '../../proto/gen/wayside/v1/Liveness.ts';
import {
  type AgentDuty,
  type AgentLiveness,
  agentDutyKinds,
  type Liveness,
  livenessStates,
} from '../model/index.ts';
import { timeFromWire, timestampFromWire, timestampToWire } from './scalar.ts';

export function dutyToWire({ kind, since, by, why, until }: AgentDuty): AgentDuty__Output {
  return { kind, startTime: timestampToWire(since), by, why, endTime: timestampToWire(until) };
}

/** A kind that this version does not know reads as `maintenance`: it is out of work, and will be back. */
export function dutyFromWire(duty: AgentDuty__Output): AgentDuty {
  return {
    kind: agentDutyKinds.find((kind) => kind === duty.kind) ?? 'maintenance',
    since: timeFromWire(duty.startTime),
    by: duty.by,
    why: duty.why,
    until: timeFromWire(duty.endTime),
  };
}

export function livenessToWire({ transport, heartbeat, drivers }: AgentLiveness): AgentLiveness__Output {
  return { transport: oneToWire(transport), heartbeat: oneToWire(heartbeat), drivers: oneToWire(drivers) };
}

export function livenessFromWire(all: AgentLiveness__Output): AgentLiveness {
  return {
    transport: oneFromWire(all.transport),
    heartbeat: oneFromWire(all.heartbeat),
    drivers: oneFromWire(all.drivers),
  };
}

function oneToWire({ state, since, cause }: Liveness): Liveness__Output {
  return { state, sinceTime: timestampToWire(since), cause };
}

function oneFromWire(one: Liveness__Output | null): Liveness {
  return {
    state: livenessStates.find((state) => state === one?.state) ?? 'unknown',
    since: timestampFromWire(one?.sinceTime),
    cause: one?.cause ?? '',
  };
}
