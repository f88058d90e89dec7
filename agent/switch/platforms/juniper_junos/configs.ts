/**
 * What ports are configured for. All of them: `show ethernet-switching interface`, which shows VLANs with their tags in
 * both styles. One of them: its lines of the configuration as `set` commands.
 */
import { type LineReader, type Sink, vlanNumbers, vlanText } from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { junosParser } from './frame.ts';
import { isJunosPort, junosPortName, vlanInName } from './names.ts';

const NOTES: readonly RegExp[] = [
  /^\s*Interface\s+State\s+VLAN members\b/i,
  /^\s*Logical\s+Vlan\s+TAG\b|^\s*interface\s+members\b/i,
  /^\s*Routing Instance Name\s*:/i,
  // And its legend, which goes on over several lines.
  /^\s*(?:Logical Interface flags|[A-Z]{2,4} ?- ?[A-Za-z])/,
];
const VLAN_MAX = 4_094;
/** VLANs kept of one port. */
const MEMBERS_MAX = 4_096;

interface Member {
  readonly vlan: number | undefined;
  readonly tagging: string | undefined;
}

class SwitchingReader implements LineReader {
  readonly #sink: Sink<PortConfigRow>;
  #port: { name: string; tagging: string | undefined; members: Member[] } | undefined;

  constructor(sink: Sink<PortConfigRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const cells = text.trim().split(/\s+/);
    const port = this.#port;
    if (isJunosPort(cells[0] ?? '')) {
      this.end();
      const rest = /^(?:up|down)$/.test(cells[1] ?? '') ? cells.slice(2) : cells.slice(1);
      const member = memberOf(rest);
      const tagging = rest.findLast(isTagging);
      this.#port = {
        name: junosPortName(cells[0] ?? ''),
        tagging,
        members: member === undefined ? [] : [member],
      };
    } else if (NOTES.some((note) => note.test(text))) return;
    else if (/^(?:vtep|esi|irb|lsi)[\w.-]{1,32}$/.test(cells[0] ?? '')) this.end();
    else {
      const member = /^\s/.test(text) ? memberOf(cells) : undefined;
      if (port === undefined || member === undefined) this.#sink.unknown(text);
      else if (port.members.length < MEMBERS_MAX) port.members.push(member);
    }
  }

  end(): void {
    if (this.#port !== undefined) this.#sink.row(rowOf(this.#port));
    this.#port = undefined;
  }
}

/** A name, perhaps its tag, perhaps how the port carries it. A number alone is a limit of addresses. */
function memberOf(cells: readonly string[]): Member | undefined {
  const [name = '', tag = ''] = cells;
  if (name === '' || isTagging(name)) return undefined;
  const vlan = /^\d{1,4}$/.test(tag) ? Number(tag) : undefined;
  if (/^\d+$/.test(name) && (Number(name) > VLAN_MAX || vlan === undefined)) return undefined;
  return { vlan: vlan === 0 ? undefined : (vlan ?? vlanInName(name)), tagging: cells.find(isTagging) };
}

function isTagging(cell: string): boolean {
  return cell === 'tagged' || cell === 'untagged';
}

function rowOf(port: {
  readonly name: string;
  readonly tagging: string | undefined;
  readonly members: readonly Member[];
}): PortConfigRow {
  const { name, members } = port;
  const tagged = members.filter(({ tagging }) => tagging === 'tagged');
  const untagged = members.filter(({ tagging }) => tagging === 'untagged')[0]?.vlan;
  const isTrunk = port.tagging === 'tagged' || tagged.length > 0;
  const isAccess = !isTrunk && (port.tagging === 'untagged' || members.length > 0);
  return {
    name,
    description: undefined,
    adminUp: undefined,
    mode: isTrunk ? 'trunk' : isAccess ? 'access' : undefined,
    accessVlan: isAccess ? members[0]?.vlan : undefined,
    nativeVlan: isTrunk ? untagged : undefined,
    taggedVlans: isTrunk ? vlanText(tagged.flatMap(({ vlan }) => vlan ?? [])) : undefined,
    voiceVlan: undefined,
    lag: undefined,
    lines: [],
  };
}

