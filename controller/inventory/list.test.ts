import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kind } from '../../shared/model/index.ts';
import type { ListQuestion, RecordPage } from './list.ts';
import { ADMIN, create, port, put, Rig, remove, sighting, update } from './testing/rig.ts';

const SEED = process.env['SEED'];
const ASK = { site: '', pageSize: 0, pageToken: '', filter: {}, showAbsent: false, showDeleted: false };

function ask(rig: Rig, kind: Kind, question: Partial<ListQuestion> = {}): RecordPage {
  return rig.inventory.list({ ...ASK, kind, ...question }, ADMIN);
}

function ids(page: RecordPage): string[] {
  return page.records.map((record) => record.ref.id);
}

/** All pages, with `between` called after each. */
function pages(
  rig: Rig,
  kind: Kind,
  question: Partial<ListQuestion>,
  between = (): void => undefined,
): string[] {
  const found: string[] = [];
  let pageToken = '';
  do {
    const page = ask(rig, kind, { ...question, pageToken });
    found.push(...page.records.map((record) => `${record.ref.site}/${record.ref.id}`));
    ({ nextPageToken: pageToken } = page);
    between();
  } while (pageToken !== '');
  return found;
}

function floors(rig: Rig, names: readonly string[], site = 'ams1'): void {
  rig.write(...names.map((name) => create('floor', name, { name, description: `floor ${name}` }, site)));
}

