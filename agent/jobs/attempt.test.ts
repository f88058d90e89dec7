import { beforeEach, describe, expect, test } from 'vitest';
import { decodeObserved } from '../../shared/delta/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { parseMac } from '../../shared/model/index.ts';
import { seededRandom } from '../../shared/runtime/index.ts';
import type { JobEnded } from '../../shared/wire/index.ts';
import { SETTLE_MAX_MS, UNWIND_MAX_MS } from './attempt.ts';
import type { TargetOutcome } from './driver.ts';
import { RESULTS_BYTES_MAX } from './results.ts';
import { LOOKUP_SLOT_MS } from './slots.ts';
import { untilAborted } from './testing/fake-driver.ts';
import { collected, JobsRig, offer, scanOf, target } from './testing/rig.ts';

let rig: JobsRig;
beforeEach(() => {
  rig = new JobsRig();
});

const fine: TargetOutcome = { data: { model: 'N2048' }, timings: { connect: 5 } };
const unreachable = new WaysideError('UNREACHABLE', 'no route to 192.0.2.1', { hint: 'look at the cable' });

describe('the end of a job', () => {
  test('with some targets failed is `partly`, with each error at its target (S1.13)', async () => {
    rig.runner.offer(offer({ targets: ['sw1', 'sw2', 'sw3'].map(target) }));
    (await rig.driver.call('sw2')).reject(unreachable);
    (await rig.driver.call('sw1')).resolve(fine);
    (await rig.driver.call('sw3')).resolve(fine);
    const end = await rig.nextEnd();
    expect(end).toMatchObject({ outcome: 'partly', error: { code: 'UNREACHABLE' } });
    expect(end.targets.map(({ name, error }) => [name, error?.code, error?.hint])).toEqual([
      ['sw2', 'UNREACHABLE', 'look at the cable'],
      ['sw1', undefined, undefined],
      ['sw3', undefined, undefined],
    ]);
  });

  test('with all targets failed is `failed`, also for an error that nobody expected', async () => {
    rig.runner.offer(offer());
    (await rig.driver.call('sw1')).reject(new TypeError('x is undefined'));
    expect(await rig.nextEnd()).toMatchObject({
      ...{ outcome: 'failed', error: { code: 'INTERNAL', message: 'x is undefined' } },
    });
  });

  test('by its timeout keeps what was done, once the driver has let go', async () => {
    rig.driver.answer = (call) => (call.target.name === 'slow' ? untilAborted(call) : Promise.resolve(fine));
    rig.runner.offer(offer({ timeoutMs: 1000, targets: ['quick', 'slow'].map(target) }));
    await rig.driver.call('slow');
    const end = rig.nextEnd();
    rig.clock.advance(1000);
    expect(await end).toMatchObject({
      ...{ outcome: 'partly', error: { code: 'TIMEOUT' }, targets: [{ name: 'quick' }] },
    });
    expect(rig.driver.active).toBe(0);
  });

  test('has results that fit into one message, whatever the drivers say', async () => {
    rig.driver.answer = async ({ target: { name } }) =>
      name === 'small' ? fine : { data: 'x'.repeat(RESULTS_BYTES_MAX / 2), timings: {} };
    rig.runner.offer(offer({ targets: ['a', 'b', 'c', 'small'].map(target) }));
    const { targets } = await rig.nextEnd();
    expect(targets.map(({ error }) => error?.code)).toEqual([
      ...[undefined, 'OUTPUT_TOO_LARGE', 'OUTPUT_TOO_LARGE', undefined],
    ]);
    expect(JSON.stringify(targets).length).toBeLessThan(RESULTS_BYTES_MAX);
  });
});

