// Original file: proto/wayside/v1/change.proto


export interface RevertChangeSetRequest {
  'id'?: (string);
  /**
   * Numbers of the items to undo; empty: all.
   */
  'only'?: (number)[];
  'why'?: (string);
  /**
   * UUID; a repeat gives the same plan.
   */
  'requestId'?: (string);
  /**
   * Full permission and validation, nothing written: the plan in the answer is not kept.
   */
  'validateOnly'?: (boolean);
  /**
   * Guards to lift, as the steps that they block name them; recorded in the plan.
   */
  'overrides'?: (string)[];
}

export interface RevertChangeSetRequest__Output {
  'id': (string);
  /**
   * Numbers of the items to undo; empty: all.
   */
  'only': (number)[];
  'why': (string);
  /**
   * UUID; a repeat gives the same plan.
   */
  'requestId': (string);
  /**
   * Full permission and validation, nothing written: the plan in the answer is not kept.
   */
  'validateOnly': (boolean);
  /**
   * Guards to lift, as the steps that they block name them; recorded in the plan.
   */
  'overrides': (string)[];
}
