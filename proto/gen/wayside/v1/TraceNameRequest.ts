// Original file: proto/wayside/v1/trace.proto


export interface TraceNameRequest {
  /**
   * Whole name, in any case; a short name is also found as the first part of a domain name.
   */
  'name'?: (string);
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
   * What is known does not order the search.
   */
  'noCache'?: (boolean);
}

export interface TraceNameRequest__Output {
  /**
   * Whole name, in any case; a short name is also found as the first part of a domain name.
   */
  'name': (string);
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
   * What is known does not order the search.
   */
  'noCache': (boolean);
}