describe('cancelling (S0.13)', () => {
  test('reaches the driver, and the end is told only after the driver let go', async () => {
    rig.runner.offer(offer({ targets: ['sw1', 'sw2'].map(target) }));
    const [first, second] = [await rig.driver.call('sw1'), await rig.driver.call('sw2')];
    first.resolve(fine);
    await first.outcome;
    rig.runner.cancel({ type: 'jobCancelled', jobId: 'j1', attempt: 1, why: 'not needed' });
    expect(second.context.signal.aborted).toBe(true);
    await rig.settle();
    expect(rig.told('jobEnded')).toEqual([]);
    const end = rig.nextEnd();
    second.reject(second.context.signal.reason);
    expect(await end).toMatchObject({
      ...{ outcome: 'cancelled', error: { code: 'CANCELLED', message: 'cancelled: not needed' } },
      targets: [{ name: 'sw1' }],
    });
  });

  test('that comes when all targets are done changes nothing of the outcome', async () => {
    rig.runner.offer(offer({ kind: 'collect' }));
    (await rig.driver.call('sw1')).resolve(collected('aa'));
    await rig.settle();
    rig.runner.cancel({ type: 'jobCancelled', jobId: 'j1', attempt: 1, why: '' });
    const end = rig.nextEnd();
    rig.outbox.acknowledge(rig.outbox.id, 1);
    expect(await end).toMatchObject({ outcome: 'succeeded', targets: [{ name: 'sw1' }] });
  });

  test('is held up by a driver that never lets go, but not for ever', async () => {
    rig.runner.offer(offer());
    await rig.driver.call('sw1');
    const end = rig.nextEnd();
    rig.runner.cancel({ type: 'jobCancelled', jobId: 'j1', attempt: 1, why: '' });
    await rig.settle();
    rig.clock.advance(UNWIND_MAX_MS - 1);
    expect(rig.told('jobEnded')).toEqual([]);
    rig.clock.advance(1);
    expect(await end).toMatchObject({ outcome: 'cancelled' });
    // Its place stays taken as long as it holds the target, and what it says later is not heard.
    expect(rig.runner.runningTargets).toBe(1);
    const before = rig.sent.length;
    (await rig.driver.call('sw1')).resolve(fine);
    await rig.settle();
    expect([rig.runner.runningTargets, rig.sent.length]).toEqual([0, before]);
  });

  test('leaves a scan that came too late unheard: nobody was told of it, so nothing of it is lost', async () => {
    rig.runner.offer(offer({ kind: 'collect' }));
    const call = await rig.driver.call('sw1');
    rig.runner.cancel({ type: 'jobCancelled', jobId: 'j1', attempt: 1, why: '' });
    await rig.settle();
    rig.clock.advance(UNWIND_MAX_MS);
    await rig.nextEnd(0);
    call.resolve(collected('aa'));
    await rig.settle();
    expect(rig.outbox.durableSeq).toBe(0);
  });

  test('of an attempt that is not here is answered, so that nobody waits for its end', async () => {
    rig.runner.cancel({ type: 'jobCancelled', jobId: 'j9', attempt: 2, why: '' });
    expect(rig.sent).toMatchObject([{ type: 'jobRejected', jobId: 'j9', attempt: 2, code: 'CANCELLED' }]);
    rig.runner.offer(offer());
    (await rig.driver.call('sw1')).resolve(fine);
    const end = await rig.nextEnd();
    rig.runner.cancel({ type: 'jobCancelled', jobId: 'j1', attempt: 1, why: '' });
    expect(rig.sent.at(-1)).toEqual(end);
  });
});

