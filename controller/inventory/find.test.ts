/** `findText`: what is found by what somebody types, in which order, once each, and never by what the asker may not see. */
import { describe, expect, it } from 'vitest';
import type { Principal } from '../../shared/model/index.ts';
import { randomInt, seededRandom } from '../../shared/runtime/index.ts';
import { FIND_RECORDS_MAX, type FindQuestion, type FoundPage } from './find.ts';
import { ADMIN, create, put, Rig, remove, sighting, update, violations } from './testing/rig.ts';

const OWNER = 'ams1/switch/sw1';
const ALL: Omit<FindQuestion, 'text'> = { kinds: [], site: '', pageSize: 50, pageToken: '', showAll: false };

function campus(): Rig {
  const rig = Rig.withSwitches(2);
  rig.write(
    create('site', 'zrh1', { name: 'Zürich Hönggerberg' }),
    create('floor', 'f2', { name: 'Floor 2', description: 'labs and Café' }),
    create('switch', 'zrh-core', { name: 'zrh-core-01', description: 'core of Zürich' }, 'zrh1'),
  );
  rig.agent().send('sw1', [
    put('switch', 'sw1', 'system', {
      hostname: 'ams-access-1.example.net',
      model: 'C9300-48P',
      serial: 'FCW2233A0QZ',
      baseMac: '70:7d:b9:00:00:01',
      macs: ['70:7d:b9:00:00:02'],
    }),
    put('port', 'Gi1/0/1', 'status', {
      switch: OWNER,
      name: 'Gi1/0/1',
      description: 'printer 3rd floor, gw 10.20.3.4',
      operUp: true,
    }),
    put('port', 'Gi1/0/10', 'status', {
      switch: OWNER,
      name: 'Gi1/0/10',
      description: 'spare',
      operUp: false,
    }),
    put('sighting', 'a', 'fdb', { switch: OWNER, mac: '00:1b:21:aa:bb:cc', port: 'Gi1/0/1', vlan: 20 }),
    put('sighting', 'b', 'fdb', { switch: OWNER, mac: '00:1b:21:00:be:ef', port: 'Gi1/0/10', vlan: 20 }),
    put('neighbour', 'n', 'lldp', {
      switch: OWNER,
      port: 'Gi1/0/10',
      chassisId: '70:7d:b9:00:00:99',
      systemName: 'ap-lab-7',
      managementAddress: '2001:DB8:0:0::7',
    }),
    put('vlan', '20', 'vlan', { switch: OWNER, vlan: 20, name: 'voice_lab' }),
  ]);
  return rig;
}

function ask(rig: Rig, text: string, over: Partial<FindQuestion> = {}, who: Principal = ADMIN): FoundPage {
  return rig.inventory.findText({ ...ALL, text, ...over }, who);
}

/** `rank kind field`, in order. */
function told(page: FoundPage): string[] {
  return page.found.map(({ rank, record, field }) => `${rank} ${record.ref.kind} ${field}`);
}

function refs(page: FoundPage): string[] {
  return page.found.map(({ record }) => `${record.ref.kind}/${record.ref.id}`);
}

