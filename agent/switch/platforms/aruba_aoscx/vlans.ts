/** `show vlan`: the heading tells where columns begin; a long list of ports goes on under its column. */
import { expandPorts, type LineReader, parserOf, type Sink } from '../../parse/index.ts';
import type { Command, VlanRow } from '../../platform.ts';
import { aoscxPortName } from './names.ts';

const PORTS_MAX = 4_096;
const PORT_LIST = /^\s{20,}(?:\d|lag|vxlan|mgmt)[\w/:,.() -]*$/i;
const NOTE = /^[-=\s]+$|^\s*(?:VLAN|Total|Number of) \S.*:\s*\d+$/i;

class VlanReader implements LineReader {
  readonly #sink: Sink<VlanRow>;
  #statusAt = 0;
  #nameAt = 0;
  #vlan: { vlan: number; name: string | undefined; ports: string[] } | undefined;

  constructor(sink: Sink<VlanRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    if (/^\s*VLAN\s+Name\s+Status\b/.test(text)) {
      this.#nameAt = text.indexOf('Name');
      this.#statusAt = text.indexOf('Status');
    } else if (this.#vlan !== undefined && PORT_LIST.test(text)) this.#ports(text);
    else if (!this.#begin(text) && !NOTE.test(text)) this.#sink.unknown(text);
  }

  end(): void {
    if (this.#vlan !== undefined) this.#sink.row(this.#vlan);
    this.#vlan = undefined;
  }

  #begin(text: string): boolean {
    const vlan = Number(/^\s?(\d{1,4})\s/.exec(text)?.[1] ?? 0);
    const rest = /^(?:up|down)\s+\S+\s+\S+(?:\s+(?<ports>\S.*))?$/i.exec(text.slice(this.#statusAt).trim());
    if (this.#statusAt <= 0 || vlan === 0 || rest === null) return false;
    this.end();
    const name = text.slice(this.#nameAt, this.#statusAt).trim();
    this.#vlan = { vlan, name: name === '' ? undefined : name, ports: [] };
    this.#ports(rest.groups?.['ports'] ?? '');
    return true;
  }

  #ports(list: string): void {
    const ports = this.#vlan?.ports ?? [];
    for (const port of expandPorts(list.replace(/\((?:mc|[\d.a-f:]{2,45})\)/gi, ''), aoscxPortName))
      if (ports.length < PORTS_MAX && !/^vxlan/.test(port)) ports.push(port);
  }
}

const parser = parserOf<VlanRow>((sink) => new VlanReader(sink));

export const vlanCommands: readonly Command<VlanRow>[] = [{ command: 'show vlan', parser }];
