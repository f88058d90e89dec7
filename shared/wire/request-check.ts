/**
 * What no request may hold, whichever rpc it is for: checked once behind the decoder, so that no handler has to think of
 * it. Texts and bytes without measure, numbers that are none, enum values that this version does not know (taken for
 * "not set", they would ask for something else), and times that no clock shows.
 */
import type { FieldViolation } from '../errors.ts';
import { type FieldShape, type Found, findShape, type ShapeOf } from './proto-json.ts';

/** More than any field takes; what each takes, its own room says. */
export const REQUEST_TEXT_CHARS_MAX = 65_536;
export const REQUEST_BYTES_FIELD_MAX = 65_536;
const VIOLATIONS_MAX = 100;
const NAME_SHOWN_CHARS_MAX = 64;
const NANOS_MAX = 999_999_999;

/** Every problem of a decoded request; the type by its full name. */
export type RequestCheck = (messageType: string, request: object) => readonly FieldViolation[];

/** The decoder has bounded how deep the request is nested. */
export function createRequestCheck(shapeOf: ShapeOf): RequestCheck {
  return (messageType, request) => {
    const problems: FieldViolation[] = [];
    const found = findShape(shapeOf, messageType, '');
    if (found) checkMessage({ shapeOf, problems }, found, { message: request, path: '' });
    return problems;
  };
}

interface Run {
  readonly shapeOf: ShapeOf;
  readonly problems: FieldViolation[];
}

interface At {
  readonly message: object;
  readonly path: string;
}

const STRUCT = 'google.protobuf.Struct';
/** What these hold is plain JSON to whoever reads a path: nothing stands between a field and its value. */
const UNNAMED = new Set([STRUCT, 'google.protobuf.Value', 'google.protobuf.ListValue']);

function checkMessage(run: Run, { name, shape }: Found, { message, path }: At): void {
  for (const field of shape.field) {
    const value = (message as Readonly<Record<string, unknown>>)[field.name];
    if (value === null || value === undefined) continue;
    const inner = field.type === 'TYPE_MESSAGE' ? findShape(run.shapeOf, field.typeName, name) : undefined;
    // As the rooms name them: `operations[0].name`, whichever operation it is, and wherever it keeps its fields.
    const unnamed = UNNAMED.has(name) || isChoice(shape) || inner?.name === STRUCT;
    const at = unnamed ? path : join(path, snakeCase(field.name));
    if (!inner) {
      each(field, value, at, (one, where) => checkScalar(run, { type: field.type, one, where }));
      continue;
    }
    const check = (one: unknown, where: string): void =>
      checkMessage(run, inner, { message: one as object, path: where });
    if (inner.shape.options?.mapEntry) checkMap(run, inner, { message: value, path: at });
    else each(field, value, at, check);
  }
  if (name === 'google.protobuf.Timestamp') checkNanos(run, message, path);
}

/** In our protos a message with a oneof holds nothing else; `optional` fields are oneofs that begin with `_`. */
function isChoice({ oneofDecl }: Found['shape']): boolean {
  return oneofDecl.some(({ name }) => !name.startsWith('_'));
}

function checkMap(run: Run, entry: Found, { message, path }: At): void {
  for (const [key, value] of Object.entries(message)) {
    const where = join(path, key.slice(0, NAME_SHOWN_CHARS_MAX));
    if (key.length > REQUEST_TEXT_CHARS_MAX)
      note(run, where, `must have a name of at most ${REQUEST_TEXT_CHARS_MAX} characters`);
    const field = entry.shape.field.find(({ name }) => name === 'value');
    if (!field || value === null) continue;
    const inner =
      field.type === 'TYPE_MESSAGE' ? findShape(run.shapeOf, field.typeName, entry.name) : undefined;
    if (inner) checkMessage(run, inner, { message: value as object, path: where });
    else checkScalar(run, { type: field.type, one: value, where });
  }
}

function checkScalar(
  run: Run,
  { type, one, where }: { readonly type: string; readonly one: unknown; readonly where: string },
): void {
  if (typeof one === 'string' && one.length > REQUEST_TEXT_CHARS_MAX)
    note(run, where, `must have at most ${REQUEST_TEXT_CHARS_MAX} characters`);
  else if (one instanceof Uint8Array && one.length > REQUEST_BYTES_FIELD_MAX)
    note(run, where, `must have at most ${REQUEST_BYTES_FIELD_MAX} bytes`);
  else if (typeof one === 'number' && !Number.isFinite(one)) note(run, where, 'must be a finite number');
  // Known values come as their names.
  else if (type === 'TYPE_ENUM' && typeof one === 'number')
    note(run, where, `${one} is no value that this controller knows; a newer client may send it`);
}

function checkNanos(run: Run, message: object, path: string): void {
  const { nanos } = message as { readonly nanos?: unknown };
  if (typeof nanos === 'number' && (nanos < 0 || nanos > NANOS_MAX))
    note(run, path, `must have 0 to ${NANOS_MAX} nanos`);
}

function each(
  field: FieldShape,
  value: unknown,
  at: string,
  check: (one: unknown, where: string) => void,
): void {
  if (field.label !== 'LABEL_REPEATED') return check(value, at);
  for (const [i, one] of (value as readonly unknown[]).entries()) check(one, `${at}[${i}]`);
}

function note({ problems }: Run, field: string, message: string): void {
  if (problems.length < VIOLATIONS_MAX) problems.push({ field, message });
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
