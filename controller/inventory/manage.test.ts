import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WaysideError } from '../../shared/errors.ts';
import { OPERATIONS_MAX } from './manage.ts';
import type { WriteOperation } from './operation.ts';
import { ADMIN, create, errorOf, put, Rig, refOf, remove, update, violations } from './testing/rig.ts';

/** Everything that the store holds, but for its own counters of pages. */
function dump(rig: Rig): string {
  const tables = rig.store.db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .pluck()
    .all() as string[];
  return JSON.stringify(tables.map((table) => [table, rig.store.db.prepare(`SELECT * FROM ${table}`).all()]));
}

describe('what people write', () => {
  it('makes the tree of site, floor and switch, of which a part can be switched off: S1.8', () => {
    const rig = new Rig();
    rig.write(
      create('site', 'ams1', { name: 'Amsterdam 1' }),
      create('floor', 'f1', { name: 'First' }),
      create('source', 'sw1', { name: 'sw1', driver: 'switch', address: 'sw1.example.org', port: 22 }),
      create('switch', 'sw1', { name: 'sw1', floor: 'ams1/floor/f1' }),
      create('switch', 'sw2', { name: 'sw2' }),
    );
    expect(Object.keys(rig.records('switch', { filter: { floor: 'ams1/floor/f1' } }))).toEqual(['sw1']);
    rig.write(update('source/sw1', { enabled: false }));
    expect(rig.records('source')['sw1']).toEqual({
      name: 'sw1',
      driver: 'switch',
      address: 'sw1.example.org',
      port: 22,
      enabled: false,
    });
  });

  it('is refused with every problem of every operation at once, and then nothing is written: S0.42', () => {
    const rig = Rig.withSwitches(1);
    const before = dump(rig);
    expect(
      violations(() =>
        rig.write(
          create('floor', 'f1', { name: 'First' }),
          create('floor', 'F 2', { name: ' x', colour: 'red' }),
          create('source', 'sw9', { name: 'sw9', address: '10.1' }),
          create('switch', 'sw9', { name: 'SW1', floor: 'ams1/floor/f9' }),
          create('switch', 'sw8', { name: 'sw8' }, 'ams9'),
          create('port', 'p1', {}),
          update('switch/sw1', { name: '', serial: 'x', deleted: true }),
          update('switch/sw7', { name: 'x' }),
          remove('switch/sw7'),
        ),
      ),
    ).toEqual({
      'operations[1].id': expect.stringContaining('lower-case'),
      'operations[1].name': expect.stringContaining('blanks around'),
      'operations[1].colour': expect.stringContaining('not a field of floor'),
      'operations[2].address': expect.stringContaining('IPv4'),
      'operations[2].driver': 'is required',
      'operations[3].name': expect.stringContaining('is called "SW1"'),
      'operations[3].floor': expect.stringContaining('not known'),
      'operations[4].site': 'there is no site "ams9"',
      'operations[5].kind': expect.stringContaining('not made by people'),
      'operations[6].name': expect.stringContaining('must not be empty'),
      'operations[6].serial': 'is not set by people',
      'operations[6].deleted': 'is not set by people',
      'operations[7].ref': 'ams1/switch/sw7 is not known',
      'operations[8].ref': 'ams1/switch/sw7 is not known',
    });
    expect(dump(rig)).toBe(before);
  });

  it('is bounded: some operations, but not too many, and a reason that is no book', () => {
    const rig = Rig.withSwitches(1);
    expect(Object.keys(violations(() => rig.write()))).toEqual(['operations']);
    const many = Array.from({ length: OPERATIONS_MAX + 1 }, () => update('switch/sw1', {}));
    expect(Object.keys(violations(() => rig.write(...many)))).toEqual(['operations']);
    const request = { operations: [update('switch/sw1', {})], why: 'x'.repeat(1025) };
    expect(
      Object.keys(
        violations(() => rig.inventory.write({ ...request, requestId: '', validateOnly: false }, ADMIN)),
      ),
    ).toEqual(['why']);
  });

  it('that is only to be checked answers what would be, and leaves the store as it is', () => {
    const rig = Rig.withSwitches(1);
    const before = dump(rig);
    const { membership, position } = { membership: rig.homes.current.text, position: rig.inventory.position };
    const operations = [
      create('site', 'ber1', { name: 'Berlin' }),
      create('floor', '', { name: 'Dach' }, 'ber1'),
      update('switch/sw1', { name: 'renamed' }),
      remove('source/sw1'),
    ];
    const { records } = rig.inventory.write(
      { operations, why: '', requestId: '', validateOnly: true },
      ADMIN,
    );
    expect(records.map((record) => [record.ref.kind, record.fields['name'], record.deleted])).toEqual([
      ['site', 'Berlin', false],
      ['floor', 'Dach', false],
      ['switch', 'renamed', false],
      ['source', 'sw1', true],
    ]);
    expect(dump(rig)).toBe(before);
    expect(rig.homes.current.text).toBe(membership);
    expect(rig.inventory.position).toBe(position);
    rig.write(...operations);
    expect(rig.records('floor', { site: 'ber1' })).not.toEqual({});
  });

  it('with no change makes none', () => {
    const rig = Rig.withSwitches(1);
    const position = rig.inventory.position;
    const { records } = rig.write(update('switch/sw1', { name: 'sw1', description: null }));
    expect(records[0]?.fields).toEqual({ name: 'sw1' });
    expect(rig.inventory.position).toBe(position);
  });

  it('takes fields away, and leaves those alone that are not named', () => {
    const rig = Rig.withSwitches(1);
    rig.write(update('switch/sw1', { description: 'by the door' }));
    rig.write(update('switch/sw1', { name: 'door' }));
    expect(rig.records('switch')['sw1']).toEqual({ name: 'door', description: 'by the door' });
    rig.write(update('switch/sw1', { description: null }));
    expect(rig.records('switch')['sw1']).toEqual({ name: 'door' });
  });

  it('repeated under one request id is done once', () => {
    const rig = Rig.withSwitches(1);
    const request = {
      operations: [create('floor', '', { name: 'First' })],
      why: '',
      requestId: '3f2b8c1e-0000-4000-8000-0123456789ab',
      validateOnly: false,
    };
    const first = rig.inventory.write(request, ADMIN);
    expect(rig.inventory.write(request, ADMIN)).toEqual(JSON.parse(JSON.stringify(first)));
    expect(Object.keys(rig.records('floor'))).toHaveLength(1);
  });

  it('of the size of a large import takes seconds, not minutes', () => {
    const rig = Rig.withSwitches(0);
    rig.write(create('floor', 'f1', { name: 'First' }));
    const operations = Array.from({ length: OPERATIONS_MAX }, (_, i) =>
      create('switch', `s${i}`, { name: `switch ${i}`, floor: 'ams1/floor/f1' }),
    );
    const startMs = performance.now();
    expect(rig.write(...operations).records).toHaveLength(OPERATIONS_MAX);
    expect(performance.now() - startMs).toBeLessThan(20_000);
    expect(rig.inventory.counts()['switch']).toBe(OPERATIONS_MAX);
  });
});

