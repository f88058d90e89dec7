// Original file: proto/wayside/v1/auth.proto


export interface Scope {
  /**
   * Short name of a site; `*` is every site, and what belongs to none.
   */
  'site'?: (string);
  /**
   * Id of a floor of that site; empty: all of it.
   */
  'floor'?: (string);
}

export interface Scope__Output {
  /**
   * Short name of a site; `*` is every site, and what belongs to none.
   */
  'site': (string);
  /**
   * Id of a floor of that site; empty: all of it.
   */
  'floor': (string);
}
