/** Port names: one spelling per platform, and the lists and ranges that tables print. */

/** A range that claims more ports than this is not believed. */
const RANGE_PORTS_MAX = 1_024;
/** A list that claims more ports than this is cut: a few letters must not become millions of names. */
const LIST_PORTS_MAX = 4_096;
/** No port name is longer. */
const NAME_CHARS_MAX = 64;

const PORT_LIKE = /^(?:[a-z][a-z0-9-]*?\d+(?:[/.:]\d+)*|\d+(?:\/[a-z]*\d+)+(?::\d+)?)$/i;
/** What devices print for a port that is none: the switch itself, or nowhere. */
const PSEUDO_PORTS: ReadonlySet<string> = new Set([
  'cpu',
  'drop',
  'flood',
  'host',
  'mgmt',
  'none',
  'router',
  'supervisor',
  'svi_down_flood',
  'switch',
  'stby-switch',
  'vpc-peer-link',
]);

/** Where a tunnel or a pseudowire ends: `VPLS peer 10.0.0.1(2:1)`, `nve1.VNI10010`, `pseudowire100001`. */
const FAR_SIDE =
  /(?:^|\s)(?:(?:(?:vpls|evpn|l2vpn|mpls|otv|vxlan) )?peer [\d.a-f:]{2,45}(?:\(\d+(?::\d+)?\))?|nve\d+[.:-]?(?:(?:vni)?\d+)?|pseudowire\d+|overlay\d+)(?=[\s,]|$)/i;

/** Text of a port column for an address that is at another site: it is on no port of this switch. */
export function isFarSide(text: string): boolean {
  return FAR_SIDE.test(text);
}

/** `Gi1/0/1`, `Port-channel1`, `1/g1`, `oob`: something that a table prints in a column of ports. */
export function isPortLike(text: string): boolean {
  return text.length <= NAME_CHARS_MAX && (PORT_LIKE.test(text) || text === 'oob');
}

/** The switch's own side of the table (`CPU`, `Router`, `Switch`, ...) or no port at all (`Drop`). */
export function isPseudoPort(text: string): boolean {
  return PSEUDO_PORTS.has(text.toLowerCase());
}

/** Long name and the short one that tables print: `['GigabitEthernet', 'Gi']`. */
export type NameTable = readonly (readonly [long: string, short: string])[];

/** Narrow tables cut a long name to this many letters: `Gig 1/0/1`, `Ten 1/1`. */
const CUT_LETTERS = 3;

/** Cisco's names, which its descendants use as well. */
export const INTERFACE_NAMES: NameTable = [
  ['AppGigabitEthernet', 'Ap'],
  ['Dot11Radio', 'Do'],
  ['Ethernet', 'Et'],
  ['FastEthernet', 'Fa'],
  ['FiftyGigE', 'Fif'],
  ['FiveGigabitEthernet', 'Fi'],
  ['FortyGigabitEthernet', 'Fo'],
  ['FourHundredGigE', 'Fou'],
  ['GigabitEthernet', 'Gi'],
  ['HundredGigE', 'Hu'],
  ['HundredGigabitEthernet', 'Hu'],
  ['Loopback', 'Lo'],
  ['Port-channel', 'Po'],
  ['TenGigabitEthernet', 'Te'],
  ['Tunnel', 'Tu'],
  ['TwentyFiveGigE', 'Twe'],
  ['TwentyFiveGigabitEthernet', 'Twe'],
  ['TwoGigabitEthernet', 'Tw'],
  ['Vlan', 'Vl'],
  ['Wlan-GigabitEthernet', 'Wl'],
];

/**
 * A neighbour's own name of its port in short form, where it is one of `INTERFACE_NAMES` to the letter. The neighbour's
 * platform is not known: `eth0` is a server's and `Port 1` a phone's, and both must stay.
 */
export function remotePortName(text: string): string {
  const [, letters, numbers] = /^([A-Za-z][A-Za-z0-9-]*?)(\d+(?:[/.:]\d+)*)$/.exec(text) ?? [];
  const short = INTERFACE_NAMES.find(([long]) => long === letters)?.[1];
  return short === undefined ? text : `${short}${numbers}`;
}

/**
 * Makes the function that spells any name of a port in short form: `GigabitEthernet1/0/1`, `gi 1/0/1` and `Gig 1/0/1`
 * all become `Gi1/0/1`. Text that is no port name comes back trimmed.
 */
export function portNames(table: NameTable): (text: string) => string {
  const exact = new Map(
    table.flatMap(([long, short]) => [long, short].map((name) => [name.toLowerCase(), short])),
  );
  return (text) => {
    const trimmed = text.trim();
    const [, letters, numbers] = /^([a-z][a-z0-9-]*?)\s?(\d+(?:[/.:]\d+)*)$/i.exec(trimmed) ?? [];
    if (letters === undefined || numbers === undefined) return trimmed;
    const key = letters.toLowerCase();
    const short = exact.get(key) ?? cutOf(table, key);
    return short === undefined ? trimmed : `${short}${numbers}`;
  };
}

function cutOf(table: NameTable, key: string): string | undefined {
  if (key.length !== CUT_LETTERS) return undefined;
  return table.find(([long]) => long.toLowerCase().startsWith(key))?.[1];
}

/** `Po1,Te1/0/12-14, 1/g2-1/g3,` to single names. Pieces that are no ports are left out. */
export function expandPorts(list: string, portName: (text: string) => string): string[] {
  const names: string[] = [];
  for (const piece of list.split(/[,;\s]+/)) {
    if (piece === '' || piece.length > 2 * NAME_CHARS_MAX) continue;
    for (const name of expandRange(piece)) if (isPortLike(name)) names.push(portName(name));
    if (names.length >= LIST_PORTS_MAX) break;
  }
  return names;
}

function expandRange(piece: string): string[] {
  const [, prefix, from, again, to] = /^(.*?)(\d+)-(.*?)(\d+)$/.exec(piece) ?? [];
  if (prefix === undefined || from === undefined || again === undefined || to === undefined) return [piece];
  if (again !== '' && again.toLowerCase() !== prefix.toLowerCase()) return [piece];
  const first = Number(from);
  const count = Number(to) - first + 1;
  if (!(count >= 1 && count <= RANGE_PORTS_MAX)) return [piece];
  return Array.from({ length: count }, (_, i) => `${prefix}${first + i}`);
}
