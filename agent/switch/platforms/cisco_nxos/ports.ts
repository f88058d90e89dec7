/** `show interface status`, and what other commands say of ports. */
import {
  duplexWord,
  interfacePagesParser,
  isPortLike,
  type Json,
  jsonParser,
  jsonQuote,
  jsonText,
  parserOf,
  speedMbps,
  statusIsUp,
  statusParser,
  statusVlan,
  statusWord,
} from '../../parse/index.ts';
import type { Command, PortRow } from '../../platform.ts';
import { tableRows } from './json.ts';
import { nxosPortName } from './names.ts';

const NOTHING: Omit<PortRow, 'name' | 'state'> = {
  description: undefined,
  adminUp: undefined,
  operUp: undefined,
  speedMbps: undefined,
  duplex: undefined,
  mode: undefined,
  vlan: undefined,
  lag: undefined,
};

const json = jsonParser<PortRow>((answer, sink) => {
  for (const entry of tableRows(answer, 'interface')) {
    const name = jsonText(entry, 'interface');
    if (isPortLike(name)) sink.row(statusOf(name, entry));
    else sink.unknown(jsonQuote(entry));
  }
});

function statusOf(name: string, entry: Json): PortRow {
  const state = statusWord(jsonText(entry, 'state'));
  return {
    name: nxosPortName(name),
    description: textOrNone(jsonText(entry, 'name')),
    adminUp: state !== 'disabled',
    operUp: statusIsUp(state),
    state,
    speedMbps: speedMbps(jsonText(entry, 'speed')),
    duplex: duplexWord(jsonText(entry, 'duplex')),
    ...statusVlan(jsonText(entry, 'vlan'), nxosPortName),
  };
}

function textOrNone(text: string): string | undefined {
  return text === '' || text === '--' ? undefined : text;
}

const BRIEF =
  /^(?<name>\S+)\s+(?<vlan>\S{1,12})\s+(?:eth|virt)\s+(?<mode>access|trunk|routed|monitor|pvlan|f-path|fabric|vntag|-+)\s+(?<status>up|down)\s{1,40}(?<reason>\S.{0,60}?)\s{1,40}(?<speed>(?:a-)?(?:\d{1,6}[GT]?|auto)\([A-Z]\)|--)(?:\s{1,20}(?<last>\S{1,12}))?$/i;
const BRIEF_OTHER =
  /^(?<name>[A-Za-z][\w-]{0,20}\d\S{0,20})\s+(?<rest>(?:\S.*\s)?(?<status>up|down|trunking|sfpAbsent|init|initializing|errDisabled)(?:\s(?<text>.*))?)$/i;
/** The only section whose last column is a description. */
const LOOPBACK = /^lo(?:opback)?\d/i;
const BRIEF_NOTE =
  /^-{5,}$|^\s*(?:Port|Ethernet|Interface|Secondary|Port-channel|Vsan|Type|Admin|Loopback|Tunnel)\b|^\s*(?:Ch #|Mode|Trunk|Channel|\(Gbps\)|Speed)\b/i;

const briefParser = parserOf<PortRow>((sink) => ({
  line(text) {
    const row = readBrief(text);
    if (row !== undefined) sink.row(row);
    else if (!BRIEF_NOTE.test(text)) sink.unknown(text);
  },
  isWhole: (text) => readBrief(text) !== undefined,
}));

function readBrief(text: string): PortRow | undefined {
  const groups = BRIEF.exec(text)?.groups;
  if (groups === undefined) return readBriefOther(text);
  const name = groups['name'] ?? '';
  if (!isPortLike(name)) return undefined;
  const isShut = /^administratively/i.test(groups['reason'] ?? '');
  const vlan = Number(groups['vlan']);
  const mode = (groups['mode'] ?? '').toLowerCase();
  return {
    ...NOTHING,
    name: nxosPortName(name),
    adminUp: isShut ? false : undefined,
    operUp: groups['status'] === 'up',
    state: isShut ? 'disabled' : (groups['status'] ?? ''),
    speedMbps: speedMbps(groups['speed'] ?? ''),
    mode: mode === 'access' || mode === 'trunk' || mode === 'routed' ? mode : undefined,
    vlan: vlan > 0 ? vlan : undefined,
    lag: /^\d{1,5}$/.test(groups['last'] ?? '') ? `Po${groups['last']}` : undefined,
  };
}

/** `mgmt0 -- up 10.0.0.1 1000 1500`, `Vlan10 -- up --`, `Lo0 up --`: sections with columns of their own. */
function readBriefOther(text: string): PortRow | undefined {
  const groups = BRIEF_OTHER.exec(text)?.groups;
  const name = groups?.['name'] ?? '';
  if (groups === undefined || !isPortLike(name)) return undefined;
  const [, speed] = /\s(\d{1,6})\s+\d{3,5}$/.exec(groups['rest'] ?? '') ?? [];
  const isShut = /administratively/i.test(groups['rest'] ?? '');
  const state = statusWord(groups['status'] ?? '');
  return {
    ...NOTHING,
    name: nxosPortName(name),
    description: LOOPBACK.test(name) ? textOrNone((groups['text'] ?? '').trim()) : undefined,
    operUp: statusIsUp(state),
    state: isShut ? 'disabled' : state,
    speedMbps: speed === undefined ? undefined : speedMbps(speed),
  };
}

const DESCRIPTION =
  /^(?<name>\S+)\s+(?:(?:eth|virt|fc)\s+(?<speed>(?:a-)?(?:\d{1,6}[GT]?|auto)|--)\s+)?(?<text>\S.*)$/i;

const descriptions = parserOf<PortRow>((sink) => {
  const read = (text: string): PortRow | undefined => {
    const groups = DESCRIPTION.exec(text)?.groups;
    const name = groups?.['name'] ?? '';
    if (groups === undefined || !isPortLike(name)) return undefined;
    return {
      ...NOTHING,
      name: nxosPortName(name),
      state: '',
      description: textOrNone((groups['text'] ?? '').trim()),
      speedMbps: speedMbps(groups['speed'] ?? ''),
    };
  };
  return {
    line(text) {
      const row = read(text);
      if (row !== undefined) sink.row(row);
      else if (!/^-{5,}$|^\s*(?:Port|Interface)\s+(?:Type|Description)\b/i.test(text)) sink.unknown(text);
    },
    isWhole: (text) => read(text) !== undefined,
  };
});

const status = statusParser(nxosPortName);

export const portCommands: readonly Command<PortRow>[] = [
  {
    command: 'show interface status | json',
    parser: json,
    alternative: { command: 'show interface status', parser: status },
  },
];

export const portsAlso: readonly Command<PortRow>[] = [
  { command: 'show interface brief', parser: briefParser },
  { command: 'show interface description', parser: descriptions },
  { command: 'show interface', parser: interfacePagesParser(nxosPortName) },
];

export function portStatus(port: string): Command<PortRow> {
  return { command: `show interface ${port} status`, parser: status };
}
