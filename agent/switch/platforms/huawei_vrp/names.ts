import { portNames } from '../../parse/index.ts';

const short = portNames([
  ['GigabitEthernet', 'GE'],
  ['XGigabitEthernet', 'XGE'],
  ['Ethernet', 'Eth'],
  ['FastEthernet', 'FE'],
  ['MultiGE', 'MultiGE'],
  ['MEth', 'MEth'],
  ['Eth-Trunk', 'Eth-Trunk'],
  ['LoopBack', 'Loop'],
  ['Vlanif', 'Vlanif'],
  ['Wlan-Bss', 'Wlan-Bss'],
  ['Tunnel', 'Tunnel'],
]);

/** `XGigabitEthernet0/0/1` to `XGE0/0/1`, `GigabitEthernet15/1/0(10G)` to `GE15/1/0`; `40GE0/0/1`, `Eth-Trunk3` stay. */
export function vrpPortName(text: string): string {
  return short(text.trim().replace(/\((?:\d{1,4}[GM]|[A-Z]{1,4}|[a-z]{1,2})\)$/, ''));
}

/** `GE0/0/1`, `10GE1/0/1:2`, `Eth-Trunk3.10`, `Wlan-Bss7`, `MEth0/0/1`. */
export function isVrpPort(text: string): boolean {
  return /^(?:\d{1,3}(?:\.\d)?GE|[A-Za-z][A-Za-z-]{0,40})\d{1,5}(?:[/.:]\d{1,4}){0,4}$/.test(
    text.replace(/\([\w]{1,8}\)$/, ''),
  );
}

/**
 * As commands take it. VRP 5 calls a port `GigabitEthernet0/0/1` and does not know `GE`, VRP 8 has it the other way
 * round; both take the one letter that the two begin with.
 */
export function vrpCommandName(port: string): string {
  return port
    .replace(/^GE(?=\d)/, 'G')
    .replace(/^XGE(?=\d)/, 'XGigabitEthernet')
    .replace(/^Eth(?=\d)/, 'Ethernet');
}
