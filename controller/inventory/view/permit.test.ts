import { beforeEach, describe, expect, test } from 'vitest';
import type { Level, Principal, Scope, SwitchView } from '../../../shared/model/index.ts';
import type { WriteOperation } from '../operation.ts';
import { create, errorOf, put, Rig, remove, update } from '../testing/rig.ts';

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
  rig.write(create('site', 'ams1', { name: 'Amsterdam 1' }), create('site', 'ber1', { name: 'Berlin 1' }));
  rig.write(create('floor', 'f1', { name: 'First' }), create('floor', 'f2', { name: 'Second' }));
  rig.write(
    create('switch', 'sw1', { name: 'sw1', floor: 'ams1/floor/f1' }),
    create('switch', 'sw2', { name: 'sw2', floor: 'ams1/floor/f2' }),
  );
});

function who(level: Level, switchView: SwitchView, ...scopes: Scope[]): Principal {
  const grants = [{ level, switchView, scopes }];
  return { type: 'user', name: 'ann', grants, readOnly: false, tokenId: 't' };
}

const write = (principal: Principal, ...operations: WriteOperation[]): unknown =>
  rig.inventory.write({ operations, why: '', requestId: '', validateOnly: false }, principal);
const refused = (principal: Principal, ...operations: WriteOperation[]): string =>
  errorOf(() => write(principal, ...operations)).code;

describe('writing', () => {
  const ofFloor = who('operator', 'network', { site: 'ams1', floor: 'f1' });
  const ofSite = who('operator', 'network', { site: 'ams1' });

  test('is for operators of the place, and changes nothing otherwise', () => {
    const before = rig.inventory.position;
    const text = { description: 'x' };
    expect(refused(who('viewer', 'full', { site: 'ams1' }), update('switch/sw1', text))).toBe('FORBIDDEN');
    expect(refused(ofSite, create('site', 'new1', { name: 'New' }))).toBe('FORBIDDEN');
    expect(refused(ofFloor, create('floor', 'f3', { name: 'Third' }))).toBe('FORBIDDEN');
    expect(refused(ofFloor, create('switch', 'sw3', { name: 'sw3' }))).toBe('FORBIDDEN');
    expect(refused({ ...ofSite, readOnly: true } as Principal, update('switch/sw1', text))).toBe('FORBIDDEN');
    expect(rig.inventory.position).toBe(before);
    write(
      ofFloor,
      update('switch/sw1', text),
      create('switch', 'sw4', { name: 'sw4', floor: 'ams1/floor/f1' }),
    );
    write(ofSite, update('switch/sw2', text), remove('switch/sw1'));
  });

  test('is all or none when one of the operations is elsewhere', () => {
    const before = rig.inventory.position;
    expect(
      refused(
        who('operator', 'network', { site: 'ams1' }, { site: 'ber1', floor: 'f' }),
        update('switch/sw1', { description: 'x' }),
        update('ber1/site/ber1', { description: 'x' }),
      ),
    ).toBe('FORBIDDEN');
    expect(rig.inventory.position).toBe(before);
  });

  test('how a source is reached is for who may see it: elsewhere its credential would be given away', () => {
    const full = who('operator', 'full', { site: 'ams1' });
    const reached = { name: 'sw1', driver: 'switch', address: '10.0.0.1', credential: 'campus' };
    expect(refused(ofSite, create('source', 'sw1', reached))).toBe('FORBIDDEN');
    write(full, create('source', 'sw1', reached));
    const before = rig.inventory.position;
    for (const fields of [
      { address: '10.0.0.1' },
      { address: '10.6.6.6' },
      { port: 2222 },
      { credential: 'core' },
    ])
      expect([fields, refused(ofSite, update('source/sw1', fields))]).toEqual([fields, 'FORBIDDEN']);
    expect(refused(who('operator', 'full', { site: 'ber1' }), update('source/sw1', { port: 1 }))).toBe(
      'INVALID_INPUT',
    );
    expect(rig.inventory.position).toBe(before);
    write(ofSite, update('source/sw1', { enabled: false }));
    write(full, update('source/sw1', { address: '10.0.0.2' }));
  });

  test('of what is out of view is refused as of what is not there', () => {
    const hidden = errorOf(() => write(ofFloor, update('switch/sw2', { description: 'x' })));
    const unknown = errorOf(() => write(ofFloor, update('switch/sw9', { description: 'x' })));
    expect([hidden.code, hidden.message, hidden.violations[0]?.message.replace('sw2', 'sw9')]).toEqual([
      unknown.code,
      unknown.message,
      unknown.violations[0]?.message,
    ]);
  });

  test('does not move a switch to a floor that is out of view, nor tell that there is one', () => {
    const to = (floor: string): string | undefined =>
      errorOf(() => write(ofFloor, update('switch/sw1', { floor: `ams1/floor/${floor}` }))).violations[0]
        ?.message;
    expect(to('f2')).toBe('ams1/floor/f2 is not known');
    expect(to('f9')).toBe('ams1/floor/f9 is not known');
  });

  test("does not take a switch off its floor either, where the site is not the writer's", () => {
    expect(refused(ofFloor, update('switch/sw1', { floor: null }))).toBe('FORBIDDEN');
    expect(refused(ofFloor, { ...update('switch/sw1', {}), mask: ['floor'] } as WriteOperation)).toBe(
      'FORBIDDEN',
    );
    write(ofSite, update('switch/sw1', { floor: null }));
  });

  test('on what a switch showed is for operators of its place too', () => {
    const port = { switch: 'ams1/switch/sw1', name: 'Gi1/0/1' };
    rig.agent().send('sw1', [put('port', 'p', 'status', port)]);
    const [record] = rig.inventory.all('port', 'ams1', {}, ofSite);
    const label: WriteOperation = {
      ...{ type: 'update', fields: { 'label.desk': '12' }, ifEtag: '' },
      ref: record?.ref ?? { site: '', kind: 'port', id: '' },
    };
    expect(refused(who('operator', 'network', { site: 'ams1', floor: 'f2' }), label)).toBe('INVALID_INPUT');
    write(ofFloor, label);
    const technician = who('viewer', 'port', { site: 'ams1' });
    expect([...rig.inventory.all('port', '', {}, technician)][0]?.fields).toEqual({
      ...{ name: 'Gi1/0/1', switch: expect.any(String) },
    });
  });

  test('needs more than the port view', () => {
    const port = who('operator', 'port', { site: 'ams1' });
    expect(refused(port, create('floor', 'f3', { name: 'Third' }))).toBe('FORBIDDEN');
    expect(refused(port, update('floor/f1', { name: 'x' }))).toBe('FORBIDDEN');
  });

  test('gives back what the writer sees', () => {
    const source = create('source', 's1', {
      name: 's1',
      driver: 'switch',
      address: '192.0.2.1',
      credential: 'c',
    });
    write(who('operator', 'full', { site: 'ams1' }), source);
    expect(write(ofSite, update('source/s1', { enabled: false }))).toMatchObject({
      records: [{ fields: { name: 's1', driver: 'switch' } }],
    });
    expect(JSON.stringify(write(ofSite, update('source/s1', { name: 's2' })))).not.toContain('192.0.2.1');
  });
});
