import { describe, expect, it } from 'vitest';
import type { JsonObject, PlanStep } from '../../shared/model/index.ts';
import { ManualClock, silentLog } from '../../shared/runtime/index.ts';
import { MemoryStore } from '../../test/lab/stores/index.ts';
import type { DriverContext, Step, StoreDriver } from './driver.ts';
import { changingStores } from './store-change.ts';
import { target } from './testing/rig.ts';
import { StepCaller, type WritingDriver } from './write-step.ts';

const BEFORE = { name: 'a', size: 1 };

function steps(more: Partial<PlanStep> = {}): Step {
  const step: PlanStep = {
    ...{ no: 7, action: 'update', standing: 'ready', store: 'ams1/source/db', kind: 'hosts', key: 'k1' },
    ...{ name: 'web-1', site: 'ams1', cause: { type: 'person', text: 'ops' }, token: '' },
    ...{ before: BEFORE, after: { name: 'a', size: 2 }, needs: [], noUndo: '', risk: 'low' },
    ...more,
  };
  return { id: '7', action: JSON.parse(JSON.stringify(step)) as JsonObject };
}

const create = steps({ action: 'create', before: null, after: { name: 'new' }, key: 'k2' });
const removal = steps({ action: 'delete', after: null });

/** A source with one host, `k1`, and the driver over it. */
class Bench {
  readonly store: MemoryStore;
  readonly driver: WritingDriver;
  closed = 0;
  opened = 0;

  constructor(can: ConstructorParameters<typeof MemoryStore>[0]['can'] = {}) {
    this.store = new MemoryStore({ kinds: ['hosts'], can });
    this.store.counting = true;
    this.store.put('hosts', 'k1', BEFORE);
    const { store } = this;
    const open: StoreDriver['open'] = async () => {
      this.opened += 1;
      return {
        name: store.name,
        capabilities: (kind) => store.capabilities(kind),
        read: (...asked) => store.read(...asked),
        list: (...asked) => store.list(...asked),
        write: (...asked) => store.write(...asked),
        close: () => {
          this.closed += 1;
        },
      };
    };
    this.driver = changingStores({
      ...{ name: 'sql', capabilities: ['sql.probe'], open },
      run: () => Promise.resolve({ data: null, timings: {} }),
      stop: () => Promise.resolve(),
    }) as WritingDriver;
  }

  change(step: Step): ReturnType<WritingDriver['change']> {
    return this.driver.change(step, target('db'), context);
  }

  verify(step: Step): ReturnType<WritingDriver['verify']> {
    return this.driver.verify(step, target('db'), context);
  }

  /** As the runner does it. */
  run(step: Step): ReturnType<StepCaller['change']> {
    const { driver } = this;
    const { clock, log, credentials, hostKeys } = context;
    const leave = new AbortController().signal;
    const caller = new StepCaller({
      clock,
      log,
      driver,
      credentials,
      hostKeys,
      leave,
      progress: () => undefined,
    });
    return caller.change(step, target('db'));
  }
}

const context: DriverContext = {
  ...{ clock: new ManualClock(), log: silentLog, signal: new AbortController().signal },
  credentials: {
    open: () => ({ username: '', password: '', enablePassword: undefined, privateKey: undefined }),
  },
  hostKeys: { check: () => 'known' },
  progress: () => undefined,
};

