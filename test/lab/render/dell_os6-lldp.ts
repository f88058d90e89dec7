/** OS6 LLDP tables. Long system names end in `...`; a neighbour's description keeps its bare line feeds. */
import type { Capability, LabDevice, LabNeighbour } from '../campus/model.ts';
import { column, type Lines, row, typedPort } from './show.ts';

const NAME_WIDTH = 17;
const ID_WIDTH = 19;
/** As recorded: two wider than its heading. */
const PORT_WIDTH = 19;
const FIRST_REMOTE_ID = 186;

const HEAD = [
  '',
  'LLDP Remote Device Summary',
  '',
  'Local',
  'Interface RemID   Chassis ID          Port ID           System Name',
  '--------- ------- ------------------- ----------------- -----------------',
];

const CAPABILITY_WORDS: Readonly<Record<Capability, string>> = {
  other: 'other',
  repeater: 'repeater',
  bridge: 'bridge',
  wlan: 'WLAN access point',
  router: 'router',
  telephone: 'telephone',
  station: 'station only',
};

function heard(device: LabDevice): readonly LabNeighbour[] {
  return device.neighbours.filter((neighbour) => neighbour.lldp);
}

export function lldpSummary(device: LabDevice): Lines {
  const rows = heard(device).map((neighbour, index) =>
    row(
      column(neighbour.port, 9),
      column(FIRST_REMOTE_ID + index, 7),
      column(chassis(neighbour), ID_WIDTH),
      column(column(remotePort(neighbour), NAME_WIDTH), PORT_WIDTH),
      cut(neighbour.name),
    ),
  );
  return [...HEAD, ...rows, ''];
}

function cut(name: string): string {
  return name.length > NAME_WIDTH ? `${name.slice(0, NAME_WIDTH - 3)}...` : name;
}

function chassis(neighbour: LabNeighbour): string {
  return neighbour.chassisKind === 'mac' ? neighbour.chassis.toUpperCase() : neighbour.chassis;
}

function remotePort(neighbour: LabNeighbour): string {
  return neighbour.portKind === 'mac' ? neighbour.remotePort.toUpperCase() : neighbour.remotePort;
}

const CHASSIS_KINDS = { mac: 'MAC Address', address: 'Network Address' } as const;
const PORT_KINDS = { mac: 'MAC Address', interface: 'Interface Name', local: 'Local' } as const;

export function lldpDetail(device: LabDevice, typed: string): Lines {
  const name = typedPort(typed);
  if (!device.ports.some((port) => port.name === name))
    return ['', 'An invalid interface has been used for this function', ''];
  const index = heard(device).findIndex((neighbour) => neighbour.port === name);
  const neighbour = heard(device)[index];
  if (!neighbour) return ['', 'No remote data available for the specified interface.', ''];
  return [
    '',
    'LLDP Remote Device Detail',
    '',
    `Local Interface: ${neighbour.port}`,
    '',
    '',
    `Remote Identifier: ${FIRST_REMOTE_ID + index}`,
    `Chassis ID Subtype: ${CHASSIS_KINDS[neighbour.chassisKind]}`,
    `Chassis ID: ${chassis(neighbour)}`,
    `Port ID Subtype: ${PORT_KINDS[neighbour.portKind]}`,
    `Port ID: ${remotePort(neighbour)}`,
    field('System Name', neighbour.name),
    field('System Description', neighbour.description),
    field('Port Description', neighbour.portDescription),
    field('System Capabilities Supported', words(neighbour.supported)),
    field('System Capabilities Enabled', words(neighbour.enabled)),
    ...managementAddress(neighbour),
    `Time to Live: ${91 + (index % 20)} seconds`,
    '',
  ];
}

function field(label: string, value: string): string {
  return value === '' ? `${label}:` : `${label}: ${value}`;
}

function words(capabilities: readonly Capability[]): string {
  return capabilities.map((capability) => CAPABILITY_WORDS[capability]).join(', ');
}

function managementAddress({ address }: LabNeighbour): string[] {
  return address === undefined ? [] : ['Management Address:', '    Type: IPv4', `    Address: ${address}`];
}
