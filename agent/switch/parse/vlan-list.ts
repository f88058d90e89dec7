/** Lists of VLANs in one spelling: `10-12,20`, rising, or `all`. */

const VLAN_MAX = 4_094;

/** The numbers of `1 191 250-255`, `1,5 to 7` or `all`; what is no VLAN is left out. */
export function vlanNumbers(text: string): Set<number> {
  const found = new Set<number>();
  for (const [, from, to] of text.matchAll(
    /(?<![\d.])(all|\d{1,4})(?:\s{0,4}(?:-|to)\s{0,4}(\d{1,4}))?(?![\d.])/gi,
  )) {
    const first = from?.toLowerCase() === 'all' ? 1 : Number(from);
    const last = from?.toLowerCase() === 'all' ? VLAN_MAX : Number(to ?? from);
    for (let vlan = Math.max(1, first); vlan <= Math.min(VLAN_MAX, last); vlan += 1) found.add(vlan);
    if (found.size === VLAN_MAX) break;
  }
  return found;
}

/** `10-12,20`; every VLAN there is reads `all`; none is undefined. */
export function vlanText(vlans: Iterable<number>): string | undefined {
  // The common case on trunks, told without a sort.
  if (vlans instanceof Set && vlans.size >= VLAN_MAX) return 'all';
  const sorted = [...new Set(vlans)].sort((a, b) => a - b);
  if (sorted.length >= VLAN_MAX) return 'all';
  const ranges: string[] = [];
  for (let i = 0; i < sorted.length; i += 1) {
    const first = sorted[i];
    while (sorted[i + 1] === (sorted[i] ?? 0) + 1) i += 1;
    ranges.push(sorted[i] === first ? `${first}` : `${first}-${sorted[i]}`);
  }
  return ranges.length === 0 ? undefined : ranges.join(',');
}
