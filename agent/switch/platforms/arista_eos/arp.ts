/** ARP and IPv6 neighbours of all VRFs: `Vlan101, Port-Channel2` is the VLAN and the port that the MAC table knows. */
import { parseIp, parseMac } from '../../../../shared/model/index.ts';
import {
  arpParser,
  type Json,
  jsonFind,
  jsonParser,
  jsonQuote,
  jsonText,
  vlanId,
} from '../../parse/index.ts';
import type { ArpRow, Command } from '../../platform.ts';
import { eosPortName } from './names.ts';

const text = arpParser({
  portName: eosPortName,
  notes: [/^VRF:/i, /^Address\s/i, /^IPv6 Address\s/i, /^Total\b/i],
  prepare: (line) => line.replaceAll(',', ' '),
  typeOf: (cells) => (cells.includes('N/A') ? 'static' : undefined),
});

const json = jsonParser<ArpRow>((answer, sink) => {
  for (const entry of jsonFind(answer, 'hwAddress')) {
    const address = parseIp(jsonText(entry, 'address'));
    const mac = parseMac(jsonText(entry, 'hwAddress'));
    if (address === undefined || mac === undefined) sink.unknown(jsonQuote(entry));
    else sink.row({ address, mac, ...placeOf(jsonText(entry, 'interface')), type: typeOf(entry) });
  }
});

/** Entries set by hand have no age. */
function typeOf(entry: Json): ArpRow['type'] {
  return entry['age'] === undefined && entry['state'] === undefined ? 'static' : 'dynamic';
}

function placeOf(place: string): Pick<ArpRow, 'vlan' | 'port'> {
  const names = place.split(',').map((name) => name.trim());
  const vlan = names.map((name) => vlanId(/^Vlan(\d{1,4})$/i.exec(name)?.[1])).find((id) => id !== undefined);
  const port = names.find((name) => /^(?:Ethernet|Port-Channel|Management|Et|Po|Ma)\d/i.test(name));
  return { vlan, port: port === undefined ? undefined : eosPortName(port) };
}

export const arpCommands: readonly Command<ArpRow>[] = [
  {
    command: 'show ip arp vrf all | json',
    parser: json,
    optional: true,
    alternative: {
      command: 'show ip arp vrf all',
      parser: text,
      optional: true,
      alternative: { command: 'show ip arp', parser: text, optional: true },
    },
  },
  {
    command: 'show ipv6 neighbors vrf all | json',
    parser: json,
    optional: true,
    alternative: { command: 'show ipv6 neighbors vrf all', parser: text, optional: true },
  },
];

export const arpAlso: readonly Command<ArpRow>[] = [{ command: 'show arp', parser: text }];

export function arpLookup(address: string): Command<ArpRow> {
  const command = address.includes(':') ? `show ipv6 neighbors ${address}` : `show ip arp ${address}`;
  return { command, parser: text };
}
