/** What the arbitraries of shared/wire are made of: texts, numbers, times, and the small shapes that repeat. */
import fc from 'fast-check';
import { type ErrorCode, errorTable } from '../../shared/errors.ts';
import {
  type Failure,
  type Json,
  type JsonObject,
  kindNames,
  type Mac,
  macFromHex,
  type RecordRef,
} from '../../shared/model/index.ts';

export const codes: readonly ErrorCode[] = errorTable.map(([code]) => code);

export const text: fc.Arbitrary<string> = fc.string({ unit: 'grapheme', maxLength: 12 });
/** Where our type says `undefined`, the wire says empty. */
export const someText: fc.Arbitrary<string> = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
export const count: fc.Arbitrary<number> = fc.nat(2_147_483_647);
export const long: fc.Arbitrary<number> = fc.maxSafeNat();
export const time: fc.Arbitrary<number> = fc.integer({ min: -2_000_000_000_000, max: 4_000_000_000_000 });
export const double: fc.Arbitrary<number> = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => value + 0);
export const bytes: fc.Arbitrary<Buffer> = fc
  .uint8Array({ maxLength: 40 })
  .map((array) => Buffer.from(array));
export const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });
export const list = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(value, { maxLength: 3 });
export const oneOf = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
export const timings: fc.Arbitrary<Record<string, number>> = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,8}$/),
  double,
  { maxKeys: 3 },
);

export const json: fc.Arbitrary<Json> = fc
  .jsonValue({ maxDepth: 3 })
  .map((value): Json => JSON.parse(JSON.stringify(value, (_, inner) => (Object.is(inner, -0) ? 0 : inner))));
export const object: fc.Arbitrary<JsonObject> = fc.dictionary(fc.stringMatching(/^[a-zA-Z]{1,8}$/), json, {
  maxKeys: 3,
});

export const mac: fc.Arbitrary<Mac> = fc.stringMatching(/^[0-9a-f]{12}$/).map(macFromHex);
export const ref: fc.Arbitrary<RecordRef> = fc.record({
  site: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,5}[a-z0-9])?$/),
  kind: oneOf(kindNames),
  id: fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,10}$/),
});

export const failure: fc.Arbitrary<Failure> = fc.record({
  code: oneOf(codes),
  message: text,
  hint: maybe(someText),
});
