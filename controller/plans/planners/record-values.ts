/** Values that one record of a site alone may have: its name within the kind, and where a source is reached. */
import { type Json, type JsonObject, kindSpec, RECORDS_STORE } from '../../../shared/model/index.ts';
import { lookupValue } from '../../inventory/index.ts';
import type { DraftStep, UniqueValue } from '../draft.ts';
import type { Change } from './record-needs.ts';

/** So much of the id keeps temporary values of different records apart. */
const ID_CHARS = 40;

export function taken(change: Change): DraftStep['takes'] {
  const before = new Set(valuesOf(change, change.before).map(({ text }) => text));
  return valuesOf(change, change.after)
    .filter(({ text }) => !before.has(text))
    .map((value) => ({ ...value, temporary: temporaryOf(change) }));
}

export function freed(change: Change): readonly UniqueValue[] {
  const after = new Set(valuesOf(change, change.after).map(({ text }) => text));
  return valuesOf(change, change.before).filter(({ text }) => !after.has(text));
}

function valuesOf({ ref }: Change, fields: JsonObject | null): UniqueValue[] {
  if (!fields) return [];
  const scope = `${RECORDS_STORE}/${ref.kind}/${ref.site}`;
  const named = kindSpec(ref.kind).fields['name']?.indexed ? value('name', fields['name'], scope) : [];
  if (ref.kind !== 'source') return named;
  const place = `${text(fields['driver'])}:${text(fields['port'])}`;
  return [...named, ...value('address', fields['address'], `${scope}/${place}`)];
}

/** Compared as the inventory does: without case, and not where it is empty. */
function value(field: string, given: Json | undefined, scope: string): UniqueValue[] {
  const folded = lookupValue(given);
  return folded === undefined ? [] : [{ field, text: `${scope}/${field}/${folded}` }];
}

/** Fits as a name and as a host name, and nobody has it. */
function temporaryOf({ ref }: Change): string {
  return `swap-${ref.id.replace(/[^a-z0-9]/g, '').slice(-ID_CHARS)}`;
}

function text(given: Json | undefined): string {
  return given === undefined ? '' : String(given);
}
