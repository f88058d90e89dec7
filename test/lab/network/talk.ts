/**
 * When hosts speak. To the gateway every few minutes, to everybody in their VLAN now and then: the switches hold what
 * passed them within their ageing time, and nothing else.
 */
import type { Random } from '../../../shared/runtime/index.ts';
import type { Frame, Place } from './world.ts';

/** So far back go the frames that are kept: the oldest collect that is worked out is not older. */
export const SPAN_MIN = 70;
const GATEWAY_EVERY_MIN = 4;
const BROADCAST_EVERY_MIN = 18;

export interface Talk {
  readonly from: Place;
  readonly vlan: number;
  /** Minutes ago: it spoke from there after `since` (older) and before `until` (newer). */
  readonly since?: number;
  readonly until?: number;
  /** False: nobody but the way to the gateway hears it. */
  readonly broadcasts?: boolean;
}

export function talk(
  random: Random,
  { from, vlan, since = SPAN_MIN, until = 0, broadcasts = true }: Talk,
): Frame[] {
  const frames: Frame[] = [];
  const every = (to: Frame['to'], minutes: number): void => {
    for (
      let at = until + random.float() * minutes;
      at < since;
      at += minutes * (0.6 + 0.4 * random.float())
    ) {
      frames.push({ minutesAgo: at, to, from, vlan });
    }
  };
  every('gateway', GATEWAY_EVERY_MIN);
  if (broadcasts) every('all', BROADCAST_EVERY_MIN);
  return frames;
}

/** Routers announce themselves all the time, to all. */
export function announce(from: Place, vlan: number): Frame[] {
  return Array.from(
    { length: SPAN_MIN / 2 },
    (_, n) => ({ minutesAgo: 2 * n, to: 'all', from, vlan }) as const,
  );
}

/** What a host that has just come says to everybody. */
export function hello(from: Place, vlan: number, minutesAgo: number): Frame {
  return { minutesAgo, to: 'all', from, vlan };
}

export function newestFirst(frames: readonly Frame[]): Frame[] {
  return frames.toSorted((a, b) => a.minutesAgo - b.minutesAgo);
}
