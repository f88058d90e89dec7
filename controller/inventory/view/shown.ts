/** Which fields of a record each view shows. What is not named for the port view is not shown in it, nor are new fields. */
import type { JsonObject, Kind } from '../../../shared/model/index.ts';

const presence = ['presence', 'missingSince'] as const;

/** Kinds that are missing here are not shown to port technicians at all. */
const portFields: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  site: ['name'],
  floor: ['name'],
  switch: ['floor', ...presence],
  port: [
    ...['switch', 'name', 'description', 'adminUp', 'operUp', 'state', 'speedMbps', 'duplex', 'mode', 'vlan'],
    ...presence,
  ],
  sighting: ['switch', 'mac', 'port', 'vlan', 'type', ...presence],
  vlan: ['switch', 'vlan', 'name', 'ports', ...presence],
};

/** How an agent reaches a source is for the full view alone. */
const reachFields: readonly string[] = ['address', 'port', 'credential'];

export function portFieldsOf(kind: Kind): readonly string[] | undefined {
  return portFields[kind];
}

/** Kinds that a grant for a floor shows, beside the site's name. */
export const floorKinds: ReadonlySet<Kind> = new Set([
  'floor',
  'switch',
  'port',
  'sighting',
  'neighbour',
  'vlan',
  'arp',
]);

export function pick(fields: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => (Object.hasOwn(fields, name) ? [[name, fields[name]]] : [])),
  );
}

/** The network view of a source: its cause keeps the code alone, for the words name addresses. */
export function withoutReach(fields: JsonObject): JsonObject {
  const shown = Object.fromEntries(Object.entries(fields).filter(([name]) => !reachFields.includes(name)));
  const { cause } = fields;
  return typeof cause === 'string' ? { ...shown, cause: cause.replace(/:.*$/s, '') } : shown;
}

/** Says where a credential is used. */
export function aimsCredential(fields: JsonObject): boolean {
  return reachFields.some((name) => Object.hasOwn(fields, name));
}

export function isReachField(name: string): boolean {
  return reachFields.includes(name) || name === 'cause';
}
