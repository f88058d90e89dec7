/** LLDP. EOS has no CDP. */
import {
  capabilityWords,
  type DraftField,
  isPortLike,
  type Json,
  jsonEntries,
  jsonObject,
  jsonObjects,
  jsonParser,
  jsonQuote,
  jsonText,
  type LineReader,
  NeighbourDraft,
  parserOf,
  type Sink,
} from '../../parse/index.ts';
import type { Command, NeighbourRow } from '../../platform.ts';
import { eosPortName } from './names.ts';

const json = jsonParser<NeighbourRow>((answer, sink) => {
  for (const [port, entry] of jsonEntries(answer['lldpNeighbors'])) {
    for (const info of jsonObjects(entry['lldpNeighborInfo'])) {
      const row = neighbour(port, info);
      if (row === undefined) sink.unknown(jsonQuote(info));
      else sink.row(row);
    }
  }
  // The summary is a list.
  for (const entry of Array.isArray(answer['lldpNeighbors']) ? jsonObjects(answer['lldpNeighbors']) : []) {
    const row = summaryEntry(entry);
    if (row === undefined) sink.unknown(jsonQuote(entry));
    else sink.row(row);
  }
});

function neighbour(port: string, info: Json): NeighbourRow | undefined {
  const remote = jsonObject(info['neighborInterfaceInfo']) ?? {};
  const [address] = jsonObjects(info['managementAddresses']);
  const draft = new NeighbourDraft('lldp', eosPortName);
  draft.set('port', port);
  draft.set('chassisId', jsonText(info, 'chassisId'));
  draft.set('remotePort', unquoted(jsonText(remote, 'interfaceId_v2', 'interfaceId')));
  draft.set('systemName', jsonText(info, 'systemName'));
  draft.set('managementAddress', address === undefined ? '' : jsonText(address, 'address'));
  for (const line of jsonText(info, 'systemDescription').split('\n')) draft.describe(line);
  const enabled = Object.entries(jsonObject(info['systemCapabilities']) ?? {})
    .filter(([, isOn]) => isOn === true)
    .map(([word]) => CAPABILITIES.get(word.toLowerCase()) ?? word);
  draft.setCapabilities(capabilityWords(enabled));
  return draft.row();
}

function summaryEntry(entry: Json): NeighbourRow | undefined {
  const draft = new NeighbourDraft('lldp', eosPortName);
  draft.set('port', jsonText(entry, 'port'));
  draft.set('systemName', jsonText(entry, 'neighborDevice'));
  draft.set('remotePort', unquoted(jsonText(entry, 'neighborPort')));
  return draft.row();
}

/** Words of EOS that differ from those of other systems. */
const CAPABILITIES: ReadonlyMap<string, string> = new Map([
  ['wlanaccesspoint', 'wlan'],
  ['wlanaccess point', 'wlan'],
  ['stationonly', 'station'],
  ['docsiscabledevice', 'other'],
]);

function unquoted(text: string): string {
  return text.trim().replace(/^"(.*)"$/, '$1');
}

const INTERFACE = /^\s*Interface (?<port>\S+) detected (?<count>\d+) LLDP neighbors?/i;
const NEIGHBOUR = /^\s*Neighbor \S.{0,512}?, age \d/i;
const KEY = /^\s*(?:- )?(?<key>[A-Z][A-Za-z0-9 ]{0,60}?)\s{0,20}:\s?(?<value>.*)$/;
const FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['chassis id', 'chassisId'],
  ['port id', 'remotePort'],
  ['system name', 'systemName'],
  ['management address', 'managementAddress'],
]);

/** `show lldp neighbors detail`: `Interface X detected …`, then a block for each neighbour, quoted texts over many lines. */
class DetailReader implements LineReader {
  readonly #sink: Sink<NeighbourRow>;
  #port = '';
  #draft = new NeighbourDraft('lldp', eosPortName);
  #describing = false;

  constructor(sink: Sink<NeighbourRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const port = INTERFACE.exec(text)?.groups?.['port'];
    if (this.#describing) this.#describe(text);
    else if (port !== undefined) {
      this.#flush();
      this.#port = port;
    } else if (NEIGHBOUR.test(text)) this.#flush();
    else this.#field(text);
  }

  end(): void {
    this.#flush();
  }

  #field(text: string): void {
    const groups = KEY.exec(text)?.groups;
    const key = (groups?.['key'] ?? '').toLowerCase();
    const value = groups?.['value'] ?? '';
    const field = FIELDS.get(key);
    if (field !== undefined) this.#draft.set(field, unquoted(value));
    else if (key === 'system description') this.#describe(value.trim().replace(/^"/, ''));
    else if (key === 'enabled capabilities') {
      const words = value.split(',').map((word) => CAPABILITIES.get(word.trim().toLowerCase()) ?? word);
      this.#draft.setCapabilities(capabilityWords(words));
    } else if (this.#port === '') this.#sink.unknown(text);
  }

  /** The text ends with its quote. */
  #describe(text: string): void {
    this.#describing = !/"\s*$/.test(text);
    this.#draft.describe(text.replace(/"\s*$/, ''));
  }

  #flush(): void {
    this.#draft.set('port', this.#port);
    const row = this.#draft.row();
    if (row !== undefined) this.#sink.row(row);
    this.#draft = new NeighbourDraft('lldp', eosPortName);
    this.#describing = false;
  }
}

const detail = parserOf<NeighbourRow>((sink) => new DetailReader(sink));

const NOTE = /^Last table change|^Number of table|^\s*Port\s+Neighbor|^[-\s]+$/i;

const summary = parserOf<NeighbourRow>((sink) => {
  const read = (text: string): NeighbourRow | undefined => {
    const wide = text.trim().split(/\s{2,}/);
    // A long name leaves one blank to its neighbours.
    const tight = text.trim().split(/\s+/);
    const [port = '', name = '', ...rest] = wide.length === 4 ? wide : tight;
    const hold = rest.pop() ?? '';
    if (!isPortLike(port) || rest.length === 0 || !/^\d{1,5}$/.test(hold)) return undefined;
    const draft = new NeighbourDraft('lldp', eosPortName);
    draft.set('port', port);
    draft.set('systemName', name);
    draft.set('remotePort', rest.join(' '));
    return draft.row();
  };
  return {
    line(text) {
      const row = read(text);
      if (row !== undefined) sink.row(row);
      else if (!NOTE.test(text)) sink.unknown(text);
    },
    isWhole: (text) => read(text) !== undefined,
  };
});

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  {
    command: 'show lldp neighbors detail | json',
    parser: json,
    optional: true,
    alternative: { command: 'show lldp neighbors detail', parser: detail, optional: true },
  },
];

export const neighboursAlso: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors', parser: summary },
  { command: 'show lldp neighbors | json', parser: json },
];
