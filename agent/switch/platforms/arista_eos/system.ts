/** Facts of `show version`, `show hostname` and `show inventory`. */
import { parseMac } from '../../../../shared/model/index.ts';
import { jsonParser, jsonQuote, jsonTold, modulesParser, parserOf, systemParser } from '../../parse/index.ts';
import type { Command, SystemRow } from '../../platform.ts';

const text = systemParser([
  { field: 'model', pattern: /^\s*Arista (\S+)/ },
  { field: 'serial', pattern: /^\s*Serial number:\s*(?!N\/A)(\S+)/i },
  { field: 'baseMac', pattern: /^\s*System MAC address:\s*(\S+)/i },
  { field: 'softwareVersion', pattern: /^\s*Software image version:\s*(\S+)/i },
]);

const json = jsonParser<SystemRow>((answer, sink) => {
  const baseMac = parseMac(jsonTold(answer, 'systemMacAddress') ?? '');
  const row = {
    ...told('model', jsonTold(answer, 'modelName')?.replace(/^Arista /, '')),
    ...told('serial', jsonTold(answer, 'serialNumber')),
    ...told('softwareVersion', jsonTold(answer, 'version')),
    ...told('hostname', jsonTold(answer, 'hostname')),
    ...(baseMac && { baseMac }),
  };
  if (Object.keys(row).length === 0) sink.unknown(jsonQuote(answer));
  else sink.row(row);
});

function told(
  field: 'hostname' | 'model' | 'serial' | 'softwareVersion',
  value: string | undefined,
): SystemRow {
  return value === undefined || /^(?:n\/a|unknown)$/i.test(value) ? {} : { [field]: value };
}

const hostname = systemParser([{ field: 'hostname', pattern: /^\s*Hostname:\s*(\S+)/i }]);

const SERIAL_LINE = /^\s*(?:\d\d\.\d\d)\s+(?<serial>[A-Z]{2,4}[A-Z0-9]{6,12})\b/;
const MODEL_LINE = /^\s{1,8}(?<model>[A-Z][A-Z0-9]*-\S+|vEOS\S*|cEOS\S*)(?:\s|$)/;

/** The device stands in the first section, before `System has …`; what follows is a list of parts. */
const inventory = parserOf<SystemRow>((sink) => {
  let section = '';
  const row: { model?: string; serial?: string } = {};
  return {
    line(line) {
      if (/^System information/i.test(line)) section = 'system';
      else if (/^System has /i.test(line)) section = 'parts';
      else if (section === '') sink.unknown(line);
      else if (section === 'system') {
        const model = MODEL_LINE.exec(line)?.groups?.['model'];
        const serial = SERIAL_LINE.exec(line)?.groups?.['serial'];
        if (model !== undefined) row.model ??= model;
        if (serial !== undefined) row.serial ??= serial;
      }
    },
    end() {
      if (Object.keys(row).length > 0) sink.row(row);
    },
  };
});

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show version | json', parser: json, alternative: { command: 'show version', parser: text } },
  {
    command: 'show hostname | json',
    parser: json,
    optional: true,
    alternative: { command: 'show hostname', parser: hostname, optional: true },
  },
];

export const systemAlso: readonly Command<SystemRow>[] = [
  { command: 'show module', parser: modulesParser },
  { command: 'show inventory', parser: inventory },
];