describe('what a scan saw', () => {
  test('is spooled, and the job has succeeded once the controller holds it', async () => {
    rig.epoch = 7;
    rig.runner.offer(offer({ kind: 'collect', epoch: 7, targets: ['sw1', 'sw2'].map(target) }));
    (await rig.driver.call('sw1')).resolve(collected('aa'));
    (await rig.driver.call('sw2')).resolve(collected('bb', 'cc'));
    const end = rig.nextEnd();
    await rig.settle();
    expect(rig.outbox.durableSeq).toBe(2);
    rig.outbox.acknowledge(rig.outbox.id, 1);
    await rig.settle();
    expect(rig.told('jobEnded')).toEqual([]);
    rig.outbox.acknowledge(rig.outbox.id, 2);
    const { outcome, targets } = await end;
    expect(outcome).toBe('succeeded');
    expect(targets.map(({ data }) => data)).toMatchObject([
      { rows: 1, outbox: rig.outbox.id, seq: 1, changes: 1 },
      { rows: 1, outbox: rig.outbox.id, seq: 2, changes: 2 },
    ]);
  });

  test('is told by the job without its acknowledgement when the controller stays away', async () => {
    rig.runner.offer(offer({ kind: 'collect' }));
    (await rig.driver.call('sw1')).resolve(collected('aa'));
    await rig.settle();
    const end = rig.nextEnd();
    rig.clock.advance(SETTLE_MAX_MS);
    expect(await end).toMatchObject({ outcome: 'succeeded' });
  });

  test('is told under the epoch of the site at that time', async () => {
    rig.runner.offer(offer({ kind: 'collect', epoch: 1 }));
    const call = await rig.driver.call('sw1');
    rig.epoch = 2;
    call.resolve(collected('aa'));
    await rig.settle();
    const [entry] = rig.outbox.after(0, 1e9);
    expect(entry && decodeObserved(entry.frame).scan.epoch).toBe(2);
  });

  test.each<[string, () => void]>([
    ['the driver threw', () => undefined],
    ['the scan says so', () => undefined],
  ])('when a source gave nothing is a failed scan, so that it goes stale: %s', async (how) => {
    rig.runner.offer(offer({ kind: 'collect' }));
    const call = await rig.driver.call('sw1');
    const failed = { state: 'failed', code: 'UNREACHABLE', reason: unreachable.message } as const;
    if (how === 'the driver threw') call.reject(unreachable);
    else call.resolve({ ...collected('aa'), scan: { ...scanOf(['aa']), completeness: failed } });
    const end = rig.nextEnd();
    await rig.settle();
    const [entry] = rig.outbox.after(0, 1e9);
    expect(entry && decodeObserved(entry.frame)).toMatchObject({
      ...{ items: [], scan: { completeness: 'failed', code: 'UNREACHABLE', coverage: [] } },
    });
    rig.outbox.acknowledge(rig.outbox.id, 1);
    expect(await end).toMatchObject({ outcome: 'failed', targets: [{ error: { code: 'UNREACHABLE' } }] });
  });

  test('that finds no room is an error of that target, and the next scan tells all of it', async () => {
    rig = new JobsRig();
    rig.runner.offer(offer({ kind: 'collect' }));
    const call = await rig.driver.call('sw1');
    rig.db.exec('PRAGMA max_page_count = 1');
    const many = Array.from({ length: 500 }, (_, i) => `mac${i}`);
    call.resolve(collected(...many));
    await rig.settle();
    // That the source gave nothing is told where there is room for as much.
    rig.acknowledgeAll();
    const end = await rig.nextEnd(0);
    expect(end).toMatchObject({ outcome: 'failed', targets: [{ error: { code: 'DISK_FULL' } }] });
    expect(rig.db.prepare('SELECT count(*) FROM snapshots').pluck().get()).toBe(0);
    rig.db.exec('PRAGMA max_page_count = 100000');
    rig = new JobsRig({ db: rig.db });
    rig.runner.offer(offer({ kind: 'collect', attempt: 2 }));
    (await rig.driver.call('sw1')).resolve(collected('aa'));
    const next = rig.nextEnd();
    await rig.settle();
    rig.acknowledgeAll();
    expect(await next).toMatchObject({ outcome: 'succeeded', targets: [{ data: { changes: 1 } }] });
  });

  test('of an outbox that drops it ends when the full snapshot has arrived that makes up for it', async () => {
    rig = new JobsRig({ outboxBytes: 10 });
    rig.runner.offer(offer({ kind: 'collect' }));
    (await rig.driver.call('sw1')).resolve(collected('aa'));
    await rig.settle();
    expect(rig.outbox.dropped).toMatchObject([{ deltas: 1 }]);
    rig.acknowledgeAll();
    await rig.settle();
    expect(rig.told('jobEnded')).toEqual([]);
    rig.outbox.restart(() => [{ source: 'ams1/source/sw1', frame: new Uint8Array(1) }]);
    const end = rig.nextEnd(0);
    rig.acknowledgeAll();
    expect(await end).toMatchObject({ outcome: 'succeeded' });
  });
});

