/** Addresses stand on interfaces; which VLAN these are, tables of their own say. */
import type { Command, OwnAddressRow } from '../../platform.ts';
import { type Entry, entriesParser, has, textOf } from './entries.ts';

const addresses = entriesParser<OwnAddressRow>((entry) => {
  const [address, place] = [textOf(entry, 'address'), textOf(entry, 'interface')];
  if (address === undefined) return undefined;
  return has(entry, 'X') ? [] : [{ place, vlan: undefined, address }];
});

/** `vlan-id` of an interface for one VLAN, `pvid` of a bridge itself. */
function placesBy(key: string): () => ReturnType<ReturnType<typeof entriesParser<OwnAddressRow>>> {
  return entriesParser<OwnAddressRow>((entry: Entry) => {
    const place = textOf(entry, 'name');
    const vlan = Number(textOf(entry, key) ?? 0);
    if (place === undefined) return undefined;
    return vlan > 0 ? [{ place, vlan, address: undefined }] : [];
  });
}

export const ownAddresses: readonly Command<OwnAddressRow>[] = [
  { command: '/ip address print terse without-paging', parser: addresses },
  // Release 6 has IPv6 in a package that may be missing.
  { command: '/ipv6 address print terse without-paging', parser: addresses, optional: true },
  { command: '/interface vlan print terse without-paging', parser: placesBy('vlan-id') },
  { command: '/interface bridge print terse without-paging', parser: placesBy('pvid') },
];
