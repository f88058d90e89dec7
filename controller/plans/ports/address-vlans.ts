/** In which VLANs a switch has addresses of its own, as far as records tell: what would be taken away with such a VLAN. */
import { formatRef, type Principal, parseIp, type RecordView } from '../../../shared/model/index.ts';
import type { Inventory } from '../../inventory/index.ts';
import { isPresent } from './present.ts';

type Records = Pick<Inventory, 'all'>;

/** VLAN -> what says so, in words. Empty: nobody can tell, which is not that there is none. */
export function addressVlansOf(
  inventory: Records,
  source: RecordView,
  reader: Principal,
): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const { site } = source.ref;
  const own = [...inventory.all('arp', site, { source: formatRef(source.ref) }, reader)].filter(isPresent);
  // Its own addresses say it best; to resolve somebody in a VLAN it needs one there, too.
  const isSelf = ({ fields }: RecordView): boolean => fields['type'] === 'self';
  for (const row of [...own.filter(isSelf), ...own.filter((one) => !isSelf(one))]) {
    const { vlan, address } = row.fields;
    const what = isSelf(row) ? `the address ${String(address)}` : `an address, and sees ${String(address)}`;
    if (typeof vlan === 'number' && !found.has(vlan)) found.set(vlan, `the switch has ${what} in it`);
  }
  const reached = parseIp(String(source.fields['address'] ?? ''));
  if (reached === undefined) return found;
  for (const row of inventory.all('arp', site, { address: reached }, reader)) {
    const { vlan } = row.fields;
    if (typeof vlan === 'number' && isPresent(row))
      found.set(vlan, `the switch is reached at ${reached}, which is in it`);
  }
  return found;
}
