import { cpuParser, parserOf, systemParser } from '../../parse/index.ts';
import type { Command, CpuRow, SystemRow, UnitRow } from '../../platform.ts';

const UNITS_MAX = 32;
/** `Slot-1      : 800325-00-03 1048G-00146 Rev 3.0 BootROM: 2.0.1.7    IMG: 15.3.1.4`: part number, then serial number. */
const BOARD =
  /^(?<item>Switch|Chassis|Slot-\d{1,2}|Stack)\s*:\s*(?<part>\S{4,24})\s+(?<serial>[\w-]{4,24})\s+Rev\b(?:.*\bIMG:\s*(?<image>[\d.]+))?/i;
const IMAGE = /^Image\s*:.*\bversion (?<version>\d[\w.-]*)/i;
const IMAGE_AHEAD = /^\s*(?:ExtremeXOS|Switch Engine)\s+version (?<version>\d[\w.-]*)/i;

/** `show version`: one line per board; the switch itself or the members of a stack are first. */
const version = parserOf<SystemRow>((sink) => {
  let serial: string | undefined;
  let softwareVersion: string | undefined;
  const units: UnitRow[] = [];
  let lines: string[] = [];
  return {
    line(text) {
      const board = BOARD.exec(text)?.groups;
      const image = (IMAGE.exec(text) ?? IMAGE_AHEAD.exec(text))?.groups?.['version'];
      softwareVersion ??= image;
      if (board !== undefined) {
        serial ??= board['serial'];
        const [, unit] = /^Slot-(\d{1,2})$/i.exec(board['item'] ?? '') ?? [];
        if (unit !== undefined && units.length < UNITS_MAX)
          units.push({ unit, model: undefined, serial: board['serial'], softwareVersion: board['image'] });
      } else if (image === undefined && lines.length < UNITS_MAX) lines = [...lines, text];
    },
    end() {
      if (serial === undefined && softwareVersion === undefined) for (const line of lines) sink.unknown(line);
      else
        sink.row({
          ...(serial === undefined ? {} : { serial }),
          ...(softwareVersion === undefined ? {} : { softwareVersion }),
          ...(units.length === 0 ? {} : { units }),
        });
    },
  };
});

const system = systemParser([
  { field: 'hostname', pattern: /^\s*SysName:\s*(\S+)/i },
  { field: 'baseMac', pattern: /^\s*System MAC:\s*(\S+)/i },
  { field: 'model', pattern: /^\s*System Type:\s*(\S.*)$/i },
]);

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show version', parser: version },
  { command: 'show switch', parser: system },
];

/** Percent over 5, 10 and 30 seconds, 1, 5 and 30 minutes, an hour, and the highest; chassis put the card first. */
const cpu = cpuParser([
  /^\s*(?:(?:MSM|MM|Slot|IOC)-?\w{1,3}\s+)?System\s+(?<five>\d{1,3}(?:\.\d)?)\s+\S+\s+\S+\s+(?<minute>\d{1,3}(?:\.\d)?)\s+(?<fiveMinutes>\d{1,3}(?:\.\d)?)\s/i,
]);

export const cpuCommands: readonly Command<CpuRow>[] = [
  {
    command: 'show cpu-monitoring process System',
    parser: cpu,
    alternative: { command: 'show cpu-monitoring', parser: cpu },
  },
];
