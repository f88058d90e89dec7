/** JSON values and their one canonical text: keys sorted, no blanks, `undefined` left out, no NaN, no -0. */
import { WaysideError } from '../errors.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Deeper nesting than this is refused, not followed. */
export const JSON_DEPTH_MAX = 32;

/** More keys are left to the sort of the language. */
const KEYS_INSERTED_MAX = 24;

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
  for (const key of sorted(Object.keys(value))) {
    const item = value[key];
    if (item === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(item, depth + 1)}`;
  }
  return `{${text}}`;
}

/** In place and without a copy, since every body that is read passes here; few keys come in nearly the right order. */
function sorted(keys: string[]): readonly string[] {
  if (keys.length > KEYS_INSERTED_MAX) return keys.sort();
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i] as string;
    let at = i;
    for (; at > 0 && (keys[at - 1] as string) > key; at -= 1) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}

/** Whether parsed JSON is nested no deeper than `canonicalJson` follows. */
export function isShallow(value: unknown, depth: number = JSON_DEPTH_MAX): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.values(value).every((item) => isShallow(item, depth - 1));
}
