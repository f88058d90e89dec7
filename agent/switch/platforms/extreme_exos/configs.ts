/**
 * VLANs of ports. All of them: the lines of `show configuration vlan`, where every port is named with its VLANs, its
 * text and whether it is shut. One of them: `show ports X information detail`.
 */
import { type LineReader, parserOf, type Sink, vlanText } from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { exosPortName, exosPorts, exosVlan } from './names.ts';

/** Ports of the largest chassis, and more; what claims to have more is not believed. */
const PORTS_MAX = 8_192;
/** Lines kept of one port. */
const LINES_MAX = 64;
/** The one VLAN that is there from the start. */
const DEFAULT_TAG: readonly (readonly [string, number])[] = [['default', 1]];

interface Port {
  untagged: number | undefined;
  readonly tagged: Set<number>;
  description: string | undefined;
  adminUp: boolean;
  lag: string | undefined;
  readonly lines: string[];
}

const TAG = /^configure vlan (?<name>"[^"]{1,64}"|\S{1,64}) tag (?<tag>\d{1,4})\b/i;
const CREATE = /^create vlan (?<name>"[^"]{1,64}"|\S{1,64})(?: tag (?<tag>\d{1,4}))?/i;
const MEMBER =
  /^configure vlan (?<name>"[^"]{1,64}"|\S{1,64}) (?<how>add|delete) ports (?<ports>[\d:,\s-]+?)(?: (?<tagging>tagged|untagged)\b.*)?$/i;
const TEXT = /^configure ports? (?<ports>[\d:,-]+) (?:description|display)-string (?<text>\S.*)$/i;
const SHUT = /^(?<how>enable|disable) ports? (?<ports>[\d:,-]+)$/i;
const SHARING = /^enable sharing (?<master>[\d:]+) grouping (?<ports>[\d:,-]+)/i;

class LinesReader implements LineReader {
  readonly #sink: Sink<PortConfigRow>;
  readonly #ports = new Map<string, Port>();
  readonly #tags = new Map<string, number>(DEFAULT_TAG);

  constructor(sink: Sink<PortConfigRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const line = text.trim();
    const create = CREATE.exec(line)?.groups ?? TAG.exec(line)?.groups;
    if (create !== undefined) {
      const tag = exosVlan(create['tag']);
      if (tag !== undefined) this.#tags.set(keyOf(create['name'] ?? ''), tag);
      return;
    }
    if (!this.#portLine(line) && !/^(?:[a-z]|#|$)/.test(line)) this.#sink.unknown(text);
  }

  end(): void {
    for (const [name, port] of this.#ports) this.#sink.row(rowOf(name, port));
  }

  #portLine(line: string): boolean {
    const member = MEMBER.exec(line)?.groups;
    const text = TEXT.exec(line)?.groups;
    const shut = SHUT.exec(line)?.groups;
    const sharing = SHARING.exec(line)?.groups;
    const ports = (member ?? text ?? shut ?? sharing)?.['ports'];
    if (ports === undefined) return false;
    for (const name of exosPorts(ports)) {
      const port = this.#port(name);
      if (port === undefined) break;
      if (port.lines.length < LINES_MAX) port.lines.push(line);
      if (member !== undefined) this.#join(port, member);
      if (text !== undefined) port.description = unquoted(text['text'] ?? '');
      if (shut !== undefined) port.adminUp = shut['how']?.toLowerCase() === 'enable';
      if (sharing !== undefined) port.lag = sharing['master'];
    }
    return true;
  }

  #port(name: string): Port | undefined {
    const known = this.#ports.get(name);
    if (known !== undefined || this.#ports.size >= PORTS_MAX) return known;
    const fresh = {
      untagged: undefined,
      tagged: new Set<number>(),
      description: undefined,
      adminUp: true,
      lag: undefined,
      lines: [],
    };
    this.#ports.set(name, fresh);
    return fresh;
  }

  #join(
    port: Port,
    { name = '', how = '', tagging = '' }: Readonly<Record<string, string | undefined>>,
  ): void {
    const vlan = this.#tags.get(keyOf(name)) ?? exosVlan(name);
    if (vlan === undefined) return;
    const tagged = tagging.toLowerCase() === 'tagged';
    if (how.toLowerCase() === 'delete') {
      port.tagged.delete(vlan);
      if (port.untagged === vlan) port.untagged = undefined;
    } else if (tagged) port.tagged.add(vlan);
    else port.untagged = vlan;
  }
}

function keyOf(name: string): string {
  return unquoted(name).toLowerCase();
}

function unquoted(text: string): string {
  return text.trim().replace(/^"(.*)"$/, '$1');
}

function rowOf(name: string, port: Port): PortConfigRow {
  const isTrunk = port.tagged.size > 0;
  const isAccess = !isTrunk && port.untagged !== undefined;
  return {
    name: exosPortName(name),
    description: port.description,
    adminUp: port.adminUp,
    mode: isTrunk ? 'trunk' : isAccess ? 'access' : undefined,
    accessVlan: isAccess ? port.untagged : undefined,
    nativeVlan: isTrunk ? port.untagged : undefined,
    taggedVlans: isTrunk ? vlanText(port.tagged) : undefined,
    voiceVlan: undefined,
    lag: port.lag,
    lines: port.lines,
  };
}

const lines = parserOf<PortConfigRow>((sink) => new LinesReader(sink));

const PORT = /^\s*Port:\s+(?<port>\d{1,3}(?::\d{1,3}){0,2})(?:\((?<display>[^)]{0,64})\))?:?\s*$/i;

/** `show ports X information detail`: a page of `Key: value` lines per port. */
const page = parserOf<PortConfigRow>((sink) => {
  let name = '';
  let port: Port | undefined;
  const flush = (): void => {
    if (port !== undefined) sink.row(rowOf(name, port));
    port = undefined;
  };
  return {
    line(text) {
      const head = PORT.exec(text)?.groups;
      if (head !== undefined) {
        flush();
        name = head['port'] ?? '';
        const description = head['display'];
        port = {
          untagged: undefined,
          tagged: new Set(),
          description,
          adminUp: true,
          lag: undefined,
          lines: [],
        };
      } else if (port === undefined) sink.unknown(text);
      else readPageLine(port, text);
    },
    end: flush,
  };
});

function readPageLine(port: Port, text: string): void {
  const [, admin] = /^\s*Admin state:\s*(Enabled|Disabled)/i.exec(text) ?? [];
  const [, kind, tag] = /^\s*Name:.*?(Internal|802\.1Q) Tag = (\d{1,4})\b/i.exec(text) ?? [];
  const [, description] = /^\s*Description String:\s*"?([^"]*?)"?\s*$/i.exec(text) ?? [];
  const vlan = exosVlan(tag);
  if (admin !== undefined) port.adminUp = /^en/i.test(admin);
  if (description !== undefined && description !== '') port.description = description;
  if (vlan !== undefined && kind?.toLowerCase() === 'internal') port.untagged = vlan;
  else if (vlan !== undefined) port.tagged.add(vlan);
}

export const configCommands: readonly Command<PortConfigRow>[] = [
  { command: 'show configuration vlan', parser: lines },
];

export function portConfig(port: string): Command<PortConfigRow> {
  return { command: `show ports ${port} information detail`, parser: page };
}
