// Original file: proto/wayside/v1/trace.proto

import type { TraceVerdict as _wayside_v1_TraceVerdict, TraceVerdict__Output as _wayside_v1_TraceVerdict__Output } from '../../wayside/v1/TraceVerdict.ts';
import type { TraceResolution as _wayside_v1_TraceResolution, TraceResolution__Output as _wayside_v1_TraceResolution__Output } from '../../wayside/v1/TraceResolution.ts';
import type { TraceAnswer as _wayside_v1_TraceAnswer, TraceAnswer__Output as _wayside_v1_TraceAnswer__Output } from '../../wayside/v1/TraceAnswer.ts';
import type { TraceDeviceError as _wayside_v1_TraceDeviceError, TraceDeviceError__Output as _wayside_v1_TraceDeviceError__Output } from '../../wayside/v1/TraceDeviceError.ts';

export interface TraceIpAnswer {
  /**
   * As of the best of `traces`; NOT_FOUND when no switch has resolved the address.
   */
  'verdict'?: (_wayside_v1_TraceVerdict);
  /**
   * One sentence for people: what stands behind the address. `traces` say where that is.
   */
  'summary'?: (string);
  /**
   * In the spelling of all other answers.
   */
  'address'?: (string);
  /**
   * Who says which MAC address it is; those that say so now come first.
   */
  'resolutions'?: (_wayside_v1_TraceResolution)[];
  /**
   * One for each MAC address, as many as the switches speak of now; the likeliest first.
   */
  'traces'?: (_wayside_v1_TraceAnswer)[];
  /**
   * Switches that were asked for the MAC address and gave no answer.
   */
  'deviceErrors'?: (_wayside_v1_TraceDeviceError)[];
  /**
   * Switches that were asked for the MAC address.
   */
  'asked'?: (number);
}

export interface TraceIpAnswer__Output {
  /**
   * As of the best of `traces`; NOT_FOUND when no switch has resolved the address.
   */
  'verdict': (_wayside_v1_TraceVerdict__Output);
  /**
   * One sentence for people: what stands behind the address. `traces` say where that is.
   */
  'summary': (string);
  /**
   * In the spelling of all other answers.
   */
  'address': (string);
  /**
   * Who says which MAC address it is; those that say so now come first.
   */
  'resolutions': (_wayside_v1_TraceResolution__Output)[];
  /**
   * One for each MAC address, as many as the switches speak of now; the likeliest first.
   */
  'traces': (_wayside_v1_TraceAnswer__Output)[];
  /**
   * Switches that were asked for the MAC address and gave no answer.
   */
  'deviceErrors': (_wayside_v1_TraceDeviceError__Output)[];
  /**
   * Switches that were asked for the MAC address.
   */
  'asked': (number);
}
