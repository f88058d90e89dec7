import { beforeEach, describe, expect, test } from 'vitest';
import { decodeObserved } from '../../shared/delta/index.ts';
import type { JobEnded, JobOffered, Position } from '../../shared/wire/index.ts';
import { WELCOME_MAX_MS } from './session.ts';
import { CONTROLLER, HEARTBEAT_MS, SessionBench, settle, Talk, WINDOW_BYTES } from './testing/bench.ts';

let bench: SessionBench;
beforeEach(() => {
  bench = new SessionBench();
});

const isFull = (frame: Uint8Array): boolean => decodeObserved(frame).scan.full;

describe('a session begins', () => {
  test('with the state of the agent, then of the controller, then results and deltas', async () => {
    bench.scan('aa');
    const talk = new Talk(bench);
    await settle();
    expect(talk.heard).toEqual([
      {
        ...{ type: 'hello', agentId: 'a1', bootId: 'boot', sessionNumber: 4, protocolVersion: 1 },
        protocolMinor: 1,
        ...{ softwareVersion: '1', nodeVersion: 'v20', os: 'linux', capabilities: ['switch.collect'] },
        ...{ targetSlots: 50, attempts: [{ jobId: 'j1', attempt: 1, state: 'ended' }] },
        ...{ outboxId: bench.outbox.id, durableSeq: 1, acknowledgedSeq: 0, time: bench.clock.now() },
        sealKey: expect.objectContaining({ number: 1 }),
      },
    ]);
    expect([talk.session.isOpen, bench.runner.resent]).toEqual([false, 0]);
    await talk.welcome();
    expect([talk.session.isOpen, bench.runner.resent]).toEqual([true, 1]);
    expect(talk.of('delta')).toMatchObject([
      { outboxId: bench.outbox.id, seq: 1, sendTime: bench.clock.now() },
    ]);
    expect(bench.meta.controller()).toEqual({ incarnation: CONTROLLER, epoch: 1 });
  });

  test('with nothing but a welcome', async () => {
    const talk = new Talk(bench);
    await talk.say({ type: 'heartbeat', time: 0, runningTargets: 0, outboxBytes: 0 });
    expect(await talk.end).toMatchObject({ welcomed: false, error: { code: 'BAD_FRAME' } });
  });

  test('within a bound of time', async () => {
    const talk = new Talk(bench);
    await settle();
    bench.clock.advance(WELCOME_MAX_MS);
    expect(await talk.end).toMatchObject({ welcomed: false, error: { code: 'TIMEOUT' } });
  });

  test('only where the controller is the home of the site, under no older epoch than the one known', async () => {
    const stranger = new Talk(bench);
    await stranger.welcome({ site: 'ber1' });
    expect(await stranger.end).toMatchObject({ welcomed: false, error: { code: 'STALE_EPOCH' } });
    bench.meta.setController({ incarnation: 'other.1', epoch: 5 });
    bench.scan('aa');
    const older = new Talk(bench);
    await older.welcome({ epoch: 4 });
    expect(await older.end).toMatchObject({ welcomed: false, error: { code: 'STALE_EPOCH' } });
    expect(older.of('delta')).toEqual([]);
    expect(bench.meta.controller()).toEqual({ incarnation: 'other.1', epoch: 5 });
    expect(bench.runner.resent).toBe(0);
  });
});

