import { beforeEach, describe, expect, it } from 'vitest';
import { KEYS_MAX, RefusalThrottle, WINDOW_MS } from './refusals.ts';
import type { AuditFact } from './text.ts';

let told: AuditFact[] = [];
let throttle: RefusalThrottle;
beforeEach(() => {
  told = [];
  throttle = new RefusalThrottle((fact) => told.push(fact));
});

function fact(at: number, more: Partial<AuditFact> = {}): AuditFact {
  return {
    ...{ at, who: 'anonymous', via: '', address: '10.0.0.7:1', method: 'AuthService.Login', sites: [] },
    ...{ targets: [], why: '', result: 'UNAUTHENTICATED', count: 1, detail: {}, ...more },
  };
}

const counts = (): readonly number[] => told.map(({ count }) => count);

describe('refusals that are alike', () => {
  it('are told at once the first time, and then once a minute with their number', () => {
    for (let at = 0; at < 3 * WINDOW_MS; at += 100) throttle.note(fact(at));
    expect(counts()).toEqual([1, 599, 600]);
    throttle.flush(Number.POSITIVE_INFINITY);
    expect(counts()).toEqual([1, 599, 600, 600]);
  });

  it('name what each of them was about, up to a bound', () => {
    throttle.note(fact(0, { targets: ['user:ann'] }));
    for (let n = 0; n < 50; n += 1) throttle.note(fact(1, { targets: [`user:${n}`] }));
    throttle.flush(WINDOW_MS);
    expect(told[1]).toMatchObject({ count: 50, targets: expect.arrayContaining(['user:0', 'user:19']) });
    expect(told[1]?.targets).toHaveLength(20);
  });

  it('are alike whatever port they come from, and differ by address, method and code', () => {
    for (const more of [
      {},
      { address: '10.0.0.7:2' },
      { address: '10.0.0.8:1' },
      { method: 'X' },
      { result: 'Y' },
    ])
      throttle.note(fact(0, more));
    expect(told).toHaveLength(4);
  });

  it('are told again when none came for a minute, and when the clock went back', () => {
    for (const at of [0, WINDOW_MS * 3, WINDOW_MS * 3 - WINDOW_MS - 1]) throttle.note(fact(at));
    expect(counts()).toEqual([1, 1, 1]);
  });
});

it('an attack from everywhere writes no more than so many entries a minute', () => {
  for (let n = 0; n < 20_000; n += 1) throttle.note(fact(n / 2, { address: `10.${n >> 8}.${n & 255}.1:1` }));
  throttle.flush(WINDOW_MS + 1000);
  expect(told.length).toBeLessThanOrEqual(KEYS_MAX + 2);
  expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(20_000);
  expect(told.at(-1)?.who).toBe('several');
});
