// Original file: proto/wayside/v1/attempt.proto


export interface JobCancelled {
  'jobId'?: (string);
  'attempt'?: (number);
  'why'?: (string);
  /**
   * Only this attempt is to be left off, not the job: it ends with INTERRUPTED, and may be made elsewhere. A change is not
   * left off. Only to agents of protocol minor 1.
   */
  'interrupt'?: (boolean);
}

export interface JobCancelled__Output {
  'jobId': (string);
  'attempt': (number);
  'why': (string);
  /**
   * Only this attempt is to be left off, not the job: it ends with INTERRUPTED, and may be made elsewhere. A change is not
   * left off. Only to agents of protocol minor 1.
   */
  'interrupt': (boolean);
}
