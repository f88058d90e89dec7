// Original file: proto/wayside/v1/audit.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface ListAuditRequest {
  'pageSize'?: (number);
  'pageToken'?: (string);
  /**
   * `ann` or `user:ann`, `agent:01hx…`; empty: everybody.
   */
  'who'?: (string);
  /**
   * `JobService.SubmitJob`, or `JobService` for all of that service; empty: all.
   */
  'method'?: (string);
  'site'?: (string);
  /**
   * From then on.
   */
  'since'?: (_google_protobuf_Timestamp | null);
  /**
   * Before then.
   */
  'until'?: (_google_protobuf_Timestamp | null);
  /**
   * `OK`, a code such as `FORBIDDEN`, or `failed` for all but OK; empty: all.
   */
  'result'?: (string);
  /**
   * As of ListRecords; fields are those of AuditEntry, and `detail.KEY`.
   */
  'filter'?: (string);
  /**
   * Empty: newest first.
   */
  'orderBy'?: (string);
}

export interface ListAuditRequest__Output {
  'pageSize': (number);
  'pageToken': (string);
  /**
   * `ann` or `user:ann`, `agent:01hx…`; empty: everybody.
   */
  'who': (string);
  /**
   * `JobService.SubmitJob`, or `JobService` for all of that service; empty: all.
   */
  'method': (string);
  'site': (string);
  /**
   * From then on.
   */
  'since': (_google_protobuf_Timestamp__Output | null);
  /**
   * Before then.
   */
  'until': (_google_protobuf_Timestamp__Output | null);
  /**
   * `OK`, a code such as `FORBIDDEN`, or `failed` for all but OK; empty: all.
   */
  'result': (string);
  /**
   * As of ListRecords; fields are those of AuditEntry, and `detail.KEY`.
   */
  'filter': (string);
  /**
   * Empty: newest first.
   */
  'orderBy': (string);
}
