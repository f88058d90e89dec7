// Original file: proto/wayside/v1/system.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { HistoryKept as _wayside_v1_HistoryKept, HistoryKept__Output as _wayside_v1_HistoryKept__Output } from '../../wayside/v1/HistoryKept.ts';
import type { Alert as _wayside_v1_Alert, Alert__Output as _wayside_v1_Alert__Output } from '../../wayside/v1/Alert.ts';
import type { Long } from '@grpc/proto-loader';

export interface GetStatusResponse {
  'version'?: (string);
  /**
   * Key fingerprint and incarnation: the origin of this controller's writes.
   */
  'origin'?: (string);
  'meshId'?: (string);
  'startTime'?: (_google_protobuf_Timestamp | null);
  'agentsOnline'?: (number);
  'agentsTotal'?: (number);
  'jobsQueued'?: (number);
  'jobsRunning'?: (number);
  /**
   * Records by kind.
   */
  'records'?: ({[key: string]: number | string | Long});
  'position'?: (number | string | Long);
  'storeBytes'?: (number | string | Long);
  'diskFreeBytes'?: (number | string | Long);
  'memoryBytes'?: (number | string | Long);
  /**
   * Sources whose last scan failed.
   */
  'sourcesStale'?: (number);
  'sourcesTotal'?: (number);
  /**
   * What the history takes, by kind; empty for who does not see everything.
   */
  'history'?: (_wayside_v1_HistoryKept)[];
  /**
   * Alerts in view that are open and not silenced, and the worst of them, the newest of equals.
   */
  'alertsOpen'?: (number);
  'worstAlert'?: (_wayside_v1_Alert | null);
  /**
   * Enabled sources in view of which nobody has read anything yet; so many as one look passes.
   */
  'sourcesNeverRead'?: (number);
}

export interface GetStatusResponse__Output {
  'version': (string);
  /**
   * Key fingerprint and incarnation: the origin of this controller's writes.
   */
  'origin': (string);
  'meshId': (string);
  'startTime': (_google_protobuf_Timestamp__Output | null);
  'agentsOnline': (number);
  'agentsTotal': (number);
  'jobsQueued': (number);
  'jobsRunning': (number);
  /**
   * Records by kind.
   */
  'records': ({[key: string]: string});
  'position': (string);
  'storeBytes': (string);
  'diskFreeBytes': (string);
  'memoryBytes': (string);
  /**
   * Sources whose last scan failed.
   */
  'sourcesStale': (number);
  'sourcesTotal': (number);
  /**
   * What the history takes, by kind; empty for who does not see everything.
   */
  'history': (_wayside_v1_HistoryKept__Output)[];
  /**
   * Alerts in view that are open and not silenced, and the worst of them, the newest of equals.
   */
  'alertsOpen': (number);
  'worstAlert': (_wayside_v1_Alert__Output | null);
  /**
   * Enabled sources in view of which nobody has read anything yet; so many as one look passes.
   */
  'sourcesNeverRead': (number);
}
