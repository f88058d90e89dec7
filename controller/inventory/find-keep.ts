/** Keeps the index of `find` true, within the transaction of the write. What did not change costs a comparison. */
import {
  FIND_BY_ID,
  findFields,
  isLabel,
  type JsonObject,
  type Kind,
  kindSpec,
  NOTE_PREFIX,
  parseMac,
} from '../../shared/model/index.ts';
import type { RecordKey, Store } from '../store/index.ts';
import { tailOf, wordKeys } from './find-entries.ts';

export interface FindPlace {
  readonly kind: Kind;
  readonly section: string;
  readonly key: RecordKey;
}

/**
 * @param now the body of the section, also of a deleted record, which can still be found; `undefined`: it is forgotten.
 * @param before the bodies that it takes the place of.
 */
export function keepFound(
  store: Store,
  place: FindPlace,
  now: JsonObject | undefined,
  before: readonly JsonObject[],
): void {
  const { kind, section, key } = place;
  const { texts, macs, hasId } = fieldsOf(kind, section);
  for (const field of macs) keepTail(store, now?.[field], before[0]?.[field]);
  for (const field of texts) keepField(store, place, field, { now, before });
  if (section !== 'core') return;
  for (const field of openNames(now === undefined ? before : [now, ...before]))
    keepField(store, place, field, { now, before });
  const isNew = now !== undefined && before.length === 0;
  if (!hasId || (!isNew && now !== undefined)) return;
  const id = store.words.nameNo(FIND_BY_ID);
  for (const word of wordKeys(kind, FIND_BY_ID, key.id)) {
    if (isNew) store.find.add(word, key, id);
    else store.find.remove(word, key, id);
  }
}

/** An address stays in the list when nothing has it any more: what has it is asked of the other indexes. */
function keepTail(store: Store, now: unknown, before: unknown): void {
  if (now === before || typeof now !== 'string') return;
  const mac = parseMac(now);
  if (mac) store.find.addTail(tailOf(mac));
}

function keepField(
  store: Store,
  { kind, key }: FindPlace,
  field: string,
  { now, before }: { readonly now: JsonObject | undefined; readonly before: readonly JsonObject[] },
): void {
  const value = now?.[field];
  if (before.every((body) => isSame(body[field], value)) && (before.length > 0 || value === undefined))
    return;
  const is = wordKeys(kind, field, value);
  const was = new Set(before.flatMap((body) => [...wordKeys(kind, field, body[field])]));
  const no = store.words.nameNo(field);
  for (const word of was) if (!is.has(word)) store.find.remove(word, key, no);
  for (const word of is) {
    if (was.has(word)) continue;
    store.find.add(word, key, no);
    const mac = word.startsWith('#') ? parseMac(word.slice(1)) : undefined;
    if (mac) store.find.addTail(tailOf(mac));
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return (
    a === b ||
    (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, i) => x === b[i]))
  );
}

/** Labels and notes of one of the bodies. */
function openNames(bodies: readonly JsonObject[]): ReadonlySet<string> {
  const names = bodies.flatMap((body) => Object.keys(body));
  return new Set(names.filter((name) => isLabel(name) || name.startsWith(NOTE_PREFIX)));
}

interface SectionFields {
  /** Fields whose words are indexed. */
  readonly texts: readonly string[];
  /** Fields of the lookup index that hold a MAC address. */
  readonly macs: readonly string[];
  readonly hasId: boolean;
}

const bySection = new Map<string, SectionFields>();

/** Computed once per section from the frozen table. */
function fieldsOf(kind: Kind, section: string): SectionFields {
  const name = `${kind} ${section}`;
  const known = bySection.get(name);
  if (known) return known;
  const declared = Object.entries(findFields[kind]);
  const inSection = declared.filter(([field]) => kindSpec(kind).fields[field]?.section === section);
  const fields = {
    texts: inSection.flatMap(([field, form]) => (form === 'lookup' ? [] : [field])),
    macs: inSection.flatMap(([field, form]) => (form === 'lookup' && MAC_FIELDS.has(field) ? [field] : [])),
    hasId: declared.some(([field]) => field === FIND_BY_ID),
  };
  bySection.set(name, fields);
  return fields;
}

/** A chassis id is one as often as not. */
export const MAC_FIELDS: ReadonlySet<string> = new Set(['mac', 'baseMac', 'chassisId']);
