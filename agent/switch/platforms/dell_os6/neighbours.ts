/** LLDP: a summary of all ports, and the detail of one, which alone tells capabilities and full names. */

import {
  capabilityWords,
  type DraftField,
  isPortLike,
  type LineReader,
  NeighbourDraft,
  parserOf,
  RulerTable,
  type Sink,
} from '../../parse/index.ts';
import type { Command, LineParser, NeighbourRow } from '../../platform.ts';
import { os6PortName } from './names.ts';

/** `show lldp remote-device all`. */
export function os6LldpSummary(portName: (text: string) => string): () => LineParser<NeighbourRow> {
  return parserOf<NeighbourRow>((sink) => summaryTable(sink, portName));
}

function summaryTable(sink: Sink<NeighbourRow>, portName: (text: string) => string): LineReader {
  return new RulerTable({
    isRow: (line) => isPortLike(line.trim().split(/\s+/)[0] ?? ''),
    isNote: (line) => /^LLDP Remote Device Summary|^No remote|^LLDP\b/i.test(line),
    unknown: sink.unknown,
    row(row) {
      const draft = new NeighbourDraft('lldp', portName);
      draft.set('port', row.first);
      draft.set('chassisId', row.cell(/chassis id/i, ''));
      draft.set('remotePort', row.cell(/port id/i, ''));
      // Long names are cut and marked.
      draft.set('systemName', row.cell(/system name/i, '').replace(/\s*\.\.\.$/, ''));
      // Ports without a neighbour are listed by some releases, with nothing beside the name.
      const neighbour = draft.row();
      if (neighbour !== undefined) sink.row(neighbour);
    },
  });
}

const KEY = /^(?<key>[A-Z][A-Za-z/ -]{0,60}?)\s{0,60}:\s*(?<value>.*)$/;
const AFTER_DESCRIPTION =
  /^(?:Port Description|System Capabilities|Management Address|Time to Live|Local Interface|Remote Identifier)/;

const FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['Chassis ID', 'chassisId'],
  ['Port ID', 'remotePort'],
  ['System Name', 'systemName'],
]);

class DetailReader implements LineReader {
  readonly #sink: Sink<NeighbourRow>;
  readonly #portName: (text: string) => string;
  #port = '';
  #draft: NeighbourDraft;
  #describing = false;

  constructor(sink: Sink<NeighbourRow>, portName: (text: string) => string) {
    this.#sink = sink;
    this.#portName = portName;
    this.#draft = new NeighbourDraft('lldp', portName);
  }

  line(text: string): void {
    const { key = '', value = '' } = KEY.exec(text)?.groups ?? {};
    // A neighbour's description keeps its line feeds, so its lines begin anywhere and may look like keys.
    if (this.#describing && !AFTER_DESCRIPTION.test(key)) {
      this.#draft.describe(text);
    } else {
      this.#describing = false;
      this.#field(text, key, value);
    }
  }

  end(): void {
    this.#flush();
  }

  #field(text: string, key: string, value: string): void {
    const field = FIELDS.get(key);
    if (field !== undefined) {
      this.#draft.set(field, value);
    } else if (key === 'Local Interface') {
      this.#flush();
      this.#port = value;
    } else if (key === 'Remote Identifier') {
      this.#flush();
    } else if (key === 'System Description') {
      this.#describing = true;
      this.#draft.describe(value);
    } else if (key === 'System Capabilities Enabled') {
      this.#draft.setCapabilities(capabilityWords(value.split(',')));
    } else {
      this.#other(text, key);
    }
  }

  #other(text: string, key: string): void {
    const address = /^\s+Address:\s*(\S+)/.exec(text)?.[1];
    if (address !== undefined) this.#draft.set('managementAddress', address);
    // Any other `Key: value` is known and not needed; indented lines belong to one.
    else if (key === '' && !/^\s|^LLDP\b|^No remote/i.test(text)) this.#sink.unknown(text);
  }

  /** One port may have several neighbours: the port is named once, each neighbour has its identifier. */
  #flush(): void {
    const row = this.#draft.row();
    if (row !== undefined) this.#sink.row({ ...row, port: this.#portName(this.#port) });
    this.#draft = new NeighbourDraft('lldp', this.#portName);
    this.#describing = false;
  }
}

/** `show lldp remote-device detail Gi1/0/1`. */
export function os6LldpDetail(portName: (text: string) => string): () => LineParser<NeighbourRow> {
  return parserOf<NeighbourRow>((sink) => new DetailReader(sink, portName));
}

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp remote-device all', parser: os6LldpSummary(os6PortName), optional: true },
];

export function neighbourDetail(port: string): Command<NeighbourRow> {
  return {
    command: `show lldp remote-device detail ${port}`,
    parser: os6LldpDetail(os6PortName),
    optional: true,
  };
}
