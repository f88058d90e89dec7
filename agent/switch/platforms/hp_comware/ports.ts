/**
 * `display interface brief`: routed interfaces in one table, switched ones in another. A description may hold anything
 * and comes last, so a row is read from its left end.
 */
import { type LineReader, parserOf, type Sink } from '../../parse/index.ts';
import type { Command, PortRow } from '../../platform.ts';
import { comwareCommandName, comwarePortName, isComwarePort } from './names.ts';

const LINK =
  '(?<name>\\S{1,64})\\s+(?<link>UP|DOWN|ADM|Stby|STBY|DOWN\\([\\w ]{1,20}\\)|UP\\([\\w ]{1,20}\\))\\s+';
const BRIDGED = new RegExp(
  `^\\s*${LINK}(?<speed>\\S{1,12})\\s+(?<duplex>\\S{1,8})\\s+(?<type>A|T|H|access|trunk|hybrid|--)\\s+(?<pvid>\\d{1,4}|--)(?:\\s+(?<text>\\S.*))?$`,
  'i',
);
const ROUTED = new RegExp(
  `^\\s*${LINK}(?<protocol>\\S{1,12})(?:\\s+(?<address>\\S{1,45})(?:\\s+(?<text>\\S.*))?)?$`,
  'i',
);
const NOTE =
  /^\s*(?:The )?brief information|^\s*(?:Link|Protocol|Speed(?: or Duplex)?|Duplex|Type):|^\s*Interface\s+Link\b|^\s*\([a-z]\)\s*[-:/]/i;

const STATES: ReadonlyMap<string, string> = new Map([
  ['adm', 'disabled'],
  ['stby', 'standby'],
]);
const MODES: ReadonlyMap<string, PortRow['mode']> = new Map([
  ['a', 'access'],
  ['t', 'trunk'],
  ['h', 'general'],
] as const);

class BriefReader implements LineReader {
  readonly #sink: Sink<PortRow>;
  #bridged = false;

  constructor(sink: Sink<PortRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    if (/\bbridge mode\b/i.test(text)) this.#bridged = true;
    if (/\broute mode\b/i.test(text)) this.#bridged = false;
    const row = this.#read(text);
    if (row !== undefined) this.#sink.row(row);
    else if (!NOTE.test(text)) this.#sink.unknown(text);
  }

  isWhole(text: string): boolean {
    return this.#read(text) !== undefined;
  }

  #read(text: string): PortRow | undefined {
    const groups = (this.#bridged ? BRIDGED : ROUTED).exec(text)?.groups;
    if (groups === undefined || !isComwarePort(groups['name'] ?? '')) return undefined;
    const word = (groups['link'] ?? '').toLowerCase().replace(/\(.*$/, '');
    const state = STATES.get(word) ?? word;
    const description = groups['text']?.trim();
    return {
      name: comwarePortName(groups['name'] ?? ''),
      description: description === undefined || description === '--' ? undefined : description,
      adminUp: state !== 'disabled',
      operUp: state === 'up',
      state,
      speedMbps: speedOf(groups['speed'] ?? ''),
      duplex: duplexOf(groups['duplex'] ?? ''),
      mode: this.#bridged ? MODES.get((groups['type'] ?? '').charAt(0).toLowerCase()) : 'routed',
      vlan: /^\d+$/.test(groups['pvid'] ?? '') ? Number(groups['pvid']) : undefined,
      lag: undefined,
    };
  }
}

/** `1G(a)`, `100M`, `2.5G(a)`; `auto` while there is no link. */
function speedOf(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,4}(?:\.\d)?)([GM])(?:\(a\))?$/i.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (unit?.toUpperCase() === 'G' ? 1_000 : 1);
}

function duplexOf(text: string): PortRow['duplex'] {
  const letter = text.charAt(0).toUpperCase();
  return letter === 'F' ? 'full' : letter === 'H' ? 'half' : letter === 'A' ? 'auto' : undefined;
}

const parser = parserOf<PortRow>((sink) => new BriefReader(sink));

export const portCommands: readonly Command<PortRow>[] = [
  // The order of words before Comware 5 release 22.
  { command: 'display interface brief', parser, alternative: { command: 'display brief interface', parser } },
];

export function portStatus(port: string): Command<PortRow> {
  return { command: `display interface ${comwareCommandName(port)} brief`, parser };
}
