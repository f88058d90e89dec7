import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { decodeObserved, encodeObserved } from '../../shared/delta/index.ts';
import { ManualClock, seededRandom } from '../../shared/runtime/index.ts';
import { openAgentDatabase } from './database.ts';
import type { Db } from './db.ts';
import { Outbox, type SourcedFrame } from './outbox.ts';
import { dropWords } from './outbox-drops.ts';

const told = (...frames: Uint8Array[]) => frames.map((one) => ({ source: 'sw1', frame: one }));
const frame = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-outbox-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function open(file: string): Db {
  const db = openAgentDatabase(file);
  onTestFinished(() => void db.close());
  return db;
}

/** A frame of a scan that saw the values, each of one record. */
function scan(at: number, seen: Readonly<Record<string, string | number>>): Uint8Array {
  const [frame = new Uint8Array()] = encodeObserved(
    {
      ...{ id: `s${at}`, source: { site: 'ams1', kind: 'source', id: 'sw1' }, group: 'net', epoch: 1 },
      ...{ completeness: 'complete', code: '', reason: '', coverage: ['sighting'], counts: {}, full: false },
      ...{ startedAtMs: at, finishedAtMs: at },
    },
    Object.entries(seen).map(([nativeKey, port]) => ({
      ...{ kind: 'sighting', nativeKey, section: 'fdb', op: 'put', bodyText: JSON.stringify({ port }) },
    })),
  );
  return frame;
}

const values = (bytes: Uint8Array): Record<string, unknown> =>
  Object.fromEntries(decodeObserved(bytes).items.map(({ nativeKey, body }) => [nativeKey, body['port']]));

let seed = 0;
function outboxOn(db: Db, maxBytes = 1000): Outbox {
  seed += 1;
  return new Outbox({ db, clock: new ManualClock(), random: seededRandom(seed), maxBytes });
}

const queued = (outbox: Outbox): [number, string][] =>
  outbox.after(0, 1e9).map((entry) => [entry.seq, text(entry.frame)]);

