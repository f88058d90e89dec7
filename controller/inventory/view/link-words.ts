/**
 * Words by which people say on a port that it leads to another switch. Whole words alone count, and some of them only
 * where nothing else can be meant: `to core` and `trunk 2` are links, `Trunk room PC` is a desk.
 */

/** Say it alone. */
const LINK_WORDS: ReadonlySet<string> = new Set([
  ...['uplink', 'uplinks', 'downlink', 'downlinks', 'interlink', 'crosslink', 'interswitch', 'interconnect'],
  ...['peerlink', 'stacklink', 'isl', 'lag', 'lacp', 'mlag', 'mclag', 'vpc', 'vlt', 'backbone'],
]);
/** What a link leads to, or is: they stand in the names of rooms and devices, too. */
const FAR_WORDS: ReadonlySet<string> = new Set([
  ...['core', 'trunk', 'trunks', 'distribution', 'dist', 'aggregation', 'agg', 'spine', 'mdf', 'idf'],
  ...['switch', 'router', 'firewall', 'gateway'],
]);
const NUMBERED_FAR_WORD = /^(?:sw|cs|core|dist|agg|spine|mdf|idf|trunk)\d+$/;
const NUMBER = /^\d+$/;
const BEFORE: ReadonlySet<string> = new Set(['to', 'from', 'toward', 'towards', 'zu', 'zum', 'nach', 'link']);
const AFTER: ReadonlySet<string> = new Set(['to', 'towards', 'link', 'links']);

export function speaksOfLink(description: string): boolean {
  const words = description
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  if (words.some(isFar) && words.every((word) => isFar(word) || NUMBER.test(word))) return true;
  return words.some((word, i) => {
    const [before = '', after = ''] = [words[i - 1], words[i + 1]];
    // `up-link` and `peer link` are one word written as two.
    if (LINK_WORDS.has(word) || LINK_WORDS.has(`${word}${after}`)) return true;
    return isFar(word) && (BEFORE.has(before) || AFTER.has(after));
  });
}

function isFar(word: string): boolean {
  return FAR_WORDS.has(word) || NUMBERED_FAR_WORD.test(word);
}
