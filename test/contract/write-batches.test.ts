/** Steps that go to their device together, under kill -9, refusals and conversations that break. */
import { describe, expect, test } from 'vitest';
import type { ChangeOutcome, DriverContext, Step, StepFate, Target } from '../../agent/jobs/driver.ts';
import { ChangeDevice, type ChangeDriver } from '../../agent/jobs/testing/change-device.ts';
import type { KillSwitch } from '../../agent/jobs/testing/kill-switch.ts';
import { target } from '../../agent/jobs/testing/rig.ts';
import { WaysideError } from '../../shared/errors.ts';
import type { JobStep } from '../../shared/model/index.ts';
import { WriteRig, type WriteRigOptions, writeOffer } from './support/write-rig.ts';

const BATCH = 4;

/** Takes so many steps in one call. */
class BatchDevice extends ChangeDevice {
  readonly batches: string[][] = [];

  override driver(kill?: KillSwitch): ChangeDriver {
    const driver = super.driver(kill);
    const many = async (
      steps: readonly Step[],
      to: Target,
      context: DriverContext,
    ): Promise<readonly StepFate[]> => {
      this.batches.push(steps.map(({ id }) => id));
      const fates: StepFate[] = [];
      for (const step of steps) fates.push(await fateOf(driver.change(step, to, context)));
      return fates;
    };
    return Object.assign(driver, {
      batchOf: (steps: readonly Step[]) => Math.min(BATCH, steps.length),
      changeMany: many,
    });
  }
}

async function fateOf(change: Promise<ChangeOutcome>): Promise<StepFate> {
  try {
    return { state: 'done', outcome: await change };
  } catch (thrown) {
    const error = WaysideError.from(thrown);
    return { state: error.code === 'INVALID_INPUT' ? 'not-done' : 'ask', error };
  }
}

/** Steps of one device, and then of another. */
function steps(...counts: readonly number[]): JobStep[] {
  let no = 0;
  return counts.flatMap((count, at) =>
    Array.from({ length: count }, (): JobStep => {
      const { source } = target(`sw${at + 1}`);
      return { id: `s${no++}`, source, action: { port: `Gi0/${no}` } };
    }),
  );
}

async function run(device: BatchDevice, offered: readonly JobStep[], more: Partial<WriteRigOptions> = {}) {
  const rig = new WriteRig({ device, ...more });
  const isKnown = rig.runner.states().length > 0;
  rig.meet();
  if (!isKnown) rig.runner.offer(writeOffer(0, { steps: offered }));
  await rig.finish();
  return rig;
}

describe('steps that go together', () => {
  test('are those of one device that follow each other, no more of them than its driver takes', async () => {
    const device = new BatchDevice();
    const rig = await run(device, steps(6, 3));
    expect(device.batches).toEqual([
      ['s0', 's1', 's2', 's3'],
      ['s4', 's5'],
      ['s6', 's7', 's8'],
    ]);
    expect(rig.end?.outcome).toBe('succeeded');
    expect(rig.end?.targets).toMatchObject([
      { data: { steps: 6, done: 6 } },
      { data: { steps: 3, done: 3 } },
    ]);
  });

  test('are told one by one, and the next ones are not sent after one that was refused', async () => {
    const device = new BatchDevice();
    device.fateOf = (id) => (id === 's1' ? 'refused' : 'done');
    const rig = await run(device, steps(6));
    expect(rig.states).toEqual({
      ...{ s0: 'acknowledged', s1: 'not-done', s2: 'acknowledged', s3: 'acknowledged' },
      ...{ s4: 'planned', s5: 'planned' },
    });
    expect(rig.end?.outcome).toBe('partly');
  });

  test('are read back one by one when the conversation breaks', async () => {
    const device = new BatchDevice();
    device.fateOf = (id) => (id === 's1' ? 'answer-lost' : id === 's2' ? 'lost' : 'done');
    const rig = await run(device, steps(4));
    expect(Object.values(rig.states)).toEqual(['acknowledged', 'acknowledged', 'not-done', 'acknowledged']);
  });

  test('are never sent twice, and what is told of them is true, at every moment that the agent is killed', async () => {
    const offered = steps(4, 2);
    const moments = (await run(new BatchDevice(), offered)).kill.passed;
    expect(moments.filter((name) => name.startsWith('after') && name.endsWith('sent'))).toHaveLength(6);
    for (const [at, moment] of moments.entries()) {
      const device = new BatchDevice();
      const killed = await run(device, offered, { killAt: at });
      const rig = await run(device, offered, { image: killed.kill.image });
      for (const { id } of offered) {
        const state = rig.states[id];
        expect(device.received.filter((one) => one === id).length, `${id} at ${moment}`).toBeLessThanOrEqual(
          1,
        );
        expect([id, state === 'acknowledged'], moment).toEqual([id, device.done.has(id)]);
        expect(state, moment).not.toBe('unknown');
      }
    }
  });

  test('are all on disk as sent before the first of them is on its way', async () => {
    const { passed } = (await run(new BatchDevice(), steps(3))).kill;
    const sent = passed.indexOf('after 2 is sent');
    expect(sent).toBeGreaterThan(0);
    expect(passed.indexOf('s0 on its way')).toBeGreaterThan(sent);
  });
});
