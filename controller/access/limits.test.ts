import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { ManualClock } from '../../shared/runtime/index.ts';
import { errorToWire } from '../../shared/wire/index.ts';
import { BUCKETS_MAX, parseMethodLimits, RateLimits } from './rate-limits.ts';
import { THROTTLE_KEYS_MAX, Throttle } from './throttle.ts';

function failure(work: () => unknown): WaysideError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as WaysideError;
  }
}

describe('rate limits', () => {
  const open = (methods: readonly string[] = []) => {
    const clock = new ManualClock();
    const rates = { principal: 600, method: 300, address: 60 };
    const limits = new RateLimits({ clock, ...rates, methods: parseMethodLimits(methods, () => true) });
    const admitted = (work: () => void): number => {
      let count = 0;
      while (count < 10_000 && !failure(work)) count += 1;
      return count;
    };
    return { clock, limits, admitted };
  };

  it('let ten seconds of calls come at once and then so many as the time allows, told with RetryInfo (S0.43)', () => {
    const { clock, limits, admitted } = open();
    const call = () => limits.takeCall('user:ann', 'JobService.GetJob');
    expect(admitted(call)).toBe(50);
    const error = failure(call);
    expect(error).toMatchObject({
      code: 'RATE_LIMITED',
      details: { retryAfterMs: '200', principal: 'user:ann' },
    });
    expect(errorToWire(error ?? new WaysideError('INTERNAL', '')).retryAfterMs).toBe(200);
    clock.advance(200);
    expect(admitted(call)).toBe(1);
    clock.advance(1e9);
    expect(admitted(call)).toBe(50);
  });

  it('count each caller and each method for itself, and all methods of a caller together', () => {
    const { limits, admitted } = open();
    expect(admitted(() => limits.takeCall('user:ann', 'A.A'))).toBe(50);
    expect(admitted(() => limits.takeCall('user:ann', 'A.B'))).toBeLessThanOrEqual(50);
    expect(admitted(() => limits.takeCall('user:ann', 'A.C'))).toBe(0);
    expect(admitted(() => limits.takeCall('user:bob', 'A.A'))).toBe(50);
    expect(admitted(() => limits.takeUnknown('10.0.0.1'))).toBe(10);
    expect(admitted(() => limits.takeUnknown('10.0.0.2'))).toBe(10);
  });

  it('can be as tight as 100 calls an hour for one method (S4.40)', () => {
    const { clock, limits, admitted } = open(['SystemService.RunDoctor=100/h']);
    expect(admitted(() => limits.takeCall('user:ann', 'SystemService.RunDoctor'))).toBe(100);
    clock.advance(90_000);
    expect(admitted(() => limits.takeCall('user:ann', 'SystemService.RunDoctor'))).toBe(2);
    expect(admitted(() => limits.takeCall('user:ann', 'SystemService.GetStatus'))).toBe(50);
  });

  it('are refused when they cannot be read, with the entry that is wrong', () => {
    for (const text of ['X', 'A.B=0/s', 'A.B=5/d', 'A.B=-1/s', 'No.Such=5/m', '__proto__=1/s'])
      expect([
        text,
        failure(() => parseMethodLimits(['A.B=5/m', text], (m) => m === 'A.B'))?.violations,
      ]).toEqual([text, [expect.objectContaining({ field: 'rateLimit.methods[1]' })]]);
  });

  it('remember so many callers and no more', () => {
    const { limits } = open();
    for (let n = 0; n < BUCKETS_MAX + 10; n += 1) limits.takeUnknown(`a${n}`);
    expect(limits.size).toBe(BUCKETS_MAX);
  });
});

describe('the throttle', () => {
  it('remembers so many keys and no more, and waits no longer than its longest wait', () => {
    const clock = new ManualClock();
    const throttle = new Throttle({ clock, freeFailures: 1, delayMs: 10, delayMaxMs: 500, forgetMs: 1e9 });
    for (let n = 0; n < 2000; n += 1) throttle.count('ann');
    expect(failure(() => throttle.check('ann'))?.details).toEqual({ retryAfterMs: '500' });
    for (let n = 0; n < THROTTLE_KEYS_MAX + 10; n += 1) throttle.count(`k${n}`);
    expect(throttle.size).toBe(THROTTLE_KEYS_MAX);
  });

  it('locks nobody out for longer when the clock of the host is set back, nor forgets when it runs ahead', () => {
    const clock = new ManualClock();
    const throttle = new Throttle({ clock, freeFailures: 1, delayMs: 10, delayMaxMs: 500, forgetMs: 1e6 });
    for (let n = 0; n < 20; n += 1) throttle.count('ann');
    for (const days of [-400, 800]) {
      clock.jump(days * 86_400_000);
      expect(failure(() => throttle.check('ann'))?.details).toEqual({ retryAfterMs: '500' });
    }
    clock.advance(500);
    expect(failure(() => throttle.check('ann'))).toBeUndefined();
  });
});
