/** `show mac address-table` of EOS: unicast and multicast entries, the latter with all their ports in one row. */
import { parseMac } from '../../../../shared/model/index.ts';
import {
  fdbParser,
  fdbType,
  type Json,
  jsonObject,
  jsonObjects,
  jsonParser,
  jsonQuote,
  jsonText,
  NO_PORT,
  type Sink,
  vlanId,
} from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { eosPortName } from './names.ts';

/** How often and how long ago the address moved: `1  9 days, 15:57:28 ago`. */
const LAST_MOVE = /\s\d{1,10}\s{1,40}(?:\d{1,6} days?, )?\d{1,4}:\d\d:\d\d ago$/;

const text = fdbParser({
  portName: eosPortName,
  notes: [
    /^\s*(?:Multicast )?mac Address Table/i,
    /^Total mac Addresses\b/i,
    /^\s*No (?:entries|MAC|matching)\b/i,
  ],
  // `Vx1` alone: at another site, on no port here.
  prepare: (line) =>
    line
      .trimEnd()
      .replace(LAST_MOVE, '')
      .replace(/(\s[A-Z]{4,20}\s+)Vx\d+\s*$/i, '$1nve1'),
});

const json = jsonParser<FdbRow>((answer, sink) => {
  for (const name of ['unicastTable', 'multicastTable']) {
    for (const entry of jsonObjects(jsonObject(answer[name])?.['tableEntries'])) readEntry(entry, sink);
  }
});

/** `Vxlan1`: at another site, on no port here. */
const FAR_SIDE = /^(?:Vxlan|Vx)\d/i;

function readEntry(entry: Json, sink: Sink<FdbRow>): void {
  const mac = parseMac(jsonText(entry, 'macAddress'));
  if (mac === undefined) return sink.unknown(jsonQuote(entry));
  const listed: unknown = entry['interfaces'];
  const ports = Array.isArray(listed)
    ? listed.filter((port) => typeof port === 'string')
    : [jsonText(entry, 'interface')];
  const row = { mac, vlan: vlanId(entry['vlanId']), type: entryType(jsonText(entry, 'entryType')) };
  for (const port of ports) {
    if (!FAR_SIDE.test(port)) sink.row({ ...row, port: port === '' ? NO_PORT : eosPortName(port) });
  }
}

/** `dynamic`, `static`, `peerDynamic`, `configuredStatic`, `configuredDynamic`, `learnedSecure`. */
function entryType(word: string): FdbRow['type'] {
  return fdbType(word.replace(/^(?:peer|configured)(?=[A-Z])/, ''));
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
