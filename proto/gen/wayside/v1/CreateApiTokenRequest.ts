// Original file: proto/wayside/v1/user.proto


export interface CreateApiTokenRequest {
  /**
   * Empty: the caller.
   */
  'owner'?: (string);
  'name'?: (string);
  /**
   * Default 90 days, at most 366.
   */
  'ttlSeconds'?: (number);
  /**
   * It does not expire; for admins of every site.
   */
  'neverExpires'?: (boolean);
  'readOnly'?: (boolean);
  'allow'?: (string)[];
  'roles'?: (string)[];
  /**
   * Full permission and validation, nothing written: the answer has no token.
   */
  'validateOnly'?: (boolean);
}

export interface CreateApiTokenRequest__Output {
  /**
   * Empty: the caller.
   */
  'owner': (string);
  'name': (string);
  /**
   * Default 90 days, at most 366.
   */
  'ttlSeconds': (number);
  /**
   * It does not expire; for admins of every site.
   */
  'neverExpires': (boolean);
  'readOnly': (boolean);
  'allow': (string)[];
  'roles': (string)[];
  /**
   * Full permission and validation, nothing written: the answer has no token.
   */
  'validateOnly': (boolean);
}
