// Original file: proto/wayside/v1/support.proto

import type { Long } from '@grpc/proto-loader';

export interface CreateSupportBundleResponse {
  /**
   * The next bytes of the archive.
   */
  'data'?: (Buffer | Uint8Array | string);
  /**
   * Of the whole archive; in each message.
   */
  'totalBytes'?: (number | string | Long);
}

export interface CreateSupportBundleResponse__Output {
  /**
   * The next bytes of the archive.
   */
  'data': (Buffer);
  /**
   * Of the whole archive; in each message.
   */
  'totalBytes': (string);
}
