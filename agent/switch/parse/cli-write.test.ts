import { describe, expect, test } from 'vitest';
import { ciscoTextProblem, interfaceRanges } from './cli-write.ts';

describe('ranges of ports', () => {
  const options = { piecesMax: 5, join: ',' };
  test.each([
    [['Gi1/0/1'], ['Gi1/0/1']],
    [['Gi1/0/4', 'Gi1/0/7', 'Gi1/0/1', 'Gi1/0/3', 'Gi1/0/2'], ['Gi1/0/1-4,Gi1/0/7']],
    [['Gi1/0/1', 'Gi1/0/1', 'Gi1/0/2'], ['Gi1/0/1-2']],
    [['Gi1/0/48', 'Gi2/0/1', 'Gi2/0/2', 'Te1/1/1'], ['Gi1/0/48,Gi2/0/1-2,Te1/1/1']],
    [['Gi1/0/9', 'Gi1/0/10', 'Gi1/0/11'], ['Gi1/0/9-11']],
    [
      ['Po1', 'Gi1/0/1', 'Po2'],
      ['Gi1/0/1', 'Po1-2'],
    ],
    [[], []],
  ])('%j become %j', (ports, ranges) => expect(interfaceRanges(ports, options)).toEqual(ranges));

  test('a range of too many pieces is split, and every port is named once', () => {
    const ports = Array.from({ length: 12 }, (_, i) => `Gi1/0/${2 * i + 1}`);
    const ranges = interfaceRanges(ports, options);
    expect(ranges.map((range) => range.split(',').length)).toEqual([5, 5, 2]);
    expect(ranges.join(',').split(',')).toEqual(ports);
  });
});

test.each([
  ['room 12, desk 4', undefined],
  ['', undefined],
  ['x'.repeat(201), 'is longer than 200 characters'],
  ['a\nshutdown', 'holds letters that the device cannot keep'],
  ['a\r', 'holds letters that the device cannot keep'],
  ['a\x1b[A', 'holds letters that the device cannot keep'],
  ['café', 'holds letters that the device cannot keep'],
  ['who?', 'holds a question mark, which the device takes as a call for help'],
  [' a', 'begins or ends with a blank, which the device drops'],
  ['! a', 'begins with an exclamation mark, which makes it a comment'],
])('%j as a description: %s', (text, problem) =>
  expect(ciscoTextProblem(text, { charsMax: 200 })).toBe(problem),
);
