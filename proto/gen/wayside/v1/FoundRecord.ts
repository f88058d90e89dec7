// Original file: proto/wayside/v1/inventory.proto

import type { Record as _wayside_v1_Record, Record__Output as _wayside_v1_Record__Output } from '../../wayside/v1/Record.ts';
import type { MatchRank as _wayside_v1_MatchRank, MatchRank__Output as _wayside_v1_MatchRank__Output } from '../../wayside/v1/MatchRank.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface FoundRecord {
  'record'?: (_wayside_v1_Record | null);
  'rank'?: (_wayside_v1_MatchRank);
  /**
   * The field that matched; `id` for the id of the record.
   */
  'field'?: (string);
  /**
   * Its value, cut after 200 characters.
   */
  'value'?: (string);
  /**
   * Of what a switch shows, the name of that switch; otherwise empty.
   */
  'switchName'?: (string);
  /**
   * When the source of an active record was last read to its end; absent for what people made.
   */
  'lastSeenTime'?: (_google_protobuf_Timestamp | null);
}

export interface FoundRecord__Output {
  'record': (_wayside_v1_Record__Output | null);
  'rank': (_wayside_v1_MatchRank__Output);
  /**
   * The field that matched; `id` for the id of the record.
   */
  'field': (string);
  /**
   * Its value, cut after 200 characters.
   */
  'value': (string);
  /**
   * Of what a switch shows, the name of that switch; otherwise empty.
   */
  'switchName': (string);
  /**
   * When the source of an active record was last read to its end; absent for what people made.
   */
  'lastSeenTime': (_google_protobuf_Timestamp__Output | null);
}
