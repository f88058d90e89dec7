// Original file: proto/wayside/v1/ca.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface CaCertificate {
  /**
   * SHA-256 of the DER, hex.
   */
  'fingerprint'?: (string);
  'pem'?: (string);
  'startTime'?: (_google_protobuf_Timestamp | null);
  'expireTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Certificates of agents come from it.
   */
  'issues'?: (boolean);
  /**
   * The server shows a certificate of it, and join tokens pin it.
   */
  'serves'?: (boolean);
  /**
   * Agents whose newest certificate, not past its end, comes from it; at most 100 names.
   */
  'agents'?: (string)[];
  'agentCount'?: (number);
  /**
   * Join tokens that pin it and can still be used.
   */
  'openTokens'?: (number);
}

export interface CaCertificate__Output {
  /**
   * SHA-256 of the DER, hex.
   */
  'fingerprint': (string);
  'pem': (string);
  'startTime': (_google_protobuf_Timestamp__Output | null);
  'expireTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Certificates of agents come from it.
   */
  'issues': (boolean);
  /**
   * The server shows a certificate of it, and join tokens pin it.
   */
  'serves': (boolean);
  /**
   * Agents whose newest certificate, not past its end, comes from it; at most 100 names.
   */
  'agents': (string)[];
  'agentCount': (number);
  /**
   * Join tokens that pin it and can still be used.
   */
  'openTokens': (number);
}
