// Original file: proto/wayside/v1/trace.proto

import type { TraceVerdict as _wayside_v1_TraceVerdict, TraceVerdict__Output as _wayside_v1_TraceVerdict__Output } from '../../wayside/v1/TraceVerdict.ts';
import type { TraceNamed as _wayside_v1_TraceNamed, TraceNamed__Output as _wayside_v1_TraceNamed__Output } from '../../wayside/v1/TraceNamed.ts';
import type { TraceAnswer as _wayside_v1_TraceAnswer, TraceAnswer__Output as _wayside_v1_TraceAnswer__Output } from '../../wayside/v1/TraceAnswer.ts';
import type { TraceIpAnswer as _wayside_v1_TraceIpAnswer, TraceIpAnswer__Output as _wayside_v1_TraceIpAnswer__Output } from '../../wayside/v1/TraceIpAnswer.ts';

export interface TraceNameAnswer {
  /**
   * As of `trace`; NOT_FOUND when nothing has the name; UNSPECIFIED when several have it, and none was traced.
   */
  'verdict'?: (_wayside_v1_TraceVerdict);
  /**
   * One sentence for people: what has the name. `trace` says where it is.
   */
  'summary'?: (string);
  'name'?: (string);
  /**
   * All that has the name; more than one device are listed and not traced.
   */
  'matches'?: (_wayside_v1_TraceNamed)[];
  /**
   * Of the one device that has it.
   */
  'trace'?: (_wayside_v1_TraceAnswer | null);
  /**
   * Where its MAC address had to be asked for first.
   */
  'resolved'?: (_wayside_v1_TraceIpAnswer | null);
}

export interface TraceNameAnswer__Output {
  /**
   * As of `trace`; NOT_FOUND when nothing has the name; UNSPECIFIED when several have it, and none was traced.
   */
  'verdict': (_wayside_v1_TraceVerdict__Output);
  /**
   * One sentence for people: what has the name. `trace` says where it is.
   */
  'summary': (string);
  'name': (string);
  /**
   * All that has the name; more than one device are listed and not traced.
   */
  'matches': (_wayside_v1_TraceNamed__Output)[];
  /**
   * Of the one device that has it.
   */
  'trace': (_wayside_v1_TraceAnswer__Output | null);
  /**
   * Where its MAC address had to be asked for first.
   */
  'resolved': (_wayside_v1_TraceIpAnswer__Output | null);
}
