/** How often one caller may ask: token buckets per principal, and per principal and method. */
import { WaysideError } from '../../shared/errors.ts';
import { type Clock, LruMap } from '../../shared/runtime/index.ts';
import { tooOften } from './throttle.ts';

/** Buckets remembered; one that is forgotten is full again. */
export const BUCKETS_MAX = 50_000;

/** What a bucket holds is a burst of so long at the full rate. */
const BURST_MS = 10_000;
const MINUTE_MS = 60_000;

export interface RateLimitOptions {
  readonly clock: Clock;
  /** Calls a minute of one user or agent. */
  readonly principal: number;
  /** Calls a minute of one user or agent to one method. */
  readonly method: number;
  /** Calls a minute of one address that shows nothing, or something wrong. */
  readonly address: number;
  /** Methods with a limit of their own, as `parseMethodLimits` reads them. */
  readonly methods: ReadonlyMap<string, Rate>;
}

/** So many calls at once, and again over `periodMs`. */
export interface Rate {
  readonly calls: number;
  readonly periodMs: number;
}

interface Bucket {
  readonly left: number;
  readonly at: number;
}

export class RateLimits {
  private readonly options: RateLimitOptions;
  private readonly buckets = new LruMap<string, Bucket>(BUCKETS_MAX);

  constructor(options: RateLimitOptions) {
    this.options = options;
  }

  get size(): number {
    return this.buckets.size;
  }

  /** One call of somebody who is known. Error: RATE_LIMITED with the time to wait. */
  takeCall(principal: string, method: string): void {
    const { methods } = this.options;
    this.take(`p ${principal}`, perMinute(this.options.principal), ['you call too often', principal]);
    const rate = methods.get(method) ?? perMinute(this.options.method);
    this.take(`m ${principal} ${method}`, rate, [`you call ${method} too often`, principal]);
  }

  /** One call of an address that showed nothing, or something wrong. Error: RATE_LIMITED. */
  takeUnknown(address: string): void {
    this.take(`a ${address}`, perMinute(this.options.address), ['too many calls from this address']);
  }

  private take(key: string, rate: Rate, [what, principal]: readonly [string, string?]): void {
    const now = this.options.clock.monotonic();
    const bucket = this.buckets.get(key) ?? { left: rate.calls, at: now };
    const left = Math.min(rate.calls, bucket.left + ((now - bucket.at) * rate.calls) / rate.periodMs);
    if (left < 1) {
      this.buckets.set(key, { left, at: now });
      throw tooOften(what, ((1 - left) * rate.periodMs) / rate.calls, principal);
    }
    this.buckets.set(key, { left: left - 1, at: now });
  }
}

function perMinute(calls: number): Rate {
  return { calls: Math.max(1, (calls * BURST_MS) / MINUTE_MS), periodMs: BURST_MS };
}

const LIMIT = /^([\w.]+)=([1-9]\d{0,8})\/([smh])$/;
const UNITS_MS = { s: 1000, m: MINUTE_MS, h: 3_600_000 } as const;

/** `SystemService.RunDoctor=30/m` -> its rate. Error: INVALID_INPUT that names the entry. */
export function parseMethodLimits(
  texts: readonly string[],
  isMethod: (method: string) => boolean,
): ReadonlyMap<string, Rate> {
  const entries = texts.map((text, at): readonly [string, Rate] => {
    const [, method = '', calls, unit = ''] = LIMIT.exec(text) ?? [];
    if (isMethod(method))
      return [method, { calls: Number(calls), periodMs: UNITS_MS[unit as 's' | 'm' | 'h'] }];
    const message =
      'must be METHOD=COUNT/UNIT with a method of the API and s, m or h, such as SystemService.RunDoctor=30/m';
    throw new WaysideError('INVALID_INPUT', `rateLimit.methods: "${text.slice(0, 80)}" ${message}`, {
      violations: [{ field: `rateLimit.methods[${at}]`, message }],
    });
  });
  return new Map(entries);
}
