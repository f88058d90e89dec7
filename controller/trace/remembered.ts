/** Where an address was at the last collects, and where it was before: what orders the search and fills in for silent switches. */
import { type Mac, type Principal, parseRef, type RecordView } from '../../shared/model/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { Sighting } from './facts.ts';

/** Sightings of one address that are weighed. */
const REMEMBERED_MAX = 1000;

/** @param question an empty site is all sites. */
export function remembered(
  inventory: Inventory,
  { mac, site }: { readonly mac: Mac; readonly site: string },
  principal: Principal,
): Sighting[] {
  const { records } = inventory.list(
    {
      ...{ kind: 'sighting', site, filter: { mac }, pageSize: REMEMBERED_MAX, pageToken: '' },
      ...{ showAbsent: true, showDeleted: false },
    },
    principal,
  );
  return records.flatMap((record) => toSighting(inventory, record) ?? []);
}

function toSighting(inventory: Inventory, record: RecordView): Sighting | undefined {
  const { switch: owner, port, vlan, type, presence, missingSince } = record.fields;
  if (typeof owner !== 'string' || typeof port !== 'string') return undefined;
  const present = presence === undefined || presence === 'active';
  const ref = parseRef(owner);
  return {
    ...{ switch: ref, port, present, live: false },
    vlan: typeof vlan === 'number' ? vlan : undefined,
    type: String(type),
    seenAt: present
      ? (inventory.lastCompleteAt(ref) ?? record.updatedAt)
      : Number(missingSince ?? record.updatedAt),
  };
}
