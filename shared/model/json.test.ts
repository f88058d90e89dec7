import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, isShallow, JSON_DEPTH_MAX, type Json } from './json.ts';

const refused = expect.objectContaining({ code: 'INVALID_INPUT' });

/** Any order, the same each time. */
function hashOf(text: string): number {
  return [...text].reduce((sum, char) => (sum * 7919 + char.charCodeAt(0)) % 101, 0);
}

describe('canonical JSON', () => {
  it('has one text, whatever the order of keys', () => {
    expect(canonicalJson({ b: 1, a: { d: [1, 'x', null], c: true } })).toBe(
      '{"a":{"c":true,"d":[1,"x",null]},"b":1}',
    );
    // As Object.keys sorts them: by UTF-16 code unit, and "10" before "9".
    expect(canonicalJson({ é: 1, z: 2, Z: 3, '10': 4, '9': 5 })).toBe('{"10":4,"9":5,"Z":3,"z":2,"é":1}');
  });

  it.each([0, 1, 2, 24, 25, 100])('sorts %i keys that come in any order', (count) => {
    const sorted = Array.from({ length: count }, (_, i) => `k${i}`).sort();
    const shuffled = sorted.toSorted((a, b) => hashOf(a) - hashOf(b));
    const value = Object.fromEntries(shuffled.map((key) => [key, 0]));
    expect(canonicalJson(value)).toBe(`{${sorted.map((key) => `"${key}":0`).join(',')}}`);
  });

  it('leaves out fields that are undefined, and writes null for them in a list', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
    expect(canonicalJson([undefined as unknown as Json, 1])).toBe('[null,1]');
    expect(canonicalJson(undefined)).toBe('null');
  });

  it('has no minus zero and no exponent of its own', () => {
    expect(canonicalJson([-0, 0, 1e21, 1e-7, 0.1, 1.5e3])).toBe('[0,0,1e+21,1e-7,0.1,1500]');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses %s', (value) => {
    expect(() => canonicalJson({ value })).toThrow(refused);
  });

  it('keeps every text, lone halves of a pair included', () => {
    const text = 'ä"\\\u0000\u2028\ud83d\ude00\ud800';
    expect(JSON.parse(canonicalJson({ text }))).toEqual({ text });
    expect(canonicalJson({ text })).toContain('\\ud800');
  });

  it('keeps a key that is named like a prototype', () => {
    const value = JSON.parse('{"__proto__":{"a":1},"b":2}') as Json;
    expect(canonicalJson(value)).toBe('{"__proto__":{"a":1},"b":2}');
  });

  it('follows no deeper than its bound', () => {
    const nested = (depth: number): Json => {
      let value: Json = 1;
      for (let i = 0; i < depth; i += 1) value = [value];
      return value;
    };
    expect(canonicalJson(nested(JSON_DEPTH_MAX))).toHaveLength(2 * JSON_DEPTH_MAX + 1);
    expect(() => canonicalJson(nested(JSON_DEPTH_MAX + 1))).toThrow(refused);
    expect(isShallow(nested(JSON_DEPTH_MAX))).toBe(true);
    expect(isShallow(nested(JSON_DEPTH_MAX + 1))).toBe(false);
  });

  it('comes back as it was, and its text is a fixed point', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = canonicalJson(value as Json);
        const back = JSON.parse(text) as Json;
        // JSON has no minus zero, so neither side of the comparison may.
        expect(back).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(back)).toBe(text);
        expect(text).not.toMatch(/\n/);
      }),
    );
  });
});
