// Original file: proto/wayside/v1/change.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { ChangeSetCounts as _wayside_v1_ChangeSetCounts, ChangeSetCounts__Output as _wayside_v1_ChangeSetCounts__Output } from '../../wayside/v1/ChangeSetCounts.ts';

export interface ChangeSet {
  'id'?: (string);
  'time'?: (_google_protobuf_Timestamp | null);
  'endTime'?: (_google_protobuf_Timestamp | null);
  'by'?: (string);
  'why'?: (string);
  /**
   * `write` or `plan`.
   */
  'origin'?: (string);
  'planId'?: (string);
  'title'?: (string);
  /**
   * `running`, `done`, `partly`, `failed` or `cancelled`.
   */
  'state'?: (string);
  'counts'?: (_wayside_v1_ChangeSetCounts | null);
  'sites'?: (string)[];
  /**
   * The change set that it undid.
   */
  'undoes'?: (string);
  /**
   * Those that undid it, or a part of it.
   */
  'undoneBy'?: (string)[];
}

export interface ChangeSet__Output {
  'id': (string);
  'time': (_google_protobuf_Timestamp__Output | null);
  'endTime': (_google_protobuf_Timestamp__Output | null);
  'by': (string);
  'why': (string);
  /**
   * `write` or `plan`.
   */
  'origin': (string);
  'planId': (string);
  'title': (string);
  /**
   * `running`, `done`, `partly`, `failed` or `cancelled`.
   */
  'state': (string);
  'counts': (_wayside_v1_ChangeSetCounts__Output | null);
  'sites': (string)[];
  /**
   * The change set that it undid.
   */
  'undoes': (string);
  /**
   * Those that undid it, or a part of it.
   */
  'undoneBy': (string)[];
}
