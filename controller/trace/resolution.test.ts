import { expect, test } from 'vitest';
import { macFromHex, type TraceResolution } from '../../shared/model/index.ts';
import { macsOf, resolvedText } from './resolution.ts';

function said(numbers: readonly number[]): readonly TraceResolution[] {
  return numbers.map((n) => ({
    ...{ switch: { site: 'ams1', kind: 'switch', id: `r${n}` }, switchName: `r${n}`, live: true, vlan: 10 },
    ...{ mac: macFromHex(`001b2100000${n}`), port: undefined, type: 'dynamic', seenAt: 1, otherAddresses: 0 },
  }));
}
const text = (count: number): string =>
  resolvedText('10.0.0.1', said(Array.from({ length: count }, (_, n) => n + 1)), { now: 1, failed: 0 });

test('all MAC addresses that an address is are counted, and it is told how many were not traced', () => {
  expect(macsOf(said([1, 2, 3, 4, 5]))).toHaveLength(5);
  expect(text(5)).toBe(
    '10.0.0.1 is 5 MAC addresses at once: 00:1b:21:00:00:01 (r1) and 00:1b:21:00:00:02 (r2) and ' +
      '00:1b:21:00:00:03 (r3) and 2 more, which were not traced; several devices use it, or some of the entries are old.',
  );
  expect(text(4)).toContain(' and 1 more, which was not traced; ');
  expect(text(3)).not.toContain('more');
  expect(text(2)).toMatch(
    /is 2 MAC addresses at once: .*; two devices use it, or one of the entries is old\.$/,
  );
});
