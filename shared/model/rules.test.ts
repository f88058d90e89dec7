import { describe, expect, it } from 'vitest';
import type { JsonObject } from './json.ts';
import { type Kind, kinds } from './kinds.ts';
import {
  fieldProblems,
  managedFields,
  managedKinds,
  missingFields,
  NAME_CHARS_MAX,
  recordIdProblem,
  siteIdProblem,
  TEXT_CHARS_MAX,
} from './rules.ts';

/** Every managed field with what it takes and what it refuses. */
const FIELDS: Readonly<Record<string, { good: readonly unknown[]; bad: readonly unknown[] }>> = {
  name: {
    good: ['a', 'Amsterdam 1', 'Zürich · 3. Stock', 'x'.repeat(NAME_CHARS_MAX), '東京'],
    bad: [
      '',
      ' a',
      'a ',
      'a/b',
      'a\tb',
      'a\nb',
      'a\u0000b',
      'x'.repeat(NAME_CHARS_MAX + 1),
      7,
      true,
      ['a'],
      'cafe\u0301',
      'ｃｃ２',
    ],
  },
  description: {
    good: ['', 'two\nlines', 'a / b', 'x'.repeat(TEXT_CHARS_MAX), null],
    bad: ['x'.repeat(TEXT_CHARS_MAX + 1), 'bell\u0007', 'half \ud800 a pair', 7, {}],
  },
  driver: { good: ['switch'], bad: ['', 'Switch', 'router', 7, null] },
  address: {
    good: [
      '10.1.2.3',
      '::1',
      'fe80::1%eth0',
      'sw1',
      'sw1.example.org',
      'sw1.example.org.',
      'xn--bcher-kva.example',
    ],
    bad: [
      '',
      '10.1',
      '10.1.2',
      '10.1.2.256',
      '1.2.3.4.5',
      '0x7f.1',
      'sw1.0x7f',
      'sw.1.',
      '2130706433',
      'sw 1',
      'sw_1',
      '-sw',
      'a..b',
      'http://sw1',
      'sw1:22',
      'ü',
      7,
      null,
    ],
  },
  port: {
    good: [1, 22, 65_535, null],
    bad: [0, 65_536, -1, 22.5, Number.NaN, Number.POSITIVE_INFINITY, '22', true],
  },
  platform: { good: ['', 'dell_os6', 'cisco_ios', null], bad: ['Dell OS6', 'dell-os6', 'x'.repeat(41), 6] },
  credential: {
    good: ['lab', 'lab-2.old_x', 'A', null],
    bad: ['', '.lab', '-lab', 'lab/1', 'lab 1', 'x'.repeat(65), 7],
  },
  jump: {
    good: [
      '',
      'jump1',
      'jump1.example.org:2222',
      '10.1.2.3',
      '10.1.2.3:22',
      'fe80::1',
      '[2001:db8::1]:65535',
      null,
    ],
    bad: [
      'jump1:0',
      'jump1:65536',
      'jump1:ssh',
      'jump1:',
      ':22',
      'jump 1',
      '10.1.2:22',
      '[2001:db8::1',
      '[jump1]x',
      'me@jump1',
      'ssh://jump1',
      'a,b',
      7,
      true,
    ],
  },
  jumplogin: {
    good: ['', 'lab', 'lab-2.old_x', null],
    bad: ['.lab', '-lab', 'lab/1', 'lab 1', 'x'.repeat(65), 7],
  },
  enabled: { good: [true, false, null], bad: ['true', 1, 0, []] },
  floor: { good: ['ams1/floor/f1', null], bad: [7, true, {}] },
};

describe('rules of managed fields', () => {
  const all = [...managedKinds, 'agent' as Kind].flatMap((kind) =>
    managedFields(kind).map((field) => [kind, field] as const),
  );

  it.each(all)('hold %s.%s to what it may be', (kind, field) => {
    const { good, bad } = FIELDS[field] ?? { good: [], bad: [] };
    expect(good.length * bad.length, `cases for ${field}`).toBeGreaterThan(0);
    for (const value of good)
      expect(problems(kind, { [field]: value }), `${field} = ${JSON.stringify(value)}`).toEqual([]);
    for (const value of bad)
      expect(problems(kind, { [field]: value }), `${field} = ${JSON.stringify(value)}`).toHaveLength(1);
  });

  it('refuse a required field that is taken away, and name those that are missing', () => {
    expect(fieldProblems('source', { address: null }, 'operations[3].')).toEqual([
      { field: 'operations[3].address', message: 'is required and cannot be taken away' },
    ]);
    expect(missingFields('source', { name: '', driver: 'switch' }, '').map((one) => one.field)).toEqual([
      'name',
      'address',
    ]);
    expect(missingFields('port', {}, '')).toEqual([]);
  });

  it('refuse what is not a field, naming those that are, and what people do not set', () => {
    expect(fieldProblems('site', { colour: 'red' }, '')[0]?.message).toContain('name, description');
    expect(fieldProblems('switch', { serial: 'x' }, '')[0]?.message).toBe('is not set by people');
    expect(fieldProblems('switch', { deleted: true }, '')[0]?.message).toBe('is not set by people');
    expect(fieldProblems('source', { staleSince: 1 }, '')[0]?.message).toBe('is not set by people');
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const fields = JSON.parse(`{"${name}": "x"}`) as JsonObject;
      expect(fieldProblems('site', fields, '')[0]?.message).toContain('is not a field of site');
    }
  });

  it('take a path for the address of a database, and of nothing else', () => {
    const of = (driver: string | undefined, address: string): number =>
      fieldProblems('source', { ...(driver && { driver }), address }, '').length;
    expect([of('sql', '/var/lib/x/hosts.db'), of('switch', '10.1.2.3')]).toEqual([0, 0]);
    expect([of('sql', '10.1.2.3'), of('switch', '/var/lib/x/hosts.db')]).toEqual([1, 1]);
    // An update that leaves the driver as it is.
    expect([of(undefined, '/var/lib/x/hosts.db'), of(undefined, '10.1.2.3')]).toEqual([0, 0]);
    for (const path of ['/', '/a//b', '/a/', '/a/../b', '/a/./b', '~/x', 'x.db'])
      expect(of('sql', path), path).toBe(1);
  });

  it('find every wrong field at once', () => {
    const fields = { name: '', driver: 'x', address: '10.1', port: 0, enabled: 'no', colour: 1 };
    expect(fieldProblems('source', fields, '').map((one) => one.field)).toEqual(Object.keys(fields));
  });

  it('cover every managed field that the kinds declare', () => {
    const declared = Object.values(kinds).flatMap(({ fields }) =>
      Object.entries(fields).filter(([name, spec]) => spec.class === 'managed' && name !== 'deleted'),
    );
    expect(new Set(Object.keys(FIELDS))).toEqual(new Set(declared.map(([name]) => name)));
  });

  it('take for the id of a site only what people can type', () => {
    expect(siteIdProblem('ams1')).toBeUndefined();
    for (const id of ['', 'mesh', 'AMS', 'a b', '-a', 'a/b', 'x'.repeat(64)])
      expect(siteIdProblem(id)).toBeDefined();
    expect(recordIdProblem('sw-1.a_b')).toBeUndefined();
    for (const id of ['', 'A', 'a/b', '_a', 'x'.repeat(129)]) expect(recordIdProblem(id)).toBeDefined();
  });
});

function problems(kind: Kind, fields: Readonly<Record<string, unknown>>): readonly string[] {
  return fieldProblems(kind, fields as JsonObject, '').map((one) => one.message);
}
