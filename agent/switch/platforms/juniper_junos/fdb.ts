/**
 * `show ethernet-switching table` in the older style (VLAN, address, type, age, interfaces), of ELS (VLAN, address,
 * flags, perhaps age, interface, perhaps more) and `show bridge mac-table` of MX, where the VLAN stands above.
 */
import { parseMac } from '../../../../shared/model/index.ts';
import { type LineReader, NO_PORT, type Sink } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { junosParser } from './frame.ts';
import { isJunosPort, junosPortName, vlanInName } from './names.ts';

const NOTES: readonly RegExp[] = [
  /^\s*MAC flags\b/i,
  /^\s*(?:SE|O|C|GBP|D|P|R|B|NM) ?- ?\w/,
  /^\s*Ethernet[- ]switching table ?:/i,
  /^\s*Routing instance ?:/i,
  /^\s*MAC database for interface\b/i,
  /^\s*(?:Vlan(?:\/BD)?|MAC)\s+MAC\b/i,
  /^\s*name\s+address\b|^\s*address\s+flags\b/i,
  // Where frames to nobody known go; no address was learned.
  /^\s*\S{1,64}\s+\*\s+Flood\b/i,
];
/** At the other end of a tunnel or of an Ethernet segment that only others reach. */
const FAR = /^(?:vtep|esi|lsi|pip|vt|mpls|ps\d|pseudo)[-.\d]/i;
/** The switch's own side: it routes there. */
const OWN_SIDE = /^(?:router|cpu|(?:irb|vlan)\.\d{1,10})$/i;
const FLAGS = /^[A-Z]{1,6}(?:,[A-Z]{1,4}){0,4}$/;
const OLDER_TYPE = /^(?:learn|static|persistent|flood|dynamic)/i;
const DOMAIN = /^\s*Bridging domain ?: ?([^,]{1,128}), ?VLAN ?: ?(\d{1,4}|NA)/i;

const parser = junosParser<FdbRow>((sink) => new FdbReader(sink));

class FdbReader implements LineReader {
  readonly #sink: Sink<FdbRow>;
  #domainVlan: number | undefined;
  /** A name so long that its row begins in the next line. */
  #name: string | undefined;

  constructor(sink: Sink<FdbRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const row = readRow(this.#name === undefined ? text : `${this.#name} ${text}`) ?? readRow(text);
    const domain = DOMAIN.exec(text);
    if (row !== undefined) {
      this.#name = undefined;
      if (row !== 'far') this.#sink.row({ ...row, vlan: row.vlan ?? this.#domainVlan });
      return;
    }
    this.end();
    if (domain !== null) this.#domainVlan = Number(domain[2]) || undefined;
    else if (/^\s*[\w.-]{16,64}$/.test(text) && parseMac(text) === undefined) this.#name = text.trim();
    else if (!NOTES.some((note) => note.test(text))) this.#sink.unknown(text);
  }

  isWhole(text: string): boolean {
    return readRow(text) !== undefined;
  }

  blank(): void {
    this.end();
  }

  end(): void {
    if (this.#name !== undefined) this.#sink.unknown(this.#name);
    this.#name = undefined;
  }
}

/** `far`: an address that is on no port of this switch. */
function readRow(text: string): FdbRow | 'far' | undefined {
  const cells = text.trim().split(/\s+/);
  const at = cells.findIndex((cell) => cell.includes(':') && parseMac(cell) !== undefined);
  const mac = parseMac(cells[at] ?? '');
  const [word = '', ...rest] = cells.slice(at + 1);
  if (mac === undefined || at > 1 || !(FLAGS.test(word) || OLDER_TYPE.test(word))) return undefined;
  const port = rest.find((cell) => isJunosPort(cell) || FAR.test(cell) || OWN_SIDE.test(cell));
  // Told by another switch, which only the number of a next hop says.
  if (
    port === undefined &&
    /C/.test(word) &&
    rest.length > 0 &&
    rest.every((cell) => /^(?:-|\d{1,10})$/.test(cell))
  )
    return 'far';
  if (port === undefined) return blackhole(rest) ? row(mac, cells.slice(0, at), word, NO_PORT) : undefined;
  return FAR.test(port) ? 'far' : row(mac, cells.slice(0, at), word, port);
}

/** Configured to be dropped: an age at most stands where the port would. */
function blackhole(rest: readonly string[]): boolean {
  return rest.length > 0 && rest.every((cell) => /^(?:-|\d{1,3}|discard|drop)$/i.test(cell));
}

function row(mac: FdbRow['mac'], before: readonly string[], word: string, port: string): FdbRow {
  // `*` stands for every VLAN.
  const vlanName = before[0] === '*' ? undefined : before[0];
  const type = OWN_SIDE.test(port) ? 'self' : typeOf(word);
  const vlan = vlanName === undefined ? undefined : vlanInName(vlanName);
  const found = { mac, vlan, port: junosPortName(port), type };
  return vlanName === undefined ? found : { ...found, vlanName };
}

function typeOf(word: string): FdbRow['type'] {
  if (OLDER_TYPE.test(word)) {
    if (/^pers/i.test(word)) return 'secure';
    return /^stat/i.test(word) ? 'static' : 'dynamic';
  }
  const flags = word.replace(/SE|NM/g, '');
  if (flags.includes('P')) return 'secure';
  if (flags.includes('S')) return 'static';
  return flags.includes('D') || flags.includes('L') ? 'dynamic' : 'other';
}

/** MX routers have bridge domains in place of Ethernet switching. */
const bridge: Command<FdbRow> = { command: 'show bridge mac-table', parser };

export const fdbCommands: readonly Command<FdbRow>[] = [
  { command: 'show ethernet-switching table', parser, alternative: bridge },
];

export function fdbLookup(mac: string): Command<FdbRow> {
  return {
    command: `show ethernet-switching table | match ${mac}`,
    parser,
    alternative: { command: `show bridge mac-table | match ${mac}`, parser },
  };
}

/** Tables name the unit; a port that switches has unit 0 unless its name says otherwise. */
export function portFdb(port: string): Command<FdbRow> {
  const unit = /\.\d{1,10}$/.test(port) ? port : `${port}.0`;
  return { command: `show ethernet-switching table interface ${unit}`, parser };
}
