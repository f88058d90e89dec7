import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WaysideError } from '../errors.ts';
import { kindNames } from './kinds.ts';
import { formatRef, isRecordId, isSiteId, parseRef, sameRef } from './ref.ts';

const site = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
const id = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,127}$/);

describe('references', () => {
  it('come back from their text as they were', () => {
    fc.assert(
      fc.property(site, fc.constantFrom(...kindNames), id, (s, kind, i) => {
        const ref = { site: s, kind, id: i };
        expect(parseRef(formatRef(ref))).toEqual(ref);
      }),
    );
  });

  it.each([
    '',
    'ams1',
    'ams1/switch',
    'ams1/switch/',
    '/switch/a',
    'ams1//a',
    'ams1/switch/a/b',
    'ams1/router/a',
    'ams1/__proto__/a',
    'ams1/constructor/a',
    '__proto__/switch/a',
    'ams1/switch/__proto__',
    'ams1/switch/A',
    'Ams1/switch/a',
    'ams1/switch/ü',
    'ämsterdam/switch/a',
    'ams1/switch/a\n',
    ' ams1/switch/a',
    'ams1/switch/.a',
    '-ams/switch/a',
    'ams-/switch/a',
    `${'a'.repeat(64)}/switch/a`,
    `ams1/switch/${'a'.repeat(129)}`,
    'ams1/switch/a%2fb',
  ])('refuses %j as INVALID_INPUT', (text) => {
    expect(() => parseRef(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it('says how a reference is written, and never repeats a long text whole', () => {
    const error = WaysideError.from(catchError(() => parseRef('x'.repeat(5000))));
    expect(error.hint).toContain('site/kind/id');
    expect(error.message.length).toBeLessThan(200);
  });

  it('hold no slash in any part, so that the text is never ambiguous', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (isSiteId(text) || isRecordId(text)) expect(text).not.toMatch(/[/\s]/);
      }),
    );
  });

  it('are the same when all three parts are', () => {
    const ref = { site: 'ams1', kind: 'switch', id: 'a' } as const;
    expect(sameRef(ref, { ...ref })).toBe(true);
    expect(sameRef(ref, { ...ref, id: 'b' })).toBe(false);
    expect(sameRef(ref, { ...ref, kind: 'source' })).toBe(false);
    expect(sameRef(ref, { ...ref, site: 'ams2' })).toBe(false);
  });
});

function catchError(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
