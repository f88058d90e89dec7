/** `display version` and `display device manuinfo`. */
import { type Mac, parseMac } from '../../../../shared/model/index.ts';
import { parserOf, systemParser } from '../../parse/index.ts';
import type { Command, SystemRow, UnitRow } from '../../platform.ts';

const version = systemParser([
  {
    field: 'softwareVersion',
    pattern:
      /Software,? (?:Software )?Version ([\w.]{1,30})(?:,? ((?:Release|Feature|ESS|Ess|Alpha|Beta|Customer) ?[\w.]{1,30}))?/,
    pick: (match) => (match[2] === undefined ? match[1] : `${match[1]} ${match[2]}`),
  },
  { field: 'model', pattern: /^\s*(?:HPE|HP|H3C|3Com)\s+(\S.{0,60}?) uptime is\b/ },
]);

/** More slots than any chassis has. */
const UNITS_MAX = 256;

interface Unit {
  readonly unit: string;
  /** Slots and the chassis itself; fans and power supplies have numbers of their own. */
  readonly isUnit: boolean;
  model: string | undefined;
  serial: string | undefined;
  mac: Mac | undefined;
}

const PART = /^\s*(?<kind>Chassis|Slot|Subslot|Fan|Power|Backplane|PSU|Board)\s*(?<number>\d{1,3}|self)?/i;
const FACT = /^\s*(?<key>DEVICE_NAME|(?:DEVICE|MANU)[_ ]SERIAL[_ ]NUMBER|MAC_ADDRESS)\s*:\s*(?<value>.*)$/i;
const NOTE = /^\s*(?:MANUFACTURING_DATE|VENDOR_NAME|PRODUCT|The |Failed|Operation|Error)/i;

const manuinfo = parserOf<SystemRow>((sink) => {
  const units: Unit[] = [];
  let chassis = '';
  const open = (unit: string, isUnit: boolean): void => {
    if (units.length < UNITS_MAX)
      units.push({ unit, isUnit, model: undefined, serial: undefined, mac: undefined });
  };
  const part = (text: string): boolean => {
    const { kind, number = '' } = PART.exec(text)?.groups ?? {};
    if (kind === undefined) return false;
    const isChassis = /^chassis$/i.test(kind);
    if (isChassis && number !== '' && number !== 'self') chassis = number;
    else if (isChassis) open(chassis, true);
    else open(chassis === '' ? number : `${chassis}/${number}`, /^slot$/i.test(kind));
    return true;
  };
  return {
    line(text) {
      const { key, value = '' } = FACT.exec(text)?.groups ?? {};
      if (key !== undefined) {
        if (units.length === 0) open('', true);
        note(units.at(-1), key, value.trim());
      } else if (!part(text) && !NOTE.test(text)) sink.unknown(text);
    },
    end: () =>
      give(
        units.filter(({ isUnit, model }) => isUnit && model !== undefined),
        sink.row,
      ),
  };
});

function note(unit: Unit | undefined, key: string, value: string): void {
  if (unit === undefined || /^(?:none|null)?$/i.test(value)) return;
  if (/name/i.test(key)) unit.model ??= value;
  else if (/serial/i.test(key)) unit.serial ??= value;
  else unit.mac ??= parseMac(value);
}

function give(units: readonly Unit[], row: (row: SystemRow) => void): void {
  const [first] = units;
  if (first === undefined) return;
  row({
    ...(first.model !== undefined && { model: first.model }),
    ...(first.serial !== undefined && { serial: first.serial }),
    ...(first.mac !== undefined && { baseMac: first.mac }),
    ...(units.length > 1 && { units: units.map(unitOf) }),
  });
}

function unitOf({ unit, model, serial }: Unit): UnitRow {
  return { unit, model, serial, softwareVersion: undefined };
}

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'display version', parser: version },
  { command: 'display device manuinfo', parser: manuinfo, optional: true },
];
