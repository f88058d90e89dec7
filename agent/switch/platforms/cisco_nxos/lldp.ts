/** LLDP of NX-OS: blocks of `Key: value` begun by `Chassis id`, a summary with long names on lines of their own, JSON. */
import {
  capabilityWords,
  type DraftField,
  isPortLike,
  type Json,
  jsonParser,
  jsonQuote,
  jsonText,
  type LineReader,
  NeighbourDraft,
  parserOf,
  type Sink,
} from '../../parse/index.ts';
import type { LineParser, NeighbourRow } from '../../platform.ts';
import { tableRows } from './json.ts';
import { nxosPortName } from './names.ts';

const KEY = /^(?<key>[A-Z][A-Za-z0-9 ]{0,60}?)\s{0,20}:\s?(?<value>.*)$/;
const FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['chassis id', 'chassisId'],
  ['port id', 'remotePort'],
  ['local port id', 'port'],
  ['system name', 'systemName'],
  ['management address', 'managementAddress'],
  ['management address ipv6', 'managementAddress'],
]);
const PASSED_OVER =
  /^\s*\[?(?:Port Description|Time remaining|System Capabilities|Vlan ID|Vlan Name|Peer MAC|PFC|802\.|Max Frame|Link Agg|Capability and Status|Auto ?Neg|PMD|MAU|Power|Capability codes|Device ID\s|Total entries displayed)|^\s*\([A-Z]\) /i;
/** A description runs until the next key that can follow it; its own lines may look like other keys. */
const AFTER_DESCRIPTION = /^(?:Time remaining|System Capabilities|Chassis id|Enabled Capabilities)\s*:/i;

class DetailReader implements LineReader {
  readonly #sink: Sink<NeighbourRow>;
  #draft = new NeighbourDraft('lldp', nxosPortName);
  #describing = false;

  constructor(sink: Sink<NeighbourRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    if (this.#describing && !AFTER_DESCRIPTION.test(text)) {
      this.#draft.describe(text);
      return;
    }
    this.#describing = false;
    const groups = KEY.exec(text)?.groups;
    const key = (groups?.['key'] ?? '').toLowerCase();
    const value = (groups?.['value'] ?? '').trim();
    const field = FIELDS.get(key);
    if (field === 'chassisId') this.#flush();
    if (field !== undefined) this.#set(field, value);
    else if (key === 'system description') {
      this.#describing = !/^(?:not advertised|null)$/i.test(value);
      if (this.#describing) this.#draft.describe(value);
    } else if (key === 'enabled capabilities') {
      this.#draft.setCapabilities(capabilityWords(letters(value)));
    } else if (!PASSED_OVER.test(text)) this.#sink.unknown(text);
  }

  end(): void {
    this.#flush();
  }

  #set(field: DraftField, value: string): void {
    if (value !== 'null') this.#draft.set(field, value);
  }

  #flush(): void {
    const row = this.#draft.row();
    if (row !== undefined) this.#sink.row(row);
    this.#draft = new NeighbourDraft('lldp', nxosPortName);
    this.#describing = false;
  }
}

/** `B, R`, `BR`, `not advertised`. */
function letters(text: string): string[] {
  return /^[A-Z](?:[, ]{0,2}[A-Z])*$/.test(text) ? [...text.replace(/[, ]/g, '')] : [];
}

export const lldpDetail: () => LineParser<NeighbourRow> = parserOf((sink) => new DetailReader(sink));

const ROW =
  /^(?<name>\S.{0,159}?|)\s{1,40}(?<port>[A-Za-z]{2,20}\d[\d/]{0,30})\s{1,20}(?<hold>\d{1,5})\s{1,40}(?:(?<letters>[A-Z](?:,? ?[A-Z]){0,8})\s{1,40})?(?<remote>\S.*)$/;
const NOTE = /^Capability codes|^\s*\([A-Z]\) |^Device ID\s|^Total entries displayed|^\S{1,64}[#>] ?show /i;
const NAME_CHARS_MAX = 256;
const LONG_NAME = /^\S{20,64}$/;

class SummaryReader implements LineReader {
  readonly #sink: Sink<NeighbourRow>;
  /** A long name, whose row follows in the next line. */
  #name = '';

  constructor(sink: Sink<NeighbourRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const row = this.#read(text);
    if (row !== undefined) {
      this.#name = '';
      this.#sink.row(row);
      return;
    }
    this.#drop();
    if (NOTE.test(text)) return;
    if (/^\S/.test(text) && text.length <= NAME_CHARS_MAX) this.#name = text.trim();
    else this.#sink.unknown(text);
  }

  /** A name alone in its line is a long one; notes are no second half of anything. */
  isWhole(text: string): boolean {
    return this.#read(text) !== undefined || LONG_NAME.test(text) || NOTE.test(text);
  }

  end(): void {
    this.#drop();
  }

  #drop(): void {
    if (this.#name !== '') this.#sink.unknown(this.#name);
    this.#name = '';
  }

  #read(text: string): NeighbourRow | undefined {
    const groups = ROW.exec(text)?.groups;
    if (groups === undefined || !isPortLike(groups['port'] ?? '')) return undefined;
    const draft = new NeighbourDraft('lldp', nxosPortName);
    draft.set('systemName', groups['name'] === '' ? this.#name : (groups['name'] ?? ''));
    draft.set('port', groups['port'] ?? '');
    draft.set('remotePort', groups['remote'] ?? '');
    draft.setCapabilities(capabilityWords(letters(groups['letters'] ?? '')));
    return draft.row();
  }
}

export const lldpSummary: () => LineParser<NeighbourRow> = parserOf((sink) => new SummaryReader(sink));

function nbor(entry: Json): NeighbourRow | undefined {
  const draft = new NeighbourDraft('lldp', nxosPortName);
  const set = (field: DraftField, ...names: string[]): void => {
    const text = jsonText(entry, ...names);
    if (text !== 'null') draft.set(field, text);
  };
  set('port', 'l_port_id');
  set('chassisId', 'chassis_id');
  set('remotePort', 'port_id');
  set('systemName', 'sys_name');
  set('managementAddress', 'mgmt_addr');
  set('managementAddress', 'mgmt_addr_ipv6');
  const description = jsonText(entry, 'sys_desc');
  if (!/^(?:null|not advertised)$/i.test(description))
    for (const line of description.split('\n')) draft.describe(line);
  draft.setCapabilities(capabilityWords(letters(jsonText(entry, 'enabled_capability', 'capability'))));
  return draft.row();
}

/** The detail has `TABLE_nbor_detail`, the summary `TABLE_nbor`. */
export const lldpJson: () => LineParser<NeighbourRow> = jsonParser<NeighbourRow>((answer, sink) => {
  for (const entry of [...tableRows(answer, 'nbor_detail'), ...tableRows(answer, 'nbor')]) {
    const row = nbor(entry);
    if (row === undefined) sink.unknown(jsonQuote(entry));
    else sink.row(row);
  }
});
