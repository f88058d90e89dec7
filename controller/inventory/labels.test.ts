import { describe, expect, it } from 'vitest';
import { LABELS_PER_RECORD_MAX, NOTES_PER_RECORD_MAX, type RecordView } from '../../shared/model/index.ts';
import { pruneHistory } from './prune.ts';
import { ADMIN, create, errorOf, gone, port, Rig, refOf, remove, update, violations } from './testing/rig.ts';

const HOUR_MS = 3_600_000;

function get(rig: Rig, ref: string): RecordView {
  return rig.inventory.get(refOf(ref), ADMIN);
}

/** The reference of the one port that an agent has reported. */
function portOf(rig: Rig): string {
  return `port/${Object.keys(rig.records('port'))[0]}`;
}

function withLabel(
  rig: Rig,
  filter: Readonly<Record<string, string>>,
  kind: 'port' | 'switch' = 'switch',
): string[] {
  return Object.keys(rig.records(kind, { filter, showAbsent: false, showDeleted: false }));
}

describe('labels', () => {
  it('are found by List, whatever their case, and no longer once changed or taken away', () => {
    const rig = Rig.withSwitches(3);
    rig.write(update('switch/sw1', { 'label.env': 'Prod' }), update('switch/sw2', { 'label.env': 'prod' }));
    expect(withLabel(rig, { 'label.env': 'prod' })).toEqual(['sw1', 'sw2']);
    rig.write(update('switch/sw1', { 'label.env': 'test' }), update('switch/sw2', { 'label.env': null }));
    expect(withLabel(rig, { 'label.env': 'prod' })).toEqual([]);
    expect(withLabel(rig, { 'label.env': 'test' })).toEqual(['sw1']);
    rig.write(remove('switch/sw1'));
    expect(withLabel(rig, { 'label.env': 'test' })).toEqual([]);
  });

  it('that nothing ever had are asked for without a write', () => {
    const rig = Rig.withSwitches(1);
    const names = rig.store.db.prepare('SELECT count(*) FROM names').pluck();
    const before = names.get();
    expect(withLabel(rig, { 'label.never': 'x' })).toEqual([]);
    expect(names.get()).toBe(before);
  });

  it('stand on what agents report, stay while it is away, and make it nobody’s own', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [port('a')]);
    const ref = portOf(rig);
    rig.write(update(ref, { 'label.patch': 'a-17', 'note.n1': 'loose plug' }));
    expect(get(rig, ref).fields).toMatchObject({ name: 'a', 'label.patch': 'a-17', 'note.n1': 'loose plug' });
    agent.send('sw1', [gone('port', 'a')]);
    expect(get(rig, ref).fields).toMatchObject({ presence: 'missing', 'label.patch': 'a-17' });
    agent.send('sw1', [port('a', false)]);
    expect(get(rig, ref).fields).toMatchObject({ presence: 'active', operUp: false, 'label.patch': 'a-17' });
    expect(withLabel(rig, { 'label.patch': 'A-17' }, 'port')).toHaveLength(1);
    rig.write(remove('switch/sw1'), remove('source/sw1'));
    rig.clock.advance(HOUR_MS);
    rig.inventory.runDue();
    expect(get(rig, ref).fields['presence']).toBe('orphaned');
  });

  it('on a switch that agents alone know do not stand in the way of who takes it up', () => {
    const rig = Rig.withSwitches(1);
    rig.write(create('source', 'sw7', { name: 'sw7', driver: 'switch', address: '10.0.0.7' }));
    rig
      .agent()
      .send('sw7', [
        { kind: 'switch', nativeKey: '', section: 'system', op: 'put', bodyText: '{"hostname":"h"}' },
      ]);
    rig.write(update('switch/sw7', { 'label.env': 'prod' }));
    const [taken] = rig.write(create('switch', 'sw7', { name: 'seven' })).records;
    expect(taken?.fields).toEqual({ name: 'seven', hostname: 'h', 'label.env': 'prod' });
    expect(violations(() => rig.write(create('switch', 'sw7', { name: 'again' })), 'ALREADY_EXISTS')).toEqual(
      {
        'operations[0].id': 'ams1/switch/sw7 is already there',
      },
    );
  });

  it('have a key, a value and a number that are checked: S0.42', () => {
    const rig = Rig.withSwitches(1);
    const before = rig.inventory.position;
    const fields = {
      'label.': 'x',
      'label.Env': 'x',
      'label.-a': 'x',
      [`label.${'k'.repeat(64)}`]: 'x',
      'label.__proto__': 'x',
      'label.a': '',
      'label.b': ' x',
      'label.c': 'x\ny',
      'label.d': 'x'.repeat(129),
      'label.e': 7,
      'note.f': 'x\u0007',
    };
    expect(Object.keys(violations(() => rig.write(update('switch/sw1', fields))))).toEqual(
      Object.keys(fields).map((name) => `operations[0].${name}`),
    );
    const many = (prefix: string, count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}k${i}`, 'x']));
    const tooMany = {
      ...many('label.', LABELS_PER_RECORD_MAX + 1),
      ...many('note.', NOTES_PER_RECORD_MAX + 1),
    };
    expect(Object.keys(violations(() => rig.write(update('switch/sw1', tooMany))))).toEqual([
      'operations[0].label.*',
      'operations[0].note.*',
    ]);
    expect(rig.inventory.position).toBe(before);
    rig.write(update('switch/sw1', many('label.', LABELS_PER_RECORD_MAX)));
    expect(Object.keys(violations(() => rig.write(update('switch/sw1', { 'label.one-more': 'x' }))))).toEqual(
      ['operations[0].label.*'],
    );
  });

  it('and notes stand in the history with who wrote them', () => {
    const rig = Rig.withSwitches(1);
    rig.write(update('switch/sw1', { 'label.env': 'prod', 'note.n1': 'mine' }));
    rig.write(update('switch/sw1', { 'note.n2': 'yours' }));
    const { changes } = rig.inventory.history(
      { ref: refOf('switch/sw1'), pageSize: 0, pageToken: '' },
      ADMIN,
    );
    expect(changes.map(({ by, fields }) => [by, fields])).toEqual([
      ['user:ann', { name: 'sw1', 'label.env': 'prod', 'note.n1': 'mine', 'note.n2': 'yours' }],
      ['user:ann', { name: 'sw1', 'label.env': 'prod', 'note.n1': 'mine' }],
      ['user:ann', { name: 'sw1' }],
    ]);
    expect(pruneHistory(rig.store, rig.clock.now())).toBe(0);
  });
});

describe('a mask', () => {
  it('lets its fields alone change, and takes away what is in it and not given', () => {
    const rig = Rig.withSwitches(1);
    rig.write(update('switch/sw1', { description: 'old', 'label.a': '1', 'label.b': '2' }));
    const fields = { name: 'new', description: 'ignored', 'label.a': '3' };
    const mask = ['name', 'label.a', 'label.b'];
    const [record] = rig.write({ ...update('switch/sw1', fields), mask } as never).records;
    expect(record?.fields).toEqual({ name: 'new', description: 'old', 'label.a': '3' });
  });

  it('that names no field, or takes away what a record must have, is refused and nothing changes: S0.42', () => {
    const rig = Rig.withSwitches(1);
    const before = rig.inventory.position;
    const masked = (mask: readonly string[]) => () =>
      rig.write({ ...update('switch/sw1', { description: 'x' }), mask } as never);
    expect(violations(masked(['colour']))['operations[0].update_mask']).toMatch(
      /^"colour" is not a field of switch; /,
    );
    expect(violations(masked(['serial']))['operations[0].update_mask']).toBe('"serial" is not set by people');
    expect(violations(masked(['__proto__']))['operations[0].update_mask']).toMatch(/is not a field/);
    expect(violations(masked(['description', 'name']))).toEqual({
      'operations[0].name': 'is required and cannot be taken away',
    });
    expect(rig.inventory.position).toBe(before);
  });
});

describe('an etag', () => {
  it('of a record that agents report changes with its labels, and not with what is seen', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [port('a')]);
    const ref = portOf(rig);
    const { etag } = get(rig, ref);
    agent.send('sw1', [port('a', false)]);
    expect(get(rig, ref).etag).toBe(etag);
    rig.write(update(ref, { 'label.x': '1' }, etag));
    expect(errorOf(() => rig.write(update(ref, { 'label.x': '2' }, etag))).code).toBe('STALE_ETAG');
    expect(get(rig, ref).fields['label.x']).toBe('1');
  });
});

describe('a switch that is deleted while an agent sees it', () => {
  it('is hidden, stays so when it is seen again, and comes back with all that was seen when it is made anew', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    const system = (hostname: string) => [
      {
        kind: 'switch',
        nativeKey: '',
        section: 'system',
        op: 'put',
        bodyText: JSON.stringify({ hostname }),
      } as const,
    ];
    agent.send('sw1', system('one'));
    rig.write(remove('switch/sw1'));
    agent.send('sw1', system('two'));
    expect(errorOf(() => get(rig, 'switch/sw1')).code).toBe('NOT_FOUND');
    const [back] = rig.write(create('switch', 'sw1', { name: 'again' })).records;
    expect(back?.fields).toMatchObject({ name: 'again', hostname: 'two' });
  });
});
