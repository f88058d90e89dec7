/** Changes under kill -9: at each moment of a job that anything can tell apart, and at random with a device that fails too. */
import { describe, expect, test } from 'vitest';
import { ChangeDevice, type Fate } from '../../agent/jobs/testing/change-device.ts';
import { openAgentDatabase, type StepMove } from '../../agent/store/index.ts';
import { type Random, randomInt, seededRandom } from '../../shared/runtime/index.ts';
import { KillableRows, WriteRig, type WriteRigOptions, writeOffer } from './support/write-rig.ts';

const EMPTY = openAgentDatabase(':memory:').serialize();
const STEPS = 20;
const SEEDS = 60;
const ATTEMPTS_MAX = 3;
const LIVES_MAX = 20;

interface Course {
  readonly count: number;
  readonly device: ChangeDevice;
  /** When each process is killed; none any more: it lives. */
  readonly kills: number[];
  readonly rows?: NonNullable<WriteRigOptions['rows']>;
  /** Somebody cancels the job once so many steps have reached the device. */
  readonly cancelAt?: number;
}

/** Processes one after the other over what the one before left, with a controller that asks until it has an end. */
async function follow({ count, device, kills, rows, cancelAt }: Course): Promise<WriteRig> {
  let image: Buffer = EMPTY;
  let attempt = 1;
  for (let life = 0; life < LIVES_MAX; life += 1) {
    const rig: WriteRig = new WriteRig({ device, image, killAt: kills.shift(), ...(rows && { rows }) });
    image = await live(rig);
    if (rig.kill.isDead) continue;
    return rig;
  }
  throw new Error('it does not end');

  async function live(rig: WriteRig): Promise<Buffer> {
    const isKnown = rig.runner.states().length > 0;
    rig.meet();
    if (!isKnown) rig.runner.offer(writeOffer(count, { attempt }));
    for (;;) {
      if (cancelAt !== undefined) await cancelLater(rig, cancelAt);
      await rig.finish();
      if (rig.kill.isDead) return rig.kill.image ?? EMPTY;
      if (rig.end?.error?.code !== 'NOTHING_SENT' || attempt === ATTEMPTS_MAX) return EMPTY;
      // What the controller does: nothing was sent, so it may be tried again.
      rig.runner.endAcknowledged('j1', attempt);
      rig.sent.length = 0;
      attempt += 1;
      rig.runner.offer(writeOffer(count, { attempt }));
    }
  }

  async function cancelLater(rig: WriteRig, at: number): Promise<void> {
    for (let turn = 0; turn < count * 4 && device.received.length < at && !rig.end; turn += 1)
      await rig.settle();
    if (!rig.end) rig.runner.cancel({ type: 'jobCancelled', jobId: 'j1', attempt, why: '' });
  }
}

/** Where what was told of the steps is not what the device knows; empty: it is. */
function lies(rig: WriteRig, device: ChangeDevice, count: number): string[] {
  const told = rig.states;
  return Array.from({ length: count }, (_, no) => `s${no}`).flatMap((id) => {
    const times = device.received.filter((other) => other === id).length;
    const isDone = device.done.has(id);
    const state = told[id];
    if (times > 1) return [`${id} reached the device ${times} times`];
    if (state === 'acknowledged' && !isDone) return [`${id} is told as done and is not`];
    if ((state === 'planned' || state === 'not-done') && isDone)
      return [`${id} is told as ${state} and is done`];
    if (state === undefined || state === 'sent') return [`${id} is told as ${state}`];
    return [];
  });
}

async function momentsOf(count: number): Promise<readonly string[]> {
  const rig = await follow({ count, device: new ChangeDevice(), kills: [] });
  return rig.kill.passed;
}

