// Original file: proto/wayside/v1/plan.proto


export interface PlanOverride {
  /**
   * As of StepReason.
   */
  'override'?: (string);
  'by'?: (string);
}

export interface PlanOverride__Output {
  /**
   * As of StepReason.
   */
  'override': (string);
  'by': (string);
}
