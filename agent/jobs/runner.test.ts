import { beforeEach, describe, expect, test } from 'vitest';
import { parseMac } from '../../shared/model/index.ts';
import type { JobOffered } from '../../shared/wire/index.ts';
import type { TargetOutcome } from './driver.ts';
import { RUNNING_MAX } from './runner.ts';
import { untilAborted } from './testing/fake-driver.ts';
import { collected, JobsRig, offer, target } from './testing/rig.ts';

let rig: JobsRig;
beforeEach(() => {
  rig = new JobsRig();
});

const fine: TargetOutcome = { data: { model: 'N2048' }, timings: { connect: 5 } };

describe('an offer', () => {
  test('is in the journal before anything is done, accepted, worked on and told to its end', async () => {
    rig.runner.offer(offer({ kind: 'lookup', mac: parseMac('00:11:22:33:44:55') }));
    expect(rig.sent).toEqual([{ type: 'jobAccepted', jobId: 'j1', attempt: 1 }]);
    expect(rig.runner.states()).toEqual([{ jobId: 'j1', attempt: 1, state: 'running' }]);
    const { task, context, resolve } = await rig.driver.call('sw1');
    expect(task).toEqual({ kind: 'lookup', driver: 'switch', mac: '00:11:22:33:44:55' });
    context.progress('reading the MAC table');
    expect(rig.sent.at(-1)).toMatchObject({
      target: 'sw1',
      status: 'reading the MAC table',
      current: 0,
      total: 1,
    });
    resolve({ data: { rows: [] }, timings: { connect: 5 } });
    const result = {
      ...{ source: target('sw1').source, name: 'sw1' },
      ...{ data: { rows: [] }, timingsMs: { connect: 5 }, error: undefined },
    };
    expect(await rig.nextEnd()).toEqual(
      JSON.parse(
        JSON.stringify({
          type: 'jobEnded',
          jobId: 'j1',
          attempt: 1,
          outcome: 'succeeded',
          targets: [result],
        }),
      ),
    );
    expect(
      rig.sent.find((message) => message.type === 'jobProgressed' && message.current === 1),
    ).toMatchObject({
      ...{ status: 'done', targets: [result] },
    });
    expect(rig.runner.states()).toEqual([{ jobId: 'j1', attempt: 1, state: 'ended' }]);
  });

  test('ends with the name of each credential that was opened, never with what was in it', async () => {
    rig.driver.answer = async ({ context, target }) => {
      context.credentials.open(target.name === 'sw1' ? 'held' : 'missing', target);
      return fine;
    };
    rig.runner.offer(offer({ targets: [target('sw1'), target('sw2')] }));
    const { targets } = await rig.nextEnd();
    expect(targets).toMatchObject([{ name: 'sw1', credential: 'held' }, { name: 'sw2' }]);
    expect(targets[1]).not.toHaveProperty('credential');
    expect(JSON.stringify(rig.sent)).not.toContain('password');
  });

  test('that comes again while it runs is accepted again and not run twice', async () => {
    rig.runner.offer(offer());
    rig.runner.offer(offer());
    expect(rig.told('jobAccepted')).toHaveLength(2);
    (await rig.driver.call('sw1')).resolve(fine);
    await rig.nextEnd();
    expect(rig.driver.calls).toHaveLength(1);
  });

  test('that comes again after its end is answered with that end, until the controller has it', async () => {
    rig.runner.offer(offer());
    (await rig.driver.call('sw1')).resolve(fine);
    const end = await rig.nextEnd();
    const from = rig.sent.length;
    rig.runner.offer(offer());
    rig.runner.resendEnds();
    expect(rig.sent.slice(from)).toEqual([end, end]);
    rig.runner.endAcknowledged('j1', 1);
    rig.runner.resendEnds();
    expect(rig.sent).toHaveLength(from + 2);
    expect(rig.runner.states()).toEqual([]);
  });

  test.each<[string, Partial<JobOffered>]>([
    ['NO_CAPABLE_AGENT', { driver: 'vsphere' }],
    ['NO_CAPABLE_AGENT', { kind: undefined }],
    ['STALE_EPOCH', { epoch: 4 }],
    ['INVALID_INPUT', { kind: 'lookup' }],
  ])('is rejected with %s and not journaled: %o', (code, more) => {
    rig.epoch = 5;
    rig.runner.offer(offer({ epoch: 5, ...more }));
    expect(rig.sent).toMatchObject([{ type: 'jobRejected', jobId: 'j1', attempt: 1, code }]);
    expect(rig.runner.states()).toEqual([]);
  });

  test('of a newer epoch is taken: the agent hears of it at its next session', () => {
    rig.runner.offer(offer({ epoch: 2 }));
    expect(rig.sent).toMatchObject([{ type: 'jobAccepted' }]);
  });

  test('beyond the bound of running jobs is rejected', () => {
    for (let i = 0; i <= RUNNING_MAX; i += 1) rig.runner.offer(offer({ jobId: `j${i}` }));
    expect(rig.told('jobAccepted')).toHaveLength(RUNNING_MAX);
    expect(rig.told('jobRejected')).toMatchObject([{ jobId: `j${RUNNING_MAX}`, code: 'QUEUE_FULL' }]);
  });

  test('that cannot be journaled is rejected and not run', () => {
    rig.db.exec("CREATE TRIGGER full BEFORE INSERT ON attempts BEGIN SELECT raise(FAIL, 'disk'); END");
    rig.runner.offer(offer());
    expect(rig.sent).toMatchObject([{ type: 'jobRejected', code: 'INTERNAL' }]);
    expect(rig.driver.calls).toEqual([]);
  });
});

