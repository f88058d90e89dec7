/**
 * The configuration of all ports, and `display port vlan`. What a port is when nothing is said differs by model
 * (hybrid, negotiated, access), so a mode that is not written is not told.
 */
import {
  type LineReader,
  parserOf,
  type Section,
  SectionReader,
  type Sink,
  vlanNumbers,
  vlanText,
} from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { isVrpPort, vrpCommandName, vrpPortName } from './names.ts';

const INTERFACE = /^interface\s+(\S{1,64})$/i;
const NO_PORT_OF_OURS =
  /^(?:Vlanif|NULL|LoopBack|Tunnel|Wlan|Vbdif|Nve|Virtual|Sip|Console|Cellular|Dialer)/i;
const ALL = 4_094;

const MODES: ReadonlyMap<string, PortConfigRow['mode']> = new Map([
  ['access', 'access'],
  ['trunk', 'trunk'],
  ['hybrid', 'general'],
  ['dot1q-tunnel', 'general'],
] as const);

interface Vlans {
  pvid: number | undefined;
  readonly tagged: Set<number>;
}

function readVlans(lines: readonly string[], mode: PortConfigRow['mode']): Vlans {
  // VLAN 1 goes through a trunk until it is forbidden.
  const vlans: Vlans = {
    pvid: mode === undefined ? undefined : 1,
    tagged: new Set(mode === 'trunk' ? [1] : []),
  };
  for (const line of lines) {
    const pvid = /^port (?:default vlan|trunk pvid vlan|hybrid pvid vlan) (\d{1,4})$/.exec(line)?.[1];
    const allow = /^port (?:trunk allow-pass vlan|hybrid tagged vlan) (.{1,400})$/.exec(line)?.[1];
    const only = /^port trunk allow-pass only-vlan (.{1,400})$/.exec(line)?.[1];
    const forbid = /^undo port trunk allow-pass vlan (.{1,400})$/.exec(line)?.[1];
    if (pvid !== undefined) vlans.pvid = Number(pvid);
    if (only !== undefined) vlans.tagged.clear();
    for (const vlan of vlanNumbers(allow ?? only ?? '')) vlans.tagged.add(vlan);
    for (const vlan of vlanNumbers(forbid ?? '')) vlans.tagged.delete(vlan);
  }
  if (mode === 'trunk' && vlans.pvid !== undefined && vlans.tagged.size < ALL)
    vlans.tagged.delete(vlans.pvid);
  return vlans;
}

function rowOf(name: string, lines: readonly string[]): PortConfigRow {
  const value = (pattern: RegExp): string | undefined =>
    lines.map((line) => pattern.exec(line)?.[1]).find((text) => text !== undefined);
  const hasDefault = lines.some((line) => /^port default vlan \d/.test(line));
  // Lines of hybrid ports stand on no other; where that is the default, the type itself is not written.
  const isHybrid = lines.some((line) => /^port hybrid (?:pvid|tagged|untagged) vlan \d/.test(line));
  const type = value(/^port link-type ([\w-]{1,20})/) ?? (hasDefault ? 'access' : isHybrid ? 'hybrid' : '');
  const mode = lines.includes('undo portswitch') ? 'routed' : MODES.get(type);
  const { pvid, tagged } = readVlans(lines, mode);
  const lag = value(/^eth-trunk (\d{1,4})\b/i);
  const voice = value(/^voice-vlan (\d{1,4}) enable/);
  return {
    name: vrpPortName(name),
    description: value(/^description (.{1,255})$/),
    adminUp: !lines.includes('shutdown'),
    mode,
    accessVlan: mode === 'access' ? pvid : undefined,
    nativeVlan: mode === 'access' || mode === 'routed' ? undefined : pvid,
    taggedVlans: mode === 'routed' ? undefined : vlanText(tagged),
    voiceVlan: voice === undefined ? undefined : Number(voice),
    lag: lag === undefined ? undefined : `Eth-Trunk${lag}`,
    lines,
  };
}

const configuration = parserOf<PortConfigRow>((sink) => {
  const isPort = (head: string): boolean => {
    const name = INTERFACE.exec(head)?.[1] ?? '';
    return isVrpPort(name) && !NO_PORT_OF_OURS.test(name);
  };
  const give = ({ head, lines }: Section): void => sink.row(rowOf(INTERFACE.exec(head)?.[1] ?? '', lines));
  return new SectionReader(isPort, give);
});

const PORT_VLAN =
  /^\s*(?<name>\S{1,64})\s+(?<type>[a-z][\w-]{1,20}(?:\([\w-]{1,20}\))?|-)\s+(?<pvid>\d{1,4})\s+(?<list>-|[\d\s-]{1,400})$/i;
const NOTE = /^\s*Port\s+Link Type|^[-\s]+$|^\s*(?:Info:|Total)/i;
/** Pieces of one list, some forty numbers each. */
const LIST_CHARS_MAX = 32_768;

/** The list of VLANs goes on below, as far to the right as it began. */
class PortVlanReader implements LineReader {
  readonly #sink: Sink<PortConfigRow>;
  #open: { name: string; type: string; pvid: number; list: string } | undefined;

  constructor(sink: Sink<PortConfigRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const { name = '', type = '', pvid, list = '' } = PORT_VLAN.exec(text)?.groups ?? {};
    if (isVrpPort(name)) {
      this.end();
      this.#open = { name, type: type.toLowerCase(), pvid: Number(pvid), list };
    } else if (this.#open !== undefined && /^\s{20,}[\d\s-]+$/.test(text)) {
      if (this.#open.list.length < LIST_CHARS_MAX) this.#open.list += ` ${text.trim()}`;
    } else {
      this.end();
      if (!NOTE.test(text)) this.#sink.unknown(text);
    }
  }

  end(): void {
    if (this.#open !== undefined) this.#sink.row(portVlanRow(this.#open));
    this.#open = undefined;
  }
}

function portVlanRow(open: { name: string; type: string; pvid: number; list: string }): PortConfigRow {
  const mode = MODES.get(open.type.replace(/\(.*$/, ''));
  const pvid = open.pvid > 0 ? open.pvid : undefined;
  return {
    name: vrpPortName(open.name),
    description: undefined,
    adminUp: undefined,
    mode,
    accessVlan: mode === 'access' ? pvid : undefined,
    nativeVlan: mode === 'access' ? undefined : pvid,
    taggedVlans: vlanText(vlanNumbers(open.list)),
    voiceVlan: undefined,
    lag: undefined,
    lines: [],
  };
}

const portVlan = parserOf<PortConfigRow>((sink) => new PortVlanReader(sink));

export const configCommands: readonly Command<PortConfigRow>[] = [
  {
    command: 'display current-configuration interface',
    parser: configuration,
    alternative: { command: 'display port vlan', parser: portVlan },
  },
];

export function portConfig(port: string): Command<PortConfigRow> {
  return {
    command: `display current-configuration interface ${vrpCommandName(port)}`,
    parser: configuration,
  };
}
