// Original file: proto/wayside/v1/plan.proto


export interface StepReason {
  /**
   * Name of the guard, or a word such as `changed-since`.
   */
  'code'?: (string);
  'message'?: (string);
  /**
   * What lifts it, for `overrides`; empty: nothing does.
   */
  'override'?: (string);
}

export interface StepReason__Output {
  /**
   * Name of the guard, or a word such as `changed-since`.
   */
  'code': (string);
  'message': (string);
  /**
   * What lifts it, for `overrides`; empty: nothing does.
   */
  'override': (string);
}
