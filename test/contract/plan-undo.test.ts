/** The planner of undo over an inventory: what two people wrote, and what of it is brought back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WriteOperation } from '../../controller/inventory/index.ts';
import { ADMIN, create, port, Rig, refOf, remove, update } from '../../controller/inventory/testing/rig.ts';
import { RecordsExecutor } from '../../controller/plans/executors/records.ts';
import type { Draft, RunContext, StepOutcome } from '../../controller/plans/index.ts';
import { orderSteps } from '../../controller/plans/order.ts';
import { basesOf } from '../../controller/plans/planners/record-bases.ts';
import { draftRevert } from '../../controller/plans/planners/revert.ts';
import type { UndoneItem } from '../../controller/plans/planners/undo-objects.ts';
import {
  ADMIN_GRANT,
  fieldDifferences,
  type JsonObject,
  type PlanStep,
  type Principal,
} from '../../shared/model/index.ts';

const SEED = process.env['SEED'];
const RUNS = { numRuns: 20, ...(SEED ? { seed: Number(SEED) } : {}) };
const BOB: Principal = { type: 'user', name: 'bob', grants: [ADMIN_GRANT], readOnly: false, tokenId: 'b' };
const ITEMS_MAX = 1000;
const SITES = ['ams1', 'lon1'] as const;

/** Writes of two people, and undo as a plan would do it: each ready step by a write of its own, in order. */
class UndoRig {
  readonly rig: Rig;
  private sets = 0;

  constructor(rig: Rig = Rig.withSwitches(2)) {
    this.rig = rig;
  }

  write(who: Principal, ...operations: WriteOperation[]): readonly UndoneItem[] {
    this.rig.clock.advance(1000);
    if (operations.length === 0) return [];
    const question = { operations, why: 'test', requestId: '', validateOnly: false };
    const set = this.rig.store.changeSets.get(this.rig.inventory.write(question, who).changeSet);
    const items = set ? this.rig.store.changeSets.items(set.no, 0, ITEMS_MAX) : [];
    return items.map((item) => ({ ...item, needs: [] }));
  }

  draft(items: readonly UndoneItem[], only: readonly number[] = []): Promise<Draft> {
    const { inventory } = this.rig;
    const { planned } = inventory;
    return draftRevert({
      changeSet: { id: 'cs1', title: 'edit of things' },
      ...{ items, only: new Set(only) },
      owned: (ref) => planned.owned([ref])[0] ?? expect.fail('nothing read'),
      writerOf: (ref, token) => planned.writerOf(ref, token),
      currentOf: () => undefined,
      preview: (operations) => void planned.preview(operations, ADMIN),
      basesOf: (refs) => basesOf(inventory, refs),
    });
  }

  /** By the executor of records: what was done, as items of a change set. */
  async apply(draft: Draft): Promise<readonly UndoneItem[]> {
    this.sets += 1;
    this.rig.clock.advance(1000);
    const steps = orderSteps(draft.steps)
      .filter(({ standing }) => standing === 'ready')
      .map(({ id: _, refs: __, takes: ___, frees: ____, ...step }): PlanStep => ({ ...step, risk: 'low' }));
    const told = new Map<number, StepOutcome>();
    const { rig } = this;
    const executor = new RecordsExecutor({ inventory: rig.inventory, part: (work) => rig.store.write(work) });
    const together = (work: () => readonly StepOutcome[]): void => {
      for (const outcome of rig.store.write(work)) told.set(outcome.no, outcome);
    };
    await executor.apply(steps, {
      plan: { why: 'undo', title: 'undo' },
      ...{
        changeSet: `undo-${this.sets}`,
        principal: ADMIN,
        journal: { together },
        progress: () => undefined,
      },
    } as unknown as RunContext);
    return steps.map((step) => {
      const { no, action, store, kind, key, name, site, before, after, needs, noUndo } = step;
      const { state, token = '' } = told.get(no) ?? {};
      expect({ no, state, error: told.get(no)?.error }).toEqual({ no, state: 'verified', error: undefined });
      const done = { no, action, store, kind, key, name, site, before, after, needs, noUndo, token };
      return { ...done, state: 'verified' };
    });
  }

