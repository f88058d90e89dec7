/** Ages in words. */

const UNITS: readonly (readonly [ms: number, unit: string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
];

/** `40 seconds`, `5 minutes`, `3 hours`, `2 days`: the largest unit of which there are two. */
export function ageText(ageMs: number): string {
  const [ms, unit] = UNITS.find(([size]) => ageMs >= 2 * size) ?? [1_000, 'second'];
  const count = Math.max(1, Math.round(ageMs / ms));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
