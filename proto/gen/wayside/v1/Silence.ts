// Original file: proto/wayside/v1/alert.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface Silence {
  'id'?: (string);
  /**
   * Id of the one alert; empty: every alert of the reason at the site.
   */
  'alert'?: (string);
  'reason'?: (string);
  /**
   * Empty: of the controller itself; `*`: every site.
   */
  'site'?: (string);
  'endTime'?: (_google_protobuf_Timestamp | null);
  'createdBy'?: (string);
  'why'?: (string);
}

export interface Silence__Output {
  'id': (string);
  /**
   * Id of the one alert; empty: every alert of the reason at the site.
   */
  'alert': (string);
  'reason': (string);
  /**
   * Empty: of the controller itself; `*`: every site.
   */
  'site': (string);
  'endTime': (_google_protobuf_Timestamp__Output | null);
  'createdBy': (string);
  'why': (string);
}
