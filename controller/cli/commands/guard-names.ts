/** Guards of switches as people type them: `ap:SWITCH` instead of the reference of the switch's source. */
import { formatRef, type Kind } from '../../../shared/model/index.ts';
import { findRecord } from '../inventory/records.ts';
import type { Shell } from '../shell.ts';

/**
 * `ap:ams1-f2-sw03/port` to `ap:ams1/source/ID/port`, as the controller has it; without `/port` or `/vlan` it is `kind`. What holds a
 * reference stays as it is. Errors: NOT_FOUND, AMBIGUOUS_NAME.
 */
export async function guardsAsked(
  shell: Shell,
  texts: readonly string[],
  { kind, site }: { readonly kind: Kind; readonly site: string | undefined },
): Promise<string[]> {
  const asked: string[] = [];
  for (const text of texts) {
    const [, guard, place = '', of = kind] = /^([^:/]+):(.+?)(?:\/(port|vlan))?$/.exec(text) ?? [];
    const isName = guard !== undefined && place.split('/').length <= 2 && !place.startsWith('records');
    if (!isName) asked.push(text);
    else {
      const { ref } = (await findRecord(shell, { kind: 'switch', name: place, site })).view;
      asked.push(`${guard}:${formatRef({ ...ref, kind: 'source' })}/${of}`);
    }
  }
  return asked;
}
