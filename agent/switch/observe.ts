/**
 * Rows to observations, pure. A section is only given out when every class that feeds it was read (or is refused for
 * good), because a section is replaced as a whole: half of one would overwrite the truth with a gap. A kind counts as
 * covered only when nothing at all can be missing from it.
 */
import {
  formatRef,
  isMulticast,
  type JsonObject,
  type Kind,
  type RecordRef,
} from '../../shared/model/index.ts';
import type { Observation } from '../jobs/driver.ts';
import { joinLags, joinNeighbours, joinSystem } from './parse/index.ts';
import {
  type FdbRow,
  mayMissRows,
  type NeighbourRow,
  type PortRow,
  type SystemRow,
  type VlanRow,
} from './platform.ts';
import type { Reading, Readings } from './reading.ts';

export interface ObserveInput {
  /** The source that was read; its switch has the same site and id. */
  readonly source: RecordRef;
  readonly platform: string;
  /** The name in the prompt, used when no command tells a better one. */
  readonly promptName: string;
  readonly readings: Readings;
}

export interface Observed {
  readonly observations: readonly Observation[];
  readonly coverage: readonly Kind[];
}

export function observe(input: ObserveInput): Observed {
  const { system, ports, lags, fdb, neighbours, vlans } = input.readings;
  // Group addresses, which some switches list as their own, are nobody's.
  const addresses = fdb.rows.filter(({ mac }) => !isMulticast(mac));
  const ref = formatRef({ site: input.source.site, kind: 'switch', id: input.source.id });
  const observations: Observation[] = [];
  const coverage: Kind[] = [];
  if (isUsable(system) && isUsable(fdb)) {
    observations.push(switchOf(input, addresses));
    coverage.push('switch');
  }
  if (isUsable(ports) && isUsable(lags)) {
    observations.push(...portsOf(ref, input.readings));
    if (isClean(ports) && isClean(lags)) coverage.push('port');
  }
  observations.push(...unique(addresses.map((row) => sightingOf(ref, row))));
  if (isClean(fdb)) coverage.push('sighting');
  observations.push(...unique(joinNeighbours(neighbours.rows).map((row) => neighbourOf(ref, row))));
  if (isClean(neighbours)) coverage.push('neighbour');
  observations.push(...unique(vlans.rows.map((row) => vlanOf(ref, row))));
  if (isClean(vlans)) coverage.push('vlan');
  return { observations, coverage };
}

/** What is there is whole, apart from what the device never tells. */
function isUsable(reading: Reading<unknown>): boolean {
  return reading.state !== 'failed';
}

function isClean(reading: Reading<unknown>): boolean {
  return reading.state === 'read' && !mayMissRows(reading);
}

function switchOf(input: ObserveInput, fdb: readonly FdbRow[]): Observation {
  const system: SystemRow = joinSystem(input.readings.system.rows);
  const own = new Set<string>(fdb.filter(({ type }) => type === 'self').map(({ mac }) => mac));
  if (system.baseMac) own.add(system.baseMac);
  return observation('switch', '', 'system', {
    hostname: system.hostname ?? (input.promptName || undefined),
    platform: input.platform,
    model: system.model,
    serial: system.serial,
    softwareVersion: system.softwareVersion,
    baseMac: system.baseMac,
    macs: [...own].toSorted(),
  });
}

/** Port channels that the table of ports leaves out are ports all the same. */
function portsOf(ref: string, { ports, lags }: Readings): readonly Observation[] {
  const listed = joinLags(ports.rows, lags.rows).map((row) => portOf(ref, row));
  const channels = lags.rows.map(({ lag }) => observation('port', lag, 'status', { switch: ref, name: lag }));
  return unique([...listed, ...channels]);
}

function portOf(ref: string, row: PortRow): Observation {
  const { name, description, adminUp, operUp, state, speedMbps, duplex, mode, vlan, lag } = row;
  const fields = { name, description, adminUp, operUp, state, speedMbps, duplex, mode, vlan, lag };
  return observation('port', name, 'status', { switch: ref, ...fields });
}

function sightingOf(ref: string, { mac, vlan, port, type }: FdbRow): Observation {
  return observation('sighting', `${mac}|${vlan ?? ''}|${port}`, 'fdb', {
    switch: ref,
    mac,
    port,
    vlan,
    type,
  });
}

function neighbourOf(ref: string, row: NeighbourRow): Observation {
  const { port, protocol, chassisId, remotePort, capabilities } = row;
  return observation('neighbour', `${protocol}|${port}|${chassisId ?? ''}|${remotePort ?? ''}`, 'lldp', {
    switch: ref,
    port,
    protocol,
    chassisId,
    remotePort,
    systemName: row.systemName,
    systemDescription: row.systemDescription,
    managementAddress: row.managementAddress,
    // Sorted, so that a device that lists them in another order has not changed.
    capabilities: capabilities.toSorted(),
  });
}

function vlanOf(ref: string, { vlan, name, ports }: VlanRow): Observation {
  return observation('vlan', String(vlan), 'vlan', { switch: ref, vlan, name, ports });
}

function observation(kind: Kind, nativeKey: string, section: string, fields: JsonObject): Observation {
  return { kind, nativeKey, sections: { [section]: fields } };
}

/** One observation per native key; of several the first, which devices list first for a reason. */
function unique(observations: readonly Observation[]): readonly Observation[] {
  const byKey = new Map<string, Observation>();
  for (const one of observations) if (!byKey.has(one.nativeKey)) byKey.set(one.nativeKey, one);
  return [...byKey.values()];
}
