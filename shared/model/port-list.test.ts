import { expect, test } from 'vitest';
import { formatPortList, PORT_RANGE_MAX, parsePortList, portRanges } from './port-list.ts';

const none = (): boolean => false;

test.each([
  ['Gi1/0/1-3,Gi1/0/20', ['Gi1/0/1', 'Gi1/0/2', 'Gi1/0/3', 'Gi1/0/20']],
  [' Gi1/0/9 - 10 , Gi1/0/9 ', ['Gi1/0/9', 'Gi1/0/10']],
  ['Gi1/0/1-Gi1/0/2', ['Gi1/0/1', 'Gi1/0/2']],
  ['Gi1/0/1-1/0/2', ['Gi1/0/1', 'Gi1/0/2']],
  ['1-2,A23-24', ['1', '2', 'A23', 'A24']],
  ['ge-0/0/1-2', ['ge-0/0/1', 'ge-0/0/2']],
  ['ge-0/0/1-ge-0/0/2', ['ge-0/0/1', 'ge-0/0/2']],
  ['ge-0/0/1', ['ge-0/0/1']],
  ['sfp-sfpplus1', ['sfp-sfpplus1']],
  ['1:1-1:2', ['1:1', '1:2']],
])('"%s" names its ports', (text, names) => {
  expect(parsePortList(text, none)).toEqual({ names, problems: [] });
});

test('a name that is known is no range', () => {
  const known = (name: string): boolean => name === 'qsfpplus1-2';
  expect(parsePortList('qsfpplus1-2', known).names).toEqual(['qsfpplus1-2']);
  expect(parsePortList('qsfpplus1-2', none).names).toEqual(['qsfpplus1', 'qsfpplus2']);
});

test('what is no port is told, each of it; nothing that could be a command is let through', () => {
  const text = 'Gi1/0/5-1,Gi1/0/1;reload,Gi1/0/1-9999,Gi1/0/7';
  const { names, problems } = parsePortList(text, none);
  expect(names).toEqual(['Gi1/0/7']);
  expect(problems).toEqual([
    '"Gi1/0/5-1" ends before it begins',
    '"Gi1/0/1;reload" is not the name of a port',
    `"Gi1/0/1-9999" is more than ${PORT_RANGE_MAX} ports`,
  ]);
  expect(parsePortList(' , ', none).problems).toEqual(['names no port']);
});

test('ports that follow each other are one range, and come back as they were', () => {
  const names = ['Gi1/0/1', 'Gi1/0/2', 'Gi1/0/4', 'Po1', 'Te1/0/1', 'Te1/0/2', 'mgmt', 'A08', 'A9'];
  expect(formatPortList(names)).toBe('Gi1/0/1-2,Gi1/0/4,Po1,Te1/0/1-2,mgmt,A08-9');
  const plain = names.filter((name) => !name.startsWith('A'));
  expect(parsePortList(portRanges(plain).join(','), none).names).toEqual(plain);
});
