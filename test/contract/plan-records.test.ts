/** Plans of what people write: from operations to steps, and the steps carried out on the records. */
import { describe, expect, it } from 'vitest';
import type { WriteOperation } from '../../controller/inventory/index.ts';
import {
  ADMIN,
  create,
  errorOf,
  Rig,
  refOf,
  remove,
  update,
  violations,
} from '../../controller/inventory/testing/rig.ts';
import { RecordsExecutor } from '../../controller/plans/executors/records.ts';
import type { Draft, RunContext, StepOutcome } from '../../controller/plans/index.ts';
import { orderSteps } from '../../controller/plans/order.ts';
import { draftEdit, type EditQuestion } from '../../controller/plans/planners/edit.ts';
import type { JsonObject, PlanStep } from '../../shared/model/index.ts';

let made = 0;

function draft(rig: Rig, operations: readonly WriteOperation[], over: Partial<EditQuestion> = {}): Draft {
  const question = { causes: [], planner: 'edit', title: '', unchanged: 0, ...over } as const;
  const newId = (): string => {
    made += 1;
    return `made${made}`;
  };
  return draftEdit(rig.inventory, { ...question, operations, newId }, ADMIN);
}

/** As the maker numbers them; what it adds besides is not looked at here. */
function steps(of: Draft): readonly PlanStep[] {
  return orderSteps(of.steps).map(({ id: _, refs: __, takes: ___, frees: ____, ...step }) => ({
    ...step,
    risk: 'low',
  }));
}

/** What became of each step, in the order in which it was told. */
async function apply(rig: Rig, of: readonly PlanStep[]): Promise<readonly StepOutcome[]> {
  const told: StepOutcome[] = [];
  const executor = new RecordsExecutor({ inventory: rig.inventory, part: (work) => rig.store.write(work) });
  const context = {
    plan: { why: 'because', title: 'test' },
    changeSet: 'cs1',
    principal: ADMIN,
    journal: { together: (work: () => readonly StepOutcome[]) => told.push(...rig.store.write(work)) },
    progress: () => undefined,
  } as unknown as RunContext;
  await executor.apply(of, context);
  return told;
}

const states = (outcomes: readonly StepOutcome[]): string[] =>
  outcomes.map(({ no, state }) => `${no} ${state}`);
const lines = (of: readonly PlanStep[]): string[] =>
  of.map(
    ({ no, action, name, needs }) => `${no} ${action} ${name}${needs.length > 0 ? ` after ${needs}` : ''}`,
  );
const nameOf = (rig: Rig, ref: string): unknown => rig.inventory.peek(refOf(ref), ADMIN)?.fields['name'];