describe('limits', () => {
  test('are kept by a race of 300 targets of ten jobs', async () => {
    rig = new JobsRig({ slots: 7 });
    const yields = seededRandom(5);
    rig.driver.answer = async ({ target: { name } }) => {
      for (let i = yields.float() * 4; i > 0; i -= 1) await rig.settle();
      if (name.endsWith('9')) throw unreachable;
      return fine;
    };
    for (let job = 0; job < 10; job += 1) {
      const targets = Array.from({ length: 30 }, (_, i) => target(`sw${job}-${i}`));
      rig.runner.offer(offer({ jobId: `j${job}`, targets }));
    }
    while (rig.told('jobEnded').length < 10) await rig.nextMessage();
    expect(rig.driver.activeMax).toBe(7);
    expect([rig.driver.calls.length, rig.runner.runningTargets]).toEqual([300, 0]);
    for (const end of rig.told('jobEnded') as JobEnded[]) expect(end.targets).toHaveLength(30);
  });

  test('leave lookups their own slots: dead devices and a collect keep nobody waiting for longer than a moment', async () => {
    rig = new JobsRig({ slots: 2 });
    const names = Array.from({ length: 7 }, (_, i) => `dead${i}`);
    const targets = [...names, 'live'].map(target);
    rig.driver.answer = (call) => (call.target.name === 'live' ? Promise.resolve(fine) : untilAborted(call));
    rig.runner.offer(offer({ jobId: 'c', kind: 'collect', targets: names.map(target) }));
    await rig.settle();
    expect(rig.driver.active).toBe(2);
    const mac = parseMac('00:11:22:33:44:55');
    rig.runner.offer(offer({ jobId: 'l', kind: 'lookup', mac, targets }));
    await rig.settle();
    expect(rig.driver.active).toBe(4);
    for (let batch = 0; batch < 3; batch += 1) {
      rig.clock.advance(LOOKUP_SLOT_MS);
      await rig.settle();
    }
    const done = rig
      .told('jobProgressed')
      .flatMap((message) => ('targets' in message ? message.targets : []));
    expect(done.map(({ name }) => name)).toEqual(['live']);
    // The slots of the dead ones are given on, the collect has kept to its own.
    expect([rig.driver.active, rig.runner.runningTargets]).toEqual([9, 9]);
    for (const jobId of ['c', 'l']) rig.runner.cancel({ type: 'jobCancelled', jobId, attempt: 1, why: '' });
    while (rig.told('jobEnded').length < 2) await rig.nextMessage();
    expect(rig.runner.runningTargets).toBe(0);
  });

  test('renew the lease three times in its length, as long as the attempt is not told to its end', async () => {
    rig.runner.offer(offer({ kind: 'collect', leaseMs: 3000 }));
    const call = await rig.driver.call('sw1');
    rig.clock.advance(2999);
    expect(rig.told('jobProgressed')).toHaveLength(2);
    call.resolve(collected('aa'));
    await rig.settle();
    const done = rig.told('jobProgressed').length;
    rig.clock.advance(3000);
    expect(rig.told('jobProgressed')).toHaveLength(done + 3);
    rig.outbox.acknowledge(rig.outbox.id, 1);
    await rig.nextEnd(0);
    rig.clock.advance(30_000);
    expect(rig.told('jobProgressed')).toHaveLength(done + 3);
  });
});
