/** `display arp`: the VLAN stands in the line below its entry. `display ipv6 neighbors`: a block per entry. */
import { parseIp, parseMac } from '../../../../shared/model/index.ts';
import { type LineReader, parserOf, type Sink } from '../../parse/index.ts';
import type { ArpRow, Command } from '../../platform.ts';
import { isVrpPort, vrpPortName } from './names.ts';

const NOTE =
  /^\s*(?:IP ADDRESS|ARP Entry Types|EXP:|VLAN\/CEVLAN|VLAN(?:\/BD)?\b|Total\b|ARP timeout|Info:|Redirect|Dynamic|VPN|Flags?\s*:|PVC)|^[-\s]+$/i;
const ENTRY =
  /^\s*(?<ip>\d{1,3}(?:\.\d{1,3}){3})\s+(?<mac>[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}|Incomplete)\s+(?:(?<expire>\d{1,5})\s+)?(?<type>(?:RD|[A-Z]F?)(?:[-/ ][-\w/]{1,8}|-|\d{1,3})?)\s+(?<name>\S{1,64})(?<rest>.{0,120})$/i;
const VLAN_LINE = /^\s+(\d{1,4})\/\S{1,16}/;

const TYPES: ReadonlyMap<string, ArpRow['type']> = new Map([
  ['D', 'dynamic'],
  ['S', 'static'],
  ['I', 'self'],
] as const);

interface Found {
  readonly row: ArpRow | undefined;
}

function read(text: string): Found | undefined {
  const groups = ENTRY.exec(text)?.groups;
  const address = parseIp(groups?.['ip'] ?? '');
  if (groups === undefined || address === undefined) return undefined;
  const mac = parseMac(groups['mac'] ?? '');
  const name = groups['name'] ?? '';
  if (mac === undefined) return { row: undefined };
  const own = /^Vlanif(\d{1,4})$/i.exec(name)?.[1];
  // VRP 8 has the VLAN behind the letter, `D/10`; VRP 5 the slot, `D-0`.
  const beside = /^[A-Z]{1,2}\/(\d{1,4})$/i.exec(groups['type'] ?? '')?.[1];
  const vlan = /^\s+(\d{1,4})\/\S/.exec(groups['rest'] ?? '')?.[1] ?? beside ?? own;
  const type = TYPES.get((groups['type'] ?? '').charAt(0).toUpperCase()) ?? 'other';
  const port = own === undefined && isVrpPort(name) ? vrpPortName(name) : undefined;
  return { row: { address, mac, vlan: vlan === undefined ? undefined : Number(vlan), port, type } };
}

class ArpReader implements LineReader {
  readonly #sink: Sink<ArpRow>;
  #held: ArpRow | undefined;
  #after = false;

  constructor(sink: Sink<ArpRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const found = read(text);
    const vlan = VLAN_LINE.exec(text)?.[1];
    if (found !== undefined) {
      this.end();
      this.#held = found.row;
      this.#after = true;
    } else if (vlan !== undefined && this.#after) {
      if (this.#held !== undefined) this.#held = { ...this.#held, vlan: Number(vlan) };
      this.end();
    } else {
      this.end();
      if (!NOTE.test(text)) this.#sink.unknown(text);
    }
  }

  isWhole(text: string): boolean {
    return read(text) !== undefined;
  }

  end(): void {
    if (this.#held !== undefined) this.#sink.row(this.#held);
    this.#held = undefined;
    this.#after = false;
  }
}

const parser = parserOf<ArpRow>((sink) => new ArpReader(sink));

const STATES: readonly (readonly [RegExp, ArpRow['type']])[] = [
  [/^(?:reach|stale|delay|probe|dynamic)/i, 'dynamic'],
  [/^(?:static|permanent)/i, 'static'],
  [/^(?:local|self)/i, 'self'],
];

class NeighborsReader implements LineReader {
  readonly #sink: Sink<ArpRow>;
  #values = new Map<string, string>();

  constructor(sink: Sink<ArpRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const pairs = [...text.matchAll(/(?<![^\s])(?<key>[A-Z][\w -]{1,20}?)\s{0,12}: ?(?<value>\S{0,64})/g)];
    if (pairs.length === 0 && !NOTE.test(text)) this.#sink.unknown(text);
    for (const { groups } of pairs) {
      const key = (groups?.['key'] ?? '').trim().toLowerCase();
      if (key === 'ipv6 address') this.end();
      this.#values.set(key, groups?.['value'] ?? '');
      if (this.#values.size > 32) this.#values = new Map();
    }
  }

  end(): void {
    const address = parseIp(this.#values.get('ipv6 address') ?? '');
    const mac = parseMac(this.#values.get('link-layer') ?? '');
    const name = this.#values.get('interface') ?? '';
    const vlan =
      /^\d{1,4}$/.exec(this.#values.get('vlan') ?? '')?.[0] ?? /^Vlanif(\d{1,4})$/i.exec(name)?.[1];
    const state = this.#values.get('state') ?? '';
    const told = [this.#values.get('ipv6 address') ?? '', this.#values.get('link-layer') ?? ''];
    this.#values = new Map();
    if (address === undefined || mac === undefined) {
      // An entry without its own address was asked for and not answered.
      const isOdd = address === undefined ? told[0] !== '' : /\d/.test(told[1] ?? '');
      if (isOdd) this.#sink.unknown(told.join(' '));
      return;
    }
    const isPort = isVrpPort(name) && !/^Vlanif/i.test(name);
    this.#sink.row({
      address,
      mac,
      vlan: vlan === undefined ? undefined : Number(vlan),
      port: isPort ? vrpPortName(name) : undefined,
      type: STATES.find(([pattern]) => pattern.test(state))?.[1] ?? 'other',
    });
  }
}

const neighbors = parserOf<ArpRow>((sink) => new NeighborsReader(sink));

export const arpCommands: readonly Command<ArpRow>[] = [
  {
    command: 'display arp all',
    parser,
    optional: true,
    alternative: { command: 'display arp', parser, optional: true },
  },
  { command: 'display ipv6 neighbors', parser: neighbors, optional: true },
];
export const arpTables: readonly Command<ArpRow>[] = [{ command: 'display arp brief', parser }];

/** One address is given behind `network`; of IPv6 the device is asked for the whole address. */
export function arpLookup(address: string): Command<ArpRow> {
  if (address.includes(':')) return { command: `display ipv6 neighbors ${address}`, parser: neighbors };
  return { command: `display arp network ${address}`, parser };
}