describe('the hello rules', () => {
  /** Two scans; the first delta is acknowledged, by a controller that the agent knows. */
  const known = (): string => {
    bench.scan('aa', 'bb');
    bench.outbox.acknowledge(bench.outbox.id, 1);
    bench.scan('bb');
    bench.meta.setController({ incarnation: CONTROLLER, epoch: 1 });
    return bench.outbox.id;
  };

  test.each<[string, (id: string) => Partial<Position>]>([
    ['the controller has a new incarnation', (id) => ({ outboxId: id, seq: 1, incarnation: 'origin.2' })],
    ['the site has a new epoch', (id) => ({ outboxId: id, seq: 1, epoch: 2 })],
    ['the controller lost what it had acknowledged', (id) => ({ outboxId: id, seq: 0 })],
    ['the controller holds nothing', () => ({})],
    ['the controller holds another outbox', () => ({ outboxId: 'other', seq: 9 })],
    ['the agent lost what it had sent', (id) => ({ outboxId: id, seq: 3 })],
    ['the controller holds what this process never sent', (id) => ({ outboxId: id, seq: 2 })],
  ])('begin a new outbox with a full snapshot when %s', async (_, position) => {
    const id = known();
    const talk = new Talk(bench);
    await talk.welcome(position(id));
    expect(bench.outbox.id).not.toBe(id);
    const [delta, ...more] = talk.of('delta');
    expect(more).toEqual([]);
    expect(delta).toMatchObject({ outboxId: bench.outbox.id, seq: 1 });
    const { scan: info, items } = decodeObserved(delta?.frame ?? new Uint8Array());
    expect(info).toMatchObject({ full: true, epoch: position(id).epoch ?? 1 });
    expect(items.map(({ nativeKey }) => nativeKey)).toEqual(['bb']);
    expect(bench.meta.controller()?.incarnation).toBe(position(id).incarnation ?? CONTROLLER);
  });

  test('let the outbox go on when the controller holds what it acknowledged', async () => {
    const id = known();
    const talk = new Talk(bench);
    await talk.welcome({ outboxId: id, seq: 1 });
    expect(bench.outbox.id).toBe(id);
    expect(talk.of('delta').map(({ seq }) => seq)).toEqual([2]);
  });

  test('let the outbox go on when only an acknowledgement was lost', async () => {
    const id = known();
    const first = new Talk(bench);
    await first.welcome({ outboxId: id, seq: 1 });
    first.link.cut();
    const second = new Talk(bench);
    await second.welcome({ outboxId: id, seq: 2 });
    expect([bench.outbox.id, bench.outbox.acknowledgedSeq]).toEqual([id, 2]);
    expect(second.of('delta')).toEqual([]);
  });

  test('let an agent without a past begin with full scans, whatever an earlier one of its name told', async () => {
    const { id } = bench.outbox;
    const talk = new Talk(bench);
    await talk.welcome({ outboxId: 'of an agent before it', seq: 40 });
    bench.scan('aa');
    await settle();
    expect(bench.outbox.id).not.toBe(id);
    expect(talk.of('delta')).toMatchObject([{ outboxId: bench.outbox.id, seq: 1 }]);
    expect(talk.of('delta').map(({ frame }) => isFull(frame))).toEqual([true]);
  });

  test('find the same reason again after a crash between the two writes', async () => {
    known();
    bench.db.exec("CREATE TRIGGER stop BEFORE INSERT ON outbox BEGIN SELECT raise(FAIL, 'crash'); END");
    const talk = new Talk(bench);
    await talk.welcome({ outboxId: bench.outbox.id, seq: 1, incarnation: 'origin.2' });
    expect(await talk.end).toMatchObject({ welcomed: false });
    expect(bench.meta.controller()?.incarnation).toBe(CONTROLLER);
    bench.db.exec('DROP TRIGGER stop');
    const again = new Talk(bench);
    await again.welcome({ outboxId: bench.outbox.id, seq: 1, incarnation: 'origin.2' });
    expect(again.of('delta').map(({ frame }) => isFull(frame))).toEqual([true]);
  });
});

