import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  decodeObserved,
  type ObservedDelta,
  type SeenRecord,
  type SnapshotEntry,
  SourceDigest,
} from '../../shared/delta/index.ts';
import { formatRef, type RecordRef } from '../../shared/model/index.ts';
import { ManualClock, nextTurn, seededRandom } from '../../shared/runtime/index.ts';
import type { Learned } from '../jobs/driver.ts';
import { digestOf } from './compared.ts';
import { openAgentDatabase } from './database.ts';
import { Outbox } from './outbox.ts';
import { type ScanArrived, Snapshots } from './snapshots.ts';

const SOURCE: RecordRef = { site: 'ams1', kind: 'source', id: 'sw1' };
const OTHER: RecordRef = { site: 'ams1', kind: 'source', id: 'sw2' };

function openStore(maxBytes = 1e9) {
  const db = openAgentDatabase(':memory:');
  onTestFinished(() => void db.close());
  const deps = { db, clock: new ManualClock(), random: seededRandom(11) };
  const outbox = new Outbox({ ...deps, maxBytes });
  return { outbox, snapshots: new Snapshots({ ...deps, outbox }) };
}

const sighting = (mac: string, port: string): SeenRecord => ({
  kind: 'sighting',
  nativeKey: mac,
  sections: { fdb: { mac, port } },
});

const scan = (seen: readonly SeenRecord[], more: Partial<ScanArrived> = {}): ScanArrived => ({
  source: SOURCE,
  epoch: 1,
  completeness: 'complete',
  code: '',
  reason: '',
  coverage: ['sighting'],
  seen,
  startedAtMs: 100,
  finishedAtMs: 200,
  ...more,
});

const frames = (outbox: Outbox, afterSeq = 0): ObservedDelta[] =>
  outbox.after(afterSeq, 1e9).map(({ frame }) => decodeObserved(frame));

/** `put aa Gi1` or `absent aa`, of the frames after the seq. */
const told = (outbox: Outbox, afterSeq: number): string[] =>
  frames(outbox, afterSeq)
    .flatMap(({ items }) => items)
    .map(({ op, nativeKey, bodyText }) =>
      op === 'put'
        ? `put ${nativeKey} ${(JSON.parse(bodyText) as { port: string }).port}`
        : `absent ${nativeKey}`,
    )
    .sort();

const FAILED = { completeness: 'failed', code: 'UNREACHABLE', reason: 'no answer', coverage: [] } as const;

