// Original file: proto/wayside/v1/session.proto

import type { AloneFiring as _wayside_v1_AloneFiring, AloneFiring__Output as _wayside_v1_AloneFiring__Output } from '../../wayside/v1/AloneFiring.ts';

/**
 * What the agent fired, skipped and missed while it had no controller. Told right after the welcome, before the ends of
 * jobs, by an agent that keeps schedules; empty when there is nothing, for until it came nothing fires here.
 */
export interface FiringsTold {
  'firings'?: (_wayside_v1_AloneFiring)[];
  /**
   * So many older ones were dropped: the agent's list is bounded.
   */
  'dropped'?: (number);
  /**
   * The copy of the schedules that it holds; `none`: it has none.
   */
  'scheduleRevision'?: (string);
}

/**
 * What the agent fired, skipped and missed while it had no controller. Told right after the welcome, before the ends of
 * jobs, by an agent that keeps schedules; empty when there is nothing, for until it came nothing fires here.
 */
export interface FiringsTold__Output {
  'firings': (_wayside_v1_AloneFiring__Output)[];
  /**
   * So many older ones were dropped: the agent's list is bounded.
   */
  'dropped': (number);
  /**
   * The copy of the schedules that it holds; `none`: it has none.
   */
  'scheduleRevision': (string);
}
