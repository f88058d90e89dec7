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

/** Empty text takes the field away. A floor stays a name here; `withFloor` and the import plan make it a reference. */
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

/** The fields of one part of the thing; every part has the name. */
export function fieldsOfPart(noun: Noun, kind: Kind, values: FieldValues): JsonObject {
  const holds = (name: string): boolean =>
    name === 'name' || noun.fields.some((field) => field.name === name && field.kinds.includes(kind));
  return Object.fromEntries([...values].filter(([name]) => holds(name)));
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
