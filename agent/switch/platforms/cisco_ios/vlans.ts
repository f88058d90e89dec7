/** `show vlan brief`; the further sections of `show vlan` are known and passed over. Ports are the access ports. */

import { expandPorts, parserOf, RulerTable } from '../../parse/index.ts';
import type { Command, VlanRow } from '../../platform.ts';
import { iosPortName } from './names.ts';
import { routerVlans } from './router-vlans.ts';

const parser = parserOf<VlanRow>(
  (sink) =>
    new RulerTable({
      isRow: (line) => /^\s?\d{1,4}\s+\S/.test(line),
      isNote: (line) => /^Remote SPAN VLANs|^[\d,\s-]+$|^(?:VLAN|Primary)\s/i.test(line),
      unknown: sink.unknown,
      row(row) {
        if (!row.has(/^name$/i) || !row.has(/^ports$/i)) return;
        const name = row.cell(/^name$/i);
        sink.row({
          vlan: Number(row.first),
          name: name === '' ? undefined : name,
          ports: expandPorts(row.cell(/^ports$/i, ','), iosPortName),
        });
      },
    }),
);

export const vlanCommands: readonly Command<VlanRow>[] = [{ command: 'show vlan brief', parser }];

export const vlansAlso: readonly Command<VlanRow>[] = [
  { command: 'show vlan', parser },
  { command: 'show vlans', parser: routerVlans },
];
