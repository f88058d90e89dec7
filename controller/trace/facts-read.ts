/** From fields of records, which may hold anything, to the facts that the trace reasons about. */
import type { JsonObject } from '../../shared/model/index.ts';
import type { FdbFacts, NeighbourFacts, PortFacts } from './facts.ts';

export function toPort(fields: JsonObject): PortFacts {
  return {
    name: text(fields, 'name') ?? '',
    description: text(fields, 'description'),
    mode: text(fields, 'mode'),
    vlan: number(fields, 'vlan'),
    lag: text(fields, 'lag'),
    operUp: typeof fields['operUp'] === 'boolean' ? fields['operUp'] : undefined,
    state: text(fields, 'state'),
    mlag: text(fields, 'mlag'),
    peerLink: fields['peerLink'] === true ? true : undefined,
  };
}

export function toFdb(fields: JsonObject): FdbFacts {
  return {
    mac: text(fields, 'mac') ?? '',
    port: text(fields, 'port') ?? '',
    vlan: number(fields, 'vlan'),
    type: text(fields, 'type') ?? 'other',
  };
}

export function toNeighbour(fields: JsonObject): NeighbourFacts {
  return {
    port: text(fields, 'port') ?? '',
    protocol: text(fields, 'protocol') ?? '',
    chassisId: text(fields, 'chassisId'),
    remotePort: text(fields, 'remotePort'),
    systemName: text(fields, 'systemName'),
    systemDescription: text(fields, 'systemDescription'),
    managementAddress: text(fields, 'managementAddress'),
    capabilities: texts(fields, 'capabilities'),
  };
}

export function text(fields: JsonObject, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

function number(fields: JsonObject, name: string): number | undefined {
  const value = fields[name];
  return typeof value === 'number' ? value : undefined;
}

export function texts(fields: JsonObject, name: string): readonly string[] {
  const value = fields[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