describe('a plan of an edit', () => {
  it('holds one step for each record, with what it was and would be, and writes nothing', () => {
    const rig = Rig.withSwitches(2);
    const { position } = rig.inventory;
    const plan = draft(rig, [
      update('switch/sw1', { description: 'east', 'label.env': 'prod' }),
      update('switch/sw1', { description: 'west' }),
      update('switch/sw2', { name: 'sw2' }),
    ]);
    expect(rig.inventory.position).toBe(position);
    expect(plan.steps).toMatchObject([
      {
        action: 'update',
        store: 'records',
        key: 'ams1/switch/sw1',
        name: 'ams1/sw1',
        cause: { type: 'person', text: 'user:ann' },
        before: { name: 'sw1' },
        after: { name: 'sw1', description: 'west', 'label.env': 'prod' },
      },
    ]);
    expect(plan.unchanged).toEqual([{ store: 'records', kind: 'switch', count: 1 }]);
    expect(plan.bases).toEqual([{ store: 'records', kind: 'switch', existing: 2, firstRun: false }]);
    expect(plan.title).toBe('edit of switch ams1/sw1');
  });

  it('tells every wrong field of every operation at once, as a write does: S0.42', () => {
    const rig = Rig.withSwitches(1);
    const wrong = [
      update('switch/sw1', { name: '' }),
      create('switch', '', { name: 'sw1' }),
      remove('switch/sw9'),
    ];
    expect(violations(() => draft(rig, wrong))).toEqual({
      'operations[0].name': 'must not be empty or have blanks around it',
      'operations[1].name': 'another switch of site ams1 is called "sw1"',
      'operations[2].ref': 'ams1/switch/sw9 is not known',
    });
    expect(
      violations(() => draft(rig, [remove('switch/sw1')], { causes: ['a', 'b'], unchanged: -1 })),
    ).toEqual({
      causes: 'must be one for each of the 1 operations, or none',
      unchanged: 'must not be negative',
    });
  });

  it('is not for those who may not write there', () => {
    const rig = Rig.withSwitches(1);
    const viewer = {
      ...ADMIN,
      grants: [{ level: 'viewer', switchView: 'full', scopes: [{ site: '*' }] }],
    } as const;
    const question = { causes: [], planner: 'edit', title: '', unchanged: 0, newId: () => 'x' } as const;
    const operations = [update('switch/sw1', { description: 'x' })];
    expect(errorOf(() => draftEdit(rig.inventory, { ...question, operations }, viewer)).code).toBe(
      'FORBIDDEN',
    );
  });

  it('names the row that asked for a step', () => {
    const rig = Rig.withSwitches(1);
    const plan = draft(rig, [update('switch/sw1', { description: 'x' })], { causes: ['row 2 of a.csv'] });
    expect(plan.steps[0]?.cause).toEqual({ type: 'row', text: 'row 2 of a.csv' });
  });

  it('makes sites and floors before what stands there, and takes them away after', async () => {
    const rig = new Rig();
    const plan = steps(
      draft(rig, [
        { type: 'create', site: '', kind: 'site', id: 'ber1', fields: { name: 'Berlin' } },
        create('floor', 'f1', { name: 'F1' }, 'ber1'),
        create('switch', 'sw1', { name: 'sw1', floor: 'ber1/floor/f1' }, 'ber1'),
        create('source', 'sw1', { name: 'sw1', driver: 'switch', address: '10.1.1.1' }, 'ber1'),
      ]),
    );
    expect(lines(plan)).toEqual([
      '1 create ber1',
      '2 create ber1/F1 after 1',
      '3 create ber1/sw1 after 1,2',
      '4 create ber1/sw1 after 1,3',
    ]);
    expect(states(await apply(rig, plan))).toEqual(['1 verified', '2 verified', '3 verified', '4 verified']);
    const away = steps(
      draft(rig, [
        { type: 'delete', ref: { site: 'ber1', kind: 'site', id: 'ber1' }, ifEtag: '' },
        ...['floor/f1', 'switch/sw1', 'source/sw1'].map((text) => remove(`ber1/${text}`)),
      ]),
    );
    expect(away.at(-1)).toMatchObject({ action: 'delete', kind: 'site' });
    expect(states(await apply(rig, away)).every((state) => state.endsWith('verified'))).toBe(true);
    expect(rig.inventory.counts()).toMatchObject({ site: 0, floor: 0, switch: 0, source: 0 });
  });

  it('swaps two names through a temporary one', async () => {
    const rig = Rig.withSwitches(2);
    const plan = steps(
      draft(rig, [update('switch/sw1', { name: 'sw2' }), update('switch/sw2', { name: 'sw1' })]),
    );
    expect(plan).toHaveLength(3);
    expect(states(await apply(rig, plan))).toEqual(['1 verified', '2 verified', '3 verified']);
    expect([nameOf(rig, 'switch/sw1'), nameOf(rig, 'switch/sw2')]).toEqual(['sw2', 'sw1']);
  });

  it('swaps two addresses as well', async () => {
    const rig = Rig.withSwitches(2);
    const plan = steps(
      draft(rig, [
        update('source/sw1', { address: '10.0.0.2' }),
        update('source/sw2', { address: '10.0.0.1' }),
      ]),
    );
    expect(states(await apply(rig, plan)).every((state) => state.endsWith('verified'))).toBe(true);
    expect(rig.inventory.peek(refOf('source/sw1'), ADMIN)?.fields['address']).toBe('10.0.0.2');
  });
});

