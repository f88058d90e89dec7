/** In which VLANs a switch has addresses of its own: what takes such a VLAN away may take away the way to the switch. Pure. */
import type { ArpRow, OwnAddressRow } from '../platform.ts';

/** `unknown`: nothing that the switch tells says where its addresses are. */
export type AddressIn = 'yes' | 'no' | 'unknown';

/** To resolve somebody in a VLAN the switch needs an address there, so each row of the table counts. */
export function addressIn(
  vlan: number,
  arp: readonly Pick<ArpRow, 'vlan'>[],
  own: readonly OwnAddressRow[],
): AddressIn {
  const places = new Map(
    own.flatMap(({ place, vlan: no }) =>
      place !== undefined && no !== undefined ? [[place, no] as const] : [],
    ),
  );
  const held = own.filter(({ address }) => address !== undefined);
  const known = [...arp, ...held.map((row) => ({ vlan: row.vlan ?? places.get(row.place ?? '') }))];
  if (known.some((row) => row.vlan === vlan)) return 'yes';
  return known.some((row) => row.vlan !== undefined) ? 'no' : 'unknown';
}
