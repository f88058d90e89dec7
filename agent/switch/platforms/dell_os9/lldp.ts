/** LLDP of FTOS and OS10: a summary of one line a neighbour, and pages of `Remote …: value` lines. */

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

const SUMMARY_COLUMNS = ['Loc PortID', 'Rem Host Name', 'Rem Port Id', 'Rem Chassis Id'];

/** Cells stand below their heading: names are cut to fit, ports hold blanks. */
export function ftosLldpSummary(
  portName: (text: string) => string,
  close: (line: string) => string,
): () => LineParser<NeighbourRow> {
  return parserOf<NeighbourRow>((sink) => {
    let starts: readonly number[] = [];
    return {
      line(text) {
        const columns = SUMMARY_COLUMNS.map((word) => text.toLowerCase().indexOf(word.toLowerCase()));
        if (columns.every((at) => at >= 0)) {
          starts = columns;
          return;
        }
        // Values may stand a column left of their heading; a cut name leaves no gap to the next cell.
        const gaps = text
          .trim()
          .replaceAll(/\.\.\.(?=[\w ])/g, '...  ')
          .split(/\s{2,}/);
        const sliced = starts.map((start, i) => text.slice(i === 0 ? 0 : start, starts[i + 1]).trim());
        const cells = gaps.length === SUMMARY_COLUMNS.length ? gaps : sliced;
        const row = summaryRow(cells, portName, close);
        if (row !== undefined) sink.row(row);
        else if (!/^[-=\s]+$|^\s*(?:Total|LLDP|No )/i.test(text)) sink.unknown(text);
      },
    };
  });
}

function summaryRow(
  cells: readonly string[],
  portName: (text: string) => string,
  close: (line: string) => string,
): NeighbourRow | undefined {
  const [port = '', systemName = '', remotePort = '', chassisId = ''] = cells;
  if (!isPortLike(close(port)) || chassisId === '') return undefined;
  const draft = new NeighbourDraft('lldp', portName);
  draft.set('port', close(port));
  // Long names are cut and marked.
  if (systemName !== '-') draft.set('systemName', systemName.replace(/\s*\.\.\.$/, ''));
  draft.set('remotePort', close(remotePort));
  draft.set('chassisId', chassisId);
  return draft.row();
}

const KEY = /^\s*(?<key>[A-Z][\w ()/,.-]{1,60}?)\s{0,20}:\s*(?<value>.*)$/;
const AFTER_DESCRIPTION =
  /^(?:Remote |Local |Existing |Enabled |Locally |Information |Time |MAC PHY|Port and |Auto-neg|Link Agg|Power |UnknownTLV|OrgUnknown)/;
const FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['remote chassis id', 'chassisId'],
  ['remote port id', 'remotePort'],
  ['remote system name', 'systemName'],
]);
const NOTE =
  /^\s*[-=]{5,}\s*$|^\s*(?:Local Interface .* has|The neighbors are given|Next packet|Information valid|Time since|No |-{2,}|LLDP\b|Neighbor|\d{1,4}G?BASE)/i;

export function ftosLldpDetail(portName: (text: string) => string): () => LineParser<NeighbourRow> {
  return parserOf<NeighbourRow>((sink) => new DetailReader(portName, sink));
}

class DetailReader implements LineReader {
  readonly #portName: (text: string) => string;
  readonly #sink: Sink<NeighbourRow>;
  #draft: NeighbourDraft;
  #port = '';
  #describing = false;

  constructor(portName: (text: string) => string, sink: Sink<NeighbourRow>) {
    this.#portName = portName;
    this.#sink = sink;
    this.#draft = new NeighbourDraft('lldp', portName);
  }

  line(text: string): void {
    const local = /^\s*Local Interface (\S.{0,60}?) has \d+ neighbor/i.exec(text)?.[1];
    const { key = '', value = '' } = KEY.exec(text)?.groups ?? {};
    if (local !== undefined) {
      this.#flush();
      this.#port = local;
    } else if (this.#describing && !AFTER_DESCRIPTION.test(key) && !NOTE.test(text))
      this.#draft.describe(text);
    else this.#field(text, key.toLowerCase(), value);
  }

  end(): void {
    this.#flush();
  }

  #field(text: string, key: string, value: string): void {
    const field = FIELDS.get(key);
    this.#describing = /^remote system desc(?:ription)?$/.test(key);
    if (key === 'remote chassis id subtype') this.#flush();
    if (field === 'chassisId' && this.#draft.has(field)) this.#flush();
    if (field !== undefined) this.#draft.set(field, value);
    else if (key === 'local port id') this.#draft.set('port', value);
    else if (this.#describing) this.#draft.describe(value);
    else if (key === 'enabled system capabilities') this.#capabilities(value);
    else if (/^(?:remote )?management address/.test(key)) this.#draft.set('managementAddress', value);
    else if (key === '' && !NOTE.test(text) && !/^\s{4,}/.test(text)) this.#sink.unknown(text);
  }

  /** Words parted by commas, or by blanks alone. */
  #capabilities(value: string): void {
    const words = value.match(/wlan access point|station only|docsis cable device|[a-z-]+/gi) ?? [];
    this.#draft.setCapabilities(capabilityWords(words));
  }

  #flush(): void {
    if (!this.#draft.has('port')) this.#draft.set('port', this.#port);
    const row = this.#draft.row();
    if (row !== undefined) this.#sink.row(row);
    this.#draft = new NeighbourDraft('lldp', this.#portName);
    this.#describing = false;
  }
}
