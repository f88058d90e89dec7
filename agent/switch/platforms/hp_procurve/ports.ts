/** `show interfaces brief`, which tells enabled from down, and `show interfaces status`, which knows names and VLANs. */
import { parserOf, RulerTable, type TableRow } from '../../parse/index.ts';
import type { Command, PortRow } from '../../platform.ts';
import { linkOf } from './link.ts';
import { isProcurvePort, procurvePortName, trunkOf } from './names.ts';

function cellOf(row: TableRow, heading: RegExp): string {
  return row.cell(heading).replace(/\|/g, ' ').trim();
}

function readRow(row: TableRow): PortRow {
  const status = cellOf(row, /status/i).toLowerCase();
  const enabled = cellOf(row, /enabled/i).toLowerCase();
  const state = enabled === 'no' && status !== 'up' ? 'disabled' : status;
  const name = cellOf(row, /^name/i);
  return {
    name: procurvePortName(row.firstWord),
    // A cut name says how it begins; the configuration has all of it.
    description: name === '' ? undefined : name,
    adminUp: enabled === '' ? undefined : enabled === 'yes',
    operUp: status === '' ? undefined : status === 'up',
    state,
    ...linkOf(cellOf(row, /^(?:mode|speed)$/i)),
    ...vlanOf(cellOf(row, /^untagged$/i), cellOf(row, /^tagged$/i)),
    lag: trunkOf(row.firstWord),
  };
}

function vlanOf(untagged: string, tagged: string): Pick<PortRow, 'mode' | 'vlan'> {
  const vlan = /^\d{1,4}$/.test(untagged) ? Number(untagged) : undefined;
  const hasTagged = /^(?:multi|\d{1,4})$/i.test(tagged);
  if (untagged === '' && tagged === '') return { mode: undefined, vlan: undefined };
  return { mode: hasTagged ? 'trunk' : vlan === undefined ? undefined : 'access', vlan };
}

const parser = parserOf<PortRow>(
  (sink) =>
    new RulerTable({
      isRow: (line) => isProcurvePort(line.trim().split(/\s+/)[0] ?? ''),
      isNote: (line) =>
        /^\s*(?:Status and Counters|Note:|\* |\| Intrusion|Port\b|Intrusion|MDI\b|Flow\b)/i.test(line),
      unknown: sink.unknown,
      row: (row) => sink.row(readRow(row)),
    }),
);

export const portCommands: readonly Command<PortRow>[] = [{ command: 'show interfaces brief', parser }];
/** Asked by people; the configuration tells the same without cutting names. */
export const portStatusTables: readonly Command<PortRow>[] = [{ command: 'show interfaces status', parser }];

export function portStatus(port: string): Command<PortRow> {
  return { command: `show interfaces brief ${port}`, parser };
}
