/** Spellings of one value in expectation files, as the rows have it. */
import { INTERFACE_NAMES, portNames } from '../../agent/switch/parse/index.ts';
import { parseMac } from '../../shared/model/index.ts';
import { type Fields, listOf, textOf } from './parse-expected.ts';

/** What the files are read with. */
export interface Context {
  /** Id of ours. */
  readonly platform: string;
  readonly command: string;
  readonly portName: (text: string) => string;
}

const NOTHING =
  /^(?:|-+|--|n\/?a|none|null|not (?:set|advertised|present|configured)|unassigned|unsupported format)$/i;

/**
 * The text of the first of these columns that has one; empty when all that the file has are empty. Undefined: the file
 * has none of them, so it is not judged.
 */
export function column(fields: Fields, names: readonly string[]): string | undefined {
  const texts = names.filter((name) => fields[name] !== undefined).map((name) => textIn(fields[name]));
  return texts.find((text) => text !== '') ?? texts[0];
}

/** Names that the device cut, with and without its dots. */
export function cutName(text: string): string[] {
  return [...new Set([text, text.replace(/\.{2,3}$/, '')])].filter((name) => name !== '');
}

/** Several lines or cells of one text stand in a list. */
function textIn(value: unknown): string {
  const text = Array.isArray(value) ? listOf(value).join(' ') : textOf(value);
  return plain(text);
}

/** One blank between words; empty where the device says that there is nothing. */
export function plain(text: string): string {
  const folded = text.replace(/\s+/g, ' ').trim();
  return NOTHING.test(folded) ? '' : folded;
}

/** `told(column(...), read)`: null when the column is missing, so that the field is not judged. */
export function told<T>(text: string | undefined, read: (text: string) => T): T | null {
  return text === undefined ? null : read(text);
}

export function macOr(text: string): string {
  return parseMac(text) ?? parseMac(text.replace(/\s+/g, '-')) ?? parseMac(text.replace(/\s+/g, '')) ?? text;
}

export function vlanId(text: string): string {
  const number = /^(\d{1,4})\b/.exec(text)?.[1];
  return number === undefined || Number(number) === 0 ? '' : String(Number(number));
}

/** Mbit/s. `10G`, `a-1000`, `1000FDx`, `10GigFD`, `1000 Mb/s`, `20G(a)`. */
export function speedOf(text: string): string {
  const [, number, unit = ''] = /^(?:a-)?(\d+(?:\.\d+)?) ?([tgmk])?/i.exec(text) ?? [];
  const factor = { t: 1_000_000, g: 1_000, m: 1, k: 0.001 }[unit.toLowerCase()] ?? 1;
  const speed = number === undefined ? 0 : Number(number) * factor;
  return speed === 0 ? '' : String(speed);
}

export function duplexOf(text: string): string {
  const word = text.toLowerCase().replace(/^a-/, '');
  if (/^f(?:ull)?\b|^full|\d+f(?:dx?)?\b|gigfd/.test(word)) return 'full';
  if (/^h(?:alf)?\b|^half|\d+h(?:dx?)?\b|gighd/.test(word)) return 'half';
  return /^a(?:uto)?\b/.test(word) ? 'auto' : '';
}

const STATES: ReadonlyMap<string, string> = new Map([
  ['up', 'up'],
  ['connected', 'up'],
  ['active', 'up'],
  ['r', 'up'],
  ['rs', 'up'],
  ['down', 'down'],
  ['ready', 'down'],
  ['notconnect', 'down'],
  ['notconnec', 'down'],
  ['admin down', 'disabled'],
  ['administratively down', 'disabled'],
  ['adm', 'disabled'],
  ['*down', 'disabled'],
  ['disable', 'disabled'],
  ['disabled', 'disabled'],
  ['x', 'disabled'],
  ['stby', 'standby'],
  ['errdisabled', 'err-disabled'],
  ['err-disabled', 'err-disabled'],
  ['detach', 'detached'],
]);

/** The word of the rows, and the device's own, which a pack may keep. */
export function stateOf(text: string): string[] {
  const own = text.toLowerCase().replace(/:.*$/, '').trim();
  const known = STATES.get(own) ?? STATES.get(own.replace(/ ?\(.*$/, ''));
  if (/administratively|admin(?:istrator)? down/.test(own)) return ['disabled', 'down'];
  return known === undefined ? [own.replace(/ ?\(.*$/, ''), own] : [known];
}

export function yesNo(text: string): string {
  if (/^(?:up?|yes|y|enabled?|on|true|active|connected)$/i.test(text)) return 'yes';
  return text === '' ? '' : 'no';
}

export function flag(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? 'yes' : 'no';
}

const VLANS_ALL = ['1-4094', '1-4093', '2-4094', '1-4095', '1-3967,4048-4093'];

/** `10, 11,12` and `10-12` are both `10-12`. */
export function vlanRanges(texts: readonly string[]): string {
  const list = texts.join(',').toLowerCase().replace(/\s+/g, ',').replace(/,+/g, ',').replace(/^,|,$/g, '');
  if (list === 'all' || VLANS_ALL.includes(list)) return 'all';
  if (list === '' || /^(?:none|--|-)$/.test(list)) return '';
  const ids = list.split(',').flatMap((piece) => {
    const [from = 0, to = from] = piece.split('-').map(Number);
    return Array.from({ length: Math.min(4_095, Math.max(0, to - from + 1)) }, (_, i) => from + i);
  });
  return ranges([...new Set(ids)].sort((a, b) => a - b));
}

function ranges(ids: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const id of ids) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === id - 1) last[1] = id;
    else parts.push([id, id]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** A neighbour's port: its platform is not known, so long names are shortened on both sides. */
export function remotePort(text: string): string {
  const mac = macOr(text);
  return mac === text ? portNames(INTERFACE_NAMES)(text).toLowerCase().replace(/\s+/g, ' ') : mac;
}
