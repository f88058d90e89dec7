/** Answers in JSON, whole, cut, on one line, with log messages in them. */
import { describe, expect, test } from 'vitest';
import { UNKNOWN_LINES_MAX } from '../platform.ts';
import { jsonFind, jsonObjects, jsonParser, jsonQuote, jsonText, vlanId } from './json.ts';
import { parseText } from './parse-text.ts';

const parser = jsonParser<string>((answer, sink) => {
  for (const row of jsonObjects(answer['rows'])) {
    const name = jsonText(row, 'name');
    if (name === '') sink.unknown(jsonQuote(row));
    else sink.row(name);
  }
});
const read = (text: string) => parseText({ parser }, text);
const ANSWER = JSON.stringify({ rows: [{ name: 'a  b' }, { name: 'c' }] });

describe('an answer in JSON', () => {
  test.each([
    ['on one line', ANSWER],
    ['over many lines', JSON.stringify(JSON.parse(ANSWER), null, 4).replaceAll('\n', '\r\n')],
    ['wrapped by the terminal in the middle of a string', ANSWER.replace('a  b', 'a \r\n b')],
    [
      'with a log message between lines',
      `{"rows": [{"name": "a  b"},\n2026 Nov 22 12:00:00 sw %ETHPORT-5-IF_UP: Interface Ethernet1/1 is up\n{"name": "c"}]}`,
    ],
    [
      'with a log message inside a line',
      `{"rows": [{"name": "a %ETHPORT-5-IF_UP: Interface Ethernet1/1 is up\n b"}, {"name": "c"}]}`,
    ],
  ])('%s', (_, text) => expect(read(text)).toEqual({ rows: ['a  b', 'c'], unknown: [], unknownCount: 0 }));

  test('text that looks like a log message inside a string stays', () => {
    const name = 'sw: %LINK-3-UPDOWN: down';
    expect(read(JSON.stringify({ rows: [{ name }] })).rows).toEqual([name]);
  });

  test('an answer cut short has no rows, and all its lines are unknown', () => {
    const lines = JSON.stringify(JSON.parse(ANSWER), null, 1).split('\n');
    for (let count = 1; count < lines.length; count += 1) {
      expect(read(lines.slice(0, count).join('\n'))).toMatchObject({ rows: [], unknownCount: count });
    }
  });

  test('entries and lines that are no rows are told', () => {
    expect(read('{"rows": [{"name": "a"}, {"nome": "b"}]}')).toEqual({
      rows: ['a'],
      unknown: ['{"nome":"b"}'],
      unknownCount: 1,
    });
    expect(read(`Note: old data\n${ANSWER}`)).toMatchObject({
      rows: ['a  b', 'c'],
      unknown: ['Note: old data'],
    });
    expect(read('% Invalid command')).toEqual({ rows: [], unknown: ['% Invalid command'], unknownCount: 1 });
    expect(read('[1, 2]')).toMatchObject({ rows: [], unknownCount: 1 });
  });

  test('lists nested a million deep are unknown, not an accident', () => {
    const deep = (depth: number): string => `{"rows": [{"nome": ${'['.repeat(depth)}${']'.repeat(depth)}}]}`;
    for (const depth of [10, 100_000, 1_000_000]) {
      const { rows, unknownCount } = read(deep(depth));
      expect(rows).toEqual([]);
      expect(unknownCount).toBeGreaterThan(0);
    }
  });

  test('output without end is dropped beyond the bound, and counted', () => {
    const reader = parser();
    const line = `"${'x'.repeat(65_000)}",`;
    reader.push('{"rows": [');
    for (let i = 0; i < 300; i += 1) reader.push(line);
    const { rows, unknown, unknownCount } = reader.end();
    expect(rows).toEqual([]);
    expect(unknown.length).toBe(UNKNOWN_LINES_MAX);
    expect(unknown.every((text) => text.length <= 256)).toBe(true);
    expect(unknownCount).toBe(301);
  });
});

test('objects are found at any depth up to a bound', () => {
  const answer = { vrf: [{ mac: 1 }, { table: { mac: 2 } }] };
  expect(jsonFind(answer, 'mac')).toEqual([{ mac: 1 }, { mac: 2 }]);
  let deep: unknown = { mac: 3 };
  for (let i = 0; i < 50; i += 1) deep = [deep];
  expect(jsonFind(deep, 'mac')).toEqual([]);
});

test.each([
  [1, 1],
  ['4094', 4094],
  [' 20 ', 20],
  ['16777216', undefined],
  ['-', undefined],
  [0, undefined],
  [1.5, undefined],
  [null, undefined],
])('%j as a VLAN is %s', (value, vlan) => expect(vlanId(value)).toBe(vlan));
