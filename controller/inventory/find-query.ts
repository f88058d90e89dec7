/**
 * What somebody typed, as probes: ranges of the indexes, in the order of how good a match is. A record belongs to the
 * first probe that one of its keys meets, so that it is shown once, however many of its fields have the text.
 */
import { WaysideError } from '../../shared/errors.ts';
import {
  addressKey,
  FIND_BY_ID,
  findFields,
  foldText,
  type Kind,
  type MatchRank,
  macFromHex,
  parseMac,
  rangeKeys,
  wordsOf,
} from '../../shared/model/index.ts';
import { cut, type FindEntry, KEY_CHARS_MAX, macKey, textKeys, wholeKey } from './find-entries.ts';
import { MAC_FIELDS } from './find-keep.ts';

export const FIND_TEXT_CHARS_MAX = 200;
/** Of a MAC address: fewer begin or end thousands of them. */
const MAC_DIGITS_MIN = 4;
const MAC_DIGITS = 12;
/** A shorter part stands inside of everything. */
const INSIDE_CHARS_MIN = 3;
/** Above every key that begins so. */
const ABOVE = '\u{10ffff}';

/** Keys from the first on, below the second, as the indexes order them; `has` says the same of one key. */
export interface KeyRange {
  readonly from: string;
  readonly below: string;
  has(key: string): boolean;
}

interface ProbeBase {
  readonly rank: MatchRank;
  /** Whether a key of a record of that kind meets it. */
  meets(entry: FindEntry, kind: Kind): boolean;
  /** The other words of the question, which must stand in the record too. */
  readonly others?: { readonly words: readonly string[]; readonly where: 'begin' | 'inside' };
}

export type Probe = ProbeBase &
  (
    | { readonly type: 'lookup'; readonly kind: Kind; readonly field: string; readonly range: KeyRange }
    | { readonly type: 'word'; readonly range: KeyRange }
    /** MAC addresses by their ending. */
    | { readonly type: 'tail'; readonly from: number; readonly below: number }
    /** Words that hold the part. */
    | { readonly type: 'inside'; readonly part: string }
    /** A switch by the alias that stands for it. */
    | { readonly type: 'alias'; readonly id: string }
  );

export interface ProbeOptions {
  readonly kinds: readonly Kind[];
  readonly hasAliases: boolean;
  /** How many hits the words of the ranges have, counted as far as it matters. */
  rarity(ranges: readonly KeyRange[]): number;
  /** Of a question that goes on: which of its words led it. */
  readonly lead?: number | undefined;
}

export interface Probes {
  readonly all: readonly Probe[];
  /** Which word of the question leads; a token keeps it, for writes may make another one the rarest. */
  readonly lead: number;
}

/** Errors: INVALID_INPUT. */
export function probesOf(text: string, options: ProbeOptions): Probes {
  const { kinds, hasAliases } = options;
  const folded = checkedText(text);
  const aliases = hasAliases && kinds.includes('switch') ? aliasProbes(folded) : [];
  if (isAddress(text)) {
    return {
      all: [...aliases, ...macProbes(text, kinds), ...addressProbes(text), ...tailProbes(text)],
      lead: 0,
    };
  }
  const whole = wholeProbes(folded, kinds);
  const octets = octetRange(text.trim());
  if (octets) return { all: [...whole, wordProbe('prefix', octets)], lead: 0 };
  const { words, leaders } = wordsAsked(folded);
  const lead = options.lead ?? rarest(words.slice(0, leaders), options);
  const leader = lead < leaders ? words[lead] : undefined;
  const asked = { leader, others: words.filter((word) => word !== leader) };
  const all = [
    ...[...aliases, ...macProbes(text, kinds), ...whole, ...wordProbes(asked, folded)],
    ...[...tailProbes(text), ...insideProbes(asked, folded)],
  ];
  return { all, lead };
}

/** Written so that it can be nothing else: its parts are not looked for as words. */
function isAddress(text: string): boolean {
  if (addressKey(text.trim()) !== undefined || rangeKeys(text) !== undefined) return true;
  return (
    macDigits(text) !== undefined &&
    (text.includes(':') || (parseMac(text) !== undefined && /[^0-9a-f]/i.test(text.trim())))
  );
}

