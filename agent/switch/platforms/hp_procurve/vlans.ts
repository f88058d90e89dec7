/** `show vlans`: the VLANs there are. Which ports they have only the configuration tells in one go. */
import { parserOf, RulerTable } from '../../parse/index.ts';
import type { Command, VlanRow } from '../../platform.ts';

const parser = parserOf<VlanRow>(
  (sink) =>
    new RulerTable({
      isRow: (line) => /^\s*\d{1,4}\s+\S/.test(line),
      isNote: (line) =>
        /^\s*(?:Status and Counters|Maximum VLANs|Primary VLAN|Management VLAN|VLAN ID|802\.1Q)/i.test(line),
      unknown: sink.unknown,
      row(row) {
        const name = row.cell(/name/i).replace(/\|/g, ' ').trim();
        sink.row({ vlan: Number(row.first), name: name === '' ? undefined : name, ports: [] });
      },
    }),
);

export const vlanCommands: readonly Command<VlanRow>[] = [{ command: 'show vlans', parser }];
