import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { Json } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { formatCsvRow } from './csv.ts';
import { formatJson, formatJsonLine, formatYaml } from './documents.ts';
import { formatRow, shapeTable } from './table.ts';
import { formatAge, formatElapsed, formatLeft, formatTime } from './time.ts';
import { fitText, textWidth } from './width.ts';

const NASTY = 'a\u001b[2J\u0007\u009b1m\u202eb\u2066\n\t\r\u007f';
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

const seed = Number(process.env['SEED'] ?? 4711);

describe('text of devices cannot steer a terminal', () => {
  test('in tables, messages and CSV it is shown', () => {
    expect(escapeText(NASTY)).toBe('a\\x1b[2J\\x07\\x9b1m\\u202eb\\u2066\\n\\t\\r\\x7f');
    expect(formatCsvRow([NASTY])).not.toMatch(STEERING);
    expect(escapeText('Zürich 東京 \ud83d\ude00')).toBe('Zürich 東京 \ud83d\ude00');
  });

  test(`in JSON and YAML it is escaped, and reads back as it was (seed ${seed})`, async () => {
    const values = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...NASTY, 'x', '"', '\\', ':', '#', ' ') }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ minLength: 1 }), values, { noNullPrototype: true }),
        async (document) => {
          const json = formatJson(document);
          expect(json).not.toMatch(STEERING);
          expect(JSON.parse(json)).toEqual(document);
          expect(formatJsonLine(document).indexOf('\n')).toBe(formatJsonLine(document).length - 1);
          expect(await formatYaml(document)).not.toMatch(STEERING);
        },
      ),
      { seed, numRuns: 200 },
    );
    const nested: Json = { list: [NASTY, 'plain', '- x', 'yes', '007', ''], number: 1.5, none: null };
    expect(parseYaml(await formatYaml(nested))).toEqual(nested);
  });
});

describe('CSV', () => {
  test(`reads back as it was, control characters and formulas aside (seed ${seed})`, () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'Z', '0', ',', ';', '"', ' ', "'", 'é') });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 6 }), (cells) => {
        expect(parse(formatCsvRow(cells))).toEqual([cells]);
      }),
      { seed },
    );
  });

  test('what a spreadsheet would run is text', () => {
    expect(formatCsvRow(['=1+1', '@x', '-cmd', '+x', '-5', '+1.5', 'a=b'])).toBe(
      "'=1+1,'@x,'-cmd,'+x,-5,+1.5,a=b\n",
    );
  });
});

describe('tables', () => {
  const layout = { heads: ['NAME', 'TEXT', 'END'], shrinkable: [false, true, false], width: 30 };
  const rows = [['a-long-name', 'some words that go on and on', 'x']];

  test('cut only the columns that may be cut', () => {
    const shape = shapeTable(layout, rows);
    expect(formatRow(rows[0] ?? [], { layout, shape })).toBe('a-long-name  some words …  x\n');
    expect(formatRow(rows[0] ?? [], { layout: { ...layout, width: undefined }, shape })).toContain(
      'go on and on',
    );
  });

  test('count columns, not characters', () => {
    expect(textWidth('東京')).toBe(4);
    expect(textWidth('e\u0301')).toBe(1);
    expect(textWidth('\ud83d\ude00')).toBe(2);
    expect(fitText('東京タワー', 6)).toBe('東京…');
    const shape = shapeTable({ ...layout, width: undefined }, [
      ['東京', 'x', 'y'],
      ['ab', 'x', 'y'],
    ]);
    const [wide, narrow] = ['東京', 'ab'].map((name) => formatRow([name, 'x', 'y'], { layout, shape }));
    expect(wide).toBe('東京  x     y\n');
    expect(narrow).toBe('ab    x     y\n');
  });

  test('show what is empty as a dash', () => {
    const shape = shapeTable(layout, [['a', '', 'c']]);
    expect(formatRow(['a', '', 'c'], { layout, shape })).toBe('a     -     c\n');
  });
});

test.each([
  [-5, '0s'],
  [38_000, '38s'],
  [119_999, '119s'],
  [120_000, '2m'],
  [7_199_999, '119m'],
  [7_200_000, '2h'],
  [3 * 86_400_000, '3d'],
  [800 * 86_400_000, '2y'],
])('an age of %i ms is %s', (ms, text) => {
  expect(formatAge(ms)).toBe(text);
});

test.each([
  [8 * 3_600_000 - 20, '8h'],
  [8 * 3_600_000, '8h'],
  [7.4 * 3_600_000, '7h'],
  [2 * 3_600_000 - 20, '2h'],
  [600_000 - 900, '10m'],
  [29_600, '30s'],
  [0, '0s'],
])('%f ms ahead are %s, to the nearest', (ms, text) => {
  expect(formatLeft(ms)).toBe(text);
});

test.each([
  [85.4, '85ms'],
  [3100, '3.1s'],
  [125_000, '2m5s'],
  [3_720_000, '1h2m'],
])('%f ms took %s', (ms, text) => {
  expect(formatElapsed(ms)).toBe(text);
});

test('times are full and say their zone (S2.42)', () => {
  expect(formatTime(1_800_000_000_000, 'utc')).toBe('2027-01-15 08:00:00 UTC');
  expect(formatTime(1_800_000_000_000, 'local')).toMatch(/^2027-01-1[456] \d\d:\d\d:00 [+-]\d\d:\d\d$/);
  const [, , offset = ''] = formatTime(1_800_000_000_000, 'local').split(' ');
  const local = formatTime(1_800_000_000_000, 'local')
    .replace(/ ([+-].*)$/, '$1')
    .replace(' ', 'T');
  expect(Date.parse(local), offset).toBe(1_800_000_000_000);
});
