// Original file: proto/wayside/v1/plan.proto

import type { PlanStep as _wayside_v1_PlanStep, PlanStep__Output as _wayside_v1_PlanStep__Output } from '../../wayside/v1/PlanStep.ts';

export interface ListPlanStepsResponse {
  'steps'?: (_wayside_v1_PlanStep)[];
  'nextPageToken'?: (string);
}

export interface ListPlanStepsResponse__Output {
  'steps': (_wayside_v1_PlanStep__Output)[];
  'nextPageToken': (string);
}