describe('a stop', () => {
  test('interrupts what runs, keeps its end for the next start, and takes nothing new', async () => {
    rig.driver.answer = untilAborted;
    rig.runner.offer(offer());
    await rig.driver.call('sw1');
    const stopped = rig.runner.stop();
    rig.runner.offer(offer({ jobId: 'j2' }));
    expect(rig.told('jobRejected')).toMatchObject([{ jobId: 'j2', code: 'SHUTTING_DOWN' }]);
    await stopped;
    expect(rig.driver.isStopped).toBe(true);
    expect(rig.told('jobEnded')).toMatchObject([{ outcome: 'failed', error: { code: 'INTERRUPTED' } }]);
    rig = new JobsRig({ db: rig.db });
    expect(rig.runner.states()).toEqual([{ jobId: 'j1', attempt: 1, state: 'ended' }]);
  });

  test('of one attempt alone ends it like a failure that may be tried elsewhere', async () => {
    rig.driver.answer = untilAborted;
    rig.runner.offer(offer());
    await rig.driver.call('sw1');
    rig.runner.cancel({ type: 'jobCancelled', jobId: 'j1', attempt: 1, why: 'drained', interrupt: true });
    await expect.poll(() => rig.told('jobEnded')).toHaveLength(1);
    const error = { code: 'INTERRUPTED', message: 'drained' };
    expect(rig.told('jobEnded')).toMatchObject([{ jobId: 'j1', outcome: 'failed', error }]);
    rig.runner.offer(offer({ jobId: 'j2' }));
    expect(rig.told('jobAccepted')).toHaveLength(2);
  });

  test('does not wait for acknowledgements that may never come', async () => {
    rig.runner.offer(offer({ kind: 'collect' }));
    (await rig.driver.call('sw1')).resolve(collected('aa'));
    await rig.settle();
    await rig.runner.stop();
    expect(rig.told('jobEnded')).toMatchObject([{ outcome: 'succeeded' }]);
  });
});

describe('after a crash', () => {
  test('what ran is told as interrupted and never started again by itself', async () => {
    rig.runner.offer(offer());
    await rig.driver.call('sw1');
    rig = new JobsRig({ db: rig.db });
    expect(rig.runner.states()).toEqual([{ jobId: 'j1', attempt: 1, state: 'ended' }]);
    rig.runner.resendEnds();
    expect(rig.sent).toMatchObject([
      { type: 'jobEnded', jobId: 'j1', attempt: 1, outcome: 'failed', error: { code: 'INTERRUPTED' } },
    ]);
    rig.runner.offer(offer());
    expect([rig.told('jobEnded').length, rig.driver.calls.length]).toEqual([2, 0]);
    rig.runner.offer(offer({ attempt: 2 }));
    expect(rig.told('jobAccepted')).toHaveLength(1);
  });
});

test('an end that the full disk cannot take is told all the same, and again until the controller has it', async () => {
  rig.runner.offer(offer());
  const call = await rig.driver.call('sw1');
  rig.db.exec("CREATE TRIGGER full BEFORE UPDATE ON attempts BEGIN SELECT raise(FAIL, 'disk'); END");
  rig.db.exec("CREATE TRIGGER stuck BEFORE DELETE ON attempts BEGIN SELECT raise(FAIL, 'disk'); END");
  call.resolve(fine);
  const end = await rig.nextEnd();
  expect(end.outcome).toBe('succeeded');
  expect(rig.runner.states()).toEqual([{ jobId: 'j1', attempt: 1, state: 'ended' }]);
  rig.runner.resendEnds();
  expect(rig.told('jobEnded')).toEqual([end, end]);
  expect(() => rig.runner.endAcknowledged('j1', 1)).not.toThrow();
  expect(rig.runner.states()).toEqual([{ jobId: 'j1', attempt: 1, state: 'ended' }]);
  rig.db.exec('DROP TRIGGER stuck');
  rig.runner.endAcknowledged('j1', 1);
  expect(rig.runner.states()).toEqual([]);
});
