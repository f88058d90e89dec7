import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatPageToken,
  formatWatchToken,
  PAGE_SIZE_DEFAULT,
  PAGE_SIZE_MAX,
  pageSize,
  parsePageToken,
  parseWatchToken,
} from './tokens.ts';

const bad = expect.objectContaining({ code: 'INVALID_TOKEN_FORMAT' });

describe('page tokens', () => {
  const question = { kind: 'switch', site: '', filter: { name: 'a' }, showAbsent: false };

  it('come back for the same question, however its fields are ordered', () => {
    const token = formatPageToken(question, ['ams1', 'a', 7]);
    const turned = { showAbsent: false, filter: { name: 'a' }, site: '', kind: 'switch' };
    expect(parsePageToken(token, turned)).toEqual(['ams1', 'a', 7]);
  });

  it.each([
    { ...question, kind: 'source' },
    { ...question, site: 'ams1' },
    { ...question, filter: { name: 'b' } },
    { ...question, filter: {} },
    { ...question, showAbsent: true },
  ])('of another question are refused with the cure: %j', (other) => {
    const token = formatPageToken(question, ['ams1', 'a']);
    expect(() => parsePageToken(token, other)).toThrow(
      expect.objectContaining({ code: 'INVALID_TOKEN_FORMAT', hint: expect.stringContaining('same filter') }),
    );
  });

  it('made of garbage are refused and never crash', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json()), (text) => {
        expect(() => parsePageToken(text, question)).toThrow(bad);
        expect(() => parsePageToken(`p1.${Buffer.from(text).toString('base64url')}`, question)).toThrow(bad);
      }),
    );
  });

  it('never hold anything but texts and numbers', () => {
    const [hash] = JSON.parse(
      Buffer.from(formatPageToken(question, []).slice(3), 'base64url').toString(),
    ) as [string];
    const forged = `p1.${Buffer.from(JSON.stringify([hash, { deep: true }])).toString('base64url')}`;
    expect(() => parsePageToken(forged, question)).toThrow(bad);
  });

  it('longer than any of ours are refused unread', () => {
    expect(() => parsePageToken(`p1.${'A'.repeat(2000)}`, question)).toThrow(bad);
  });
});

describe('watch tokens', () => {
  it('come back as they were', () => {
    const position = { incarnation: 'abc.3', pos: 42 };
    expect(parseWatchToken(formatWatchToken(position))).toEqual(position);
  });

  it.each([
    ['another kind of token', formatPageToken({}, ['abc.3', 42])],
    ['a negative position', `w1.${Buffer.from('["abc.3",-1]').toString('base64url')}`],
    ['a broken position', `w1.${Buffer.from('["abc.3",1.5]').toString('base64url')}`],
    ['a position that is no number', `w1.${Buffer.from('["abc.3","1"]').toString('base64url')}`],
    ['no incarnation', `w1.${Buffer.from('[1]').toString('base64url')}`],
    ['no list', `w1.${Buffer.from('{}').toString('base64url')}`],
    ['no JSON', 'w1.AAAA'],
    ['empty', ''],
    ['a later version', 'w2.AAAA'],
  ])('with %s are refused', (_what, token) => {
    expect(() => parseWatchToken(token)).toThrow(bad);
  });
});

describe('page sizes', () => {
  it('default to 50, end at 1000, and are refused when they are no size', () => {
    expect([pageSize(0), pageSize(1), pageSize(1000), pageSize(5000)]).toEqual([
      PAGE_SIZE_DEFAULT,
      1,
      PAGE_SIZE_MAX,
      PAGE_SIZE_MAX,
    ]);
    for (const wrong of [-1, 1.5, Number.NaN]) {
      expect(() => pageSize(wrong)).toThrow(
        expect.objectContaining({
          code: 'INVALID_INPUT',
          violations: [expect.objectContaining({ field: 'page_size' })],
        }),
      );
    }
  });
});
