/**
 * MAC tables of the Cisco family and its descendants. They agree on one row per address and disagree on nearly all
 * else: the order of columns, flags before the VLAN, age and protocols before the port, several ports in one cell,
 * ports that go on in the next line. So the address is found first; the heading tells what stands on either side of it.
 */
import { isMac, parseMac } from '../../../shared/model/index.ts';
import type { FdbRow, LineParser } from '../platform.ts';
import { type LineReader, parserOf, type Sink } from './line-parser.ts';
import { isFarSide, isPortLike, isPseudoPort } from './port-names.ts';

/** `FdbRow.port` of an address for which the device names no port. */
export const NO_PORT = '';

const VLAN_MAX = 4_095;

export interface FdbDialect {
  readonly portName: (text: string) => string;
  /** Titles, legends, totals: lines that are known to carry no row. */
  readonly notes: readonly RegExp[];
  /** Rewrites a line before it is read: takes off what no other platform prints. Linear in the length of the line. */
  readonly prepare?: (text: string) => string;
  /** What stands in the port column of the switch's own addresses, where it looks like no port: `0`. */
  readonly ownPort?: string;
}

export function fdbParser(dialect: FdbDialect): () => LineParser<FdbRow> {
  return parserOf<FdbRow>((sink) => new FdbReader(dialect, sink));
}

/** `any` is a column whose text may look like a port and is none of ours. */
type Role = 'mac' | 'vlan' | 'type' | 'port' | 'skip' | 'any';
interface Layout {
  readonly before: readonly Role[];
  readonly after: readonly Role[];
}
/** Without a heading, as some devices answer for a single address. */
const USUAL_LAYOUT: Layout = { before: ['vlan'], after: ['type', 'port'] };
/** Still without a heading, and the address comes first. */
const ADDRESS_FIRST_LAYOUT: Layout = { before: [], after: ['type', 'vlan', 'port'] };
const VLAN_SECOND_LAYOUT: Layout = { before: [], after: ['vlan', 'type', 'port'] };

class FdbReader implements LineReader {
  readonly #dialect: FdbDialect;
  readonly #sink: Sink<FdbRow>;
  #layout: Layout = USUAL_LAYOUT;
  /** The type that the title of a section tells, for tables without such a column. */
  #sectionType = '';
  /** The row just read, which a line of nothing but ports goes on with. */
  #last: Omit<FdbRow, 'port'> | undefined;

  constructor(dialect: FdbDialect, sink: Sink<FdbRow>) {
    this.#dialect = dialect;
    this.#sink = sink;
  }

  blank(): void {
    this.#last = undefined;
  }

  line(raw: string): void {
    const text = this.#dialect.prepare?.(raw) ?? raw;
    const tokens = tokensOf(text);
    const at = tokens.findIndex(isMacToken);
    const isFar = isFarRow(tokens, at);
    const found = isFar ? undefined : this.#read(tokens, at);
    if (found !== undefined) {
      this.#last = found.row;
      this.#emit(found.row, found.ports);
    } else if (this.#last !== undefined && /^\s/.test(text) && isPortList(tokens)) {
      this.#emit(this.#last, pieces(tokens));
    } else {
      this.#last = undefined;
      if (isFar) return;
      if (at >= 0) this.#sink.unknown(text);
      else this.#heading(text);
    }
  }

  isWhole(raw: string): boolean {
    const text = this.#dialect.prepare?.(raw) ?? raw;
    const tokens = tokensOf(text);
    return (
      this.#read(tokens, tokens.findIndex(isMacToken)) !== undefined ||
      (/^\s/.test(text) && isPortList(tokens))
    );
  }

  #heading(text: string): void {
    const layout = readHeading(text);
    const section = SECTION.exec(text)?.[1];
    if (section !== undefined) this.#sectionType = section;
    if (layout !== undefined) this.#layout = layout;
    else if (!/^[-+=|\s]+$/.test(text) && !this.#isNote(text)) this.#sink.unknown(text);
  }

