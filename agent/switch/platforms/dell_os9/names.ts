import { portNames } from '../../parse/index.ts';

const short = portNames([
  ['GigabitEthernet', 'Gi'],
  ['TenGigabitEthernet', 'Te'],
  ['twentyFiveGigE', 'Tf'],
  ['fortyGigE', 'Fo'],
  ['fiftyGigE', 'Fi'],
  ['hundredGigE', 'Hu'],
  ['FastEthernet', 'Fa'],
  ['SONET', 'So'],
  ['ManagementEthernet', 'Ma'],
  ['Port-channel', 'Po'],
  ['Vlan', 'Vl'],
  ['Loopback', 'Lo'],
  ['Tunnel', 'Tu'],
  ['Tengig', 'Te'],
  ['Gigabit', 'Gi'],
]);

/** `Te 0/22`, `TenGigabitEthernet 0/22` to `Te0/22`: one word, so that it stands in lists and joins with other tables. */
export function os9PortName(text: string): string {
  return short(text);
}

const LONG: Readonly<Record<string, string>> = {
  Gi: 'GigabitEthernet',
  Te: 'TenGigabitEthernet',
  Tf: 'twentyFiveGigE',
  Fo: 'fortyGigE',
  Fi: 'fiftyGigE',
  Hu: 'hundredGigE',
  Fa: 'FastEthernet',
  Ma: 'ManagementEthernet',
  Po: 'Port-channel',
  Vl: 'Vlan',
};

/** `TenGigabitEthernet 0/22`: as every release takes it where a port is asked for. */
export function os9Long(port: string): string {
  const [, word = '', number = ''] = /^([A-Za-z]{2})(\d.*)$/.exec(port) ?? [];
  return LONG[word] === undefined ? port : `${LONG[word]} ${number}`;
}

const BLANK_IN_NAME =
  /\b(Gi|Te|Tf|Fo|Fi|Hu|Fa|So|Ma|Po|Vl|Tengig|Gigabit|GigabitEthernet|TenGigabitEthernet|twentyFiveGigE|fortyGigE|fiftyGigE|hundredGigE|FastEthernet|ManagementEthernet|Port-channel|Vlan) (?=\d)/gi;

/** Closes the blank that stands within names, so that cells can be split at blanks. */
export function closeNames(line: string): string {
  return line.replace(BLANK_IN_NAME, '$1');
}
