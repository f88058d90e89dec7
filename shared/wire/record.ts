/** References, records, changes and the events of a watch. */
import type { Change__Output } from '../../proto/gen/wayside/v1/Change.ts';
import type { Conflict__Output } from '../../proto/gen/wayside/v1/Conflict.ts';
import type { ConflictValue__Output } from '../../proto/gen/wayside/v1/ConflictValue.ts';
import type { Record__Output } from '../../proto/gen/wayside/v1/Record.ts';
import type { RecordRef__Output } from '../../proto/gen/wayside/v1/RecordRef.ts';
import type { WatchRecordsResponse__Output } from '../../proto/gen/wayside/v1/WatchRecordsResponse.ts';
import { WaysideError } from '../errors.ts';
import {
  type ChangeView,
  type ConflictValue,
  type ConflictView,
  isKind,
  isRecordId,
  isSiteId,
  kindNames,
  type RecordRef,
  type RecordView,
} from '../model/index.ts';
import { watchEventType } from './enums.ts';
import { int64FromWire, int64ToWire, timeFromWire, timestampToWire } from './scalar.ts';
import { structFromWire, structToWire, valueFromWire, valueToWire } from './struct.ts';

export function recordRefToWire(ref: RecordRef): RecordRef__Output {
  return { site: ref.site, kind: ref.kind, id: ref.id };
}

/** Throws INVALID_INPUT that names the wrong part; `field` is the path of the reference in its message. */
export function recordRefFromWire(ref: RecordRef__Output | null | undefined, field = 'ref'): RecordRef {
  const { site, kind, id } = ref ?? { site: '', kind: '', id: '' };
  if (!isSiteId(site))
    throw wrongRef(`${field}.site`, `"${site.slice(0, 80)}" is not the short name of a site`);
  if (!isKind(kind))
    throw wrongRef(`${field}.kind`, `"${kind.slice(0, 80)}" is not one of ${kindNames.join(', ')}`);
  if (!isRecordId(id)) throw wrongRef(`${field}.id`, `"${id.slice(0, 140)}" is not a record id`);
  return { site, kind, id };
}

function wrongRef(field: string, message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', `${field}: ${message}`, { violations: [{ field, message }] });
}

export function recordToWire(record: RecordView): Record__Output {
  return {
    ref: recordRefToWire(record.ref),
    fields: structToWire(record.fields),
    etag: record.etag,
    position: int64ToWire(record.pos),
    updateTime: timestampToWire(record.updatedAt),
    updatedBy: record.updatedBy,
    conflicts: record.conflicts.map(conflictToWire),
    deleted: record.deleted,
  };
}

export function recordFromWire(record: Record__Output): RecordView {
  return {
    ref: recordRefFromWire(record.ref),
    fields: structFromWire(record.fields),
    etag: record.etag,
    pos: int64FromWire(record.position),
    updatedAt: timeFromWire(record.updateTime),
    updatedBy: record.updatedBy,
    conflicts: record.conflicts.map(conflictFromWire),
    deleted: record.deleted,
  };
}

export function conflictToWire(conflict: ConflictView): Conflict__Output {
  return { id: conflict.id, field: conflict.field, values: conflict.values.map(conflictValueToWire) };
}

export function conflictFromWire(conflict: Conflict__Output): ConflictView {
  return { id: conflict.id, field: conflict.field, values: conflict.values.map(conflictValueFromWire) };
}

function conflictValueToWire(value: ConflictValue): ConflictValue__Output {
  return {
    value: value.value === undefined ? null : valueToWire(value.value),
    origin: value.origin,
    writtenBy: value.by,
    writeTime: timestampToWire(value.at),
  };
}

function conflictValueFromWire(value: ConflictValue__Output): ConflictValue {
  return {
    value: valueFromWire(value.value),
    origin: value.origin,
    by: value.writtenBy,
    at: timeFromWire(value.writeTime),
  };
}

export function changeToWire(change: ChangeView): Change__Output {
  return {
    ref: recordRefToWire(change.ref),
    section: change.section,
    op: change.op,
    origin: change.origin,
    seq: int64ToWire(change.seq),
    position: int64ToWire(change.pos),
    writeTime: timestampToWire(change.at),
    fields: structToWire(change.fields),
    writtenBy: change.by,
    why: change.why,
    changeSet: change.changeSet,
    hash: change.hash,
    current: change.current,
  };
}

/** An operation that this version does not know reads as a put: it is shown, never applied. */
export function changeFromWire(change: Change__Output): ChangeView {
  return {
    ref: recordRefFromWire(change.ref),
    section: change.section,
    op: change.op === 'delete' ? 'delete' : 'put',
    origin: change.origin,
    seq: int64FromWire(change.seq),
    pos: int64FromWire(change.position),
    at: timeFromWire(change.writeTime),
    fields: structFromWire(change.fields),
    by: change.writtenBy,
    why: change.why,
    changeSet: change.changeSet,
    hash: change.hash,
    current: change.current,
  };
}

/** What a watch gives out; the resume token of the last event goes on from there without loss. */
export type WatchEvent =
  | { readonly type: 'record'; readonly record: RecordView; readonly resumeToken: string }
  | { readonly type: 'synced'; readonly resumeToken: string }
  | { readonly type: 'heartbeat'; readonly resumeToken: string };

export function watchEventToWire(event: WatchEvent): WatchRecordsResponse__Output {
  return {
    type: watchEventType.toWire(event.type),
    record: event.type === 'record' ? recordToWire(event.record) : null,
    resumeToken: event.resumeToken,
  };
}

/** Events of a type that this version does not know read as heartbeats: their token still counts. */
export function watchEventFromWire(event: WatchRecordsResponse__Output): WatchEvent {
  const { resumeToken } = event;
  const type = watchEventType.fromWire(event.type) ?? 'heartbeat';
  if (type !== 'record') return { type, resumeToken };
  if (!event.record) throw new WaysideError('INVALID_INPUT', 'a record event came without its record');
  return { type, record: recordFromWire(event.record), resumeToken };
}
