/** `display vlan all`: one block per VLAN; its ports, tagged or not, stand in columns below. */
import { type LineReader, parserOf, type Sink } from '../../parse/index.ts';
import type { Command, VlanRow } from '../../platform.ts';
import { comwarePortName, isComwarePort, withoutMark } from './names.ts';

/** More than any switch has; hostile output must not grow without end. */
const PORTS_MAX = 4_096;
const PORTS = /^\s*(?:Tagged|Untagged)\s+Ports?\s*:\s*(?<rest>.*)$/i;
const KNOWN =
  /^\s*(?:VLAN type|Route interface|IP(?:v[46])? (?:address|subnet)|Subnet mask|Private VLAN|Isolated|Primary|Secondary|Broadcast|Service|Total \d|The following VLANs|\d[\d, -]*\(?default|IPv6|Global|Link-local)\b/i;

class VlanReader implements LineReader {
  readonly #sink: Sink<VlanRow>;
  #vlan: { vlan: number; name: string | undefined; ports: string[] } | undefined;
  #inPorts = false;

  constructor(sink: Sink<VlanRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const vlan = /^\s*VLAN ID\s*:\s*(\d{1,4})\b/i.exec(text)?.[1];
    const name = /^\s*Name\s*:\s*(.*)$/i.exec(text)?.[1];
    const list = PORTS.exec(text)?.groups?.['rest'];
    if (vlan !== undefined) this.#begin(Number(vlan));
    else if (list !== undefined) {
      this.#inPorts = true;
      this.#add(list.replace(/\bnone\b/i, ''), text);
    } else if (name !== undefined) {
      this.#inPorts = false;
      if (this.#vlan !== undefined && name.trim() !== '') this.#vlan.name = name.trim();
    } else if (this.#inPorts && /^\s/.test(text) && !text.includes(': ')) this.#add(text, text);
    else {
      this.#inPorts = false;
      if (!KNOWN.test(text) && !/^\s*Description\s*:/i.test(text)) this.#sink.unknown(text);
    }
  }

  end(): void {
    if (this.#vlan !== undefined) this.#sink.row(this.#vlan);
    this.#vlan = undefined;
  }

  #begin(vlan: number): void {
    this.end();
    this.#inPorts = false;
    this.#vlan = { vlan, name: undefined, ports: [] };
  }

  #add(list: string, line: string): void {
    const ports = list
      .split(/\s+/)
      .filter((piece) => piece !== '')
      .map(withoutMark);
    if (ports.some((port) => !isComwarePort(port))) this.#sink.unknown(line);
    else if (this.#vlan !== undefined && this.#vlan.ports.length < PORTS_MAX)
      this.#vlan.ports.push(...ports.map(comwarePortName));
  }
}

const parser = parserOf<VlanRow>((sink) => new VlanReader(sink));

export const vlanCommands: readonly Command<VlanRow>[] = [{ command: 'display vlan all', parser }];
