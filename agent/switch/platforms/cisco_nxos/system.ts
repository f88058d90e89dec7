/** Facts of `show version`, `show inventory`, `show hostname` and `show vdc`, which tells the base address. */
import { parseMac } from '../../../../shared/model/index.ts';
import {
  inventoryParser,
  jsonParser,
  jsonQuote,
  jsonTold,
  modulesParser,
  parserOf,
  systemParser,
} from '../../parse/index.ts';
import type { Command, SystemRow } from '../../platform.ts';
import { tableRows } from './json.ts';

const text = systemParser([
  { field: 'hostname', pattern: /^\s*Device name:\s*(\S+)/ },
  { field: 'softwareVersion', pattern: /^\s*(?:NXOS|system):\s+version (\S.*)$/ },
  {
    field: 'model',
    pattern: /^\s*cisco (?:Nexus\s?\d{4,5}\s+(?!chassis)|Nexus\s+)?(\S+).{0,40}\bchassis\b/i,
  },
  { field: 'serial', pattern: /^\s*Processor Board ID (\S+)/i },
]);

const MODEL = /^(?:cisco )?(?:Nexus\s?\d{4,5}\s+(?!chassis)|Nexus\s+)?(\S+)/i;

const json = jsonParser<SystemRow>((answer, sink) => {
  const chassis = jsonTold(answer, 'chassis_id');
  const row = {
    ...told('hostname', jsonTold(answer, 'host_name')),
    ...told('model', chassis === undefined ? undefined : MODEL.exec(chassis)?.[1]),
    ...told('serial', jsonTold(answer, 'proc_board_id')),
    ...told('softwareVersion', jsonTold(answer, 'nxos_ver_str', 'sys_ver_str', 'kickstart_ver_str')),
  };
  if (Object.keys(row).length === 0) sink.unknown(jsonQuote(answer));
  else sink.row(row);
});

const inventoryJson = jsonParser<SystemRow>((answer, sink) => {
  const rows = tableRows(answer, 'inv');
  const isChassis = (name: string | undefined): boolean => /^"?chassis\b/i.test(name ?? '');
  const entry = rows.find((row) => isChassis(jsonTold(row, 'name'))) ?? rows[0];
  if (entry === undefined) return sink.unknown(jsonQuote(answer));
  const row = {
    ...told('model', jsonTold(entry, 'productid')),
    ...told('serial', jsonTold(entry, 'serialnum')),
  };
  if (Object.keys(row).length > 0) sink.row(row);
});

function told(
  field: 'hostname' | 'model' | 'serial' | 'softwareVersion',
  value: string | undefined,
): SystemRow {
  return value === undefined || /^(?:n\/a|unknown)$/i.test(value) ? {} : { [field]: value };
}

/** One name and nothing else. */
const hostname = parserOf<SystemRow>((sink) => ({
  line(line) {
    const [, name] = /^\s*([\w.-]{1,255})\s*$/.exec(line) ?? [];
    if (name === undefined) sink.unknown(line);
    else sink.row({ hostname: name });
  },
}));

/** `1   switch   active   00:11:22:33:44:55   Ethernet   f3`: the first is the device itself. */
const vdc = parserOf<SystemRow>((sink) => {
  let found = false;
  return {
    line(line) {
      const mac = line
        .trim()
        .split(/\s+/)
        .map((cell) => (/[.:]/.test(cell) ? parseMac(cell) : undefined))
        .find((cell) => cell !== undefined);
      if (mac !== undefined && !found) {
        found = true;
        sink.row({ baseMac: mac });
      } else if (mac === undefined && !/^\s*(?:Switchwide|vdc_id|[-\s]+$|Note)/i.test(line))
        sink.unknown(line);
    },
  };
});

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show version | json', parser: json, alternative: { command: 'show version', parser: text } },
  {
    command: 'show inventory | json',
    parser: inventoryJson,
    optional: true,
    alternative: { command: 'show inventory', parser: inventoryParser(), optional: true },
  },
  { command: 'show vdc', parser: vdc, optional: true },
];

export const systemAlso: readonly Command<SystemRow>[] = [
  { command: 'show module', parser: modulesParser },
  { command: 'show hostname', parser: hostname },
  { command: 'show inventory all', parser: inventoryParser() },
];
