// Original file: proto/wayside/v1/session.proto


export interface HeldCredential {
  'name'?: (string);
  'version'?: (number);
  /**
   * The first ones.
   */
  'allowedTargets'?: (string)[];
  'targetCount'?: (number);
  'central'?: (boolean);
}

export interface HeldCredential__Output {
  'name': (string);
  'version': (number);
  /**
   * The first ones.
   */
  'allowedTargets': (string)[];
  'targetCount': (number);
  'central': (boolean);
}
