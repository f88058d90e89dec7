/** To which class of ours a recorded command belongs when no pack reads it; commands of no class are listed by name. */
import type { CommandClass } from '../../agent/switch/platform.ts';

export const COMMAND_CLASSES: readonly CommandClass[] = [
  'fdb',
  'ports',
  'configs',
  'neighbours',
  'vlans',
  'lags',
  'system',
  'arp',
  'cpu',
];

/** Names of the same in collections of recordings, for the time before a pack brings them as its aliases. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['brocade_fastiron', 'ruckus_icx'],
  ['ruckus_fastiron', 'ruckus_icx'],
  ['cisco_s300', 'cisco_smb'],
  ['dell_force10', 'dell_os9'],
]);

export function ourName(folder: string): string {
  return OTHER_NAMES.get(folder) ?? folder;
}

const NO_TABLE =
  /\b(?:count|aging|notification|move|limit|learning|statistics|counters|traffic|power|poe|transceiver|spanning tree|qos)\b/;
/** The first that matches wins. Commands come in words with single blanks, see `commandWords`. */
const PATTERNS: readonly (readonly [CommandClass, RegExp])[] = [
  ['fdb', /^(?:show|display) mac\b|mac addr|^show fdb\b|bridge host|bridge address|ethernet switching table/],
  ['arp', /\barp\b|\biparp\b|ipv6 neighbou?rs?\b/],
  ['cpu', /process(?:es)? cpu|cpu (?:usage|utilization|monitoring)|^(?:show|display) cpu\b/],
  ['neighbours', /^(?:show|display) (?:lldp|cdp|fdp)\b|^ip neighbou?r print/],
  ['configs', /switchport|running config interface|port vlan\b|switching interfaces|bridge port print/],
  [
    'lags',
    /etherchannel|port channel|link aggregation|eth trunk|^show trunks?\b|sharing|\blag\b|\blacp\b|bonding|\bmlag\b|\bvpc\b/,
  ],
  ['vlans', /^(?:show|display) (?:running config )?vlans?\b|^interface (?:bridge )?vlan print/],
  [
    'system',
    /^(?:show|display) (?:version|inventory|system|switch|device|hostname|module|stack|chassis hardware|unit)\b|^system (?:resource|identity|routerboard) print/,
  ],
  ['ports', /^(?:show|display) (?:interfaces?|ports)\b|^interface (?:ethernet )?print/],
];

/** Undefined: of no class. */
export function classOfCommand(command: string): CommandClass | undefined {
  if (NO_TABLE.test(command)) return undefined;
  return PATTERNS.find(([, pattern]) => pattern.test(command))?.[0];
}
