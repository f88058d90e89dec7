/**
 * What a record is found by, as keys of the two indexes. The same function makes the index from what is written and, when
 * somebody asks, the keys of what that somebody may see: so a hidden field never matches, whatever the index says.
 *
 * Keys of words begin with what they are: `=` a whole value, `#` a MAC address, `@` an IP address, otherwise a word.
 */
import {
  addressKey,
  FIND_BY_ID,
  findForm,
  foldText,
  isLabel,
  type Kind,
  LABEL_PREFIX,
  type Mac,
  parseMac,
  type RecordView,
  wordsOf,
} from '../../shared/model/index.ts';
import { lookupValue } from './lookup-value.ts';

/** Raised when the same fields would give other keys: the index is then built anew. */
export const FIND_RULES = 1;

export const KEY_CHARS_MAX = 64;
/** Of one text; what stands behind is not found. */
const WORDS_PER_TEXT_MAX = 200;
/** Shorter words stand in nearly every record. */
const WORD_CHARS_MIN = 2;

export interface FindEntry {
  /** `lookup`: the key is a value in the lookup index. */
  readonly index: 'lookup' | 'word';
  readonly field: string;
  readonly key: string;
}

export function entriesOf(record: Pick<RecordView, 'ref' | 'fields'>): readonly FindEntry[] {
  const { kind, id } = record.ref;
  const entries: FindEntry[] = [];
  for (const [field, value] of Object.entries({ [FIND_BY_ID]: id, ...record.fields })) {
    const form = findForm(kind, field);
    const looked = form === 'lookup' ? lookupValue(value) : undefined;
    if (looked !== undefined) entries.push({ index: 'lookup', field, key: looked });
    for (const key of wordKeys(kind, field, value)) entries.push({ index: 'word', field, key });
  }
  return entries;
}

/** Keys in the index of words. */
export function wordKeys(kind: Kind, field: string, value: unknown): ReadonlySet<string> {
  const form = findForm(kind, field);
  if (form === 'macs' && Array.isArray(value)) return new Set(value.flatMap(macKeys));
  if ((form !== 'text' && form !== 'prose') || typeof value !== 'string') return NO_KEYS;
  if (!isLabel(field)) return textKeys(value, form);
  return textKeys(value, form).add(wholeKey(foldText(`${field.slice(LABEL_PREFIX.length)}=${value}`)));
}

const NO_KEYS: ReadonlySet<string> = new Set();

function macKeys(value: unknown): string[] {
  const mac = typeof value === 'string' ? parseMac(value) : undefined;
  return mac ? [macKey(mac)] : [];
}

/** Of prose every word alone is a key; of other text the whole is one, and stands for the word where it is only one. */
export function textKeys(text: string, form: 'text' | 'prose'): Set<string> {
  const folded = foldText(text);
  const keys = new Set<string>();
  if (folded === '') return keys;
  if (form === 'text') keys.add(wholeKey(folded));
  const addresses = addressesIn(folded);
  for (const { key } of addresses) keys.add(key);
  let rest = folded;
  // The parts of an address are no words.
  for (const { text: address } of addresses) rest = rest.replace(address, ' ');
  for (const word of wordsOf(rest).slice(0, WORDS_PER_TEXT_MAX))
    if (word.length >= WORD_CHARS_MIN && (form === 'prose' || word !== folded)) keys.add(cut(word));
  return keys;
}

/** Everything that the other words of a question may stand in. */
export function shownWords(record: RecordView): readonly string[] {
  const { kind, id } = record.ref;
  const texts = Object.entries({ [FIND_BY_ID]: id, ...record.fields }).flatMap(([field, value]) => {
    const form = findForm(kind, field);
    return form !== undefined && form !== 'macs' ? [lookupValue(value) ?? ''] : [];
  });
  return texts.flatMap((text) => wordsOf(foldText(text)));
}

const TOKEN = /[^\s,;()<>"'=|]+/g;
/** Most texts hold no address, and say so at once. */
const MAY_HOLD_ADDRESS = /[.:]|[0-9a-f]{2}-[0-9a-f]{2}|[0-9a-f]{12}/;
const LIKE_IP = /\d\.\d{1,3}\.\d|:.*:/;

function addressesIn(folded: string): readonly { readonly text: string; readonly key: string }[] {
  if (!MAY_HOLD_ADDRESS.test(folded)) return [];
  const found: { text: string; key: string }[] = [];
  for (const text of folded.match(TOKEN) ?? []) {
    const mac = text.length >= 12 && text.length <= 17 ? parseMac(text) : undefined;
    const address = mac || !LIKE_IP.test(text) ? undefined : addressKey(text);
    if (mac) found.push({ text, key: macKey(mac) });
    else if (address !== undefined) found.push({ text, key: `@${address}` });
  }
  return found;
}

export function wholeKey(folded: string): string {
  return `=${cut(folded)}`;
}

export function macKey(mac: Mac): string {
  return `#${mac}`;
}

/** Never through the middle of a character. */
export function cut(text: string): string {
  return text.length <= KEY_CHARS_MAX ? text : text.slice(0, KEY_CHARS_MAX).replace(/[\ud800-\udbff]$/, '');
}

const COLON = 58;
const ZERO = 48;
const A = 97;

/** The twelve digits of an address turned round, as a number: addresses with one ending are a range. */
export function tailOf(mac: Mac): number {
  let tail = 0;
  for (let at = mac.length - 1; at >= 0; at -= 1) {
    const code = mac.charCodeAt(at);
    if (code !== COLON) tail = tail * 16 + (code < COLON ? code - ZERO : code - A + 10);
  }
  return tail;
}
