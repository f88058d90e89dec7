/**
 * Hints in port descriptions. People write them, so they weigh little, and only whole words count:
 * "Physics" holds no "CS" and "Laptop" no "AP".
 */

const LINK_WORDS: ReadonlySet<string> = new Set([
  'uplink',
  'uplinks',
  'downlink',
  'interlink',
  'trunk',
  'core',
  'cs',
  'isl',
  'backbone',
  'distribution',
  'aggregation',
  'spine',
]);
const NUMBERED_LINK_WORD = /^(?:sw|cs|core|dist|agg|spine)\d+$/;
const AP_WORD = /^w?ap\d*$/;
const FABRIC_PHRASE =
  /(?:^|[^a-z0-9])(?:v?pc|mlag|vlt|stack)?[ _-]?(?:peer-?link|stack-?link)(?:[^a-z0-9]|$)/;

/** Lower-case words: runs of letters and digits. */
export function wordsOf(description: string): readonly string[] {
  return description
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** The word that speaks of a link between switches, if there is one. */
export function linkWord(description: string): string | undefined {
  return wordsOf(description).find((word) => LINK_WORDS.has(word) || NUMBERED_LINK_WORD.test(word));
}

/** The word that speaks of a wireless access point, if there is one. */
export function accessPointWord(description: string): string | undefined {
  return wordsOf(description).find((word) => AP_WORD.test(word));
}

/** Names that access points bear from the factory: AP and its address, or the model. */
const FACTORY_AP_NAME =
  /^(?:ap-?[0-9a-f]{12}|ap-?[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}|uap-.{1,40}|u[67]-(?:pro|lite|lr|mesh|plus|iw|enterprise|outdoor)(?:-.{1,40})?|mr\d{2})$/i;

/** The name of a device, not a description, is that of a wireless access point. */
export function namesAccessPoint(name: string): boolean {
  return accessPointWord(name) !== undefined || FACTORY_AP_NAME.test(name.trim());
}

export function speaksOfFabric(description: string): boolean {
  return FABRIC_PHRASE.test(description.toLowerCase());
}

/** Words that may be names of devices: here hyphens, dots and underscores belong to the word. */
export function namesIn(description: string): readonly string[] {
  return description
    .toLowerCase()
    .split(/[^a-z0-9._-]+/)
    .map((word) => word.replaceAll(/^[._-]+|[._-]+$/g, ''))
    .filter((word) => word !== '');
}
