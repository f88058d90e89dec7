/** Durations and sizes as people write them: `30s`, `1h30m`, `16MiB`. Inside they are milliseconds and bytes. */

const DURATION_MS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};
const SIZE_BYTES: Readonly<Record<string, number>> = {
  TiB: 2 ** 40,
  GiB: 2 ** 30,
  MiB: 2 ** 20,
  KiB: 2 ** 10,
  B: 1,
};

const DURATION = /^(?:\d{1,9}(?:\.\d{1,3})?(?:ms|[smhd]))+$/;
const SIZE = /^(\d{1,9}(?:\.\d{1,3})?)(B|KiB|MiB|GiB|TiB)$/;

/** Milliseconds, or `undefined` when the text is no duration. A number without a unit is none. */
export function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let ms = 0;
  for (const [, count, unit] of text.matchAll(/([\d.]+)(ms|[smhd])/g)) {
    ms += Number(count) * (DURATION_MS[unit ?? ''] ?? 0);
  }
  return Math.round(ms);
}

/** Bytes, or `undefined` when the text is no size. */
export function parseSize(text: string): number | undefined {
  const [, count, unit] = SIZE.exec(text) ?? [];
  return unit === undefined ? undefined : Math.round(Number(count) * (SIZE_BYTES[unit] ?? 0));
}

/** The shortest exact spelling: 90000 is `1m30s`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  let rest = ms;
  let text = '';
  for (const [unit, unitMs] of Object.entries(DURATION_MS)) {
    const count = Math.floor(rest / unitMs);
    if (count === 0) continue;
    text += `${count}${unit}`;
    rest -= count * unitMs;
  }
  return text;
}

/** In the largest unit that keeps it whole: 16777216 is `16MiB`. */
export function formatSize(bytes: number): string {
  const [unit, unitBytes] = Object.entries(SIZE_BYTES).find(
    ([, size]) => bytes >= size && bytes % size === 0,
  ) ?? ['B', 1];
  return `${bytes / unitBytes}${unit}`;
}
