/** LLDP of EXOS: a block per neighbour with `- Key: "value"`, and a summary with identifiers only. */
import {
  capabilitiesIn,
  type DraftField,
  type LineReader,
  NeighbourDraft,
  parserOf,
  type Sink,
} from '../../parse/index.ts';
import type { Command, NeighbourRow } from '../../platform.ts';
import { exosPortName, isExosPort } from './names.ts';

const PORT = /^\s*LLDP Port (?<port>\S{1,12}) detected \d{1,4} (?:LLDP )?neighbou?rs?\b/i;
const NEIGHBOUR = /^\s*Neighbor:\s*\S/i;
const KEY = /^\s*(?:- )?(?<key>[A-Z][\w ./-]{0,48}?)\s{0,20}:\s?(?<value>.*)$/i;
const FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['chassis id', 'chassisId'],
  ['port id', 'remotePort'],
  ['system name', 'systemName'],
  ['management address', 'managementAddress'],
]);
/** Further facts of a neighbour, all below its first line. */
const DETAIL = /^\s{2,}\S/;
const NOTE =
  /^[-=*\s]+$|^\s*(?:No LLDP|LLDP (?:is|Port \S{1,12} detected 0)|Port\s+Neighbor|Neighbor\s+Neighbor|Port\s+Chassis|ID\s+ID\b|NOTE|Total)/i;

class DetailReader implements LineReader {
  readonly #sink: Sink<NeighbourRow>;
  #port = '';
  #draft = new NeighbourDraft('lldp', exosPortName);
  #describing = false;
  /** The quotes around the description were not closed yet: its own line ends are printed as they are. */
  #inQuotes = false;

  constructor(sink: Sink<NeighbourRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const { key: words = '', value = '' } = KEY.exec(text)?.groups ?? {};
    const key = words.toLowerCase();
    const field = FIELDS.get(key);
    const port = PORT.exec(text)?.groups?.['port'];
    if (/^\s*- [A-Z]/.test(text)) this.#describing = false;
    if (port !== undefined) {
      this.end();
      this.#port = port;
    } else if (NEIGHBOUR.test(text)) this.end();
    else if (this.#describing) this.#describe(text);
    else if (key === 'system description') {
      this.#inQuotes = value.startsWith('"');
      this.#describe(value.replace(/^"/, ''));
    } else if (field !== undefined) this.#draft.set(field, unquoted(value));
    else if (key === 'enabled capabilities') this.#draft.setCapabilities(capabilitiesIn(value));
    else if (!DETAIL.test(text) && !NOTE.test(text)) this.#sink.unknown(text);
  }

  end(): void {
    const row = this.#draft.row();
    if (row !== undefined) this.#sink.row({ ...row, port: exosPortName(this.#port) });
    this.#draft = new NeighbourDraft('lldp', exosPortName);
    this.#describing = false;
    this.#inQuotes = false;
  }

  /** A long text is cut into lines that end in a backslash. */
  #describe(text: string): void {
    this.#inQuotes &&= !/"\s*$/.test(text);
    this.#describing = this.#inQuotes || /\\\s*$/.test(text);
    this.#draft.describe(unquoted(text.replace(/\\\s*$/, '')));
  }
}

function unquoted(text: string): string {
  return text.trim().replace(/^"/, '').replace(/"$/, '');
}

/** `1:2     00:04:96:51:aa:bb   1:5    120   14   name`: port, chassis, port there, lifetime, age, perhaps a name. */
const ROW =
  /^\s*(?<port>\d{1,3}(?::\d{1,3}){0,2})\s+(?:\((?:\d\.\d|[A-Z.]{1,8})\))?\s*(?<chassis>\S{2,64})\s+(?<remote>\S.{0,63}?)\s+(?<ttl>\d{1,5})\s+(?<age>\d{1,6})(?:\s+(?<name>\S.*))?$/;

/** A port there of several words, `Slot: 1, Port: 5`, is set off by two blanks. */
const WIDE_ROW =
  /^\s*(?<port>\d{1,3}(?::\d{1,3}){0,2})\s+(?:\((?:\d\.\d|[A-Z.]{1,8})\))?\s*(?<chassis>\S{2,64})\s{2,}(?<remote>\S.{0,63}?)\s{2,}(?<ttl>\d{1,5})\s{2,}(?<age>\d{1,6})(?:\s{2,}(?<name>\S.*))?$/;

const summary = parserOf<NeighbourRow>((sink) => ({
  line(text) {
    const cells = (WIDE_ROW.exec(text) ?? ROW.exec(text))?.groups;
    if (cells === undefined || !isExosPort(cells['port'] ?? '')) {
      if (!NOTE.test(text) && !/^\s{4,}\S+ ?: /.test(text)) sink.unknown(text);
      return;
    }
    const draft = new NeighbourDraft('lldp', exosPortName);
    draft.set('port', cells['port'] ?? '');
    draft.set('chassisId', cells['chassis'] ?? '');
    draft.set('remotePort', unquoted(cells['remote'] ?? ''));
    draft.set('systemName', cells['name'] ?? '');
    const row = draft.row();
    if (row !== undefined) sink.row(row);
  },
  isWhole: (text) => ROW.test(text),
}));

const detail = parserOf<NeighbourRow>((sink) => new DetailReader(sink));

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors detailed', parser: detail, optional: true },
];

export const neighbourReads: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors', parser: summary },
  { command: 'show lldp ports all neighbors detailed', parser: detail },
];
