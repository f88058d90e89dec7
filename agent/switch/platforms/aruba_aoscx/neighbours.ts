/**
 * `show lldp neighbor-info detail`: one block per port, in it one block per neighbour. Until 10.10 a neighbour has a
 * `Chassis-Name` and a `Chassis-Description`, later a `System-Name` and a `System-Description`.
 */
import {
  capabilitiesIn,
  type DraftField,
  type LineReader,
  NeighbourDraft,
  parserOf,
  type Sink,
} from '../../parse/index.ts';
import type { Command, NeighbourRow } from '../../platform.ts';
import { aoscxPortName } from './names.ts';

const FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['neighbor chassis-name', 'systemName'],
  ['neighbor system-name', 'systemName'],
  ['neighbor chassis-id', 'chassisId'],
  ['neighbor port-id', 'remotePort'],
  ['neighbor management-address', 'managementAddress'],
]);
const KEY = /^\s*(?<key>[A-Z][\w ()/%-]{0,60}?)\s{0,40}:(?:\s(?<value>.*))?$/i;
/** What ends a description of several lines. */
const NEXT = /^(?:Port\s*:|Neighbor (?:Chassis-ID|Management-Address|Port-)|Chassis Capabilities|TTL\s*:)/i;
const KNOWN =
  /^\s*(?:LLDP Neighbor Information|Total Neighbor|Neighbor |Link aggregation|Aggregation port|Chassis Capabilities|TTL\b|PD |PSE |Power|MED |Inventory|Auto-neg|EEE|VLAN|Location|Network Policy|Capabilities|Device Class|[-=]{5,}|\S{1,64}[#>] ?show )/i;

class DetailReader implements LineReader {
  readonly #sink: Sink<NeighbourRow>;
  #port = '';
  #draft = new NeighbourDraft('lldp', aoscxPortName);
  #describing = false;

  constructor(sink: Sink<NeighbourRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const { key: words = '', value = '' } = KEY.exec(text)?.groups ?? {};
    const key = words.toLowerCase();
    if (this.#describing && !NEXT.test(text) && !/^-{20,}$/.test(text)) {
      this.#draft.describe(text);
      return;
    }
    this.#describing = false;
    if (key === 'port') {
      this.end();
      this.#port = value;
    } else if (/^neighbor (?:chassis|system)-description$/.test(key)) {
      this.#describing = true;
      this.#draft.describe(value);
    } else this.#field(key, value, text);
  }

  end(): void {
    const row = this.#draft.row();
    if (row !== undefined) this.#sink.row({ ...row, port: aoscxPortName(this.#port) });
    this.#draft = new NeighbourDraft('lldp', aoscxPortName);
    this.#describing = false;
  }

  #field(key: string, value: string, text: string): void {
    const field = FIELDS.get(key);
    if (field !== undefined) {
      // A further neighbour of the same port begins with its name again.
      if (this.#draft.has(field) && field !== 'managementAddress') this.end();
      this.#draft.set(field, field === 'managementAddress' ? (value.split(',')[0] ?? '') : value);
    } else if (key === 'chassis capabilities enabled') this.#draft.setCapabilities(capabilitiesIn(value));
    else if (!KNOWN.test(text)) this.#sink.unknown(text);
  }
}

const COLUMNS = ['LOCAL-PORT', 'CHASSIS-ID', 'PORT-ID', 'PORT-DESC', 'TTL', 'SYS-NAME'];

/** `show lldp neighbor-info`: cells stand below their heading. */
const summary = parserOf<NeighbourRow>((sink) => {
  let starts: readonly number[] = [];
  return {
    line(text) {
      const [port = '', chassisId = '', remotePort = '', , ttl = '', systemName = ''] = starts.map(
        (start, i) => text.slice(start, starts[i + 1]).trim(),
      );
      const found = COLUMNS.map((word) => text.indexOf(word));
      if (found.every((at) => at >= 0)) starts = found;
      else if (/^(?:\d{1,2}\/\d{1,2}\/\d{1,3}(?::\d)?|mgmt)$/.test(port) && /^\d{1,5}$/.test(ttl)) {
        const draft = new NeighbourDraft('lldp', aoscxPortName);
        draft.set('port', port);
        draft.set('chassisId', chassisId);
        draft.set('remotePort', remotePort);
        draft.set('systemName', systemName);
        const row = draft.row();
        if (row !== undefined) sink.row(row);
      } else if (!KNOWN.test(text)) sink.unknown(text);
    },
  };
});

const detail = parserOf<NeighbourRow>((sink) => new DetailReader(sink));

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbor-info detail', parser: detail },
];

export const neighbourReads: readonly Command<NeighbourRow>[] = [
  // A spelling of recordings that other tools share.
  { command: 'show lldp neighbors-info detail', parser: detail },
  { command: 'show lldp neighbor-info', parser: summary },
  { command: 'show lldp neighbors-info', parser: summary },
];
