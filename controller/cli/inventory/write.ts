/** Managed writes: a thing becomes one operation for each record that it is made of, all in one call. */
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';
import {
  canonicalJson,
  type Json,
  type JsonObject,
  type Kind,
  type RecordRef,
  type RecordView,
} from '../../../shared/model/index.ts';
import { type ApiMethods, structToWire } from '../../../shared/wire/index.ts';
import type { Shell } from '../shell.ts';
import { type FieldValues, type Noun, partOf, type Thing } from './noun.ts';
import { fieldsOfPart, implied, withoutNulls } from './values.ts';

export type WriteAnswer = ApiMethods['InventoryService.WriteRecords']['response'];
type WireOperation = NonNullable<
  ApiMethods['InventoryService.WriteRecords']['request']['operations']
>[number];

/** Labels and notes of one of the records. */
export interface PartFields {
  readonly kind: Kind;
  readonly fields: JsonObject;
}

export interface Operation {
  readonly wire: WireOperation;
  /** How an error names the place: `row 7, ` of a file, nothing on the command line. */
  readonly label: string;
}

export function createOperations(
  noun: Noun,
  { site, id, label = '' }: { readonly site: string; readonly id: string; readonly label?: string },
  values: FieldValues,
): readonly Operation[] {
  return noun.parts.map((kind) => {
    const fields = withoutNulls({ ...fieldsOfPart(noun, kind, values), ...implied(noun, kind, 'create') });
    return { wire: { create: { site, kind, id, fields: structToWire(fields) } }, label };
  });
}

/**
 * Only parts that differ; a part that is missing (a switch without its source) is made. Labels and notes alone need no
 * etag, for each is a field of its own.
 */
export function updateOperations(
  noun: Noun,
  {
    thing,
    label = '',
    labels,
  }: { readonly thing: Thing; readonly label?: string; readonly labels?: PartFields },
  values: FieldValues,
): readonly Operation[] {
  return noun.parts.flatMap((kind): readonly Operation[] => {
    const part = partOf(thing, kind);
    if (!part) return createPart(noun, { thing, label }, values);
    const changes = Object.entries(fieldsOfPart(noun, kind, values)).filter(
      ([name, value]) => !sameValue(part.fields[name], value ?? null),
    );
    const more = labels?.kind === kind ? labels.fields : {};
    const labelled = Object.entries(more).filter(
      ([name, value]) => !sameValue(part.fields[name], value ?? null),
    );
    if (changes.length + labelled.length === 0) return [];
    const fields = structToWire(Object.fromEntries([...changes, ...labelled]));
    const ifEtag = changes.length === 0 ? '' : part.etag;
    return [{ wire: { update: { ref: { ...part.ref }, fields, ifEtag } }, label }];
  });
}

/** The source of a switch that has none yet. */
function createPart(
  noun: Noun,
  { thing, label }: { readonly thing: Thing; readonly label: string },
  values: FieldValues,
): readonly Operation[] {
  const { site, id } = thing.view.ref;
  const named = new Map([['name', thing.view.fields['name'] ?? null], ...values]);
  if (!named.has('address')) return [];
  return createOperations(noun, { site, id, label }, named).filter(
    ({ wire }) => wire.create?.kind === 'source',
  );
}

export function sameValue(before: Json | undefined, after: Json): boolean {
  return canonicalJson(before ?? null) === canonicalJson(after);
}

export function deleteOperations(noun: Noun, thing: Thing): readonly Operation[] {
  return noun.parts.flatMap((kind) => {
    const part = partOf(thing, kind);
    return part ? [{ wire: { delete: { ref: wireRef(part), ifEtag: part.etag } }, label: '' }] : [];
  });
}

function wireRef({ ref }: RecordView): RecordRef {
  return { ...ref };
}

export interface WriteWish {
  readonly why: string;
  readonly dryRun: boolean;
}

/** All or nothing. Problems come back with the label of their operation instead of its number. */
export async function writeRecords(
  shell: Shell,
  operations: readonly Operation[],
  { why, dryRun }: WriteWish,
): Promise<WriteAnswer> {
  const { random } = await shell.tools();
  try {
    return await shell.call('InventoryService.WriteRecords', {
      operations: operations.map(({ wire }) => wire),
      why,
      requestId: uuid(random.bytes(16)),
      validateOnly: dryRun,
    });
  } catch (error) {
    throw relabelled(WaysideError.from(error), operations);
  }
}

/** Problems with the label of their operation instead of its number. */
export function relabelled(error: WaysideError, operations: readonly Operation[]): WaysideError {
  if (error.violations.length === 0) return error;
  const violations = error.violations.map((violation): FieldViolation => {
    const [, number, rest = ''] = /^operations\[(\d+)\]\.?(.*)$/.exec(violation.field) ?? [];
    const operation = operations[Number(number)];
    return operation ? { ...violation, field: `${operation.label}${rest}`.trim() } : violation;
  });
  // Name and floor are fields of several parts: one line for each place is enough.
  const unique = violations.filter(
    (one, at) =>
      violations.findIndex((other) => other.field === one.field && other.message === one.message) === at,
  );
  const { hint, details, cause } = error;
  // So the count that the message begins with is that of the lines below it.
  const count = unique.length === 1 ? '1 field is' : `${unique.length} fields are`;
  const message = error.message.replace(/^\d+ fields? (?:is|are)\b/, count);
  return new WaysideError(error.code, message, {
    violations: unique,
    details,
    cause,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** RFC 4122 version 4, from 16 random bytes. */
export function uuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes);
  hex[6] = ((hex[6] ?? 0) & 0x0f) | 0x40;
  hex[8] = ((hex[8] ?? 0) & 0x3f) | 0x80;
  const text = hex.toString('hex');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
}
