import { describe, expect, test } from 'vitest';
import { textProblemOf } from './description-text.ts';
import { portSpans } from './port-spans.ts';
import { SECTION_LINES_MAX, type Section, SectionReader } from './sections.ts';
import { vlanNumbers, vlanText } from './vlan-list.ts';

test.each([
  ['1 191 250-255', '1,191,250-255'],
  ['10,5 to 7, 6', '5-7,10'],
  ['all', 'all'],
  ['1-4094', 'all'],
  ['2 to 4094', '2-4094'],
  ['0 4095 9999-12000 none', undefined],
  ['20-10', undefined],
  ['10.0.0.1', undefined],
])('VLANs %j read %j', (text, list) => expect(vlanText(vlanNumbers(text))).toBe(list));

test.each([
  [['Gi1/0/3', 'Gi1/0/1', 'Gi1/0/2', 'Gi1/0/2'], ['Gi1/0/1-Gi1/0/3']],
  [
    ['Gi1/0/9', 'Gi1/0/10', 'Te1/0/10'],
    ['Gi1/0/9-Gi1/0/10', 'Te1/0/10-Te1/0/10'],
  ],
  [
    ['3', '1'],
    ['1-1', '3-3'],
  ],
  [['mgmt'], ['mgmt-mgmt']],
  [[], []],
])('ports %j stand side by side as %j', (ports, spans) => {
  expect(portSpans(ports).map(({ first, last }) => `${first}-${last}`)).toEqual(spans);
});

describe('sections', () => {
  function read(text: string, flat: boolean): Section[] {
    const sections: Section[] = [];
    const reader = new SectionReader(
      (head) => head.startsWith('interface'),
      (section) => sections.push(section),
      { flat },
    );
    for (const line of text.split('\n')) if (line !== '') reader.line(line);
    reader.end();
    return sections;
  }
  const WANTED = [
    { head: 'interface 1', lines: ['name x', 'no shut'] },
    { head: 'interface 2', lines: [] },
  ];

  test('are opened at the margin and closed by rulers, words and each other; unwanted ones are passed over', () => {
    const text =
      'hostname sw\ninterface 1\n   name x\n   no shut\n   exit\nvlan 1\n   name y\n!\ninterface 2\n#\n   lost\nend';
    expect(read(text, false)).toEqual(WANTED);
  });

  test('without indentation reach to the next ruler', () => {
    expect(read('interface 1\nname x\nno shut\n!\nvlan 1\nname y\n!\ninterface 2\n!', true)).toEqual(WANTED);
  });

  test('of endless length keep a bounded part', () => {
    const [section] = read(`interface 1\n${' x\n'.repeat(SECTION_LINES_MAX + 9)}`, false);
    expect(section?.lines).toHaveLength(SECTION_LINES_MAX);
  });
});

test.each([
  ['desk 12', undefined],
  ['', undefined],
  ['x'.repeat(9), 'at most 8 characters, this has 9'],
  ['a\nb', 'only letters, digits and signs of ASCII, no line ends'],
  ['a ', 'no blanks at the begin or the end'],
  ['a"b', 'the sign " cannot be typed here'],
])('as a description %j has the problem %j', (text, problem) => {
  expect(textProblemOf(text, { charsMax: 8, forbidden: /["?]/ })).toBe(problem);
});
