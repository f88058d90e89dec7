/** `show interfaces status`: three tables (ports, out-of-band port, port channels), each with its own ruler. */

import { isPortLike, parserOf, RulerTable, type TableRow } from '../../parse/index.ts';
import type { Command, PortRow } from '../../platform.ts';
import { os6PortName } from './names.ts';

const MODES: ReadonlyMap<string, PortRow['mode']> = new Map([
  ['A', 'access'],
  ['T', 'trunk'],
  ['G', 'general'],
  ['R', 'routed'],
] as const);
const STATES: ReadonlyMap<string, string> = new Map([
  ['detach', 'detached'],
  ['not present', 'detached'],
  ['d-down', 'err-disabled'],
  ['err-disable', 'err-disabled'],
]);

function readRow(row: TableRow): PortRow {
  const word = row.cell(/\blink\b/i).toLowerCase();
  const state = STATES.get(word) ?? word;
  const description = row.cell(/description|^name/i);
  return {
    name: os6PortName(row.first),
    description: description === '' ? undefined : description,
    // The table does not tell a port that was shut from one without a link.
    adminUp: state === 'up' ? true : undefined,
    operUp: state === '' ? undefined : state === 'up',
    state,
    speedMbps: speedMbps(row.cell(/speed/i)),
    duplex: duplexOf(row.cell(/duplex/i)),
    mode: MODES.get(row.cell(/^m$|^mode$/i).charAt(0)),
    vlan: firstVlan(row.cell(/^vlan/i, '')),
    lag: undefined,
  };
}

function speedMbps(text: string): number | undefined {
  const [, number, unit] = /^(\d+)(G?)/i.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (unit === '' ? 1 : 1_000);
}

function duplexOf(text: string): PortRow['duplex'] {
  const word = text.toLowerCase();
  return word === 'full' || word === 'half' || word === 'auto' ? word : undefined;
}

/** `1`, or the native one of a trunk in `(1),699,707`; a member of a port channel shows 0. */
function firstVlan(text: string): number | undefined {
  const vlan = Number(/^\(?(\d{1,4})\)?(?:,|-|$)/.exec(text)?.[1] ?? 0);
  return vlan === 0 ? undefined : vlan;
}

const parser = parserOf<PortRow>(
  (sink) =>
    new RulerTable({
      // The heading of the out-of-band port begins with its name on some releases.
      isRow: (line) => isPortLike(line.trim().split(/\s+/)[0] ?? '') && !/^\s*oob\s+type\b/i.test(line),
      isNote: (line) => /^\s*(?:Flow Control|Flags?|Codes?|M\s*[-:=])/i.test(line),
      unknown: sink.unknown,
      row: (row) => sink.row(readRow(row)),
    }),
);

export const portCommands: readonly Command<PortRow>[] = [{ command: 'show interfaces status', parser }];

export function portStatus(port: string): Command<PortRow> {
  return { command: `show interfaces status ${port}`, parser };
}
