import { beforeEach, describe, expect, test } from 'vitest';
import { ChangeDevice } from '../../agent/jobs/testing/change-device.ts';
import { offer, target } from '../../agent/jobs/testing/rig.ts';
import { STEP_FINISH_MAX_MS } from '../../agent/jobs/write.ts';
import { READ_BACK_TRIES, STEP_MAX_MS } from '../../agent/jobs/write-step.ts';
import { WriteRows } from '../../agent/store/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { WriteRig, writeOffer } from './support/write-rig.ts';

let device: ChangeDevice;
let rig: WriteRig;
beforeEach(() => {
  device = new ChangeDevice();
  rig = new WriteRig({ device });
});

/** All of it, to the end. */
async function apply(count: number): Promise<void> {
  rig.runner.offer(writeOffer(count));
  await rig.finish();
}

describe('a job that writes', () => {
  test('sends its steps in their order, and tells each as it goes and all at the end', async () => {
    await apply(3);
    expect(device.received).toEqual(['s0', 's1', 's2']);
    const data = { said: 's0' };
    expect(rig.end?.outcome).toBe('succeeded');
    expect(rig.end?.steps?.[0]).toEqual({ id: 's0', state: 'acknowledged', data, at: rig.clock.now() });
    expect(rig.end?.targets).toMatchObject([
      { name: 'sw1', data: { steps: 2, done: 2 }, timingsMs: { command: 6 } },
      { name: 'sw2', data: { steps: 1, done: 1 }, timingsMs: { command: 3 } },
    ]);
    const [first] = rig.sent.filter((message) => message.type === 'jobProgressed');
    expect(first).toMatchObject({
      current: 0,
      total: 3,
      target: 'sw1',
      steps: [{ id: 's0', state: 'sent' }],
    });
  });

  test('is announced by drivers that can change and read back, and by no other ones', () => {
    expect(rig.runner.capabilities).toEqual(['switch.probe', 'switch.apply', 'writes.unsigned']);
    rig = new WriteRig({ device: new Deaf() });
    expect(rig.runner.capabilities).toEqual(['switch.probe']);
    rig.runner.offer(writeOffer(1));
    expect(rig.sent).toMatchObject([{ type: 'jobRejected', code: 'NO_CAPABLE_AGENT' }]);
  });

  test.each([
    ['without steps', { steps: [] }],
    ['with a step twice', { steps: [...(writeOffer(1).steps ?? []), ...(writeOffer(1).steps ?? [])] }],
    ['with a step of another target', { targets: [target('sw9')] }],
  ])('is refused %s, and nothing is kept of it', (_, wrong) => {
    rig.runner.offer(writeOffer(1, wrong));
    expect(rig.sent).toMatchObject([{ type: 'jobRejected', code: 'INVALID_INPUT' }]);
    expect(rig.runner.states()).toEqual([]);
  });

  test('keeps of an answer no more than fits', async () => {
    device.answer = () => ({ text: 'x'.repeat(2000) });
    await apply(1);
    expect(rig.end).toMatchObject({ outcome: 'succeeded', steps: [{ state: 'acknowledged', data: null }] });
  });

  test('stops at a step of no plan that the source refuses: who knows what needs it', async () => {
    device.fateOf = (id) => (id === 's1' ? 'refused' : 'done');
    await apply(3);
    expect(device.received).toEqual(['s0', 's1']);
    expect(rig.states).toEqual({ s0: 'acknowledged', s1: 'not-done', s2: 'planned' });
    expect(rig.end).toMatchObject({ outcome: 'partly', error: { message: 'the device says no' } });
    expect(rig.end?.targets).toMatchObject([{ error: { code: 'NOTHING_SENT' } }, { name: 'sw2' }]);
  });

  test('takes a step for done whose answer was lost, once it has read it back', async () => {
    device.fateOf = (id) => (id === 's0' ? 'answer-lost' : 'done');
    await apply(2);
    expect(rig.end?.outcome).toBe('succeeded');
    expect(device.received).toEqual(['s0', 's1']);
  });

  test('says that a step is unknown when reading back does not tell, and sends nothing more', async () => {
    device.fateOf = () => 'answer-lost';
    device.readBack = () => 'cannot-say';
    await apply(2);
    expect(rig.states).toEqual({ s0: 'unknown', s1: 'planned' });
    expect(rig.end).toMatchObject({
      outcome: 'failed',
      error: { code: 'OUTCOME_UNKNOWN', message: 'nobody can say whether step s0 was done' },
    });
  });

  test('reads back again while the source does not answer, and leaves it unknown after the last try', async () => {
    let tries = 0;
    device.fateOf = () => 'answer-lost';
    device.readBack = () => {
      tries += 1;
      throw new WaysideError('UNREACHABLE', 'no route');
    };
    await apply(1);
    expect(tries).toBe(READ_BACK_TRIES);
    expect(rig.end?.steps?.[0]?.error?.message).toBe(
      'reading back failed (no route); before that: the line broke',
    );
  });

  test('says of what is in force and could not be saved just that, and not that nobody knows', async () => {
    device.fateOf = () => 'answer-lost';
    device.readBack = () => {
      throw new WaysideError('NOT_SAVED', 'it is done, but not saved: no room');
    };
    await apply(2);
    expect(rig.states).toEqual({ s0: 'unknown', s1: 'planned' });
    expect(rig.end).toMatchObject({
      outcome: 'failed',
      error: { code: 'NOT_SAVED', message: 'it is done, but not saved: no room' },
    });
  });

  test('reads back a step that gives no answer in its time', async () => {
    device.fateOf = () => 'silent';
    rig.runner.offer(writeOffer(1));
    await rig.settle();
    // The controller is there all the while.
    rig.clock.advance(STEP_MAX_MS);
    await rig.finish();
    expect(rig.states).toEqual({ s0: 'acknowledged' });
    expect(device.received).toEqual(['s0']);
  });

  test('says of a step that its driver does not let go of that it is unknown: it may still be on its way', async () => {
    const release = rig.driver.hold('s0');
    rig.runner.offer(writeOffer(2));
    await rig.settle();
    rig.clock.advance(STEP_MAX_MS);
    await rig.finish();
    expect(rig.states).toEqual({ s0: 'unknown', s1: 'planned' });
    // Read back any earlier it would have been told as not done.
    release();
    await rig.settle();
    expect(device.received).toEqual(['s0']);
  });

  test('takes an answer that comes while the driver lets go of a step that was late', async () => {
    const release = rig.driver.hold('s0');
    rig.runner.offer(writeOffer(1));
    await rig.settle();
    rig.clock.advance(STEP_MAX_MS);
    await rig.settle();
    release();
    await rig.finish();
    expect(rig.end?.steps).toMatchObject([{ id: 's0', state: 'acknowledged', data: { said: 's0' } }]);
  });

  test('is in the journal until the controller has the end of that attempt, and not of one before it', async () => {
    rig.runner.offer(writeOffer(1, { timeoutMs: 0 }));
    rig.clock.advance(1);
    await rig.finish();
    expect(rig.end?.error?.code).toBe('NOTHING_SENT');
    rig.driver.holdAnswer('s0');
    rig.runner.offer(writeOffer(1, { attempt: 2 }));
    await rig.settle();
    rig.runner.endAcknowledged('j1', 1);
    rig = new WriteRig({ device, image: rig.db.serialize() });
    rig.meet();
    await rig.finish();
    expect(rig.end).toMatchObject({ attempt: 2, outcome: 'succeeded' });
    expect(device.received).toEqual(['s0']);
  });

  test('that is offered again while it runs, or after its end, sends nothing twice', async () => {
    rig.runner.offer(writeOffer(2));
    rig.runner.offer(writeOffer(2));
    await rig.finish();
    rig.runner.offer(writeOffer(2));
    rig.runner.endAcknowledged('j1', 1);
    const { end } = rig;
    rig.sent.length = 0;
    // A controller that was restored from a backup knows nothing of it.
    rig.runner.offer(writeOffer(2));
    expect(rig.end?.steps).toEqual(end?.steps);
    rig.runner.offer(writeOffer(2, { attempt: 2 }));
    expect(rig.sent.at(-1)).toMatchObject({ type: 'jobRejected', code: 'OUTCOME_UNKNOWN' });
    await rig.settle();
    expect(device.received).toEqual(['s0', 's1']);
  });

  test('is not begun anew while an attempt at it still runs', async () => {
    rig.driver.hold('s0');
    rig.runner.offer(writeOffer(1));
    await rig.settle();
    rig.runner.offer(writeOffer(1, { attempt: 2 }));
    expect(rig.sent.at(-1)).toMatchObject({ type: 'jobRejected', attempt: 2, code: 'UNAVAILABLE' });
  });
});

