// Original file: proto/wayside/v1/trace.proto


export interface TraceIpRequest {
  /**
   * IPv4 or IPv6.
   */
  'address'?: (string);
  /**
   * Empty: all sites.
   */
  'site'?: (string);
  /**
   * Reference id or name of a floor; needs `site`. Switches that route are asked at the whole site.
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
   * What is known counts for nothing: all switches are asked.
   */
  'noCache'?: (boolean);
}

export interface TraceIpRequest__Output {
  /**
   * IPv4 or IPv6.
   */
  'address': (string);
  /**
   * Empty: all sites.
   */
  'site': (string);
  /**
   * Reference id or name of a floor; needs `site`. Switches that route are asked at the whole site.
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
   * What is known counts for nothing: all switches are asked.
   */
  'noCache': (boolean);
}
