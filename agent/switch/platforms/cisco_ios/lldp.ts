import {
  capabilityWords,
  type DraftField,
  isPortLike,
  type LineReader,
  NeighbourDraft,
  parserOf,
  type Sink,
} from '../../parse/index.ts';
import type { LineParser, NeighbourRow } from '../../platform.ts';
import { iosPortName } from './names.ts';

/** `show lldp neighbors detail`: one block of `Key: value` lines per neighbour. */
export const lldpDetail: () => LineParser<NeighbourRow> = parserOf((sink) => new DetailReader(sink));

const KEY = /^(?<key>[A-Z][A-Za-z/ ]{0,60}?)(?:\s{0,60}:\s?|\s{1,60}(?=- not ))(?<value>.*)$/;
const RULE = /^-{5,}$/;
const PASSED_OVER =
  /^(?:Auto Negotiation|Physical media capabilities|Media Attachment Unit type|MED Information|Power via MDI|Total entries displayed|Time remaining|System Capabilities|Management Addresses|Port Description|Vlan ID|Peer Source MAC|Local Intf service instance)\b|^(?:PoE\+ ?)?Power.via.MDI\b/i;

const FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['Local Intf', 'port'],
  ['Chassis id', 'chassisId'],
  ['Port id', 'remotePort'],
  ['System Name', 'systemName'],
]);

class DetailReader implements LineReader {
  readonly #sink: Sink<NeighbourRow>;
  #draft = new NeighbourDraft('lldp', iosPortName);
  #describing = false;

  constructor(sink: Sink<NeighbourRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const { key, value } = KEY.exec(text)?.groups ?? {};
    if (RULE.test(text)) {
      this.#flush();
    } else if (this.#describing && !/^(?:Time remaining|Local Intf|Chassis id)$/.test(key ?? '')) {
      this.#draft.describe(text);
    } else {
      this.#describing = false;
      this.#field(text, key ?? '', value ?? '');
    }
  }

  end(): void {
    this.#flush();
  }

  #field(text: string, key: string, value: string): void {
    const field = FIELDS.get(key);
    if (field !== undefined) {
      if (field === 'port' || (field === 'chassisId' && this.#draft.has(field))) this.#flush();
      this.#draft.set(field, value);
    } else if (key === 'System Description') {
      this.#describing = !value.startsWith('- not');
      if (this.#describing) this.#draft.describe(value);
    } else if (key === 'Enabled Capabilities') {
      this.#draft.setCapabilities(value.startsWith('-') ? [] : capabilityWords(value.split(',')));
    } else {
      this.#other(text);
    }
  }

  #other(text: string): void {
    const address = /^\s+IP(?:v6)?: (\S+)/i.exec(text)?.[1];
    if (address !== undefined) this.#draft.set('managementAddress', address);
    // Indented lines are details of the key above them.
    else if (!/^\s/.test(text) && !PASSED_OVER.test(text)) this.#sink.unknown(text);
  }

  #flush(): void {
    const row = this.#draft.row();
    if (row !== undefined) this.#sink.row(row);
    this.#draft = new NeighbourDraft('lldp', iosPortName);
    this.#describing = false;
  }
}

const SUMMARY_COLUMNS = ['Device ID', 'Local Intf', 'Hold-time', 'Capability', 'Port ID'];
const SUMMARY_HEADING = new RegExp(`^${SUMMARY_COLUMNS.join('\\s+')}`);
const SUMMARY_NOTE = /^Capability codes:|^\s+\([A-Z]\) |^Total entries displayed/;

/** `show lldp neighbors`: cells stand below their heading and names of 20 letters touch the next cell. */
export const lldpSummary: () => LineParser<NeighbourRow> = parserOf((sink) => {
  let starts: readonly number[] = [];
  return {
    line(text) {
      const cells = starts.map((start, i) => text.slice(start, starts[i + 1]).trim());
      const row = summaryRow(cells);
      if (SUMMARY_HEADING.test(text)) starts = SUMMARY_COLUMNS.map((word) => text.indexOf(word));
      else if (row !== undefined) sink.row(row);
      else if (!SUMMARY_NOTE.test(text)) sink.unknown(text);
    },
  };
});

function summaryRow(cells: readonly string[]): NeighbourRow | undefined {
  const [systemName = '', port = '', hold = '', capabilities = '', remotePort = ''] = cells;
  if (!isPortLike(port) || !/^\d+$/.test(hold)) return undefined;
  const draft = new NeighbourDraft('lldp', iosPortName);
  draft.set('port', port);
  draft.set('systemName', systemName);
  draft.set('remotePort', remotePort);
  draft.setCapabilities(capabilityWords(capabilities.split(',')));
  return draft.row();
}