describe('an agent that is killed while it changes something', () => {
  test(`sends nothing twice and tells the truth of each step, at every moment of a job of ${STEPS} steps`, async () => {
    const moments = await momentsOf(STEPS);
    expect(moments).toHaveLength(2 + STEPS * 6 + 2);
    const told = { whole: 0, part: 0 };
    for (const [at, moment] of moments.entries()) {
      const device = new ChangeDevice();
      const rig = await follow({ count: STEPS, device, kills: [at] });
      expect(lies(rig, device, STEPS), `killed at ${moment}`).toEqual([]);
      expect(Object.values(rig.states), `killed at ${moment}`).not.toContain('unknown');
      if (rig.end?.outcome === 'succeeded') told.whole += 1;
      else told.part += 1;
    }
    // Killed before anything was sent, or when all was done: it is done whole. In between nobody goes on by himself.
    expect(told.whole).toBeGreaterThan(4);
    expect(told.part).toBeGreaterThan(STEPS * 5);
  });

  test('tells a step as unknown where reading back does not tell, and never sends it again', async () => {
    const moments = await momentsOf(3);
    let unknown = 0;
    for (const [at, moment] of moments.entries()) {
      const device = new ChangeDevice();
      device.readBack = () => 'cannot-say';
      const rig = await follow({ count: 3, device, kills: [at] });
      expect(lies(rig, device, 3), `killed at ${moment}`).toEqual([]);
      if (rig.end?.error?.code === 'OUTCOME_UNKNOWN') unknown += 1;
    }
    // After `sent` was written down, on its way, at the device, before the answer was written down; for each step.
    expect(unknown).toBe(3 * 4);
  });

  test('again while it reads back reads back once more', async () => {
    const moments = await momentsOf(2);
    const onItsWay = moments.indexOf('s1 at the device');
    for (let again = 0; again < 6; again += 1) {
      const device = new ChangeDevice();
      const rig = await follow({ count: 2, device, kills: [onItsWay, again] });
      expect(lies(rig, device, 2)).toEqual([]);
      expect(rig.states).toEqual({ s0: 'acknowledged', s1: 'acknowledged' });
    }
  });
});

const FATES: readonly Fate[] = ['done', 'done', 'done', 'done', 'refused', 'answer-lost', 'lost', 'silent'];

function courseOf(random: Random): Course {
  const device = new ChangeDevice();
  const fates = new Map<string, Fate>();
  device.fateOf = (id) => {
    const fate = fates.get(id) ?? FATES[randomInt(random, FATES.length)] ?? 'done';
    fates.set(id, fate);
    return fate;
  };
  device.readBack = (_, truth) => {
    const luck = randomInt(random, 8);
    if (luck === 0) throw new Error('no route to the device');
    return luck === 1 ? 'cannot-say' : truth;
  };
  const count = 1 + randomInt(random, 12);
  const kills = Array.from({ length: randomInt(random, 4) }, () => randomInt(random, count * 4));
  return { count, device, kills, ...(randomInt(random, 4) === 0 && { cancelAt: randomInt(random, count) }) };
}

async function run(seed: number, rows?: Course['rows']): Promise<string[]> {
  const course = courseOf(seededRandom(seed));
  const rig = await follow({ ...course, ...(rows && { rows }) });
  return lies(rig, course.device, course.count);
}

/** The mistake that the journal is there to prevent: `sent` is written down together with the answer. */
class SentLate extends KillableRows {
  private readonly late = new Map<number, StepMove>();

  override move(job: string, no: number, move: StepMove): boolean {
    if (move.to === 'sent') {
      this.late.set(no, move);
      return true;
    }
    const sent = this.late.get(no);
    this.late.delete(no);
    return (!sent || super.move(job, no, sent)) && super.move(job, no, move);
  }
}

describe('changes at random, with kills, a device that fails and cancels', () => {
  const only = Number(process.env['SEED'] ?? Number.NaN);
  const seeds = Number.isNaN(only) ? Array.from({ length: SEEDS }, (_, at) => at + 1) : [only];

  test('are never sent twice, and what is told of them is true or unknown', async () => {
    for (const seed of seeds) expect(await run(seed), `SEED=${seed}`).toEqual([]);
  });

  test('of an agent that writes down what it sent only with the answer are found out', async () => {
    const caught: number[] = [];
    for (let seed = 1; seed <= 200 && caught.length === 0; seed += 1) {
      const found = await run(seed, (db, kill) => new SentLate(db, kill));
      if (found.length > 0) caught.push(seed);
    }
    expect(caught).toHaveLength(1);
  });
});
