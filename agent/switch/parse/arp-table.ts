/**
 * ARP and IPv6 neighbour tables. All have one IP and one MAC address a row; what stands around them comes in any
 * order and is told apart by its look: an interface, a VLAN, an age, a word for how the entry came to be.
 */
import { parseIp, parseMac } from '../../../shared/model/index.ts';
import type { ArpRow, LineParser } from '../platform.ts';
import { type LineReader, parserOf, type Sink } from './line-parser.ts';
import { isPortLike } from './port-names.ts';

export interface ArpDialect {
  readonly portName: (text: string) => string;
  /** Titles, timers, totals: lines that are known to carry no row. */
  readonly notes: readonly RegExp[];
  /** Puts a line into the common form first: `Te 0/22` to `Te0/22`. */
  readonly prepare?: (line: string) => string;
  /** How the entry came to be, where a word of its own does not tell it. */
  readonly typeOf?: (cells: readonly string[]) => ArpRow['type'] | undefined;
}

/** `address`: only rows of this one, as some devices cannot be asked for one. */
export function arpParser(dialect: ArpDialect, address?: string): () => LineParser<ArpRow> {
  const wanted = address === undefined ? undefined : parseIp(address);
  return parserOf<ArpRow>((sink) => new ArpReader(dialect, sink, wanted));
}

const VLAN = /^(?:vlan|vl|vlanif|bvi|irb\.)-?(\d{1,4})$/i;
/** A row has fewer cells; what stands behind them is read by nobody. */
const CELLS_MAX = 32;
/** What some print for an address that was asked for and not answered. */
const UNANSWERED = '00:00:00:00:00:00';
const UNRESOLVED = /\b(?:incomplete|incmp|unresolved|failed|pending)\b/i;

class ArpReader implements LineReader {
  readonly #dialect: ArpDialect;
  readonly #sink: Sink<ArpRow>;
  readonly #wanted: string | undefined;
  /** The first line of an entry whose long address left no room for the rest. */
  #begun: string | undefined;

  constructor(dialect: ArpDialect, sink: Sink<ArpRow>, wanted: string | undefined) {
    this.#dialect = dialect;
    this.#sink = sink;
    this.#wanted = wanted;
  }

  line(raw: string): void {
    const text = joinVlan(this.#dialect.prepare?.(raw) ?? raw);
    const row =
      this.#read(text) ?? (this.#begun === undefined ? undefined : this.#read(`${this.#begun} ${text}`));
    if (row !== undefined) {
      this.#begun = undefined;
      if (row.mac === UNANSWERED) return;
      if (this.#wanted === undefined || row.address === this.#wanted) this.#sink.row(row);
      return;
    }
    this.#drop();
    if (this.#dialect.notes.some((note) => note.test(text)) || isRuler(text)) return;
    if (!hasAddress(text)) this.#sink.unknown(raw);
    // An entry that was asked for and not answered is in no doubt.
    else if (!UNRESOLVED.test(text)) this.#begun = text;
  }

  /** A long address stands alone in its line. */
  isWhole(raw: string): boolean {
    const text = joinVlan(this.#dialect.prepare?.(raw) ?? raw);
    return this.#read(text) !== undefined || UNRESOLVED.test(text) || IP_LIKE.test(text.trim());
  }

  blank(): void {
    this.#drop();
  }

  end(): void {
    this.#drop();
  }

  #drop(): void {
    if (this.#begun !== undefined) this.#sink.unknown(this.#begun);
    this.#begun = undefined;
  }

  #read(text: string): ArpRow | undefined {
    const cells = cellsOf(text);
    const address = firstOf(cells, IP_LIKE, parseIp);
    const mac = firstOf(cells, MAC_LIKE, parseMac);
    if (address === undefined || mac === undefined) return undefined;
    const vlan = cells.map((cell) => VLAN.exec(cell)?.[1]).find((found) => found !== undefined);
    const port = cells.find((cell) => isPortLike(cell) && !VLAN.test(cell));
    return {
      address,
      mac,
      vlan: vlan === undefined ? undefined : Number(vlan),
      port: port === undefined ? undefined : this.#dialect.portName(port),
      type: this.#dialect.typeOf?.(cells) ?? typeOf(cells),
    };
  }
}

function joinVlan(text: string): string {
  return text.replace(/\bvlan (?=\d)/gi, 'vlan');
}

function cellsOf(text: string): string[] {
  return text.trim().split(/\s+/, CELLS_MAX);
}

function hasAddress(text: string): boolean {
  return firstOf(cellsOf(text), IP_LIKE, parseIp) !== undefined;
}

/** Addresses are read only where the look of a cell promises one: reading costs. */
const IP_LIKE = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{0,4}:[\da-f:.]{1,45}(?:%\S{1,20})?)$/i;
const MAC_LIKE = /^[\da-f]{1,6}[.:-][\da-f.:-]{4,16}$/i;

function firstOf<Address>(
  cells: readonly string[],
  look: RegExp,
  read: (text: string) => Address | undefined,
): Address | undefined {
  for (const cell of cells) {
    const found = look.test(cell) ? read(cell) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isRuler(text: string): boolean {
  return /^[-=+|\s]+$/.test(text);
}

const TYPES: readonly (readonly [RegExp, ArpRow['type']])[] = [
  [/^(?:local|self|own|interface|router)$/i, 'self'],
  [/^(?:static|permanent|perm)$/i, 'static'],
  [/^(?:dynamic|gateway|arpa|reach(?:able)?|stale|delay|probe|age|inactive)$/i, 'dynamic'],
];

/** Rows without a word are learned: that is what the table is for. */
function typeOf(cells: readonly string[]): ArpRow['type'] {
  const words = cells.map((cell) => TYPES.find(([pattern]) => pattern.test(cell))?.[1]);
  return words.find((type) => type !== undefined) ?? 'dynamic';
}
