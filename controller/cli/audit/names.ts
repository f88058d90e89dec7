/** What people call the switches and sources that entries are about: the trail keeps references, which stay when names change. */
import { WaysideError } from '../../../shared/errors.ts';
import { formatRef } from '../../../shared/model/index.ts';
import type { HashedEntry } from '../../../shared/wire/index.ts';
import { listRecords, nameOf } from '../inventory/records.ts';
import type { Shell } from '../shell.ts';

/** Sources that are looked up for one screen; others keep their reference. */
const SOURCES_MAX = 5000;
const OF_SOURCE = /^([a-z0-9-]+)\/(?:source|switch)\/([^/\s]+)$/;

export type NameOfTarget = (target: string) => string;

/** `ams1/sw03` for `ams1/source/ID`; a reference where the name is not known. */
export async function targetNames(shell: Shell, entries: readonly HashedEntry[]): Promise<NameOfTarget> {
  const names = new Map<string, string>();
  if (entries.some(({ entry }) => entry.targets.some((target) => OF_SOURCE.test(target)))) {
    try {
      const { records } = await listRecords(shell, { kind: 'source', limit: SOURCES_MAX });
      for (const { view } of records) names.set(formatRef(view.ref), `${view.ref.site}/${nameOf(view)}`);
    } catch (error) {
      // References tell it too, if not as well.
      if (WaysideError.from(error).code === 'CANCELLED') throw error;
    }
  }
  return (target) => {
    const [, site, id] = OF_SOURCE.exec(target) ?? [];
    return (site && id && names.get(`${site}/source/${id}`)) || target;
  };
}
