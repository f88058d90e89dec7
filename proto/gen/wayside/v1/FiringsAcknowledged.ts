// Original file: proto/wayside/v1/session.proto


/**
 * They are on the controller's disk; the agent may forget them.
 */
export interface FiringsAcknowledged {
  /**
   * How many of the FiringsTold of this session, from its beginning.
   */
  'count'?: (number);
}

/**
 * They are on the controller's disk; the agent may forget them.
 */
export interface FiringsAcknowledged__Output {
  /**
   * How many of the FiringsTold of this session, from its beginning.
   */
  'count': (number);
}
