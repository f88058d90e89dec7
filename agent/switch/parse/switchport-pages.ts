/**
 * `show interfaces switchport`: a page of `Key: value` lines per port, on some releases with tables of its VLANs below.
 * Dell's N-series and PowerConnects and Cisco's small switches name the same things in their own words.
 */
import type { LineParser, PortConfigRow } from '../platform.ts';
import { type LineReader, parserOf, type Sink } from './line-parser.ts';
import { vlanNumbers, vlanText } from './vlan-list.ts';

export function switchportPages(portName: (text: string) => string): () => LineParser<PortConfigRow> {
  return parserOf<PortConfigRow>((sink) => new PageReader(portName, sink));
}

const START = /^\s*(?:Port|Name)\s*:\s*(\S.*)$|^\s*(?:Port (\S{1,40})\s*:|Information of (\S{1,40}))\s*$/i;
/** Where lists go on: lines of nothing but VLANs. */
const MORE_VLANS = /^\s*\d[\d,\s-]*(?:\(inactive\))?\s*$/i;
const MEMBER = /^\s*(?<vlan>\d{1,4})\s.*?\s?(?<rule>untagged|tagged)\b/i;
const OTHER_TABLE = /^(?:static configuration|forbidden|classification rules|port \S+ is statically)/i;
const KEY = /^\s*(?<key>[A-Za-z][\w ().,/-]{0,80}?)\s{0,20}:\s*(?<value>.*)$/;
const NOTE = /^\s*(?:Gathering information|Vlan\s|Group ID|Forbidden|Port \S+ is)|^[-\s]+$/i;

type Field = 'mode' | 'access' | 'pvid' | 'native' | 'trunk' | 'tagged' | 'voice';
const FIELDS: readonly (readonly [RegExp, Field])[] = [
  [/^(?:vlan membership mode|(?:switch)?port mode|administrative mode)$/i, 'mode'],
  [/^access mode vlan$/i, 'access'],
  [/^(?:general (?:mode )?pvid|pvid|ingress untagged vlan \( native \))$/i, 'pvid'],
  [/^trunk(?:ing)? (?:mode )?native (?:mode )?vlan$/i, 'native'],
  [/^(?:trunking (?:mode )?vlans(?: enabled)?|vlan trunk allowed vlan)$/i, 'trunk'],
  [/^general (?:mode |egress )?tagged vlans$/i, 'tagged'],
  [/^voice vlan(?: id)?$/i, 'voice'],
];

interface Draft {
  readonly name: string;
  readonly texts: Map<Field, string>;
  readonly tagged: Set<number>;
  readonly untagged: Set<number>;
}

class PageReader implements LineReader {
  readonly #portName: (text: string) => string;
  readonly #sink: Sink<PortConfigRow>;
  #draft: Draft | undefined;
  #open: Field | undefined;
  /** In which table of VLANs: those that the port is in, or those that are forbidden, configured, or chosen by address. */
  #table: 'members' | 'others' | undefined;

  constructor(portName: (text: string) => string, sink: Sink<PortConfigRow>) {
    this.#portName = portName;
    this.#sink = sink;
  }

  line(text: string): void {
    const [, name, bare, told] = START.exec(text.trimEnd()) ?? [];
    const started = name ?? bare ?? told;
    if (started !== undefined) this.#begin(started);
    else if (/\bis member in:/i.test(text)) this.#table = 'members';
    else if (OTHER_TABLE.test(text)) this.#table = 'others';
    else if (this.#open !== undefined && MORE_VLANS.test(text)) this.#extend(text);
    else this.#field(text);
  }

  end(): void {
    this.#flush();
  }

  #begin(name: string): void {
    this.#flush();
    this.#draft = { name, texts: new Map(), tagged: new Set(), untagged: new Set() };
    this.#table = undefined;
  }

  #extend(text: string): void {
    const { texts } = this.#draft ?? {};
    if (texts !== undefined && this.#open !== undefined)
      texts.set(this.#open, `${texts.get(this.#open) ?? ''},${text.trim()}`);
  }

  #field(text: string): void {
    const { key, value = '' } = KEY.exec(text)?.groups ?? {};
    const field = key === undefined ? undefined : FIELDS.find(([pattern]) => pattern.test(key))?.[1];
    const member = this.#table === 'members' && key === undefined ? MEMBER.exec(text)?.groups : undefined;
    this.#open = field;
    if (field !== undefined && this.#draft !== undefined) {
      // The state of operation comes first, what is configured statically below it.
      if (!this.#draft.texts.has(field)) this.#draft.texts.set(field, value.trim());
    } else if (member !== undefined) {
      const set = /^un/i.test(member['rule'] ?? '') ? this.#draft?.untagged : this.#draft?.tagged;
      set?.add(Number(member['vlan']));
    } else if (key === undefined && this.#table !== 'others' && !NOTE.test(text)) this.#sink.unknown(text);
  }

  #flush(): void {
    if (this.#draft !== undefined) this.#sink.row(rowOf(this.#draft, this.#portName));
    this.#draft = undefined;
    this.#open = undefined;
  }
}

function rowOf(draft: Draft, portName: (text: string) => string): PortConfigRow {
  const text = (field: Field): string => draft.texts.get(field) ?? '';
  const mode = modeOf(text('mode'));
  const untagged = [...draft.untagged][0];
  const pvid = numberIn(text('pvid')) ?? untagged;
  const listed = draft.tagged.size > 0 ? vlanText(draft.tagged) : undefined;
  return {
    name: portName(draft.name),
    description: undefined,
    adminUp: undefined,
    mode,
    accessVlan: mode === 'access' ? (numberIn(text('access')) ?? pvid) : undefined,
    nativeVlan: mode === 'trunk' ? (numberIn(text('native')) ?? pvid) : mode === 'general' ? pvid : undefined,
    taggedVlans:
      mode === 'trunk'
        ? (trunkVlans(text('trunk')) ?? listed)
        : mode === 'general'
          ? (trunkVlans(text('tagged')) ?? listed)
          : undefined,
    voiceVlan: numberIn(text('voice')),
    lag: undefined,
    lines: [],
  };
}

function modeOf(text: string): PortConfigRow['mode'] {
  const word = /\b(access|trunk|general|hybrid)\b/i.exec(text)?.[1]?.toLowerCase();
  if (word === 'hybrid') return 'general';
  return word === 'access' || word === 'trunk' || word === 'general' ? word : undefined;
}

function numberIn(text: string): number | undefined {
  const vlan = Number(/^\s*(\d{1,4})\b/.exec(text)?.[1] ?? 0);
  return vlan === 0 ? undefined : vlan;
}

/** `All`, `1,10-20`, `2-4094 (Inactive)`; `none` and nothing are undefined. */
function trunkVlans(text: string): string | undefined {
  return /^\s*all\b/i.test(text) ? 'all' : vlanText(vlanNumbers(text.replace(/\([^)]{0,40}\)/g, ' ')));
}
