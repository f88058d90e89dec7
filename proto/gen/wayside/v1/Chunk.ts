// Original file: proto/wayside/v1/session.proto

import type { Long } from '@grpc/proto-loader';

export interface Chunk {
  /**
   * Same for all pieces of one message; counts up within the session.
   */
  'messageNumber'?: (number | string | Long);
  'index'?: (number);
  'last'?: (boolean);
  /**
   * A part of the serialised SessionRequest or SessionResponse.
   */
  'part'?: (Buffer | Uint8Array | string);
}

export interface Chunk__Output {
  /**
   * Same for all pieces of one message; counts up within the session.
   */
  'messageNumber': (string);
  'index': (number);
  'last': (boolean);
  /**
   * A part of the serialised SessionRequest or SessionResponse.
   */
  'part': (Buffer);
}
