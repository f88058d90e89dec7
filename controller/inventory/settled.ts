/** The conflicts that a write puts an end to, by whatever it writes: it has seen all their values, and says one. */
import { fold, type Kind, sectionsOf } from '../../shared/model/index.ts';
import type { RecordKey, Store } from '../store/index.ts';
import { toVersion } from './codec.ts';
import { toConflicts } from './records.ts';

/** Call before the versions of the section go. */
export function noteSettled(
  store: Store,
  place: {
    readonly site: string;
    readonly kind: Kind;
    readonly key: RecordKey;
    readonly section: string;
  },
  { by, at, changeSet }: { readonly by: string; readonly at: number; readonly changeSet: string },
): void {
  const { site, kind, key, section } = place;
  if (sectionsOf(kind).get(section)?.class !== 'managed') return;
  const sectionNo = store.words.nameNo(section);
  const rows = store.versions.record(key).filter((row) => row.section === sectionNo);
  const folded = fold(rows.map((row) => toVersion(store, row)));
  for (const { id, field } of toConflicts({ site, kind, id: key.id }, section, folded))
    store.conflicts.settle({ id, site, kind, record: key.id, field, at, by, changeSet });
}