describe('a step on a record', () => {
  const edit = (rig: Rig, ref: string, fields: JsonObject): readonly PlanStep[] =>
    steps(draft(rig, [update(ref, fields)]));

  it('is stale when a field that it changes was changed meanwhile, and not when another one was', async () => {
    const rig = Rig.withSwitches(2);
    const [first, second] = [
      edit(rig, 'switch/sw1', { description: 'mine' }),
      edit(rig, 'switch/sw2', { description: 'mine' }),
    ];
    rig.write(update('switch/sw1', { description: 'theirs' }), update('switch/sw2', { name: 'core' }));
    const [stale] = await apply(rig, first);
    expect(stale).toMatchObject({
      state: 'stale',
      found: { fields: { name: 'sw1', description: 'theirs' } },
      error: {
        code: 'PLAN_STALE',
        message: 'ams1/sw1 is not as it was when the plan was made: description was not set, is "theirs"',
      },
    });
    expect(states(await apply(rig, second))).toEqual(['1 verified']);
    expect(rig.records('switch')).toMatchObject({
      sw1: { description: 'theirs' },
      sw2: { name: 'core', description: 'mine' },
    });
  });

  it('deletes only what is as it was, to the last field', async () => {
    const rig = Rig.withSwitches(1);
    const plan = steps(draft(rig, [remove('switch/sw1')]));
    rig.write(update('switch/sw1', { 'note.a': 'keep me' }));
    expect(states(await apply(rig, plan))).toEqual(['1 stale']);
    expect(nameOf(rig, 'switch/sw1')).toBe('sw1');
  });

  it('fails alone: what does not need it is done', async () => {
    const rig = Rig.withSwitches(2);
    const plan = steps(
      draft(rig, [
        create('floor', 'f1', { name: 'F1' }),
        update('switch/sw1', { floor: 'ams1/floor/f1' }),
        update('switch/sw2', { description: 'x' }),
      ]),
    );
    rig.write(create('floor', 'f9', { name: 'F1' }));
    const outcomes = await apply(rig, plan);
    expect(states(outcomes)).toEqual(['1 failed', '3 verified']);
    expect(outcomes[0]?.error?.message).toBe('name: another floor of site ams1 is called "F1"');
    expect(rig.records('switch')).toMatchObject({ sw1: { name: 'sw1' }, sw2: { description: 'x' } });
  });

  it('leaves no trace when its batch goes back', async () => {
    const rig = Rig.withSwitches(1);
    const before = rig.records('switch');
    const executor = new RecordsExecutor({ inventory: rig.inventory, part: (work) => rig.store.write(work) });
    const context = {
      plan: { why: '', title: 'test' },
      changeSet: 'cs1',
      principal: ADMIN,
      journal: {
        together: (work: () => readonly StepOutcome[]) =>
          rig.store.write(() => {
            work();
            throw new Error('the disk is full');
          }),
      },
      progress: () => undefined,
    } as unknown as RunContext;
    const plan = edit(rig, 'switch/sw1', { description: 'x' });
    await expect(executor.apply(plan, context)).rejects.toThrow('the disk is full');
    expect(rig.records('switch')).toEqual(before);
  });

  it('says who did it and why, under its change set', async () => {
    const rig = Rig.withSwitches(1);
    await apply(rig, edit(rig, 'switch/sw1', { description: 'x' }));
    const question = { ref: refOf('switch/sw1'), pageSize: 1, pageToken: '' };
    expect(rig.inventory.history(question, ADMIN).changes).toMatchObject([
      { by: 'user:ann', why: 'because', changeSet: 'cs1' },
    ]);
  });
});
