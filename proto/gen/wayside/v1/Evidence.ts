// Original file: proto/wayside/v1/trace.proto


export interface Evidence {
  /**
   * Positive speaks for an edge port, negative for a link between switches.
   */
  'weight'?: (number | string);
  'reason'?: (string);
}

export interface Evidence__Output {
  /**
   * Positive speaks for an edge port, negative for a link between switches.
   */
  'weight': (number);
  'reason': (string);
}
