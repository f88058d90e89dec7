/** `show mac-address` of FastIron: the heading says which columns there are and in which order, and comes again and again. */
import { parseMac } from '../../../../shared/model/index.ts';
import { type LineReader, parserOf, type Sink } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { icxPortName, isIcxPort } from './names.ts';

type Role = 'port' | 'type' | 'vlan' | 'skip';
const USUAL: readonly Role[] = ['port', 'type', 'vlan'];
const NOTE =
  /^\s*(?:Total (?:active|static|secure|number)|No (?:mac|entr(?:y|ies))|MAC[- ]Address (?:not found|aging)|Type Code|No such|Flags|CCL|Legend|Matching)|^[-\s]+$|not found|entries from all ports/i;
const TYPES: readonly (readonly [RegExp, FdbRow['type']])[] = [
  [/^(?:secure|sticky)/i, 'secure'],
  [/^dyn|^(?:ccl|ccr|mct|cml|cmr)/i, 'dynamic'],
  [/^(?:static|drop|reserved)/i, 'static'],
  [/^(?:self|local|router|management|host)/i, 'self'],
];
/** Learned over a tunnel. */
const FAR = /^(?:vxl|tn\d|tunnel|vxlan|vpls)/i;

function rolesOf(text: string): readonly Role[] | undefined {
  const words = text
    .trim()
    .replace(/^mac[- ]address/i, 'mac')
    .split(/\s+/);
  if (words[0] !== 'mac' || !words.some((word) => /^port$/i.test(word))) return undefined;
  return words.slice(1).map((word) => {
    if (/^port$/i.test(word)) return 'port';
    if (/^type$/i.test(word)) return 'type';
    return /vlan/i.test(word) ? 'vlan' : 'skip';
  });
}

class FdbReader implements LineReader {
  readonly #sink: Sink<FdbRow>;
  #roles: readonly Role[] = USUAL;

  constructor(sink: Sink<FdbRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const roles = rolesOf(text);
    const row = roles === undefined ? this.#read(text) : undefined;
    if (roles !== undefined) this.#roles = roles;
    else if (row === 'far') return;
    else if (row !== undefined) this.#sink.row(row);
    else if (!NOTE.test(text)) this.#sink.unknown(text);
  }

  isWhole(text: string): boolean {
    return this.#read(text) !== undefined;
  }

  /** Cells follow one another; the last ones may be blank. */
  #read(text: string): FdbRow | 'far' | undefined {
    const [first = '', ...cells] = text.trim().split(/\s+/);
    const mac = parseMac(first);
    if (mac === undefined || cells.length === 0 || cells.length > this.#roles.length + 1) return undefined;
    const cell = (role: Role): string => cells[this.#roles.indexOf(role)] ?? '';
    const port = cell('port');
    if (FAR.test(port)) return 'far';
    // A trunk of old releases is shown by its ports, the first of them leading: `1/1/1-1/1/2`, `4/3*4/4`.
    const lead = icxPortName(port.split(/[-*,]/)[0] ?? '');
    const vlan = cell('vlan');
    if (!isIcxPort(lead) || (this.#roles.includes('vlan') && vlan !== '' && !/^\d{1,4}$/.test(vlan)))
      return undefined;
    const word = this.#roles.includes('type') ? cell('type') : '';
    const type = TYPES.find(([pattern]) => pattern.test(word))?.[1] ?? (word === '' ? 'dynamic' : 'other');
    return { mac, vlan: Number(vlan) > 0 ? Number(vlan) : undefined, port: lead, type };
  }
}

const parser = parserOf<FdbRow>((sink) => new FdbReader(sink));

export const fdbCommands: readonly Command<FdbRow>[] = [
  // The spelling of 08.0.80 and later takes both.
  { command: 'show mac-address', parser, alternative: { command: 'show mac-address all', parser } },
];

/** `mac` in the platform's spelling, `0011.2233.4455`. */
export function fdbLookup(mac: string): Command<FdbRow> {
  return { command: `show mac-address ${mac}`, parser };
}

/** Ports of a switch go by `ethernet`, port channels by `lag`. */
export function portFdb(port: string): Command<FdbRow> {
  const name = port.startsWith('lg') ? `lag ${port.slice(2)}` : `ethernet ${port}`;
  return { command: `show mac-address ${name}`, parser };
}
