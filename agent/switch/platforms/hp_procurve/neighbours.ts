/** LLDP and CDP. The summary cuts names; only the detail of each port tells capabilities. */
import { blockParser, type DraftField, NeighbourDraft, parserOf, RulerTable } from '../../parse/index.ts';
import type { Command, NeighbourRow } from '../../platform.ts';
import { isProcurvePort, procurvePortName } from './names.ts';

const summary = parserOf<NeighbourRow>(
  (sink) =>
    new RulerTable({
      isRow: (line) => isProcurvePort(line.trim().split(/\s+/)[0] ?? ''),
      isNote: (line) => /^\s*(?:LLDP Remote|CDP Neighbors|LocalPort|Local\s+Port)/i.test(line),
      unknown: sink.unknown,
      row(row) {
        const draft = new NeighbourDraft('lldp', procurvePortName);
        draft.set('port', row.first.replace(/\|/g, ''));
        draft.set('chassisId', whole(row.cell(/^chassis ?id/i).replace(/^\|/, '')));
        draft.set('remotePort', whole(row.cell(/^port ?id/i)));
        draft.set('systemName', row.cell(/^sys(?:tem)? ?name/i).replace(/\s*\.{2,3}$/, ''));
        const neighbour = draft.row();
        if (neighbour !== undefined) sink.row(neighbour);
      },
    }),
);

/** A cut identifier is none. */
function whole(text: string): string {
  return /\.{2,3}$/.test(text.trim()) ? '' : text;
}

const LLDP_FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['chassisid', 'chassisId'],
  ['portid', 'remotePort'],
  ['sysname', 'systemName'],
  ['address', 'managementAddress'],
]);

/** Values end in a column; what is longer is cut and marked. */
const detail = blockParser({
  protocol: 'lldp',
  portName: procurvePortName,
  port: /^\s*Local Port\s*:\s*(\S{1,16})/i,
  fields: LLDP_FIELDS,
  description: 'system descr',
  capabilities: 'system capabilities enabled',
  known:
    /^\s*(?:LLDP Remote|ChassisType|PortType|PortDescr|Port Descr|Pvid|System Capabilities|Remote Management|Type\s*:|OID|Interface|MED |EndpointClass|Media Policy|Poe|Power|PD |PSE |Network Policy|Unsupported|Policy|Vlan|Dscp|Tagged|Priority|Inventory|Hardware|Firmware|Software|Serial|Manufacturer|Model|Asset|Location|Civic|ELIN|Application|Max[- ]Frame|Advertised)/i,
  passedOver: /^\s*[\w() /,-]{1,60}:/,
});

const CDP_FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['device id', 'systemName'],
  ['address', 'managementAddress'],
  ['device port', 'remotePort'],
]);

const cdpDetail = blockParser({
  protocol: 'cdp',
  portName: procurvePortName,
  port: /^\s*Port\s*:\s*(\S{1,16})\s*$/i,
  fields: CDP_FIELDS,
  description: 'version',
  capabilities: 'capability',
  known: /^\s*(?:CDP neighbors|Address Type|Platform|Voice VLAN|Native VLAN|Duplex)/i,
});

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp info remote-device', parser: summary, optional: true },
  { command: 'show cdp neighbors detail', parser: cdpDetail, optional: true },
];

/** What all ports know in full, on releases that take the word. */
export const neighbourTables: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp info remote-device detail', parser: detail },
];

export function neighbourDetail(port: string): Command<NeighbourRow> {
  return { command: `show lldp info remote-device ${port}`, parser: detail, optional: true };
}
