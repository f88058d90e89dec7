/** Moments as people type them: `2h` ago, `2026-11-20`, `2026-11-20T10:00`, with or without a zone. */
import { parseDuration } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import type { Reader } from './output/time.ts';

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?))?(Z|[+-]\d\d:?\d\d)?$/;

/** Epoch milliseconds; without a zone in the reader's. Error: INVALID_INPUT that names the flag. */
export function givenTime(text: string, flag: string, { nowMs, zone }: Reader): number {
  const ago = parseDuration(text);
  if (ago !== undefined) return nowMs - ago;
  const [, day, time = '00:00', given] = MOMENT.exec(text) ?? [];
  const ms =
    day === undefined ? Number.NaN : Date.parse(`${day}T${time}${given ?? (zone === 'utc' ? 'Z' : '')}`);
  if (!Number.isNaN(ms)) return ms;
  throw new WaysideError('INVALID_INPUT', `--${flag}: "${text.slice(0, 40)}" is no time`, {
    hint: 'Such as 2026-11-20T10:00, 2026-11-20T09:00Z, or 2h for two hours ago',
  });
}
