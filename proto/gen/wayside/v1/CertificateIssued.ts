// Original file: proto/wayside/v1/session.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface CertificateIssued {
  'certificateChain'?: (Buffer | Uint8Array | string)[];
  'expireTime'?: (_google_protobuf_Timestamp | null);
}

export interface CertificateIssued__Output {
  'certificateChain': (Buffer)[];
  'expireTime': (_google_protobuf_Timestamp__Output | null);
}
