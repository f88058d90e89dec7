// Original file: proto/wayside/v1/audit.proto

import type { AuditEntry as _wayside_v1_AuditEntry, AuditEntry__Output as _wayside_v1_AuditEntry__Output } from '../../wayside/v1/AuditEntry.ts';

export interface ListAuditResponse {
  'entries'?: (_wayside_v1_AuditEntry)[];
  /**
   * A page may be short, or empty, and still have a next one.
   */
  'nextPageToken'?: (string);
}

export interface ListAuditResponse__Output {
  'entries': (_wayside_v1_AuditEntry__Output)[];
  /**
   * A page may be short, or empty, and still have a next one.
   */
  'nextPageToken': (string);
}
