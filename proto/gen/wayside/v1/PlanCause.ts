// Original file: proto/wayside/v1/plan.proto


export interface PlanCause {
  /**
   * `person`, `row`, `mapping`, `rule`, `undo` or `resolution`.
   */
  'type'?: (string);
  'text'?: (string);
}

export interface PlanCause__Output {
  /**
   * `person`, `row`, `mapping`, `rule`, `undo` or `resolution`.
   */
  'type': (string);
  'text': (string);
}
