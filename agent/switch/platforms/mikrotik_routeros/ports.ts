/** Interfaces: sockets, bridges, VLANs, bonds and tunnels, all in one list. */
import type { Command, PortRow } from '../../platform.ts';
import { columnsParser } from './columns.ts';
import { type Entry, entriesParser, has, textOf } from './entries.ts';
import { quoted } from './words.ts';

function rowsOf(entry: Entry): readonly PortRow[] | undefined {
  const name = textOf(entry, 'name');
  if (name === undefined) return undefined;
  const adminUp = !has(entry, 'X');
  const operUp = has(entry, 'R');
  return [
    {
      name,
      description: textOf(entry, 'comment'),
      adminUp,
      operUp,
      state: adminUp ? (operUp ? 'up' : 'down') : 'disabled',
      speedMbps: undefined,
      duplex: undefined,
      mode: undefined,
      vlan: undefined,
      lag: undefined,
    },
  ];
}

const entries = entriesParser<PortRow>(rowsOf);
const columns = columnsParser<PortRow>(rowsOf);
const PRINT = '/interface print terse without-paging';

export const portCommands: readonly Command<PortRow>[] = [{ command: PRINT, parser: entries }];

export const portReads: readonly Command<PortRow>[] = [
  { command: '/interface print detail', parser: entries },
  { command: '/interface print brief', parser: columns },
  { command: '/interface ethernet print', parser: columns },
];

export function portStatus(port: string): Command<PortRow> {
  return { command: `${PRINT} where name=${quoted(port)}`, parser: entries };
}
