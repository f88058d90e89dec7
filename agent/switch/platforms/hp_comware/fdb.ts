/** `display mac-address` of Comware 5 and 7: address, VLAN, how it was learned (one or two words), port, ageing. */
import { parseMac } from '../../../../shared/model/index.ts';
import { type LineReader, NO_PORT, parserOf, type Sink } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { comwareCommandName, comwarePortName, isComwarePort, withoutMark } from './names.ts';

const NOTE =
  /^\s*MAC\s?Addr|mac address(?:\(es\)|es)? found|^\s*No (?:MAC|entry)|^[-\s]+$|^\s*Total\b|^\s*Slot \d|^\s*(?:VSI|Type)\b/i;
const TYPES: readonly (readonly [RegExp, FdbRow['type']])[] = [
  [/secur|sticky/i, 'secure'],
  [/learn|dynamic/i, 'dynamic'],
  [/static|blackhole|multiport/i, 'static'],
];
/** Learned behind a tunnel, in a virtual switch instance, or behind another switch by its nickname: on no port here. */
const FAR = /^(?:tun(?:nel)?\d|vxlan|pw|nve|vsi|0x[0-9a-f]{1,8}$)/i;

interface Found {
  readonly row: Omit<FdbRow, 'port'>;
  /** Undefined: on no port of this switch at all. */
  readonly port: string | undefined;
}

class FdbReader implements LineReader {
  readonly #sink: Sink<FdbRow>;
  /** One address on several ports has them in the lines below. */
  #last: Found['row'] | undefined;

  constructor(sink: Sink<FdbRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const found = read(text);
    const more = withoutMark(text.trim());
    if (found !== undefined) {
      this.#last = found.row;
      if (found.port !== undefined) this.#sink.row({ ...found.row, port: found.port });
    } else if (this.#last !== undefined && /^\s/.test(text) && isComwarePort(more)) {
      this.#sink.row({ ...this.#last, port: comwarePortName(more) });
    } else {
      this.#last = undefined;
      if (!NOTE.test(text)) this.#sink.unknown(text);
    }
  }

  blank(): void {
    this.#last = undefined;
  }

  isWhole(text: string): boolean {
    return read(text) !== undefined;
  }
}

function read(text: string): Found | undefined {
  const [first = '', vlanText = '', ...rest] = text.trim().split(/\s+/);
  const mac = parseMac(first);
  if (mac === undefined || !/^(?:\d{1,4}|N\/A|-+)$/i.test(vlanText)) return undefined;
  const ageing = /^(?:aging|noaged|y|n|yes|no|\d{1,7}|-+)$/i.test(rest.at(-1) ?? '') ? rest.pop() : undefined;
  const name = rest.pop() ?? '';
  const word = rest.join(' ');
  const type = TYPES.find(([pattern]) => pattern.test(word))?.[1] ?? 'other';
  const vlan = /^\d+$/.test(vlanText) && Number(vlanText) > 0 ? Number(vlanText) : undefined;
  const row = { mac, vlan, type };
  if (word === '') return undefined;
  if (/^n\/a$/i.test(name)) return { row, port: NO_PORT };
  if (FAR.test(name)) return { row, port: undefined };
  if (!isComwarePort(name) && !(ageing !== undefined && /^inloop|^cpu$/i.test(name))) return undefined;
  return { row, port: comwarePortName(name) };
}

const parser = parserOf<FdbRow>((sink) => new FdbReader(sink));

export const fdbCommands: readonly Command<FdbRow>[] = [{ command: 'display mac-address', parser }];

/** `mac` in the platform's spelling, `0011-2233-4455`. */
export function fdbLookup(mac: string): Command<FdbRow> {
  return { command: `display mac-address ${mac}`, parser };
}

export function portFdb(port: string): Command<FdbRow> {
  return { command: `display mac-address interface ${comwareCommandName(port)}`, parser };
}
