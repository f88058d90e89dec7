// Original file: proto/wayside/v1/plan.proto


export interface PlanCounts {
  'create'?: (number);
  'update'?: (number);
  'delete'?: (number);
  'link'?: (number);
  'unlink'?: (number);
  'adopt'?: (number);
  /**
   * Steps that are not ready count here alone.
   */
  'blocked'?: (number);
  'conflict'?: (number);
  'ambiguous'?: (number);
  'deferred'?: (number);
  /**
   * Already so, and no steps.
   */
  'unchanged'?: (number);
}

export interface PlanCounts__Output {
  'create': (number);
  'update': (number);
  'delete': (number);
  'link': (number);
  'unlink': (number);
  'adopt': (number);
  /**
   * Steps that are not ready count here alone.
   */
  'blocked': (number);
  'conflict': (number);
  'ambiguous': (number);
  'deferred': (number);
  /**
   * Already so, and no steps.
   */
  'unchanged': (number);
}
