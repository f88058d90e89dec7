import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../model/index.ts';
import {
  BODY_BYTES_MAX,
  type Change,
  changeHash,
  decodeChange,
  encodeHead,
  HEAD_BYTES_MAX,
  parseBodyText,
} from './change.ts';

const change: Change = {
  site: 'ams1',
  group: 'net',
  kind: 'switch',
  id: 'sw1',
  section: 'core',
  op: 'put',
  dot: { origin: 'k3f.2', seq: 7 },
  hlc: 123456789,
  epoch: 1,
  ctx: [
    { origin: 'k3f.2', seq: 6 },
    { origin: 'a.1', seq: 3 },
  ],
  fieldDots: {
    name: { origin: 'k3f.2', seq: 6, hlc: 100 },
    floor: { origin: 'a.1', seq: 3, hlc: 99 },
  },
  bodyText: '{"floor":"ams1/floor/f1","name":"Süd 1","note":"unknown to us"}',
  by: 'user:ann',
  why: 'Umzug in den „Süden“',
  changeSet: 'cs1',
  extra: [],
};
const newer: Change = { ...change, extra: [{ b: 1, a: [true, null] }, 'later'] };

/** The final bytes, made by other software: stores, histories and signatures hold them. */
const HEAD =
  '[1,"ams1","net","switch","sw1","core","put","k3f.2",7,123456789,1,[["a.1",3],["k3f.2",6]],' +
  '[["floor","a.1",3,99],["name","k3f.2",6,100]],"user:ann","Umzug in den „Süden“","cs1"]';
const HASH = '33c40d49019e8ac927fc0538a5ffe5676e060df20f7659c168fa5f3baf81b58f';
const NEWER_HEAD = `${HEAD.slice(0, -1)},{"a":[true,null],"b":1},"later"]`;
const NEWER_HASH = 'fcfa05e07c8f95d8ef63dfbe0f7b304e5c58cf3e3d74f03a152ce149cd1da340';

const refused = expect.objectContaining({ code: 'BAD_FRAME' });

describe('the bytes of a change', () => {
  it('are the recorded ones, whatever order ctx and field dots are in', () => {
    expect(encodeHead(change)).toBe(HEAD);
    expect(Buffer.from(changeHash(change)).toString('hex')).toBe(HASH);
  });

  it('keep what a newer writer added to the head, and hash it', () => {
    const read = decodeChange(NEWER_HEAD, change.bodyText);
    expect(read.extra).toEqual([{ a: [true, null], b: 1 }, 'later']);
    expect(encodeHead(read)).toBe(NEWER_HEAD);
    expect(Buffer.from(changeHash(read)).toString('hex')).toBe(NEWER_HASH);
    expect(encodeHead(newer)).toBe(NEWER_HEAD);
  });

  it('read back as what was written', () => {
    const read = decodeChange(HEAD, change.bodyText);
    expect(read).toEqual({ ...change, ctx: change.ctx.toReversed() });
    expect(changeHash(read)).toEqual(changeHash(change));
  });

  it('are the canonical JSON of the head for every text that a part can hold', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, text, fc.maxSafeNat(), (why, by, id, seq) => {
        const dot = { origin: `${id}.1`, seq };
        const head = encodeHead({ ...change, id, by, why, dot, ctx: [], fieldDots: {} });
        expect(head).toBe(canonicalJson(JSON.parse(head) as Json));
        expect(head).not.toContain('\n');
      }),
    );
  });

  it.each<[string, Partial<Change>]>([
    ['site', { site: 'ams2' }],
    ['id', { id: 'sw2' }],
    ['section', { section: 'other' }],
    ['op', { op: 'delete' }],
    ['seq', { dot: { origin: 'k3f.2', seq: 8 } }],
    ['origin', { dot: { origin: 'k3f.3', seq: 7 } }],
    ['hlc', { hlc: 1 }],
    ['epoch', { epoch: 2 }],
    ['ctx', { ctx: [] }],
    ['field dots', { fieldDots: {} }],
    ['body', { bodyText: '{}' }],
    ['writer', { by: 'user:bob' }],
    ['reason', { why: '' }],
    ['change set', { changeSet: 'cs2' }],
    ['extra', { extra: [1] }],
  ])('have another hash when the %s differs', (_part, other) => {
    expect(changeHash({ ...change, ...other })).not.toEqual(changeHash(change));
  });
});

