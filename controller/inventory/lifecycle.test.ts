/** Sites and what stands on them, deletes, and records that are made anew. */
import { describe, expect, it } from 'vitest';
import { ADMIN, create, port, put, Rig, refOf, remove, update, violations } from './testing/rig.ts';

describe('a site', () => {
  it('stands in the next membership document, signed in the same transaction', () => {
    const rig = new Rig();
    const { version } = rig.homes.current.body;
    rig.write(create('site', 'ams1', { name: 'Amsterdam 1' }));
    expect(rig.homes.current.body.version).toBe(version + 1);
    expect([rig.homes.isHome('ams1'), rig.homes.epochOf('ams1')]).toEqual([true, 1]);
    expect(() => rig.homes.epochOf('ams2')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    // The next start reads the same document.
    expect(new Rig({ store: rig.store }).homes.current.text).toBe(rig.homes.current.text);
  });

  it('leaves the document as it was when its transaction fails, even one around it', () => {
    const rig = new Rig();
    const before = rig.homes.current.text;
    expect(() =>
      rig.write(create('site', 'ams1', { name: 'x' }), create('floor', '', { name: '' })),
    ).toThrow();
    expect(rig.homes.current.text).toBe(before);
    expect(() =>
      rig.store.write(() => {
        rig.write(create('site', 'ams1', { name: 'x' }));
        expect(rig.homes.isHome('ams1')).toBe(true);
        throw new Error('disk full, say');
      }),
    ).toThrow();
    expect(rig.homes.current.text).toBe(before);
    rig.write(create('site', 'ams1', { name: 'x' }));
    expect(rig.homes.isHome('ams1')).toBe(true);
  });

  it('is not deleted while anything of people or agents stands on it', () => {
    const rig = Rig.withSwitches(4);
    expect(violations(() => rig.write(remove('site/ams1')), 'IN_USE')).toEqual({
      'operations[0].ref':
        'is still used by source sw1, source sw2, source sw3, source sw4, switch sw1; remove those first',
    });
    const all = [1, 2, 3, 4].flatMap((i) => [remove(`source/sw${i}`), remove(`switch/sw${i}`)]);
    rig.write(...all, remove('site/ams1'));
    expect(violations(() => rig.write(create('floor', '', { name: 'f' })))).toEqual({
      'operations[0].site': 'there is no site "ams1"',
    });
  });

  it('finds what stands on it behind any number of things that are gone', () => {
    const rig = Rig.withSwitches(0);
    const ids = Array.from({ length: 700 }, (_, i) => `a${i}`);
    rig.write(...ids.map((id) => create('floor', id, { name: id })));
    rig.write(...ids.map((id) => remove(`floor/${id}`)), create('floor', 'z', { name: 'last' }));
    expect(violations(() => rig.write(remove('site/ams1')), 'IN_USE')['operations[0].ref']).toContain(
      'floor last',
    );
  });
});

describe('a delete', () => {
  it('hides the record, keeps its history, and lets it be made anew, empty', () => {
    const rig = Rig.withSwitches(1);
    rig.write(update('switch/sw1', { description: 'old' }));
    rig.write(remove('switch/sw1'));
    expect(() => rig.inventory.get(refOf('switch/sw1'), ADMIN)).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
    expect(rig.records('switch', { showDeleted: false })).toEqual({});
    expect(Object.keys(rig.records('switch', { filter: { name: 'sw1' } }))).toEqual(['sw1']);
    expect(violations(() => rig.write(update('switch/sw1', { name: 'x' })))).toHaveProperty(
      'operations[0].ref',
    );
    rig.write(create('switch', 'sw1', { name: 'sw1 again' }));
    expect(rig.records('switch')['sw1']).toEqual({ name: 'sw1 again' });
    const { changes } = rig.inventory.history(
      { ref: refOf('switch/sw1'), pageSize: 0, pageToken: '' },
      ADMIN,
    );
    expect(changes.map((change) => change.op)).toEqual(['put', 'delete', 'put', 'put']);
  });

  it('hides a switch that agents still see; what they see of it goes on and comes back with it', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [put('switch', '', 'system', { hostname: 'core1' }), port('a')]);
    rig.write(remove('switch/sw1'));
    agent.send('sw1', [put('switch', '', 'system', { hostname: 'core2' })]);
    expect(rig.records('switch', { showDeleted: false })).toEqual({});
    rig.write(create('switch', 'sw1', { name: 'sw1' }));
    expect(rig.records('switch')['sw1']).toEqual({ name: 'sw1', hostname: 'core2' });
  });

  it('is not for what agents alone make', () => {
    const rig = Rig.withSwitches(1);
    rig.inventory.writeOwn({ site: 'ams1', kind: 'agent', id: 'a1' }, { core: { name: 'a1' } }, 'enrolment');
    expect(violations(() => rig.write(remove('agent/a1')))).toHaveProperty('operations[0].ref');
  });
});
