// Original file: proto/wayside/v1/user.proto


/**
 * A list that can be told from one that was left out.
 */
export interface AddressRanges {
  'ranges'?: (string)[];
}

/**
 * A list that can be told from one that was left out.
 */
export interface AddressRanges__Output {
  'ranges': (string)[];
}
