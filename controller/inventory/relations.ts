/** What records have to do with each other: names, references, and who stands in the way of a delete. */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatRef,
  groupOf,
  type Json,
  type Kind,
  kindSpec,
  parseRef,
  placeProblem,
  type RecordRef,
  type RecordView,
} from '../../shared/model/index.ts';
import { ID_ABOVE_ALL, type Store } from '../store/index.ts';
import { foldRecord } from './records.ts';
import { lookupValue } from './writer.ts';

/** Kind that a reference field of a managed section must point to. */
const REF_KINDS: Readonly<Record<string, Kind>> = { floor: 'floor' };

/** Users named in a refusal. */
const DEPENDANTS_SHOWN_MAX = 5;
/** Rows read at once in search of them. */
const CHUNK = 500;

/** Ids of other live records of the kind and site that have the name, in any case. */
export function nameHolders(store: Store, ref: RecordRef, name: string): readonly string[] {
  if (!kindSpec(ref.kind).fields['name']?.indexed) return [];
  return lookupIds(store, ref, { field: 'name', value: name }).filter((id) => id !== ref.id);
}

/** Name of another source of the site that is reached at the very same place: one device, read twice. */
export function addressTaken(store: Store, ref: RecordRef): string | undefined {
  const own = ref.kind === 'source' ? readLive(store, ref)?.fields : undefined;
  if (typeof own?.['address'] !== 'string') return undefined;
  for (const id of lookupIds(store, ref, { field: 'address', value: own['address'] })) {
    const other = id === ref.id ? undefined : readLive(store, { ...ref, id });
    if (other && ['driver', 'port'].every((field) => other.fields[field] === own[field]))
      return nameOf(other);
  }
  return undefined;
}

/** What is wrong with the address of the source, as it is now with its driver. */
export function misplaced(store: Store, ref: RecordRef): string | undefined {
  const fields = ref.kind === 'source' ? readLive(store, ref)?.fields : undefined;
  return fields && placeProblem(fields);
}

export function refProblem(
  store: Store,
  owner: RecordRef,
  field: string,
  value: Json | undefined,
): string | undefined {
  const spec = kindSpec(owner.kind).fields[field];
  if (spec?.type !== 'ref' || spec.class !== 'managed' || typeof value !== 'string') return undefined;
  let target: RecordRef;
  try {
    target = parseRef(value);
  } catch (error) {
    return WaysideError.from(error).message;
  }
  const kind = REF_KINDS[field];
  if (kind && target.kind !== kind) return `must point to a ${kind}`;
  if (target.site !== owner.site) return `must be of the same site (${owner.site})`;
  return readLive(store, target) ? undefined : `${value} is not known`;
}

/** Names of live records that would be left pointing at nothing. */
export function dependants(store: Store, ref: RecordRef): string[] {
  if (ref.kind === 'floor') {
    const ids = lookupIds(store, { ...ref, kind: 'switch' }, { field: 'floor', value: formatRef(ref) });
    return ids.flatMap((id) => {
      const record = readLive(store, { site: ref.site, kind: 'switch', id });
      return record ? [nameOf(record)] : [];
    });
  }
  if (ref.kind !== 'site') return [];
  const found: string[] = [];
  for (const kind of ['floor', 'source', 'switch', 'agent'] as const) {
    for (const name of liveNames(store, ref.site, kind)) {
      if (found.push(name) >= DEPENDANTS_SHOWN_MAX) return found;
    }
  }
  return found;
}

export function readLive(store: Store, ref: RecordRef): RecordView | undefined {
  const lane = store.words.findLane({ site: ref.site, group: groupOf(ref.kind) });
  if (lane === undefined) return undefined;
  const rows = store.versions.record({ lane, kind: store.words.nameNo(ref.kind), id: ref.id });
  if (rows.length === 0) return undefined;
  const record = foldRecord(store, ref, rows);
  return record.deleted ? undefined : record;
}

/** A few live records of the kind whose field has the value, in one site, by the lookup index. */
function lookupIds(
  store: Store,
  place: { site: string; kind: Kind },
  key: { field: string; value: string },
): string[] {
  const lane = store.words.findLane({ site: place.site, group: groupOf(place.kind) });
  const value = lookupValue(key.value);
  if (lane === undefined || value === undefined) return [];
  const lookup = { kind: store.words.nameNo(place.kind), field: store.words.nameNo(key.field), value };
  return store.lookups.findInLane(lookup, { lane, id: '' }, DEPENDANTS_SHOWN_MAX).map((row) => row.id);
}

function* liveNames(store: Store, site: string, kind: Kind): Generator<string> {
  const lane = store.words.findLane({ site, group: groupOf(kind) });
  if (lane === undefined) return;
  const range = { lane, kind: store.words.nameNo(kind), afterId: '', belowId: ID_ABOVE_ALL };
  for (;;) {
    const page = store.versions.list(range, CHUNK);
    for (const id of new Set(page.map((row) => row.id))) {
      const record = readLive(store, { site, kind, id });
      if (record) yield nameOf(record);
    }
    const last = page.at(-1);
    if (!last || page.length < CHUNK) return;
    range.afterId = last.id;
  }
}

function nameOf({ ref, fields }: RecordView): string {
  return `${ref.kind} ${String(fields['name'] ?? ref.id)}`;
}
