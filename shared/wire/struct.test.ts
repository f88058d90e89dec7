import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JSON_DEPTH_MAX, type Json } from '../model/index.ts';
import { structFromWire, structToWire, valueFromWire, valueToWire } from './struct.ts';

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;

function nested(depth: number): Json {
  let value: Json = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { in: value };
  return value;
}

describe('JSON values', () => {
  test('of any shape come back the same', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(valueFromWire(valueToWire(value))).toEqual(value);
      }),
    );
  });

  test('keep null apart from nothing', () => {
    expect(valueFromWire(valueToWire(null))).toBeNull();
    expect(valueFromWire(null)).toBeUndefined();
    expect(valueFromWire({})).toBeUndefined();
  });

  test('leave out what is undefined', () => {
    expect(structFromWire(structToWire({ a: undefined, b: 1 }))).toEqual({ b: 1 });
    expect(structFromWire(null)).toEqual({});
  });

  test('with a key named __proto__ change no prototype', () => {
    const value = structFromWire(structToWire(JSON.parse('{"__proto__": {"polluted": true}}')));
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__']);
  });

  test('are followed down to the bound and refused below, both ways', () => {
    const wire = valueToWire(nested(JSON_DEPTH_MAX));
    expect(valueFromWire(wire)).toEqual(nested(JSON_DEPTH_MAX));
    expect(() => valueToWire(nested(JSON_DEPTH_MAX + 1))).toThrow('nested deeper');
    const deeper: typeof wire = { kind: 'listValue', listValue: { values: [wire] } };
    expect(() => valueFromWire(deeper)).toThrow('nested deeper');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('of %d are refused both ways', (number) => {
    expect(() => valueToWire(number)).toThrow('finite');
    expect(() => valueFromWire({ kind: 'numberValue', numberValue: number })).toThrow('finite');
  });
});
