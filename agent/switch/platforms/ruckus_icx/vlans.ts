/** `show vlan`: ports stand by number behind their module, `(U1/M2)  1   3`. The configuration says it in ranges. */
import { type LineReader, parserOf, type Section, SectionReader, type Sink } from '../../parse/index.ts';
import type { Command, VlanRow } from '../../platform.ts';
import { icxPorts, isIcxPort } from './names.ts';

/** More than any stack has; hostile output must not grow without end. */
const PORTS_MAX = 4_096;
const HEAD = /^\s*PORT-VLAN\s+(?<vlan>\d{1,4}),\s*Name\s+(?<name>.{0,64}?),\s*Priority\b/i;
const PORTS = /^\s*(?:Untagged|Tagged|Mac-Vlan|Uplink|DualMode|Dual Mode) Ports\s*:\s*(?<rest>.*)$/i;
const NOTE =
  /^\s*(?:Total PORT-VLAN|Maximum PORT-VLAN|Legend|\[Stk|Monitoring|Statically|Dynamic|Protocol|Topology|Multicast|IP[- ]Subnet|AppleTalk|Mac-Vlan|Router Interface|Spanning|STP|MRP|Ve\b|Associated|PVLAN|GVRP|Hosted|VXLAN)/i;

class VlanReader implements LineReader {
  readonly #sink: Sink<VlanRow>;
  #vlan: { vlan: number; name: string | undefined; ports: string[] } | undefined;

  constructor(sink: Sink<VlanRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const head = HEAD.exec(text)?.groups;
    const list = PORTS.exec(text)?.groups?.['rest'];
    if (head !== undefined) {
      this.end();
      const name = head['name']?.trim() ?? '';
      this.#vlan = {
        vlan: Number(head['vlan']),
        name: /^(?:\[None\])?$/i.test(name) ? undefined : name,
        ports: [],
      };
    } else if (list !== undefined) this.#add(list, text);
    else if (/^\s*\(\w{1,4}(?:\/\w{1,4})?\)\s+\d/.test(text)) this.#add(text, text);
    else if (!NOTE.test(text)) this.#sink.unknown(text);
  }

  end(): void {
    if (this.#vlan !== undefined) this.#sink.row(this.#vlan);
    this.#vlan = undefined;
  }

  #add(list: string, line: string): void {
    const ports = portsOf(list);
    if (ports === undefined) this.#sink.unknown(line);
    else if (this.#vlan !== undefined && this.#vlan.ports.length < PORTS_MAX)
      for (const port of ports) if (!this.#vlan.ports.includes(port)) this.#vlan.ports.push(port);
  }
}

/** `(U1/M2)  1  3` to `1/2/1`, `1/2/3`; `(S4)  7` to `4/7`; `(LAG)  2` to `lg2`; bare numbers on the oldest. */
function portsOf(list: string): string[] | undefined {
  const text = list.trim();
  if (/^(?:none)?$/i.test(text)) return [];
  const [, group, numbers] = /^(?:\(([\w/]{1,9})\)\s*)?([\d\s/:lg*]*)$/i.exec(text) ?? [];
  if (numbers === undefined) return undefined;
  const prefix = prefixOf(group);
  const ports = numbers
    .split(/\s+/)
    .filter((piece) => piece !== '')
    .map((piece) => piece.replace(/\*$/, ''))
    .map((piece) => (piece.startsWith('lg') ? piece : `${prefix}${piece}`));
  return prefix === undefined || !ports.every(isIcxPort) ? undefined : ports;
}

function prefixOf(group: string | undefined): string | undefined {
  if (group === undefined) return '';
  if (/^(?:lag|lg)$/i.test(group)) return 'lg';
  const [, unit, module] = /^U(\d{1,2})\/M(\d{1,2})$/i.exec(group) ?? [];
  const slot = /^S(\d{1,2})$/i.exec(group)?.[1];
  if (slot !== undefined) return `${slot}/`;
  return unit === undefined ? undefined : `${unit}/${module}/`;
}

const parser = parserOf<VlanRow>((sink) => new VlanReader(sink));

const VLAN = /^vlan\s+(?<vlan>\d{1,4})(?:\s+name\s+(?<name>.{1,64}?))?(?:\s+by port)?$/i;

const configured = parserOf<VlanRow>((sink) => {
  const give = ({ head, lines }: Section): void => {
    const { vlan, name } = VLAN.exec(head)?.groups ?? {};
    const ports = lines.flatMap((line) => icxPorts(/^(?:un)?tagged (.{1,1000})$/.exec(line)?.[1] ?? ''));
    sink.row({ vlan: Number(vlan), name: name?.replace(/^"(.*)"$/, '$1'), ports: [...new Set(ports)] });
  };
  return new SectionReader((head) => VLAN.test(head), give);
});

export const vlanCommands: readonly Command<VlanRow>[] = [{ command: 'show vlan', parser }];
export const vlanTables: readonly Command<VlanRow>[] = [
  { command: 'show running-config vlan', parser: configured },
];
