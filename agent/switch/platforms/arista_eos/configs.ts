/** What is configured on ports: the summary of all for a scan, the running configuration of one. */
import {
  jsonEntries,
  jsonObject,
  jsonParser,
  jsonText,
  portConfigParser,
  switchportParser,
  switchportRow,
} from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { eosPortName } from './names.ts';

const config = portConfigParser(eosPortName);

const json = jsonParser<PortConfigRow>((answer, sink) => {
  for (const [name, entry] of jsonEntries(answer['switchports'])) {
    const info = jsonObject(entry['switchportInfo']) ?? {};
    const values = new Map([
      ['enabled', entry['enabled'] === false ? 'disabled' : 'enabled'],
      ['admin', jsonText(info, 'mode')],
      ['access', jsonText(info, 'accessVlanId')],
      ['native', jsonText(info, 'trunkingNativeVlanId')],
      ['allowed', jsonText(info, 'trunkAllowedVlans')],
      ['voice', jsonText(info, 'phoneVlan')],
    ]);
    sink.row(switchportRow(eosPortName(name), values));
  }
});

export const configCommands: readonly Command<PortConfigRow>[] = [
  {
    command: 'show interfaces switchport | json',
    parser: json,
    alternative: { command: 'show interfaces switchport', parser: switchportParser(eosPortName) },
  },
];

export const configAlso: readonly Command<PortConfigRow>[] = [
  { command: 'show running-config section interface', parser: config },
];

export function portConfig(port: string): Command<PortConfigRow> {
  return { command: `show running-config interfaces ${port}`, parser: config };
}