describe('a step at a store', () => {
  it('is sent once, read back, and told with the key and token of what is there since', async () => {
    const bench = new Bench();
    for (const step of [steps(), create]) {
      const { data } = await bench.change(step);
      const key = step === create ? 'k2' : 'k1';
      const [there] = await bench.store.read([{ kind: 'hosts', key }], context);
      expect(data).toEqual({ key, token: there?.token, verified: true });
    }
    await bench.change(steps({ action: 'delete', before: { name: 'a', size: 2 }, after: null }));
    expect(bench.store.all('hosts')).toEqual({ k2: { name: 'new' } });
    expect(bench.store.received).toBe(3);
    expect([bench.opened, bench.closed]).toEqual([3, 3]);
  });

  it.each([
    ['update, whose field another hand changed', steps(), { name: 'a', size: 9 }],
    ['update of what is gone', steps(), null],
    ['delete of what has changed anywhere', removal, { ...BEFORE, note: 'new' }],
    ['delete of what is gone', removal, null],
    ['create of what is there', steps({ action: 'create', before: null, after: BEFORE }), BEFORE],
  ])('is stale, and nothing is sent: %s', async (_, step, there) => {
    const bench = new Bench();
    bench.store.put('hosts', 'k1', there);
    const end = await bench.run(step);
    expect(end).toMatchObject({ state: 'not-done', error: { code: 'PLAN_STALE' }, data: { fields: there } });
    expect(bench.store.received).toBe(0);
    expect([bench.opened, bench.closed]).toEqual([1, 1]);
  });

  it('is done although another field of the thing has moved, and leaves that one alone', async () => {
    const bench = new Bench();
    bench.store.put('hosts', 'k1', { ...BEFORE, name: 'renamed' });
    expect(await bench.run(steps())).toMatchObject({ state: 'acknowledged' });
    expect(bench.store.all('hosts')).toEqual({ k1: { name: 'renamed', size: 2 } });
  });

  it('is looked at again when somebody wrote between the look and the change', async () => {
    const bench = new Bench();
    let meetings = 0;
    bench.store.meanwhile = () => {
      if (meetings++ === 0) bench.store.put('hosts', 'k1', { ...BEFORE, name: 'renamed' });
    };
    expect(await bench.run(steps())).toMatchObject({ state: 'acknowledged' });
    expect(bench.store.all('hosts')).toEqual({ k1: { name: 'renamed', size: 2 } });
    bench.store.meanwhile = () => bench.store.put('hosts', 'k1', { name: 'renamed', size: ++meetings + 10 });
    const next = steps({ before: { size: 2 }, after: { size: 3 } });
    expect(await bench.run(next)).toMatchObject({ state: 'not-done', error: { code: 'PLAN_STALE' } });
    expect(bench.store.all('hosts')['k1']).not.toMatchObject({ size: 3 });
  });

  it('is stale when somebody never stops to write, and has not been sent without end', async () => {
    const bench = new Bench();
    let writes = 0;
    bench.store.meanwhile = () => bench.store.put('hosts', 'k1', { ...BEFORE, name: `n${++writes}` });
    expect(await bench.run(steps())).toMatchObject({ state: 'not-done', error: { code: 'PLAN_STALE' } });
    expect(writes).toBe(3);
    expect(bench.store.writes.get('hosts/k1')).toBeUndefined();
  });

  it('is not taken for done on the word of a store that keeps nothing', async () => {
    for (const step of [steps(), create, removal]) {
      const bench = new Bench();
      const before = bench.store.all('hosts');
      bench.store.faultOf = () => 'lie';
      expect(await bench.run(step)).toMatchObject({ state: 'not-done', error: { code: 'COMMAND_REJECTED' } });
      expect(bench.store.all('hosts')).toEqual(before);
      expect(bench.store.received).toBe(1);
    }
  });

  it('is found out by reading, and never sent again, when no answer comes', async () => {
    for (const step of [steps(), create, removal]) {
      for (const [fault, state] of [
        ['lose-answer', 'acknowledged'],
        ['lose-request', 'not-done'],
      ] as const) {
        const bench = new Bench();
        bench.store.faultOf = () => fault;
        expect(await bench.run(step), fault).toMatchObject({ state });
        expect(bench.store.received).toBe(1);
      }
    }
  });

  it('fails with the words of the store that refuses it, also when it may go through later', async () => {
    for (const [fault, code] of [
      ['refuse', 'COMMAND_REJECTED'],
      ['transient', 'UNAVAILABLE'],
    ] as const) {
      const bench = new Bench();
      bench.store.faultOf = () => fault;
      expect(await bench.run(steps())).toMatchObject({ state: 'not-done', error: { code } });
    }
  });

  it('is refused when its action or its kind is not known, or the store cannot do it', async () => {
    const bench = new Bench({ delete: false });
    for (const [step, code] of [
      [{ id: '1', action: { action: 'rotate' } }, 'UNSUPPORTED'],
      [steps({ action: 'link' }), 'PLAN_STALE'],
      [steps({ kind: 'none' }), 'NOT_FOUND'],
      [removal, 'UNSUPPORTED'],
    ] as const) {
      await expect(bench.change(step)).rejects.toMatchObject({ code });
    }
    expect(bench.store.all('hosts')).toEqual({ k1: BEFORE });
  });

  it('reads back what is certain, and says so when it is not', async () => {
    const bench = new Bench();
    expect(await Promise.all([steps(), create, removal].map((step) => bench.verify(step)))).toEqual([
      'not-done',
      'not-done',
      'not-done',
    ]);
    bench.store.put('hosts', 'k1', { name: 'a', size: 2 });
    expect(await bench.verify(steps())).toBe('done');
    bench.store.put('hosts', 'k1', { name: 'a', size: 3 });
    bench.store.put('hosts', 'k2', { name: 'by somebody else' });
    expect(await Promise.all([steps(), create, removal].map((step) => bench.verify(step)))).toEqual([
      'cannot-say',
      'cannot-say',
      'cannot-say',
    ]);
    bench.store.put('hosts', 'k1', null);
    expect(await bench.verify(removal)).toBe('done');
    expect(await new Bench({ assignsKeys: true }).verify(create)).toBe('cannot-say');
  });

  it('creates under the key that the store makes, whatever is there under its own', async () => {
    const bench = new Bench({ assignsKeys: true });
    const { data } = await bench.change(steps({ action: 'create', before: null, after: { name: 'b' } }));
    expect(data).toMatchObject({ key: 'made-1', verified: true });
    expect(bench.store.all('hosts')).toEqual({ k1: BEFORE, 'made-1': { name: 'b' } });
  });

  it('goes without conditions where the store has none', async () => {
    const bench = new Bench({ conditional: false });
    expect(await bench.run(steps())).toMatchObject({ state: 'acknowledged' });
  });
});