describe('what somebody types', () => {
  const rig = campus();

  it.each([
    ...['00:1b:21:aa:bb:cc', '00-1B-21-AA-BB-CC', '001b.21aa.bbcc', '001b21aabbcc', '001B21-AABBCC'],
    ...['00 1b 21 aa bb cc', ' 001b21aabbcc '],
  ])('a MAC address in any notation: %s', (text) => {
    expect(told(ask(rig, text))).toEqual(['exact sighting mac']);
  });

  it.each([
    ['00:1b:21:aa', 'prefix sighting mac'],
    ['001b.21aa', 'prefix sighting mac'],
    ['001b21a', 'prefix sighting mac'],
    ['bbcc', 'inside sighting mac'],
    ['1:aa:bb:cc', 'inside sighting mac'],
    ['be-ef', 'inside sighting mac'],
  ])('the beginning or the end of a MAC address: %s', (text, expected) => {
    expect(told(ask(rig, text))).toEqual([expected]);
  });

  it('addresses that switches own and that neighbours tell, by either end', () => {
    expect(told(ask(rig, '707d.b9'))).toEqual(
      expect.arrayContaining(['prefix switch baseMac', 'prefix neighbour chassisId']),
    );
    expect(told(ask(rig, '707db9000002'))).toEqual(['exact switch macs']);
    expect(told(ask(rig, '00:00:02'))).toEqual(['inside switch macs']);
    expect(told(ask(rig, '0099'))).toEqual(['inside neighbour chassisId']);
  });

  it.each([
    ['10.0.0.1', ['exact source address']],
    ['10.20.3.4', ['exact port description']],
    ['2001:db8::7', ['exact neighbour managementAddress']],
    ['[2001:0db8:0000::0007]:22', ['exact neighbour managementAddress']],
    ['::ffff:10.0.0.1', ['exact source address']],
    ['10.0.0.0/24', ['prefix source address', 'prefix source address']],
    ['10.20.0.0/16', ['prefix port description']],
    ['2001:db8::/32', ['prefix neighbour managementAddress']],
    ['192.0.2.0/24', []],
    ['10.0.0', ['prefix source address', 'prefix source address']],
  ])('an IP address in any spelling, a range, or its beginning: %s', (text, expected) => {
    expect(told(ask(rig, text))).toEqual(expected);
  });

  it.each([
    ['zurich', ['prefix site name', 'word switch description']],
    ['ZÜRICH', ['prefix site name', 'word switch description']],
    ['Zu\u0308rich', ['prefix site name', 'word switch description']],
    ['hong', ['word site name']],
    ['cafe', ['word floor description']],
    ['ams-access', ['prefix switch hostname']],
    ['access', ['word switch hostname']],
    ['ccess', ['inside switch hostname']],
    ['a0qz', ['inside switch serial']],
    ['fcw2233a0qz', ['exact switch serial']],
    ['c9300', ['prefix switch model']],
    ['printer 3rd', ['word port description']],
    ['floor printer', ['word port description']],
    ['floor scanner', []],
    ['voice', ['prefix vlan name']],
    ['lab', ['word floor description', 'word neighbour systemName', 'word vlan name']],
    ['gi1/0/1', ['exact port name', 'prefix port name']],
    ['20', ['exact vlan vlan', 'prefix neighbour managementAddress']],
    ['zrh-core', ['exact switch id']],
    ['ＺＲＨ－ｃｏｒｅ－０１', ['exact switch name']],
  ])('names, and words in them, without case and accents: %s', (text, expected) => {
    const found = told(ask(rig, text));
    expect(found).toHaveLength(expected.length);
    expect(found).toEqual(expect.arrayContaining(expected));
  });

  it('labels and notes, as soon as they are written and no longer than they are there', () => {
    const here = campus();
    here.write(update('switch/sw1', { 'label.env': 'Prod', 'note.01a': 'fan of 10.9.9.9 is loud' }));
    expect(told(ask(here, 'env=prod'))).toEqual(['exact switch label.env']);
    expect(told(ask(here, 'prod'))).toEqual(['exact switch label.env']);
    expect(told(ask(here, 'loud'))).toEqual(['word switch note.01a']);
    expect(told(ask(here, '10.9.9.0/24'))).toEqual(['prefix switch note.01a']);
    here.write(update('switch/sw1', { 'label.env': null, 'note.01a': 'fan is new' }));
    for (const gone of ['env=prod', 'prod', 'loud', '10.9.9.9']) expect(told(ask(here, gone))).toEqual([]);
    expect(told(ask(here, 'fan'))).toEqual(['word switch note.01a']);
    expect(here.store.find.words('loud', 'loue', 10)).toEqual([]);
  });

  it.each([
    ['nothing', '', /letter or a digit/],
    ['blanks and marks that fold away', ' \u200b\u0301\n', /letter or a digit/],
    ['too much', 'x'.repeat(201), /longer than 200/],
  ])('refuses %s and names the field', (_what, text, expected) => {
    expect(violations(() => ask(rig, text))).toEqual({ text: expect.stringMatching(expected) });
  });

  it('bears any text there is', () => {
    const random = seededRandom(20261122);
    const odd = [
      '%',
      '_',
      "'",
      '"',
      '\u0000',
      '\ud800',
      '\u{10ffff}',
      'İ',
      'ﬁ',
      'аdmin',
      '🧭',
      '()',
      '/0',
      '::',
      '-',
    ];
    for (let round = 0; round < 300; round += 1) {
      const parts = Array.from(
        { length: 1 + randomInt(random, 6) },
        () => odd[randomInt(random, odd.length)],
      );
      try {
        ask(rig, parts.join(''));
      } catch (error) {
        expect({ parts, code: (error as { code?: string }).code }).toEqual({ parts, code: 'INVALID_INPUT' });
      }
    }
  });
});

