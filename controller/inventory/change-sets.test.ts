import { describe, expect, it } from 'vitest';
import type { ChangeItem } from '../../shared/model/index.ts';
import { ADMIN, create, Rig, refOf, remove, update } from './testing/rig.ts';

const LIMIT = 100;

function itemsOf(rig: Rig, id: string): readonly ChangeItem[] {
  const set = rig.store.changeSets.get(id) ?? expect.fail(`no change set ${id}`);
  return rig.store.changeSets.items(set.no, 0, LIMIT);
}

describe('a write of people', () => {
  it('leaves a change set with what was before and after of each record, by the same commit', () => {
    const rig = Rig.withSwitches(1);
    const { changeSet } = rig.write(
      create('floor', 'f1', { name: 'First', 'label.wing': 'east' }),
      update('switch/sw1', { floor: 'ams1/floor/f1', 'note.n1': 'moved' }),
      remove('source/sw1'),
    );
    const set = rig.store.changeSets.get(changeSet);
    expect(set).toMatchObject({
      ...{ id: changeSet, by: 'user:ann', why: 'test', origin: 'write', plan: '', state: 'done', undoes: '' },
      ...{ at: rig.clock.now(), endedAt: rig.clock.now(), title: 'changes of 3 records', sites: ['ams1'] },
      counts: { create: 1, update: 1, delete: 1, failed: 0 },
    });
    expect(itemsOf(rig, changeSet)).toMatchObject([
      {
        ...{
          no: 1,
          action: 'create',
          store: 'records',
          kind: 'floor',
          key: 'ams1/floor/f1',
          name: 'ams1/First',
        },
        ...{ site: 'ams1', before: null, after: { name: 'First', 'label.wing': 'east' }, noUndo: '' },
      },
      {
        ...{ no: 2, action: 'update', key: 'ams1/switch/sw1', before: { name: 'sw1' } },
        after: { name: 'sw1', floor: 'ams1/floor/f1', 'note.n1': 'moved' },
      },
      {
        ...{ no: 3, action: 'delete', key: 'ams1/source/sw1', name: 'ams1/sw1', after: null },
        before: { name: 'sw1', driver: 'switch', address: '10.0.0.1' },
      },
    ]);
  });

  it('names the write that each record has its state from', () => {
    const rig = Rig.withSwitches(1);
    const { changeSet } = rig.write(update('switch/sw1', { name: 'a' }));
    const [item] = itemsOf(rig, changeSet);
    const [last] = rig.inventory.history(
      { ref: refOf('switch/sw1'), pageSize: 1, pageToken: '' },
      ADMIN,
    ).changes;
    expect(item?.token).toBe(`${last?.origin}:${last?.seq}`);
    const [owned] = rig.inventory.planned.owned([refOf('switch/sw1')]);
    expect(owned?.owners.get('name')?.token).toBe(item?.token);
    expect(rig.inventory.planned.writerOf(refOf('switch/sw1'), item?.token ?? '')).toBe('user:ann');
  });

  it('that changes nothing, is refused or only tried leaves none', () => {
    const rig = Rig.withSwitches(1);
    const before = rig.store.changeSets.count();
    rig.write(update('switch/sw1', { name: 'sw1' }));
    expect(() =>
      rig.write(update('switch/sw1', { name: 'b' }), update('switch/sw9', { name: 'c' })),
    ).toThrow();
    const operations = [update('switch/sw1', { name: 'b' })];
    rig.inventory.write({ operations, why: '', requestId: '', validateOnly: true }, ADMIN);
    expect(rig.store.changeSets.count()).toBe(before);
  });

  it('of the controller itself leaves none, and what agents see is no part of one', () => {
    const rig = Rig.withSwitches(1);
    const before = rig.store.changeSets.count();
    rig.inventory.write(
      { operations: [update('switch/sw1', { name: 'b' })], why: '', requestId: '', validateOnly: false },
      { type: 'system', name: 'enrolment' },
    );
    rig.agent().send('sw1', []);
    expect(rig.store.changeSets.count()).toBe(before);
  });

  it('that makes anew what was deleted says that nothing was there', () => {
    const rig = Rig.withSwitches(1);
    rig.write(remove('switch/sw1'));
    const { changeSet } = rig.write(create('switch', 'sw1', { name: 'anew' }));
    expect(itemsOf(rig, changeSet)).toMatchObject([
      { action: 'create', before: null, after: { name: 'anew' } },
    ]);
  });
});
