/** What is configured on ports: VLANs of all of them, and the lines of one. VLANs hold their ports here, not ports their VLANs. */

import {
  configParser,
  type LineReader,
  parserOf,
  type Sink,
  vlanNumbers,
  vlanText,
} from '../../parse/index.ts';
import type { Command, LineParser, PortConfigRow } from '../../platform.ts';
import { os9Long, os9PortName } from './names.ts';

const NOTE = /^\s*(?:Codes:|[a-zA-Z] - |.{0,60}\b[A-Za-z] - [A-Z]|Vlan membership|Q\s+Vlans)|^[-=\s]+$/i;
const KEY = /^\s*(?<key>[A-Za-z0-9.][\w. -]{1,40}?)\s{0,10}:\s*(?<value>.*)$/;

interface Draft {
  readonly name: string;
  description: string | undefined;
  tagging: string;
  native: number | undefined;
  readonly untagged: Set<number>;
  readonly tagged: Set<number>;
}

/** How the port is in the VLANs, then the VLANs. */
const MEMBERS = /^\s*(?<how>[UTxXGMHiIvV])\s+(?<list>\d[\d,\s-]*)$/;
/** Older releases do not tell how: `Vlan 2, Vlan 10`. */
const BARE_MEMBERS = /^\s*(?:Vlan \d{1,4},?\s{0,4}){1,64}$/i;
const MORE_VLANS = /^\s+\d[\d,\s-]*$/;

/** `show interfaces switchport`. */
class PageReader implements LineReader {
  readonly #sink: Sink<PortConfigRow>;
  #draft: Draft | undefined;
  #open: Set<number> | undefined;

  constructor(sink: Sink<PortConfigRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const { key = '', value = '' } = KEY.exec(text)?.groups ?? {};
    const { how, list = '' } = MEMBERS.exec(text)?.groups ?? {};
    const draft = this.#draft;
    if (/^name$/i.test(key)) this.#begin(value);
    else if (draft !== undefined && how !== undefined) {
      this.#open = /[Uxiv]/.test(how) ? draft.untagged : draft.tagged;
      this.#add(list);
    } else if (draft !== undefined && BARE_MEMBERS.test(text)) {
      this.#open = draft.tagging === 'false' ? draft.untagged : draft.tagged;
      this.#add(text);
    } else if (this.#open !== undefined && MORE_VLANS.test(text)) this.#add(text);
    else if (draft !== undefined && key !== '') this.#field(draft, key.toLowerCase(), value.trim());
    else if (!NOTE.test(text)) this.#sink.unknown(text);
  }

  end(): void {
    if (this.#draft !== undefined) this.#sink.row(rowOf(this.#draft));
    this.#draft = undefined;
    this.#open = undefined;
  }

  #begin(name: string): void {
    this.end();
    this.#draft = {
      name,
      description: undefined,
      tagging: '',
      native: undefined,
      untagged: new Set(),
      tagged: new Set(),
    };
  }

  #add(list: string): void {
    for (const vlan of vlanNumbers(list)) this.#open?.add(vlan);
  }

  #field(draft: Draft, key: string, value: string): void {
    if (key === 'description' && value !== '') draft.description = value;
    if (key.endsWith('tagged')) draft.tagging = value.toLowerCase();
    if (/^native vlan ?id$/.test(key)) draft.native = Number(/^\d{1,4}/.exec(value)?.[0] ?? 0) || undefined;
  }
}

const pages: () => LineParser<PortConfigRow> = parserOf((sink) => new PageReader(sink));

function rowOf({ name, description, tagging, native, untagged, tagged }: Draft): PortConfigRow {
  const own = [...untagged][0] ?? native;
  if (own !== undefined) tagged.delete(own);
  const mode = tagged.size === 0 ? 'access' : own === undefined || tagging === 'true' ? 'trunk' : 'general';
  return {
    name: os9PortName(name),
    description,
    adminUp: undefined,
    mode,
    accessVlan: mode === 'access' ? own : undefined,
    nativeVlan: mode === 'access' ? undefined : own,
    taggedVlans: vlanText(tagged),
    voiceVlan: undefined,
    lag: undefined,
    lines: [],
  };
}

const CONFIG = {
  portName: os9PortName,
  isPort: (name: string): boolean => /^(?:Gi|Te|Tf|Fo|Fi|Hu|Fa|Po)\d/.test(name),
  // Ports are shut until told otherwise; their VLANs stand elsewhere.
  defaults: { adminUp: false },
} as const;

export const configCommands: readonly Command<PortConfigRow>[] = [
  { command: 'show interfaces switchport', parser: pages },
];

export function portConfig(port: string): Command<PortConfigRow> {
  return {
    command: `show running-config interface ${os9Long(port)}`,
    parser: configParser(CONFIG, port),
  };
}

/** The VLANs of one port, which its running configuration does not tell. */
export function portVlans(port: string): Command<PortConfigRow> {
  return { command: `show interfaces switchport ${os9Long(port)}`, parser: pages };
}
