/** JSON values in `google.protobuf.Struct` and `Value`, in the shape that proto-loader gives them. */
import type { Struct__Output } from '../../proto/gen/google/protobuf/Struct.ts';
import type { Value__Output } from '../../proto/gen/google/protobuf/Value.ts';
import { WaysideError } from '../errors.ts';
import { JSON_DEPTH_MAX, type Json, type JsonObject } from '../model/index.ts';

/** Keys whose value is `undefined` are left out. Throws INVALID_INPUT when nested deeper than JSON_DEPTH_MAX. */
export function structToWire(object: JsonObject, depth = 0): Struct__Output {
  const fields: [string, Value__Output][] = [];
  for (const [key, value] of Object.entries(object)) {
    if (value !== undefined) fields.push([key, valueToWire(value, depth + 1)]);
  }
  return { fields: Object.fromEntries(fields) };
}

/** An absent struct is an empty object. */
export function structFromWire(struct: Struct__Output | null | undefined, depth = 0): JsonObject {
  const fields = Object.entries(struct?.fields ?? {});
  return Object.fromEntries(fields.map(([key, value]) => [key, valueFromWire(value, depth + 1) ?? null]));
}

export function valueToWire(value: Json, depth = 0): Value__Output {
  checkDepth(depth);
  if (value === null) return { kind: 'nullValue', nullValue: 'NULL_VALUE' };
  switch (typeof value) {
    case 'string':
      return { kind: 'stringValue', stringValue: value };
    case 'boolean':
      return { kind: 'boolValue', boolValue: value };
    case 'number':
      return { kind: 'numberValue', numberValue: finite(value) };
    default:
      return isArray(value)
        ? { kind: 'listValue', listValue: { values: value.map((item) => valueToWire(item, depth + 1)) } }
        : { kind: 'structValue', structValue: structToWire(value, depth) };
  }
}

/** `undefined` when there is no value at all, which is not the same as null. */
export function valueFromWire(value: Value__Output | null | undefined, depth = 0): Json | undefined {
  checkDepth(depth);
  switch (value?.kind) {
    case 'nullValue':
      return null;
    case 'stringValue':
      return value.stringValue ?? '';
    case 'boolValue':
      return value.boolValue ?? false;
    case 'numberValue':
      return finite(value.numberValue ?? 0);
    case 'listValue':
      return (value.listValue?.values ?? []).map((item) => valueFromWire(item, depth + 1) ?? null);
    case 'structValue':
      return structFromWire(value.structValue, depth);
    case undefined:
      return undefined;
  }
}

function checkDepth(depth: number): void {
  if (depth > JSON_DEPTH_MAX)
    throw new WaysideError('INVALID_INPUT', `a value is nested deeper than ${JSON_DEPTH_MAX}`);
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new WaysideError('INVALID_INPUT', 'a number must be finite');
  return value;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