describe('a list', () => {
  it('goes through all sites in order, page by page, or through one', () => {
    const rig = Rig.withSwitches(0);
    rig.write(create('site', 'ber1', { name: 'x' }), create('site', 'ams0', { name: 'y' }));
    floors(rig, ['b', 'a', 'c']);
    floors(rig, ['d', 'a'], 'ber1');
    floors(rig, ['z'], 'ams0');
    const all = ['ams0/z', 'ams1/a', 'ams1/b', 'ams1/c', 'ber1/a', 'ber1/d'];
    for (const pageSize of [1, 2, 3, 5, 6, 7]) expect(pages(rig, 'floor', { pageSize })).toEqual(all);
    expect(pages(rig, 'floor', { pageSize: 2, site: 'ber1' })).toEqual(['ber1/a', 'ber1/d']);
    expect(pages(rig, 'floor', { site: 'nowhere' })).toEqual([]);
  });

  it('keeps its pages while records come and go between them', () => {
    const names = fc.uniqueArray(
      fc.integer({ min: 0, max: 99 }).map((i) => `f${i}`),
      { minLength: 2, maxLength: 30 },
    );
    fc.assert(
      fc.property(names, names, fc.integer({ min: 1, max: 7 }), (first, later, pageSize) => {
        const rig = Rig.withSwitches(0);
        floors(rig, first);
        const fresh = later.filter((name) => !first.includes(name));
        const doomed = first.filter((name) => later.includes(name));
        const found = pages(rig, 'floor', { pageSize }, () => {
          const name = fresh.pop();
          if (name !== undefined) floors(rig, [name]);
          const gone = doomed.pop();
          if (gone !== undefined) rig.write(remove(`floor/${gone}`));
        });
        expect(new Set(found).size).toBe(found.length);
        expect(found).toEqual(found.toSorted());
        // Whatever was there all the time is listed once.
        for (const name of first) if (!later.includes(name)) expect(found).toContain(`ams1/${name}`);
      }),
      { numRuns: 30, ...(SEED ? { seed: Number(SEED) } : {}) },
    );
  });

  it('filters by indexed fields, by others, by both, and in any case', () => {
    const rig = Rig.withSwitches(2);
    rig.write(
      update('source/sw1', { platform: 'dell_os6' }),
      update('source/sw2', { enabled: false, port: 2222 }),
    );
    const by = (filter: Record<string, string>): string[] => ids(ask(rig, 'source', { filter }));
    expect(by({ name: 'SW1' })).toEqual(['sw1']);
    expect(by({ address: '10.0.0.2' })).toEqual(['sw2']);
    expect(by({ driver: 'switch', platform: 'DELL_os6' })).toEqual(['sw1']);
    expect(by({ platform: 'dell_os6' })).toEqual(['sw1']);
    expect(by({ enabled: 'false' })).toEqual(['sw2']);
    expect(by({ port: '2222' })).toEqual(['sw2']);
    expect(by({ name: 'sw1', enabled: 'false' })).toEqual([]);
    expect(by({ name: '' })).toEqual([]);
  });

  it('filters by what a list holds, and by presence as it is shown', () => {
    const rig = Rig.withSwitches(1);
    rig.agent().send('sw1', [put('vlan', '1', 'vlan', { vlan: 1, ports: ['Gi1/0/1', 'Po1'] }), port('a')]);
    expect(ask(rig, 'vlan', { filter: { ports: 'po1' } }).records).toHaveLength(1);
    expect(ask(rig, 'vlan', { filter: { ports: 'po' } }).records).toHaveLength(0);
    expect(ask(rig, 'port', { filter: { presence: 'active' } }).records).toHaveLength(1);
    expect(ask(rig, 'port', { filter: { presence: 'missing' } }).records).toHaveLength(0);
  });

  it('filters by source, page by page, with the switch itself in its place', () => {
    const rig = Rig.withSwitches(3);
    const agent = rig.agent();
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const source of ['sw1', 'sw2', 'sw3'])
      agent.send(source, [
        put('switch', '', 'system', { hostname: source }),
        ...names.map((name) => port(name)),
      ]);
    for (const source of ['sw1', 'sw2', 'sw3']) {
      const filter = { source: `ams1/source/${source}` };
      expect(pages(rig, 'switch', { filter, pageSize: 1 })).toEqual([`ams1/${source}`]);
      const found = pages(rig, 'port', { filter, pageSize: 2 });
      expect(found).toHaveLength(5);
      expect(found).toEqual(found.toSorted());
    }
    expect(pages(rig, 'port', { filter: { source: 'ams1/source/sw2', name: 'B' } })).toHaveLength(1);
    expect(pages(rig, 'port', { filter: { source: 'ams9/source/sw2' } })).toEqual([]);
  });

  it('shows every record whole and once, wherever the reading is cut', () => {
    const rig = Rig.withSwitches(1);
    const ids = Array.from({ length: 300 }, (_, i) => `t${i}`);
    rig.write(...ids.map((id) => create('switch', id, { name: id })));
    const agent = rig.agent();
    // sw1 comes first and alone has one section: every record after it lies across a border.
    for (const id of ids) agent.send(id, [put('switch', '', 'system', { hostname: id })]);
    const { records } = ask(rig, 'switch', { pageSize: 1000 });
    expect(records.map((record) => record.fields)).toEqual([
      { name: 'sw1' },
      ...ids.toSorted().map((id) => ({ name: id, hostname: id })),
    ]);
  });

  it('stops looking after a bounded number of records and goes on from there: a short page', () => {
    const rig = Rig.withSwitches(1);
    const many = Array.from({ length: 5500 }, (_, i) => port(`p${i}`, i === 3));
    rig.agent().send('sw1', many);
    const filter = { operUp: 'true' };
    const first = ask(rig, 'port', { filter });
    expect(first.records.length).toBeLessThanOrEqual(1);
    expect(first.nextPageToken).not.toBe('');
    expect(pages(rig, 'port', { filter })).toHaveLength(1);
  });

  it('shows deleted records when it is asked for them, also by name', () => {
    const rig = Rig.withSwitches(1);
    rig.write(remove('switch/sw1'));
    expect(ids(ask(rig, 'switch'))).toEqual([]);
    const [gone] = ask(rig, 'switch', { showDeleted: true, filter: { name: 'sw1' } }).records;
    expect(gone).toMatchObject({ deleted: true, fields: { name: 'sw1' } });
  });

  it('shows nothing to who may see nothing', () => {
    const rig = Rig.withSwitches(1);
    for (const principal of [
      { type: 'anonymous' },
      { type: 'agent', agentId: 'a', site: 'ams1', serial: '1' },
    ] as const) {
      expect(rig.inventory.list({ ...ASK, kind: 'switch' }, principal).records).toEqual([]);
      expect(() => rig.inventory.get({ site: 'ams1', kind: 'switch', id: 'sw1' }, principal)).toThrow(
        expect.objectContaining({ code: 'NOT_FOUND' }),
      );
    }
  });

  it('refuses a filter on what is no field, a token of another question and a size that is none', () => {
    const rig = Rig.withSwitches(3);
    expect(() => ask(rig, 'switch', { filter: { colour: 'red', __proto__x: '1' } })).toThrow(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        violations: [
          expect.objectContaining({ field: 'match.colour' }),
          expect.objectContaining({ field: 'match.__proto__x' }),
        ],
      }),
    );
    const { nextPageToken: pageToken } = ask(rig, 'switch', { pageSize: 1 });
    const badToken = expect.objectContaining({ code: 'INVALID_TOKEN_FORMAT' });
    expect(() => ask(rig, 'switch', { pageToken, site: 'ams1' })).toThrow(badToken);
    expect(() => ask(rig, 'source', { pageToken })).toThrow(badToken);
    expect(() => ask(rig, 'switch', { pageToken: 'x' })).toThrow(badToken);
    expect(ids(ask(rig, 'switch', { pageToken, pageSize: 2 }))).toEqual(['sw2', 'sw3']);
    expect(() => ask(rig, 'switch', { pageSize: -1 })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
    expect(() => ask(rig, 'port', { filter: { source: 'sw1' } })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });

  it('finds a MAC among many sightings without looking at the others', () => {
    const rig = Rig.withSwitches(1);
    const mac = (i: number): string =>
      `00:1b:21:00:${(i >> 8).toString(16).padStart(2, '0')}:${(i & 255).toString(16).padStart(2, '0')}`;
    rig.agent().send(
      'sw1',
      Array.from({ length: 6000 }, (_, i) => sighting(mac(i), 'a')),
    );
    // A page without an index would stop at its bound before the end.
    expect(ask(rig, 'sighting', { filter: { mac: mac(5999) } })).toMatchObject({
      records: [{ fields: { mac: mac(5999) } }],
      nextPageToken: '',
    });
  });
});