function checkedText(text: string): string {
  if (text.length > FIND_TEXT_CHARS_MAX)
    throw refused(`is longer than ${FIND_TEXT_CHARS_MAX} characters; a part of it will do`);
  const folded = foldText(text);
  if (folded === '') throw refused('must hold a letter or a digit');
  return folded;
}

function refused(message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', `text ${message}`, { violations: [{ field: 'text', message }] });
}

/** `Switch k3j4h5g6`, or the alias alone. */
function aliasProbes(folded: string): Probe[] {
  const id = folded.replace(/^switch /, '');
  if (!/^[a-z0-9]{1,32}$/.test(id)) return [];
  const key = wholeKey(id);
  const meets = (entry: FindEntry, kind: Kind): boolean =>
    kind === 'switch' && entry.field === FIND_BY_ID && entry.key === key;
  return [{ type: 'alias', rank: 'exact', id, meets }];
}

function macProbes(text: string, kinds: readonly Kind[]): Probe[] {
  const digits = macDigits(text);
  if (digits === undefined) return [];
  const beginning = (digits.match(/.{1,2}/g) ?? []).join(':');
  if (digits.length === MAC_DIGITS) {
    return [
      ...lookupProbes(kinds, isMacField, { rank: 'exact', range: exactly(beginning) }),
      wordProbe('exact', exactly(`#${beginning}`)),
    ];
  }
  return [
    ...lookupProbes(kinds, isMacField, { rank: 'prefix', range: beginningWith(beginning) }),
    wordProbe('prefix', beginningWith(`#${beginning}`)),
  ];
}

/** A MAC address or a part of one in any notation: its hex digits. */
function macDigits(text: string): string | undefined {
  const digits =
    parseMac(text)?.replaceAll(':', '') ??
    text
      .trim()
      .toLowerCase()
      .replace(/[:.\- ]/g, '');
  const isOne = /^[0-9a-f]+$/.test(digits) && digits.length >= MAC_DIGITS_MIN && digits.length <= MAC_DIGITS;
  return isOne && addressKey(text) === undefined ? digits : undefined;
}

function addressProbes(text: string): Probe[] {
  const range = rangeKeys(text);
  if (range) return [wordProbe('prefix', between(`@${range.first}`, `@${range.last}`))];
  const address = addressKey(text.trim());
  return address === undefined ? [] : [wordProbe('exact', exactly(`@${address}`))];
}

/** `10.20` and `10.20.3.`: all addresses that begin so. */
function octetRange(text: string): KeyRange | undefined {
  const octets = /^\d{1,3}(?:\.\d{1,3}){1,2}\.?$/.test(text) ? text.replace(/\.$/, '').split('.') : [];
  const range = rangeKeys(`${[...octets, '0', '0'].slice(0, 4).join('.')}/${octets.length * 8}`);
  return range && octets.length > 0 ? between(`@${range.first}`, `@${range.last}`) : undefined;
}

function wholeProbes(folded: string, kinds: readonly Kind[]): Probe[] {
  const whole = wholeKey(folded);
  const isWhole = folded.length <= KEY_CHARS_MAX;
  return [
    ...lookupProbes(kinds, isTextField, { rank: 'exact', range: exactly(folded) }),
    ...(isWhole ? [wordProbe('exact', exactly(whole))] : []),
    ...lookupProbes(kinds, isTextField, { rank: 'prefix', range: longerThan(folded) }),
    wordProbe('prefix', isWhole ? longerThan(whole) : beginningWith(whole)),
  ];
}

interface AskedWords {
  /** `undefined`: none of the words is in the index. */
  readonly leader: string | undefined;
  /** Looked for in what has the leader. */
  readonly others: readonly string[];
}

function wordProbes({ leader, others }: AskedWords, folded: string): Probe[] {
  if (leader === undefined) return [];
  const also = { others: { words: others, where: 'begin' } } as const;
  const bare = { ...wordProbe('word', beginningWith(leader)), ...also };
  // A value of one word stands as a whole alone; where the question is that word, it was met above.
  return leader === folded
    ? [bare]
    : [bare, { ...wordProbe('word', beginningWith(wholeKey(leader))), ...also }];
}

