import { describe, expect, test } from 'vitest';
import { type ErrorCode, errorCodes, isErrorCode, WaysideError } from '../errors.ts';
import { errorFromWire, errorToWire, grpcStatusNumbers, RETRY_AFTER_MS, type WireStatus } from './errors.ts';

const status = (more: Partial<WireStatus>): WireStatus => ({
  code: 0,
  message: 'words',
  info: undefined,
  violations: [],
  retryAfterMs: undefined,
  ...more,
});

describe('errors', () => {
  test.each(Object.keys(errorCodes) as ErrorCode[])('%s comes back as it was', (code) => {
    const error = new WaysideError(code, 'what went wrong', {
      hint: 'what to do',
      details: { agent: 'ams1-a', limitBytes: '262144' },
      violations: [{ field: 'switches[3].address', message: 'is no address' }],
    });
    const wire = errorToWire(error);
    expect(wire.code).toBe(grpcStatusNumbers[errorCodes[code].grpc]);
    expect(wire.retryAfterMs).toBe(errorCodes[code].retryable ? RETRY_AFTER_MS : undefined);
    expect(errorFromWire(wire)).toEqual(error);
  });

  test('say how long to wait when they know it', () => {
    const error = new WaysideError('QUEUE_FULL', 'full', { details: { retryAfterMs: '2500' } });
    expect(errorToWire(error).retryAfterMs).toBe(2_500);
  });

  test('of any status without our details have the code that is nearest', () => {
    for (const [name, code] of Object.entries(grpcStatusNumbers)) {
      const error = errorFromWire(status({ code }));
      expect(isErrorCode(error.code), name).toBe(true);
      expect(error.message).toBe('words');
    }
    expect(errorFromWire(status({ code: 14 })).code).toBe('UNAVAILABLE');
    expect(errorFromWire(status({ code: 4 })).code).toBe('TIMEOUT');
    expect(errorFromWire(status({ code: 77 })).code).toBe('INTERNAL');
  });

  test('of a newer peer keep their code in the message, and foreign reasons are not taken for ours', () => {
    const info = { reason: 'TOO_SLEEPY', domain: 'wayside', metadata: { hint: 'coffee' } };
    expect(errorFromWire(status({ code: 14, info }))).toMatchObject({
      code: 'UNAVAILABLE',
      message: 'TOO_SLEEPY: words',
      hint: 'coffee',
    });
    const foreign = { reason: 'NOT_FOUND', domain: 'googleapis.com', metadata: {} };
    expect(errorFromWire(status({ code: 16, info: foreign })).code).toBe('UNAUTHENTICATED');
  });

  test('name the library when a message was over its limit', () => {
    const message = 'Received message larger than max (5000009 vs 4194304)';
    expect(errorFromWire(status({ code: 8, message })).code).toBe('MESSAGE_TOO_LARGE');
  });
});
