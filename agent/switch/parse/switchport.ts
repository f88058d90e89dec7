/**
 * `show interfaces switchport` of Cisco and its relatives: one block of `Key: value` lines per port, begun by `Name:`.
 * What is configured counts, not what was negotiated; a port that negotiates is what it became.
 */
import type { LineParser, PortConfigRow } from '../platform.ts';
import { vlanId } from './json.ts';
import { type LineReader, parserOf, type Sink } from './line-parser.ts';
import { vlanNumbers, vlanText } from './vlan-list.ts';

const KEY = /^\s*(?<key>[A-Za-z][A-Za-z0-9 ()/-]{1,70}?)\s{0,20}:\s*(?<value>.*)$/;
/** Lines without a colon, and headings. */
const NOTE = /^\s*(?:Capture Mode|Trunking VLANs|Unknown|Appliance|Trunk Groups|Private VLAN|Vepa)\b/i;
/** A list of VLANs that goes on in the next line. */
const CONTINUED = /^\s{2,}\d[\d,\s-]*$/;
/** A list of all 4,094 VLANs one by one is shorter. */
const LIST_CHARS_MAX = 20_480;

export function switchportParser(portName: (text: string) => string): () => LineParser<PortConfigRow> {
  return parserOf((sink) => new SwitchportReader(sink, portName));
}

type Field = 'name' | 'enabled' | 'admin' | 'oper' | 'access' | 'native' | 'allowed' | 'voice' | 'lag';
const FIELDS: readonly (readonly [RegExp, Field])[] = [
  [/^name$/, 'name'],
  [/^switchport$/, 'enabled'],
  [/^(?:administrative|admin) mode$/, 'admin'],
  [/^operational mode$/, 'oper'],
  [/^access mode vlan$/, 'access'],
  [/^trunking native mode vlan$/, 'native'],
  [/^trunking vlans (?:enabled|allowed)$/, 'allowed'],
  [/^(?:voice|phone) vlan$/, 'voice'],
];

class SwitchportReader implements LineReader {
  readonly #sink: Sink<PortConfigRow>;
  readonly #portName: (text: string) => string;
  #values = new Map<Field, string>();
  #last: Field | undefined;

  constructor(sink: Sink<PortConfigRow>, portName: (text: string) => string) {
    this.#sink = sink;
    this.#portName = portName;
  }

  line(text: string): void {
    const groups = KEY.exec(text)?.groups;
    const key = (groups?.['key'] ?? '').toLowerCase();
    const field = FIELDS.find(([pattern]) => pattern.test(key))?.[1];
    if (field === 'name') this.#flush();
    if (field !== undefined) this.#take(field, groups?.['value'] ?? '');
    else if (groups === undefined && this.#last === 'allowed' && CONTINUED.test(text)) this.#goOn(text);
    else {
      this.#last = undefined;
      // Other keys of a block are known to be none of ours.
      const isOther = groups !== undefined && this.#values.has('name');
      if (!isOther && !NOTE.test(text)) this.#sink.unknown(text);
    }
  }

  end(): void {
    this.#flush();
  }

  #take(field: Field, value: string): void {
    this.#last = field;
    if (!this.#values.has(field)) this.#values.set(field, value.trim());
  }

  #goOn(text: string): void {
    const list = this.#values.get('allowed') ?? '';
    if (list.length < LIST_CHARS_MAX) this.#values.set('allowed', `${list}${text.trim()}`);
  }

  #flush(): void {
    const name = this.#values.get('name') ?? '';
    if (name !== '') this.#sink.row(switchportRow(this.#portName(name), this.#values));
    this.#values = new Map();
    this.#last = undefined;
  }
}

/** The row of one port, from the words of any of these systems. */
export function switchportRow(name: string, values: ReadonlyMap<string, string>): PortConfigRow {
  const mode = modeOf(values);
  const allowed = values.get('allowed') ?? '';
  return {
    name,
    description: undefined,
    adminUp: undefined,
    mode,
    accessVlan: mode === 'access' ? leadingVlan(values.get('access')) : undefined,
    nativeVlan: mode === 'trunk' ? leadingVlan(values.get('native')) : undefined,
    taggedVlans: mode === 'trunk' ? allowedVlans(allowed) : undefined,
    voiceVlan: leadingVlan(values.get('voice')),
    lag: undefined,
    lines: [],
  };
}

function modeOf(values: ReadonlyMap<string, string>): PortConfigRow['mode'] {
  if (/^(?:disabled|not enabled)$/i.test(values.get('enabled') ?? '')) return 'routed';
  for (const field of ['admin', 'oper']) {
    const word = (values.get(field) ?? '').toLowerCase();
    // `dynamic auto` says what is allowed, not what is.
    if (word.startsWith('dynamic')) continue;
    if (/^(?:static )?access\b|^(?:dot1q-?)?tunnel$/.test(word)) return 'access';
    if (/^(?:trunk|fex-fabric|fabricpath)/.test(word)) return 'trunk';
    if (word === 'routed') return 'routed';
  }
  return undefined;
}

function leadingVlan(text: string | undefined): number | undefined {
  return vlanId(/^\d{1,4}\b/.exec(text ?? '')?.[0]);
}

/** `ALL`, `1-4094`, `none`, `1,12,15`. */
function allowedVlans(text: string): string | undefined {
  if (/^all$/i.test(text.trim())) return 'all';
  return vlanText(vlanNumbers(text));
}
