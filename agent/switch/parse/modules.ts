/**
 * `show module` of a chassis: one row per card, in several tables that all begin with the number of the slot; which
 * table has what differs, so columns are found by their heading.
 */
import type { LineParser, SystemRow, UnitRow } from '../platform.ts';
import { parserOf } from './line-parser.ts';
import { RulerTable, type TableRow } from './ruler-table.ts';

/** No chassis has as many slots. */
const UNITS_MAX = 64;
const MODEL = /^model$|^module model$/i;
const SERIAL = /^serial/i;
const SOFTWARE = /^sw(?: ver\S*)?$/i;
const NOTE = /^\s*(?:Mod|Module|M|Chassis Type|Power consumed|Switch|\* this|Xbar|-|Lem)\b|^\s*\*/i;

type Draft = { -readonly [F in keyof UnitRow]: UnitRow[F] };

export const modulesParser: () => LineParser<SystemRow> = parserOf<SystemRow>((sink) => {
  const units = new Map<string, Draft>();
  const table = new RulerTable({
    isRow: (line) => /^\s{0,2}\d{1,2}\s+\S/.test(line),
    isNote: (line) => NOTE.test(line),
    unknown: sink.unknown,
    row(row) {
      const unit = row.first;
      if (!units.has(unit) && units.size >= UNITS_MAX) return;
      const draft = units.get(unit) ?? {
        unit,
        model: undefined,
        serial: undefined,
        softwareVersion: undefined,
      };
      units.set(unit, draft);
      draft.model ??= told(row, MODEL);
      draft.serial ??= told(row, SERIAL);
      draft.softwareVersion ??= told(row, SOFTWARE);
    },
  });
  return {
    line: (text) => table.line(text),
    blank: () => table.blank(),
    end() {
      table.end();
      const named = [...units.values()].filter(
        ({ model, serial }) => model !== undefined || serial !== undefined,
      );
      if (named.length > 0) sink.row({ units: named });
    },
  };
});

function told(row: TableRow, heading: RegExp): string | undefined {
  const text = row.cell(heading);
  return text === '' || /^(?:n\/a|--?|unknown)$/i.test(text) ? undefined : text;
}
