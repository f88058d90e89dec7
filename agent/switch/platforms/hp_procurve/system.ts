/** `show system` tells name, software and addresses, `show modules` the model; stacks list their members. */

import { type Mac, parseMac } from '../../../../shared/model/index.ts';
import { parserOf, systemParser } from '../../parse/index.ts';
import type { Command, SystemRow, UnitRow } from '../../platform.ts';

/** More members than any stack has. */
const UNITS_MAX = 64;
const MEMBER = /^\s*(?:VSF|Stack)[- ]Member\s*:?\s*(?<unit>\d{1,2})\b/i;

interface Draft {
  hostname?: string;
  serial?: string;
  softwareVersion?: string;
  baseMac?: Mac;
}

/** Two facts may share a line: `Software revision  : YA.15.10.0003   Base MAC Addr : b05ada-967080`. */
const system = parserOf<SystemRow>((sink) => {
  const row: Draft = {};
  const units: { unit: string; serial: string | undefined }[] = [];
  const before: string[] = [];
  let seen = false;
  return {
    line(text) {
      const unit = MEMBER.exec(text)?.groups?.['unit'];
      if (unit !== undefined && units.length < UNITS_MAX) units.push({ unit, serial: undefined });
      const known = read(text, row, units.at(-1));
      seen ||= known || unit !== undefined;
      if (!seen && before.length < UNITS_MAX) before.push(text);
    },
    end() {
      if (!seen) for (const line of before) sink.unknown(line);
      const { serial } = units.find((unit) => unit.serial !== undefined) ?? {};
      if (serial !== undefined) row.serial ??= serial;
      if (Object.keys(row).length === 0) return;
      sink.row(units.length === 0 ? row : { ...row, units: units.map((unit) => unitOf(unit, row)) });
    },
  };
});

function unitOf({ unit, serial }: { unit: string; serial: string | undefined }, row: Draft): UnitRow {
  return { unit, model: undefined, serial, softwareVersion: row.softwareVersion };
}

/** Whether the line held a fact. */
function read(text: string, row: Draft, unit: { serial: string | undefined } | undefined): boolean {
  const hostname = /^\s*System Name\s*:\s*(\S.*)$/.exec(text)?.[1];
  const software = /Software revision\s*:\s*(\S{1,40})/i.exec(text)?.[1];
  const base = /Base MAC Addr\s*:\s*(\S{1,20})/i.exec(text)?.[1];
  const serial = /Serial Number\s*:\s*(\S{1,40})/i.exec(text)?.[1];
  if (hostname !== undefined) row.hostname ??= hostname.trim();
  if (software !== undefined) row.softwareVersion ??= software;
  const mac = base === undefined ? undefined : parseMac(base);
  if (mac !== undefined) row.baseMac ??= mac;
  if (serial !== undefined && unit !== undefined) unit.serial ??= serial;
  if (serial !== undefined && unit === undefined) row.serial ??= serial;
  return [hostname, software, base, serial].some((text) => text !== undefined);
}

const version = systemParser([
  { field: 'softwareVersion', pattern: /^\s+([A-Z]{1,2}\.\d{2}\.\d{2,3}[\w.]{0,20})\s*$/ },
  // Access points of the same house answer with their own page.
  { field: 'softwareVersion', pattern: /^ArubaOS \(MODEL: [^)]{1,40}\), Version (\S+(?: SSR)?)/ },
  { field: 'model', pattern: /^ArubaOS \(MODEL: ([^)]{1,40})\)/ },
]);

const modules = systemParser([
  { field: 'model', pattern: /^\s*Chassis\s*:\s*(\S.{0,60}?)(?:\s{2,}|\s+Serial\b|\s*$)/ },
  { field: 'serial', pattern: /^\s*Chassis\s*:.{1,80}Serial Number\s*:\s*(\S{1,40})/ },
]);

const STACK_ROW =
  /^\s*\*?\s{0,3}(?<unit>\d{1,2})\s+[0-9a-f]{6}-[0-9a-f]{6}\s+(?<model>\S.{0,50}?)\s+\d{1,3}\s+(?<role>Commander|Standby|Member)\b/i;

/** The members that are there. The one that commands speaks for the stack; serial numbers are told elsewhere. */
const stack = parserOf<SystemRow>((sink) => {
  let model: string | undefined;
  const units: UnitRow[] = [];
  const before: string[] = [];
  return {
    line(text) {
      const row = STACK_ROW.exec(text)?.groups;
      if (row !== undefined && units.length < UNITS_MAX) {
        units.push({
          unit: row['unit'] ?? '',
          model: row['model'],
          serial: undefined,
          softwareVersion: undefined,
        });
        if (/^commander$/i.test(row['role'] ?? '')) model ??= row['model'];
      } else if (units.length === 0 && before.length < UNITS_MAX) before.push(text);
    },
    end() {
      if (units.length === 0) for (const line of before) sink.unknown(line);
      else sink.row({ ...(model !== undefined && { model }), ...(units.length > 1 && { units }) });
    },
  };
});

export const systemCommands: readonly Command<SystemRow>[] = [
  {
    command: 'show system',
    parser: system,
    alternative: { command: 'show system information', parser: system },
  },
  { command: 'show version', parser: version },
  { command: 'show modules', parser: modules, optional: true },
  {
    command: 'show vsf',
    parser: stack,
    optional: true,
    alternative: { command: 'show stacking', parser: stack, optional: true },
  },
];
