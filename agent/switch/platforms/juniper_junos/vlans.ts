/**
 * `show vlans`. ELS: routing instance, name, tag, then one interface a line. Older style: name, tag, then interfaces
 * with commas; a VLAN without a tag shows none. Names wider than their column push the tag aside.
 */
import type { LineReader, Sink } from '../../parse/index.ts';
import type { Command, VlanRow } from '../../platform.ts';
import { junosParser } from './frame.ts';
import { isJunosPort, junosPortName } from './names.ts';

const HEADING = /^\s*(?<instance>Routing instance\s+)?(?:VLAN )?Name\s+Tag\b/i;
const VLAN_MAX = 4_094;
/** A VLAN of more ports than this is not believed. */
const PORTS_MAX = 4_096;

class VlanReader implements LineReader {
  readonly #sink: Sink<VlanRow>;
  #hasInstance = false;
  #vlan: { vlan: number; name: string; ports: string[] } | undefined;
  /** Ports of a VLAN without a tag are known and have no row to go to. */
  #inVlan = false;

  constructor(sink: Sink<VlanRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const heading = HEADING.exec(text);
    if (heading !== null) this.#hasInstance = heading.groups?.['instance'] !== undefined;
    else if (/^\s/.test(text) ? !this.#ports(cellsOf(text)) : !this.#begin(cellsOf(text)))
      this.#sink.unknown(text);
  }

  end(): void {
    if (this.#vlan !== undefined) this.#sink.row(this.#vlan);
    this.#vlan = undefined;
    this.#inVlan = false;
  }

  #begin(cells: readonly string[]): boolean {
    const [name, tag, ...ports] = this.#hasInstance && cells.length > 1 ? cells.slice(1) : cells;
    if (name === undefined || /[,:]$/.test(name)) return false;
    this.end();
    this.#inVlan = true;
    const vlan = /^\d{1,4}$/.test(tag ?? '') ? Number(tag) : undefined;
    if (vlan !== undefined && vlan > 0 && vlan <= VLAN_MAX) this.#vlan = { vlan, name, ports: [] };
    else if (tag !== undefined && !/^(?:NA|None|0)$/i.test(tag)) return this.#ports([tag, ...ports]);
    return this.#ports(ports);
  }

  #ports(cells: readonly string[]): boolean {
    const names = cells.filter((cell) => !/^(?:None|NA)$/i.test(cell));
    if (!this.#inVlan || !names.every(isMember)) return false;
    const into = this.#vlan?.ports;
    if (into !== undefined && into.length < PORTS_MAX)
      into.push(...names.filter(isJunosPort).map(junosPortName));
    return true;
  }
}

function cellsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((cell) => cell !== '');
}

/** Tunnels are members too. */
function isMember(cell: string): boolean {
  return isJunosPort(cell) || /^(?:vtep|esi|lsi|irb|vlan|l3|gr|ip)[\w./:-]{0,32}\*?$/.test(cell);
}

const parser = junosParser<VlanRow>((sink) => new VlanReader(sink));

export const vlanCommands: readonly Command<VlanRow>[] = [
  {
    command: 'show vlans',
    parser,
    // Routers that switch call them bridge domains.
    alternative: { command: 'show bridge domain', parser },
  },
];