describe('between two steps a job that writes stops', () => {
  /** The first step is on its way; its release. */
  async function underWay(): Promise<() => void> {
    const release = rig.driver.hold('s0');
    rig.runner.offer(writeOffer(2));
    await rig.settle();
    return release;
  }

  test('when it is cancelled: the step that is under way ends as it ends', async () => {
    const release = await underWay();
    rig.runner.cancel({ type: 'jobCancelled', jobId: 'j1', attempt: 1, why: 'wrong switch' });
    await rig.settle();
    expect(rig.end).toBeUndefined();
    release();
    await rig.finish();
    expect(rig.states).toEqual({ s0: 'acknowledged', s1: 'planned' });
    expect(rig.end).toMatchObject({ outcome: 'cancelled', error: { message: 'cancelled: wrong switch' } });
    expect(device.received).toEqual(['s0']);
  });

  test('when nothing was heard of the controller for as long as its lease, whatever is heard then', async () => {
    const release = await underWay();
    rig.clock.advance(20_000);
    rig.runner.heard();
    rig.clock.advance(30_001);
    // Said before the pause, and read after it.
    rig.runner.heard();
    release();
    await rig.finish();
    expect(rig.states).toEqual({ s0: 'acknowledged', s1: 'planned' });
    expect(rig.end).toMatchObject({ outcome: 'partly', error: { code: 'LEASE_LOST' } });
  });

  test('when its host was suspended for as long as its lease, which the clock on the wall alone tells', async () => {
    const release = await underWay();
    rig.clock.jump(30_001);
    rig.runner.heard();
    release();
    await rig.finish();
    expect(rig.states).toEqual({ s0: 'acknowledged', s1: 'planned' });
    expect(rig.end).toMatchObject({ outcome: 'partly', error: { code: 'LEASE_LOST' } });
  });

  test('when the lease was over before the step was written down: it is told as not done, and does not go out', async () => {
    rig = new WriteRig({ device, rows: (db) => new Slow(db, () => rig.clock.advance(30_001)) });
    await apply(2);
    expect(device.received).toEqual([]);
    expect(rig.states).toEqual({ s0: 'not-done', s1: 'planned' });
    expect(rig.end).toMatchObject({ outcome: 'failed', error: { code: 'LEASE_LOST' } });
  });

  test('and goes on for as long as the controller is heard', async () => {
    const release = await underWay();
    for (let beat = 0; beat < 6; beat += 1) {
      rig.clock.advance(10_000);
      rig.runner.heard();
    }
    release();
    await rig.finish();
    expect(rig.end?.outcome).toBe('succeeded');
  });

  test('when another epoch of the site counts', async () => {
    const release = await underWay();
    rig.epoch = 2;
    release();
    await rig.finish();
    expect(rig.states).toEqual({ s0: 'acknowledged', s1: 'planned' });
    expect(rig.end?.error?.code).toBe('STALE_EPOCH');
  });

  test('when its time is over', async () => {
    const release = rig.driver.hold('s0');
    rig.runner.offer(writeOffer(2, { timeoutMs: 1000 }));
    await rig.settle();
    rig.clock.advance(1000);
    release();
    await rig.finish();
    expect(rig.states).toEqual({ s0: 'acknowledged', s1: 'planned' });
    expect(rig.end?.error?.code).toBe('TIMEOUT');
  });

  test('when the agent stops; what had no answer by then is read back at the next start', async () => {
    const release = await underWay();
    const stopped = rig.runner.stop();
    await rig.settle();
    rig.clock.advance(STEP_FINISH_MAX_MS);
    await rig.settle();
    // The driver does not let go of it either.
    rig.clock.advance(STEP_FINISH_MAX_MS);
    await stopped;
    expect(rig.end).toBeUndefined();
    release();
    await rig.settle();
    rig = new WriteRig({ device, image: rig.db.serialize() });
    expect(rig.runner.states()).toMatchObject([{ state: 'running' }]);
    rig.meet();
    await rig.finish();
    expect(rig.states).toEqual({ s0: 'acknowledged', s1: 'planned' });
    expect(rig.end).toMatchObject({ outcome: 'partly', error: { code: 'INTERRUPTED' } });
    expect(device.received).toEqual(['s0']);
  });

  test('when the agent stops: a step that ends in time is told as it ended', async () => {
    const release = await underWay();
    const stopped = rig.runner.stop();
    rig.clock.advance(STEP_FINISH_MAX_MS - 1);
    release();
    await stopped;
    expect(rig.states).toEqual({ s0: 'acknowledged', s1: 'planned' });
    expect(rig.end).toMatchObject({ outcome: 'partly', error: { code: 'INTERRUPTED' } });
  });

  test('and says NOTHING_SENT when it stopped before the first', async () => {
    const [blocked, slots] = [new ChangeDevice(), 10];
    rig = new WriteRig({ device: blocked });
    for (let no = 0; no < slots; no += 1) {
      rig.driver.hold('s0');
      rig.runner.offer(writeOffer(1, { jobId: `busy${no}` }));
    }
    rig.runner.offer(writeOffer(1));
    await rig.settle();
    void rig.runner.stop();
    await rig.settle();
    expect(rig.end).toMatchObject({ jobId: 'j1', outcome: 'failed', error: { code: 'NOTHING_SENT' } });
  });
});

