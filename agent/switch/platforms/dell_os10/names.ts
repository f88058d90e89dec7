import { portNames } from '../../parse/index.ts';

/** `ethernet1/1/3`, `Eth 1/1/3` to `Eth1/1/3`; `port-channel10`, `vlan10`, `mgmt1/1/1` likewise. */
export const os10PortName: (text: string) => string = portNames([
  ['ethernet', 'Eth'],
  ['port-channel', 'Po'],
  ['vlan', 'Vl'],
  ['mgmt', 'Mg'],
  ['management', 'Mg'],
  ['loopback', 'Lo'],
  ['fibrechannel', 'Fc'],
  ['virtual-network', 'Vn'],
]);

const LONG: Readonly<Record<string, string>> = {
  Eth: 'ethernet',
  Po: 'port-channel',
  Vl: 'vlan',
  Mg: 'mgmt',
  Fc: 'fibrechannel',
};

/** `ethernet 1/1/3`, as commands name it. */
export function os10Long(port: string): string {
  const [, word = '', number = ''] = /^([A-Za-z]{2,3})(\d.*)$/.exec(port) ?? [];
  return LONG[word] === undefined ? port : `${LONG[word]} ${number}`;
}

/** Closes the blank that stands within names, so that cells can be split at blanks. */
export function closeNames(line: string): string {
  return line.replace(/\b(Eth|Po|Vl|Mg|Lo|Fc|ethernet|port-channel|vlan|mgmt) (?=\d)/gi, '$1');
}
