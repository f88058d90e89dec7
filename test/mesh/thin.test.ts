/**
 * What coalescing must not change: after delivery the controller holds what it would hold had every frame gone out as it
 * was scanned. Two agents scan the same; one thins its outbox, the other does not; frames are delivered, lost and sent
 * again on the way. A coalescing that drops too much is caught by the same check.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Outbox,
  type OutboxEntry,
  openAgentDatabase,
  type ScanArrived,
  Snapshots,
} from '../../agent/store/index.ts';
import { Rig } from '../../controller/inventory/testing/rig.ts';
import { Coalescer, type SeenRecord } from '../../shared/delta/index.ts';
import type { JsonObject } from '../../shared/model/index.ts';
import { ManualClock, seededRandom } from '../../shared/runtime/index.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const RUNS = 20;
/** The planted bug must be caught within so many. */
const PLANTED_RUNS_MAX = 200;
const SITE = 'ams1';
const ALL_BYTES = 1e9;

/** As if there were no coalescing. */
class PlainOutbox extends Outbox {
  override append(work: () => readonly Uint8Array[]): number {
    return super.append(work);
  }
}

/** Keeps the oldest of what changed more than once. */
class DroppingOutbox extends PlainOutbox {
  override after(seq: number, maxBytes: number): OutboxEntry[] {
    const coalescer = new Coalescer();
    return super.after(seq, maxBytes).map((entry) => ({ ...entry, frame: coalescer.thin(entry.frame) }));
  }
}

/** An agent's store and a controller's, with a wire between them that the steps move. */
class Pair {
  readonly rig: Rig = Rig.withSwitches(2);
  private readonly clock = new ManualClock();
  private readonly db = openAgentDatabase(':memory:');
  private readonly kind: typeof Outbox;
  private outbox: Outbox;
  private snapshots: Snapshots;

  constructor(kind: typeof Outbox) {
    this.kind = kind;
    this.outbox = this.open();
    this.snapshots = this.openSnapshots();
  }

  take(scan: Omit<ScanArrived, 'startedAtMs' | 'finishedAtMs'>): void {
    this.clock.advance(1000);
    this.snapshots.take({ ...scan, startedAtMs: this.clock.now(), finishedAtMs: this.clock.now() });
  }

  /** Sends up to so many frames, oldest first; what is `lost` is applied, and the acknowledgement is not heard. */
  deliver(count: number, lost: boolean): void {
    for (const { seq, frame, spooledAtMs } of this.outbox
      .after(this.outbox.acknowledgedSeq, ALL_BYTES)
      .slice(0, count)) {
      this.outbox.sending(seq);
      const now = this.rig.clock.now();
      const times = { spooledAtMs, sentAtMs: now, receivedAtMs: now };
      const { id: outboxId } = this.outbox;
      const answer = this.rig.inventory.applyDelta({
        agentId: 'agent1',
        site: SITE,
        outboxId,
        seq,
        frame,
        ...times,
      });
      expect(answer.restart).toBe(false);
      if (!lost) this.outbox.acknowledge(outboxId, answer.seq);
    }
  }

  /** The process dies and comes again over its disk. */
  crash(): void {
    this.outbox = this.open();
    this.snapshots = this.openSnapshots();
  }

  /** All that the controller holds; that a record was missing once and is back is no difference. */
  picture(): unknown {
    const records = (['port', 'sighting', 'source', 'switch'] as const).map((kind) =>
      Object.entries(this.rig.records(kind)).map(([id, fields]): [string, JsonObject] => {
        const { presence, ...others } = fields;
        return [id, presence === undefined || presence === 'active' ? others : fields];
      }),
    );
    return [records, ['sw1', 'sw2'].map((source) => this.rig.store.scans.scan(SITE, source))];
  }

  private open(): Outbox {
    return new this.kind({ db: this.db, clock: this.clock, random: seededRandom(1), maxBytes: ALL_BYTES });
  }

  private openSnapshots(): Snapshots {
    return new Snapshots({ db: this.db, outbox: this.outbox, clock: this.clock, random: seededRandom(2) });
  }
}

type Step =
  | { readonly do: 'scan'; readonly scan: Omit<ScanArrived, 'startedAtMs' | 'finishedAtMs'> }
  | { readonly do: 'deliver'; readonly count: number; readonly lost: boolean }
  | { readonly do: 'crash' };

const seen: fc.Arbitrary<SeenRecord[]> = fc.uniqueArray(
  fc.record({ key: fc.constantFrom('a', 'b', 'c'), value: fc.nat(2) }).map(
    ({ key, value }): SeenRecord => ({
      kind: 'port',
      nativeKey: key,
      sections: { status: { name: key, description: `d${value}` } },
    }),
  ),
  { selector: ({ nativeKey }) => nativeKey, maxLength: 3 },
);

const scans = fc.record({
  source: fc.constantFrom('sw1', 'sw2'),
  seen,
  how: fc.constantFrom('whole', 'whole', 'part', 'none'),
});

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: scans.map((one): Step => ({ do: 'scan', scan: toScan(one) })) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('deliver' as const), count: fc.nat(4), lost: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'crash' }) },
  ),
  { minLength: 4, maxLength: 20 },
);

function toScan(one: {
  readonly source: string;
  readonly seen: SeenRecord[];
  readonly how: string;
}): Omit<ScanArrived, 'startedAtMs' | 'finishedAtMs'> {
  const base = { source: { site: SITE, kind: 'source', id: one.source }, epoch: 1 } as const;
  const ok = { code: '', reason: '' };
  if (one.how === 'whole')
    return { ...base, ...ok, completeness: 'complete', coverage: ['port'], seen: one.seen };
  const failure = { code: 'TIMEOUT', reason: 'cut' };
  if (one.how === 'part')
    return { ...base, ...failure, completeness: 'partial', coverage: [], seen: one.seen };
  return { ...base, ...failure, completeness: 'failed', coverage: [], seen: [] };
}

/** Plays the steps and gives what the controller holds in the end. */
function play(kind: typeof Outbox, all: readonly Step[]): unknown {
  const pair = new Pair(kind);
  for (const step of all) {
    if (step.do === 'scan') pair.take(step.scan);
    else if (step.do === 'deliver') pair.deliver(step.count, step.lost);
    else pair.crash();
  }
  pair.deliver(Number.MAX_SAFE_INTEGER, false);
  return pair.picture();
}

describe(`an outbox that coalesces (seed ${SEED})`, () => {
  it('leaves at the controller what would be there had it not, scan by scan', () => {
    fc.assert(
      fc.property(steps, (all) => {
        expect(play(Outbox, all)).toEqual(play(PlainOutbox, all));
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('is caught when it drops what was newest (planted bug)', () => {
    const caught = fc.check(
      fc.property(steps, (all) => {
        expect(play(DroppingOutbox, all)).toEqual(play(PlainOutbox, all));
      }),
      { seed: SEED, numRuns: PLANTED_RUNS_MAX, endOnFailure: true },
    );
    expect(caught.failed).toBe(true);
    console.log(`planted bug: caught in run ${caught.numRuns} of seed ${SEED}`);
  });
});
