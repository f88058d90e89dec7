// Original file: proto/wayside/v1/trace.proto

import type { TraceVerdict as _wayside_v1_TraceVerdict, TraceVerdict__Output as _wayside_v1_TraceVerdict__Output } from '../../wayside/v1/TraceVerdict.ts';
import type { TraceEdge as _wayside_v1_TraceEdge, TraceEdge__Output as _wayside_v1_TraceEdge__Output } from '../../wayside/v1/TraceEdge.ts';
import type { TraceHop as _wayside_v1_TraceHop, TraceHop__Output as _wayside_v1_TraceHop__Output } from '../../wayside/v1/TraceHop.ts';
import type { TraceSighting as _wayside_v1_TraceSighting, TraceSighting__Output as _wayside_v1_TraceSighting__Output } from '../../wayside/v1/TraceSighting.ts';
import type { TraceDeviceError as _wayside_v1_TraceDeviceError, TraceDeviceError__Output as _wayside_v1_TraceDeviceError__Output } from '../../wayside/v1/TraceDeviceError.ts';
import type { TraceSummary as _wayside_v1_TraceSummary, TraceSummary__Output as _wayside_v1_TraceSummary__Output } from '../../wayside/v1/TraceSummary.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { TraceSkipped as _wayside_v1_TraceSkipped, TraceSkipped__Output as _wayside_v1_TraceSkipped__Output } from '../../wayside/v1/TraceSkipped.ts';

export interface TraceAnswer {
  'verdict'?: (_wayside_v1_TraceVerdict);
  /**
   * One sentence for people.
   */
  'summary'?: (string);
  /**
   * The edge ports, the most likely first; one unless the verdict is SEVERAL. Members of one MLAG pair share an edge.
   * Look at `live` of each: with NOT_ALL_ANSWERED it is what was known before.
   */
  'edges'?: (_wayside_v1_TraceEdge)[];
  /**
   * From the gateway side to the edge.
   */
  'path'?: (_wayside_v1_TraceHop)[];
  /**
   * Sightings that are not the edge, with the reason; all of them only with `all_hits`.
   */
  'rejected'?: (_wayside_v1_TraceSighting)[];
  /**
   * Switches that gave no answer. One silent switch never spoils the rest.
   */
  'deviceErrors'?: (_wayside_v1_TraceDeviceError)[];
  'totals'?: (_wayside_v1_TraceSummary | null);
  'jobId'?: (string);
  /**
   * When it was last seen, if it is not seen now.
   */
  'lastSeenTime'?: (_google_protobuf_Timestamp | null);
  /**
   * MAC in colon form.
   */
  'mac'?: (string);
  /**
   * Switches of the place that were left out: the address may be there.
   */
  'notAsked'?: (_wayside_v1_TraceSkipped)[];
  /**
   * `directed`: not all were asked, since those that were leave no doubt; that another device bears the same address is
   * not ruled out, and `all_hits` asks all. `all`: each of the place. `none`: told from what was known.
   */
  'searched'?: (string);
}

export interface TraceAnswer__Output {
  'verdict': (_wayside_v1_TraceVerdict__Output);
  /**
   * One sentence for people.
   */
  'summary': (string);
  /**
   * The edge ports, the most likely first; one unless the verdict is SEVERAL. Members of one MLAG pair share an edge.
   * Look at `live` of each: with NOT_ALL_ANSWERED it is what was known before.
   */
  'edges': (_wayside_v1_TraceEdge__Output)[];
  /**
   * From the gateway side to the edge.
   */
  'path': (_wayside_v1_TraceHop__Output)[];
  /**
   * Sightings that are not the edge, with the reason; all of them only with `all_hits`.
   */
  'rejected': (_wayside_v1_TraceSighting__Output)[];
  /**
   * Switches that gave no answer. One silent switch never spoils the rest.
   */
  'deviceErrors': (_wayside_v1_TraceDeviceError__Output)[];
  'totals': (_wayside_v1_TraceSummary__Output | null);
  'jobId': (string);
  /**
   * When it was last seen, if it is not seen now.
   */
  'lastSeenTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * MAC in colon form.
   */
  'mac': (string);
  /**
   * Switches of the place that were left out: the address may be there.
   */
  'notAsked': (_wayside_v1_TraceSkipped__Output)[];
  /**
   * `directed`: not all were asked, since those that were leave no doubt; that another device bears the same address is
   * not ruled out, and `all_hits` asks all. `all`: each of the place. `none`: told from what was known.
   */
  'searched': (string);
}
