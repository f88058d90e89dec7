import { expect, test } from 'vitest';
import { wholeNumber } from './numbers.ts';

test.each(['abc', '', '-1', '1e3', '3.5', '0', '501', '9'.repeat(20)])(
  '"%s" is quoted when it is no number of switches',
  (text) => {
    expect(() => wholeNumber('switches', text, { min: 1, max: 500 })).toThrow(
      `--switches must be a whole number from 1 to 500, not "${text}"`,
    );
  },
);

test('a number is one', () => {
  expect(wholeNumber('switches', '155', { min: 1, max: 500 })).toBe(155);
});
