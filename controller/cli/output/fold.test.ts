/** What is wider than the terminal goes on below itself; what goes to a program never does. */
import { describe, expect, test } from 'vitest';
import { formatFacts } from './details.ts';
import { formatRow, shapeTable } from './table.ts';
import { textWidth, wrapText } from './width.ts';

const LONG = 'dell_os9: neighbours (3 switches); cisco_nxos: port channels, MLAG (1 switch)';

describe('a line that does not fit', () => {
  test.each([
    ['a b c', 3, ['a b', 'c']],
    ['one', 2, ['one']],
    ['', 5, ['']],
    ['東京 東京', 4, ['東京', '東京']],
    ['see wayside-agent hostkey ls', 13, ['see', 'wayside-agent', 'hostkey ls']],
  ])('"%s" in %i columns breaks at blanks and keeps words whole', (text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines);
  });

  test('folds in the last column of a table, below itself', () => {
    const rows = [['platforms', 'ok', LONG]];
    const layout = { heads: ['NAME', 'RESULT', 'MESSAGE'], shrinkable: [false, false, false], folds: true };
    const narrow = { ...layout, width: 60 };
    const text = formatRow(rows[0] ?? [], { layout: narrow, shape: shapeTable(narrow, rows) });
    expect(text).toBe(
      [
        'platforms  ok      dell_os9: neighbours (3 switches);',
        '                   cisco_nxos: port channels, MLAG (1',
        '                   switch)\n',
      ].join('\n'),
    );
    const wide = { ...layout, width: undefined };
    const shape = shapeTable(wide, rows);
    expect(formatRow(rows[0] ?? [], { layout: wide, shape })).toBe(`platforms  ok      ${LONG}\n`);
  });

  test('folds in a value of a page about one thing', () => {
    const facts = [
      ['Port', 'Gi1/0/1'],
      ['Unproven', LONG],
    ] as const;
    const lines = formatFacts(facts, 50).trimEnd().split('\n');
    expect(lines[1]).toMatch(/^Unproven: {2}dell_os9: /);
    expect(lines.slice(2).every((line) => line.startsWith(' '.repeat(11)))).toBe(true);
    expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(50);
    expect(formatFacts(facts)).toBe(`Port:      Gi1/0/1\nUnproven:  ${LONG}\n`);
  });
});
