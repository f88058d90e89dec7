/** `display lldp neighbor`: all ports with all that is known; only the spelling of keys differs by release. */
import { blockParser, type DraftField, NeighbourDraft, parserOf } from '../../parse/index.ts';
import type { Command, NeighbourRow } from '../../platform.ts';
import { isVrpPort, vrpPortName } from './names.ts';

const FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['chassis id', 'chassisId'],
  ['port id', 'remotePort'],
  ['system name', 'systemName'],
  ['management address', 'managementAddress'],
  ['management address value', 'managementAddress'],
]);

const detail = blockParser({
  protocol: 'lldp',
  portName: vrpPortName,
  port: /^\s*(\S{1,64}) has \d{1,4} neighbors?(?:\(s\))?\s*:?\s*$/i,
  neighbour: /^\s*Neighbor index\s*:/i,
  fields: FIELDS,
  description: 'system description',
  capabilities: 'system capabilities enabled',
  // After the description come keys of many releases; lines of a description with a colon do not look like these.
  known:
    /^\s*(?:Chassis type|Port ID (?:sub)?type|Port description|System capabilities|Management address|OID|Expired time|Discovered time|Port VLAN ID|VLAN name of|Port and Protocol|Protocol identity|Auto-negotiation|OperMau|Power|PSE|PD |Port power|Port PSE|Port Available|PoE|Link aggregation|Aggregation port|Maximum frame|MED |Med |Device class|HardwareRev|FirmwareRev|SoftwareRev|SerialNum|Manufacturer|Model name|Asset|Media policy|Unknown Policy|VLAN tagged|Location|Ca type|Dual-signature|Autoclass|EEE|Transmit|Receive|Fallback|Echo|Network Card|Unrecognized|TLV |Index\b|Port Identity|Class|DCBX|Congestion|Info:|Hardware|Firmware|Software|Serial|Application|Country|Civic|ELIN)/i,
});

const COLUMNS = 4;
const BRIEF_NOTE = /^\s*Local Int(?:f|erface)\b|^[-\s]+$|^\s*(?:Info:|Total)/i;

/** Columns: interface, neighbour, its port, seconds; on VRP 8 interface, seconds, port, neighbour. */
const brief = parserOf<NeighbourRow>((sink) => ({
  line(text) {
    // Columns are set apart by two blanks where there is room: then a cell may hold one.
    const cells = text.trim().split(/\s{2,}/, COLUMNS + 1);
    const tokens = cells.length === COLUMNS ? cells : text.trim().split(/\s+/);
    const row = briefRow(tokens, /^\s*\S+\s+\d{1,5}\s/.test(text));
    if (row !== undefined) sink.row(row);
    else if (!BRIEF_NOTE.test(text)) sink.unknown(text);
  },
}));

function briefRow(tokens: readonly string[], secondsFirst: boolean): NeighbourRow | undefined {
  const [port = ''] = tokens;
  const rest = secondsFirst ? tokens.slice(2) : tokens.slice(1, -1);
  if (!isVrpPort(port) || rest.length < 2) return undefined;
  if (!secondsFirst && !/^\d{1,5}$/.test(tokens.at(-1) ?? '')) return undefined;
  const draft = new NeighbourDraft('lldp', vrpPortName);
  draft.set('port', port);
  draft.set(
    'systemName',
    (secondsFirst ? rest.slice(1).join(' ') : rest.slice(0, -1).join(' ')).replace(/^-+$/, ''),
  );
  draft.set('remotePort', (secondsFirst ? rest[0] : rest.at(-1)) ?? '');
  return draft.row();
}

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  { command: 'display lldp neighbor', parser: detail, optional: true },
];
export const neighbourTables: readonly Command<NeighbourRow>[] = [
  { command: 'display lldp neighbor brief', parser: brief },
];
