/** `show interfaces status`: one table of ports and one of port channels, each with its own ruler. */

import { duplexWord, isPortLike, parserOf, RulerTable, speedMbps, type TableRow } from '../../parse/index.ts';
import type { Command, LineParser, PortRow } from '../../platform.ts';
import { smbPortName } from './names.ts';

const STATES: ReadonlyMap<string, string> = new Map([
  ['not present', 'detached'],
  ['suspended', 'err-disabled'],
  ['up*', 'up'],
  ['down*', 'down'],
]);

function readRow(row: TableRow, portName: (text: string) => string): PortRow {
  const word = (row.cell(/\bstate$/i) || row.cell(/^link/i)).toLowerCase();
  const state = STATES.get(word) ?? word;
  return {
    name: portName(row.first),
    description: undefined,
    // The table does not tell a port that was shut from one without a link.
    adminUp: state === 'up' ? true : undefined,
    operUp: state === '' ? undefined : state === 'up',
    state,
    speedMbps: speedMbps(row.cell(/speed/i)),
    duplex: duplexWord(row.cell(/duplex/i)),
    mode: modeOf(row.cell(/^port mode/i)),
    vlan: vlanOf(row.cell(/^port mode/i)),
    lag: undefined,
  };
}

/** Newer releases add the mode with its VLAN: `Access (10)`, `Trunk (1)`. */
function modeOf(text: string): PortRow['mode'] {
  const word = /^(access|trunk|general)\b/i.exec(text)?.[1]?.toLowerCase();
  return word === 'access' || word === 'trunk' || word === 'general' ? word : undefined;
}

function vlanOf(text: string): number | undefined {
  const vlan = Number(/\((\d{1,4})\)/.exec(text)?.[1] ?? 0);
  return vlan === 0 ? undefined : vlan;
}

/** A row is a port, below a heading that shifted with the release: the ruler tells the columns. */
export function portTableParser(portName: (text: string) => string): () => LineParser<PortRow> {
  return parserOf<PortRow>(
    (sink) =>
      new RulerTable({
        isRow: (line) => isPortLike(line.trim().split(/\s+/)[0] ?? ''),
        isNote: (line) =>
          /^\s*(?:Gathering information|\*?\s*(?:Flags?|Legend|Indicates)|Flow\s+(?:Link|Control:))/i.test(
            line,
          ),
        unknown: sink.unknown,
        row(row) {
          const port = readRow(row, portName);
          // All channels that could be are listed; one without members is not there.
          if (port.state !== 'detached' || !/^(?:po|ch)\d/i.test(port.name)) sink.row(port);
        },
      }),
  );
}

const parser = portTableParser(smbPortName);

export const portCommands: readonly Command<PortRow>[] = [{ command: 'show interfaces status', parser }];

export function portStatus(port: string): Command<PortRow> {
  return { command: `show interfaces status ${port}`, parser };
}
