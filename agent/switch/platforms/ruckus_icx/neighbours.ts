/** LLDP in full; the summary knows neither capabilities nor whole names. */
import { blockParser, capabilitiesIn, type DraftField, NeighbourDraft, parserOf } from '../../parse/index.ts';
import type { Command, NeighbourRow } from '../../platform.ts';
import { icxPortName, isIcxPort } from './names.ts';

const FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['chassis id', 'chassisId'],
  ['port id', 'remotePort'],
  ['system name', 'systemName'],
  ['management address', 'managementAddress'],
]);

const detail = blockParser({
  protocol: 'lldp',
  portName: icxPortName,
  port: /^\s*Local port\s*:\s*(\S{1,16})/i,
  neighbour: /^\s*Neighbor\s*:/i,
  fields: FIELDS,
  description: 'system description',
  capabilities: 'enabled capabilities',
  quoted: true,
  known:
    /^\s*\+?\s*(?:Time to live|Port description|System capabilities|802\.[13]|Advertised|Operational|Link aggregation|Maximum frame|Port VLAN|VLAN name|Protocol|Power|MED |Application|Auto-negotiation|Extended|EEE|Management VLAN|Inventory|Hardware|Firmware|Software|Serial|Manufacturer|Model|Asset|Location|Network policy|Capabilities|Device (?:class|type)|Policy|Energy|fdx|hdx|10|other|Dual mode|PD |PSE |ALLOC|Unknown|Data Center|LLDP)/i,
});

/** `Lcl Port Chassis ID Port ID Port Description System Name`, and Cisco's table, which some firmware prints. */
const NATIVE =
  /^\s*(?<port>\S{1,12})\s+(?<chassis>[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})\s+(?<remote>\S{1,64})(?:\s+(?<text>\S.*))?$/i;
const CISCO =
  /^(?<name>\S.{0,62}?)\s+(?<port>\S{1,16})\s+(?<hold>\d{1,5})\s+(?:(?<words>(?:[A-Z],?\s?){1,8}?)\s+)?(?<remote>\S{1,64})\s*$/;
const NOTE =
  /^\s*(?:Lcl Port|Device ID\s|Capability codes|\([A-Z]\) |Total entries|LLDP\b|\(continued\))|^[-\s]+$/i;

const HEADING = /^\s*Lcl Port\s+Chassis ID\s+Port ID\s+Port Description\s+System Name\b/i;

const summary = parserOf<NeighbourRow>((sink) => {
  let starts: readonly number[] = [];
  return {
    line(text) {
      if (HEADING.test(text))
        starts = ['Lcl', 'Chassis', 'Port ID', 'Port Desc', 'System'].map((word) => text.search(word));
      const row = columnsRow(text, starts) ?? nativeRow(text) ?? ciscoRow(text);
      if (row !== undefined) sink.row(row);
      else if (!NOTE.test(text)) sink.unknown(text);
    },
  };
});

/** A row that keeps to the columns of the heading; descriptions hold blanks and may be empty. */
function columnsRow(text: string, starts: readonly number[]): NeighbourRow | undefined {
  const isKept = starts.every((start) => start === 0 || text.charAt(start - 1).trim() === '');
  if (starts.length === 0 || !isKept) return undefined;
  const [port = '', chassis = '', remote = '', , name = ''] = starts.map((start, i) =>
    text
      .slice(start, starts[i + 1])
      .trim()
      .replace(/~$/, ''),
  );
  if (!isIcxPort(icxPortName(port)) || chassis === '' || remote === '') return undefined;
  const draft = new NeighbourDraft('lldp', icxPortName);
  draft.set('port', port);
  draft.set('chassisId', chassis);
  draft.set('remotePort', remote);
  draft.set('systemName', name);
  return draft.row();
}

function nativeRow(text: string): NeighbourRow | undefined {
  const { port = '', chassis = '', remote = '', text: rest = '' } = NATIVE.exec(text)?.groups ?? {};
  if (!isIcxPort(icxPortName(port))) return undefined;
  const draft = new NeighbourDraft('lldp', icxPortName);
  draft.set('port', port);
  draft.set('chassisId', chassis);
  draft.set('remotePort', remote.replace(/~$/, ''));
  // Two columns of any words: what comes after two blanks is the name; a cut one ends in `~`.
  const [, name = ''] = /\s{2,}(\S.{0,63})$/.exec(rest) ?? [];
  draft.set('systemName', name.replace(/~$/, ''));
  return draft.row();
}

function ciscoRow(text: string): NeighbourRow | undefined {
  const { name = '', port = '', words = '', remote = '' } = CISCO.exec(text)?.groups ?? {};
  if (!isIcxPort(icxPortName(port))) return undefined;
  const draft = new NeighbourDraft('lldp', icxPortName);
  draft.set('port', port);
  draft.set('systemName', name);
  draft.set('remotePort', remote);
  draft.setCapabilities(capabilitiesIn(words));
  return draft.row();
}

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors detail', parser: detail, optional: true },
];
export const neighbourTables: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors', parser: summary },
];
