import { describe, expect, test } from 'vitest';
import { bucketOf, type DigestEntry, SourceDigest } from './digest.ts';

const entry = (id: string, bodyText = '{}'): DigestEntry => ({
  kind: 'port',
  id,
  section: 'status',
  bodyText,
});

function digestOf(bits: number, entries: readonly DigestEntry[]): SourceDigest {
  const digest = new SourceDigest(bits);
  for (const one of entries) digest.add(one);
  return digest;
}

describe('a digest of a source', () => {
  const many = Array.from({ length: 500 }, (_, i) => entry(`id${i}`));

  test('is the same in any order, and differs in the buckets of what differs alone', () => {
    const otherwise = [...many.slice(123), ...many.slice(0, 123)].reverse();
    const [one, other] = [digestOf(6, many), digestOf(6, otherwise)];
    expect([one.differing(other), one.total()]).toEqual([[], other.total()]);
    for (let at = 3; at < many.length; at += 11) {
      const bucket = bucketOf(`id${at}`, 6);
      const changed = many.map((was, no) => (no === at ? entry(was.id, '{"up":true}') : was));
      expect(one.differing(digestOf(6, changed))).toEqual([bucket]);
      expect(one.differing(digestOf(6, many.toSpliced(at, 1)))).toEqual([bucket]);
    }
  });

  test('tells kind, section and body apart from each other', () => {
    const totals = [
      entry('a'),
      { ...entry('a'), kind: 'vlan' as const },
      { ...entry('a'), section: 'vlan' },
      entry('a', '{"a":1}'),
    ].map((one) => digestOf(4, [one]).total());
    expect(new Set(totals).size).toBe(totals.length);
  });

  test('comes back from its bytes, and is refused when these are of another size', () => {
    const digest = digestOf(5, many);
    expect(SourceDigest.read(5, digest.bytes()).total()).toBe(digest.total());
    for (const [bits, bytes] of [
      [4, digest.bytes()],
      [14, digest.bytes()],
      [5, new Uint8Array(3)],
    ] as const)
      expect(() => SourceDigest.read(bits, bytes)).toThrow(expect.objectContaining({ code: 'BAD_FRAME' }));
  });

  test('spreads records over its buckets, about 16 to each until there are 8192', () => {
    expect([0, 100, 257, 100_000, 10_000_000].map((entries) => SourceDigest.for(entries).bits)).toEqual([
      ...[4, 4, 5, 13, 13],
    ]);
    const filled = new Array<number>(64).fill(0);
    for (let i = 0; i < 6400; i += 1) {
      const bucket = bucketOf(`8f3a0c-${i.toString(36)}`, 6);
      filled[bucket] = (filled[bucket] ?? 0) + 1;
    }
    expect(Math.min(...filled)).toBeGreaterThan(50);
    expect(Math.max(...filled)).toBeLessThan(160);
  });
});
