import { cpuParser, parserOf, RulerTable, systemParser } from '../../parse/index.ts';
import type { Command, CpuRow, SystemRow, UnitRow } from '../../platform.ts';

const system = systemParser([
  { field: 'hostname', pattern: /^Hostname\s*:\s*(\S+)/i },
  { field: 'model', pattern: /^Product Name\s*:\s*(\S.*)$/i },
  { field: 'serial', pattern: /^Chassis Serial Nbr\s*:\s*(\S+)/i },
  { field: 'baseMac', pattern: /^Base MAC Address\s*:\s*(\S+)/i },
  { field: 'softwareVersion', pattern: /^(?:ArubaOS-CX|AOS-CX) Version\s*:\s*(\S+)/i },
]);

const version = systemParser([{ field: 'softwareVersion', pattern: /^Version\s*:\s*(\S+)/i }]);

/** Members of one stack. */
const UNITS_MAX = 32;
type Draft = { -readonly [F in keyof UnitRow]: UnitRow[F] };

/** `show vsf detail`: the stack, then a block per member. */
const stack = parserOf<SystemRow>((sink) => {
  const units: Draft[] = [];
  let lines: string[] = [];
  return {
    line(text) {
      const [, key = '', value = ''] = /^\s*([A-Z][\w ()-]{0,40}?)\s*:\s*(\S.*)?$/i.exec(text) ?? [];
      const unit = units.at(-1);
      if (/^Member ID$/i.test(key) && units.length < UNITS_MAX)
        units.push({ unit: value, model: undefined, serial: undefined, softwareVersion: undefined });
      else if (unit !== undefined && /^Type$/i.test(key)) unit.model = value;
      else if (unit !== undefined && /^Serial Number$/i.test(key)) unit.serial = value;
      else if (units.length === 0 && lines.length < UNITS_MAX) lines = [...lines, text];
    },
    end() {
      if (units.length > 0) sink.row({ units });
      else for (const line of lines) sink.unknown(line);
    },
  };
});

/** `show module`: the cards of a chassis, one table per kind of card. */
const modules = parserOf<SystemRow>((sink) => {
  const units: UnitRow[] = [];
  const table = new RulerTable({
    isRow: (line) => /^\d{1,2}\/\d{1,2}(?:\s|$)/.test(line),
    isNote: (line) => /^\s*(?:\w+ )?Modules?$|^\s*=+$|^\s*Product\s+Serial\b|^No modules/i.test(line),
    unknown: sink.unknown,
    row(row) {
      const [model, serial] = [row.cell(/number|product/i), row.cell(/serial/i)];
      if (units.length >= UNITS_MAX || (model === '' && serial === '')) return;
      units.push({ unit: row.first, model: told(model), serial: told(serial), softwareVersion: undefined });
    },
  });
  return {
    line: (text) => table.line(text),
    blank: () => table.blank(),
    end() {
      table.end();
      if (units.length > 0) sink.row({ units });
    },
  };
});

function told(text: string): string | undefined {
  return text === '' || /^(?:-+|n\/a)$/i.test(text) ? undefined : text;
}

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show system', parser: system },
  { command: 'show version', parser: version },
  // The smaller ones stack, the larger ones have cards.
  {
    command: 'show vsf detail',
    parser: stack,
    optional: true,
    alternative: { command: 'show module', parser: modules, optional: true },
  },
];

export const systemReads: readonly Command<SystemRow>[] = [{ command: 'show module', parser: modules }];

export const cpuCommands: readonly Command<CpuRow>[] = [
  {
    command: 'show system',
    parser: cpuParser([
      /^CPU Util \(%\)\s*:\s*(?<five>\d{1,3})\b/i,
      /^CPU Util \(% avg 1 min\)\s*:\s*(?<minute>\d{1,3})\b/i,
      /^CPU Util \(% avg 5 min\)\s*:\s*(?<fiveMinutes>\d{1,3})\b/i,
    ]),
  },
];
