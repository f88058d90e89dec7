// Original file: proto/wayside/v1/audit.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

export interface AuditEntry {
  /**
   * Dense, from 1.
   */
  'seq'?: (number | string | Long);
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * `user:ann`, `agent:01hx…`, `system:controller` or `anonymous`.
   */
  'who'?: (string);
  /**
   * Id of the token, login session or certificate that was shown.
   */
  'via'?: (string);
  /**
   * `10.0.0.7:50123`; empty: the controller itself.
   */
  'address'?: (string);
  /**
   * `JobService.SubmitJob`, or an event of the controller such as `audit.cut`.
   */
  'method'?: (string);
  /**
   * Sites that it touches, as far as the request names them.
   */
  'sites'?: (string)[];
  /**
   * References and names: `ams1/switch/sw3`, `user:ann`.
   */
  'targets'?: (string)[];
  /**
   * The reason that the caller gave.
   */
  'why'?: (string);
  /**
   * `OK`, or the code of the error.
   */
  'result'?: (string);
  /**
   * More than 1: so many alike, told in one entry.
   */
  'count'?: (number | string | Long);
  'detail'?: ({[key: string]: string});
  /**
   * SHA-256 over the hash before it and this entry, in hex.
   */
  'hash'?: (string);
}

export interface AuditEntry__Output {
  /**
   * Dense, from 1.
   */
  'seq': (string);
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * `user:ann`, `agent:01hx…`, `system:controller` or `anonymous`.
   */
  'who': (string);
  /**
   * Id of the token, login session or certificate that was shown.
   */
  'via': (string);
  /**
   * `10.0.0.7:50123`; empty: the controller itself.
   */
  'address': (string);
  /**
   * `JobService.SubmitJob`, or an event of the controller such as `audit.cut`.
   */
  'method': (string);
  /**
   * Sites that it touches, as far as the request names them.
   */
  'sites': (string)[];
  /**
   * References and names: `ams1/switch/sw3`, `user:ann`.
   */
  'targets': (string)[];
  /**
   * The reason that the caller gave.
   */
  'why': (string);
  /**
   * `OK`, or the code of the error.
   */
  'result': (string);
  /**
   * More than 1: so many alike, told in one entry.
   */
  'count': (string);
  'detail': ({[key: string]: string});
  /**
   * SHA-256 over the hash before it and this entry, in hex.
   */
  'hash': (string);
}
