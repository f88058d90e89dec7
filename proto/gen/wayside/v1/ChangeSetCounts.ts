// Original file: proto/wayside/v1/change.proto


export interface ChangeSetCounts {
  'create'?: (number);
  'update'?: (number);
  'delete'?: (number);
  'link'?: (number);
  'unlink'?: (number);
  'adopt'?: (number);
  /**
   * Steps that were tried and not done.
   */
  'failed'?: (number);
  'stale'?: (number);
  'unknown'?: (number);
  /**
   * Not done because of another step, not asked for, or not come to.
   */
  'skipped'?: (number);
}

export interface ChangeSetCounts__Output {
  'create': (number);
  'update': (number);
  'delete': (number);
  'link': (number);
  'unlink': (number);
  'adopt': (number);
  /**
   * Steps that were tried and not done.
   */
  'failed': (number);
  'stale': (number);
  'unknown': (number);
  /**
   * Not done because of another step, not asked for, or not come to.
   */
  'skipped': (number);
}
