import { parserOf, systemParser } from '../../parse/index.ts';
import type { Command, SystemRow, UnitRow } from '../../platform.ts';

const version = systemParser([
  { field: 'hostname', pattern: /^Hostname:\s*(\S+)/i },
  { field: 'model', pattern: /^Model:\s*(\S+)/i },
  { field: 'softwareVersion', pattern: /^Junos:\s*(\S+)/ },
  // Before 13.2 the packages tell, and in virtual hosts only some of them carry the release.
  {
    field: 'softwareVersion',
    pattern:
      /^JUNOS (?:EX {1,2}|Base OS |Software |SRX )?(?:Software )?(?:Suite|boot|Release) \[(\d\d\.\d[^\]\s]*)\]/i,
  },
  { field: 'softwareVersion', pattern: /^JUNOS [^[\]]{1,80}\[(\d\d\.\d[A-Z][^\]\s]*)\]/ },
  { field: 'serial', pattern: /^Serial Number:\s*(\S+)/i },
]);

/** Members or cards in all; a chassis of more is not believed. */
const UNITS_MAX = 64;

const PART =
  /^(?<item>Chassis|FPC \d{1,3})\s+(?:REV(?: [\dA-Z]{1,4})?\s+)?(?:(?:\d{3}-\d{6}|BUILTIN)\s+)?(?<serial>[\w-]{4,24})\s+(?<text>\S.*)$/;

/** `show chassis hardware`: cells are known by their look, since any of the first may be empty. */
const hardware = parserOf<SystemRow>((sink) => {
  let chassis: SystemRow = {};
  const units: UnitRow[] = [];
  let lines: string[] = [];
  return {
    line(text) {
      const { item = '', serial = '', text: description = '' } = PART.exec(text)?.groups ?? {};
      if (item === 'Chassis') chassis = { serial, ...modelOf(description) };
      else if (item.startsWith('FPC') && serial !== 'BUILTIN' && units.length < UNITS_MAX)
        units.push({ unit: item.slice(4), model: description, serial, softwareVersion: undefined });
      else lines = lines.length < UNITS_MAX ? [...lines, text] : lines;
    },
    end() {
      const row: SystemRow = units.length > 0 ? { ...chassis, units } : chassis;
      if (Object.keys(row).length > 0) sink.row(row);
      else for (const line of lines) sink.unknown(line);
    },
  };
});

/** A stack names itself in place of a model; `show version` tells one then. */
function modelOf(text: string): SystemRow {
  return /^Virtual Chassis$/i.test(text) ? {} : { model: text };
}

const addresses = systemParser([{ field: 'baseMac', pattern: /^\s*(?:Public base|Base) address\s+(\S+)/i }]);

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show version', parser: version },
  { command: 'show chassis hardware', parser: hardware, optional: true },
  { command: 'show chassis mac-addresses', parser: addresses, optional: true },
];
