/** Conflicts that nobody resolved. */
import { foundBy, type Principal, type ReasonedFinding } from '../../../shared/model/index.ts';
import { ALL_CONTESTED, CONTESTED_START, contestedRecords, type Inventory } from '../../inventory/index.ts';
import type { Store } from '../../store/index.ts';
import type { Check } from '../check.ts';

/** Records looked at by one look; beyond it the count says so. */
const LOOKED_MAX = 1000;
const EVERY_MS = 300_000;

const SELF: Principal = { type: 'system', name: 'health' };

interface Open {
  count: number;
  /** When the oldest of them came to be: its newest value. */
  since: number;
}

export function conflictsCheck(store: Store, inventory: Pick<Inventory, 'sight'>): Check {
  return {
    name: 'conflicts',
    reasons: ['conflict-open'],
    of: 'sites',
    everyMs: EVERY_MS,
    run: () => {
      const { sites, cut } = openAt(store, inventory);
      return [...sites].map(([site, open]) => findingOf(site, open, cut));
    },
    well: () => 'no values contradict each other',
  };
}

function openAt(
  store: Store,
  inventory: Pick<Inventory, 'sight'>,
): { readonly sites: ReadonlyMap<string, Open>; readonly cut: boolean } {
  const sites = new Map<string, Open>();
  let looked = 0;
  for (const { ref, shown } of contestedRecords(
    store,
    ALL_CONTESTED,
    CONTESTED_START,
    inventory.sight(SELF),
  )) {
    looked += 1;
    for (const { values } of shown?.conflicts ?? []) {
      const at = Math.max(...values.map((value) => value.at));
      const open = sites.get(ref.site) ?? { count: 0, since: at };
      sites.set(ref.site, { count: open.count + 1, since: Math.min(open.since, at) });
    }
    if (looked === LOOKED_MAX) return { sites, cut: true };
  }
  return { sites, cut: false };
}

/** Without names: who sees the site may see a part of its records only. */
function findingOf(site: string, { count, since }: Open, cut: boolean): ReasonedFinding {
  const what = count === 1 ? '1 conflict is open' : `${count}${cut ? ' or more' : ''} conflicts are open`;
  return foundBy('conflicts', 'conflict-open', {
    ...{ site, since, message: `at site ${site} ${what}: values that did not know of each other` },
    hint: `wayside conflict ls --site ${site}`,
  });
}
