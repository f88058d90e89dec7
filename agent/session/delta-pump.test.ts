/** What goes first, and how much is under way, in bytes and messages; the other end is spoken by hand. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { decodeObserved, encodeObserved, type ScanInfo } from '../../shared/delta/index.ts';
import { ManualClock, nextTurn, type Random, seededRandom } from '../../shared/runtime/index.ts';
import type { AgentLink } from '../../shared/transport/index.ts';
import type { AgentMessage, Delta } from '../../shared/wire/index.ts';
import { type Db, Outbox, openAgentDatabase } from '../store/index.ts';
import { BACKLOG_WINDOW_BYTES, DeltaPump } from './delta-pump.ts';

const WINDOW_BYTES = 4_194_304;
const MB = 1_048_576;
/** What does not compress to less than its half. */
const NOISE = Buffer.from(seededRandom(4).bytes(300_000)).toString('hex');

class Bench {
  readonly clock: ManualClock = new ManualClock();
  readonly random: Random = seededRandom(3);
  readonly outbox: Outbox;
  /** What went out in the present session; its acknowledgement is up to the test. */
  sent: Delta[] = [];
  pump: DeltaPump | undefined;
  private number = 0;

  constructor(db: Db = openAgentDatabase(':memory:')) {
    this.outbox = new Outbox({ db, clock: this.clock, random: this.random, maxBytes: 1e9 });
  }

  /** A scan of the source with that many bytes which do not compress. */
  spool(source: string, bytes: number): void {
    this.number += 1;
    const at = this.number;
    const from = Math.floor(this.random.float() * (NOISE.length - bytes));
    const text = NOISE.slice(from, from + bytes);
    const scan: ScanInfo = {
      ...{ id: `scan-${at}`, source: { site: 'ams1', kind: 'source', id: source }, group: 'net', epoch: 1 },
      ...{ completeness: 'complete', code: '', reason: '', coverage: ['sighting'], counts: {}, full: false },
      ...{ startedAtMs: at, finishedAtMs: at },
    };
    const item = { kind: 'sighting', nativeKey: `mac-${at}`, section: 'fdb', op: 'put' } as const;
    const bodies = text.match(/.{1,10000}/g) ?? [''];
    const items = bodies.map((port, i) => ({
      ...{ ...item, nativeKey: `${item.nativeKey}-${i}`, bodyText: JSON.stringify({ port }) },
    }));
    this.outbox.append(() => encodeObserved(scan, items), `ams1/source/${source}`);
  }

  open(keep: (delta: Delta) => void = (delta) => void this.sent.push(delta)): void {
    this.pump?.stop();
    this.sent = [];
    const send = async (message: AgentMessage): Promise<void> => {
      if (message.type === 'delta') keep(message);
    };
    const link = { send, isClosed: false } as AgentLink;
    const { clock, outbox } = this;
    this.pump = new DeltaPump({ clock, outbox, link, windowBytes: WINDOW_BYTES });
    this.pump.start();
  }

  async acknowledge(seq: number): Promise<void> {
    this.outbox.acknowledge(this.outbox.id, seq);
    this.pump?.acknowledged(seq);
    await nextTurn();
  }

  get told(): string[] {
    return this.sent.map(({ frame }) => {
      const { source, id } = decodeObserved(frame).scan;
      return `${source.id} ${id}`;
    });
  }

  get bytes(): number {
    return this.sent.reduce((sum, { frame }) => sum + frame.byteLength, 0);
  }
}

