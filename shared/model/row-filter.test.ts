import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WaysideError } from '../errors.ts';
import { rowFields } from './row-fields.ts';
import { FILTER_CHARS_MAX, FILTER_TERMS_MAX, parseFilter, rowFilter } from './row-filter.ts';

const SEED = process.env['SEED'];
const REPLAY = SEED ? { seed: Number(SEED) } : {};

interface Row {
  readonly name: string;
  readonly floor?: string;
  readonly port?: number;
  readonly tags?: readonly string[];
  readonly up?: boolean;
  readonly at?: number;
}

const fields = rowFields<Row>(
  {
    name: ({ name }) => name,
    floor: ({ floor }) => floor,
    port: ({ port }) => port,
    tags: ({ tags }) => tags,
    up: ({ up }) => up,
    'label.env': ({ floor }) => floor,
  },
  { at: ({ at }) => at },
);

const rows: readonly Row[] = [
  { name: 'sw1', floor: 'f1', port: 22, tags: ['Prod', 'core'], up: true },
  { name: 'SW10', floor: '', up: false, at: Date.UTC(2026, 10, 22, 9) },
  { name: 'a b"c*', port: 2222, tags: [] },
];

function found(filter: string): readonly string[] {
  return rows.filter(rowFilter(parseFilter(filter), fields)).map(({ name }) => name);
}

function refusal(filter: string): WaysideError {
  try {
    found(filter);
  } catch (error) {
    return WaysideError.from(error);
  }
  return expect.fail(`"${filter}" was taken`);
}

describe('a filter', () => {
  it.each([
    ['', ['sw1', 'SW10', 'a b"c*']],
    ['  ', ['sw1', 'SW10', 'a b"c*']],
    ['name=sw1', ['sw1']],
    ['name=Sw10', ['SW10']],
    ['name = sw1', ['sw1']],
    ['name=sw*', ['sw1', 'SW10']],
    ['name=*', ['sw1', 'SW10', 'a b"c*']],
    ['floor:*', ['sw1']],
    ['-floor:*', ['SW10', 'a b"c*']],
    ['NOT floor:*', ['SW10', 'a b"c*']],
    ['name!=sw1', ['SW10', 'a b"c*']],
    ['-name!=sw1', ['sw1']],
    ['-name=sw*', ['a b"c*']],
    ['name=sw* port=22', ['sw1']],
    ['name=sw* AND -port=22', ['SW10']],
    ['name="a b\\"c*"', ['a b"c*']],
    ['name="a b"*', ['a b"c*']],
    ['tags=prod', ['sw1']],
    ['tags=pro', []],
    ['tags=pro*', ['sw1']],
    ['tags:*', ['sw1']],
    ['up=false', ['SW10']],
    ['port=22*', ['sw1', 'a b"c*']],
    ['at=2026-11-22*', ['SW10']],
    ['label.env=f1', ['sw1']],
  ])('%j finds %j', (filter, names) => expect(found(filter)).toEqual(names));

  it.each([
    ['colour=red', 'filter at 1: there is no field "colour"'],
    ['name=sw1 __proto__=x', 'filter at 10: there is no field "__proto__"'],
    ['toString:*', 'filter at 1: there is no field "toString"'],
    ['name', 'filter at 5: expected =, != or :* after "name", found the end'],
    ['name=', 'filter at 6: expected a value'],
    [
      'name=a OR name=b',
      'filter at 8: expected a term, found "OR name=b"; OR and brackets are not known here',
    ],
    ['(name=a)', 'filter at 1: expected a field, found "(name=a)"; OR and brackets are not known here'],
    ['name:sw1', 'filter at 6: expected * after the colon'],
    ['name="sw', 'filter at 6: expected a closing quote'],
    ['name=""', 'a value that is not empty'],
    ['name=s*w', 'filter at 6: expected a value'],
    ['name=a AND', 'expected a term after AND, found the end'],
    ['AND name=a', 'filter at 1: expected a term, found "AND name=a"'],
    ['=sw1', 'filter at 1: expected a field'],
    [`name=${'x'.repeat(FILTER_CHARS_MAX)}`, 'is longer than'],
    ['name=a '.repeat(FILTER_TERMS_MAX + 1), `has more than ${FILTER_TERMS_MAX} terms`],
  ])('%j is refused with the place and what belongs there', (filter, words) => {
    const { code, message, violations } = refusal(filter);
    expect([code, message]).toEqual(['INVALID_INPUT', expect.stringContaining(words)]);
    expect(violations).toMatchObject([{ field: 'filter' }]);
  });

  it('of any text is parsed or refused, never anything else, and a quoted value means itself', () => {
    const odd = fc.string({
      unit: fc.constantFrom('a', 'name', '=', ':', '*', '"', '\\', '-', '!', ' ', 'AND ', 'é', '\u0000'),
    });
    fc.assert(
      fc.property(odd, (text) => {
        try {
          found(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INVALID_INPUT', violations: [{ field: 'filter' }] });
        }
      }),
      { numRuns: 200, ...REPLAY },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (name) => {
        const quoted = `name="${name.replaceAll(/["\\]/g, '\\$&')}"`;
        expect([{ name }].filter(rowFilter(parseFilter(quoted), fields))).toHaveLength(1);
      }),
      { numRuns: 50, ...REPLAY },
    );
  });

  it('names the fields that there are', () => {
    expect(refusal('colour=red').violations[0]?.message).toContain(
      'known fields: name, floor, port, tags, up, label.env, at',
    );
  });
});
