/**
 * Three ways in which an agent can be alive, told apart because each fails alone: its link stands, its process speaks,
 * and it reaches its devices. The last is what its jobs told since this controller started.
 */
import type { ErrorCode } from '../../shared/errors.ts';
import type { AgentLiveness, Liveness, TargetResult } from '../../shared/model/index.ts';
import type { Presence } from './presence.ts';
import { cut } from './roster.ts';

/** Devices of one agent that are remembered; what was heard of longest ago goes first. */
const DEVICES_MAX = 5000;

/** Ids of records are shorter; an agent may be anybody's program. */
const ID_CHARS_MAX = 200;
/** With these no session with the device came about; with any other answer it was reached. */
const UNREACHED: ReadonlySet<ErrorCode> = new Set([
  ...(['UNREACHABLE', 'TIMEOUT', 'CONNECTION_LOST', 'AUTH_REJECTED', 'HOST_KEY_MISMATCH'] as const),
  ...(['HOST_KEY_NOT_PINNED', 'KEX_UNSUPPORTED', 'SESSIONS_EXHAUSTED'] as const),
]);
/** A process that should have spoken so many times, and has not, is told of while its link still stands. */
const HEARTBEATS_LATE = 2;

interface Device {
  readonly name: string;
  readonly at: number;
  /** Since when it is as it is. */
  readonly since: number;
  /** Empty: it was reached. */
  readonly cause: ErrorCode | '';
}

export class DriverHealth {
  private readonly agents = new Map<string, Map<string, Device>>();

  /** What an attempt told of its targets. */
  heard(agentId: string, targets: readonly TargetResult[], nowMs: number): void {
    if (targets.length === 0) return;
    const devices = this.agents.get(agentId) ?? new Map<string, Device>();
    this.agents.set(agentId, devices);
    for (const { source, name, error } of targets) {
      // Work that was called off says nothing of the device.
      if (error?.code === 'CANCELLED' || error?.code === 'INTERRUPTED') continue;
      if (source.id.length > ID_CHARS_MAX) continue;
      // The words of the device's own failure may name its address, which not everybody sees who sees the agent.
      const cause = error && UNREACHED.has(error.code) ? error.code : '';
      const before = devices.get(source.id);
      const since = before && (before.cause === '') === (cause === '') ? before.since : nowMs;
      devices.delete(source.id);
      devices.set(source.id, { name: cut(name), at: nowMs, since, cause });
    }
    for (const key of devices.keys()) {
      if (devices.size <= DEVICES_MAX) break;
      devices.delete(key);
    }
  }

  forget(agentId: string): void {
    this.agents.delete(agentId);
  }

  /** How many it reached last time, and the cause that most others share. */
  of(agentId: string): Liveness {
    const devices = [...(this.agents.get(agentId)?.values() ?? [])];
    if (devices.length === 0)
      return { state: 'unknown', since: undefined, cause: 'nothing was read since this controller started' };
    const lost = devices.filter(({ cause }) => cause !== '');
    const reached = devices.length - lost.length;
    const words = `it reaches ${reached} of ${devices.length}`;
    const since = Math.min(...(lost.length > 0 ? lost : devices).map((device) => device.since));
    if (lost.length === 0) return { state: 'well', since, cause: words };
    const { name, cause } = worst(lost);
    return { state: 'failing', since, cause: `${words}; ${name}: ${cause}` };
  }
}

/** The newest of the cause that most have. */
function worst(lost: readonly Device[]): Device {
  const counts = new Map<string, number>();
  for (const { cause } of lost) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return lost.reduce((most, device) => {
    const more = (counts.get(device.cause) ?? 0) - (counts.get(most.cause) ?? 0);
    return more > 0 || (more === 0 && device.at > most.at) ? device : most;
  });
}

export function livenessOf(
  { state, since, reason, lastSeenAt }: Presence,
  drivers: Liveness,
  { nowMs, heartbeatMs }: { readonly nowMs: number; readonly heartbeatMs: number },
): AgentLiveness {
  if (state !== 'online') {
    const transport = {
      state: state === 'never-seen' ? 'unknown' : 'failing',
      since,
      cause: reason,
    } as const;
    return { transport, heartbeat: silent(lastSeenAt), drivers };
  }
  const heardAt = lastSeenAt ?? since;
  const isLate = nowMs - heardAt > heartbeatMs * HEARTBEATS_LATE;
  return {
    transport: { state: 'well', since, cause: 'the link stands' },
    heartbeat: isLate
      ? { state: 'failing', since: heardAt, cause: 'the link stands, but nothing is heard' }
      : { state: 'well', since, cause: 'it speaks' },
    drivers,
  };
}

function silent(lastSeenAt: number | undefined): Liveness {
  if (lastSeenAt !== undefined)
    return { state: 'failing', since: lastSeenAt, cause: 'nothing was heard since' };
  return {
    state: 'unknown',
    since: undefined,
    cause: 'nothing was heard since this controller started',
  };
}