describe('etags', () => {
  it('change with each write and let only an informed edit through', () => {
    const rig = Rig.withSwitches(1);
    const etag = (): string => rig.inventory.get(refOf('switch/sw1'), ADMIN).etag;
    const first = etag();
    rig.write(update('switch/sw1', { name: 'one' }, first));
    const stale = errorOf(() =>
      rig.write(update('switch/sw1', { name: 'two' }, first), remove('switch/sw1', first)),
    );
    expect(stale.code).toBe('STALE_ETAG');
    expect(stale.details).toEqual({ etag: etag() });
    expect(stale.violations.map((one) => one.field)).toEqual([
      'operations[0].if_etag',
      'operations[1].if_etag',
    ]);
    expect(rig.records('switch')['sw1']?.['name']).toBe('one');
    rig.write(remove('switch/sw1', etag()));
  });

  it('are not moved by what agents see', () => {
    const rig = Rig.withSwitches(1);
    const { etag } = rig.inventory.get(refOf('switch/sw1'), ADMIN);
    rig.agent().send('sw1', [put('switch', '', 'system', { hostname: 'x' })]);
    expect(rig.inventory.get(refOf('switch/sw1'), ADMIN).etag).toBe(etag);
    rig.write(update('switch/sw1', { name: 'one' }, etag));
  });
});

