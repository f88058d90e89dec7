/** What is configured on ports: modes and VLANs of all of them, their descriptions and switched-off ports; one in full. */

import { configParser, isPortLike, parserOf, RulerTable, switchportPages } from '../../parse/index.ts';
import type { Command, LineParser, PortConfigRow } from '../../platform.ts';
import { os6PortName } from './names.ts';

const NOTHING: Omit<PortConfigRow, 'name'> = {
  description: undefined,
  adminUp: undefined,
  mode: undefined,
  accessVlan: undefined,
  nativeVlan: undefined,
  taggedVlans: undefined,
  voiceVlan: undefined,
  lag: undefined,
  lines: [],
};

/** Tables with a port in their first column, a description and the administrative state where they have it. */
export function portTable(portName: (text: string) => string): () => LineParser<PortConfigRow> {
  return parserOf<PortConfigRow>(
    (sink) =>
      new RulerTable({
        isRow: (line) =>
          isPortLike(line.trim().split(/\s+/)[0] ?? '') && !/^\s*oob\s+(?:type|desc)/i.test(line),
        isNote: (line) => /^\s*(?:Gathering information|Flow Control)/i.test(line),
        unknown: sink.unknown,
        row(row) {
          const description = row.cell(/description|^name/i);
          const admin = row.cell(/admin/i).toLowerCase();
          sink.row({
            ...NOTHING,
            name: portName(row.first),
            description: description === '' ? undefined : description,
            adminUp: admin === 'up' || admin === 'down' ? admin === 'up' : undefined,
          });
        },
      }),
  );
}

const CONFIG = {
  portName: os6PortName,
  isPort: (name: string): boolean => !/^(?:Vl|Lo|Tu|range|oob|out)/i.test(name),
  defaults: { mode: 'access', adminUp: true, trunkVlans: 'all' },
} as const;

export const configCommands: readonly Command<PortConfigRow>[] = [
  { command: 'show interfaces switchport', parser: switchportPages(os6PortName) },
  // The full text; the next one cuts it.
  { command: 'show interfaces description', parser: portTable(os6PortName), optional: true },
  { command: 'show interfaces configuration', parser: portTable(os6PortName), optional: true },
];

export function portConfig(port: string): Command<PortConfigRow> {
  return { command: `show running-config interface ${port}`, parser: configParser(CONFIG, port) };
}
