/**
 * The filter of every list, a small part of AIP-160: terms that must all hold.
 *
 *   name=sw1        equal, in any case; of a list one of its texts
 *   name=sw*        begins so
 *   floor:*         is there
 *   -name=sw1       not; also `NOT name=sw1` and `name!=sw1`
 *   a=1 b=2         both; also `a=1 AND b=2`
 *   name="a b\"c"   values with blanks, quotes, brackets or stars stand in double quotes; "a b"* begins so
 */
import { WaysideError } from '../errors.ts';
import type { Json } from './json.ts';
import { fieldText, type RowField, type RowFields } from './row-fields.ts';

export const FILTER_CHARS_MAX = 2000;
export const FILTER_TERMS_MAX = 20;
/** Of somebody's text in an error. */
const QUOTED_CHARS_MAX = 60;

export interface FilterTerm {
  readonly field: string;
  readonly op: 'equal' | 'prefix' | 'present';
  /** Lower case; empty for `present`. */
  readonly value: string;
  readonly negated: boolean;
  /** Where it begins: characters, from 1. */
  readonly at: number;
}

/** Errors: INVALID_INPUT that names the place and what is expected there. */
export function parseFilter(text: string): readonly FilterTerm[] {
  if (text.length > FILTER_CHARS_MAX) throw badFilter(`is longer than ${FILTER_CHARS_MAX} characters`);
  const scan = new Scanner(text);
  const terms: FilterTerm[] = [];
  let joined = false;
  for (scan.skipBlanks(); !scan.atEnd; scan.skipBlanks()) {
    if (terms.length > 0 && !joined && scan.takeWord('AND')) joined = true;
    else {
      terms.push(scan.term());
      joined = false;
    }
    if (terms.length > FILTER_TERMS_MAX) throw badFilter(`has more than ${FILTER_TERMS_MAX} terms`);
  }
  if (joined) throw scan.refusal('a term after AND');
  return terms;
}

/** What of the terms a page token is bound to. */
export function filterKey(terms: readonly FilterTerm[]): Json {
  return terms.map(({ at: _at, ...term }) => ({ ...term }));
}

/** Whether all terms hold. Error: INVALID_INPUT for a field that the list does not have. */
export function rowFilter<R>(terms: readonly FilterTerm[], fields: RowFields<R>): (row: R) => boolean {
  const checks = terms.map((term) => {
    const field = fields.find(term.field);
    if (!field) throw unknownField('filter', term, fields);
    return (row: R): boolean => holds(term, field, row) !== term.negated;
  });
  return (row) => checks.every((check) => check(row));
}

function holds<R>({ op, value }: FilterTerm, field: RowField<R>, row: R): boolean {
  const found = field.value(row);
  const texts = (Array.isArray(found) ? found : [found]).map((one) => fieldText(one, field.type));
  if (op === 'present') return texts.some((text) => text !== undefined);
  return texts.some((text) => (op === 'equal' ? text === value : text?.startsWith(value)) ?? false);
}

export function unknownField(
  argument: 'filter' | 'order_by',
  { field, at }: { readonly field: string; readonly at: number },
  { names }: RowFields<never>,
): WaysideError {
  const what = `at ${at}: there is no field "${field.slice(0, QUOTED_CHARS_MAX)}"`;
  return new WaysideError('INVALID_INPUT', `${argument} ${what}`, {
    violations: [{ field: argument, message: `${what}; known fields: ${names.join(', ')}` }],
  });
}

function badFilter(message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', `filter ${message}`, {
    violations: [{ field: 'filter', message }],
    hint: 'Such as: name=sw* -presence=missing label.env:*',
  });
}

class Scanner {
  private readonly text: string;
  private pos = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.pos >= this.text.length;
  }

  skipBlanks(): void {
    this.take(/\s*/y);
  }

  /** A word by itself, with what separates it from the next. */
  takeWord(word: string): boolean {
    return this.take(new RegExp(`${word}\\s+|${word}$`, 'y')) !== undefined;
  }

  term(): FilterTerm {
    const at = this.pos + 1;
    const minus = this.take(/-\s*/y) !== undefined || this.takeWord('NOT');
    if (/^(?:AND|OR)\s+(?![=!:])/.test(this.text.slice(this.pos))) throw this.refusal('a term');
    const field = this.take(/[\p{L}_][\p{L}\p{N}._-]*/uy);
    if (field === undefined) throw this.refusal('a field');
    const op = this.take(/\s*(?:!=|=|:)\s*/y)?.trim();
    if (op === undefined) throw this.refusal(`=, != or :* after "${field.slice(0, QUOTED_CHARS_MAX)}"`);
    const negated = minus !== (op === '!=');
    if (op === ':') {
      if (this.take(/\*(?!\S)/y) === undefined) throw this.refusal('* after the colon; or use = for a value');
      return { field, op: 'present', value: '', negated, at };
    }
    return { field, ...this.value(), negated, at };
  }

  refusal(expected: string): WaysideError {
    const found = this.atEnd ? 'the end' : `"${this.text.slice(this.pos, this.pos + QUOTED_CHARS_MAX)}"`;
    const word = /^(?:OR\b|[()])/.test(this.text.slice(this.pos))
      ? '; OR and brackets are not known here'
      : '';
    return badFilter(`at ${this.pos + 1}: expected ${expected}, found ${found}${word}`);
  }

  private value(): Pick<FilterTerm, 'op' | 'value'> {
    const quoted = this.take(/"(?:[^"\\]|\\.)+"\*?(?!\S)/sy);
    if (quoted !== undefined) {
      const isPrefix = quoted.endsWith('*');
      const inner = quoted.slice(1, isPrefix ? -2 : -1).replace(/\\(.)/gs, '$1');
      return { op: isPrefix ? 'prefix' : 'equal', value: inner.toLowerCase() };
    }
    if (this.take(/""(?!\S)/y) !== undefined)
      throw this.refusal('a value that is not empty; -FIELD:* asks for those that have none');
    if (this.text[this.pos] === '"') throw this.refusal('a closing quote, and a blank after it');
    const prefix = this.take(/[^\s"()*]*\*(?!\S)/y);
    if (prefix === '*') return { op: 'present', value: '' };
    if (prefix !== undefined) return { op: 'prefix', value: prefix.slice(0, -1).toLowerCase() };
    const word = this.take(/[^\s"()*]+(?!\S)/y);
    if (word === undefined)
      throw this.refusal('a value; one with blanks, brackets or stars within in double quotes');
    return { op: 'equal', value: word.toLowerCase() };
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.pos;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.pos += found.length;
    return found;
  }
}
