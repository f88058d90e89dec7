// Original file: proto/wayside/v1/inventory.proto

/**
 * How well a record matches, best first.
 */
export const MatchRank = {
  MATCH_RANK_UNSPECIFIED: 'MATCH_RANK_UNSPECIFIED',
  /**
   * The whole value.
   */
  MATCH_RANK_EXACT: 'MATCH_RANK_EXACT',
  /**
   * The value begins so, or the address is in the range.
   */
  MATCH_RANK_PREFIX: 'MATCH_RANK_PREFIX',
  /**
   * A word of the value begins so.
   */
  MATCH_RANK_WORD: 'MATCH_RANK_WORD',
  /**
   * Anywhere in a word, or at the end of a MAC address.
   */
  MATCH_RANK_INSIDE: 'MATCH_RANK_INSIDE',
} as const;

/**
 * How well a record matches, best first.
 */
export type MatchRank =
  | 'MATCH_RANK_UNSPECIFIED'
  | 0
  /**
   * The whole value.
   */
  | 'MATCH_RANK_EXACT'
  | 1
  /**
   * The value begins so, or the address is in the range.
   */
  | 'MATCH_RANK_PREFIX'
  | 2
  /**
   * A word of the value begins so.
   */
  | 'MATCH_RANK_WORD'
  | 3
  /**
   * Anywhere in a word, or at the end of a MAC address.
   */
  | 'MATCH_RANK_INSIDE'
  | 4

/**
 * How well a record matches, best first.
 */
export type MatchRank__Output = typeof MatchRank[keyof typeof MatchRank]
