/** What the switch says of itself, on four pages; a stack prints tables of its units instead of single facts. */

import { type LineReader, parserOf, RulerTable, type Sink, systemParser } from '../../parse/index.ts';
import type { Command, LineParser, SystemRow, UnitRow } from '../../platform.ts';

const version = systemParser([
  { field: 'softwareVersion', pattern: /^\s*SW version\s+(\d\S*)/i },
  // Since 2.2 the image is named; the first one is active.
  { field: 'softwareVersion', pattern: /^\s*Version:\s*(\d\S*)/i },
]);

const system = systemParser([
  { field: 'hostname', pattern: /^\s*System Name:\s*(\S+)/i },
  { field: 'baseMac', pattern: /^\s*System MAC Address:\s*(\S+)/i },
  { field: 'model', pattern: /^\s*(?:Type|System Model|Model(?: Name)?):\s*(\S.*)$/i },
]);

const PID = systemParser([
  { field: 'model', pattern: /^\s*PID:\s*([^\s,]+)/i },
  { field: 'serial', pattern: /\bSN:\s*(\S+)/i },
]);

const KEY = /^\s*(Serial number|Service tag)\s*:\s*(\S+)/i;

/** `Serial number : X`, or a table with a row per unit of a stack. */
export const unitSerials: () => LineParser<SystemRow> = parserOf<SystemRow>((sink): LineReader => {
  const units: UnitRow[] = [];
  const facts = new Map<string, string>();
  const table = new RulerTable({
    isRow: (line) => /^\s*\d{1,2}\s/.test(line),
    isNote(line) {
      const [, key = '', value = ''] = KEY.exec(line) ?? [];
      if (key !== '') facts.set(key.toLowerCase(), value);
      return /^\s*[A-Z][\w -]{1,40}:|^\s*[A-Z][\w -]{1,30}$/i.test(line);
    },
    unknown: sink.unknown,
    row(row) {
      const serial = told(row.cell(/serial n/i)) ?? told(row.cell(/service t/i));
      units.push({ unit: row.first, model: undefined, serial, softwareVersion: undefined });
    },
  });
  return {
    line: (text) => table.line(text),
    blank: () => table.blank(),
    end() {
      table.end();
      const own = told(facts.get('serial number') ?? '') ?? told(facts.get('service tag') ?? '');
      sinkSystem(sink, own ?? units[0]?.serial, units);
    },
  };
});

function sinkSystem(sink: Sink<SystemRow>, serial: string | undefined, units: readonly UnitRow[]): void {
  const row: SystemRow = {
    ...(serial === undefined ? {} : { serial }),
    ...(units.length > 1 ? { units } : {}),
  };
  if (Object.keys(row).length > 0) sink.row(row);
}

function told(text: string): string | undefined {
  return /^(?:|n\/a|none|not available|-+)$/i.test(text) ? undefined : text;
}

const UNIT_VERSION =
  /^\s*(?<unit>\d{1,2})\s+(?<version>\d[\d.]{2,20})\s+\d[\d.]{2,20}\s+(?:V\d\d|\d[\d.]{2,12})\s*$/;

/** `show version`: facts in lines, or a row per unit of a stack. */
export const versionPage: () => LineParser<SystemRow> = () => {
  const facts = version();
  const units: UnitRow[] = [];
  return {
    push(line) {
      facts.push(line);
      const found = UNIT_VERSION.exec(line)?.groups;
      if (found !== undefined) {
        const { unit = '', version: softwareVersion } = found;
        units.push({ unit, model: undefined, serial: undefined, softwareVersion });
      }
    },
    end() {
      const parsed = facts.end();
      const [first] = units;
      if (first?.softwareVersion === undefined) return parsed;
      const row: SystemRow = {
        softwareVersion: first.softwareVersion,
        ...(units.length > 1 ? { units } : {}),
      };
      return { rows: [row], unknown: [], unknownCount: 0 };
    },
  };
};

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show version', parser: versionPage },
  { command: 'show system', parser: system },
  { command: 'show system id', parser: unitSerials, optional: true },
  { command: 'show inventory', parser: PID, optional: true },
];
