/**
 * proto3 JSON of any message as proto-loader decodes it: lowerCamelCase names, RFC 3339 times, 64-bit numbers as text,
 * bytes as base64, enums by name, Struct and Value as plain JSON. Fields at their default are left out, except the
 * chosen one of a oneof.
 */
import type { Struct__Output } from '../../proto/gen/google/protobuf/Struct.ts';
import type { Timestamp__Output } from '../../proto/gen/google/protobuf/Timestamp.ts';
import type { Value__Output } from '../../proto/gen/google/protobuf/Value.ts';
import { WaysideError } from '../errors.ts';
import type { Json } from '../model/index.ts';
import { structFromWire, valueFromWire } from './struct.ts';

/** The part of a message descriptor, as proto-loader holds it, that tells how to print a message. */
export interface MessageShape {
  readonly field: readonly FieldShape[];
  readonly nestedType: readonly (MessageShape & { readonly name: string })[];
  readonly oneofDecl: readonly { readonly name: string }[];
  readonly options: { readonly mapEntry: boolean } | null;
}

export interface FieldShape {
  readonly name: string;
  /** `LABEL_REPEATED` or else. */
  readonly label: string;
  /** `TYPE_MESSAGE`, `TYPE_BYTES`, … */
  readonly type: string;
  /** Full, or relative to the message that holds the field. */
  readonly typeName: string;
}

/** Finds a message by its full name, such as `wayside.v1.Job`. */
export type ShapeOf = (fullName: string) => MessageShape | undefined;

/** A printer for all messages that `shapeOf` knows: `toProtoJson('wayside.v1.Job', job)`. */
export function createProtoJson(shapeOf: ShapeOf): (messageType: string, message: object) => Json {
  const find = (name: string, scope: string): Found => {
    const found = findShape(shapeOf, name, scope);
    if (!found) throw new WaysideError('INTERNAL', `there is no message type ${name}`);
    return found;
  };
  const print = ({ name, shape }: Found, message: object): Json => {
    const special = specials[name];
    if (special) return special(message);
    const values: Readonly<Record<string, unknown>> = { ...message };
    const chosen = new Set(shape.oneofDecl.map((oneof) => values[oneof.name]));
    const printed: Record<string, Json> = {};
    for (const field of shape.field) {
      const value = values[field.name];
      if (value === null || value === undefined) continue;
      if (isDefault(field, value) && !chosen.has(field.name)) continue;
      printed[field.name] = printField(field, value, name);
    }
    return printed;
  };
  const printField = (field: FieldShape, value: unknown, scope: string): Json => {
    if (field.type !== 'TYPE_MESSAGE') return printMany(field, value, printScalar);
    const found = find(field.typeName, scope);
    if (found.shape.options?.mapEntry) return printMap(found, value as object);
    return printMany(field, value, (one) => print(found, one as object));
  };
  const printMap = (entry: Found, map: object): Json => {
    const field = entry.shape.field.find(({ name }) => name === 'value');
    if (!field) throw new WaysideError('INTERNAL', `${entry.name} is no map`);
    return Object.fromEntries(
      Object.entries(map).map(([key, value]) => [key, printField(field, value, entry.name)]),
    );
  };
  return (messageType, message) => print(find(messageType, ''), message);
}

/** A message type under its full name. */
export interface Found {
  readonly name: string;
  readonly shape: MessageShape;
}

/** Looks for the name in the scope and then in each scope around it, as protobuf does. */
export function findShape(shapeOf: ShapeOf, name: string, scope: string): Found | undefined {
  for (let around = scope; ; around = around.slice(0, Math.max(0, around.lastIndexOf('.')))) {
    const fullName = around === '' ? name.replace(/^\./, '') : `${around}.${name}`;
    const nested = around === '' ? undefined : shapeOf(around)?.nestedType.find((type) => type.name === name);
    const shape = nested ?? shapeOf(fullName);
    if (shape) return { name: fullName, shape };
    if (around === '') return undefined;
  }
}

const specials: Readonly<Record<string, (message: object) => Json>> = {
  'google.protobuf.Timestamp': (message) => printTime(message as Timestamp__Output),
  'google.protobuf.Struct': (message) => structFromWire(message as Struct__Output),
  'google.protobuf.Value': (message) => valueFromWire(message as Value__Output) ?? null,
};

/** Milliseconds are what we write; finer digits of foreign writers are kept. */
function printTime({ seconds, nanos }: Timestamp__Output): string {
  const text = new Date(Number(seconds) * 1_000).toISOString().slice(0, -'.000Z'.length);
  if (nanos === 0) return `${text}Z`;
  const digits = String(nanos).padStart(9, '0');
  return `${text}.${digits.replace(/(?:000){1,2}$/, '')}Z`;
}

function printMany(field: FieldShape, value: unknown, printOne: (one: unknown) => Json): Json {
  return field.label === 'LABEL_REPEATED' ? (value as readonly unknown[]).map(printOne) : printOne(value);
}

function printScalar(value: unknown): Json {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  // JSON has no such numbers; proto3 JSON spells them out.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value as string | number | boolean;
}

function isDefault(field: FieldShape, value: unknown): boolean {
  if (field.label === 'LABEL_REPEATED') return Object.keys(value as object).length === 0;
  if (field.type === 'TYPE_ENUM') return typeof value === 'string' && value.endsWith('_UNSPECIFIED');
  if (value instanceof Uint8Array) return value.length === 0;
  // 64-bit numbers are text, so '0' is a default of theirs alone.
  if (value === '0') return field.type !== 'TYPE_STRING';
  return value === '' || value === 0 || value === false;
}
