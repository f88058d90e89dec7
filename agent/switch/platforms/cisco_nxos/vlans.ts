/** `show vlan`; its further sections are known and passed over. Ports are the access ports. */
import {
  expandPorts,
  jsonParser,
  jsonQuote,
  jsonText,
  jsonTold,
  parserOf,
  RulerTable,
  vlanId,
} from '../../parse/index.ts';
import type { Command, VlanRow } from '../../platform.ts';
import { tableRows } from './json.ts';
import { nxosPortName } from './names.ts';

const text = parserOf<VlanRow>(
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
          ports: expandPorts(row.cell(/^ports$/i, ','), nxosPortName),
        });
      },
    }),
);

const json = jsonParser<VlanRow>((answer, sink) => {
  // `show vlan` and `show vlan brief` name the same table differently.
  for (const entry of [...tableRows(answer, 'vlanbrief'), ...tableRows(answer, 'vlanbriefxbrief')]) {
    // Old releases write the plain one with its bytes turned round: VLAN 1 is 16777216 there.
    const vlan = vlanId(entry['vlanshowbr-vlanid-utf']) ?? vlanId(entry['vlanshowbr-vlanid']);
    const list: unknown = entry['vlanshowplist-ifidx'];
    const ports = Array.isArray(list) ? list.join(',') : jsonText(entry, 'vlanshowplist-ifidx');
    if (vlan === undefined) sink.unknown(jsonQuote(entry));
    else
      sink.row({
        vlan,
        name: jsonTold(entry, 'vlanshowbr-vlanname'),
        ports: expandPorts(ports, nxosPortName),
      });
  }
});

export const vlanCommands: readonly Command<VlanRow>[] = [
  {
    command: 'show vlan brief | json',
    parser: json,
    alternative: { command: 'show vlan brief', parser: text },
  },
];

export const vlansAlso: readonly Command<VlanRow>[] = [{ command: 'show vlan', parser: text }];