describe('deltas', () => {
  test('go out no further than the window, and on with each acknowledgement, until the outbox is empty', async () => {
    for (let i = 0; i < 12; i += 1) bench.bigScan();
    const bytes = new Map(bench.outbox.after(0, 1e9).map(({ seq, frame }) => [seq, frame.byteLength]));
    const largest = Math.max(...bytes.values());
    const talk = new Talk(bench);
    await talk.welcome();
    let acknowledged = 0;
    while (acknowledged < 12) {
      const unacknowledged = talk.of('delta').filter(({ seq }) => seq > acknowledged);
      const underWay = unacknowledged.reduce((sum, { seq }) => sum + (bytes.get(seq) ?? 0), 0);
      expect(underWay).toBeGreaterThan(0);
      expect(underWay).toBeLessThanOrEqual(WINDOW_BYTES + largest);
      acknowledged += 1;
      await talk.say({
        type: 'deltaAcknowledged',
        outboxId: bench.outbox.id,
        seq: acknowledged,
        restart: false,
      });
    }
    expect(talk.of('delta').map(({ seq }) => seq)).toEqual([...bytes.keys()]);
    expect([bench.outbox.acknowledgedSeq, bench.outbox.bytes]).toEqual([12, 0]);
  });

  test('wait on disk and not in memory when the controller reads nothing', async () => {
    const talk = new Talk(bench, { reads: false });
    await talk.welcome();
    for (let i = 0; i < 200; i += 1) bench.scan(`mac${i}`);
    await settle();
    expect(talk.link.agent.queuedBytes).toBeLessThan(1000);
    expect(bench.outbox.durableSeq).toBe(200);
    void talk.read();
    await settle();
    const bytes = talk.of('delta').reduce((sum, { frame }) => sum + frame.byteLength, 0);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(2 * WINDOW_BYTES);
  });

  test('begin anew when the controller says that it does not know the outbox, as often as it says so', async () => {
    bench.scan('aa');
    const talk = new Talk(bench);
    await talk.welcome();
    const first = bench.outbox.id;
    await talk.say({ type: 'deltaAcknowledged', outboxId: first, seq: 0, restart: true });
    expect(talk.of('delta').map(({ outboxId, seq }) => [outboxId, seq])).toEqual([
      [first, 1],
      [bench.outbox.id, 1],
    ]);
    // What still comes for the old one counts for nothing.
    await talk.say({ type: 'deltaAcknowledged', outboxId: first, seq: 1, restart: false });
    await talk.say({ type: 'deltaAcknowledged', outboxId: first, seq: 1, restart: true });
    expect([bench.outbox.acknowledgedSeq, talk.of('delta').length]).toEqual([0, 2]);
  });

  test('of a new outbox go out from its first one on, however many of the old one were sent', async () => {
    for (let i = 0; i < 8; i += 1) bench.bigScan(`sw${i}`);
    const talk = new Talk(bench);
    await talk.welcome();
    expect(talk.of('delta').length).toBeLessThan(8);
    await talk.say({ type: 'deltaAcknowledged', outboxId: bench.outbox.id, seq: 0, restart: true });
    for (let seq = 1; seq <= 8; seq += 1)
      await talk.say({ type: 'deltaAcknowledged', outboxId: bench.outbox.id, seq, restart: false });
    const sent = talk.of('delta').filter(({ outboxId }) => outboxId === bench.outbox.id);
    expect(sent.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('of a new outbox have the whole window, whatever was under way of the old one', async () => {
    for (let i = 0; i < 12; i += 1) bench.bigScan();
    const talk = new Talk(bench);
    await talk.welcome();
    const first = bench.outbox.id;
    expect(talk.of('delta').length).toBeLessThan(12);
    await talk.say({ type: 'deltaAcknowledged', outboxId: first, seq: 0, restart: true });
    expect(talk.of('delta').filter(({ outboxId }) => outboxId === bench.outbox.id).length).toBeGreaterThan(0);
  });

  test('that a full disk does not let go are not lost, and the session lives on', async () => {
    bench.scan('aa');
    const talk = new Talk(bench);
    await talk.welcome();
    bench.db.exec("CREATE TRIGGER full BEFORE DELETE ON outbox BEGIN SELECT raise(FAIL, 'disk'); END");
    await talk.say({ type: 'deltaAcknowledged', outboxId: bench.outbox.id, seq: 1, restart: false });
    expect([bench.outbox.acknowledgedSeq, talk.session.isOpen]).toEqual([0, true]);
    bench.db.exec('DROP TRIGGER full');
    bench.scan('bb');
    await settle();
    await talk.say({ type: 'deltaAcknowledged', outboxId: bench.outbox.id, seq: 2, restart: false });
    expect([bench.outbox.acknowledgedSeq, bench.outbox.bytes]).toEqual([2, 0]);
  });
});

describe('an open session', () => {
  test('says that it is there as often as it was told to, and ends when the controller is silent for three times that', async () => {
    const talk = new Talk(bench);
    await talk.welcome();
    for (let i = 0; i < 2; i += 1) {
      bench.clock.advance(HEARTBEAT_MS);
      await settle();
    }
    expect(talk.of('heartbeat')).toMatchObject([{ runningTargets: 3 }, { runningTargets: 3 }]);
    await talk.say({ type: 'heartbeat', time: 0, runningTargets: 0, outboxBytes: 0 });
    bench.clock.advance(3 * HEARTBEAT_MS);
    await settle();
    expect(talk.session.isOpen).toBe(true);
    bench.clock.advance(HEARTBEAT_MS);
    talk.link.controller.close();
    expect(await talk.end).toMatchObject({ welcomed: true, error: { code: 'CONNECTION_LOST' } });
  });

  test('hands jobs, cancels, acknowledged ends and certificates on', async () => {
    const talk = new Talk(bench);
    await talk.welcome();
    const offer: JobOffered = {
      ...{ type: 'jobOffered', jobId: 'j2', attempt: 1, idempotencyKey: 'j2', leaseMs: 1, timeoutMs: 1 },
      ...{ kind: 'probe', driver: 'switch', targets: [], mac: undefined, epoch: 1 },
    };
    const cancel = { type: 'jobCancelled', jobId: 'j2', attempt: 1, why: 'x' } as const;
    await talk.say(offer);
    await talk.say(cancel);
    await talk.say({ type: 'jobEndAcknowledged', jobId: 'j2', attempt: 1 });
    expect(bench.runner.calls).toEqual([offer, cancel, ['j2', 1]]);
    bench.due = new Uint8Array([1, 2]);
    bench.clock.advance(HEARTBEAT_MS);
    await settle();
    expect(talk.of('certificateRequested')).toHaveLength(1);
    await talk.say({ type: 'certificateIssued', certificateChain: [new Uint8Array([3])], expireTime: 5 });
    expect(bench.issued).toMatchObject([{ expireTime: 5 }]);
  });

  test('asks for a certificate at once when other CAs count', async () => {
    const talk = new Talk(bench);
    await talk.welcome();
    bench.dueAfterTrust = new Uint8Array([8]);
    await talk.say({
      type: 'trustChanged',
      caCertificates: [new Uint8Array([1])],
      membership: new Uint8Array([2]),
    });
    expect(bench.trusts).toHaveLength(1);
    expect(talk.of('certificateRequested').map((asked) => [...asked.certificateRequest])).toEqual([[8]]);
  });

  test('goes away when it is told to, for as long as it is told to, also before the welcome', async () => {
    for (const welcomed of [true, false]) {
      const talk = new Talk(bench);
      if (welcomed) await talk.welcome();
      await talk.say({ type: 'goAway', code: 'SHUTTING_DOWN', message: 'back soon', retryAfterMs: 1234 });
      talk.link.controller.close();
      expect(await talk.end).toMatchObject({
        ...{ welcomed, retryAfterMs: 1234, error: { code: 'SHUTTING_DOWN', message: 'back soon' } },
      });
    }
  });

  test('remembers the number that its controller granted last, and tells it in the next hello', async () => {
    const talk = new Talk(bench);
    await talk.welcome();
    await talk.say({
      ...{ type: 'goAway', code: 'SESSION_REPLACED', message: 'a newer one', retryAfterMs: 1 },
      grantedNumber: 12,
    });
    const { granted } = await talk.end;
    expect([granted, talk.of('hello')[0]?.grantedNumber]).toEqual([12, undefined]);
    const next = new Talk(bench, { granted });
    await next.welcome({}, { grantedNumber: 13 });
    expect(next.of('hello')).toMatchObject([{ grantedNumber: 12 }]);
    next.link.cut();
    expect((await next.end).granted).toBe(13);
  });

  test('ends with the reason that broke it', async () => {
    const talk = new Talk(bench);
    await talk.welcome();
    talk.link.cut();
    expect(await talk.end).toMatchObject({
      welcomed: true,
      retryAfterMs: undefined,
      error: { code: 'CONNECTION_LOST' },
    });
    bench.scan('later');
    talk.session.send({ type: 'jobAccepted', jobId: 'j', attempt: 1 });
    await settle();
    expect(bench.outbox.events.listenerCount('appended')).toBe(0);
  });

  test('drops progress when the controller does not keep up, tells ends that found no room again, and never grows', async () => {
    const talk = new Talk(bench, { reads: false });
    await talk.welcome();
    const where = { jobId: 'j1', attempt: 1 } as const;
    const progress = {
      ...where,
      type: 'jobProgressed',
      current: 0,
      total: 1,
      target: '',
      status: '',
      targets: [],
    } as const;
    const end: JobEnded = { ...where, type: 'jobEnded', outcome: 'succeeded', error: undefined, targets: [] };
    for (let i = 0; i < 5000; i += 1) talk.session.send(progress);
    await settle();
    const queued = talk.link.agent.queuedBytes;
    for (let i = 0; i < 2000; i += 1) talk.session.send(end);
    await settle();
    expect(talk.link.agent.queuedBytes).toBeLessThan(queued * 4);
    bench.runner.onResend = () => talk.session.send(end);
    void talk.read();
    await settle();
    expect(talk.of('jobProgressed').length).toBeLessThan(600);
    bench.clock.advance(HEARTBEAT_MS);
    await settle();
    expect(bench.runner.resent).toBe(2);
    bench.clock.advance(HEARTBEAT_MS);
    await settle();
    expect(bench.runner.resent).toBe(2);
  });
});
