/** What is configured on ports: the summary of all for a scan, the running configuration of one. */
import {
  jsonParser,
  jsonQuote,
  jsonText,
  portConfigParser,
  switchportParser,
  switchportRow,
} from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { tableRows } from './json.ts';
import { nxosPortName } from './names.ts';

const config = portConfigParser(nxosPortName);
const summary = switchportParser(nxosPortName);

const json = jsonParser<PortConfigRow>((answer, sink) => {
  for (const entry of tableRows(answer, 'interface')) {
    const name = jsonText(entry, 'interface');
    const values = new Map([
      ['enabled', jsonText(entry, 'switchport')],
      ['oper', jsonText(entry, 'oper_mode')],
      ['access', jsonText(entry, 'access_vlan')],
      ['native', jsonText(entry, 'native_vlan')],
      ['allowed', jsonText(entry, 'trunk_vlans')],
      ['voice', jsonText(entry, 'voice_vlan')],
    ]);
    if (name === '') sink.unknown(jsonQuote(entry));
    else sink.row(switchportRow(nxosPortName(name), values));
  }
});

export const configCommands: readonly Command<PortConfigRow>[] = [
  {
    command: 'show interface switchport | json',
    parser: json,
    alternative: { command: 'show interface switchport', parser: summary },
  },
];

export const configAlso: readonly Command<PortConfigRow>[] = [
  { command: 'show running-config interface', parser: config },
];

export function portConfig(port: string): Command<PortConfigRow> {
  return { command: `show running-config interface ${port}`, parser: config };
}