  async undo(items: readonly UndoneItem[], only: readonly number[] = []): Promise<readonly UndoneItem[]> {
    return this.apply(await this.draft(items, only));
  }

  /** Managed fields by record; what was deleted is not in it. */
  state(): Record<string, JsonObject> {
    const found: Record<string, JsonObject> = {};
    for (const kind of ['site', 'floor', 'source', 'switch'] as const)
      for (const id of Object.keys(this.rig.records(kind))) {
        for (const site of kind === 'site' ? [id] : SITES) {
          const [image] = this.rig.inventory.planned.now([refOf(`${site}/${kind}/${id}`)]);
          if (image) found[`${site === 'lon1' ? 'lon1/' : ''}${kind}/${id}`] = image.fields;
        }
      }
    return found;
  }
}

describe('undo', () => {
  it('brings back what was before of a change, a creation and a deletion, with labels and notes: S4.55', async () => {
    const test = new UndoRig();
    test.write(
      ADMIN,
      create('floor', 'f1', { name: 'First' }),
      update('switch/sw1', { floor: 'ams1/floor/f1', 'label.rack': 'r1', 'note.n1': 'spare part ordered' }),
    );
    const before = test.state();
    const items = test.write(
      ADMIN,
      remove('source/sw1'),
      remove('switch/sw1'),
      remove('floor/f1'),
      create('switch', 'sw9', { name: 'sw9' }),
      update('switch/sw2', { name: 'core', 'label.role': 'core' }),
    );
    const draft = await test.draft(items);
    expect(draft).toMatchObject({
      planner: 'revert',
      title: 'undo of edit of things',
      of: 'cs1',
      unchanged: [],
    });
    await test.apply(draft);
    expect(test.state()).toEqual(before);
  });

  it('of an undo is what was there before it', async () => {
    const test = new UndoRig();
    const items = test.write(
      ADMIN,
      remove('source/sw1'),
      create('switch', 'sw9', { name: 'sw9' }),
      update('switch/sw2', { name: 'core', 'label.a': '1' }),
    );
    const after = test.state();
    const undone = await test.undo(items);
    expect(test.state()).not.toEqual(after);
    const redone = await test.undo(undone);
    expect(test.state()).toEqual(after);
    await test.undo(redone);
    expect(test.state()['switch/sw2']).toEqual({ name: 'sw2' });
  });

  it('leaves what somebody else changed since as it is, and says who, when and to what', async () => {
    const test = new UndoRig();
    const items = test.write(
      ADMIN,
      update('switch/sw1', { name: 'a', 'label.x': 'mine', 'label.y': 'mine' }),
    );
    test.write(BOB, update('switch/sw1', { name: 'b' }));
    const at = new Date(test.rig.clock.now()).toISOString();
    const draft = await test.draft(items);
    expect(draft.steps).toMatchObject([
      { action: 'update', standing: 'ready', after: { name: 'b' } },
      {
        ...{ action: 'update', standing: 'conflict', before: { name: 'b' }, after: { name: 'sw1' } },
        reason: { code: 'changed-since', message: `name is "b", was "sw1": changed by user:bob at ${at}` },
      },
    ]);
    await test.apply(draft);
    expect(test.state()['switch/sw1']).toEqual({ name: 'b' });
  });

  it('does not delete what somebody else gave something to, nor make again what somebody made', async () => {
    const test = new UndoRig();
    const made = test.write(ADMIN, create('switch', 'sw9', { name: 'sw9' }));
    test.write(BOB, update('switch/sw9', { 'label.owner': 'bob' }));
    expect((await test.draft(made)).steps).toMatchObject([
      { action: 'delete', standing: 'conflict', reason: { code: 'changed-since' } },
    ]);
    test.write(BOB, remove('switch/sw9'));
    test.write(BOB, create('switch', 'sw9', { name: 'sw9' }));
    const [again] = (await test.draft(made)).steps;
    expect(again?.reason?.message).toMatch(/^name is "sw9": written anew by user:bob at /);
    const gone = test.write(ADMIN, remove('source/sw1'));
    test.write(BOB, create('source', 'sw1', { name: 'sw1', driver: 'switch', address: '10.9.9.9' }));
    const [step] = (await test.draft(gone)).steps;
    expect(step).toMatchObject({
      standing: 'conflict',
      before: { address: '10.9.9.9' },
      after: { address: '10.0.0.1' },
    });
    // How a source is reached is told by the step, which not everybody sees in full, and not by its words.
    expect(step?.reason?.message).toMatch(/^it was changed by user:bob at /);
  });

  it('of a change to what is gone since is a conflict, and of what is so already is nothing', async () => {
    const test = new UndoRig();
    const items = test.write(ADMIN, update('switch/sw1', { name: 'a' }), update('switch/sw2', { name: 'b' }));
    test.write(BOB, remove('switch/sw1'));
    test.write(BOB, update('switch/sw2', { name: 'sw2' }));
    const draft = await test.draft(items);
    expect(draft.steps).toMatchObject([
      { standing: 'conflict', reason: { code: 'gone-since', message: expect.stringContaining('user:bob') } },
    ]);
    expect(draft.unchanged).toEqual([{ store: 'records', kind: 'switch', count: 1 }]);
  });

  it('of a part touches that part alone, and a later item that stays keeps its field', async () => {
    const test = new UndoRig();
    const items = test.write(
      ADMIN,
      update('switch/sw1', { name: 'a' }),
      update('switch/sw2', { name: 'b' }),
      update('switch/sw1', { name: 'c', 'label.x': '1' }),
    );
    await test.undo(items, [2]);
    expect(test.state()).toMatchObject({ 'switch/sw1': { name: 'c' }, 'switch/sw2': { name: 'sw2' } });
    expect((await test.draft(items, [1])).steps).toMatchObject([
      {
        standing: 'conflict',
        reason: { message: expect.stringContaining('a later item of this change set') },
      },
    ]);
    await test.undo(items, [3]);
    expect(test.state()['switch/sw1']).toEqual({ name: 'a' });
  });

  it('is a conflict where a rule forbids it: the old name is taken, the floor is in use or gone', async () => {
    const test = new UndoRig();
    test.write(
      ADMIN,
      create('floor', 'f1', { name: 'First' }),
      update('switch/sw2', { floor: 'ams1/floor/f1' }),
    );
    const items = test.write(
      ADMIN,
      update('switch/sw1', { name: 'a', 'label.x': '1' }),
      create('floor', 'f2', { name: 'Second' }),
      update('switch/sw2', { floor: null }),
    );
    test.write(BOB, create('switch', 'sw3', { name: 'sw1', floor: 'ams1/floor/f2' }), remove('floor/f1'));
    const draft = await test.draft(items);
    const told = draft.steps.map(({ kind, name, standing, reason }) => [
      kind,
      name,
      standing,
      reason?.message,
    ]);
    expect(told).toEqual([
      ['switch', 'ams1/a', 'ready', undefined],
      ['floor', 'ams1/Second', 'conflict', expect.stringContaining('still used by switch sw1')],
      ['switch', 'ams1/sw1', 'conflict', expect.stringContaining('another switch of site ams1')],
      ['switch', 'ams1/sw2', 'conflict', 'floor ams1/floor/f1 is not known'],
    ]);
    await test.apply(draft);
    expect(test.state()['switch/sw1']).toEqual({ name: 'a' });
  });

  it('takes the first label of a port away again, which no agent put there', async () => {
    const test = new UndoRig();
    test.rig.agent().send('sw1', [port('Gi1/0/1')]);
    const [id = ''] = Object.keys(test.rig.records('port'));
    const items = test.write(ADMIN, update(`port/${id}`, { 'label.desk': '12' }));
    await test.undo(items);
    expect(test.rig.records('port')[id]).not.toHaveProperty('label.desk');
    expect(test.rig.records('port')[id]).toMatchObject({ name: 'Gi1/0/1' });
  });

  it('takes a whole site away again, and brings it back', async () => {
    const test = new UndoRig();
    const before = test.state();
    const items = test.write(
      ADMIN,
      create('site', 'lon1', { name: 'London 1' }),
      create('floor', 'g1', { name: 'Ground' }, 'lon1'),
      create('switch', 'sw7', { name: 'sw7', floor: 'lon1/floor/g1' }, 'lon1'),
      create('source', 'sw7', { name: 'sw7', driver: 'switch', address: '10.7.0.1' }, 'lon1'),
    );
    const there = test.state();
    const undone = await test.undo(items);
    expect(undone.map(({ kind }) => kind).at(-1)).toBe('site');
    expect(test.state()).toEqual(before);
    const again = await test.undo(undone);
    expect(again.map(({ kind }) => kind)).toEqual(['site', 'floor', 'switch', 'source']);
    expect(test.state()).toEqual(there);
  });

  it('gives names back that were swapped', async () => {
    const test = new UndoRig();
    const before = test.state();
    const items = test.write(
      ADMIN,
      update('switch/sw1', { name: 'sw2' }),
      update('switch/sw2', { name: 'sw1' }),
    );
    await test.undo(items);
    expect(test.state()).toEqual(before);
  });
});

