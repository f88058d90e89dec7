// Original file: proto/wayside/v1/enrolment.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface EnrolResponse {
  'agentId'?: (string);
  'site'?: (string);
  /**
   * Certificate chain in DER, leaf first.
   */
  'certificateChain'?: (Buffer | Uint8Array | string)[];
  /**
   * The CA that the agent trusts for its controller, DER.
   */
  'caCertificate'?: (Buffer | Uint8Array | string);
  'expireTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The membership document, signed by the root that the join token pinned; canonical JSON.
   */
  'membership'?: (Buffer | Uint8Array | string);
  /**
   * All CAs that the agent should trust, DER; the last one issues. More than one while the CA is being replaced: then the
   * membership document names their hashes.
   */
  'caCertificates'?: (Buffer | Uint8Array | string)[];
}

export interface EnrolResponse__Output {
  'agentId': (string);
  'site': (string);
  /**
   * Certificate chain in DER, leaf first.
   */
  'certificateChain': (Buffer)[];
  /**
   * The CA that the agent trusts for its controller, DER.
   */
  'caCertificate': (Buffer);
  'expireTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The membership document, signed by the root that the join token pinned; canonical JSON.
   */
  'membership': (Buffer);
  /**
   * All CAs that the agent should trust, DER; the last one issues. More than one while the CA is being replaced: then the
   * membership document names their hashes.
   */
  'caCertificates': (Buffer)[];
}
