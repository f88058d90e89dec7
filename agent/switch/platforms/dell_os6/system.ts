import { parserOf, RulerTable, systemParser, type TableRow } from '../../parse/index.ts';
import type { Command, LineParser, SystemRow, UnitRow } from '../../platform.ts';

/** `show version`. */
export const os6Version: () => LineParser<SystemRow> = systemParser([
  { field: 'model', pattern: /^System Model ID\.+\s*(\S+)/i },
  { field: 'serial', pattern: /^Serial Number\.+\s*(\S+)/i },
  { field: 'baseMac', pattern: /^Burned In MAC Address\.+\s*(\S+)/i },
  // Columns: unit, active, backup, current-active, next-active.
  { field: 'softwareVersion', pattern: /^\s*\d+\s+\d\S*\s+\S+\s+(\d+(?:\.\d+){2,})\s+\S+$/ },
  // Before firmware 5: unit, image1, image2, current-active (which image), next-active.
  {
    field: 'softwareVersion',
    pattern: /^\s*\d+\s+(\d\S*)\s+(\S+)\s+image([12])\s+image[12]$/,
    pick: (match) => match[Number(match[3])],
  },
]);

const system = systemParser([
  { field: 'hostname', pattern: /^System Name:\s*(\S+)/i },
  { field: 'model', pattern: /^System Model ID:\s*(\S+)/i },
  { field: 'baseMac', pattern: /^Burned In MAC Address:\s*(\S+)/i },
]);

/** A table of the members of a stack; a switch alone is none, and its one row says nothing new. */
function unitTable(read: (row: TableRow) => Omit<UnitRow, 'unit'>): () => LineParser<SystemRow> {
  return parserOf<SystemRow>((sink) => {
    const units: UnitRow[] = [];
    const table = new RulerTable({
      isRow: (line) => /^\s*\d{1,2}\s/.test(line),
      // Above the table stand the facts of the unit that answers.
      isNote: (line) => /^\s*[A-Z][\w ]{2,40}:/.test(line),
      unknown: sink.unknown,
      row: (row) => units.push({ unit: row.first, ...read(row) }),
    });
    return {
      line: (text) => table.line(text),
      blank: () => table.blank(),
      end() {
        table.end();
        if (units.length > 1) sink.row({ units });
      },
    };
  });
}

function told(text: string): string | undefined {
  return /^(?:|n\/a|none|unknown|not present|unassigned|-+)$/i.test(text) ? undefined : text;
}

const stack = unitTable((row) => ({
  model: told(row.cell(/plugged-in/i)) ?? told(row.cell(/preconfig/i)),
  serial: undefined,
  softwareVersion: told(row.cell(/code|version/i)),
}));

const serials = unitTable((row) => ({
  model: undefined,
  serial: told(row.cell(/serial n/i)) ?? told(row.cell(/service t/i)),
  softwareVersion: undefined,
}));

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show version', parser: os6Version },
  { command: 'show system', parser: system },
  { command: 'show switch', parser: stack, optional: true },
  { command: 'show system id', parser: serials, optional: true },
];

/** `show hosts` begins with the name. */
export const systemAlsoReads: readonly Command<SystemRow>[] = [
  {
    command: 'show hosts',
    parser: systemParser([{ field: 'hostname', pattern: /^Host name:\s*(\S+)/i }]),
  },
];
