// Original file: proto/wayside/v1/support.proto


export interface CreateSupportBundleRequest {
  /**
   * Adds every record, up to a bound.
   */
  'withInventory'?: (boolean);
}

export interface CreateSupportBundleRequest__Output {
  /**
   * Adds every record, up to a bound.
   */
  'withInventory': (boolean);
}