  /** Some releases, and people who paste, set all lines in. */
  #isNote(text: string): boolean {
    const trimmed = text.trimStart();
    return this.#dialect.notes.some((note) => note.test(text) || note.test(trimmed));
  }

  /** The row, or undefined when the line has no address or anything about it is in doubt. */
  #read(tokens: readonly string[], at: number): FoundRow | undefined {
    const mac = parseMac(tokens[at] ?? '');
    const after = tokens.slice(at + 1);
    if (mac === undefined || after.length === 0 || after.some(isMacToken)) return undefined;
    const addressFirst = VLAN.test(after[0] ?? '') ? VLAN_SECOND_LAYOUT : ADDRESS_FIRST_LAYOUT;
    const layout = this.#layout === USUAL_LAYOUT && at === 0 ? addressFirst : this.#layout;
    const cells = placeCells(layout, tokens.slice(0, at), after);
    const ports = cells && portsOf(cells.ports);
    if (cells === undefined || ports === undefined) return undefined;
    const word = cells.type ?? this.#sectionType;
    if (ports[0] === NO_PORT && !PORTLESS.test(word)) return undefined;
    return { row: { mac, vlan: vlanOf(cells.vlan), type: fdbType(word) }, ports };
  }

  #emit(row: Omit<FdbRow, 'port'>, ports: readonly string[]): void {
    const { portName, ownPort } = this.#dialect;
    for (const port of ports) {
      const named = port === NO_PORT && row.type === 'self' && ownPort !== undefined ? ownPort : port;
      this.#sink.row({ ...row, port: portName(named) });
    }
  }
}

interface FoundRow {
  readonly row: Omit<FdbRow, 'port'>;
  readonly ports: readonly string[];
}

/** A learned address is always on a port; with another type than these, the rest of the line has been lost. */
const PORTLESS = /^(?:static|permanent|system|self|secure|management|igmp|drop|filter|blackhole)$/i;

/** `Static Address Table:` */
const SECTION = /^\s*(?:non-)?(static|dynamic|secure|self) address table/i;

/** Cells are split at blanks; the one type of two words is made one. */
function tokensOf(text: string): string[] {
  return text
    .trim()
    .replace(/\bG[MV]RP Learned\b/i, 'Learned')
    .split(/\s+/);
}

function isMacToken(token: string): boolean {
  return /[.:-]/.test(token) && isMac(token);
}

/** A whole row of an address, which stands at `at`, behind a tunnel: it is on no port here. */
function isFarRow(tokens: readonly string[], at: number): boolean {
  const after = tokens.slice(at + 1);
  if (at < 0 || after.some(isMacToken) || !isFarSide(after.join(' '))) return false;
  return pieces(after).every((piece) => isFarSide(piece) || !isPortLike(piece));
}

const HEADING_WORDS =
  /destination address|mac addr(?:ess)?|address type|(?:destination|output) ports?|input ports?|vlan(?: ?id)?|[^\s|+]+/gi;
const HEADING_ROLES: readonly (readonly [RegExp, Role])[] = [
  [/^destination address$|^mac addr/i, 'mac'],
  [/^vlan|^bd$/i, 'vlan'],
  [/^(address )?type$|^status$/i, 'type'],
  [/^(destination |output )?ports?$|^interface$/i, 'port'],
  [/^input port/i, 'any'],
];

function readHeading(text: string): Layout | undefined {
  const roles = [...text.matchAll(HEADING_WORDS)].map(
    ([word]) => HEADING_ROLES.find(([pattern]) => pattern.test(word))?.[1] ?? 'skip',
  );
  const at = roles.indexOf('mac');
  if (at < 0 || !roles.includes('port')) return undefined;
  return { before: roles.slice(0, at), after: roles.slice(at + 1) };
}

interface Cells {
  vlan?: string;
  type?: string;
  ports: readonly string[];
}

