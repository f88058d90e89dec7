// Original file: proto/wayside/v1/attempt.proto

import type { JobTarget as _wayside_v1_JobTarget, JobTarget__Output as _wayside_v1_JobTarget__Output } from '../../wayside/v1/JobTarget.ts';
import type { JobStep as _wayside_v1_JobStep, JobStep__Output as _wayside_v1_JobStep__Output } from '../../wayside/v1/JobStep.ts';
import type { PlanEvidence as _wayside_v1_PlanEvidence, PlanEvidence__Output as _wayside_v1_PlanEvidence__Output } from '../../wayside/v1/PlanEvidence.ts';
import type { Long } from '@grpc/proto-loader';

export interface JobOffered {
  'jobId'?: (string);
  'attempt'?: (number);
  /**
   * Same for every attempt of the job; stored on the agent's disk before work starts.
   */
  'idempotencyKey'?: (string);
  'leaseMs'?: (number);
  'timeoutMs'?: (number);
  /**
   * collect, lookup, resolve, port, probe or apply.
   */
  'kind'?: (string);
  'driver'?: (string);
  'targets'?: (_wayside_v1_JobTarget)[];
  'mac'?: (string);
  /**
   * Epoch of the site; an agent refuses a lower one than it has seen.
   */
  'epoch'?: (number | string | Long);
  /**
   * For apply: what to change, in this order. Only to an agent that announced it for the driver.
   */
  'steps'?: (_wayside_v1_JobStep)[];
  /**
   * For apply: that the steps are those of a plan, and who approved it. An agent that asks for approvals takes no others.
   */
  'evidence'?: (_wayside_v1_PlanEvidence | null);
  /**
   * For `resolve` the IP address, for `port` the name of the port.
   */
  'subject'?: (string);
  /**
   * `person` or `schedule`: who waits for it. Empty: a person.
   */
  'rank'?: (string);
  /**
   * What the agent remembers of the source will not do.
   */
  'noCache'?: (boolean);
  /**
   * What is said to and by each source is told with its result, as `transcript` in the data, secrets taken out.
   */
  'transcript'?: (boolean);
}

export interface JobOffered__Output {
  'jobId': (string);
  'attempt': (number);
  /**
   * Same for every attempt of the job; stored on the agent's disk before work starts.
   */
  'idempotencyKey': (string);
  'leaseMs': (number);
  'timeoutMs': (number);
  /**
   * collect, lookup, resolve, port, probe or apply.
   */
  'kind': (string);
  'driver': (string);
  'targets': (_wayside_v1_JobTarget__Output)[];
  'mac': (string);
  /**
   * Epoch of the site; an agent refuses a lower one than it has seen.
   */
  'epoch': (string);
  /**
   * For apply: what to change, in this order. Only to an agent that announced it for the driver.
   */
  'steps': (_wayside_v1_JobStep__Output)[];
  /**
   * For apply: that the steps are those of a plan, and who approved it. An agent that asks for approvals takes no others.
   */
  'evidence': (_wayside_v1_PlanEvidence__Output | null);
  /**
   * For `resolve` the IP address, for `port` the name of the port.
   */
  'subject': (string);
  /**
   * `person` or `schedule`: who waits for it. Empty: a person.
   */
  'rank': (string);
  /**
   * What the agent remembers of the source will not do.
   */
  'noCache': (boolean);
  /**
   * What is said to and by each source is told with its result, as `transcript` in the data, secrets taken out.
   */
  'transcript': (boolean);
}