describe('order, pages and bounds', () => {
  it('gives exact matches, then beginnings, then words, then parts', () => {
    const rig = Rig.withSwitches(1);
    rig.write(
      create('floor', 'a', { name: 'Backcore' }),
      create('floor', 'b', { name: 'the core' }),
      create('floor', 'c', { name: 'core west' }),
      create('floor', 'd', { name: 'core' }),
    );
    expect(refs(ask(rig, 'core'))).toEqual(['floor/d', 'floor/c', 'floor/b', 'floor/a']);
  });

  it('shows each record once over all pages, while others are written and taken away', () => {
    const rig = Rig.withSwitches(1);
    for (let i = 10; i < 40; i += 1)
      rig.write(create('floor', `lab${i}`, { name: `lab ${i}`, description: `lab of laboratory ${i}, lab` }));
    const seen: string[] = [];
    let pageToken = '';
    do {
      const answer = ask(rig, 'lab', { pageSize: 4, pageToken });
      seen.push(...refs(answer));
      pageToken = answer.nextPageToken;
      // Before the place where the page ended, behind it, and at it.
      rig.write(
        create('floor', `a${seen.length}`, { name: `a lab ${seen.length}` }),
        remove(seen.at(-1) ?? ''),
      );
    } while (pageToken !== '' && seen.length < 100);
    const labs = seen.filter((ref) => ref.startsWith('floor/lab'));
    expect(new Set(seen).size).toBe(seen.length);
    expect(labs.toSorted()).toEqual(Array.from({ length: 30 }, (_, i) => `floor/lab${i + 10}`));
  });

  it('refuses a page token of another question, and one that it did not make', () => {
    const rig = campus();
    const { nextPageToken } = ask(rig, '10.0.0.0/24', { pageSize: 1 });
    expect(nextPageToken).not.toBe('');
    for (const pageToken of [nextPageToken.replace(/.$/, ''), 'p1.WyJ4Il0']) {
      expect(() => ask(rig, '10.0.0.0/24', { pageToken })).toThrow(/page_token/);
    }
    expect(() => ask(rig, '10.0.0.0/25', { pageToken: nextPageToken })).toThrow(/another question/);
  });

  it('asks only for the kinds and the site that are wanted', () => {
    const rig = campus();
    expect(told(ask(rig, 'zurich', { kinds: ['switch'] }))).toEqual(['word switch description']);
    expect(told(ask(rig, 'lab', { kinds: ['vlan', 'neighbour'] })).sort()).toEqual([
      'word neighbour systemName',
      'word vlan name',
    ]);
    expect(told(ask(rig, 'zurich', { site: 'ams1' }))).toEqual([]);
    expect(told(ask(rig, '001b21aabbcc', { kinds: ['port'] }))).toEqual([]);
  });

  it('stops when it has read what one call may, says so, and goes on from there: 99 of 100 hits are out of view', () => {
    const rig = Rig.withSwitches(2);
    rig.write(
      create('floor', 'f1', { name: 'one' }),
      create('floor', 'f2', { name: 'two' }),
      update('switch/sw1', { floor: 'ams1/floor/f1' }),
      update('switch/sw2', { floor: 'ams1/floor/f2' }),
    );
    const desks = (id: string, count: number) =>
      Array.from({ length: count }, (_, i) => {
        const body = { switch: `ams1/switch/${id}`, name: `p${i}`, description: `desk ${i}`, operUp: true };
        return put('port', `p${i}`, 'status', body);
      });
    const agent = rig.agent();
    agent.send('sw1', desks('sw1', FIND_RECORDS_MAX + 200));
    agent.send('sw2', desks('sw2', 3));
    const grants = [
      { level: 'viewer', switchView: 'network', scopes: [{ site: 'ams1', floor: 'f2' }] },
    ] as const;
    const eve: Principal = { type: 'user', name: 'eve', readOnly: false, tokenId: 't', grants };
    const pages: FoundPage[] = [];
    do {
      pages.push(ask(rig, 'desk', { pageToken: pages.at(-1)?.nextPageToken ?? '' }, eve));
    } while (pages.at(-1)?.nextPageToken !== '' && pages.length < 10);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.slice(0, -1).every(({ stopped }) => stopped)).toBe(true);
    expect(pages.at(-1)).toMatchObject({ stopped: false, nextPageToken: '' });
    const found = pages.flatMap((page) => page.found.map(({ record }) => record.fields['switch']));
    expect(found).toEqual(['ams1/switch/sw2', 'ams1/switch/sw2', 'ams1/switch/sw2']);
    expect(JSON.stringify(pages)).not.toContain('sw1');
  });
});

describe('what has gone', () => {
  it('hides deleted and retired records unless all are asked for, and shows missing ones', () => {
    const rig = campus();
    rig.write(create('floor', 'f8', { name: 'Attic' }));
    rig.write(remove('floor/f8'));
    expect(refs(ask(rig, 'attic'))).toEqual([]);
    expect(refs(ask(rig, 'attic', { showAll: true }))).toEqual(['floor/f8']);
    const agent = rig.agent('agent2');
    const before = rig.clock.now();
    rig.clock.advance(60_000);
    agent.send('sw1', [sighting('02:00:00:00:00:01', 'Gi1/0/2')], { full: true });
    const [missing] = ask(rig, '001b21aabbcc').found;
    expect(missing?.record.fields).toMatchObject({ presence: 'missing' });
    expect(Number(missing?.record.fields['missingSince'])).toBeGreaterThan(before);
    expect(missing?.lastSeenAtMs).toBeUndefined();
    for (let scan = 0; scan < 4; scan += 1) {
      rig.clock.advance(3_600_000);
      agent.send('sw1', []);
    }
    rig.inventory.runDue();
    expect(told(ask(rig, '001b21aabbcc'))).toEqual([]);
    expect(told(ask(rig, '001b21aabbcc', { showAll: true }))).toEqual(['exact sighting mac']);
  });

  it('tells on which switch something was seen, and when last', () => {
    const rig = campus();
    const [found] = ask(rig, '001b21aabbcc').found;
    expect(found).toMatchObject({
      switchName: 'sw1',
      lastSeenAtMs: rig.clock.now(),
      value: '00:1b:21:aa:bb:cc',
    });
  });
});