describe('names', () => {
  it('are taken once per kind and site, in any case', () => {
    const rig = Rig.withSwitches(2);
    expect(violations(() => rig.write(update('switch/sw2', { name: 'SW1' })), 'ALREADY_EXISTS')).toEqual({
      'operations[0].name': 'another switch of site ams1 is called "SW1"',
    });
    rig.write(update('switch/sw1', { name: 'Sw1' }));
    rig.write(create('site', 'ams2', { name: 'x' }), create('switch', 'sw1', { name: 'sw1' }, 'ams2'));
    expect(
      violations(
        () => rig.write(create('floor', '', { name: 'Süd' }), create('floor', '', { name: 'SÜD' })),
        'ALREADY_EXISTS',
      ),
    ).toEqual({ 'operations[1].name': expect.stringContaining('is called "SÜD"') });
  });

  it('are free again after a rename or a delete, in the same request too', () => {
    const rig = Rig.withSwitches(2);
    rig.write(update('switch/sw1', { name: 'old' }), update('switch/sw2', { name: 'sw1' }));
    rig.write(remove('switch/sw2'), create('switch', 'sw3', { name: 'sw1' }));
    expect(rig.inventory.find('switch', 'SW1', 'ams1', ADMIN).ref.id).toBe('sw3');
    expect(() => rig.inventory.find('switch', 'sw2', '', ADMIN)).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });

  it('are taken, too, by a record that the same request changes otherwise', () => {
    const rig = Rig.withSwitches(2);
    const taken = { 'operations[0].name': 'another switch of site ams1 is called "sw2"' };
    const toSw2 = update('switch/sw1', { name: 'sw2' });
    const about = update('switch/sw2', { description: 'x' });
    expect(violations(() => rig.write(toSw2, about), 'ALREADY_EXISTS')).toEqual(taken);
    const kept = update('switch/sw2', { name: 'SW2' });
    expect(violations(() => rig.write(toSw2, kept, about), 'ALREADY_EXISTS')).toEqual({
      'operations[1].name': 'another switch of site ams1 is called "SW2"',
    });
  });

  it('of a record that several operations of one request name are judged as they are in the end', () => {
    const rig = Rig.withSwitches(2);
    rig.write(update('switch/sw1', { name: 'sw2' }), update('switch/sw1', { name: 'one' }));
    rig.write(update('switch/sw1', { name: 'sw2' }), remove('switch/sw1'));
    rig.write(
      create('switch', 'sw3', { name: 'three' }),
      update('switch/sw3', { name: 'sw2', description: 'x' }),
      update('switch/sw2', { name: 'two' }),
      update('switch/sw3', { description: 'y' }),
    );
    expect(rig.records('switch')).toMatchObject({
      sw2: { name: 'two' },
      sw3: { name: 'sw2', description: 'y' },
    });
  });

  it('of two sites must be told apart', () => {
    const rig = Rig.withSwitches(1);
    rig.write(create('site', 'ams2', { name: 'x' }), create('switch', 'sw1', { name: 'sw1' }, 'ams2'));
    const error = errorOf(() => rig.inventory.find('switch', 'sw1', '', ADMIN));
    expect(error).toMatchObject({ code: 'AMBIGUOUS_NAME', hint: 'Add --site: ams1, ams2' });
  });
});

describe('addresses', () => {
  it('lead to one source each: a device that is entered twice is refused, in any case', () => {
    const rig = Rig.withSwitches(2);
    const twice = { name: 'x', driver: 'switch', address: '10.0.0.1' };
    expect(violations(() => rig.write(create('source', 'sw9', twice)), 'ALREADY_EXISTS')).toEqual({
      'operations[0].address': 'belongs to source sw1 already',
    });
    rig.write(create('source', 'sw9', { ...twice, port: 2222 }));
    expect(
      violations(() => rig.write(update('source/sw9', { port: null })), 'ALREADY_EXISTS'),
    ).toHaveProperty(['operations[0].address']);
  });

  it('may be passed on within one request', () => {
    const rig = Rig.withSwitches(2);
    rig.write(update('source/sw1', { address: '10.0.0.2' }), update('source/sw2', { address: '10.0.0.1' }));
    expect(rig.inventory.get(refOf('source/sw2'), ADMIN).fields['address']).toBe('10.0.0.1');
  });
});