describe('a scan', () => {
  test('that is the first of its source is told in full, and the next ones by their differences', () => {
    const { outbox, snapshots } = openStore();
    const first = snapshots.take(scan([sighting('aa', 'Gi1'), sighting('bb', 'Gi2')]));
    expect(first).toMatchObject({ outboxId: outbox.id, seq: 1, changes: 2 });
    expect(frames(outbox)[0]).toMatchObject({ last: true, scan: { id: first.scanId, full: true, epoch: 1 } });
    expect(told(outbox, 0)).toEqual(['put aa Gi1', 'put bb Gi2']);

    const moved = snapshots.take(scan([sighting('aa', 'Gi7'), sighting('cc', 'Gi3')]));
    expect(moved).toMatchObject({ seq: 2, changes: 3 });
    expect(frames(outbox, 1)[0]?.scan).toMatchObject({ full: false, counts: { sighting: 2 } });
    expect(told(outbox, 1)).toEqual(['absent bb', 'put aa Gi7', 'put cc Gi3']);
  });

  test('without a change is told all the same, so that the controller knows when it was read', () => {
    const { outbox, snapshots } = openStore();
    snapshots.take(scan([sighting('aa', 'Gi1')]));
    expect(snapshots.take(scan([sighting('aa', 'Gi1')], { finishedAtMs: 300 }))).toMatchObject({
      seq: 2,
      changes: 0,
    });
    expect(frames(outbox, 1)).toMatchObject([{ items: [], last: true, scan: { finishedAtMs: 300 } }]);
  });

  test('that was not read to its end, or failed, takes nothing away', () => {
    const { outbox, snapshots } = openStore();
    snapshots.take(scan([sighting('aa', 'Gi1'), sighting('bb', 'Gi2')]));
    const cut = { completeness: 'partial', code: 'TIMEOUT', reason: 'cut', coverage: [] } as const;
    snapshots.take(scan([sighting('bb', 'Gi5')], cut));
    expect(told(outbox, 1)).toEqual(['put bb Gi5']);
    snapshots.take(scan([], FAILED));
    expect(told(outbox, 2)).toEqual([]);
    expect(frames(outbox, 2)[0]?.scan).toMatchObject(FAILED);
    snapshots.take(scan([sighting('bb', 'Gi5')]));
    expect(told(outbox, 3)).toEqual(['absent aa']);
  });

  test('that covers a kind for the first time tells that kind in full', () => {
    const { outbox, snapshots } = openStore();
    snapshots.take(scan([sighting('aa', 'Gi1')]));
    const vlan: SeenRecord = { kind: 'vlan', nativeKey: '7', sections: { vlan: { vlan: 7 } } };
    const wider = scan([sighting('aa', 'Gi1'), vlan], { coverage: ['sighting', 'vlan'] });
    snapshots.take(wider);
    const [delta] = frames(outbox, 1);
    expect(delta?.scan).toMatchObject({ full: true, coverage: ['sighting', 'vlan'] });
    expect(delta?.items.map(({ kind }) => kind).sort()).toEqual(['sighting', 'vlan']);
    expect(snapshots.take(wider).changes).toBe(0);
  });

  test('that does not fit is remembered all the same, and told with the next outbox', () => {
    const { outbox, snapshots } = openStore(600);
    snapshots.take(scan([sighting('aa', 'Gi1')]));
    const many = Array.from({ length: 200 }, (_, i) => sighting(`mac${i}`, `Gi${i * 7919}`));
    expect(snapshots.take(scan(many))).toMatchObject({ seq: 1, changes: 201 });
    snapshots.take(scan([sighting('aa', 'Gi2')]));
    expect(outbox.dropped).toMatchObject([{ source: 'ams1/source/sw1', deltas: 3 }]);
    snapshots.resendAll(() => 1);
    expect(told(outbox, 0)).toEqual(['put aa Gi2']);
    expect(outbox.dropped).toEqual([]);
  });

  test.each<[string, SeenRecord]>([
    ['of another lane', { kind: 'agent', nativeKey: 'x', sections: { software: { version: '1' } } }],
    ['with a key that is too long', sighting('a'.repeat(600), 'Gi1')],
    ['with a section that no agent may write', { kind: 'switch', nativeKey: '', sections: { core: {} } }],
    ['that is too large', sighting('aa', 'x'.repeat(2_000_000))],
  ])(
    'with a record %s is refused here, for at the controller it would block all that follows',
    (_, record) => {
      const { outbox, snapshots } = openStore();
      const refusal = { code: expect.stringMatching(/BAD_FRAME|NOT_PERMITTED|MESSAGE_TOO_LARGE/) };
      expect(() => snapshots.take(scan([sighting('bb', 'Gi2'), record]))).toThrow(
        expect.objectContaining(refusal),
      );
      expect(outbox.durableSeq).toBe(0);
      expect(snapshots.take(scan([sighting('bb', 'Gi2')]))).toMatchObject({ seq: 1, changes: 1 });
    },
  );
});

describe('digests of a large source', () => {
  const MACS = Array.from({ length: 4500 }, (_, i) => `mac${i}`);
  const seenAt = (mark: string): SeenRecord[] => MACS.map((mac) => sighting(mac, mark));

  test('are made in pieces, between which others have their turn, and are as those of the whole', async () => {
    const { snapshots } = openStore();
    snapshots.take(scan(seenAt('Gi1')));
    const order: string[] = [];
    const digesting = snapshots.digests(9).then(([one]) => {
      order.push('digested');
      return one;
    });
    await nextTurn();
    order.push('another');
    const one = await digesting;
    expect(order).toEqual(['another', 'digested']);
    const entries = MACS.map((nativeKey): SnapshotEntry => {
      const bodyText = JSON.stringify({ mac: nativeKey, port: 'Gi1' });
      return { kind: 'sighting', nativeKey, section: 'fdb', bodyText };
    });
    const bits = one?.digest.bits ?? 0;
    expect(one?.digest.total()).toBe(digestOf(SOURCE, entries, new SourceDigest(bits)).total());
  });

  test('of one that is scanned meanwhile leave out nothing that the other side may not have', async () => {
    const { outbox, snapshots } = openStore();
    snapshots.take(scan(seenAt('Gi1')));
    const digesting = snapshots.digests(9);
    await nextTurn();
    // The first of them, which is digested already.
    snapshots.take(scan([sighting('mac0', 'Gi9'), ...seenAt('Gi1').slice(1)]));
    const [one] = await digesting;
    if (!one) throw new Error('nothing was told');
    const ref = formatRef(SOURCE);
    const compared = { told: new Map([[ref, one.digest]]), marks: new Map([[ref, one.mark]]) };
    // The other side has what was told, whatever that was.
    snapshots.resendAll(() => 1, { ...compared, differing: new Map([[ref, []]]) });
    const [delta] = frames(outbox);
    expect(delta?.scan.scope?.buckets).toHaveLength(1);
    expect(told(outbox, 0)).toContain('put mac0 Gi9');
  });
});

