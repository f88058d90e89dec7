import { INTERFACE_NAMES, type NameTable, portNames } from '../../parse/index.ts';

/** NX-OS says `Eth1/1` where its relatives say `Et`; an interface of FEX 101 is `Eth101/1/1`. */
const NXOS_NAMES: NameTable = [
  ['Ethernet', 'Eth'],
  ['port-channel', 'Po'],
  ['PortChannel', 'Po'],
  ['san-port-channel', 'San-po'],
  ['mgmt', 'mgmt'],
  ['breakout', 'Bre'],
  ...INTERFACE_NAMES.filter(([long]) => long !== 'Ethernet' && long !== 'Port-channel'),
];

const plain: (text: string) => string = portNames(NXOS_NAMES);

/** `Ethernet1/1`, `eth 1/1` and `Eth1/1` to `Eth1/1`; `sup-eth1(R)` loses its mark. */
export function nxosPortName(text: string): string {
  return plain(text.trim().replace(/\([A-Z]\)$/, ''));
}
