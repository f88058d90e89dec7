// Original file: proto/wayside/v1/job.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';

export interface SubmitJobRequest {
  /**
   * `collect`, `lookup` (a MAC address in the table of the switch), `resolve` (an IP address in its ARP table or IPv6 neighbour
   * cache), `port` (all of one port, read now) or `probe`.
   */
  'kind'?: (string);
  /**
   * Sources to work on; switches may be named too. Of several sites, or so many that several agents
   * of the site should read them: one job, with the jobs that do it below it.
   */
  'targets'?: (_wayside_v1_RecordRef)[];
  /**
   * When no targets are given: every enabled source of this site, and of `sites`.
   */
  'site'?: (string);
  /**
   * For `lookup`: the MAC address in any spelling.
   */
  'mac'?: (string);
  /**
   * UUID; a repeat gives the same job.
   */
  'requestId'?: (string);
  'validateOnly'?: (boolean);
  /**
   * Latest end, counted from now; 0 = default of the kind.
   */
  'timeoutMs'?: (number);
  /**
   * Latest start; 0 = default of the kind.
   */
  'startTimeoutMs'?: (number);
  /**
   * Longest attempt; 0 = default of the kind.
   */
  'closeTimeoutMs'?: (number);
  /**
   * At most 10; 0 = default of the kind.
   */
  'attempts'?: (number);
  /**
   * A reading of its own, although an equal one may be on its way.
   */
  'fresh'?: (boolean);
  /**
   * More sites, as `site`; at most 1000.
   */
  'sites'?: (string)[];
  /**
   * For `resolve` the IP address, for `port` the name of the port in any spelling.
   */
  'subject'?: (string);
  /**
   * What an agent remembers of a source will not do; MAC addresses are never remembered.
   */
  'noCache'?: (boolean);
  /**
   * Tells what was said to and by each source with its result, as `transcript` in the data: lines, secrets taken out, 64 KiB.
   */
  'transcript'?: (boolean);
}

export interface SubmitJobRequest__Output {
  /**
   * `collect`, `lookup` (a MAC address in the table of the switch), `resolve` (an IP address in its ARP table or IPv6 neighbour
   * cache), `port` (all of one port, read now) or `probe`.
   */
  'kind': (string);
  /**
   * Sources to work on; switches may be named too. Of several sites, or so many that several agents
   * of the site should read them: one job, with the jobs that do it below it.
   */
  'targets': (_wayside_v1_RecordRef__Output)[];
  /**
   * When no targets are given: every enabled source of this site, and of `sites`.
   */
  'site': (string);
  /**
   * For `lookup`: the MAC address in any spelling.
   */
  'mac': (string);
  /**
   * UUID; a repeat gives the same job.
   */
  'requestId': (string);
  'validateOnly': (boolean);
  /**
   * Latest end, counted from now; 0 = default of the kind.
   */
  'timeoutMs': (number);
  /**
   * Latest start; 0 = default of the kind.
   */
  'startTimeoutMs': (number);
  /**
   * Longest attempt; 0 = default of the kind.
   */
  'closeTimeoutMs': (number);
  /**
   * At most 10; 0 = default of the kind.
   */
  'attempts': (number);
  /**
   * A reading of its own, although an equal one may be on its way.
   */
  'fresh': (boolean);
  /**
   * More sites, as `site`; at most 1000.
   */
  'sites': (string)[];
  /**
   * For `resolve` the IP address, for `port` the name of the port in any spelling.
   */
  'subject': (string);
  /**
   * What an agent remembers of a source will not do; MAC addresses are never remembered.
   */
  'noCache': (boolean);
  /**
   * Tells what was said to and by each source with its result, as `transcript` in the data: lines, secrets taken out, 64 KiB.
   */
  'transcript': (boolean);
}
