/** Facts of the expectation files of the other classes, in the words of `parse-classes.ts`. */
import type { CommandClass } from '../../agent/switch/platform.ts';
import { parseMac } from '../../shared/model/index.ts';
import { type Fields, fieldsOf, isFields, listOf, pick, textOf } from './parse-expected.ts';

export type OtherClass = Exclude<CommandClass, 'fdb'>;
export const otherClasses: readonly OtherClass[] = ['ports', 'neighbours', 'vlans', 'lags', 'system'];

type PortName = (text: string) => string;

export function expectedFacts(name: OtherClass, expected: unknown, portName: PortName): string[] {
  const rows = fieldsOf(expected);
  switch (name) {
    case 'ports':
      return rows.flatMap((fields) => portFacts(fields, portName));
    case 'neighbours':
      return rows.flatMap((fields) => neighbourFacts(fields, portName));
    case 'vlans':
      return (rows.length > 0 ? rows : keyedVlans(expected)).flatMap((fields) => vlanFacts(fields, portName));
    case 'lags':
      return rows.flatMap((fields) =>
        listOf(pick(fields, ['member_interface', 'interfaces'])).map(
          (port) => `${portName(textOf(pick(fields, ['bundle_name', 'po_name'])))} port=${portName(port)}`,
        ),
      );
    case 'system':
      return rows.slice(0, 1).flatMap(systemFacts);
  }
}

const STATES: Readonly<Record<string, string>> = { connected: 'up', notconnect: 'down' };

function portFacts(fields: Fields, portName: PortName): string[] {
  const name = portName(textOf(fields['port']));
  const word = textOf(fields['status']).replace(/:.*$/, '').toLowerCase();
  const vlan = textOf(fields['vlan_id']).replace(/,.*$/, '');
  const [, number, unit] = /^(?:a-)?([\d.]+)(G?)/.exec(textOf(fields['speed'])) ?? [];
  return [
    `${name} state=${STATES[word] ?? word}`,
    `${name} vlan=${/^\d+$|^trunk$|^routed$/.test(vlan) ? vlan : ''}`,
    `${name} speed=${number === undefined ? '' : Number(number) * (unit === '' ? 1 : 1_000)}`,
    `${name} duplex=${textOf(fields['duplex']).replace(/^a-/, '')}`,
    `${name} description=${textOf(fields['name'])}`,
  ];
}

function neighbourFacts(fields: Fields, portName: PortName): string[] {
  const remote = textOf(pick(fields, ['neighbor_port_id', 'neighbor_interface']));
  const key = `${portName(textOf(fields['local_interface']))} ${parseMac(remote) ?? longName(remote, portName)}`;
  const chassis = textOf(fields['chassis_id']);
  return [
    `${key} name=${textOf(fields['neighbor_name'])}`,
    `${key} chassis=${parseMac(chassis) ?? chassis}`,
    `${key} address=${textOf(fields['mgmt_address'])}`,
    `${key} description=${textOf(fields['neighbor_description'])}`,
  ];
}

/** A neighbour's port keeps its own spelling unless it is one of the long names, which end in `Ethernet` and the like. */
function longName(text: string, portName: PortName): string {
  return /^[A-Z][A-Za-z]*(?:Ethernet|GigE|channel)\d/.test(text) ? portName(text) : text;
}

function vlanFacts(fields: Fields, portName: PortName): string[] {
  const vlan = textOf(fields['vlan_id']);
  return [
    `${vlan} name=${textOf(pick(fields, ['vlan_name', 'name']))}`,
    ...listOf(fields['interfaces']).map((port) => `${vlan} port=${portName(port)}`),
  ];
}

/** `{"1": {"name": "default", "interfaces": [...]}}` */
function keyedVlans(expected: unknown): Fields[] {
  if (!isFields(expected)) return [];
  return Object.entries(expected).map(([vlan, fields]) => ({
    ...(isFields(fields) ? fields : {}),
    vlan_id: vlan,
  }));
}

const SYSTEM_FIELDS = [
  ['hostname', ['hostname']],
  ['softwareVersion', ['version']],
  ['model', ['hardware', 'pid']],
  ['serial', ['serial', 'sn']],
  ['baseMac', ['mac_address']],
] as const;

/** Stacks list all units; the pack reports the first. */
function systemFacts(fields: Fields): string[] {
  return SYSTEM_FIELDS.flatMap(([name, sources]) => {
    const text = listOf(pick(fields, sources))[0] ?? '';
    return text === '' ? [] : [`${name}=${parseMac(text) ?? text}`];
  });
}
