/**
 * The running configuration of ports in the words that Cisco's descendants share: a head `interface …`, the lines of
 * the port below it, a ruler or `exit` at its end. What is configured as the device has it by default stands nowhere.
 */
import type { LineParser, PortConfigRow } from '../platform.ts';
import { parserOf } from './line-parser.ts';
import { vlanNumbers, vlanText } from './vlan-list.ts';

/** Lines kept of one port. */
const LINES_MAX = 512;

export interface ConfigDialect {
  readonly portName: (text: string) => string;
  /** Heads that are ports; VLAN interfaces, loopbacks and such are passed over. */
  readonly isPort: (name: string) => boolean;
  /** The untagged VLAN of a trunk is written as its access VLAN. */
  readonly nativeIsAccess?: boolean;
  /** What a port is when no line tells. */
  readonly defaults: {
    readonly mode?: PortConfigRow['mode'];
    readonly adminUp?: boolean;
    /** Tagged VLANs of a trunk; left out: not known. */
    readonly trunkVlans?: string;
  };
}

const HEAD = /^interface\s+(?:ethernet\s+)?(\S.*)$/i;
const CLOSES = /^(?:!|exit\s*$|end\s*$)/;
const NOT_OF_A_PORT =
  /^(?:Building configuration|Current [Cc]onfiguration|running-config\b|startup-config\b|v\d|:|-+$)/;

/** `port`: the one that was asked for; some devices answer without a head, with nothing when all is default. */
export function configParser(dialect: ConfigDialect, port?: string): () => LineParser<PortConfigRow> {
  return parserOf<PortConfigRow>((sink) => {
    let name = port;
    let lines: string[] = [];
    let rows = 0;
    const flush = (isWanted: boolean): void => {
      if (name !== undefined && isWanted) {
        sink.row(readPortConfig(dialect, name, lines));
        rows += 1;
      }
      name = undefined;
      lines = [];
    };
    return {
      line(text) {
        const trimmed = text.trim();
        const head = HEAD.exec(trimmed)?.[1];
        if (head !== undefined) {
          flush(lines.length > 0 || name !== port);
          const opened = dialect.portName(head);
          name = dialect.isPort(opened) ? opened : undefined;
        } else if (CLOSES.test(trimmed)) flush(lines.length > 0 || rows > 0 || name !== port);
        else if (name !== undefined && !NOT_OF_A_PORT.test(trimmed)) {
          if (lines.length < LINES_MAX) lines.push(trimmed);
          else sink.unknown(text);
        }
        if (rows === 0 && name === undefined) name = port;
      },
      end() {
        flush(rows === 0 || lines.length > 0 || name !== port);
      },
    };
  });
}

/** One port from its lines. */
function readPortConfig(dialect: ConfigDialect, name: string, lines: readonly string[]): PortConfigRow {
  const { defaults } = dialect;
  const first = (pattern: RegExp): string | undefined =>
    lines.map((line) => pattern.exec(line)?.[1]).findLast((found) => found !== undefined);
  const mode = modeOf(lines) ?? defaults.mode;
  const lag = first(/^(?:channel-group|port-channel)\s+(\d+)\b/i);
  const pvid = first(/^switchport general pvid (\d+)/i);
  const access = first(/^switchport access vlan (\d+)/i);
  const trunkNative =
    dialect.nativeIsAccess === true ? access : first(/^switchport trunk native vlan (\d+)/i);
  const native = mode === 'general' ? pvid : trunkNative;
  const voice = first(/^(?:switchport )?voice vlan (\d+)/i);
  return {
    name,
    description: unquoted(first(/^description\s+(\S.*)$/i)),
    adminUp: adminUp(lines) ?? defaults.adminUp,
    mode,
    accessVlan: mode === 'access' ? Number(access ?? 1) : undefined,
    nativeVlan: mode === 'trunk' || mode === 'general' ? Number(native ?? 1) : undefined,
    taggedVlans: taggedVlans(lines, mode, defaults.trunkVlans),
    voiceVlan: voice === undefined ? undefined : Number(voice),
    lag: lag === undefined ? undefined : dialect.portName(`port-channel ${lag}`),
    lines,
  };
}

const MODES: readonly (readonly [RegExp, PortConfigRow['mode']])[] = [
  [/^switchport mode (?:static )?access/i, 'access'],
  [/^switchport mode trunk/i, 'trunk'],
  [/^switchport mode (?:general|hybrid)/i, 'general'],
  [/^no switchport$/i, 'routed'],
];
/** Lines that a device prints only where the mode goes with them. */
const MODES_MEANT: readonly (readonly [RegExp, PortConfigRow['mode']])[] = [
  [/^switchport general /i, 'general'],
  [/^switchport trunk /i, 'trunk'],
  [/^switchport access /i, 'access'],
];

function modeOf(lines: readonly string[]): PortConfigRow['mode'] {
  for (const table of [MODES, MODES_MEANT])
    for (const [pattern, mode] of table) if (lines.some((line) => pattern.test(line))) return mode;
  return undefined;
}

function adminUp(lines: readonly string[]): boolean | undefined {
  const line = lines.findLast((text) => /^(?:no )?shutdown$/i.test(text));
  return line === undefined ? undefined : /^no /i.test(line);
}

function taggedVlans(
  lines: readonly string[],
  mode: PortConfigRow['mode'],
  trunkVlans: string | undefined,
): string | undefined {
  if (mode !== 'trunk' && mode !== 'general') return undefined;
  const word = mode === 'trunk' ? 'trunk' : 'general';
  const vlans = new Set<number>();
  let told = false;
  for (const line of lines) {
    const {
      list = '',
      how = '',
      tag = '',
    } = new RegExp(
      `^switchport ${word} allowed vlan (?<how>add |remove )?(?<list>all|none|\\d[\\d,\\- ]*)(?<tag>tagged|untagged)?$`,
      'i',
    ).exec(line)?.groups ?? {};
    if (list === '' || (mode === 'general' && tag.toLowerCase() !== 'tagged')) continue;
    told = true;
    if (how === '') vlans.clear();
    for (const vlan of vlanNumbers(list)) {
      if (/remove/i.test(how)) vlans.delete(vlan);
      else vlans.add(vlan);
    }
  }
  return told ? vlanText(vlans) : mode === 'trunk' ? trunkVlans : undefined;
}

function unquoted(text: string | undefined): string | undefined {
  const plain = text?.trim().replace(/^(["'])(.*)\1$/, '$2');
  return plain === '' ? undefined : plain;
}
