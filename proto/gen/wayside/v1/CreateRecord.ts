// Original file: proto/wayside/v1/inventory.proto

import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../google/protobuf/Struct.ts';

export interface CreateRecord {
  'site'?: (string);
  'kind'?: (string);
  /**
   * Empty: an id is made. For kind `site` this is the short name.
   */
  'id'?: (string);
  'fields'?: (_google_protobuf_Struct | null);
}

export interface CreateRecord__Output {
  'site': (string);
  'kind': (string);
  /**
   * Empty: an id is made. For kind `site` this is the short name.
   */
  'id': (string);
  'fields': (_google_protobuf_Struct__Output | null);
}
