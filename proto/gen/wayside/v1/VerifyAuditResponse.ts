// Original file: proto/wayside/v1/audit.proto

import type { AuditEntry as _wayside_v1_AuditEntry, AuditEntry__Output as _wayside_v1_AuditEntry__Output } from '../../wayside/v1/AuditEntry.ts';
import type { Long } from '@grpc/proto-loader';

export interface VerifyAuditResponse {
  /**
   * Entries checked in this piece.
   */
  'checked'?: (number | string | Long);
  /**
   * The last entry that is good, and its hash in hex.
   */
  'seq'?: (number | string | Long);
  'hash'?: (string);
  /**
   * Number of the first entry that is wrong or missing, and what is wrong; empty: nothing so far.
   */
  'badSeq'?: (number | string | Long);
  'problem'?: (string);
  /**
   * Entries of this piece that tell of others that were lost, as after a restored backup.
   */
  'losses'?: (_wayside_v1_AuditEntry)[];
  /**
   * Empty: this was the last piece.
   */
  'nextPageToken'?: (string);
}

export interface VerifyAuditResponse__Output {
  /**
   * Entries checked in this piece.
   */
  'checked': (string);
  /**
   * The last entry that is good, and its hash in hex.
   */
  'seq': (string);
  'hash': (string);
  /**
   * Number of the first entry that is wrong or missing, and what is wrong; empty: nothing so far.
   */
  'badSeq': (string);
  'problem': (string);
  /**
   * Entries of this piece that tell of others that were lost, as after a restored backup.
   */
  'losses': (_wayside_v1_AuditEntry__Output)[];
  /**
   * Empty: this was the last piece.
   */
  'nextPageToken': (string);
}
