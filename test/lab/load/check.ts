/**
 * What the agents see must be what the controller shows, record by record: asked through its API, so that any controller
 * can be checked.
 */
import { observedId } from '../../../shared/model/index.ts';
import type { ApiClient } from '../../../shared/transport/index.ts';
import { structFromWire } from '../../../shared/wire/index.ts';
import { type Fleet, recordsOf } from './fleet.ts';

export interface Checked {
  readonly records: number;
  readonly missing: number;
  readonly different: number;
  readonly more: number;
  /** Some of them, in words. */
  readonly examples: readonly string[];
}

const EXAMPLES_MAX = 5;
const FIELDS = ['switch', 'mac', 'vlan', 'port', 'type'] as const;

/** The fleet must have settled. */
export async function checkRecords(client: ApiClient, fleet: Fleet): Promise<Checked> {
  const seen = new Map<string, string>();
  for (const { source } of fleet.agents)
    for (const { nativeKey, sections } of source.observations())
      seen.set(observedId('sighting', source.ref, nativeKey), textOf(sections['fdb'] ?? {}));
  const records = seen.size;
  const [examples, found]: [string[], { different: number; more: number }] = [[], { different: 0, more: 0 }];
  const tell = (what: string): void => {
    if (examples.length < EXAMPLES_MAX) examples.push(what);
  };
  for (const site of new Set(fleet.agents.map((agent) => agent.site)))
    for await (const { ref, fields } of recordsOf(client, site, 'sighting')) {
      const id = String(ref?.id);
      const [ours, theirs] = [seen.get(id), textOf(structFromWire(fields))];
      if (ours === undefined) found.more += 1;
      else if (ours !== theirs) found.different += 1;
      if (ours !== theirs) tell(`${site}/sighting/${id}: agent ${ours ?? 'has none'}, controller ${theirs}`);
      seen.delete(id);
    }
  for (const [id, ours] of seen) tell(`sighting ${id}: agent ${ours}, controller has none`);
  return { records, missing: seen.size, ...found, examples };
}

function textOf(fields: Readonly<Record<string, unknown>>): string {
  return FIELDS.map((name) => `${name}=${String(fields[name])}`).join(' ');
}
