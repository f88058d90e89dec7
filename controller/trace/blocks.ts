/**
 * Whose port an address is: a switch gives its ports the addresses that follow its own, and some say the one of the port
 * where others say their own.
 */
/** Addresses that switches own, in order. */
export type Blocks = readonly { readonly at: number; readonly key: string }[];

/** Ports of one device, and more than most have. */
const BLOCK_ADDRESSES_MAX = 128;
/** Addresses of two switches that lie closer than this were not given out in blocks. */
const BLOCK_ADDRESSES_MIN = 32;

/** @param owners address -> key of the switch that owns it. */
export function blocksOf(owners: ReadonlyMap<string, string>): Blocks {
  return [...owners].map(([mac, key]) => ({ at: macNumber(mac), key })).toSorted((a, b) => a.at - b.at);
}

/** Key of the switch in whose block the address lies. */
export function blockOf(blocks: Blocks, mac: string): string | undefined {
  const at = macNumber(mac);
  const before = blocks.slice(Math.max(0, firstAfter(blocks, at) - NEAREST_MAX), firstAfter(blocks, at));
  const last = before.at(-1);
  if (last === undefined || at - last.at >= BLOCK_ADDRESSES_MAX) return undefined;
  const isTight = before.some((one) => one.key !== last.key && last.at - one.at < BLOCK_ADDRESSES_MIN);
  return isTight ? undefined : last.key;
}

/** Looked at below an address. */
const NEAREST_MAX = 8;

/** @param mac in colon form. */
export function macNumber(mac: string): number {
  return Number.parseInt(mac.replaceAll(':', ''), 16);
}

function firstAfter(starts: Blocks, at: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