describe('references', () => {
  it.each([
    ['of another kind', 'ams1/switch/sw1', 'must point to a floor'],
    ['of another site', 'ams2/floor/f1', 'must be of the same site (ams1)'],
    ['to nothing', 'ams1/floor/f9', 'ams1/floor/f9 is not known'],
    ['that are none', 'first floor', '"first floor" is not a reference'],
  ])('%s are refused', (_what, floor, message) => {
    const rig = Rig.withSwitches(1);
    rig.write(create('site', 'ams2', { name: 'x' }), create('floor', 'f1', { name: 'f' }, 'ams2'));
    expect(violations(() => rig.write(update('switch/sw1', { floor })))).toEqual({
      'operations[0].floor': message,
    });
  });

  it('hold what they point to in place', () => {
    const rig = Rig.withSwitches(2);
    rig.write(create('floor', 'f1', { name: 'f' }), update('switch/sw1', { floor: 'ams1/floor/f1' }));
    expect(violations(() => rig.write(remove('floor/f1')), 'IN_USE')).toEqual({
      'operations[0].ref': 'is still used by switch sw1; remove those first',
    });
    rig.write(remove('switch/sw1'), remove('floor/f1'));
    expect(() => rig.inventory.get(refOf('floor/f1'), ADMIN)).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });
});

describe('what the controller writes on its own account', () => {
  const ref = { site: 'ams1', kind: 'agent', id: 'a1' } as const;

  it('is laid over what people gave, and written only when it is new', () => {
    const rig = Rig.withSwitches(0);
    rig.inventory.writeOwn(ref, { core: { name: 'a1' } }, 'enrolment');
    rig.write(update('agent/a1', { description: 'in the basement' }));
    const position = rig.inventory.position;
    rig.inventory.writeOwn(ref, { core: { name: 'a1' } }, 'enrolment');
    expect(rig.inventory.position).toBe(position);
    rig.inventory.writeOwn(ref, { core: { name: 'a2' }, software: { version: '1' } }, 'hello');
    expect(rig.records('agent')['a1']).toEqual({ name: 'a2', description: 'in the basement', version: '1' });
    rig.inventory.writeOwn(ref, { software: { version: '2' } }, 'hello');
    rig.inventory.writeOwn(ref, { software: { version: '2' } }, 'hello');
    expect(rig.inventory.position).toBe(position + 3);
    expect(Object.keys(rig.records('agent', { filter: { name: 'a2' } }))).toEqual(['a1']);
    expect(rig.records('agent', { filter: { name: 'a1' } })).toEqual({});
  });
});

describe('whatever is asked', () => {
  it('is done whole or refused with an error that names its fields', () => {
    const id = fc.constantFrom('a', 'b', 'sw1', '', 'A', '__proto__', 'x'.repeat(200));
    const kind = fc.constantFrom('site', 'floor', 'source', 'switch', 'agent', 'port' as const);
    const fields = fc.dictionary(
      fc.constantFrom('name', 'description', 'floor', 'address', 'driver', 'deleted', '__proto__', 'port'),
      fc.oneof(
        fc.constantFrom('a', 'b', 'switch', '10.0.0.1', 'ams1/floor/a', '', null),
        fc.integer(),
        fc.boolean(),
      ),
    );
    const operation: fc.Arbitrary<WriteOperation> = fc.oneof(
      fc.record({
        type: fc.constant('create' as const),
        site: fc.constantFrom('ams1', 'b', ''),
        kind,
        id,
        fields,
      }),
      fc.record({ kind, id, fields }).map((one) => update(`${one.kind}/${one.id}`, one.fields)),
      fc.record({ kind, id }).map((one) => remove(`${one.kind}/${one.id}`)),
    );
    const rig = Rig.withSwitches(1);
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 5 }), (operations) => {
        const before = rig.inventory.position;
        try {
          expect(rig.write(...operations).records.length).toBeLessThanOrEqual(operations.length);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INVALID_INPUT' });
          expect((error as WaysideError).violations).not.toEqual([]);
          expect(rig.inventory.position).toBe(before);
        }
      }),
      { numRuns: 300 },
    );
  });
});
