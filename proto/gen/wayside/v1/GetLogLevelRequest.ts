// Original file: proto/wayside/v1/system.proto


export interface GetLogLevelRequest {
  /**
   * Id or name of an agent; empty: the controller.
   */
  'agent'?: (string);
}

export interface GetLogLevelRequest__Output {
  /**
   * Id or name of an agent; empty: the controller.
   */
  'agent': (string);
}