describe('the outbox', () => {
  test('numbers frames densely from 1 and gives them out in order, as many as fit but at least one', () => {
    const outbox = outboxOn(open(':memory:'));
    expect(outbox.append(() => [frame('aaaa'), frame('bb')])).toBe(2);
    expect(outbox.append(() => [frame('c')])).toBe(3);
    expect(outbox.append(() => [])).toBe(3);
    expect(queued(outbox)).toEqual([
      [1, 'aaaa'],
      [2, 'bb'],
      [3, 'c'],
    ]);
    expect(outbox.bytes).toBe(7);
    expect(outbox.after(0, 1).map(({ seq }) => seq)).toEqual([1]);
    expect(outbox.after(0, 6).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(outbox.after(3, 6)).toEqual([]);
  });

  test('drops what is acknowledged and nothing after it, and never what another outbox acknowledged', () => {
    const outbox = outboxOn(open(':memory:'));
    outbox.append(() => [frame('aaaa'), frame('bb'), frame('c')]);
    outbox.acknowledge('another', 3);
    expect(outbox.acknowledgedSeq).toBe(0);
    outbox.acknowledge(outbox.id, 2);
    outbox.acknowledge(outbox.id, 1);
    expect(queued(outbox)).toEqual([[3, 'c']]);
    expect([outbox.acknowledgedSeq, outbox.bytes]).toEqual([2, 1]);
    // More than there is: the other side is mistaken about what was sent, not about what it has.
    outbox.acknowledge(outbox.id, 99);
    expect([outbox.acknowledgedSeq, outbox.durableSeq, outbox.bytes]).toEqual([3, 3, 0]);
    expect(outbox.append(() => [frame('d')])).toBe(4);
  });

  test('over its bound drops all that waits, counts it by source, and queues nothing until it begins anew', () => {
    const db = open(':memory:');
    const outbox = outboxOn(db, 900);
    const [big, small] = [scan(1, { a: 'x'.repeat(150) }), scan(2, { b: 1 })];
    outbox.append(() => [big], 'sw1');
    outbox.sending(1);
    const work = (): Uint8Array[] => {
      db.prepare("INSERT INTO meta (key, value) VALUES ('beside', 'it')").run();
      return [small, small];
    };
    // One past what there is: only the next outbox settles it.
    expect(outbox.append(work, 'sw2')).toBe(2);
    expect(db.prepare("SELECT value FROM meta WHERE key = 'beside'").pluck().get()).toBe('it');
    expect(outbox.append(() => [small], 'sw2')).toBe(2);
    expect([outbox.bytes, outbox.after(0, 1e9)]).toEqual([0, []]);
    const dropped = [
      { source: 'sw2', deltas: 3, reason: 'size' },
      { source: 'sw1', deltas: 1, reason: 'size' },
    ];
    expect(outbox.dropped).toMatchObject(dropped);
    expect(dropWords(outbox.dropped)).toBe(
      '4 deltas that did not fit were dropped, of sw2 (3), sw1 (1); what they told is sent anew once the controller takes it',
    );
    const again = outboxOn(db, 900);
    expect(again.dropped).toMatchObject(dropped);
    again.restart(() => told(big, big));
    expect([again.dropped, dropWords(again.dropped), queued(again).length]).toEqual([[], '', 2]);
    // The snapshot is over the bound by itself, and does not count.
    expect(again.append(() => [small], 'sw2')).toBe(3);
    expect(outboxOn(db, 900).append(() => [small], 'sw2')).toBe(4);
  });

  test('drops what waited for longer than its age, and not before', () => {
    const clock = new ManualClock();
    const random = seededRandom(1);
    const outbox = new Outbox({ db: open(':memory:'), clock, random, maxBytes: 1e9, maxAgeMs: 1000 });
    outbox.append(() => [scan(1, {})], 'sw1');
    clock.advance(1000);
    outbox.append(() => [scan(2, {})], 'sw1');
    expect(outbox.dropped).toEqual([]);
    clock.advance(1);
    outbox.append(() => [scan(3, {})], 'sw1');
    expect(outbox.dropped).toMatchObject([{ source: 'sw1', deltas: 3, reason: 'age' }]);
  });

  test('keeps of a record that changed ten times only the newest, and every scan', () => {
    const outbox = outboxOn(open(':memory:'), 1e9);
    for (let value = 1; value <= 10; value += 1) outbox.append(() => [scan(value, { a: value })], 'sw1');
    outbox.append(() => [scan(11, { a: 0 })], 'sw2');
    expect(outbox.after(0, 1e9).map(({ frame }) => values(frame))).toEqual([
      ...Array.from({ length: 9 }, () => ({})),
      { a: 10 },
      { a: 0 },
    ]);
    expect(outbox.after(0, 1e9).map(({ frame }) => decodeObserved(frame).scan.startedAtMs)).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    ]);
    expect(outbox.bytes).toBe(outbox.after(0, 1e9).reduce((sum, { frame }) => sum + frame.byteLength, 0));
  });

  test('leaves as it is what is under way, and passes over a long queue only as it doubles', () => {
    const outbox = outboxOn(open(':memory:'), 1e9);
    outbox.append(() => [scan(1, { a: 1 })], 'sw1');
    outbox.sending(1);
    outbox.append(() => [scan(2, { a: 2 })], 'sw1');
    expect(outbox.after(0, 1e9).map(({ frame }) => values(frame))).toEqual([{ a: 1 }, { a: 2 }]);
    const noise = seededRandom(9);
    const long = (): string => Buffer.from(noise.bytes(15_000)).toString('hex');
    const sizes: number[] = [];
    for (let i = 3; i < 40; i += 1) {
      outbox.append(() => [scan(i, { a: long(), b: i })], 'sw1');
      sizes.push(outbox.bytes);
    }
    const one = Math.max(...outbox.after(2, 1e9).map(({ frame }) => frame.byteLength));
    expect(Math.max(...sizes)).toBeLessThan(4 * one);
    expect(Math.max(...sizes)).toBeGreaterThan(one);
  });

  test('that is started anew has another id, begins at 1 with what it was given, and keeps nothing else', () => {
    const outbox = outboxOn(open(':memory:'), 10);
    const { id } = outbox;
    outbox.append(() => [frame('old'), frame('older')]);
    outbox.acknowledge(id, 1);
    // The snapshot lies on this disk already, so the bound of the queue does not count for it.
    outbox.restart(() => told(frame('all that is known'), frame('and more')));
    expect(outbox.id).not.toBe(id);
    expect(queued(outbox)).toEqual([
      [1, 'all that is known'],
      [2, 'and more'],
    ]);
    expect([outbox.acknowledgedSeq, outbox.durableSeq, outbox.bytes]).toEqual([0, 2, 25]);
    outbox.acknowledge(id, 2);
    expect(outbox.acknowledgedSeq).toBe(0);
  });

  test('is as it was when starting it anew fails half way', () => {
    const outbox = outboxOn(open(':memory:'));
    outbox.append(() => [frame('a'), frame('b')]);
    outbox.acknowledge(outbox.id, 1);
    const { id } = outbox;
    const broken = function* (): Generator<SourcedFrame> {
      yield* told(frame('first'));
      throw new Error('the disk went away');
    };
    expect(() => outbox.restart(broken)).toThrow('the disk went away');
    expect([outbox.id, outbox.acknowledgedSeq, outbox.durableSeq, outbox.bytes]).toEqual([id, 1, 2, 1]);
    expect(outbox.append(() => [frame('c')])).toBe(3);
    expect(queued(outbox)).toEqual([
      [2, 'b'],
      [3, 'c'],
    ]);
  });

  test('opened again after a crash has what was there when the process died', () => {
    const dir = folder();
    const file = join(dir, 'agent.db');
    const outbox = outboxOn(open(file));
    outbox.append(() => [frame('a'), frame('b'), frame('c')]);
    outbox.acknowledge(outbox.id, 2);
    // What a kill leaves behind: the files as they are, the log not written back.
    for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, join(dir, `copy.db${end}`));
    outbox.append(() => [frame('later')]);
    const again = outboxOn(open(join(dir, 'copy.db')));
    expect([again.id, again.acknowledgedSeq, again.durableSeq, again.bytes]).toEqual([outbox.id, 2, 3, 1]);
    expect(queued(again)).toEqual([[3, 'c']]);
    again.acknowledge(again.id, 3);
    const empty = outboxOn(open(join(dir, 'copy.db')));
    expect(empty.append(() => [frame('d')])).toBe(4);
  });

  test('knows what this process sent, and of earlier ones only what arrived', () => {
    const db = open(':memory:');
    const outbox = outboxOn(db);
    outbox.append(() => [frame('a'), frame('b'), frame('c')]);
    outbox.sending(2);
    outbox.sending(1);
    outbox.acknowledge(outbox.id, 1);
    expect(outbox.sentSeq).toBe(2);
    expect(outboxOn(db).sentSeq).toBe(1);
    outbox.restart(() => told(frame('x')));
    expect(outbox.sentSeq).toBe(0);
  });

  test('lies in files that nobody else may read', () => {
    const before = process.umask(0o022);
    onTestFinished(() => void process.umask(before));
    const file = join(folder(), 'agent.db');
    outboxOn(open(file)).append(() => [frame('a')]);
    for (const end of ['', '-wal', '-shm']) expect(statSync(`${file}${end}`).mode & 0o777).toBe(0o600);
  });
});