/** Lines kept of one port. */
const LINES_MAX = 512;
const SET = /^\s*(?:set|deactivate) interfaces (?<port>\S{1,40})(?: (?<line>.*))?$/;

class SetReader implements LineReader {
  readonly #sink: Sink<PortConfigRow>;
  #port: string | undefined;
  #lines: string[] = [];

  constructor(sink: Sink<PortConfigRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const { port, line } = SET.exec(text)?.groups ?? {};
    if (port === undefined) {
      if (!/^\s*(?:set|deactivate) /.test(text)) this.#sink.unknown(text);
      return;
    }
    if (port !== this.#port) this.end();
    this.#port = port;
    if (line !== undefined && this.#lines.length < LINES_MAX) this.#lines.push(line);
  }

  end(): void {
    if (this.#port !== undefined && isJunosPort(this.#port))
      this.#sink.row(configOf(this.#port, this.#lines));
    this.#port = undefined;
    this.#lines = [];
  }
}

function configOf(port: string, lines: readonly string[]): PortConfigRow {
  const all = (pattern: RegExp): string[] => lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
  const members = all(/^unit 0 family ethernet-switching vlan members (.+)$/).join(' ');
  const words = members.split(/[\s[\]]+/).filter((word) => word !== '');
  const vlans = words.flatMap((word) =>
    /^(?:all|[\d-]+)$/.test(word) ? [...vlanNumbers(word)] : (vlanInName(word) ?? []),
  );
  const mode = modeOf(lines);
  const native = Number(all(/\bnative-vlan-id (\d{1,4})$/)[0] ?? 0);
  return {
    name: junosPortName(port),
    description: all(/^description (.*)$/)[0]?.replace(/^"(.*)"$/, '$1'),
    adminUp: !lines.includes('disable'),
    mode,
    accessVlan: mode === 'access' ? vlans[0] : undefined,
    nativeVlan: native > 0 ? native : undefined,
    taggedVlans: mode === 'trunk' ? vlanText(vlans) : undefined,
    voiceVlan: undefined,
    lag: all(/^(?:ether-options|gigether-options|fastether-options) 802\.3ad (ae\d{1,4})$/)[0],
    lines,
  };
}

function modeOf(lines: readonly string[]): PortConfigRow['mode'] {
  const word = lines
    .map((line) => /^unit 0 family ethernet-switching (?:interface|port)-mode (\S+)$/.exec(line)?.[1])
    .findLast((found) => found !== undefined);
  if (word === 'trunk' || word === 'tagged-access') return 'trunk';
  // Access is what a switching port is unless told.
  if (lines.some((line) => line.startsWith('unit 0 family ethernet-switching'))) return 'access';
  return lines.some((line) => /^unit \d{1,10} family inet6? /.test(line)) ? 'routed' : undefined;
}

const switching = junosParser<PortConfigRow>((sink) => new SwitchingReader(sink));
const sets = junosParser<PortConfigRow>((sink) => new SetReader(sink));

export const configCommands: readonly Command<PortConfigRow>[] = [
  {
    // The older style takes this as the beginning of its own word.
    command: 'show ethernet-switching interface',
    parser: switching,
    alternative: { command: 'show ethernet-switching interfaces', parser: switching },
    // Routers have none of it.
    optional: true,
  },
];

export const configReads: readonly Command<PortConfigRow>[] = [
  { command: 'show ethernet-switching interfaces', parser: switching },
  { command: 'show configuration interfaces | display set', parser: sets },
];

export function portConfig(port: string): Command<PortConfigRow> {
  return { command: `show configuration interfaces ${port} | display set`, parser: sets };
}
