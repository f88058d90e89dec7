/** Entries of the audit trail as rows. */
import type { HashedEntry } from '../../../shared/wire/index.ts';
import type { ListingSpec } from '../output/listing.ts';
import { formatIso, formatTime } from '../output/time.ts';
import type { NameOfTarget } from './names.ts';

/** For people with names; what programs read has the references alone. */
export function auditListing(nameOf: NameOfTarget): ListingSpec<HashedEntry> {
  const { columns } = listing;
  const about = (row: HashedEntry): string => aboutText(row, nameOf);
  return {
    ...listing,
    columns: columns.map((one) => (one.head === 'ABOUT' ? { ...one, cell: about } : one)),
  };
}

const listing: ListingSpec<HashedEntry> = {
  plural: 'entries',
  name: ({ entry }) => String(entry.seq),
  columns: [
    { head: 'SEQ', cell: ({ entry }) => String(entry.seq) },
    { head: 'TIME', cell: ({ entry }, { zone }) => formatTime(entry.at, zone) },
    { head: 'WHO', cell: ({ entry }) => entry.who },
    { head: 'METHOD', cell: ({ entry }) => entry.method },
    {
      head: 'RESULT',
      cell: ({ entry }) => (entry.count > 1 ? `${entry.result} x${entry.count}` : entry.result),
      style: ({ entry }) => (entry.result === 'OK' ? undefined : 'bad'),
    },
    { head: 'ABOUT', shrinks: true, cell: (row) => aboutText(row, (target) => target) },
    { head: 'FROM', wide: true, cell: ({ entry }) => entry.address },
    { head: 'VIA', wide: true, cell: ({ entry }) => entry.via },
    { head: 'WHY', wide: true, cell: ({ entry }) => entry.why },
    { head: 'HASH', wide: true, cell: ({ hash }) => hash.slice(0, 16) },
  ],
  csv: [
    { head: 'seq', cell: ({ entry }) => String(entry.seq) },
    { head: 'time', cell: ({ entry }) => formatIso(entry.at) },
    { head: 'who', cell: ({ entry }) => entry.who },
    { head: 'via', cell: ({ entry }) => entry.via },
    { head: 'address', cell: ({ entry }) => entry.address },
    { head: 'method', cell: ({ entry }) => entry.method },
    { head: 'result', cell: ({ entry }) => entry.result },
    { head: 'count', cell: ({ entry }) => String(entry.count) },
    { head: 'sites', cell: ({ entry }) => entry.sites.join(' ') },
    { head: 'targets', cell: ({ entry }) => entry.targets.join(' ') },
    { head: 'detail', cell: ({ entry }) => detailText(entry.detail) },
    { head: 'why', cell: ({ entry }) => entry.why },
    { head: 'hash', cell: ({ hash }) => hash },
  ],
};

function aboutText({ entry: { targets, sites, detail } }: HashedEntry, nameOf: NameOfTarget): string {
  const things = targets.length > 0 ? targets.map(nameOf) : sites;
  return [...things, detailText(detail)].filter((text) => text !== '').join(' ');
}

function detailText(detail: Readonly<Record<string, string>>): string {
  return Object.entries(detail)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}