describe('after a long absence', () => {
  test('a backlog of megabytes has a sixteenth of the window under way, and what is new goes out before the rest of it', async () => {
    const bench = new Bench();
    for (let i = 0; i < 100; i += 1) bench.spool(`sw${i}`, 60_000);
    expect(bench.outbox.bytes).toBeGreaterThan(2.5 * MB);
    bench.open();
    await nextTurn();
    expect(bench.bytes).toBeLessThan(BACKLOG_WINDOW_BYTES + 60_000);
    const before = bench.sent.length;
    bench.spool('live', 1000);
    await nextTurn();
    expect(bench.told.slice(before)).toEqual(['live scan-101']);
    // One acknowledgement of the oldest: the backlog goes on beside it.
    await bench.acknowledge(1);
    expect(bench.told.slice(before + 1)).toHaveLength(1);
    for (let seq = 2; seq <= 101; seq += 1) await bench.acknowledge(seq);
    expect(bench.sent.map(({ seq }) => seq)).toEqual(Array.from({ length: 101 }, (_, i) => i + 1));
    expect([bench.outbox.bytes, new Set(bench.told).size]).toEqual([0, 101]);
  });

  test('a source that waits itself goes with what it told before, in its order; one with too much waits', async () => {
    const bench = new Bench();
    for (let i = 0; i < 40; i += 1) bench.spool(`sw${i % 20}`, 30_000);
    for (let i = 0; i < 3; i += 1) bench.spool('huge', 250_000);
    bench.open();
    await nextTurn();
    const before = bench.sent.length;
    expect(before).toBeLessThan(19);
    bench.spool('huge', 1000);
    bench.spool('sw19', 1000);
    await nextTurn();
    expect(bench.told.slice(before)).toEqual(['sw19 scan-20', 'sw19 scan-40', 'sw19 scan-45']);
    for (let seq = 1; bench.outbox.bytes > 0; seq += 1) await bench.acknowledge(seq);
    // One of them is of two frames.
    const ofHuge = [...new Set(bench.told.filter((one) => one.startsWith('huge')))];
    expect(ofHuge).toEqual(['huge scan-41', 'huge scan-42', 'huge scan-43', 'huge scan-44']);
  });

  test('frames whose source nobody knows, of an older version, are not overtaken', async () => {
    const db = openAgentDatabase(':memory:');
    const bench = new Bench(db);
    for (let i = 0; i < 20; i += 1) bench.spool(`sw${i}`, 60_000);
    db.prepare("UPDATE outbox SET source = '' WHERE seq = 15").run();
    bench.open();
    await nextTurn();
    bench.spool('live', 1000);
    await nextTurn();
    expect(bench.told.at(-1)).not.toContain('live');
    for (let seq = 1; bench.outbox.bytes > 0; seq += 1) await bench.acknowledge(seq);
    // Behind the one that nobody knows it is free to go.
    expect(bench.told.findIndex((one) => one.startsWith('live'))).toBeGreaterThanOrEqual(15);
  });

  test('a frame keeps its number over sessions, and a new process goes on where the acknowledgements ended', async () => {
    const db = openAgentDatabase(':memory:');
    const bench = new Bench(db);
    for (let i = 0; i < 20; i += 1) bench.spool(`sw${i}`, 60_000);
    bench.open();
    await nextTurn();
    bench.spool('live', 1000);
    await nextTurn();
    const [first, underWay] = [bench.told, bench.sent.map(({ seq }) => seq)];
    bench.open();
    await nextTurn();
    expect([bench.told, bench.sent.map(({ seq }) => seq)]).toEqual([first, underWay]);
    await bench.acknowledge(first.length);
    const gone = new Set(bench.told.slice(0, first.length));
    // Everything that was under way has arrived.
    while (bench.sent.length > bench.outbox.acknowledgedSeq) await bench.acknowledge(bench.sent.length);
    for (const one of bench.told) gone.add(one);
    const again = new Bench(db);
    expect(again.outbox.durableSeq).toBe(21);
    again.open();
    for (let seq = again.outbox.acknowledgedSeq; again.outbox.bytes > 0; seq += 1)
      await again.acknowledge(seq);
    expect(again.told.filter((one) => gone.has(one))).toEqual([]);
    expect(again.told.length + gone.size).toBe(21);
  });
});

describe('a controller that takes everything and acknowledges nothing', () => {
  test('fills the disk of the agent, and not its memory', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wayside-pump-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const file = join(dir, 'agent.db');
    const db = openAgentDatabase(file);
    onTestFinished(() => void db.close());
    const bench = new Bench(db);
    let [messages, bytes] = [0, 0];
    bench.open(({ frame }) => {
      messages += 1;
      bytes += frame.byteLength;
    });
    for (let i = 0; i < 40; i += 1) bench.spool(`warm${i}`, 100_000);
    await nextTurn();
    const before = heldBytes();
    for (let i = 0; i < 160; i += 1) {
      bench.spool(`sw${i}`, 100_000);
      await nextTurn();
    }
    const onDisk = bench.outbox.bytes;
    expect(bytes).toBeLessThan(WINDOW_BYTES + 100_000);
    expect(messages).toBeLessThan(260);
    expect(onDisk - bytes).toBeGreaterThan(3 * MB);
    expect(statSync(file).size + statSync(`${file}-wal`).size).toBeGreaterThan(onDisk);
    expect(heldBytes() - before).toBeLessThan((onDisk - bytes) / 2);
  });
});

/** What this process holds, once nothing is left to collect. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('no garbage collector to ask');
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
