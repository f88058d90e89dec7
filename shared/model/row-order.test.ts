import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WaysideError } from '../errors.ts';
import type { Json } from './json.ts';
import { rowFields } from './row-fields.ts';
import { KEY_CHARS_MAX, rowOrder } from './row-order.ts';

const SEED = process.env['SEED'];

interface Row {
  readonly a?: Json;
  readonly b?: Json;
}

const fields = rowFields<Row>({ a: ({ a }) => a, b: ({ b }) => b });

function ordered(orderBy: string, rows: readonly Row[]): readonly Row[] {
  const order = rowOrder(orderBy, fields);
  if (!order) return rows;
  const keyed = rows.map((row) => ({ row, keys: order.keysOf(row) }));
  return keyed.sort((x, y) => order.compare(x.keys, y.keys)).map(({ row }) => row);
}

function column(orderBy: string, values: readonly (Json | undefined)[]): readonly (Json | undefined)[] {
  return ordered(
    orderBy,
    values.map((a) => (a === undefined ? {} : { a })),
  ).map(({ a }) => a);
}

describe('an order', () => {
  it.each<[string, readonly Json[]]>([
    ['numbers as numbers', [2, 10, 100]],
    ['names as people count', ['Gi1/0/2', 'gi1/0/10', 'Gi1/1/1', 'Gi2/0/1', 'Te1/0/1']],
    ['versions', ['6.5.4.2', '6.5.4.10', '6.10.0.0']],
    ['IPv4 addresses as addresses', ['9.255.255.255', '10.0.0.2', '10.0.0.10', '192.168.0.1']],
    ['IPv6 addresses in any spelling', ['::1', '2001:db8::2', '2001:0DB8:0::a', '2001:db8::1:0']],
    ['addresses before names', ['10.0.0.1', '2001:db8::1', 'core.example.net']],
    ['MAC addresses by their digits', ['00:1b:21:00:00:09', '00:1b:21:00:00:0a', '00:1b:21:00:00:10']],
    ['false before true', [false, true]],
    ['letters without accents and case', ['Eibe', 'éire', 'ende']],
  ])('takes %s', (_what, values) => {
    expect(column('a', values.toReversed())).toEqual(values);
    expect(column('a desc', values)).toEqual(values.toReversed());
  });

  it('puts what is absent last, whichever the direction', () => {
    expect(column('a', [undefined, 'x', '', 'y'])).toEqual(['x', 'y', undefined, '']);
    expect(column('a desc', [undefined, 'x', 'y'])).toEqual(['y', 'x', undefined]);
  });

  it('goes by the second field where the first is alike', () => {
    const rows = [
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
      { a: 1, b: 'z' },
    ];
    expect(ordered('a desc, b desc', rows)).toEqual([rows[1], rows[2], rows[0]]);
    expect(ordered(' a,b desc ', rows)).toEqual([rows[2], rows[0], rows[1]]);
    expect(ordered('a asc', [rows[1] as Row, rows[0] as Row])).toEqual([rows[0], rows[1]]);
    expect(rowOrder('  ', fields)).toBeUndefined();
  });

  it('is a total order of keys that survive JSON, however long and odd the values', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2 * KEY_CHARS_MAX }),
      fc.stringMatching(/^[a-c0-3.:/]{0,20}$/),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const order = rowOrder('a', fields);
    fc.assert(
      fc.property(value, value, value, (x, y, z) => {
        const [kx = [], ky = [], kz = []] = [x, y, z].map((a) => {
          const keys = order?.keysOf({ a }) ?? [];
          expect(String(keys[0]).length).toBeLessThanOrEqual(KEY_CHARS_MAX);
          return JSON.parse(JSON.stringify(keys)) as typeof keys;
        });
        const compare = order?.compare ?? (() => Number.NaN);
        expect(compare(kx, ky) + compare(ky, kx)).toBe(0);
        if (compare(kx, ky) <= 0 && compare(ky, kz) <= 0) expect(compare(kx, kz)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 80, ...(SEED ? { seed: Number(SEED) } : {}) },
    );
  });

  it.each([
    ['colour', 'order_by at 1: there is no field "colour"'],
    ['a, __proto__', 'order_by at 4: there is no field "__proto__"'],
    ['a down', 'order_by at 1: after a field only "desc" may stand'],
    ['a desc b', 'order_by at 1: after a field only "desc" may stand'],
    ['a,,b', 'order_by at 3: a field is missing'],
    ['a,', 'order_by at 3: a field is missing'],
    ['a,b,a,b,a', 'has more than 4 fields'],
    [`a${' '.repeat(600)}b`, 'is longer than'],
  ])('%j is refused with the place', (orderBy, words) => {
    const error = WaysideError.from(caught(() => rowOrder(orderBy, fields)));
    expect([error.code, error.message]).toEqual(['INVALID_INPUT', expect.stringContaining(words)]);
    expect(error.violations).toMatchObject([{ field: 'order_by' }]);
  });
});

function caught(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return expect.fail('nothing was thrown');
}
