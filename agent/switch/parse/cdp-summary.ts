/**
 * `show cdp neighbors`: a long name stands on a line of its own, columns shift and ports are written with a blank
 * (`Gig 1/0/10`), so a row is known by its hold time, with the local port before it.
 */
import type { LineParser, NeighbourRow } from '../platform.ts';
import { cdpCapabilities } from './cdp-detail.ts';
import { type LineReader, parserOf, type Sink } from './line-parser.ts';
import { NeighbourDraft } from './neighbour.ts';

export function cdpSummaryParser(portName: (text: string) => string): () => LineParser<NeighbourRow> {
  return parserOf((sink) => new SummaryReader(sink, portName));
}

const ROW =
  /^(?<name>\S{0,128})\s+(?<port>(?:[A-Za-z][A-Za-z-]{0,30} ?)?\d[\w./:]{0,30}|mgmt\d)\s+(?<hold>\d{1,5})\s+(?<rest>\S.*)$/;
const LETTERS = /^(?:[A-Za-z](?: (?=[A-Za-z](?: |$)))?)+(?=\s|$)/;
/** What stands last is the neighbour's port: `Gig 1/0/1`, `Port 1`, `InlinePort 1/1/lan`, `eth0`. */
const LAST_PORT = /(?:^|\s)(?<remote>(?:[A-Za-z][A-Za-z-]{1,30} )?\d[\w./:]{0,40}|\S{1,64})$/;
const NOTE =
  /^Capability Codes|^\s*[A-Za-z] ?- [A-Z]|^Device[ -]ID\b|^Total (?:cdp )?entries|^Port ID$|^\s*Local Intrfce/i;

/** Wider than its column, so that it stands alone; the second half of a row that was cut in two is shorter. */
const LONG_NAME = /^\S{16,128}$/;

/** Letters of the legend. `r` and `R` differ, as `s` and `S` do. */
const CODES: ReadonlyMap<string, string> = new Map([
  ['R', 'router'],
  ['T', 'bridge'],
  ['B', 'bridge'],
  ['S', 'switch'],
  ['H', 'host'],
  ['r', 'repeater'],
  ['P', 'phone'],
  ['V', 'phone'],
]);

class SummaryReader implements LineReader {
  readonly #sink: Sink<NeighbourRow>;
  readonly #portName: (text: string) => string;
  #name = '';

  constructor(sink: Sink<NeighbourRow>, portName: (text: string) => string) {
    this.#sink = sink;
    this.#portName = portName;
  }

  line(text: string): void {
    const row = this.#read(this.#name === '' ? text : `${this.#name} ${text.trimStart()}`);
    if (row !== undefined) {
      this.#name = '';
      this.#sink.row(row);
      return;
    }
    this.#drop();
    if (NOTE.test(text)) return;
    if (/^\S{1,128}$/.test(text.trimEnd())) this.#name = text.trim();
    else this.#sink.unknown(text);
  }

  end(): void {
    this.#drop();
  }

  isWhole(text: string): boolean {
    return this.#read(text) !== undefined || LONG_NAME.test(text);
  }

  #drop(): void {
    if (this.#name !== '') this.#sink.unknown(this.#name);
    this.#name = '';
  }

  #read(text: string): NeighbourRow | undefined {
    const groups = ROW.exec(text)?.groups;
    if (groups === undefined) return undefined;
    const rest = (groups['rest'] ?? '').trimEnd();
    const letters = LETTERS.exec(rest)?.[0] ?? '';
    const tail = rest.slice(letters.length).trim();
    const remote = LAST_PORT.exec(tail)?.groups?.['remote'] ?? '';
    const platform = tail.slice(0, tail.length - remote.length).trim();
    const draft = new NeighbourDraft('cdp', this.#portName);
    draft.set('systemName', groups['name'] ?? '');
    draft.set('port', groups['port'] ?? '');
    draft.set('remotePort', /^[A-Z]/.test(remote) ? this.#portName(remote) : remote);
    if (platform !== '') draft.describe(`Platform: ${platform}`);
    const words = letters.split(' ').map((letter) => CODES.get(letter) ?? '');
    draft.setCapabilities(cdpCapabilities(words.join(' '), platform));
    return draft.row();
  }
}
