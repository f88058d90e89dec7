/** The rules of the merge, each of which can be broken by name: a checker that finds no difference is worth nothing. */
export const brokenRules = {
  'losers left out of the feed': 'of versions that do not know of each other only the one shown is given on',
  'vouching by highest seen': 'a live push moves what a store says it holds without a gap',
  'dropping instead of holding': 'what may not count is thrown away, and not there when it may',
  'drop ctx': 'a write does not say what it saw',
  'early tombstone': 'each store forgets tombstones as it sees fit, without the line of the lane',
  'line without heads': 'the line is what all hold, whatever was written before all held it',
  'line over what is held': 'a store tells the home that it has what it does not let count',
  'forgetful maker': 'the first write of a forgotten record does not say what was forgotten',
} as const;

export type BrokenRule = keyof typeof brokenRules;

export const brokenRuleNames: readonly BrokenRule[] = Object.keys(brokenRules) as BrokenRule[];
