// Original file: proto/wayside/v1/alert.proto


export interface SilenceAlertRequest {
  /**
   * As in AcknowledgeAlertRequest; or give reason and site.
   */
  'id'?: (string);
  /**
   * Every alert of that reason, those to come too.
   */
  'reason'?: (string);
  /**
   * Empty: of the controller itself; `*`: every site.
   */
  'site'?: (string);
  /**
   * 1 to 2,592,000 (30 days).
   */
  'seconds'?: (number);
  /**
   * Must be given: whoever misses the alert reads it.
   */
  'why'?: (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly'?: (boolean);
}

export interface SilenceAlertRequest__Output {
  /**
   * As in AcknowledgeAlertRequest; or give reason and site.
   */
  'id': (string);
  /**
   * Every alert of that reason, those to come too.
   */
  'reason': (string);
  /**
   * Empty: of the controller itself; `*`: every site.
   */
  'site': (string);
  /**
   * 1 to 2,592,000 (30 days).
   */
  'seconds': (number);
  /**
   * Must be given: whoever misses the alert reads it.
   */
  'why': (string);
  /**
   * Full permission and validation, nothing written.
   */
  'validateOnly': (boolean);
}
