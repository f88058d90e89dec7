/** LLDP. The summary leaves capabilities out; they come from the detail of one port. */
import {
  capabilitiesIn,
  type DraftField,
  type LineReader,
  NeighbourDraft,
  type Sink,
} from '../../parse/index.ts';
import type { Command, NeighbourRow } from '../../platform.ts';
import { junosParser } from './frame.ts';
import { isJunosPort, junosPortName } from './names.ts';

const HEADING = /^\s*Local ?Interface\s+(?<parent>Parent ?Interface\s+)?Chassis ?Id\b/i;

/** `Port info` and `System Name` may both hold blanks, and either may push the next one aside. */
class SummaryReader implements LineReader {
  readonly #sink: Sink<NeighbourRow>;
  #hasParent = true;
  #nameAt = 0;

  constructor(sink: Sink<NeighbourRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const heading = HEADING.exec(text);
    if (heading !== null) {
      this.#hasParent = heading.groups?.['parent'] !== undefined;
      this.#nameAt = text.search(/System Name/i);
      return;
    }
    const row = this.#read(text);
    if (row !== undefined) this.#sink.row(row);
    else if (!/^LLDP is (?:not|disabled)/i.test(text)) this.#sink.unknown(text);
  }

  isWhole(text: string): boolean {
    return this.#read(text) !== undefined;
  }

  #read(text: string): NeighbourRow | undefined {
    const cells = (this.#hasParent ? WITH_PARENT : WITHOUT_PARENT).exec(text)?.groups;
    if (cells === undefined || !isJunosPort(cells['port'] ?? '')) return undefined;
    const rest = cells['rest'] ?? '';
    const [remotePort, systemName] = this.#split(rest, text.length - rest.length);
    const draft = new NeighbourDraft('lldp', junosPortName);
    draft.set('port', cells['port'] ?? '');
    draft.set('chassisId', cells['chassis'] ?? '');
    draft.set('remotePort', remotePort);
    draft.set('systemName', systemName);
    return draft.row();
  }

  #split(rest: string, start: number): readonly [port: string, name: string] {
    const [first = '', second] = rest.trim().split(/\s{2,}/);
    if (second !== undefined) return [first, second];
    if (this.#nameAt > 0 && start + rest.search(/\S/) >= this.#nameAt) return ['', first];
    // One blank between the two: the port filled its column or went beyond it.
    const at = start + first.length > this.#nameAt ? first.lastIndexOf(' ') : -1;
    return at < 0 || this.#nameAt <= 0 ? [first, ''] : [first.slice(0, at), first.slice(at + 1)];
  }
}

const WITH_PARENT = /^\s*(?<port>\S{2,32})\s+(?<parent>-|\S{2,32})\s+(?<chassis>\S{1,64})(?<rest>\s.*)?$/;
const WITHOUT_PARENT = /^\s*(?<port>\S{2,32})\s+(?<chassis>\S{1,64})(?<rest>\s.*)?$/;

const FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['local interface', 'port'],
  ['chassis id', 'chassisId'],
  ['port id', 'remotePort'],
  ['system name', 'systemName'],
  ['address', 'managementAddress'],
]);
const KEY = /^\s*(?<key>[A-Za-z][A-Za-z0-9 -]{0,40}?)\s{0,40}:(?:\s(?<value>.*))?$/;
const SECTION =
  /^\s*(?:LLDP Neighbor Information|Local Information|Neighbou?r Information|System capabilities|Management (?:Info|address)|Organization Info|Media (?:endpoint|policy)|Information)\b/i;
const PASSED_OVER =
  /^(?:index|parent interface|local port id|ageout count|chassis type|port type|port description|type|subtype|interface subtype|oid|oui|info|index|supported|media|time to live|age|ttl|time mark|network policy|location|inventory|hardware|firmware|software|serial|manufacturer|model|asset|vlan|application|dscp|l2 priority|policy|tagged|untagged|power|mdi|pse|pd)\b/;

/** `show lldp neighbors interface X`: one block per neighbour, each begun by `LLDP Neighbor Information`. */
class DetailReader implements LineReader {
  readonly #sink: Sink<NeighbourRow>;
  #draft = new NeighbourDraft('lldp', junosPortName);
  /** The same words tell of our side and of theirs. */
  #theirs = false;
  #inManagement = false;
  #describing = false;

  constructor(sink: Sink<NeighbourRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const { key: words = '', value = '' } = KEY.exec(text)?.groups ?? {};
    const key = words.toLowerCase();
    if (SECTION.test(text)) this.#section(text);
    else if (key === 'system description') {
      this.#describing = true;
      this.#draft.describe(value);
    } else if (this.#describing && !this.#isKey(key)) this.#draft.describe(text);
    else {
      this.#describing = false;
      this.#field(key, value, text);
    }
  }

  end(): void {
    const row = this.#draft.row();
    if (row !== undefined) this.#sink.row(row);
    this.#draft = new NeighbourDraft('lldp', junosPortName);
    this.#theirs = false;
  }

  #section(text: string): void {
    this.#describing = false;
    if (/^\s*LLDP Neighbor/i.test(text)) this.end();
    if (/^\s*Neighbou?r Info/i.test(text)) this.#theirs = true;
    this.#inManagement = /^\s*Management/i.test(text);
  }

  #isKey(key: string): boolean {
    return FIELDS.has(key) || key === 'supported' || key === 'enabled';
  }

  #field(key: string, value: string, text: string): void {
    const field = FIELDS.get(key);
    if (key === 'enabled') this.#draft.setCapabilities(capabilitiesIn(value));
    else if (field === 'port') this.#draft.set(field, value);
    else if (field === 'remotePort' && this.#inManagement) return;
    else if (field !== undefined && this.#theirs) this.#draft.set(field, value);
    else if (field === undefined && !PASSED_OVER.test(key)) this.#sink.unknown(text);
  }
}

const summary = junosParser<NeighbourRow>((sink) => new SummaryReader(sink));
const detail = junosParser<NeighbourRow>((sink) => new DetailReader(sink));

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors', parser: summary, optional: true },
];

export function neighbourDetail(port: string): Command<NeighbourRow> {
  return { command: `show lldp neighbors interface ${port}`, parser: detail, optional: true };
}

export const neighbourReads: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors detail', parser: detail },
];
