/** How a session begins an outbox anew with a controller that compares digests, and with one that does not. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { decodeObserved, type ObservedDelta } from '../../shared/delta/index.ts';
import type { SourceDifference } from '../../shared/wire/index.ts';
import { COMPARE_MAX_MS } from './fresh-start.ts';
import { CONTROLLER, HEARTBEAT_MS, SessionBench, settle, Talk, WINDOW_BYTES } from './testing/bench.ts';

const SOURCE = { site: 'ams1', kind: 'source', id: 'sw1' } as const;

/** An agent that knows these addresses, and whose controller lost its place. */
async function lost(options: { readonly minor?: number } = {}): Promise<{ bench: SessionBench; talk: Talk }> {
  const bench = new SessionBench();
  onTestFinished(() => void bench.db.close());
  bench.scan(...Array.from({ length: 30 }, (_, i) => `mac${i}`));
  bench.outbox.acknowledge(bench.outbox.id, 1);
  bench.meta.setController({ incarnation: CONTROLLER, epoch: 1 });
  const talk = new Talk(bench);
  await talk.say({
    ...{ type: 'welcome', controllerOrigin: CONTROLLER, sessionNumber: 4, protocolVersion: 1 },
    ...{ heartbeatMs: HEARTBEAT_MS, deltaWindowBytes: WINDOW_BYTES, time: 0, softwareVersion: '1' },
    ...(options.minor === undefined ? {} : { protocolMinor: options.minor }),
    positions: [{ site: 'ams1', epoch: 1, incarnation: CONTROLLER, outboxId: 'other', seq: 7 }],
  });
  return { bench, talk };
}

const answer = (differing: SourceDifference['differing']): Parameters<Talk['say']>[0] => ({
  ...{ type: 'digestsCompared', sources: [{ source: SOURCE, differing }] },
});

const told = (talk: Talk): ObservedDelta[] => talk.of('delta').map(({ frame }) => decodeObserved(frame));

describe('a fresh start', () => {
  test('sends digests first, nothing else of its sources before the answer, and then what differs alone', async () => {
    const { bench, talk } = await lost({ minor: 1 });
    const [message] = talk.of('digestsTold');
    const { bits = 0 } = message?.sources[0]?.digest ?? {};
    expect(message?.sources.map(({ source }) => source)).toEqual([SOURCE]);
    const { id } = bench.outbox;
    expect(talk.of('delta')).toEqual([]);
    await talk.say(answer([2]));
    expect(bench.outbox.id).not.toBe(id);
    const [delta, ...others] = told(talk);
    expect(others).toEqual([]);
    expect(delta?.scan).toMatchObject({
      full: true,
      scope: { bits, buckets: [2] },
      counts: { sighting: 30 },
    });
    expect(delta?.items.length).toBeGreaterThan(0);
    expect(delta?.items.length).toBeLessThan(15);
    // The session goes on as any other.
    bench.scan('mac1');
    await settle();
    expect(talk.of('delta').map(({ seq }) => seq)).toEqual([1, 2]);
  });

  test('sends what was scanned while the answer was out, too', async () => {
    const { bench, talk } = await lost({ minor: 1 });
    bench.scan(...Array.from({ length: 30 }, (_, i) => `mac${i}`), 'late');
    await settle();
    expect(talk.of('delta')).toEqual([]);
    await talk.say(answer([]));
    expect(told(talk).flatMap(({ items }) => items.map(({ nativeKey }) => nativeKey))).toContain('late');
  });

  test.each([
    ['the controller holds nothing of the source', undefined],
    ['most of it differs', Array.from({ length: 9 }, (_, i) => i)],
  ])('sends all of a source when %s', async (_, differing) => {
    const { talk } = await lost({ minor: 1 });
    await talk.say(answer(differing));
    const [delta] = told(talk);
    expect(delta?.scan.scope).toBeUndefined();
    expect(delta?.items).toHaveLength(30);
  });

  test('sends all when the two differ even after the comparison, and asks for no other one', async () => {
    const { bench, talk } = await lost({ minor: 1 });
    await talk.say(answer([]));
    expect(told(talk)[0]?.items).toEqual([]);
    await talk.say({ type: 'deltaAcknowledged', outboxId: bench.outbox.id, seq: 0, restart: true });
    expect(talk.of('digestsTold')).toHaveLength(1);
    expect(told(talk).at(-1)?.items).toHaveLength(30);
  });

  test('sends all at once to a controller of an earlier version, and to one that does not answer', async () => {
    const old = await lost();
    expect(old.talk.of('digestsTold')).toEqual([]);
    expect(told(old.talk)[0]?.items).toHaveLength(30);
    const silent = await lost({ minor: 1 });
    for (let ms = 0; ms < COMPARE_MAX_MS; ms += HEARTBEAT_MS) {
      silent.bench.clock.advance(HEARTBEAT_MS);
      await silent.talk.say({ type: 'heartbeat', time: 0, runningTargets: 0, outboxBytes: 0 });
    }
    expect(told(silent.talk)[0]?.items).toHaveLength(30);
    // Too late: the outbox has begun.
    const { id } = silent.bench.outbox;
    await silent.talk.say(answer([]));
    expect(silent.bench.outbox.id).toBe(id);
  });

  test('ends the session when there is no room for the new outbox, and finds its reason in the next one', async () => {
    const { bench, talk } = await lost({ minor: 1 });
    const { id } = bench.outbox;
    bench.db.exec("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT raise(FAIL, 'no room'); END");
    bench.clock.advance(COMPARE_MAX_MS);
    await talk.end;
    expect(bench.outbox.id).toBe(id);
    bench.db.exec('DROP TRIGGER full');
    const again = new Talk(bench);
    await again.welcome({ outboxId: 'other', seq: 7 });
    expect(told(again)[0]?.items).toHaveLength(30);
  });

  test('finds its reason again when the session ended before the answer', async () => {
    const { bench, talk } = await lost({ minor: 1 });
    const { id } = bench.outbox;
    talk.link.cut();
    await talk.end;
    bench.clock.advance(COMPARE_MAX_MS);
    expect(bench.outbox.id).toBe(id);
    const again = new Talk(bench);
    await again.welcome({ outboxId: 'other', seq: 7 });
    expect(told(again)[0]?.items).toHaveLength(30);
  });
});

describe('an outbox that had to drop', () => {
  test('begins anew at the next hello, and within a session at the next heartbeat', async () => {
    const bench = new SessionBench({ outboxBytes: 1000 });
    onTestFinished(() => void bench.db.close());
    bench.meta.setController({ incarnation: CONTROLLER, epoch: 1 });
    for (let i = 0; i < 5; i += 1) bench.bigScan();
    expect(bench.outbox.dropped).not.toEqual([]);
    const { id } = bench.outbox;
    const talk = new Talk(bench);
    await talk.welcome({ outboxId: id, seq: 0 });
    expect(bench.outbox.dropped).toEqual([]);
    expect(told(talk)[0]).toMatchObject({ scan: { full: true } });
    for (let i = 0; i < 5; i += 1) bench.bigScan(`sw${i}`);
    expect(bench.outbox.dropped).not.toEqual([]);
    const second = bench.outbox.id;
    bench.clock.advance(HEARTBEAT_MS);
    await settle();
    expect(bench.outbox.dropped).toEqual([]);
    expect(bench.outbox.id).not.toBe(second);
    expect(talk.of('delta').at(-1)).toMatchObject({ outboxId: bench.outbox.id });
  });
});