describe('a change from elsewhere is refused', () => {
  const parts = JSON.parse(HEAD) as Json[];
  const withPart = (at: number, part: Json): string => JSON.stringify(parts.with(at, part));

  it.each<[string, string]>([
    ['a head that is no JSON', '[1,'],
    ['a head that is no list', '{}'],
    ['a head that is too short', JSON.stringify(parts.slice(0, 15))],
    ['a later head version', withPart(0, 2)],
    ['a site that is none', withPart(1, 'Ams1')],
    ['a group that is none', withPart(2, 'nets')],
    ['a group that is not the kind’s', withPart(2, 'core')],
    ['a kind that is none', withPart(3, '__proto__')],
    ['an id that is none', withPart(4, '__proto__')],
    ['an empty section', withPart(5, '')],
    ['an operation that is none', withPart(6, 'merge')],
    ['an origin that is no text', withPart(7, 7)],
    ['a broken seq', withPart(8, 1.5)],
    ['a negative seq', withPart(8, -1)],
    ['a seq beyond 53 bits', HEAD.replace(',7,', ',9007199254740993,')],
    ['an hlc that is no number', withPart(9, '1')],
    ['a ctx that is no list', withPart(11, {})],
    [
      'a ctx out of order',
      withPart(11, [
        ['k3f.2', 6],
        ['a.1', 3],
      ]),
    ],
    ['a ctx with a dot too long', withPart(11, [['a.1', 3, 4]])],
    [
      'field dots out of order',
      withPart(12, [
        ['name', 'a', 1, 1],
        ['floor', 'a', 1, 1],
      ]),
    ],
    [
      'a field twice',
      withPart(12, [
        ['name', 'a', 1, 1],
        ['name', 'a', 2, 1],
      ]),
    ],
    ['a writer that is no text', withPart(13, null)],
    ['blanks in the head', HEAD.replace('[1,', '[1, ')],
    ['another spelling of a number', HEAD.replace(',7,', ',7.0,')],
    ['another spelling of a text', HEAD.replace('ü', '\\u00fc')],
    ['keys of an added object out of order', `${HEAD.slice(0, -1)},{"b":1,"a":2}]`],
    ['an added part that is nested without end', `${HEAD.slice(0, -1)},${'['.repeat(60)}${']'.repeat(60)}]`],
    ['a head over its bound', withPart(14, 'x'.repeat(HEAD_BYTES_MAX))],
  ])('for %s', (_what, head) => {
    expect(() => decodeChange(head, change.bodyText)).toThrow(refused);
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['nothing', 'null'],
    ['two lines', '{"a":\n1}'],
    ['a field named like a prototype', '{"__proto__":{"deleted":true}}'],
    ['values nested without end', `{"a":${'['.repeat(60)}${']'.repeat(60)}}`],
    ['more bytes than its bound', `{"a":"${'ü'.repeat(BODY_BYTES_MAX / 2)}"}`],
  ])('for a body that is %s', (_what, bodyText) => {
    expect(() => decodeChange(HEAD, bodyText)).toThrow(refused);
  });

  it('but not for a body of just the bound, or with fields that nobody here knows', () => {
    const full = `{"a":"${'x'.repeat(BODY_BYTES_MAX - 8)}"}`;
    expect(Buffer.byteLength(full)).toBe(BODY_BYTES_MAX);
    expect(decodeChange(HEAD, full).bodyText).toBe(full);
    expect(parseBodyText('{"name":"x","later":[{"a":1}]}')).toEqual({ name: 'x', later: [{ a: 1 }] });
  });

  it('and whatever the bytes are, never with another error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.oneof(fc.string(), fc.json()), (head, body) => {
        expect(() => decodeChange(head, body)).toThrow(refused);
      }),
    );
  });
});
