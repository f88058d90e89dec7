/** `show mac address-table` of Nexus 3000 to 9000. */
import { parseMac } from '../../../../shared/model/index.ts';
import {
  fdbParser,
  fdbType,
  type Json,
  jsonParser,
  jsonQuote,
  jsonText,
  NO_PORT,
  vlanId,
} from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { tableRows } from './json.ts';
import { nxosPortName } from './names.ts';

const PEER_LINK = /\bvPC Peer-Link\b/i;

const text = fdbParser({
  portName: nxosPortName,
  notes: [
    /^\s*Legend:/i,
    /^\s*\* - primary entry|^\s*age - seconds|^\s*\(T\) - True|^\s*(?:[A-Z+*~]|\([A-Z]{1,2}\)) ?- /,
    /^\s*Note: MAC table entries|^\s*Use the 'hardware-age'/i,
    /^Total MAC Addresses\b/i,
    /^\s*No (?:entries|MAC|matching)\b/i,
  ],
  prepare: (line) =>
    line
      .replace(PEER_LINK, 'vPC-Peer-Link')
      // Marks behind a port, the far end of a tunnel, and the second name of the heading's last column.
      .replace(/\((?:R|[\d.:a-f ]{2,200})\)\s*$/i, '')
      .replace(/\bPorts\/SWID\.SSID\.LID/, 'Ports')
      .replace(/\bnve-peer\d+ [\d.:a-f]{2,45}\s*$/i, 'nve1')
      // Behind another switch of a FabricPath: `200.0.54`.
      .replace(/\s\d{1,4}\.\d{1,4}\.\d{1,5}\s*$/, ' nve1')
      // Of the Nexus 1000V itself: no port.
      .replace(/\sN1KV Internal Port\b/i, ''),
});

/** `nve1(10.1.1.1)`, `nve-peer3 10.1.1.1`, and `12.0.45`, the switch and port of a FabricPath: at another site. */
const FAR_SIDE = /^nve\d|^nve-peer|^\d+\.\d+\.\d+$|^pseudowire|^overlay/i;

const json = jsonParser<FdbRow>((answer, sink) => {
  for (const entry of tableRows(answer, 'mac_address')) {
    const mac = parseMac(jsonText(entry, 'disp_mac_addr'));
    const port = jsonText(entry, 'disp_port');
    if (mac === undefined) sink.unknown(jsonQuote(entry));
    else if (!FAR_SIDE.test(port))
      sink.row({ mac, vlan: vlanId(entry['disp_vlan']), port: portOf(port), type: typeOf(entry) });
  }
});

function portOf(name: string): string {
  return name === '' ? NO_PORT : nxosPortName(name.replace(PEER_LINK, 'vPC-Peer-Link'));
}

/** Some releases say the type in a word, others with a flag each for what is not learned. */
function typeOf(entry: Json): FdbRow['type'] {
  const isOn = (name: string): boolean => /^(?:enabled|true|t|1)$/i.test(jsonText(entry, name));
  const word = jsonText(entry, 'disp_type');
  if (isOn('disp_is_secure')) return 'secure';
  if (/^[a-z]{4,}$/i.test(word)) return fdbType(word);
  return isOn('disp_is_static') ? 'static' : 'dynamic';
}

function ask(rest: string): Command<FdbRow> {
  const command = `show mac address-table${rest}`;
  return { command: `${command} | json`, parser: json, alternative: { command, parser: text } };
}

export const fdbCommands: readonly Command<FdbRow>[] = [ask('')];

/** `mac` in the platform's spelling, `0011.2233.4455`. An answer of one row is short in text already. */
export function fdbLookup(mac: string): Command<FdbRow> {
  return { command: `show mac address-table address ${mac}`, parser: text };
}

export function fdbOfPort(port: string): Command<FdbRow> {
  return ask(` interface ${port}`);
}
