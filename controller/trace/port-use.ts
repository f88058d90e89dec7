/**
 * Since when nobody uses a port, from records alone: the link by the kept changes of the port, addresses by the
 * sightings that are gone. It is told up to the last whole collect and not up to now, for nobody looked since.
 */
import {
  formatRef,
  type JsonObject,
  type Principal,
  type RecordRef,
  type RecordView,
} from '../../shared/model/index.ts';
import type { Inventory } from '../inventory/index.ts';
import { portKey } from './port-name.ts';

export type UseReader = Pick<Inventory, 'list' | 'history'>;

/** Port key -> when its last address was found gone; `Infinity` while there is one. */
export type AddressEnds = ReadonlyMap<string, number>;

/** `untold`: the switch does not say whether there is a link. */
export type Use = { readonly type: 'used' | 'untold' } | { readonly type: 'unused'; readonly since: number };

const READER: Principal = { type: 'system', name: 'port use' };
const PAGE_SIZE = 1000;
/** Kept changes of one port that are looked at; of one that changes more often less is known, and less is said. */
const CHANGES_MAX = 2000;

/** Yields after each page of sightings, so that others get their turn. */
export function* addressEnds(inventory: UseReader, source: RecordRef): Generator<undefined, AddressEnds> {
  const ends = new Map<string, number>();
  let pageToken = '';
  do {
    const page = inventory.list(
      {
        ...{ kind: 'sighting', site: source.site, filter: { source: formatRef(source) } },
        ...{ pageSize: PAGE_SIZE, pageToken, showAbsent: true, showDeleted: false },
      },
      READER,
    );
    for (const { fields } of page.records) {
      if (fields['type'] === 'self' || typeof fields['port'] !== 'string') continue;
      const key = portKey(fields['port']);
      ends.set(key, Math.max(ends.get(key) ?? 0, endOf(fields)));
    }
    pageToken = page.nextPageToken;
    yield undefined;
  } while (pageToken !== '');
  return ends;
}

function endOf({ presence = 'active', missingSince }: JsonObject): number {
  return presence !== 'active' && typeof missingSince === 'number' ? missingSince : Number.POSITIVE_INFINITY;
}

/** By the port as it is recorded, and the ends of the addresses of its switch. */
export function useOf(inventory: UseReader, port: RecordView, ends: AddressEnds): Use {
  const { fields, ref } = port;
  const addressEnd = ends.get(portKey(String(fields['name']))) ?? 0;
  if (addressEnd === Number.POSITIVE_INFINITY) return { type: 'used' };
  const isDown = linkIsDown(fields);
  if (isDown === undefined) return { type: 'untold' };
  if (!isDown) return { type: 'used' };
  return { type: 'unused', since: Math.max(downSince(inventory, ref), addressEnd) };
}

/** What is disabled has no link, whether that is said or not. */
function linkIsDown({ operUp, adminUp }: JsonObject): boolean | undefined {
  if (operUp === true) return false;
  return operUp === false || adminUp === false ? true : undefined;
}

/** The oldest change since which the link was down at each one that is kept. */
function downSince(inventory: UseReader, ref: RecordRef): number {
  let since = Number.POSITIVE_INFINITY;
  let pageToken = '';
  let looked = 0;
  do {
    const page = inventory.history({ ref, pageSize: PAGE_SIZE, pageToken }, READER);
    for (const { section, op, fields, at } of page.changes) {
      if (section !== 'status') continue;
      if (op !== 'put' || linkIsDown(fields) !== true) return since;
      since = at;
    }
    looked += page.changes.length;
    pageToken = page.nextPageToken;
  } while (pageToken !== '' && looked < CHANGES_MAX);
  return since;
}
