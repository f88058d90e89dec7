/** Values of a noun's fields as flags and files give them: text in, JSON out, every problem named. */
import type { FieldViolation } from '../../../shared/errors.ts';
import {
  fieldProblems,
  type Json,
  type JsonObject,
  type Kind,
  missingFields,
} from '../../../shared/model/index.ts';
import type { FieldValues, Noun, NounField } from './noun.ts';

export type ParsedValue =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly message: string };

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'y', '1', 'on'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', '0', 'off'].map((word) => [word, false] as const),
]);

/** Empty text takes the field away. A floor stays its name here: `floorRefs` turns it into a reference. */
export function parseValue(field: NounField, text: string): ParsedValue {
  if (text === '') return { ok: true, value: null };
  switch (field.type) {
    case 'text':
    case 'floor':
      return { ok: true, value: text };
    case 'number':
      return /^\d{1,15}$/.test(text)
        ? { ok: true, value: Number(text) }
        : { ok: false, message: 'must be a whole number' };
    case 'boolean': {
      const value = BOOLEANS.get(text.toLowerCase());
      return value === undefined ? { ok: false, message: 'must be true or false' } : { ok: true, value };
    }
  }
}

/** The fields of one part of the thing. */
export function fieldsOfPart(noun: Noun, kind: Kind, values: FieldValues): JsonObject {
  const fields: Record<string, Json> = {};
  for (const [name, value] of values) {
    const field = noun.fields.find((one) => one.name === name);
    if (name === 'name' ? !isOwnField(noun, kind) : !field?.kinds.includes(kind)) continue;
    fields[name] = value;
  }
  return fields;
}

/** `name` belongs to every part; a site declares it like any other field. */
function isOwnField(noun: Noun, kind: Kind): boolean {
  return noun.parts.includes(kind);
}

/** What the rules of the model say, before anything is sent. `create` also wants the required fields. */
export function valueProblems(
  noun: Noun,
  values: FieldValues,
  mode: 'create' | 'update',
): readonly FieldViolation[] {
  const problems = noun.parts.flatMap((kind) => {
    const fields = { ...fieldsOfPart(noun, kind, values), ...implied(noun, kind, mode) };
    const given = mode === 'create' ? withoutNulls(fields) : fields;
    // A floor is still a name; whether it is known is checked where the floors are.
    const { floor: _floor, ...checked } = given as Record<string, Json>;
    return [
      ...fieldProblems(kind, checked, ''),
      ...(mode === 'create' ? missingFields(kind, given, '') : []),
    ];
  });
  return problems.filter((one, at) => problems.findIndex((other) => other.field === one.field) === at);
}

/** What nobody types: the driver of a switch. */
export function implied(noun: Noun, kind: Kind, mode: 'create' | 'update'): JsonObject {
  return noun.kind === 'switch' && kind === 'source' && mode === 'create' ? { driver: 'switch' } : {};
}

export function withoutNulls(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}
