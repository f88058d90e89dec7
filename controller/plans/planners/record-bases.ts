/** How many records there are where a plan does something, for the guards. */
import { type Kind, RECORDS_STORE } from '../../../shared/model/index.ts';
import type { Inventory } from '../../inventory/index.ts';
import type { KindBase } from '../draft.ts';

/** Of each kind, what is there at the sites that are touched: together, and of several sites each by itself. */
export function basesOf(
  { planned }: Pick<Inventory, 'planned'>,
  things: readonly { readonly kind: string; readonly site: string }[],
): readonly KindBase[] {
  const sites = new Map<string, Set<string>>();
  for (const { kind, site } of things) {
    const own = sites.get(kind) ?? new Set();
    sites.set(kind, own.add(site));
  }
  return [...sites].flatMap(([kind, own]) => {
    const counts = planned.countsBySite(kind as Kind);
    const base = { store: RECORDS_STORE, kind, firstRun: false };
    const each = [...own].map((site) => ({ ...base, site, existing: counts.get(site) ?? 0 }));
    const existing = each.reduce((sum, one) => sum + one.existing, 0);
    return [{ ...base, existing }, ...(each.length > 1 ? each : [])];
  });
}
