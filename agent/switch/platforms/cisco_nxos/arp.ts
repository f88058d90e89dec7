/** ARP and IPv6 neighbours of all VRFs. */
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
import { nxosPortName } from './names.ts';

const INTERFACE = /^(?:vlan|vl|eth|po|port-channel|mgmt|lo|loopback|tunnel|tu|nve|san-port)[a-z-]*\d/i;

/** Behind the address stand flags and the name of a VRF as well, which may look like a port. */
function withoutVrf(line: string): string {
  const cells = line.trim().split(/\s+/);
  const mac = cells.findIndex((cell) => /[.:-]/.test(cell) && parseMac(cell) !== undefined);
  if (mac < 0) return line;
  return [...cells.slice(0, mac + 1), ...cells.slice(mac + 1).filter((cell) => INTERFACE.test(cell))].join(
    ' ',
  );
}

const text = arpParser({
  portName: nxosPortName,
  notes: [
    /^Flags:/i,
    /^\s*(?:[*+#D~A-Z]|CP|PS|RO|PI) - /,
    /^(?:IP ARP|IPv6 Adjacency) Table/i,
    /^Total number of entries/i,
    /^Address\s/i,
    /^\s*(?:IPv6|Interface) /i,
  ],
  prepare: withoutVrf,
});

const json = jsonParser<ArpRow>((answer, sink) => {
  for (const entry of jsonFind(answer, 'mac')) {
    const address = parseIp(jsonText(entry, 'ip-addr-out', 'ipv6-addr', 'ipv6-addr-out'));
    const mac = parseMac(jsonText(entry, 'mac'));
    if (address !== undefined && mac !== undefined)
      sink.row({ address, mac, ...placeOf(entry), type: 'dynamic' });
    // An entry that was asked for and not answered is in no doubt.
    else if (!/incomplete/i.test(jsonQuote(entry))) sink.unknown(jsonQuote(entry));
  }
});

function placeOf(entry: Json): Pick<ArpRow, 'vlan' | 'port'> {
  const interfaces = [jsonText(entry, 'intf-out'), jsonText(entry, 'phy-intf')];
  const vlans = interfaces.map((name) => vlanId(/^(?:vlan|vl)(\d{1,4})$/i.exec(name)?.[1]));
  const port = interfaces.find((name, i) => INTERFACE.test(name) && vlans[i] === undefined);
  return {
    vlan: vlans.find((vlan) => vlan !== undefined),
    port: port === undefined ? undefined : nxosPortName(port),
  };
}

export const arpCommands: readonly Command<ArpRow>[] = [
  {
    command: 'show ip arp vrf all | json',
    parser: json,
    optional: true,
    alternative: { command: 'show ip arp vrf all', parser: text, optional: true },
  },
  {
    command: 'show ipv6 neighbor vrf all | json',
    parser: json,
    optional: true,
    alternative: { command: 'show ipv6 neighbor vrf all', parser: text, optional: true },
  },
];

export const arpAlso: readonly Command<ArpRow>[] = [
  { command: 'show ip arp', parser: text },
  { command: 'show ip arp detail', parser: text },
  { command: 'show ip arp detail vrf all', parser: text },
];

export function arpLookup(address: string): Command<ArpRow> {
  const command = address.includes(':')
    ? `show ipv6 neighbor ${address} vrf all`
    : `show ip arp ${address} vrf all`;
  return { command, parser: text };
}
