/**
 * Values of columns as JSON, and back. What SQLite has and JSON has not: integers beyond 2^53 are decimal text, bytes are
 * `{"base64": "…"}`, the infinite numbers are the texts `Infinity` and `-Infinity`, and NULL is a field that is not there.
 */
import type { Json, JsonObject } from '../../shared/model/index.ts';

export type SqlValue = null | bigint | number | string | Uint8Array;

/** By the rules of SQLite, from the declared type. */
export type Affinity = 'text' | 'integer' | 'real' | 'numeric' | 'blob';

export interface Column {
  readonly name: string;
  readonly affinity: Affinity;
  /** Declared as one: 0 and 1 are false and true. */
  readonly isBoolean: boolean;
}

export function affinityOf(declared: string): Affinity {
  const type = declared.toUpperCase();
  if (type.includes('INT')) return 'integer';
  if (/CHAR|CLOB|TEXT/.test(type)) return 'text';
  if (type === '' || type.includes('BLOB')) return 'blob';
  return /REAL|FLOA|DOUB/.test(type) ? 'real' : 'numeric';
}

export function toJson(value: SqlValue, { isBoolean }: Column): Json | undefined {
  if (value === null) return undefined;
  if (typeof value === 'bigint') {
    if (isBoolean && (value === 0n || value === 1n)) return value === 1n;
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return typeof value === 'string' ? value : { base64: Buffer.from(value).toString('base64') };
}

/** `undefined`: no column holds such a value. */
export function toSql(value: Json | undefined, { affinity, isBoolean }: Column): SqlValue | undefined {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'boolean':
      return isBoolean ? BigInt(value) : undefined;
    case 'number':
      return Number.isSafeInteger(value) && affinity !== 'real' ? BigInt(value) : value;
    case 'string':
      if (/\p{Surrogate}/u.test(value)) return undefined;
      return affinity !== 'text' && /^-?Infinity$/.test(value) ? Number(value) : value;
    default:
      return bytesOf(value as JsonObject);
  }
}

function bytesOf(value: JsonObject): Uint8Array | undefined {
  const text = value['base64'];
  return typeof text === 'string' && Object.keys(value).length === 1
    ? Buffer.from(text, 'base64')
    : undefined;
}
