/** `show vlan`. A mark behind the number says that the VLAN is dynamic; ports may be those of the MLAG peer as well. */
import {
  expandPorts,
  jsonEntries,
  jsonObject,
  jsonParser,
  jsonQuote,
  jsonTold,
  parserOf,
  RulerTable,
  vlanId,
} from '../../parse/index.ts';
import type { Command, VlanRow } from '../../platform.ts';
import { eosPortName } from './names.ts';

const PEER = /^P(?:eer)?(?:Et|Po|Ma)/;

function ownPorts(ports: readonly string[]): string[] {
  return ports.filter((port) => !PEER.test(port) && !/^cpu$/i.test(port));
}

const text = parserOf<VlanRow>(
  (sink) =>
    new RulerTable({
      isRow: (line) => /^\s?\d{1,4}\*?\s+\S/.test(line),
      isNote: (line) => /^(?:VLAN|\* ?=|\* indicates)/i.test(line),
      unknown: sink.unknown,
      row(row) {
        const vlan = vlanId(row.first.replace('*', ''));
        if (vlan === undefined || !row.has(/^name$/i)) return;
        const name = row.cell(/^name$/i);
        sink.row({
          vlan,
          name: name === '' ? undefined : name,
          ports: ownPorts(expandPorts(row.cell(/^ports$/i, ','), eosPortName)),
        });
      },
    }),
);

const json = jsonParser<VlanRow>((answer, sink) => {
  for (const [id, entry] of jsonEntries(answer['vlans'])) {
    const vlan = vlanId(id);
    if (vlan === undefined) sink.unknown(jsonQuote({ [id]: entry }));
    else
      sink.row({
        vlan,
        name: jsonTold(entry, 'name'),
        ports: ownPorts(Object.keys(jsonObject(entry['interfaces']) ?? {}).map(eosPortName)),
      });
  }
});

export const vlanCommands: readonly Command<VlanRow>[] = [
  { command: 'show vlan | json', parser: json, alternative: { command: 'show vlan', parser: text } },
];

export const vlansAlso: readonly Command<VlanRow>[] = [{ command: 'show vlan brief', parser: text }];
