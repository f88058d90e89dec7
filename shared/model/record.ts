/** Records and changes as the read door gives them out: sections folded into fields, no store columns. */
import type { Json, JsonObject } from './json.ts';
import type { RecordRef } from './ref.ts';

/** One thing known. Times are epoch milliseconds. */
export interface RecordView {
  readonly ref: RecordRef;
  readonly fields: JsonObject;
  /** Hash of the managed sections' version set. */
  readonly etag: string;
  /** Position of the newest change in this controller's feed. */
  readonly pos: number;
  readonly updatedAt: number;
  readonly updatedBy: string;
  readonly conflicts: readonly ConflictView[];
  readonly deleted: boolean;
}

/** Unequal values of one field that did not know of each other; the first value is the one that `fields` shows. */
export interface ConflictView {
  readonly id: string;
  readonly field: string;
  readonly values: readonly ConflictValue[];
}

export interface ConflictValue {
  /** `undefined`: this writer took the field away. */
  readonly value: Json | undefined;
  readonly origin: string;
  readonly by: string;
  readonly at: number;
}

export interface ChangeView {
  readonly ref: RecordRef;
  readonly section: string;
  readonly op: ChangeOp;
  readonly origin: string;
  readonly seq: number;
  readonly pos: number;
  readonly at: number;
  readonly fields: JsonObject;
  readonly by: string;
  readonly why: string;
  readonly changeSet: string;
  readonly hash: string;
  readonly current: boolean;
}

export type ChangeOp = 'put' | 'delete';

export type Presence = 'active' | 'missing' | 'orphaned' | 'retired';
