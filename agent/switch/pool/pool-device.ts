/** What the pool holds of one switch: its line, its sessions, and what was learned of its habits. */
import type { Clock } from '../../../shared/runtime/index.ts';
import { IDLE_LEARN_MIN_MS, IDLE_LEARNED_MS, IDLE_LEARNED_SHARE } from '../limits.ts';
import type { Line, Purpose } from './line.ts';
import type { Member } from './loan.ts';
import { LoadWatch } from './zones.ts';

/** Sessions of one purpose. */
export interface Lane {
  readonly purpose: Purpose;
  readonly idle: Member[];
  readonly busy: Set<Member>;
  /** Closed, or being closed, and their terminal lines not free yet. */
  readonly leaving: Set<Promise<void>>;
}

export interface Device {
  readonly name: string;
  readonly line: Line;
  readonly lanes: Readonly<Record<Purpose, Lane>>;
  readonly memory: DeviceMemory;
}

/** Outlives the sessions of its device. */
export class DeviceMemory {
  readonly load: LoadWatch = new LoadWatch();
  /** Requests since the load was asked for. */
  served = 0;
  private idle: { readonly ms: number; readonly atMs: number } | undefined;

  /** The device closed a session that nobody used for so long: it is retired sooner from now on. */
  closedIdle(forMs: number, clock: Clock): void {
    if (forMs < IDLE_LEARN_MIN_MS) return;
    this.idle = { ms: forMs * IDLE_LEARNED_SHARE, atMs: clock.monotonic() };
  }

  /** Milliseconds that a session of it may be idle; `usual` is the platform's. */
  idleMs(usual: number, clock: Clock): number {
    const { idle } = this;
    if (!idle || clock.monotonic() - idle.atMs > IDLE_LEARNED_MS) return usual;
    return Math.min(usual, idle.ms);
  }
}

export function newDevice(name: string, line: Line, memory: DeviceMemory): Device {
  const lane = (purpose: Purpose): Lane => ({ purpose, idle: [], busy: new Set(), leaving: new Set() });
  return { name, line, memory, lanes: { read: lane('read'), configure: lane('configure') } };
}

export function lanesOf({ lanes }: Device): readonly Lane[] {
  return [lanes.read, lanes.configure];
}

/** Whether it was there. */
export function takeFromIdle({ idle }: Lane, member: Member): boolean {
  member.timer?.cancel();
  const at = idle.indexOf(member);
  if (at >= 0) idle.splice(at, 1);
  return at >= 0;
}
