/** Managed writes: a thing becomes one operation for each record that it is made of, all in one call. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  canonicalJson,
  type Json,
  type JsonObject,
  type Kind,
  type RecordRef,
  type RecordView,
} from '../../../shared/model/index.ts';
import { type ApiMethods, structToWire } from '../../../shared/wire/index.ts';
import { shortId } from '../plans/held.ts';
import { makePlan } from '../plans/make.ts';
import type { Shell } from '../shell.ts';
import { type FieldValues, type Noun, partOf, type Thing } from './noun.ts';
import { type Operation, relabelled, uuid } from './operation.ts';
import { fieldsOfPart, implied, withoutNulls } from './values.ts';

export type WriteAnswer = ApiMethods['InventoryService.WriteRecords']['response'];
/** Labels and notes of one of the records. */
export interface PartFields {
  readonly kind: Kind;
  readonly fields: JsonObject;
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
  } catch (thrown) {
    const error = WaysideError.from(thrown);
    if (error.code === 'NOT_APPROVED' && !dryRun) throw await plannedInstead(shell, operations, why);
    throw relabelled(error, operations);
  }
}

/** Where nothing is changed without approval: a plan of it is made, for whoever may approve. */
async function plannedInstead(
  shell: Shell,
  operations: readonly Operation[],
  why: string,
): Promise<WaysideError> {
  const wish = {
    planner: 'edit',
    title: '',
    why,
    causes: [],
    allow: [],
    unchanged: 0,
    dryRun: false,
  } as const;
  const { view } = await makePlan(shell, operations, wish);
  const id = shortId(view.id);
  return new WaysideError(
    'NOT_APPROVED',
    `it needs an approval; plan ${id} was made of it, and nothing changed`,
    {
      hint: `wayside plan approve ${id}, then wayside apply ${id}`,
    },
  );
}
