/**
 * `show mac-address` of AOS-S. Names of ports are mere numbers here, so the heading or the title must tell what a
 * number is: the whole table has a port and, since K.15, a VLAN; the table of one port has VLANs only; the answer for
 * one address has it in the title.
 */
import { parseMac } from '../../../../shared/model/index.ts';
import { type LineReader, parserOf, type Sink } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { isProcurvePort, procurvePortName } from './names.ts';

const TITLE = /^\s*Status and Counters - (?:Port )?(?:Address|MAC) Table(?: - (?<of>\S.{0,60}))?$/i;
const LOCATED = /^\s*(?:Located on )?Port\s*:\s*(?<port>\S{1,16})\s*$/i;
const ADDRESS = /^\s*MAC Address\s*:\s*(?<mac>\S{1,20})\s*$/i;
const NOTE = /^[-+|\s]+$|not found|^\s*(?:MAC Address|Port|VLANs?)\b|no (?:mac )?address|^\s*Number of/i;
/** An address behind a tunnel is on no port here. */
const TUNNEL = /^(?:vxlan|tunnel|\d{1,3}(?:\.\d{1,3}){3})/i;

class FdbReader implements LineReader {
  readonly #sink: Sink<FdbRow>;
  /** Of the title: the address, the port or the VLAN that was asked for. */
  #mac: string | undefined;
  #port: string | undefined;
  #vlan: number | undefined;
  /** Whether the heading names a column of ports. */
  #hasPorts = true;

  constructor(sink: Sink<FdbRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const tokens = text.trim().split(/\s+/);
    if (this.#title(text) || this.#column(text)) return;
    const rows = this.#read(tokens);
    if (rows !== undefined) for (const row of rows) this.#sink.row(row);
    else if (!NOTE.test(text)) this.#sink.unknown(text);
  }

  isWhole(text: string): boolean {
    return this.#read(text.trim().split(/\s+/)) !== undefined;
  }

  #title(text: string): boolean {
    const title = TITLE.exec(text)?.groups;
    if (title === undefined) return false;
    const of = title['of']?.trim() ?? '';
    this.#mac = parseMac(of);
    this.#vlan = numberOf(/^VLAN (\d{1,4})$/i.exec(of)?.[1]);
    this.#port = this.#mac === undefined && isProcurvePort(of.replace(/^Port /i, '')) ? of : undefined;
    this.#hasPorts = true;
    return true;
  }

  /** A heading, or one fact of an answer that is no table. */
  #column(text: string): boolean {
    const address = ADDRESS.exec(text)?.groups?.['mac'];
    const located = LOCATED.exec(text)?.groups?.['port'];
    if (address !== undefined) this.#mac = parseMac(address);
    else if (located !== undefined && this.#mac !== undefined) this.#emit(this.#mac, located, this.#vlan);
    else if (/^\s*MAC Address\b/i.test(text)) this.#hasPorts = /port/i.test(text);
    else return false;
    return true;
  }

  #emit(mac: string, port: string, vlan: number | undefined): void {
    const row = rowOf(mac, port, vlan);
    if (row !== undefined) this.#sink.row(row);
  }

  #read(tokens: readonly string[]): FdbRow[] | undefined {
    const mac = parseMac(tokens[0] ?? '');
    const rest = mac === undefined ? tokens : tokens.slice(1);
    if (mac === undefined && this.#mac === undefined) return undefined;
    if (mac !== undefined && !this.#hasPorts) return this.#ofOnePort(mac, rest);
    const [port = '', vlan] = rest;
    if (rest.length > 2 || (vlan !== undefined && numberOf(vlan) === undefined)) return undefined;
    if (TUNNEL.test(port)) return [];
    const row = rowOf(mac ?? this.#mac ?? '', port, numberOf(vlan) ?? this.#vlan);
    return row === undefined ? undefined : [row];
  }

  /** The port stands in the title, the VLANs behind the address. */
  #ofOnePort(mac: string, rest: readonly string[]): FdbRow[] | undefined {
    const vlans = rest.flatMap((token) => token.split(',')).filter((token) => token !== '');
    const port = this.#port;
    if (port === undefined || vlans.some((vlan) => numberOf(vlan) === undefined)) return undefined;
    const rows = (vlans.length === 0 ? [undefined] : vlans).map((vlan) => rowOf(mac, port, numberOf(vlan)));
    return rows.filter((row) => row !== undefined);
  }
}

function rowOf(text: string, port: string, vlan: number | undefined): FdbRow | undefined {
  const mac = parseMac(text);
  if (mac === undefined || !isProcurvePort(port)) return undefined;
  return { mac, vlan, port: procurvePortName(port), type: 'dynamic' };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,4}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

const parser = parserOf<FdbRow>((sink) => new FdbReader(sink));

export const fdbCommands: readonly Command<FdbRow>[] = [{ command: 'show mac-address', parser }];

/** `mac` in the platform's spelling, `001122-334455`. */
export function fdbLookup(mac: string): Command<FdbRow> {
  return { command: `show mac-address ${mac}`, parser };
}

/** The answer names its port in the title only, so rows of another spelling are taken as well. */
export function portFdb(port: string): Command<FdbRow> {
  return { command: `show mac-address ${port}`, parser };
}
