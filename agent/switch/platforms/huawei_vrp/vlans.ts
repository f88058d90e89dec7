/**
 * `display vlan`: one table with the ports, tagged (TG) and untagged (UT), and one with the state and a description,
 * which is what a VLAN is called here. `display vlan brief` has all in one.
 */
import { type LineReader, parserOf, type Sink } from '../../parse/index.ts';
import type { Command, VlanRow } from '../../platform.ts';
import { isVrpPort, vrpPortName } from './names.ts';

/** There are no more VLANs. */
const VLANS_MAX = 4_096;
/** Ports of one VLAN; hostile output must not grow without end. */
const PORTS_MAX = 4_096;
const PORT = /(?<![^\s:])(?:(?:TG|UT|MP|ST)\s?:\s?)?(?<name>[\w/.:-]{1,64})\((?:U|D|[\w]{1,3})\)/g;
const NOTE =
  /^\s*(?:VLAN ID|VID)\b|^[-\s]+$|^\s*[*#]\s?:|^\s*(?:The total number|U\s?:|MP:|#:|MAC-LRN|BC:|FWD:|Info:)|management-vlan|^\s*(?:TG|UT)\s?:\s*$/i;
/** `VID  Status  Property  MAC-LRN STAT ...`, and the older `VLAN ID Type Status ...`. */
const STATUS =
  /^\s*(?<vlan>\d{1,4})\s+(?:(?:common|super|sub|mux|\*?\w{1,12})\s+){0,2}?(?:enable|disable)\s+(?<rest>\S.*)$/i;
/** What comes before the description: property, learning, counting and the three kinds of flooding; it may hold such words itself. */
const FLAGS =
  /^(?:(?:default|common|principal|[a-z-]{0,20}subordinate)\s+)?(?:(?:enable|disable)(?:\s+|$)){0,2}(?:(?:fwd|dsd|forward|discard)(?:\s+|$)){0,3}(?:default$)?/i;

interface Draft {
  name: string | undefined;
  readonly ports: Set<string>;
}

class VlanReader implements LineReader {
  readonly #sink: Sink<VlanRow>;
  readonly #vlans = new Map<number, Draft>();
  /** The columns of `display vlan brief`, where the name stands between two others. */
  #name: { readonly start: number; readonly end: number } | undefined;
  #open: Draft | undefined;

  constructor(sink: Sink<VlanRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const ports = portsIn(text);
    const vlan = /^\s{0,8}(\d{1,4})\s/.exec(text)?.[1];
    const status = STATUS.exec(text)?.groups;
    if (/^\s*VID\s+Name\b/i.test(text))
      this.#name = { start: text.indexOf('Name'), end: text.indexOf('Status') };
    else if (vlan !== undefined && (ports.length > 0 || status !== undefined || this.#isEmpty(text)))
      this.#row(Number(vlan), text, ports, status);
    else if (ports.length > 0 && this.#open !== undefined) this.#add(this.#open, ports);
    else if (!NOTE.test(text)) this.#sink.unknown(text);
  }

  end(): void {
    for (const [vlan, { name, ports }] of this.#vlans) this.#sink.row({ vlan, name, ports: [...ports] });
  }

  /** A VLAN without ports: `  20   common` or `20  guests  enable`. */
  #isEmpty(text: string): boolean {
    return /^\s*\d{1,4}\s+(?:common|super|sub|mux|mux-sub|(?:\S.*\s)?(?:enable|disable))\b/i.test(text);
  }

  #row(
    vlan: number,
    text: string,
    ports: readonly string[],
    status: Readonly<Record<string, string | undefined>> | undefined,
  ): void {
    const known = this.#vlans.get(vlan);
    if (known === undefined && this.#vlans.size >= VLANS_MAX) return;
    const draft = known ?? { name: undefined, ports: new Set() };
    this.#vlans.set(vlan, draft);
    this.#open = draft;
    this.#add(draft, ports);
    const column = this.#name;
    const name =
      column === undefined
        ? (status?.['rest'] ?? '').replace(FLAGS, '').trim()
        : text.slice(column.start, column.end).trim();
    if (name !== '' && ports.length === 0) draft.name ??= name;
    else if (column !== undefined && name !== '') draft.name ??= name;
  }

  #add(draft: Draft, ports: readonly string[]): void {
    for (const port of ports) if (draft.ports.size < PORTS_MAX) draft.ports.add(port);
  }
}

function portsIn(text: string): string[] {
  return [...text.matchAll(PORT)]
    .map(({ groups }) => groups?.['name'] ?? '')
    .filter(isVrpPort)
    .map(vrpPortName);
}

const parser = parserOf<VlanRow>((sink) => new VlanReader(sink));

export const vlanCommands: readonly Command<VlanRow>[] = [{ command: 'display vlan', parser }];
export const vlanTables: readonly Command<VlanRow>[] = [{ command: 'display vlan brief', parser }];
