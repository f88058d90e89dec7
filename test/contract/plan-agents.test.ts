/** Steps at sources: the jobs that do them, and what becomes of the steps, whatever becomes of agents, jobs and processes. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { DraftStep } from '../../controller/plans/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { planStepJson } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { LOST_AFTER_MS, settle } from './support/controller.ts';
import { ABLE, acknowledged, EVIDENCE, PlanBench, planStep, STORE, three } from './support/plan-bench.ts';

const STALE = { code: 'PLAN_STALE', message: 'it has changed', hint: undefined } as const;

beforeAll(ready);

describe('steps that an agent does', () => {
  it('stand as sent, by the id of a job, before there is that job; the job has the very steps and what proves them', async () => {
    const bench = await PlanBench.open();
    let known: unknown;
    bench.told.onSent = () => {
      try {
        known = bench.job();
      } catch (error) {
        known = WaysideError.from(error).code;
      }
    };
    const { done, offer } = await bench.begin();
    expect(known).toBe('NOT_FOUND');
    expect(bench.job()).toMatchObject({
      id: offer.jobId,
      kind: 'apply',
      parentId: 'parent',
      createdBy: 'user:admin',
    });
    expect(offer.steps).toEqual(
      three.map((step) => ({
        id: String(step.no),
        source: { site: 'ams1', kind: 'source', id: 'db' },
        action: planStepJson(step),
      })),
    );
    expect(offer.evidence).toEqual(EVIDENCE);
    await bench.end(offer, ['acknowledged', 'acknowledged', 'acknowledged'], { outcome: 'succeeded' });
    await done;
    expect(bench.told.states).toEqual(['1 verified', '2 verified', '3 verified']);
  });

  it('are verified when they were read back, and keep the token of what is there since', async () => {
    const bench = await PlanBench.open();
    const { done, offer } = await bench.begin();
    const told = [{ key: 'k1', token: 't1', verified: true }, { token: 't2' }, null].map(acknowledged);
    await bench.end(offer, told, { outcome: 'succeeded' });
    await done;
    expect(bench.told.outcomes.map(({ state, token }) => [state, token])).toEqual([
      ['verified', 't1'],
      ['acknowledged', 't2'],
      ['verified', ''],
    ]);
  });

  it('end with the one that is stale, with what is there; the rest has no outcome', async () => {
    const bench = await PlanBench.open();
    const { done, offer } = await bench.begin();
    const found = { fields: { n: 9 }, token: 't9' };
    await bench.end(offer, ['acknowledged', { state: 'not-done', error: STALE, data: found }], {
      error: STALE,
    });
    await done;
    expect(bench.told.states).toEqual(['1 verified', '2 stale']);
    expect(bench.told.outcomes[1]).toEqual({ no: 2, state: 'stale', error: STALE, token: '', found });
  });

  it('fail with the words of the source, and of what nobody can say nobody says it', async () => {
    const bench = await PlanBench.open();
    const error = { code: 'IN_USE', message: 'other rows point at it', hint: undefined } as const;
    const { done, offer } = await bench.begin();
    await bench.end(offer, [{ state: 'unknown' }, { state: 'not-done', error }, 'sent']);
    await done;
    expect(bench.told.states).toEqual(['1 unknown', '2 failed', '3 unknown']);
    expect(bench.told.outcomes[1]).toMatchObject({ error: { code: error.code, message: error.message } });
    expect(bench.told.outcomes[2]).toMatchObject({ error: { code: 'OUTCOME_UNKNOWN' } });
  });

  it('fail together when nobody can do them, and there is no job', async () => {
    const bench = await PlanBench.open();
    await bench.jobs.reconnect({ capabilities: ['sql.probe'] });
    await bench.executor.apply(three, bench.context());
    expect(bench.told.states).toEqual(['1 failed', '2 failed', '3 failed']);
    expect(bench.told.outcomes[0]?.error).toMatchObject({ code: 'NO_CAPABLE_AGENT' });
    expect(() => bench.job()).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  it('fail together with the job of which nothing was sent, so that it ends', async () => {
    const bench = await PlanBench.open();
    const { done, offer } = await bench.begin();
    const error = { code: 'WRITES_OFF', message: 'not here', hint: undefined } as const;
    await bench.end(offer, [], { outcome: 'failed', error });
    await done;
    expect(bench.told.states).toEqual(['1 failed', '2 failed', '3 failed']);
    expect(bench.told.outcomes[2]).toMatchObject({ error: { code: error.code, message: error.message } });
  });

  it('go in as many jobs as their bytes ask for, one after the other, each once the one before is whole', async () => {
    const bench = await PlanBench.open();
    const large = [1, 2, 3].map((no) => planStep(no, { after: { text: 'x'.repeat(120_000) } }));
    const { done, offer } = await bench.begin(large);
    expect(offer.steps?.map(({ id }) => id)).toEqual(['1', '2']);
    expect([...bench.told.sentBy.keys()]).toEqual([1, 2]);
    await bench.end(offer, ['acknowledged', 'acknowledged'], { outcome: 'succeeded' });
    const second = await bench.jobs.agent.accept();
    expect(second.steps?.map(({ id }) => id)).toEqual(['3']);
    await bench.end(second, ['acknowledged'], { outcome: 'succeeded' });
    await done;
    expect(bench.told.states).toEqual(['1 verified', '2 verified', '3 verified']);
  });

  it('leave those of the next job alone when one of a job was not done', async () => {
    const bench = await PlanBench.open();
    const large = [1, 2, 3].map((no) => planStep(no, { after: { text: 'x'.repeat(120_000) } }));
    const { done, offer } = await bench.begin(large);
    await bench.end(offer, ['acknowledged', { state: 'not-done', error: STALE }], { error: STALE });
    await done;
    expect(bench.told.states).toEqual(['1 verified', '2 stale']);
    expect(bench.jobs.agent.offers).toHaveLength(1);
  });
});

describe('after a crash, steps that an agent does', () => {
  it('have no outcome when their job was never submitted, and nothing is sent', async () => {
    const bench = await PlanBench.open();
    await bench.executor.recover(
      three.map((step) => ({ ...step, by: '0000000000000000' })),
      bench.context(),
    );
    expect(bench.told.outcomes).toEqual([]);
    expect(bench.jobs.agent.offers).toEqual([]);
  });

  it('are followed again in the job that goes on', async () => {
    const bench = await PlanBench.open();
    const { done, offer } = await bench.begin();
    await bench.restart(offer);
    await done;
    expect(bench.told.outcomes).toEqual([]);
    const by = offer.jobId;
    const recovered = bench.executor.recover(
      three.map((step) => ({ ...step, by })),
      bench.context(),
    );
    await settle();
    await bench.end(offer, ['acknowledged', 'acknowledged'], { outcome: 'partly' });
    await recovered;
    expect(bench.told.states).toEqual(['1 verified', '2 verified']);
    expect(bench.jobs.agent.offers).toEqual([]);
  });

  it('are told from the job that has ended', async () => {
    const bench = await PlanBench.open();
    const { offer } = await bench.begin();
    bench.executor.stop();
    await bench.end(offer, ['acknowledged', { state: 'not-done', error: STALE }], { error: STALE });
    await bench.restart(undefined);
    const steps = three.map((step) => ({ ...step, by: offer.jobId }));
    await bench.executor.recover(steps, bench.context());
    expect(bench.told.states).toEqual(['1 verified', '2 stale']);
  });

  it('are unknown when their agent never comes back', async () => {
    const bench = await PlanBench.open();
    const { done } = await bench.begin();
    await bench.jobs.agent.cut();
    for (let passed = 0; passed <= LOST_AFTER_MS + 60_000; passed += 10_000) {
      bench.jobs.rooms.clock.advance(10_000);
      await settle();
    }
    await done;
    expect(bench.told.states).toEqual(['1 unknown', '2 unknown', '3 unknown']);
  });
});

describe('a run that is to end', () => {
  it('ends its job between two steps, and what was not begun has no outcome', async () => {
    const bench = await PlanBench.open();
    const { done, offer } = await bench.begin();
    bench.ending.abort(new WaysideError('CANCELLED', 'it was cancelled'));
    await settle();
    expect(bench.jobs.agent.heard('jobCancelled')).toMatchObject([{ jobId: offer.jobId }]);
    expect(bench.told.outcomes).toEqual([]);
    await bench.end(offer, ['acknowledged'], { outcome: 'cancelled' });
    await done;
    expect(bench.told.states).toEqual(['1 verified']);
  });

  it('has no outcomes of a job that nobody had begun', async () => {
    const bench = await PlanBench.open();
    const busy = await bench.begin([planStep(9)]);
    const other = bench.executor.apply(three, bench.context());
    await settle();
    bench.ending.abort(new WaysideError('CANCELLED', 'it was cancelled'));
    await bench.end(busy.offer, ['acknowledged'], { outcome: 'succeeded' });
    await Promise.all([busy.done, other]);
    expect(bench.told.states).toEqual(['9 verified']);
    expect(bench.jobs.agent.offers).toHaveLength(1);
  });

  it('leaves its job alone when it is this process that stops', async () => {
    const bench = await PlanBench.open();
    const { done, offer } = await bench.begin();
    bench.ending.abort(new WaysideError('SHUTTING_DOWN', 'the controller stops'));
    await done;
    expect(bench.jobs.agent.heard('jobCancelled')).toEqual([]);
    expect(bench.told.outcomes).toEqual([]);
    expect(bench.jobs.rooms.jobs.get(offer.jobId).state).toBe('running');
  });

  it('and stops then even while it waits for the end of a cancelled job', async () => {
    const bench = await PlanBench.open();
    const { done } = await bench.begin();
    bench.ending.abort(new WaysideError('CANCELLED', 'it was cancelled'));
    bench.executor.stop();
    await done;
    expect(bench.told.outcomes).toEqual([]);
  });

  it('is not gone on with behind the back of who cancels the job alone', async () => {
    const bench = await PlanBench.open();
    const { done, offer } = await bench.begin();
    bench.jobs.rooms.jobs.cancel(offer.jobId, 'not now', 'user:ops');
    await bench.end(offer, ['acknowledged'], { outcome: 'cancelled' });
    await done;
    expect(bench.told.states).toEqual(['1 verified', '2 failed', '3 failed']);
    expect(bench.told.outcomes[1]?.error).toMatchObject({ code: 'CANCELLED' });
  });
});

describe('when it is planned', () => {
  function draft(more: Partial<DraftStep> = {}): DraftStep {
    const { no: _, needs: __, risk: ___, standing: ____, ...step } = planStep(1);
    return { ...step, id: 'a', needs: [], refs: [], takes: [], frees: [], standing: 'ready', ...more };
  }

  it('a step of a source is known to be possible, or why it is not', async () => {
    const { executor, jobs } = await PlanBench.open();
    expect(executor.cannot(draft())).toBeUndefined();
    expect(executor.cannot(draft({ store: 'ams1/source/none' }))).toBe('there is no source ams1/source/none');
    expect(executor.cannot(draft({ store: 'ams1/source/sw1' }))).toBeUndefined();
    const known = { site: 'ams1', kind: 'switch', id: 'sw1' } as const;
    jobs.rooms.inventory.writeOwn(known, { core: { name: 'sw1' }, system: { platform: 'unknown' } }, 'test');
    expect(executor.cannot(draft({ store: 'ams1/source/sw1' }))).toMatch(/its platform is not known/);
    expect(executor.cannot(draft({ action: 'link' }))).toBe('link is no change of a sql source');
    expect(executor.cannot(draft({ after: { text: 'x'.repeat(262_144) } }))).toMatch(
      /bytes, which is over 262144$/,
    );
    expect(['records', STORE, 'ams1/switch/sw1', 'a/b'].map((store) => executor.serves(store))).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(await executor.current()).toBeUndefined();
  });
});

describe('a database among switches', () => {
  it('is no part of what is read of its whole site, and can be tested by itself', async () => {
    const { jobs } = await PlanBench.open();
    await jobs.reconnect({ capabilities: ['switch.collect', ...ABLE] });
    const site = { targets: [], site: 'ams1' };
    const whole = await jobs.submit({ kind: 'collect', ...site });
    expect(whole.targets.map(({ id }) => id)).toEqual(['sw1', 'sw2']);
    const one = await jobs.submit({ targets: [{ site: 'ams1', kind: 'source', id: 'db' }] });
    expect(one).toMatchObject({ kind: 'probe', targets: [{ id: 'db' }] });
  });
});
