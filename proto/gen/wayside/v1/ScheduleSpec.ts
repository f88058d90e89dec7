// Original file: proto/wayside/v1/schedule.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

/**
 * What people say of a schedule.
 */
export interface ScheduleSpec {
  /**
   * Of small letters, digits and dashes; one per site.
   */
  'name'?: (string);
  'site'?: (string);
  /**
   * Sources or switches; empty: every enabled source of the site, as it is at each firing.
   */
  'targets'?: (_wayside_v1_RecordRef)[];
  /**
   * `collect`, `lookup` or `probe`.
   */
  'kind'?: (string);
  /**
   * For `lookup`: the MAC address in any spelling.
   */
  'mac'?: (string);
  /**
   * Minute, hour, day, month, weekday. Either this or `every_seconds`.
   */
  'cron'?: (string);
  /**
   * IANA name, such as Europe/Berlin; empty: UTC.
   */
  'timeZone'?: (string);
  /**
   * At least 60.
   */
  'everySeconds'?: (number);
  /**
   * It fires so long after each whole interval, counted from 1970 UTC.
   */
  'phaseSeconds'?: (number);
  /**
   * Each firing is late by up to so much, by its id; at most one hour, and less than the period.
   */
  'jitterSeconds'?: (number);
  /**
   * While the job of an earlier time runs: `skip` (also when empty), `buffer` one, `cancel` that job, or `allow` both.
   */
  'overlap'?: (string);
  /**
   * A missed time is made up for within so much, the newest alone; 0: one period.
   */
  'catchUpSeconds'?: (number);
  /**
   * Failures in a row after which it pauses by itself; 0: five; -1: never.
   */
  'pauseAfter'?: (number);
  /**
   * Of each job; 0: default of the kind.
   */
  'timeoutMs'?: (number);
  'why'?: (string);
}

/**
 * What people say of a schedule.
 */
export interface ScheduleSpec__Output {
  /**
   * Of small letters, digits and dashes; one per site.
   */
  'name': (string);
  'site': (string);
  /**
   * Sources or switches; empty: every enabled source of the site, as it is at each firing.
   */
  'targets': (_wayside_v1_RecordRef__Output)[];
  /**
   * `collect`, `lookup` or `probe`.
   */
  'kind': (string);
  /**
   * For `lookup`: the MAC address in any spelling.
   */
  'mac': (string);
  /**
   * Minute, hour, day, month, weekday. Either this or `every_seconds`.
   */
  'cron': (string);
  /**
   * IANA name, such as Europe/Berlin; empty: UTC.
   */
  'timeZone': (string);
  /**
   * At least 60.
   */
  'everySeconds': (number);
  /**
   * It fires so long after each whole interval, counted from 1970 UTC.
   */
  'phaseSeconds': (number);
  /**
   * Each firing is late by up to so much, by its id; at most one hour, and less than the period.
   */
  'jitterSeconds': (number);
  /**
   * While the job of an earlier time runs: `skip` (also when empty), `buffer` one, `cancel` that job, or `allow` both.
   */
  'overlap': (string);
  /**
   * A missed time is made up for within so much, the newest alone; 0: one period.
   */
  'catchUpSeconds': (number);
  /**
   * Failures in a row after which it pauses by itself; 0: five; -1: never.
   */
  'pauseAfter': (number);
  /**
   * Of each job; 0: default of the kind.
   */
  'timeoutMs': (number);
  'why': (string);
}
