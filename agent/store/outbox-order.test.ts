/** Whatever overtakes what: numbers are dense, no frame goes twice or never, and each source tells in its order. */
import { expect, test } from 'vitest';
import { encodeObserved } from '../../shared/delta/index.ts';
import { ManualClock, type Random, seededRandom } from '../../shared/runtime/index.ts';
import { openAgentDatabase } from './database.ts';
import type { Db } from './db.ts';
import { Outbox } from './outbox.ts';

const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e6));
const RUNS = 30;
const STEPS = 60;
const SOURCES = ['sw1', 'sw2', 'sw3', 'sw4'];

/** A frame without items: nothing of it can be thinned. */
function scan(at: number, source: string): Uint8Array {
  const [frame = new Uint8Array()] = encodeObserved(
    {
      ...{ id: `${source} ${at}`, source: { site: 'ams1', kind: 'source', id: source }, group: 'net' },
      ...{ completeness: 'complete', code: '', reason: '', coverage: ['sighting'], counts: {}, full: false },
      ...{ epoch: 1, startedAtMs: at, finishedAtMs: at },
    },
    [],
  );
  return frame;
}

/** The other side: takes numbers in order, each once, and knows which frame it was. */
interface Held {
  seq: number;
  readonly frames: Uint8Array[];
}

class Run {
  private readonly random: Random;
  private readonly db: Db = openAgentDatabase(':memory:');
  private readonly told: Uint8Array[] = [];
  private readonly held: Held = { seq: 0, frames: [] };
  private outbox: Outbox;
  private session = { afterSeq: 0, backlogPlace: 0 };

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.outbox = this.open();
  }

  all(): { readonly told: readonly Uint8Array[]; readonly held: readonly Uint8Array[] } {
    for (let i = 0; i < STEPS; i += 1) this.step();
    while (this.outbox.bytes > 0) {
      while (this.send(true));
      this.outbox.acknowledge(this.outbox.id, this.held.seq);
    }
    expect(this.outbox.acknowledgedSeq).toBe(this.told.length);
    return { told: this.told, held: this.held.frames };
  }

  private step(): void {
    const kind = this.random.float();
    if (kind < 0.35) this.append();
    else if (kind < 0.75) this.send(this.random.float() < 0.5);
    else if (kind < 0.9) this.outbox.acknowledge(this.outbox.id, Math.max(0, this.held.seq - this.below(3)));
    else if (kind < 0.96) this.begin();
    else this.restart();
  }

  private append(): void {
    const source = SOURCES[this.below(SOURCES.length)] ?? '';
    const frames = Array.from({ length: 1 + this.below(2) }, (_, i) => scan(this.told.length + i, source));
    this.outbox.append(() => frames, source);
    this.told.push(...frames);
  }

  /** False: nothing to send. */
  private send(backlogToo: boolean): boolean {
    const entry = this.outbox.next({ ...this.session, backlogToo });
    if (!entry) return false;
    this.session.afterSeq = entry.seq;
    expect(entry.seq).toBeLessThanOrEqual(this.held.seq + 1);
    if (entry.seq > this.held.seq) {
      this.held.seq = entry.seq;
      this.held.frames.push(entry.frame);
    } else expect(entry.frame).toEqual(this.held.frames[entry.seq - 1]);
    return true;
  }

  /** Another session of the same process; the acknowledgements of the last one may be lost. */
  private begin(): void {
    this.session = { afterSeq: this.outbox.acknowledgedSeq, backlogPlace: this.outbox.durableSeq };
  }

  /** Another process. With frames under way it would begin anew, so here it stops in order. */
  private restart(): void {
    this.outbox.acknowledge(this.outbox.id, this.held.seq);
    this.outbox = this.open();
    this.begin();
  }

  private open(): Outbox {
    return new Outbox({ db: this.db, clock: new ManualClock(), random: this.random, maxBytes: 1e9 });
  }

  private below(count: number): number {
    return Math.floor(this.random.float() * count);
  }
}

const bySource = (frames: readonly Uint8Array[]): string[] =>
  frames.map((frame) => new TextDecoder().decode(frame)).sort();

/** What is wrong with the order in which the other side has them. */
function problem({ told, held }: ReturnType<Run['all']>): string | undefined {
  if (bySource(held).join() !== bySource(told).join()) return 'not the same frames';
  const key = (frame: Uint8Array): string => Buffer.from(frame).toString('base64');
  const places = new Map(told.map((frame, i) => [key(frame), i]));
  const last = new Map<string, number>();
  for (const frame of held) {
    const at = places.get(key(frame)) ?? -1;
    const source = /sw\d/.exec(new TextDecoder('latin1').decode(frame))?.[0] ?? '';
    if (at < (last.get(source) ?? -1)) return `${source} tells ${at} after ${last.get(source)}`;
    last.set(source, at);
  }
  return undefined;
}

test(`each source tells in its order, every frame once, with dense numbers, whatever goes ahead (SEED=${SEED})`, () => {
  let overtaken = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const end = new Run(SEED + run).all();
    expect([SEED + run, problem(end)]).toEqual([SEED + run, undefined]);
    if (
      end.held.some((frame, i) => frame !== end.told[i] && !Buffer.from(frame).equals(end.told[i] ?? frame))
    )
      overtaken += 1;
  }
  expect(overtaken).toBeGreaterThan(RUNS / 4);
});

test('a frame before an earlier one of its source, twice or left out is found', () => {
  const told = [scan(1, 'sw1'), scan(2, 'sw2'), scan(3, 'sw1')];
  const [first, second, third] = told as [Uint8Array, Uint8Array, Uint8Array];
  expect(problem({ told, held: [second, first, third] })).toBeUndefined();
  expect(problem({ told, held: [third, first, second] })).toBe('sw1 tells 0 after 2');
  expect(problem({ told, held: [first, second] })).toBe('not the same frames');
  expect(problem({ told, held: [first, first, second, third] })).toBe('not the same frames');
});