/** Marks before the VLAN: `*`, `R`, `* S`, `+`, and a slot number on chassis. */
const FLAG = /^(?:[*+~#!@^-]|[A-Z]|\d{1,2}){1,3}$/;
const VLAN = /^(?:\d{1,5}(?:\([A-Z]\))?|all|n\/a|-+)$/i;

/** Gives each token its meaning; undefined when what stands before the address cannot be flags and a VLAN. */
function placeCells(layout: Layout, before: readonly string[], after: readonly string[]): Cells | undefined {
  const cells: Cells = { ports: [] };
  const flags = [...before];
  if (layout.before.includes('vlan') || !layout.after.includes('vlan')) {
    // A mark may stand behind the number: `4095 I`.
    const at = flags.findLastIndex((token) => VLAN.test(token));
    if (at >= 0 && flags.slice(at + 1).every((token) => /^[A-Z*]$/.test(token)))
      cells.vlan = flags.splice(at, 1)[0] ?? '';
  }
  if (!flags.every((token) => FLAG.test(token))) return undefined;
  placeAfter(layout.after, after, cells);
  return cells;
}

/** The port column takes what the columns on its left and right leave over. */
function placeAfter(roles: readonly Role[], tokens: readonly string[], cells: Cells): void {
  const port = roles.indexOf('port');
  const left = port < 0 ? roles : roles.slice(0, port);
  const right = port < 0 ? [] : roles.slice(port + 1);
  const rest = [...tokens];
  for (const role of right.toReversed()) {
    const token = rest.at(-1);
    if (token !== undefined && fitsRight(role, token)) place(role, rest.pop() ?? '', cells);
  }
  for (const role of left) {
    const token = rest[0];
    if (token !== undefined && fitsLeft(role, token)) place(role, rest.shift() ?? '', cells);
  }
  while (goesOnWithType(rest, cells)) place('type', rest.shift() ?? '', cells);
  if (endsInType(rest, cells)) place('type', rest.pop() ?? '', cells);
  cells.ports = rest;
}

/** A type of two words, `MAB Learned`, with its ports behind it. */
function goesOnWithType([word = '', ...ports]: readonly string[], cells: Cells): boolean {
  return cells.type !== undefined && ports.length > 0 && fdbType(word) !== 'other' && isPortList(ports);
}

/** Without a heading that would tell, a known type behind the ports. */
function endsInType(tokens: readonly string[], cells: Cells): boolean {
  const ports = tokens.slice(0, -1);
  const isType = fdbType(tokens.at(-1) ?? '') !== 'other';
  return cells.type === undefined && isType && ports.length > 0 && isPortList(ports);
}

function place(role: Role, token: string, cells: Cells): void {
  if (role === 'vlan') cells.vlan = token;
  if (role === 'type' && !/secur/i.test(cells.type ?? '')) cells.type = token;
}

/** A column may be blank in a row: then the token there belongs to the port. */
function fitsLeft(role: Role, token: string): boolean {
  if (role === 'vlan') return VLAN.test(token);
  if (role === 'any') return true;
  return !isPortLike(token) && !isPseudoPort(token);
}

function fitsRight(role: Role, token: string): boolean {
  return role === 'skip' ? FILLER.test(token) : fitsLeft(role, token);
}

/** Age, learning, flag and protocol cells, and the private-VLAN mark, which some devices print without a heading. */
const FILLER =
  /^(?:\d+|-+|~+|n\/a|yes|no|[tf]|\(?pv\)?|(?:ip|ipx|ipv6|assigned|other|grouped)(?:,[a-z0-9]+)*)$/i;

function isPortList(tokens: readonly string[]): boolean {
  return pieces(tokens).every((piece) => isPortLike(piece) || isPseudoPort(piece));
}

function pieces(tokens: readonly string[]): string[] {
  return tokens.flatMap((token) => token.split(',')).filter((piece) => piece !== '');
}

/** Chassis and PowerConnects name the processor in several words: `CPU Interface: 0/5/1`. */
const PROCESSOR = /^(?:cpu|management)\b/i;

/** Names of one cell: a list of ports, or the processor. Undefined when it is neither: half a line, or foreign words. */
function portsOf(tokens: readonly string[]): readonly string[] | undefined {
  const named = tokens.filter((token) => !FILLER.test(token));
  if (named.length === 0) return [NO_PORT];
  if (isPortList(named)) return pieces(named);
  const text = named.join(' ');
  return PROCESSOR.test(text) ? [text] : undefined;
}

function vlanOf(text: string | undefined): number | undefined {
  const vlan = Number((text ?? '').replace(/\([A-Z]\)$/i, ''));
  return Number.isInteger(vlan) && vlan > 0 && vlan <= VLAN_MAX ? vlan : undefined;
}

const TYPES: readonly (readonly [RegExp, FdbRow['type']])[] = [
  [/secur(?:e|ity)|sticky|^port-access/i, 'secure'],
  [/^(?:peer|evpn|cfg|recv)?dyn|^(?:cp_)?learn/i, 'dynamic'],
  [/^(?:peer|evpn|cfg)?stat|^perm/i, 'static'],
  [/^(?:self|man|mgmt|internal)/i, 'self'],
];

/** The device's word for how it came to know an address, in our words. */
export function fdbType(word: string): FdbRow['type'] {
  return TYPES.find(([pattern]) => pattern.test(word))?.[1] ?? 'other';
}
