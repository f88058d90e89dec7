/** Times for people: ages like `3d`, and full times in the zone of the reader or in UTC. JSON always has RFC 3339. */

/** When and where the reader is. */
export interface Reader {
  readonly nowMs: number;
  readonly zone: 'utc' | 'local';
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;

/** `38s`, `14m`, `47h`, `90d`, `3y`: one number, never more than three digits. */
export function formatAge(ms: number): string {
  if (ms < 2 * MINUTE_MS) return `${Math.max(0, Math.floor(ms / SECOND_MS))}s`;
  if (ms < 2 * HOUR_MS) return `${Math.floor(ms / MINUTE_MS)}m`;
  if (ms < 2 * DAY_MS) return `${Math.floor(ms / HOUR_MS)}h`;
  if (ms < 2 * YEAR_MS) return `${Math.floor(ms / DAY_MS)}d`;
  return `${Math.floor(ms / YEAR_MS)}y`;
}

/** What is still ahead, to the nearest: eight hours are `8h` a second later too. */
export function formatLeft(ms: number): string {
  const bounds = [2 * MINUTE_MS, 2 * HOUR_MS, 2 * DAY_MS, 2 * YEAR_MS];
  const units = [SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS, YEAR_MS];
  const unit = units[bounds.filter((bound) => ms >= bound).length] ?? YEAR_MS;
  return formatAge(ms + unit / 2);
}

/** `85ms`, `3.1s`, `2m5s`: how long something took. */
export function formatElapsed(ms: number): string {
  if (ms < SECOND_MS) return `${Math.round(ms)}ms`;
  if (ms < MINUTE_MS) return `${(ms / SECOND_MS).toFixed(1)}s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)}m${Math.floor((ms % MINUTE_MS) / SECOND_MS)}s`;
  return `${Math.floor(ms / HOUR_MS)}h${Math.floor((ms % HOUR_MS) / MINUTE_MS)}m`;
}

/** `2026-11-21 21:07:03 UTC`, or with the offset of the reader's zone: `2026-11-21 22:07:03 +01:00`. */
export function formatTime(ms: number, zone: 'utc' | 'local'): string {
  if (zone === 'utc') return `${clockText(new Date(ms))} UTC`;
  const date = new Date(ms);
  const offsetMinutes = -date.getTimezoneOffset();
  const sign = offsetMinutes < 0 ? '-' : '+';
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const offset = Math.abs(offsetMinutes);
  return `${clockText(new Date(ms + offsetMinutes * MINUTE_MS))} ${sign}${two(offset / 60)}:${two(offset % 60)}`;
}

/** RFC 3339, for CSV. */
export function formatIso(ms: number): string {
  return new Date(ms).toISOString();
}

function clockText(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
