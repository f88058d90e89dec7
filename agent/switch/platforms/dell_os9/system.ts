/** What the switch says of itself. The table of `show inventory` has no columns that hold, so its rows are read from the left. */

import { parserOf, systemParser } from '../../parse/index.ts';
import type { Command, SystemRow, UnitRow } from '../../platform.ts';

const version = systemParser([
  {
    field: 'softwareVersion',
    pattern: /^\s*(?:Dell (?:EMC )?|Force10 )?(?:Application|Networking) Software Version:\s*(\S+)/i,
  },
  { field: 'softwareVersion', pattern: /^\s*(?:Dell EMC |Dell )?Networking OS Version\s*:\s*(\S+)/i },
  { field: 'model', pattern: /^\s*(?:System|Chassis) Type\s*:\s*(\S.*)$/i },
  { field: 'hostname', pattern: /^(\S+) uptime is /i },
]);

const UNIT =
  /^\s*(?<mark>\*)?\s*(?<unit>\d{1,2})\s+(?<model>[A-Z0-9][\w/-]{2,30})\s+(?<serial>[A-Z0-9]{5,20})\b/;
/** Later hardware has no serial number: then the service tag, behind part number, piece part and its revision. */
const UNIT_BY_TAG =
  /^\s*(?<mark>\*)?\s*(?<unit>\d{1,2})\s+(?<model>[A-Z0-9][\w/-]{2,30})\s+N\/?A\s.{1,80}?\s[A-Z]\d\d\s+(?<serial>[A-Z0-9]{7})(?=\s|$)/i;
/** Parts of a unit have the same number as the unit. */
const PART = /-(?:PWR|FAN|AC|DC|PSU|F|R)(?:\b|-)|FAN|PWR|PSU/i;

const inventory = parserOf<SystemRow>((sink) => {
  const units = new Map<string, UnitRow>();
  let row: SystemRow = {};
  return {
    line(text) {
      const fact =
        /^\s*(?<key>System Type|Chassis Type|Software Version|Chassis Serial Number|Serial Number)\s*:\s*(?<value>\S.*)$/i.exec(
          text,
        )?.groups;
      const found = (UNIT.exec(text) ?? UNIT_BY_TAG.exec(text))?.groups;
      if (fact !== undefined) row = { ...factOf(fact['key'] ?? '', (fact['value'] ?? '').trim()), ...row };
      else if (found !== undefined) {
        const { unit = '', model = '', serial = '' } = found;
        if (units.has(unit) || PART.test(model)) return;
        units.set(unit, { unit, model, serial, softwareVersion: undefined });
        if (found['mark'] !== undefined && row.serial === undefined) row = { ...row, serial };
      } else if (
        !/^\s*(?:Unit Type|System Mode|Slot|[-=*\s]+$|\*\s*-|[A-Z][\w ]{2,40}:|\d{1,2}\s+\S)/i.test(text)
      )
        sink.unknown(text);
    },
    end() {
      const first = [...units.values()][0];
      const serial = row.serial ?? first?.serial;
      const told = {
        ...row,
        ...(serial === undefined ? {} : { serial }),
        ...(units.size > 1 ? { units: [...units.values()] } : {}),
      };
      if (Object.keys(told).length > 0) sink.row(told);
    },
  };
});

function factOf(key: string, value: string): SystemRow {
  if (/serial/i.test(key)) return { serial: value };
  return /version/i.test(key) ? { softwareVersion: value } : { model: value };
}

const stack = systemParser([
  { field: 'baseMac', pattern: /^\s*(?:Stack|System|Chassis|Burned In) MAC\s*:\s*(\S+)/i },
]);

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show version', parser: version },
  { command: 'show inventory', parser: inventory, optional: true },
  { command: 'show system brief', parser: stack, optional: true },
];
