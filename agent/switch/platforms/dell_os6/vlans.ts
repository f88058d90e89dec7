/** `show vlan`. Ports come in ranges over several lines, and port channels that do not exist are listed as well. */

import { expandPorts, parserOf, RulerTable } from '../../parse/index.ts';
import type { Command, VlanRow } from '../../platform.ts';
import { os6PortName } from './names.ts';

const parser = parserOf<VlanRow>(
  (sink) =>
    new RulerTable({
      isRow: (line) => /^\s*\d{1,4}(?:\s|$)/.test(line),
      isNote: (line) => /^\s*(?:Maximum|Total|RSPAN|VLANs?\b|None\s*$)/i.test(line),
      unknown: sink.unknown,
      row(row) {
        const name = row.cell(/name/i);
        sink.row({
          vlan: Number(row.first),
          name: name === '' ? undefined : name,
          ports: expandPorts(row.cell(/^ports?/i, ','), os6PortName),
        });
      },
    }),
);

export const vlanCommands: readonly Command<VlanRow>[] = [{ command: 'show vlan', parser }];
