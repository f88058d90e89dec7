import { portNames } from '../../parse/index.ts';

/** `Ten-GigabitEthernet1/0/1` and `XGE 1/0/1` to `XGE1/0/1`, `Bridge-Aggregation10` to `BAGG10`, and so on. */
export const comwarePortName: (text: string) => string = portNames([
  ['Bridge-Aggregation', 'BAGG'],
  ['Route-Aggregation', 'RAGG'],
  ['Ethernet', 'Eth'],
  ['FastEthernet', 'FE'],
  ['FortyGigE', 'FGE'],
  ['FortyGigabitEthernet', 'FGE'],
  ['FiftyGigE', '50GE'],
  ['FourHundredGigE', '400GE'],
  ['GigabitEthernet', 'GE'],
  ['HundredGigE', 'HGE'],
  ['HundredGigabitEthernet', 'HGE'],
  ['InLoopBack', 'InLoop'],
  ['LoopBack', 'Loop'],
  ['M-Ethernet', 'M-E'],
  ['M-GigabitEthernet', 'M-GE'],
  ['MEth', 'ME'],
  ['Register-Tunnel', 'REG'],
  ['Schannel-Aggregation', 'SAGG'],
  ['Ten-GigabitEthernet', 'XGE'],
  ['Tunnel', 'Tun'],
  ['Twenty-FiveGigE', 'WGE'],
  ['TwentyGigE', '20GE'],
  ['TwoHundredGigE', 'TGE'],
  ['Two-FiveGigE', '2.5GE'],
  ['Vlan-interface', 'Vlan'],
  ['Virtual-Ethernet', 'VE'],
  ['Smartrate-Ethernet', 'SRE'],
  ['Multi-GigabitEthernet', 'MGE'],
]);

/** `GE1/0/1`, `XGE1/0/25:1`, `BAGG10`, `Vlan10`, `M-GE0/0/0`, `Ten-GigabitEthernet1/0/1`. */
export function isComwarePort(text: string): boolean {
  return /^(?:\d{1,3}(?:\.\d)?GE|[A-Za-z][A-Za-z-]{0,40})\d{1,4}(?:[/.:]\d{1,4}){0,4}$/.test(text);
}

/** A mark behind a name in a table of members: `GE1/0/1(R)`. */
export function withoutMark(text: string): string {
  return text.replace(/\([A-Z]{1,3}\)$/, '');
}

const LONG: readonly (readonly [short: RegExp, long: string])[] = [
  [/^GE(?=\d)/, 'GigabitEthernet'],
  [/^XGE(?=\d)/, 'Ten-GigabitEthernet'],
  [/^WGE(?=\d)/, 'Twenty-FiveGigE'],
  [/^FGE(?=\d)/, 'FortyGigE'],
  [/^HGE(?=\d)/, 'HundredGigE'],
  [/^M-GE(?=\d)/, 'M-GigabitEthernet'],
  [/^Eth(?=\d)/, 'Ethernet'],
  [/^BAGG(?=\d)/, 'Bridge-Aggregation'],
  [/^RAGG(?=\d)/, 'Route-Aggregation'],
];

/** As commands take it on all releases: Comware 5 knows the short names of its tables only to print them. */
export function comwareCommandName(port: string): string {
  const [short, long] = LONG.find(([pattern]) => pattern.test(port)) ?? [];
  return short === undefined || long === undefined ? port : port.replace(short, long);
}