const NAMES = ['sw1', 'sw2', 'sw3'] as const;
const FIELDS = ['label.a', 'label.b', 'note.c'] as const;

/** What somebody wants; what is not possible at that moment is left out. */
const wish = fc.record({
  who: fc.constantFrom(ADMIN, BOB),
  wants: fc.array(
    fc.record({
      id: fc.constantFrom(...NAMES),
      life: fc.constantFrom('keep', 'keep', 'keep', 'toggle'),
      fields: fc.dictionary(fc.constantFrom(...FIELDS), fc.option(fc.constantFrom('x', 'y', 'z')), {
        maxKeys: 3,
      }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

describe('undo of any change set, whoever wrote since', () => {
  it('gives back each field that nobody else wrote, leaves every other one, and is undone itself', () => {
    return fc.assert(
      fc.asyncProperty(fc.array(wish, { minLength: 1, maxLength: 6 }), fc.nat(5), async (wishes, at) => {
        const test = new UndoRig();
        const states = [test.state()];
        const sets = wishes.map(({ who, wants }) => {
          const items = test.write(who, ...operationsOf(wants, test.state()));
          states.push(test.state());
          return items;
        });
        const chosen = at % sets.length;
        const items = sets[chosen] ?? [];
        const later = sets.slice(chosen + 1).flat();
        const [before, now] = [states[chosen] ?? {}, test.state()];
        const undone = await test.undo(items);
        expect(test.state()).toEqual(expected({ before, now, items, later }));
        await test.undo(undone);
        expect(test.state()).toEqual(now);
      }),
      RUNS,
    );
  });
});

function operationsOf(
  wants: readonly { readonly id: string; readonly life: string; readonly fields: JsonObject }[],
  state: Record<string, JsonObject>,
): WriteOperation[] {
  const there = new Map(NAMES.map((id) => [id as string, state[`switch/${id}`] !== undefined]));
  return wants.flatMap(({ id, life, fields }): WriteOperation[] => {
    const is = there.get(id) === true;
    const set = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
    if (!is && life === 'keep') return [];
    if (life === 'keep') return [update(`switch/${id}`, fields)];
    there.set(id, !is);
    return [is ? remove(`switch/${id}`) : create('switch', id, { name: id, ...set })];
  });
}

/** Told from the writes alone: which fields of which records were written later. */
function expected(run: {
  readonly before: Record<string, JsonObject>;
  readonly now: Record<string, JsonObject>;
  readonly items: readonly UndoneItem[];
  readonly later: readonly UndoneItem[];
}): Record<string, JsonObject> {
  const { before, now, items, later } = run;
  const wanted = { ...now };
  for (const key of new Set(items.map((item) => item.key))) {
    const short = key.replace('ams1/', '');
    const [was, is] = [before[short], now[short]];
    const own = items.filter((item) => item.key === key);
    const after = own.at(-1)?.after ?? null;
    const others = later.filter((item) => item.key === key);
    if (was && after) {
      if (!is) continue;
      // A later life began with fields of its own.
      const anew = others.some(({ action }) => action !== 'update');
      const changed = new Set(others.flatMap((item) => fieldDifferences(item).map(({ field }) => field)));
      const back = fieldDifferences({ before: was, after }).filter(
        ({ field }) => !anew && !changed.has(field),
      );
      const fields = { ...is, ...Object.fromEntries(back.map((one) => [one.field, one.before])) };
      wanted[short] = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    } else if (others.length > 0) continue;
    else if (was) wanted[short] = was;
    else if (!was) delete wanted[short];
  }
  return wanted;
}
