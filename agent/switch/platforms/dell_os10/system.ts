/** What the switch says of itself. The service tag is what people and Dell call it by, so it is the serial number. */

import { parserOf, systemParser } from '../../parse/index.ts';
import type { Command, SystemRow, UnitRow } from '../../platform.ts';

const version = systemParser([
  { field: 'softwareVersion', pattern: /^\s*OS Version\s*:\s*(\S+)/i },
  { field: 'model', pattern: /^\s*System Type\s*:\s*(\S+)/i },
]);

const system = systemParser([
  { field: 'hostname', pattern: /^\s*(?:Host ?name|System Name)\s*:\s*(\S+)/i },
  { field: 'baseMac', pattern: /^\s*MAC\s*:\s*(\S+)/i },
  { field: 'model', pattern: /^\s*Current Type\s*:\s*(\S+)/i },
  { field: 'softwareVersion', pattern: /^\s*Software Version\s*:\s*(\S+)/i },
]);

const UNIT =
  /^\s*(?<mark>\*)?\s*(?<unit>\d{1,2})\s+(?<model>[A-Z0-9][\w/-]{2,40})\s+(?<part>[A-Z0-9]{5,8})\s+(?<rev>[A-Z]\d\d)\s+(?<piece>[A-Z]{2}-[\w-]{10,30}|[A-Z0-9]{12,24})(?:\s+(?<tag>[A-Z0-9]{7})\b)?/i;
const PART = /(?:^|-)(?:PWR|FAN|PSU)/i;
const FACT = /^\s*(?<key>Product|Software version|Product Serial Number|Service Tag)\s*:\s*(?<value>\S.*)?$/i;

const inventory = parserOf<SystemRow>((sink) => {
  const units: UnitRow[] = [];
  let row: SystemRow = {};
  return {
    line(text) {
      const { key = '', value = '' } = FACT.exec(text)?.groups ?? {};
      const found = UNIT.exec(text)?.groups;
      if (key !== '') row = { ...factOf(key, value.trim()), ...row };
      else if (found !== undefined) {
        const { unit = '', model = '', piece = '', tag } = found;
        if (!PART.test(model) && !units.some((other) => other.unit === unit))
          units.push({ unit, model, serial: tag ?? piece, softwareVersion: undefined });
      } else if (
        !/^\s*(?:Unit Type|Description|Product|[-=*\s]+$|[A-Z][\w ]{2,40}\s*:|\*?\s*\d{1,2}\s+\S)/i.test(text)
      )
        sink.unknown(text);
    },
    end() {
      const serial = row.serial ?? units[0]?.serial;
      const told = {
        ...row,
        ...(serial === undefined ? {} : { serial }),
        ...(units.length > 1 ? { units } : {}),
      };
      if (Object.keys(told).length > 0) sink.row(told);
    },
  };
});

function factOf(key: string, value: string): SystemRow {
  if (value === '') return {};
  if (/serial|tag/i.test(key)) return { serial: value };
  return /version/i.test(key) ? { softwareVersion: value } : { model: value };
}

const hostname = systemParser([{ field: 'hostname', pattern: /^\s*hostname\s+(\S+)/i }]);

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show version', parser: version },
  { command: 'show system', parser: system, optional: true },
  { command: 'show inventory', parser: inventory, optional: true },
];

export const systemAlsoReads: readonly Command<SystemRow>[] = [
  { command: 'show running-configuration | grep hostname', parser: hostname },
];
