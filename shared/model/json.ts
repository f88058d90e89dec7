/** JSON values and their one canonical text: keys sorted, no blanks, `undefined` left out, no NaN, no -0. */
import { WaysideError } from '../errors.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Deeper nesting than this is refused, not followed. */
export const JSON_DEPTH_MAX = 32;

export function canonicalJson(value: Json | undefined, depth = 0): string {
  if (depth > JSON_DEPTH_MAX)
    throw new WaysideError('INVALID_INPUT', `JSON is nested deeper than ${JSON_DEPTH_MAX}`);
  if (value === undefined || value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value)) throw new WaysideError('INVALID_INPUT', 'a number must be finite');
      return Object.is(value, -0) ? '0' : JSON.stringify(value);
    default:
      return isArray(value) ? canonicalArray(value, depth) : canonicalObject(value, depth);
  }
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function canonicalArray(value: readonly Json[], depth: number): string {
  return `[${value.map((item) => canonicalJson(item, depth + 1)).join(',')}]`;
}

function canonicalObject(value: JsonObject, depth: number): string {
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(item, depth + 1)}`;
  }
  return `{${text}}`;
}

/** Whether parsed JSON is nested no deeper than `canonicalJson` follows. */
export function isShallow(value: unknown, depth: number = JSON_DEPTH_MAX): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.values(value).every((item) => isShallow(item, depth - 1));
}
