/** Since when an address is on a port: the oldest that is kept of its sightings there. */
import { formatRef, type Mac, type Principal, type TraceEdge } from '../../shared/model/index.ts';
import type { Inventory } from '../inventory/index.ts';
import { portKey } from './port-name.ts';

/** Sightings of one address that are looked at. */
const SIGHTINGS_MAX = 1000;
/** Kept changes of one sighting; of one that changes more often the beginning is not told. */
const CHANGES_MAX = 500;

/** The edges, each with the time when it was first seen there, where a collect saw it. */
export function withFirstSeen(
  inventory: Inventory,
  { mac, edges }: { readonly mac: Mac; readonly edges: readonly TraceEdge[] },
  principal: Principal,
): readonly TraceEdge[] {
  return edges.map((edge) => {
    const { records } = inventory.list(
      {
        ...{ kind: 'sighting', site: edge.switch.site, filter: { mac }, pageSize: SIGHTINGS_MAX },
        ...{ pageToken: '', showAbsent: true, showDeleted: false },
      },
      principal,
    );
    const here = records.filter(
      ({ fields }) =>
        fields['switch'] === formatRef(edge.switch) && portKey(String(fields['port'])) === portKey(edge.port),
    );
    const times = here.flatMap(({ ref }) => {
      const question = { ref, pageSize: CHANGES_MAX, pageToken: '' };
      const { changes, nextPageToken } = inventory.past.history(question, principal);
      return nextPageToken === '' ? changes.map(({ at }) => at) : [];
    });
    return times.length === 0 ? edge : { ...edge, firstSeenAt: Math.min(...times) };
  });
}