/** The words of the question, and how many of them, the first ones, are in the index and can lead. */
function wordsAsked(folded: string): { readonly words: readonly string[]; readonly leaders: number } {
  const keys = textKeys(folded, 'prose');
  const words = [...new Set(wordsOf(folded).map(cut))];
  const leading = words.filter((word) => keys.has(word));
  return { words: [...leading, ...words.filter((word) => !keys.has(word))], leaders: leading.length };
}

/** Where several lead, the one with the fewest hits: what has it is read and looked through for the others. */
function rarest(leaders: readonly string[], { rarity }: ProbeOptions): number {
  if (leaders.length < 2) return 0;
  const counts = leaders.map((word) => rarity([beginningWith(word), beginningWith(wholeKey(word))]));
  return counts.indexOf(Math.min(...counts));
}

function tailProbes(text: string): Probe[] {
  const digits = macDigits(text);
  if (digits === undefined || digits.length === MAC_DIGITS) return [];
  const size = 16 ** (MAC_DIGITS - digits.length);
  const from = Number.parseInt([...digits].reverse().join(''), 16) * size;
  const meets = ({ index, field, key }: FindEntry): boolean =>
    isMacKey({ index, field, key }) && key.replaceAll(':', '').endsWith(digits);
  return [{ type: 'tail', rank: 'inside', from, below: from + size, meets }];
}

function isMacKey({ index, field, key }: FindEntry): boolean {
  return index === 'word' ? key.startsWith('#') : MAC_FIELDS.has(field) && parseMac(key) !== undefined;
}

function insideProbes({ leader, others }: AskedWords, folded: string): Probe[] {
  const part = leader ?? cut(folded);
  if (part.length < INSIDE_CHARS_MIN) return [];
  const meets = ({ index, key }: FindEntry): boolean => index === 'word' && isWord(key) && key.includes(part);
  return [{ type: 'inside', rank: 'inside', part, meets, others: { words: others, where: 'inside' } }];
}

/** Addresses have probes of their own. */
export function isWord(key: string): boolean {
  return !key.startsWith('#') && !key.startsWith('@');
}

/** What holds an address exactly, by each index that may know of it. */
export function macHolders(digits: string, kinds: readonly Kind[]): readonly Probe[] {
  const mac = macFromHex(digits);
  return [
    ...lookupProbes(kinds, isMacField, { rank: 'inside', range: exactly(mac) }),
    wordProbe('inside', exactly(macKey(mac))),
  ];
}

function wordProbe(rank: MatchRank, range: KeyRange): Probe & { type: 'word' } {
  return { type: 'word', rank, range, meets: ({ index, key }) => index === 'word' && range.has(key) };
}

function lookupProbes(
  kinds: readonly Kind[],
  isWanted: (field: string) => boolean,
  { rank, range }: { readonly rank: MatchRank; readonly range: KeyRange },
): Probe[] {
  return kinds.flatMap((of) =>
    Object.entries(findFields[of]).flatMap(([field, form]): Probe[] => {
      if (form !== 'lookup' || !isWanted(field)) return [];
      const meets = (entry: FindEntry, kind: Kind): boolean =>
        kind === of && entry.index === 'lookup' && entry.field === field && range.has(entry.key);
      return [{ type: 'lookup', rank, kind: of, field, range, meets }];
    }),
  );
}

function isMacField(field: string): boolean {
  return MAC_FIELDS.has(field);
}

/** Some chassis ids are no addresses. */
function isTextField(field: string): boolean {
  return field === 'chassisId' || !MAC_FIELDS.has(field);
}

function exactly(key: string): KeyRange {
  return { from: key, below: after(key), has: (other) => other === key };
}

/** Both ends count; of one length, in digits. */
function between(first: string, last: string): KeyRange {
  return { from: first, below: after(last), has: (key) => key >= first && key <= last };
}

function beginningWith(key: string): KeyRange {
  return { from: key, below: `${key}${ABOVE}`, has: (other) => other.startsWith(key) };
}

function longerThan(key: string): KeyRange {
  return { ...beginningWith(key), from: after(key), has: (other) => other !== key && other.startsWith(key) };
}

/** The next key that there could be. */
export function after(key: string): string {
  return `${key}\u0001`;
}
