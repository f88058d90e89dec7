// Original file: proto/wayside/v1/session.proto


/**
 * What host keys does the agent hold; with a fingerprint, that one is to be pinned at the place first.
 */
export interface HostKeysAsked {
  /**
   * Comes back in the answer.
   */
  'questionId'?: (string);
  /**
   * Empty: of all places.
   */
  'address'?: (string);
  'port'?: (number);
  /**
   * `SHA256:…`; empty: it is only asked.
   */
  'accept'?: (string);
  /**
   * The jump host by which the place is reached. Empty: none.
   */
  'jumpAddress'?: (string);
  'jumpPort'?: (number);
}

/**
 * What host keys does the agent hold; with a fingerprint, that one is to be pinned at the place first.
 */
export interface HostKeysAsked__Output {
  /**
   * Comes back in the answer.
   */
  'questionId': (string);
  /**
   * Empty: of all places.
   */
  'address': (string);
  'port': (number);
  /**
   * `SHA256:…`; empty: it is only asked.
   */
  'accept': (string);
  /**
   * The jump host by which the place is reached. Empty: none.
   */
  'jumpAddress': (string);
  'jumpPort': (number);
}
