/** `show interfaces` of Cisco and its relatives: a page of facts per interface, among counters. */
import type { LineParser, PortRow } from '../platform.ts';
import { vlanId } from './json.ts';
import { type LineReader, parserOf, type Sink } from './line-parser.ts';
import { isPortLike } from './port-names.ts';
import { duplexWord, speedMbps, statusWord } from './status-table.ts';

export function interfacePagesParser(portName: (text: string) => string): () => LineParser<PortRow> {
  return parserOf((sink) => new PageReader(sink, portName));
}

/** `Eth1/1 is down (Administratively down)`, `Gi1/0/1 is up, line protocol is up (connected)`. */
const BEGIN =
  /^(?<name>[A-Za-z][\w-]{0,40}\d[\w./:]{0,40}) is (?<shut>administratively )?(?<state>up|down|trunking|deleted|reset|standby|disabled)\b(?:\s{0,4}\((?<reason>[^)]{0,80})\))?(?:, line protocol is (?<line>\w+)(?:\s{0,4}\((?<remark>[^)]{0,80})\))?)?/;
type Fact = 'admin' | 'description' | 'vlan' | 'mode' | 'lag' | 'duplex' | 'speed';
const FACTS: readonly (readonly [RegExp, Fact])[] = [
  [/^\s*admin state is (\w+)/i, 'admin'],
  [/^\s*(?:Description:|Port description is) (.*)$/i, 'description'],
  [/^\s*Port mode is (\S+)/i, 'mode'],
  [/^\s*Encapsulation 802\.1Q.{0,40}Vlan ID\s{1,4}(\d{1,4})/i, 'vlan'],
  [/^\s*(?:Belongs to|Member of) (Po\d+|port-channel\d+)/i, 'lag'],
  [/^\s*(full|half|auto)[- ]duplex\b/i, 'duplex'],
  [/^\s*\w{4}[- ]duplex,\s{0,4}(\d{1,6} ?[GMK]?b(?:\/s|ps))/i, 'speed'],
];

class PageReader implements LineReader {
  readonly #sink: Sink<PortRow>;
  readonly #portName: (text: string) => string;
  #begun: Readonly<Record<string, string | undefined>> | undefined;
  #facts = new Map<Fact, string>();

  constructor(sink: Sink<PortRow>, portName: (text: string) => string) {
    this.#sink = sink;
    this.#portName = portName;
  }

  line(text: string): void {
    const begun = BEGIN.exec(text)?.groups;
    if (begun !== undefined && isPortLike(begun['name'] ?? '')) {
      this.#flush();
      this.#begun = begun;
    } else if (this.#begun === undefined) this.#sink.unknown(text);
    else
      for (const [pattern, fact] of FACTS) {
        const value = pattern.exec(text)?.[1]?.trim();
        if (value !== undefined && !this.#facts.has(fact)) this.#facts.set(fact, value);
      }
  }

  end(): void {
    this.#flush();
  }

  #flush(): void {
    if (this.#begun !== undefined) this.#sink.row(rowOf(this.#begun, this.#facts, this.#portName));
    this.#begun = undefined;
    this.#facts = new Map();
  }
}

/** The remark tells most: `err-disabled`, `notconnect`. */
function rowOf(
  begun: Readonly<Record<string, string | undefined>>,
  facts: ReadonlyMap<Fact, string>,
  portName: (text: string) => string,
): PortRow {
  const word = (begun['state'] ?? '').toLowerCase();
  const remark = statusWord(begun['remark'] ?? '');
  const isShut =
    begun['shut'] !== undefined ||
    /administratively/i.test(begun['reason'] ?? '') ||
    remark === 'disabled' ||
    facts.get('admin') === 'down';
  const isDown = word === 'down' || begun['line'] === 'down';
  const told = /^(?:err-disabled|monitoring|suspended|inactive)$/.test(remark)
    ? remark
    : isDown
      ? 'down'
      : word;
  const mode = facts.get('mode');
  const lag = facts.get('lag');
  return {
    name: portName(begun['name'] ?? ''),
    description: facts.get('description'),
    adminUp: isShut ? false : facts.get('admin') === 'up' || begun['line'] !== undefined ? true : undefined,
    operUp: remark === 'monitoring' ? undefined : !isDown,
    state: isShut && isDown ? 'disabled' : told,
    speedMbps: speedMbps((facts.get('speed') ?? '').replace(' ', '')),
    duplex: duplexWord(facts.get('duplex') ?? ''),
    mode: mode === 'access' || mode === 'trunk' || mode === 'routed' ? mode : undefined,
    vlan: vlanId(facts.get('vlan')),
    lag: lag === undefined ? undefined : portName(lag),
  };
}
