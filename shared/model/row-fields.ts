/**
 * What a list can be filtered and ordered by. Each list declares its fields in one table; a record's come from the
 * field table of its kind. Only values that the asker may see are handed in, so what is hidden is as good as absent.
 */
import type { Json } from './json.ts';

export interface RowField<R> {
  /** `time`: epoch milliseconds, compared as RFC 3339 text by a filter. */
  readonly type: 'plain' | 'time';
  value(row: R): Json | undefined;
}

export interface RowFields<R> {
  /** For the words of an error. */
  readonly names: readonly string[];
  find(name: string): RowField<R> | undefined;
}

export type FieldGetter<R> = (row: R) => Json | undefined;

/** A table of its own; names as the API has them in JSON. */
export function rowFields<R>(
  plain: Readonly<Record<string, FieldGetter<R>>>,
  times: Readonly<Record<string, (row: R) => number | undefined>> = {},
): RowFields<R> {
  const fields = new Map<string, RowField<R>>([
    ...Object.entries(plain).map(([name, value]) => [name, { type: 'plain', value }] as const),
    ...Object.entries(times).map(([name, value]) => [name, { type: 'time', value }] as const),
  ]);
  return { names: [...fields.keys()], find: (name) => fields.get(name) };
}

/** As a filter compares it; an absent or empty value has no text. */
export function fieldText(value: Json | undefined, type: RowField<unknown>['type']): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (type === 'time' && typeof value === 'number') return timeText(value);
  return typeof value === 'object' ? undefined : String(value).toLowerCase();
}

function timeText(ms: number): string | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().toLowerCase();
}
