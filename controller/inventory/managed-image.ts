/** What people gave of a record: the side of it that plans and change sets are about. */
import {
  fieldSpec,
  type JsonObject,
  managedKinds,
  type RecordRef,
  type RecordView,
} from '../../shared/model/index.ts';
import type { Store } from '../store/index.ts';
import { readLive } from './relations.ts';

export interface ManagedImage {
  readonly fields: JsonObject;
  readonly etag: string;
}

/**
 * Managed fields with labels and notes. `undefined`: it was deleted, or people make such records and made none of it. What agents
 * make is there without a word of people.
 */
export function managedImage({ ref, fields, etag, deleted }: RecordView): ManagedImage | undefined {
  const managed = Object.entries(fields).filter(([name]) => fieldSpec(ref.kind, name)?.class === 'managed');
  const unmade = managed.length === 0 && managedKinds.includes(ref.kind);
  return deleted || unmade ? undefined : { fields: Object.fromEntries(managed), etag };
}

/** As it is now. */
export function managedNow(store: Store, ref: RecordRef): ManagedImage | undefined {
  const record = readLive(store, ref);
  return record && managedImage(record);
}
