/**
 * Port names as keys. Every platform has its own spelling, long and short, and a table may use one where a port
 * record uses the other; a key is what all spellings of one port share. Keys are never shown to people.
 */

/** Long words and their short ones; longest first where one begins another. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:bridge-aggregation|bagg)/, 'bagg'],
  [/^(?:port-?channel|po)(?=\d)/, 'po'],
  [/^(?:twenty-?fivegig(?:abitethernet|e)?|25ge|wge)(?=\d)/, 'twe'],
  [/^(?:hundredgig(?:abitethernet|e)?|100ge|hge)(?=\d)/, 'hu'],
  [/^(?:fortygig(?:abitethernet|e)?|40ge|fge)(?=\d)/, 'fo'],
  [/^twogig(?:abitethernet|e)?/, 'tw'],
  [/^(?:ten-?gig(?:abitethernet|e)?|xgigabitethernet|10ge|xge)(?=\d)/, 'te'],
  [/^(?:gig(?:abitethernet|e)?|ge)(?=\d)/, 'gi'],
  [/^fastethernet/, 'fa'],
  [/^(?:ethernet|eth|et)(?=\d)/, 'eth'],
  [/^vlan(?=\d)/, 'vl'],
];

const CHANNEL =
  /^(?:po|bagg|trk|ae|lag|bond|bonding|ch|bundle-ether|eth-trunk|port-channel|mlag|mlt)\d|^port-channel/;

/** `GigabitEthernet1/0/1`, `Gi 1/0/1` and `gi1/0/1` give one key. */
export function portKey(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/\s+/g, '')
    .replace(/(?<=^(?:ge|xe|et|ae)-?[\d/]+)\.0$/, '');
  for (const [word, short] of WORDS) {
    if (word.test(plain)) return plain.replace(word, short);
  }
  return plain;
}

/** A bundle of links under one name. */
export function isPortChannel(key: string): boolean {
  return CHANNEL.test(key);
}
