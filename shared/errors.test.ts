import { describe, expect, it } from 'vitest';
import { errorCodes, errorTable, isErrorCode, WaysideError } from './errors.ts';

describe('the table of error codes', () => {
  it('names each code once, in upper snake case of at most 63 characters', () => {
    const codes = errorTable.map(([code]) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[A-Z][A-Z0-9_]{2,62}$/);
  });

  it('knows its own codes and no word that every object has', () => {
    expect(isErrorCode('NOT_FOUND')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
    expect(isErrorCode('__proto__')).toBe(false);
  });
});

describe('WaysideError', () => {
  it('stays itself through the funnel, and anything else becomes INTERNAL with its cause', () => {
    const ours = new WaysideError('TIMEOUT', 'too long');
    expect(WaysideError.from(ours)).toBe(ours);
    const foreign = new TypeError('x is not a function');
    expect(WaysideError.from(foreign)).toMatchObject({
      code: 'INTERNAL',
      message: 'x is not a function',
      cause: foreign,
    });
    expect(WaysideError.from('a thrown text').message).toBe('a thrown text');
  });

  it('says by its code whether trying again can help', () => {
    expect(new WaysideError('UNREACHABLE', '').retryable).toBe(true);
    expect(new WaysideError('AUTH_REJECTED', '').retryable).toBe(errorCodes.AUTH_REJECTED.retryable);
    expect(errorCodes.AUTH_REJECTED.retryable).toBe(false);
  });
});
