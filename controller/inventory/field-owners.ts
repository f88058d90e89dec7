/** Whose word each managed field of a record is: for undo, which touches a field only while it is the change set's own. */
import {
  DELETED_FIELD,
  type FieldDot,
  fold,
  groupOf,
  hlcToMs,
  type JsonObject,
  type RecordRef,
} from '../../shared/model/index.ts';
import type { Store, VersionRow } from '../store/index.ts';
import { tokenOf } from './change-sets.ts';
import { foldRecord, versionsOf } from './records.ts';

export interface FieldOwner {
  /** Of the write that the field has its value, or its absence, from; as `ChangeItem.token` has it. */
  readonly token: string;
  readonly at: number;
}

export interface OwnedFields {
  /** False: nobody knows of it, or it was deleted. */
  readonly there: boolean;
  /** Managed fields as they are now; of a deleted one none. */
  readonly fields: JsonObject;
  /** Empty: nobody ever gave any field. */
  readonly etag: string;
  /** Of each field that people ever gave or took away. */
  readonly owners: ReadonlyMap<string, FieldOwner>;
  /** Who deleted it, or made it anew. */
  readonly life: FieldOwner | undefined;
}

/** Versions of one record that are looked through for a write. */
const VERSIONS_MAX = 1000;

export function ownedFields(store: Store, ref: RecordRef): OwnedFields {
  const rows = recordRows(store, ref);
  const core = coreRows(store, rows);
  if (core.length === 0)
    return { there: rows.length > 0, fields: {}, etag: '', owners: new Map(), life: undefined };
  const { fields, fieldDots } = fold(versionsOf(store, core));
  const { [DELETED_FIELD]: deleted, ...shown } = fields;
  const owners = new Map(Object.entries(fieldDots).map(([name, dot]) => [name, ownerOf(dot)]));
  const life = owners.get(DELETED_FIELD);
  owners.delete(DELETED_FIELD);
  return {
    there: deleted !== true,
    fields: deleted === true ? {} : shown,
    etag: foldRecord(store, ref, rows).etag,
    owners,
    life,
  };
}

/** Who wrote it; `undefined`: it is not kept any more. */
export function writerOf(store: Store, ref: RecordRef, token: string): string | undefined {
  const rows = coreRows(store, recordRows(store, ref));
  const key = keyOf(store, ref);
  const found = rows.find((row) => isOf(store, row, token)) ?? earlier();
  return found && store.words.writer(found.writer).by;

  function earlier(): VersionRow | undefined {
    if (!key) return undefined;
    const kept = store.versions.history(key, Number.MAX_SAFE_INTEGER, VERSIONS_MAX);
    return coreRows(store, kept).find((row) => isOf(store, row, token));
  }
}

function isOf(store: Store, row: VersionRow, token: string): boolean {
  return tokenOf({ origin: store.words.origin(row.origin), seq: row.seq }) === token;
}

function ownerOf(dot: FieldDot): FieldOwner {
  return { token: tokenOf(dot), at: hlcToMs(dot.hlc) };
}

function recordRows(store: Store, ref: RecordRef): VersionRow[] {
  const key = keyOf(store, ref);
  return key ? store.versions.record(key) : [];
}

function coreRows(store: Store, rows: readonly VersionRow[]): VersionRow[] {
  const core = store.words.nameNo('core');
  return rows.filter((row) => row.section === core);
}

function keyOf(
  store: Store,
  { site, kind, id }: RecordRef,
): { readonly lane: number; readonly kind: number; readonly id: string } | undefined {
  const lane = store.words.findLane({ site, group: groupOf(kind) });
  return lane === undefined ? undefined : { lane, kind: store.words.nameNo(kind), id };
}
