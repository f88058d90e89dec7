// Original file: proto/wayside/v1/plan.proto

import type { Plan as _wayside_v1_Plan, Plan__Output as _wayside_v1_Plan__Output } from '../../wayside/v1/Plan.ts';
import type { PlanStep as _wayside_v1_PlanStep, PlanStep__Output as _wayside_v1_PlanStep__Output } from '../../wayside/v1/PlanStep.ts';

export interface ExportPlanResponse {
  /**
   * In the first message alone.
   */
  'plan'?: (_wayside_v1_Plan | null);
  'steps'?: (_wayside_v1_PlanStep)[];
}

export interface ExportPlanResponse__Output {
  /**
   * In the first message alone.
   */
  'plan': (_wayside_v1_Plan__Output | null);
  'steps': (_wayside_v1_PlanStep__Output)[];
}
