/** `show version`, which lists all units of a stack; `show chassis` knows the address. */
import { type Mac, parseMac } from '../../../../shared/model/index.ts';
import { parserOf } from '../../parse/index.ts';
import type { Command, SystemRow, UnitRow } from '../../platform.ts';

/** More units than any stack has. */
const UNITS_MAX = 64;
/** Lines of a page without a fact that are kept to be shown. */
const LINES_MAX = 200;

interface Unit {
  model: string | undefined;
  serial: string | undefined;
  software: string | undefined;
}

class VersionReader {
  readonly #units = new Map<string, Unit>();
  #unit: Unit | undefined;
  #model: string | undefined;
  #software: string | undefined;

  /** Whether the line held a fact. */
  line(text: string): boolean {
    const unit = /^\s*UNIT (\d{1,2}): (?:SL 1: (\S{1,40}))?/.exec(text);
    if (unit !== null) this.#open(unit[1] ?? '', unit[2]);
    const software = /^\s*SW: Version (\S{1,40})/.exec(text)?.[1];
    const model = /^\s*HW: (?:Stackable |Chassis )?(\S.{0,60}?)\s*$/.exec(text)?.[1];
    const serial = /\bSerial\s+#\s*:\s*(\S{1,40})/.exec(text)?.[1];
    if (software !== undefined) {
      this.#software ??= software;
      if (this.#unit !== undefined) this.#unit.software ??= software;
    }
    if (model !== undefined) this.#model ??= model;
    if (serial !== undefined) this.#serial(serial);
    return [software, model, serial].some((found) => found !== undefined);
  }

  row(): SystemRow | undefined {
    const units = [...this.#units].map(([unit, facts]) => unitOf(unit, facts));
    const serial = units.find((unit) => unit.serial !== undefined)?.serial;
    if (this.#software === undefined && this.#model === undefined && serial === undefined) return undefined;
    return {
      ...(this.#model !== undefined && { model: this.#model }),
      ...(this.#software !== undefined && { softwareVersion: this.#software }),
      ...(serial !== undefined && { serial }),
      ...(units.length > 1 && { units }),
    };
  }

  #open(unit: string, model: string | undefined): void {
    const known = this.#units.get(unit);
    if (known === undefined && this.#units.size >= UNITS_MAX) return;
    this.#unit = known ?? { model: undefined, serial: undefined, software: undefined };
    this.#unit.model ??= model;
    this.#units.set(unit, this.#unit);
  }

  /** Chassis have no units; the first number is that of the first management module. */
  #serial(serial: string): void {
    if (this.#unit === undefined) this.#open('1', undefined);
    if (this.#unit !== undefined) this.#unit.serial ??= serial;
  }
}

function unitOf(unit: string, { model, serial, software }: Unit): UnitRow {
  return { unit, model, serial, softwareVersion: software };
}

const version = parserOf<SystemRow>((sink) => {
  const reader = new VersionReader();
  const before: string[] = [];
  return {
    line(text) {
      if (!reader.line(text) && before.length < LINES_MAX) before.push(text);
    },
    end() {
      const row = reader.row();
      if (row !== undefined) sink.row(row);
      else for (const line of before) sink.unknown(line);
    },
  };
});

const chassis = parserOf<SystemRow>((sink) => {
  let mac: Mac | undefined;
  const before: string[] = [];
  return {
    line(text) {
      const found = /^\s*(?:Boot Prom|Management) MAC\s*:\s*(\S{1,20})/i.exec(text)?.[1];
      mac ??= found === undefined ? undefined : parseMac(found);
      if (mac === undefined && before.length < LINES_MAX) before.push(text);
    },
    end() {
      if (mac !== undefined) sink.row({ baseMac: mac });
      else for (const line of before) sink.unknown(line);
    },
  };
});

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show version', parser: version },
  { command: 'show chassis', parser: chassis, optional: true },
];
