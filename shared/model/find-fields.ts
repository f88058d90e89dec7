/**
 * What `find` looks at, field by field. A field that is not named here is never found by: above all nothing that changes
 * without anybody changing it. Labels are text and notes are prose, on every kind.
 *
 *   text    the whole of it, its beginning, its words, and the IP and MAC addresses that stand in it
 *   prose   its words and addresses
 *   lookup  its whole value or its beginning; it is in the lookup index already, so that `find` costs nothing to keep
 *   macs    a list of MAC addresses
 */
import type { Kind } from './kinds.ts';
import { isLabel, NOTE_PREFIX } from './labels.ts';

export type FindForm = 'text' | 'prose' | 'lookup' | 'macs';

/** Not a field: the id of a record, where people choose it. */
export const FIND_BY_ID = 'id';

export const findFields: Readonly<Record<Kind, Readonly<Record<string, FindForm>>>> = {
  site: { id: 'text', name: 'text', description: 'prose' },
  floor: { id: 'text', name: 'text', description: 'prose' },
  source: { id: 'text', name: 'text', address: 'text' },
  agent: { id: 'text', name: 'text', description: 'prose' },
  switch: {
    ...{ id: 'text', name: 'text', description: 'prose', hostname: 'text', model: 'text', serial: 'text' },
    ...{ baseMac: 'lookup', macs: 'macs' },
  },
  port: { name: 'lookup', description: 'prose' },
  sighting: { mac: 'lookup' },
  neighbour: {
    ...{ chassisId: 'lookup', systemName: 'text', systemDescription: 'prose', remotePort: 'text' },
    ...{ managementAddress: 'text' },
  },
  vlan: { vlan: 'lookup', name: 'text' },
  arp: { address: 'lookup', mac: 'lookup' },
};

/** `undefined`: nothing is found by it. */
export function findForm(kind: Kind, field: string): FindForm | undefined {
  if (isLabel(field)) return 'text';
  if (field.startsWith(NOTE_PREFIX)) return 'prose';
  return Object.hasOwn(findFields[kind], field) ? findFields[kind][field] : undefined;
}
