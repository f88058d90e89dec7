// Original file: proto/wayside/v1/trace.proto


export interface TraceMacRequest {
  /**
   * Any spelling.
   */
  'mac'?: (string);
  /**
   * Empty: all sites.
   */
  'site'?: (string);
  /**
   * Reference id or name of a floor; needs `site`.
   */
  'floor'?: (string);
  /**
   * Answer from what is already known, without asking the switches.
   */
  'cachedOnly'?: (boolean);
  /**
   * Also list every rejected sighting.
   */
  'allHits'?: (boolean);
  'timeoutMs'?: (number);
  /**
   * What is known does not order the search: all switches are asked.
   */
  'noCache'?: (boolean);
}

export interface TraceMacRequest__Output {
  /**
   * Any spelling.
   */
  'mac': (string);
  /**
   * Empty: all sites.
   */
  'site': (string);
  /**
   * Reference id or name of a floor; needs `site`.
   */
  'floor': (string);
  /**
   * Answer from what is already known, without asking the switches.
   */
  'cachedOnly': (boolean);
  /**
   * Also list every rejected sighting.
   */
  'allHits': (boolean);
  'timeoutMs': (number);
  /**
   * What is known does not order the search: all switches are asked.
   */
  'noCache': (boolean);
}
