/** IOS neighbour details, LLDP and CDP. */
import { formatMac, parseMac } from '../../../shared/model/index.ts';
import type { Capability, CdpFacts, LabDevice, LabNeighbour } from '../campus/model.ts';
import { longPortName } from '../campus/wire.ts';
import { column, type Lines } from './show.ts';

const LETTERS: Readonly<Record<Capability, string>> = {
  other: 'O',
  repeater: 'P',
  bridge: 'B',
  wlan: 'W',
  router: 'R',
  telephone: 'T',
  station: 'S',
};

export function lldpDetail(device: LabDevice): Lines {
  if (!device.lldp) return ['% LLDP is not enabled'];
  const heard = device.neighbours.filter((neighbour) => neighbour.lldp);
  return [
    ...heard.flatMap((neighbour, index) => [...lldpBlock(neighbour, index), '']),
    '',
    `Total entries displayed: ${heard.length}`,
  ];
}

function lldpBlock(neighbour: LabNeighbour, index: number): string[] {
  return [
    '------------------------------------------------',
    `Local Intf: ${neighbour.port}`,
    `Chassis id: ${identity(neighbour.chassisKind, neighbour.chassis)}`,
    `Port id: ${identity(neighbour.portKind, neighbour.remotePort)}`,
    advertised('Port Description', neighbour.portDescription),
    advertised('System Name', neighbour.name),
    '',
    ...(neighbour.description === ''
      ? ['System Description - not advertised']
      : ['System Description: ', ...neighbour.description.split('\n')]),
    '',
    `Time remaining: ${91 + (index % 30)} seconds`,
    advertised('System Capabilities', letters(neighbour.supported)),
    advertised('Enabled Capabilities', letters(neighbour.enabled)),
    ...(neighbour.address === undefined
      ? ['Management Addresses - not advertised']
      : ['Management Addresses:', `    IP: ${neighbour.address}`]),
    'Auto Negotiation - supported, enabled',
    'Physical media capabilities:',
    '    1000baseT(FD)',
    '    100base-TX(FD)',
    'Media Attachment Unit type: 30',
    'Vlan ID: - not advertised',
    ...(neighbour.enabled.includes('telephone') ? medBlock() : []),
  ];
}

function medBlock(): string[] {
  return [
    '',
    'MED Information:',
    '',
    '    MED Codes:',
    '          (NP) Network Policy, (LI) Location Identification',
    '          (PS) Power Source Entity, (PD) Power Device',
    '          (IN) Inventory',
    '',
    '    Capabilities: NP, PD, IN',
    '    Device type: Endpoint Class III',
    '    PD device, Power source: Unknown, Power Priority: Unknown, Wattage: 6.3',
    '    Location - not advertised',
  ];
}

function identity(kind: LabNeighbour['chassisKind'] | LabNeighbour['portKind'], text: string): string {
  const mac = kind === 'mac' ? parseMac(text) : undefined;
  return mac ? formatMac(mac, 'dotted') : text;
}

function advertised(label: string, value: string): string {
  return value === '' ? `${label} - not advertised` : `${label}: ${value}`;
}

function letters(capabilities: readonly Capability[]): string {
  return capabilities.map((capability) => LETTERS[capability]).join(',');
}

/** Names longer than their column touch the next one, as on the real thing. */
export function lldpSummary(device: LabDevice): Lines {
  if (!device.lldp) return ['% LLDP is not enabled'];
  const heard = device.neighbours.filter((neighbour) => neighbour.lldp);
  const rows = heard.map((neighbour, index) => {
    const name = neighbour.name === '' ? identity(neighbour.chassisKind, neighbour.chassis) : neighbour.name;
    const columns = [
      column(name, 20),
      column(neighbour.port, 15),
      column(91 + (index % 30), 11),
      column(letters(neighbour.enabled), 16),
      identity(neighbour.portKind, neighbour.remotePort),
    ];
    return columns.join('');
  });
  return [
    'Capability codes:',
    '    (R) Router, (B) Bridge, (T) Telephone, (C) DOCSIS Cable Device',
    '    (W) WLAN Access Point, (P) Repeater, (S) Station, (O) Other',
    '',
    'Device ID           Local Intf     Hold-time  Capability      Port ID',
    ...rows,
    '',
    `Total entries displayed: ${heard.length}`,
    '',
  ];
}

export function cdpDetail(device: LabDevice): Lines {
  if (!device.lldp) return ['% CDP is not enabled'];
  const heard = device.neighbours.flatMap(({ port, address, cdp }) => (cdp ? [{ port, address, cdp }] : []));
  return [
    ...heard.flatMap(({ port, address, cdp }, index) => cdpBlock(cdp, { port, address, index })),
    '',
    `Total cdp entries displayed : ${heard.length}`,
  ];
}

interface Heard {
  readonly port: string;
  readonly address: string | undefined;
  readonly index: number;
}

function cdpBlock(cdp: CdpFacts, { port, address, index }: Heard): string[] {
  const addresses = address === undefined ? [] : [`  IP address: ${address}`];
  return [
    '-------------------------',
    `Device ID: ${cdp.deviceId}`,
    'Entry address(es): ',
    ...addresses,
    `Platform: ${cdp.platform},  Capabilities: ${cdp.capabilities} `,
    `Interface: ${longPortName(port)},  Port ID (outgoing port): ${cdp.port}`,
    `Holdtime : ${140 + (index % 40)} sec`,
    '',
    'Version :',
    cdp.version,
    '',
    'advertisement version: 2',
    'Duplex: full',
    'Management address(es): ',
    ...addresses,
    '',
  ];
}
