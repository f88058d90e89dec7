// Original file: proto/wayside/v1/job.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

export interface JobLine {
  'attempt'?: (number);
  /**
   * Counts from 1 within the attempt; a step shows that lines between were dropped.
   */
  'number'?: (number);
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * Name of a target; empty: of the job.
   */
  'target'?: (string);
  'line'?: (string);
}

export interface JobLine__Output {
  'attempt': (number);
  /**
   * Counts from 1 within the attempt; a step shows that lines between were dropped.
   */
  'number': (number);
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * Name of a target; empty: of the job.
   */
  'target': (string);
  'line': (string);
}
