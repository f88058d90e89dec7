/** Facts of `show version`, `show inventory` and `show switch`. */
import { parseMac } from '../../../../shared/model/index.ts';
import {
  inventoryParser,
  type LineReader,
  modulesParser,
  parserOf,
  type Sink,
  systemParser,
} from '../../parse/index.ts';
import type { Command, LineParser, Parsed, SystemRow, UnitRow } from '../../platform.ts';

const facts = systemParser([
  { field: 'hostname', pattern: /^(\S+) uptime is / },
  { field: 'softwareVersion', pattern: /Software\s+\([^)]*\),\s+(?:Experimental )?Version ([^,\s]+)/ },
  { field: 'model', pattern: /^cisco (\S+) \(.*\b(?:processor|bytes of memory)\b/i },
  { field: 'model', pattern: /^Model number\s*:\s*(\S+)/i },
  { field: 'serial', pattern: /^(?:Processor board ID|System serial number\s*:)\s*([^\s,]+)/i },
  { field: 'baseMac', pattern: /^Base ethernet MAC address\s*:\s*(\S+)/i },
]);

/** Stacks have up to nine members, sixteen at most. */
const UNITS_MAX = 64;
const UNIT_ROW =
  /^(?<active>[*\s])\s{0,4}(?<unit>\d{1,2})\s+\d{1,3}\s+(?<model>\S+)\s+(?<version>\d\S*)\s+\S+/;
const UNIT_TITLE = /^Switch (?<unit>\d{1,2})$/;
const UNIT_SERIAL = /^System serial number\s*:\s*(?<serial>\S+)/i;

/** The members of a stack: a table of models and versions, and a block with the serial number of each other member. */
class UnitsReader implements LineReader {
  readonly #sink: Sink<SystemRow>;
  readonly #units = new Map<number, UnitRow>();
  readonly #serials = new Map<number, string>();
  #active = 0;
  /** Whose block this is; 0 is the one that answers, whose block comes first. */
  #block = 0;

  constructor(sink: Sink<SystemRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const title = UNIT_TITLE.exec(text)?.groups?.['unit'];
    const serial = UNIT_SERIAL.exec(text)?.groups?.['serial'];
    const row = UNIT_ROW.exec(text)?.groups;
    if (title !== undefined) this.#block = Number(title);
    else if (serial !== undefined && !this.#serials.has(this.#block) && this.#serials.size < UNITS_MAX)
      this.#serials.set(this.#block, serial);
    else if (row !== undefined && this.#units.size < UNITS_MAX) this.#unit(row);
  }

  end(): void {
    if (this.#units.size < 2) return;
    const units = [...this.#units].map(([number, unit]) => ({
      ...unit,
      serial: this.#serials.get(number) ?? (number === this.#active ? this.#serials.get(0) : undefined),
    }));
    this.#sink.row({ units });
  }

  #unit(row: Readonly<Record<string, string | undefined>>): void {
    const number = Number(row['unit']);
    if (row['active'] === '*') this.#active = number;
    this.#units.set(number, {
      unit: String(number),
      model: row['model'],
      serial: undefined,
      softwareVersion: row['version'],
    });
  }
}

const units = parserOf<SystemRow>((sink) => new UnitsReader(sink));

/** Both readers see each line; what neither knows is for the first to judge. */
function version(): LineParser<SystemRow> {
  const both = [facts(), units()] as const;
  return {
    push(line) {
      for (const parser of both) parser.push(line);
    },
    end(): Parsed<SystemRow> {
      const [main, stack] = [both[0].end(), both[1].end()];
      const [first] = main.rows;
      return { ...main, rows: first === undefined ? [] : [{ ...first, ...stack.rows[0] }] };
    },
  };
}

const STACK_MAC = /^Switch\/Stack Mac Address\s*:\s*(?<mac>\S+)/i;
const MEMBER = /^[*\s]\s{0,4}(?<unit>\d{1,2})\s+(?:Active|Master|Member|Standby|Slave)\s+\S+\s/i;
const STACK_NOTE =
  /^(?:Mac persistency|Switch#|\s*H\/W\s|[-\s]+$|\s*Stack Port Status|\s+\d{1,2}\s+(?:ok|down|absent|up)\b)/i;

/** `show switch detail`: who is in the stack; their models are told elsewhere. */
const stack = parserOf<SystemRow>((sink) => {
  const row: { baseMac?: SystemRow['baseMac']; units: UnitRow[] } = { units: [] };
  return {
    line(text) {
      const mac = parseMac(STACK_MAC.exec(text)?.groups?.['mac'] ?? '');
      const unit = MEMBER.exec(text)?.groups?.['unit'];
      if (mac !== undefined) row.baseMac = mac;
      else if (unit !== undefined && row.units.length < UNITS_MAX)
        row.units.push({ unit, model: undefined, serial: undefined, softwareVersion: undefined });
      else if (!STACK_NOTE.test(text)) sink.unknown(text);
    },
    end() {
      const { baseMac, units: members } = row;
      if (baseMac === undefined && members.length === 0) return;
      sink.row({ ...(baseMac && { baseMac }), ...(members.length > 1 && { units: members }) });
    },
  };
});

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show version', parser: version },
  { command: 'show inventory', parser: inventoryParser(), optional: true },
];

export const systemAlso: readonly Command<SystemRow>[] = [
  { command: 'show module', parser: modulesParser },
  { command: 'show switch detail', parser: stack },
  { command: 'show switch', parser: stack },
];
