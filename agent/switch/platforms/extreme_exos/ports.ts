/**
 * `show ports no-refresh`, the flags of `show ports information` and the texts of `show ports description`. Display
 * strings and VLAN names stand without a mark between them, so the heading tells where columns begin.
 */
import { type LineReader, parserOf, type Sink, speedMbps } from '../../parse/index.ts';
import type { Command, LineParser, PortRow } from '../../platform.ts';
import { exosPortName, exosVlan, isExosPort } from './names.ts';

const NOTES: readonly RegExp[] = [
  /^[-=\s]+$/,
  /^\s*Port\s+(?:Display|Flags|Description|Summary|State)\b/i,
  /^\s*(?:#\s+)?String\b|^\s*State\s+\/OAM\b|^\s*(?:Port|Link) (?:Summary|State)\b/i,
  /^\s*> indicates\b/i,
  /^\s*(?:Flags|Port State|Link State|Link UPs|Port|Media|OAM|Loopback)\s?:/i,
  // Legends go on over several lines.
  /^\s+(?:[A-Za-z]{1,2} ?- ?[A-Za-z]|\([A-Za-z*!<>]\) ?[A-Za-z]|[A-Za-z][\w ]{0,30},? ?$)/,
  /^\s*Press\b|^\s*\d ?-> ?/i,
  /^\s*(?:U->|D->|0->)/,
];

/** What the letters mean in the columns of both tables. */
const LINKS: ReadonlyMap<string, string> = new Map([
  ['a', 'up'],
  ['active', 'up'],
  ['r', 'down'],
  ['ready', 'down'],
  ['np', 'not present'],
  ['l', 'loopback'],
  ['d', 'elsm down'],
  ['b', 'mac-blocked'],
]);

const STATE =
  /\s(?<port>[EDFL])(?:\s+(?<link>A|R|NP|L|D|d|B|b))?(?:\s+(?<speed>\d{1,6}(?:\.\d)?[MG]?|AUTO))?(?:\s+(?<duplex>FULL|HALF|AUTO))?\s*$/i;

function stateOf(enabled: boolean, link: string): Pick<PortRow, 'adminUp' | 'operUp' | 'state'> {
  const word = LINKS.get(link.toLowerCase()) ?? link.toLowerCase();
  return { adminUp: enabled, operUp: word === 'up', state: enabled || word === 'up' ? word : 'disabled' };
}

const NOTHING = {
  description: undefined,
  adminUp: undefined,
  operUp: undefined,
  state: '',
  speedMbps: undefined,
  duplex: undefined,
  mode: undefined,
  vlan: undefined,
  lag: undefined,
} as const;

class SummaryReader implements LineReader {
  readonly #sink: Sink<PortRow>;
  #vlanAt = 0;

  constructor(sink: Sink<PortRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    if (/^\s*Port\s+Display\b/i.test(text)) this.#vlanAt = text.search(/VLAN Name/i);
    const row = this.#read(text);
    if (row !== undefined) this.#sink.row(row);
    else if (!NOTES.some((note) => note.test(text))) this.#sink.unknown(text);
  }

  isWhole(text: string): boolean {
    return this.#read(text) !== undefined;
  }

  #read(text: string): PortRow | undefined {
    const [, port = ''] = /^\s*(\d{1,3}(?::\d{1,3}){0,2})[>\s]/.exec(text) ?? [];
    const found = STATE.exec(text);
    if (port === '' || found === null) return undefined;
    const { port: state = '', link = '', speed = '', duplex = '' } = found.groups ?? {};
    const start = text.indexOf(port) + port.length;
    const display = text.slice(start, Math.max(this.#vlanAt, start)).trim().replace(/^>/, '');
    const vlan = this.#vlanAt > start ? text.slice(this.#vlanAt, found.index).trim() : '';
    return {
      ...NOTHING,
      name: port,
      description: display === '' ? undefined : display,
      ...stateOf(/E/i.test(state), link),
      speedMbps: speedMbps(speed),
      duplex: duplexOf(duplex),
      // A port of one VLAN shows its name or, in brackets, its tag; of several, how many.
      vlan: exosVlan(/^\((\d{4})\)$/.exec(vlan)?.[1]),
    };
  }
}

function duplexOf(text: string): PortRow['duplex'] {
  const word = text.toLowerCase();
  return word === 'full' || word === 'half' || word === 'auto' ? word : undefined;
}

const INFORMATION =
  /^\s*(?<port>\d{1,3}(?::\d{1,3}){0,2})[>\s]\s{0,40}(?<display>\S.{0,20}?\s+)?(?<flags>[EDFL][A-Za-z>-]{8,30})\s+(?<link>active|ready|not present|np|loopback|disabled|-)\s+(?<rest>\S.*)$/i;
/** The port that stands for the group, `33 a` or `1:33`, is the last cell. */
const MASTER = /\s(?<lag>\d{1,3}(?::\d{1,3}){0,2}(?=\s+[a-z]$)|\d{1,3}(?::\d{1,3}){1,2}(?=$))/;

function readInformation(text: string): PortRow | undefined {
  const { port = '', display = '', flags = '', link = '', rest = '' } = INFORMATION.exec(text)?.groups ?? {};
  if (!isExosPort(port)) return undefined;
  const description = display.trim();
  return {
    ...NOTHING,
    name: exosPortName(port),
    description: description === '' ? undefined : description,
    ...stateOf(flags.startsWith('E'), link),
    lag: MASTER.exec(rest)?.groups?.['lag'],
  };
}

/** `show ports description`: both texts may be empty, and both may hold blanks. */
class DescriptionReader implements LineReader {
  readonly #sink: Sink<PortRow>;
  #starts: readonly number[] = [];

  constructor(sink: Sink<PortRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const [port = ''] = text.trim().split(/\s/, 1);
    if (/^=+ +=+/.test(text)) this.#starts = [...text.matchAll(/=+/g)].map((group) => group.index);
    else if (!isExosPort(port)) {
      if (!NOTES.some((note) => note.test(text))) this.#sink.unknown(text);
    } else {
      const [, display = '', long = ''] = this.#starts.map((start, i) =>
        text.slice(start, this.#starts[i + 1]).trim(),
      );
      const description = long === '' ? display : long;
      this.#sink.row({ ...NOTHING, name: port, description: description === '' ? undefined : description });
    }
  }
}

const summary = parserOf<PortRow>((sink) => new SummaryReader(sink));
const description: () => LineParser<PortRow> = parserOf<PortRow>((sink) => new DescriptionReader(sink));
const information = parserOf<PortRow>((sink) => ({
  line(text) {
    const row = readInformation(text);
    if (row !== undefined) sink.row(row);
    else if (!NOTES.some((note) => note.test(text))) sink.unknown(text);
  },
  isWhole: (text) => readInformation(text) !== undefined,
}));

export const portCommands: readonly Command<PortRow>[] = [
  { command: 'show ports no-refresh', parser: summary },
  // Longer texts than the display string; releases before 15.4 have none.
  { command: 'show ports description', parser: description, optional: true },
];

export const portReads: readonly Command<PortRow>[] = [
  { command: 'show ports information', parser: information },
];

export function portStatus(port: string): Command<PortRow> {
  return { command: `show ports ${port} no-refresh`, parser: summary };
}
