/**
 * The order of every list as AIP-132 has it: `site, name desc`. Numbers go as numbers, IP addresses as addresses and
 * words as people count, so that Gi1/0/2 stands before Gi1/0/10; what is absent comes last, whichever the direction.
 * A value becomes a key that compares by itself: page tokens carry such keys.
 */
import ipaddr from 'ipaddr.js';
import { WaysideError } from '../errors.ts';
import type { Json } from './json.ts';
import type { RowFields } from './row-fields.ts';
import { unknownField } from './row-filter.ts';

export const ORDER_CHARS_MAX = 500;
export const ORDER_FIELDS_MAX = 4;
/** Of a text, as far as it counts for the order. */
export const KEY_CHARS_MAX = 100;

/** `null`: the row has none. */
export type RowKey = string | number | null;

export interface RowOrder<R> {
  keysOf(row: R): readonly RowKey[];
  /** By keys alone; 0 when they are alike. */
  compare(a: readonly RowKey[], b: readonly RowKey[]): number;
}

interface OrderTerm {
  readonly field: string;
  readonly descending: boolean;
  readonly at: number;
}

/** `undefined` for no order. Errors: INVALID_INPUT that names the place, or the field that is not known. */
export function rowOrder<R>(text: string, fields: RowFields<R>): RowOrder<R> | undefined {
  const terms = parseOrder(text);
  if (terms.length === 0) return undefined;
  const found = terms.map((term) => {
    const field = fields.find(term.field);
    if (field) return field;
    throw unknownField('order_by', term, fields);
  });
  const signs = terms.map(({ descending }) => (descending ? -1 : 1));
  return {
    keysOf: (row) => found.map((field) => sortKey(field.value(row))),
    compare: (a, b) => {
      for (const [at, sign] of signs.entries()) {
        const order = compareKeys(a[at] ?? null, b[at] ?? null, sign);
        if (order !== 0) return order;
      }
      return 0;
    },
  };
}

function parseOrder(text: string): readonly OrderTerm[] {
  if (text.trim() === '') return [];
  if (text.length > ORDER_CHARS_MAX) throw badOrder(`is longer than ${ORDER_CHARS_MAX} characters`);
  const parts = text.split(',');
  if (parts.length > ORDER_FIELDS_MAX) throw badOrder(`has more than ${ORDER_FIELDS_MAX} fields`);
  let begin = 0;
  return parts.map((part) => {
    const at = begin + (part.length - part.trimStart().length) + 1;
    begin += part.length + 1;
    const [field = '', direction = 'asc', ...rest] = part.trim().split(/\s+/);
    if (field === '') throw badOrder(`at ${at}: a field is missing`);
    if (rest.length > 0 || !/^(?:asc|desc)$/.test(direction))
      throw badOrder(`at ${at}: after a field only "desc" may stand, or a comma and the next field`);
    return { field, descending: direction === 'desc', at };
  });
}

function badOrder(message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', `order_by ${message}`, {
    violations: [{ field: 'order_by', message }],
    hint: 'Such as: site, name desc',
  });
}

function compareKeys(a: RowKey, b: RowKey, sign: number): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  // Numbers before texts.
  if (typeof a !== typeof b) return typeof a === 'number' ? -sign : sign;
  return a < b ? -sign : sign;
}

export function sortKey(value: Json | undefined): RowKey {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (Array.isArray(value)) return value.length === 0 ? null : textKey(value.map(String).join(' '));
  return typeof value === 'string' && value !== '' ? textKey(value) : null;
}

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)$/i;
const MAC = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i;
/** Addresses stand before words. */
const BEFORE_WORDS = '\u0001';

function textKey(text: string): string {
  if (text.length <= 45 && ADDRESS.test(text)) {
    if (MAC.test(text)) return `${BEFORE_WORDS}m${text.toLowerCase()}`;
    const bytes = addressBytes(text);
    if (bytes) return `${BEFORE_WORDS}${bytes.length === 4 ? 4 : 6}${Buffer.from(bytes).toString('hex')}`;
  }
  return naturalKey(text).slice(0, KEY_CHARS_MAX);
}

function addressBytes(text: string): readonly number[] | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
    ? ipaddr.parse(text).toByteArray()
    : undefined;
}

const NUMBER_DIGITS_PLAIN = 8;

/** Without case and accents; a run of digits begins with how many there are, so that longer numbers come later. */
function naturalKey(text: string): string {
  const cut = text.slice(0, KEY_CHARS_MAX).toLowerCase();
  const plain = /^[ -~]*$/.test(cut) ? cut : cut.normalize('NFKD').replace(/\p{M}/gu, '');
  return plain.replace(/\d+/g, (digits) => {
    const number = digits.replace(/^0+/, '');
    const { length } = number;
    return length <= NUMBER_DIGITS_PLAIN
      ? `${length}${number}`
      : `9${String(length).padStart(3, '0')}${number}`;
  });
}
