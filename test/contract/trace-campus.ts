/** A generated campus as the trace sees it: the facts of its switches, and the question about one address. */
import type { NeighbourFacts, Question, Sighting, SwitchFacts } from '../../controller/trace/facts.ts';
import type { Mac, RecordRef } from '../../shared/model/index.ts';
import type { Campus, LabDevice, LabNeighbour } from '../lab/campus/model.ts';

const SITE = 'ams1';
/** When the questions are asked; the tables are read at that very moment. */
export const NOW = 1_900_000_000_000;

export function refOf(hostname: string): RecordRef {
  return { site: SITE, kind: 'switch', id: hostname };
}

export function campusFacts(campus: Campus): readonly SwitchFacts[] {
  return campus.devices.map(deviceFacts);
}

function deviceFacts(device: LabDevice): SwitchFacts {
  return {
    ref: refOf(device.hostname),
    name: device.hostname,
    hostname: device.hostname,
    baseMac: device.baseMac,
    macs: [...new Set(device.fdb.filter(({ type }) => type === 'self').map(({ mac }) => mac))],
    managementAddress: device.address,
    ports: [...device.ports, ...device.lags].map(({ name, description, mode, vlan, lag, state }) => ({
      name,
      description: description === '' ? undefined : description,
      mode,
      vlan,
      lag,
      operUp: state === 'up',
      state,
    })),
    fdb: device.fdb,
    neighbours: device.neighbours.flatMap((neighbour) => heard(device, neighbour)),
  };
}

function heard(device: LabDevice, neighbour: LabNeighbour): readonly NeighbourFacts[] {
  const { port, chassis, remotePort, name, description, address, enabled, cdp } = neighbour;
  const rows: NeighbourFacts[] = [];
  if (neighbour.lldp) {
    rows.push({
      port,
      protocol: 'lldp',
      chassisId: chassis,
      remotePort,
      systemName: name === '' ? undefined : name,
      systemDescription: description === '' ? undefined : description,
      managementAddress: address,
      capabilities: enabled,
    });
  }
  if (cdp !== undefined && device.platform === 'cisco_ios') {
    rows.push({
      port,
      protocol: 'cdp',
      chassisId: undefined,
      remotePort: cdp.port,
      systemName: cdp.deviceId,
      systemDescription: `${cdp.platform}\n${cdp.version}`,
      managementAddress: address,
      capabilities: cdpWords(cdp.capabilities),
    });
  }
  return rows;
}

const CDP_WORDS: Readonly<Record<string, string>> = {
  Router: 'router',
  Switch: 'bridge',
  'Trans-Bridge': 'bridge',
  'Source-Route-Bridge': 'bridge',
  Phone: 'telephone',
  Host: 'station',
};

function cdpWords(text: string): readonly string[] {
  return [...new Set(text.split(' ').flatMap((word) => CDP_WORDS[word] ?? []))];
}

/** All rows of every address, for many questions about one campus. */
export function sightingsOf(
  campus: Campus,
  options: { readonly live: boolean },
): ReadonlyMap<string, readonly Sighting[]> {
  const found = new Map<string, Sighting[]>();
  for (const device of campus.devices) {
    for (const { mac, port, vlan, type } of device.fdb) {
      const list = found.get(mac) ?? [];
      list.push({
        switch: refOf(device.hostname),
        port,
        vlan,
        type,
        seenAt: NOW,
        live: options.live,
        present: true,
      });
      found.set(mac, list);
    }
  }
  return found;
}

/** Asked live of every switch, and all answered. */
export function liveQuestion(campus: Campus, mac: Mac, sightings: readonly Sighting[]): Question {
  return {
    mac,
    now: NOW,
    sightings,
    answered: campus.devices.map((device) => refOf(device.hostname)),
    failed: [],
  };
}
