/** Which switches a question is about: those of a site or floor, as far as its asker may see them. */
import { WaysideError } from '../../shared/errors.ts';
import { formatRef, type Principal, type TraceSkipped } from '../../shared/model/index.ts';
import type { Inventory, Sight } from '../inventory/index.ts';
import type { FactsIndex, KnownSwitch } from './facts-index.ts';

export interface AskedPlace {
  /** Empty: all sites. */
  readonly site: string;
  /** Id or name; needs `site`. */
  readonly floor: string;
}

export interface SiteSwitches {
  readonly site: string;
  readonly switches: readonly KnownSwitch[];
  /** Of the same place; no job reads them. */
  readonly disabled: readonly KnownSwitch[];
}

export interface PlaceDeps {
  readonly inventory: Inventory;
  readonly index: FactsIndex;
}

/** Sites without any switch are left out. Errors: INVALID_INPUT, NOT_FOUND. */
export function placesOf(
  { inventory, index }: PlaceDeps,
  asked: AskedPlace,
  sight: Sight,
): readonly SiteSwitches[] {
  const { site: only } = asked;
  const floor = floorOf(inventory, asked, sight.principal);
  if (only !== '') inventory.get({ site: only, kind: 'site', id: only }, sight.principal);
  return (only === '' ? index.siteNames() : [only]).flatMap((site) => {
    const all = index.switches(site).filter(({ record }) => {
      if (!sight.switchView(record.ref)) return false;
      return floor === undefined || record.fields['floor'] === floor;
    });
    if (all.length === 0) return [];
    const [switches, disabled] = [all.filter(isEnabled), all.filter((one) => !isEnabled(one))];
    return [{ site, switches, disabled }];
  });
}

function floorOf(
  inventory: Inventory,
  { site, floor }: AskedPlace,
  principal: Principal,
): string | undefined {
  if (floor === '') return undefined;
  if (site === '') throw badField('floor', 'needs a site as well');
  const byId = [...inventory.all('floor', site, {}, principal)].find((record) => record.ref.id === floor);
  return formatRef((byId ?? inventory.find('floor', floor, site, principal)).ref);
}

function isEnabled({ source }: KnownSwitch): boolean {
  return source.fields['enabled'] !== false;
}

export function skipped({ record }: KnownSwitch): TraceSkipped {
  const { ref, fields } = record;
  return { switch: ref, switchName: String(fields['name'] ?? ref.id), reason: 'disabled' };
}

export function nothingToAsk({ site, floor }: AskedPlace): WaysideError {
  const place = site === '' ? 'any site' : `site ${site}${floor ? `, floor ${floor}` : ''}`;
  return new WaysideError('NOT_FOUND', `there is no enabled switch at ${place}`, {
    hint: 'Add switches: wayside switch import FILE, or wayside switch add NAME --site … --address …',
  });
}

export function badField(field: string, message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', `${field} ${message}`, { violations: [{ field, message }] });
}