describe('a new outbox', () => {
  test('begins with all that is known of every source, under the epoch of now', () => {
    const { outbox, snapshots } = openStore();
    snapshots.take(scan([sighting('aa', 'Gi1'), sighting('bb', 'Gi2')]));
    snapshots.take(scan([sighting('bb', 'Gi2')]));
    snapshots.take(scan([sighting('cc', 'Gi3')], { source: OTHER }));
    snapshots.resendAll(() => 4);
    expect(told(outbox, 0)).toEqual(['put bb Gi2', 'put cc Gi3']);
    expect(frames(outbox).map((delta) => delta.scan)).toMatchObject([
      { source: SOURCE, full: true, epoch: 4, completeness: 'complete', coverage: ['sighting'] },
      { source: OTHER, full: true, epoch: 4, counts: { sighting: 1 } },
    ]);
    expect(snapshots.take(scan([sighting('bb', 'Gi2')])).changes).toBe(0);
  });

  test('does not call a source fresh whose last scan failed', () => {
    const { outbox, snapshots } = openStore();
    snapshots.take(scan([sighting('aa', 'Gi1')]));
    snapshots.take(scan([], { ...FAILED, startedAtMs: 500, finishedAtMs: 600 }));
    snapshots.resendAll(() => 1);
    const [delta] = frames(outbox);
    expect(delta?.scan).toMatchObject({
      ...{ completeness: 'failed', code: 'UNREACHABLE', reason: 'no answer', full: true },
      ...{ coverage: ['sighting'], startedAtMs: 500, finishedAtMs: 600 },
    });
    expect(told(outbox, 0)).toEqual(['put aa Gi1']);
  });
});

test('deltas in order always give the last picture, whatever was scanned and whenever the outbox began anew', () => {
  const macs = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 });
  const steps = fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ macs, port: fc.constantFrom('Gi1', 'Gi2'), whole: fc.boolean() }) },
      { weight: 1, arbitrary: fc.constant('restart' as const) },
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      const { outbox, snapshots } = openStore();
      const expected = new Map<string, string>();
      for (const step of all) {
        if (step === 'restart') {
          snapshots.resendAll(() => 1);
          continue;
        }
        snapshots.take(
          scan(
            step.macs.map((mac) => sighting(mac, step.port)),
            step.whole ? {} : { completeness: 'partial', code: 'TIMEOUT', reason: 'cut', coverage: [] },
          ),
        );
        if (step.whole) expected.clear();
        for (const mac of step.macs) expected.set(mac, step.port);
      }
      const picture = new Map<string, string>();
      for (const { scan: info, items } of frames(outbox)) {
        if (info.full && info.coverage.length > 0) picture.clear();
        for (const { op, nativeKey, bodyText } of items) {
          if (op === 'put') picture.set(nativeKey, (JSON.parse(bodyText) as { port: string }).port);
          else picture.delete(nativeKey);
        }
      }
      expect(picture).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

describe('what became known beside the scans', () => {
  const put = (mac: string, port: string) => (): Learned => ({ seen: [sighting(mac, port)], gone: [] });

  test('is told in a frame that closes no scan, and the next scan differs from it', () => {
    const { outbox, snapshots } = openStore();
    snapshots.take(scan([sighting('aa', 'Gi1'), sighting('bb', 'Gi2')]));
    const noted = snapshots.note(SOURCE, 1, (known) => {
      expect(known('sighting', 'aa', 'fdb')).toEqual({ mac: 'aa', port: 'Gi1' });
      expect(known('sighting', 'zz', 'fdb')).toBeUndefined();
      return { seen: [sighting('aa', 'Gi7')], gone: [{ kind: 'sighting', nativeKey: 'bb' }] };
    });
    expect(noted).toMatchObject({ outboxId: outbox.id, seq: 2, changes: 2 });
    expect(frames(outbox, 1)).toMatchObject([
      { last: false, scan: { full: false, completeness: 'complete' } },
    ]);
    expect(told(outbox, 1)).toEqual(['absent bb', 'put aa Gi7']);
    snapshots.take(scan([sighting('aa', 'Gi7')], { finishedAtMs: 300 }));
    expect(told(outbox, 2)).toEqual([]);
  });

  test('is not told when it was known, and not of a source that was never read', () => {
    const { outbox, snapshots } = openStore();
    expect(snapshots.note(SOURCE, 1, put('aa', 'Gi1'))).toBeUndefined();
    snapshots.take(scan([sighting('aa', 'Gi1')]));
    expect(snapshots.note(SOURCE, 1, put('aa', 'Gi1'))).toBeUndefined();
    const away = { seen: [], gone: [{ kind: 'sighting', nativeKey: 'zz' } as const] };
    expect(snapshots.note(SOURCE, 1, () => away)).toBeUndefined();
    expect(frames(outbox)).toHaveLength(1);
  });
});