describe('with a journal that takes nothing more', () => {
  class Full extends WriteRows {
    full = '';

    override move(...args: Parameters<WriteRows['move']>): boolean {
      if (args[2].to === this.full) throw new WaysideError('DISK_FULL', 'the disk of the agent is full');
      return super.move(...args);
    }
  }

  test('nothing is sent', async () => {
    const rows: Full[] = [];
    rig = new WriteRig({ device, rows: (db) => (rows[0] = new Full(db)) });
    if (rows[0]) rows[0].full = 'sent';
    await apply(2);
    expect(device.received).toEqual([]);
    expect(rig.end).toMatchObject({ outcome: 'failed', error: { code: 'NOTHING_SENT' } });
    expect(rig.end?.error?.message).toBe('nothing was sent: the disk of the agent is full');
  });

  test('nothing is sent after what could not be written down, and that is known all the same', async () => {
    const rows: Full[] = [];
    rig = new WriteRig({ device, rows: (db) => (rows[0] = new Full(db)) });
    if (rows[0]) rows[0].full = 'acknowledged';
    await apply(2);
    expect(device.received).toEqual(['s0']);
    expect(rig.states).toEqual({ s0: 'acknowledged', s1: 'planned' });
    expect(rig.end).toMatchObject({ outcome: 'partly', error: { code: 'DISK_FULL' } });
  });
});

test('a reading job of an agent that writes is what it was', async () => {
  rig.runner.offer(offer({ kind: 'probe' }));
  await rig.finish();
  expect(rig.end).toMatchObject({ outcome: 'succeeded' });
  expect(rig.end).not.toHaveProperty('steps');
});

/** A disk that takes its time. */
class Slow extends WriteRows {
  private readonly wait: () => void;

  constructor(db: ConstructorParameters<typeof WriteRows>[0], wait: () => void) {
    super(db);
    this.wait = wait;
  }

  override move(...args: Parameters<WriteRows['move']>): boolean {
    const isMoved = super.move(...args);
    this.wait();
    return isMoved;
  }
}

/** A device whose driver cannot read back. */
class Deaf extends ChangeDevice {
  override driver(): ReturnType<ChangeDevice['driver']> {
    const driver = super.driver();
    Object.defineProperty(driver, 'verify', { value: undefined });
    return driver;
  }
}