describe('waiting for acknowledgement', () => {
  const state = async (work: Promise<void>): Promise<string> => {
    const settled = work.then(
      () => 'settled',
      (error: unknown) => String(error),
    );
    return Promise.race([settled, new Promise<string>((resolve) => setImmediate(resolve, 'waits'))]);
  };

  test('ends when everything up to the seq is acknowledged', async () => {
    const outbox = outboxOn(open(':memory:'));
    const never = new AbortController().signal;
    outbox.append(() => [frame('a'), frame('b'), frame('c')]);
    const done = outbox.settled(outbox.id, 2, never);
    outbox.acknowledge(outbox.id, 1);
    expect(await state(done)).toBe('waits');
    outbox.acknowledge(outbox.id, 2);
    expect(await state(done)).toBe('settled');
    expect(await state(outbox.settled(outbox.id, 1, never))).toBe('settled');
  });

  test('goes on with the full snapshot when the outbox is started anew', async () => {
    const outbox = outboxOn(open(':memory:'));
    const { id } = outbox;
    outbox.append(() => [frame('a')]);
    const done = outbox.settled(id, 1, new AbortController().signal);
    outbox.restart(() => told(frame('x'), frame('y')));
    expect(await state(done)).toBe('waits');
    outbox.acknowledge(outbox.id, 1);
    expect(await state(done)).toBe('waits');
    outbox.acknowledge(outbox.id, 2);
    expect(await state(done)).toBe('settled');
    outbox.restart(() => told());
    expect(await state(outbox.settled(id, 1, new AbortController().signal))).toBe('settled');
  });

  test('ends with the reason of its signal, and leaves no listener behind', async () => {
    const outbox = outboxOn(open(':memory:'));
    outbox.append(() => [frame('a')]);
    const stop = new AbortController();
    const done = outbox.settled(outbox.id, 1, stop.signal);
    stop.abort(new Error('enough'));
    expect(await state(done)).toBe('Error: enough');
    expect(await state(outbox.settled(outbox.id, 1, stop.signal))).toBe('Error: enough');
    expect(outbox.events.listenerCount('acknowledged') + outbox.events.listenerCount('appended')).toBe(0);
  });
});
