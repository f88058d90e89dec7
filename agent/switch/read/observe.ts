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
} from '../../../shared/model/index.ts';
import type { Observation } from '../../jobs/driver.ts';
import { joinConfigs, joinLags, joinNeighbours, joinSystem, joinVlanNames } from '../parse/index.ts';
import {
  type ArpRow,
  type FdbRow,
  type LagRow,
  mayMissRows,
  type NeighbourRow,
  type PortConfigRow,
  type PortRow,
  type SystemRow,
  type UnitRow,
  type VlanRow,
} from '../platform.ts';
import type { Reading, Readings } from './reading.ts';

export interface ObserveInput {
  /** The source that was read; its switch has the same site and id. */
  readonly source: RecordRef;
  readonly platform: string;
  /** What no recording of the platform proves, in words; absent: nothing. */
  readonly unproven?: string | undefined;
  /** The name in the prompt, used when no command tells a better one. */
  readonly promptName: string;
  readonly readings: Readings;
}

export interface Observed {
  readonly observations: readonly Observation[];
  readonly coverage: readonly Kind[];
}

export function observe(input: ObserveInput): Observed {
  const { system, ports, lags, fdb, neighbours, vlans, configs, arp } = input.readings;
  // Group addresses, which some switches list as their own, are nobody's.
  const addresses = joinVlanNames(fdb.rows, vlans.rows).filter(({ mac }) => !isMulticast(mac));
  const ref = formatRef({ site: input.source.site, kind: 'switch', id: input.source.id });
  const observations: Observation[] = [];
  const coverage: Kind[] = [];
  if (isUsable(system) && isUsable(fdb)) {
    observations.push(switchOf(input, addresses));
    coverage.push('switch');
  }
  if (isUsable(ports) && isUsable(lags) && isUsable(configs)) {
    observations.push(...portsOf(ref, input.readings));
    if (isClean(ports) && isClean(lags)) coverage.push('port');
  }
  observations.push(...unique(addresses.map((row) => sightingOf(ref, row))));
  if (isClean(fdb)) coverage.push('sighting');
  observations.push(...unique(joinNeighbours(neighbours.rows).map((row) => neighbourOf(ref, row))));
  if (isClean(neighbours)) coverage.push('neighbour');
  observations.push(...unique(vlans.rows.map((row) => vlanOf(ref, row))));
  if (isClean(vlans)) coverage.push('vlan');
  observations.push(...unique(arp.rows.filter(({ mac }) => !isMulticast(mac)).map((row) => arpOf(ref, row))));
  if (isClean(arp)) coverage.push('arp');
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
    units: system.units?.map(unitText),
    unproven: input.unproven,
  });
}

/** Port channels that the table of ports leaves out are ports all the same. */
function portsOf(ref: string, { ports, lags, configs }: Readings): readonly Observation[] {
  const configured = new Map(joinConfigs(configs.rows).map((row) => [row.name, row]));
  const channels = new Map(lags.rows.map((row) => [row.lag, row]));
  const listed = joinLags(ports.rows, lags.rows).map((row) =>
    portOf(ref, row, { config: configured.get(row.name), channel: channels.get(row.name) }),
  );
  const unlisted = lags.rows.map((row) =>
    observation('port', row.lag, 'status', { switch: ref, name: row.lag, ...pairOf(row) }),
  );
  return unique([...listed, ...unlisted]);
}

/** What is configured fills what the table of states does not tell, and wins where that table cuts a text. */
function portOf(
  ref: string,
  row: PortRow,
  { config, channel }: { readonly config: PortConfigRow | undefined; readonly channel: LagRow | undefined },
): Observation {
  const { name, operUp, speedMbps, duplex } = row;
  const adminUp = row.adminUp ?? config?.adminUp;
  // Some tables call a port that was shut down what they call one without a link.
  const state = adminUp === false && row.state === 'down' ? 'disabled' : row.state;
  const mode = row.mode ?? config?.mode;
  const configuredVlan = mode === 'access' ? config?.accessVlan : config?.nativeVlan;
  return observation('port', name, 'status', {
    ...{ switch: ref, name, description: config?.description ?? row.description },
    ...{ adminUp, operUp, state, speedMbps, duplex, mode },
    ...{ vlan: row.vlan ?? configuredVlan, lag: row.lag ?? config?.lag },
    ...{ taggedVlans: config?.taggedVlans, voiceVlan: config?.voiceVlan },
    ...pairOf(channel),
  });
}

/** What two switches share: the port channel of a pair, and the link between the two. */
function pairOf(channel: LagRow | undefined): JsonObject {
  return { mlag: channel?.mlag, peerLink: channel?.peerLink };
}

function unitText({ unit, model, serial }: UnitRow): string {
  return [unit, model, serial].filter((text) => text !== undefined).join(' ');
}

function arpOf(ref: string, { address, mac, vlan, port, type }: ArpRow): Observation {
  return observation('arp', `${address}|${vlan ?? ''}|${mac}`, 'arp', {
    ...{ switch: ref, address, mac, vlan, port, type },
  });
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
