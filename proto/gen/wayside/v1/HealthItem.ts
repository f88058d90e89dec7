// Original file: proto/wayside/v1/session.proto


/**
 * Something about the agent's own host that a person should look at. Told again and again while it is so.
 */
export interface HealthItem {
  /**
   * As in the guide, such as `agent-disk`; one that the controller does not know is shown with its words.
   */
  'reason'?: (string);
  'message'?: (string);
  /**
   * What to do; empty: what the controller knows of the reason.
   */
  'hint'?: (string);
}

/**
 * Something about the agent's own host that a person should look at. Told again and again while it is so.
 */
export interface HealthItem__Output {
  /**
   * As in the guide, such as `agent-disk`; one that the controller does not know is shown with its words.
   */
  'reason': (string);
  'message': (string);
  /**
   * What to do; empty: what the controller knows of the reason.
   */
  'hint': (string);
}
