/** Messages about digests of sources. */
import fc from 'fast-check';
import { SourceDigest } from '../../shared/delta/index.ts';
import type { DigestsCompared, DigestsTold } from '../../shared/wire/index.ts';
import { ref } from './wire-arbitraries.ts';

const digest = fc
  .record({ bits: fc.integer({ min: 4, max: 7 }), ids: fc.array(fc.string(), { maxLength: 20 }) })
  .map(({ bits, ids }) => {
    const made = new SourceDigest(bits);
    for (const id of ids) made.add({ kind: 'port', id, section: 'status', bodyText: '{}' });
    return made;
  });

export const digestsTold: fc.Arbitrary<DigestsTold> = fc.record({
  type: fc.constant('digestsTold' as const),
  sources: fc.array(fc.record({ source: ref, digest }), { maxLength: 3 }),
});

export const digestsCompared: fc.Arbitrary<DigestsCompared> = fc.record({
  type: fc.constant('digestsCompared' as const),
  sources: fc.array(
    fc.record({
      source: ref,
      differing: fc.option(fc.array(fc.nat(8191), { maxLength: 9 }), { nil: undefined }),
    }),
    { maxLength: 3 },
  ),
});
