// Original file: proto/wayside/v1/plan.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface PlanApproval {
  /**
   * Ed25519 public key, base64url.
   */
  'key'?: (string);
  'by'?: (string);
  'approveTime'?: (_google_protobuf_Timestamp | null);
  'expireTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Over the id of the plan and the fields above, base64url.
   */
  'signature'?: (string);
}

export interface PlanApproval__Output {
  /**
   * Ed25519 public key, base64url.
   */
  'key': (string);
  'by': (string);
  'approveTime': (_google_protobuf_Timestamp__Output | null);
  'expireTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Over the id of the plan and the fields above, base64url.
   */
  'signature': (string);
}
