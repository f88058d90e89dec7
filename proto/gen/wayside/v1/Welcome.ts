// Original file: proto/wayside/v1/session.proto

import type { Position as _wayside_v1_Position, Position__Output as _wayside_v1_Position__Output } from '../../wayside/v1/Position.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

export interface Welcome {
  'controllerOrigin'?: (string);
  'sessionNumber'?: (number | string | Long);
  'protocolVersion'?: (number);
  'heartbeatMs'?: (number);
  /**
   * Unacknowledged delta bytes that the agent may have under way.
   */
  'deltaWindowBytes'?: (number);
  /**
   * What the controller holds of the agent, by site.
   */
  'positions'?: (_wayside_v1_Position)[];
  'time'?: (_google_protobuf_Timestamp | null);
  'softwareVersion'?: (string);
  'protocolMinor'?: (number);
  /**
   * How much the agent's clock is ahead of the controller's, by the hello; only where the agent told its time.
   */
  'clockAheadMs'?: (number | string | Long);
  /**
   * The number of this session, as the controller grants it: higher than that of any session of this agent before it,
   * whatever process it was of. 0: the controller is older.
   */
  'grantedNumber'?: (number | string | Long);
}

export interface Welcome__Output {
  'controllerOrigin': (string);
  'sessionNumber': (string);
  'protocolVersion': (number);
  'heartbeatMs': (number);
  /**
   * Unacknowledged delta bytes that the agent may have under way.
   */
  'deltaWindowBytes': (number);
  /**
   * What the controller holds of the agent, by site.
   */
  'positions': (_wayside_v1_Position__Output)[];
  'time': (_google_protobuf_Timestamp__Output | null);
  'softwareVersion': (string);
  'protocolMinor': (number);
  /**
   * How much the agent's clock is ahead of the controller's, by the hello; only where the agent told its time.
   */
  'clockAheadMs': (string);
  /**
   * The number of this session, as the controller grants it: higher than that of any session of this agent before it,
   * whatever process it was of. 0: the controller is older.
   */
  'grantedNumber': (string);
}
