/** `/interface bridge host print`: what the bridges learned. `on-interface` is the port, `interface` was it in older releases. */
import { parseMac } from '../../../../shared/model/index.ts';
import { parserOf } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { type Entry, entriesParser, has, isRouterLog, textOf } from './entries.ts';
import { quoted } from './words.ts';

const parser = entriesParser<FdbRow>((entry) => {
  const mac = parseMac(textOf(entry, 'mac-address') ?? '');
  const port = textOf(entry, 'on-interface') ?? textOf(entry, 'interface') ?? textOf(entry, 'bridge');
  if (mac === undefined || port === undefined) return undefined;
  return [{ mac, vlan: vlanOf(textOf(entry, 'vid')), port, type: typeOf(entry) }];
});

/** As people see it: number, flags, address, perhaps the VLAN, port, bridge, perhaps an age. */
const ROW =
  /^\s{0,8}\d{1,7}\s(?<flags>[A-Z ]{0,12})\s(?<mac>[\da-f]{2}(?::[\da-f]{2}){5})\s+(?:(?<vid>\d{1,4})\s+)?(?<port>\S.{0,63}?)(?:\s{2,}\S.*)?$/i;
/** As before release 6.41: no numbers, the bridge first, and no letter for what was learned. */
const OLD_ROW =
  /^(?<flags>[XIDLE]{0,3})\s{1,4}\S{1,64}\s+(?:(?<vid>\d{1,4})\s+)?(?<mac>[\da-f]{2}(?::[\da-f]{2}){5})\s+(?<port>\S.{0,63}?)\s{2,}\d\w{0,12}\s*$/i;
const TABLE_NOTE =
  /^\s*(?:\d{1,7}\s+[A-Za-z ]{0,8})?;;;|^\s+BRIDGE\s+(?:VID\s+)?MAC-ADDRESS\b|^\s*(?:Flags|Columns)\s?:|^\s{0,8}#\s+[A-Z]|^\s*[A-Za-z] - [\w ]{1,40}(?:[,;]|$)|^\s*-- \[/i;

const table = parserOf<FdbRow>((sink) => ({
  line(text) {
    const old = OLD_ROW.exec(text)?.groups;
    const { mac: address = '', vid, port = '', ...row } = ROW.exec(text)?.groups ?? old ?? {};
    const flags = `${row['flags'] ?? ''}${old === undefined ? '' : 'D'}`;
    const mac = parseMac(address);
    if (mac !== undefined)
      sink.row({ mac, vlan: vlanOf(vid), port, type: typeOf({ flags, values: new Map() }) });
    else if (!isRouterLog(text) && !TABLE_NOTE.test(text)) sink.unknown(text);
  },
}));

function vlanOf(text: string | undefined): number | undefined {
  const vlan = Number(text ?? '');
  return Number.isInteger(vlan) && vlan > 0 && vlan < 4_095 ? vlan : undefined;
}

/** Local ones are the switch's own; what somebody entered by hand is neither dynamic nor local. */
function typeOf(entry: Entry): FdbRow['type'] {
  if (has(entry, 'L')) return 'self';
  return has(entry, 'D') || has(entry, 'E') ? 'dynamic' : 'static';
}

const PRINT = '/interface bridge host print terse without-paging';

export const fdbCommands: readonly Command<FdbRow>[] = [{ command: PRINT, parser }];

export const fdbReads: readonly Command<FdbRow>[] = [
  { command: '/interface bridge host print', parser: table },
];

export function fdbLookup(mac: string): Command<FdbRow> {
  return { command: `${PRINT} where mac-address=${mac.toUpperCase()}`, parser };
}

export function portFdb(port: string): Command<FdbRow> {
  return { command: `${PRINT} where on-interface=${quoted(port)}`, parser };
}
