/**
 * Hybrid logical clock in one number: 41 bits of milliseconds since 2024, 12 bits of counter. Fits a JS number and
 * an SQLite INTEGER. It serves display and the rule `newest` only; which writes knew of each other is told by dots.
 */
export const HLC_EPOCH_MS = 1_704_067_200_000;
const COUNTER = 4096;

/** A stamp further ahead of our clock than this never moves our clock. */
export const HLC_SKEW_MAX_MS = 300_000;

/** The next stamp after `last`: never goes back, even when the wall clock does. */
export function nextHlc(last: number, nowMs: number): number {
  return Math.max(last + 1, Math.max(0, Math.floor(nowMs) - HLC_EPOCH_MS) * COUNTER);
}

export function hlcToMs(hlc: number): number {
  return Math.floor(hlc / COUNTER) + HLC_EPOCH_MS;
}

/** Whether a stamp of another writer may move our clock forward. */
export function mayAdopt(hlc: number, nowMs: number): boolean {
  return hlcToMs(hlc) <= nowMs + HLC_SKEW_MAX_MS;
}
