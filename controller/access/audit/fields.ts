/** What lists of audit entries can be filtered and ordered by. */
import { type RowField, type RowFields, rowFields } from '../../../shared/model/index.ts';
import type { HashedEntry } from '../../../shared/wire/index.ts';

const DETAIL_PREFIX = 'detail.';

const declared: RowFields<HashedEntry> = rowFields<HashedEntry>(
  {
    seq: ({ entry }) => entry.seq,
    who: ({ entry }) => entry.who,
    via: ({ entry }) => entry.via,
    address: ({ entry }) => entry.address,
    method: ({ entry }) => entry.method,
    sites: ({ entry }) => entry.sites,
    targets: ({ entry }) => entry.targets,
    why: ({ entry }) => entry.why,
    result: ({ entry }) => entry.result,
    count: ({ entry }) => entry.count,
    hash: ({ hash }) => hash,
  },
  { time: ({ entry }) => entry.at },
);

export const auditFields: RowFields<HashedEntry> = {
  names: [...declared.names, `${DETAIL_PREFIX}KEY`],
  find: (name) => declared.find(name) ?? detailField(name),
};

/** What an entry tells differs by its method. */
function detailField(name: string): RowField<HashedEntry> | undefined {
  const key = name.slice(DETAIL_PREFIX.length);
  if (!name.startsWith(DETAIL_PREFIX) || key === '') return undefined;
  return {
    type: 'plain',
    value: ({ entry: { detail } }) => (Object.hasOwn(detail, key) ? detail[key] : undefined),
  };
}
