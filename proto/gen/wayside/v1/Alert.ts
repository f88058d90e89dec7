// Original file: proto/wayside/v1/alert.proto

import type { AlertLevel as _wayside_v1_AlertLevel, AlertLevel__Output as _wayside_v1_AlertLevel__Output } from '../../wayside/v1/AlertLevel.ts';
import type { AlertState as _wayside_v1_AlertState, AlertState__Output as _wayside_v1_AlertState__Output } from '../../wayside/v1/AlertState.ts';
import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Silence as _wayside_v1_Silence, Silence__Output as _wayside_v1_Silence__Output } from '../../wayside/v1/Silence.ts';

export interface Alert {
  /**
   * Stays the same when it is raised again.
   */
  'id'?: (string);
  /**
   * Such as `agent-away`.
   */
  'reason'?: (string);
  /**
   * The reason in a few words.
   */
  'title'?: (string);
  'level'?: (_wayside_v1_AlertLevel);
  'state'?: (_wayside_v1_AlertState);
  /**
   * Empty: of the controller itself.
   */
  'site'?: (string);
  /**
   * The agent or source that it is about; not set: none.
   */
  'subject'?: (_wayside_v1_RecordRef | null);
  'subjectName'?: (string);
  'message'?: (string);
  /**
   * What to do.
   */
  'hint'?: (string);
  /**
   * Since when it is so.
   */
  'sinceTime'?: (_google_protobuf_Timestamp | null);
  'raiseTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Not set while it is open.
   */
  'endTime'?: (_google_protobuf_Timestamp | null);
  /**
   * How often it was raised, this time included.
   */
  'count'?: (number);
  /**
   * Who looks after it; empty: nobody yet.
   */
  'acknowledgedBy'?: (string);
  'acknowledgeTime'?: (_google_protobuf_Timestamp | null);
  'note'?: (string);
  /**
   * Not set: it is not silenced.
   */
  'silence'?: (_wayside_v1_Silence | null);
}

export interface Alert__Output {
  /**
   * Stays the same when it is raised again.
   */
  'id': (string);
  /**
   * Such as `agent-away`.
   */
  'reason': (string);
  /**
   * The reason in a few words.
   */
  'title': (string);
  'level': (_wayside_v1_AlertLevel__Output);
  'state': (_wayside_v1_AlertState__Output);
  /**
   * Empty: of the controller itself.
   */
  'site': (string);
  /**
   * The agent or source that it is about; not set: none.
   */
  'subject': (_wayside_v1_RecordRef__Output | null);
  'subjectName': (string);
  'message': (string);
  /**
   * What to do.
   */
  'hint': (string);
  /**
   * Since when it is so.
   */
  'sinceTime': (_google_protobuf_Timestamp__Output | null);
  'raiseTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Not set while it is open.
   */
  'endTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * How often it was raised, this time included.
   */
  'count': (number);
  /**
   * Who looks after it; empty: nobody yet.
   */
  'acknowledgedBy': (string);
  'acknowledgeTime': (_google_protobuf_Timestamp__Output | null);
  'note': (string);
  /**
   * Not set: it is not silenced.
   */
  'silence': (_wayside_v1_Silence__Output | null);
}
