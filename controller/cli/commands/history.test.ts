import { afterEach, describe, expect, test } from 'vitest';
import type { ChangeView } from '../../../shared/model/index.ts';
import { changeToWire, structToWire } from '../../../shared/wire/index.ts';
import { campus } from '../testing/campus.ts';
import { NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, testWorld } from '../testing/test-host.ts';

afterEach(removeWorlds);

const change: ChangeView = {
  ...{
    ref: { site: 'ams1', kind: 'switch', id: 'sw1' },
    section: 'core',
    op: 'put',
    origin: 'abc.1',
    seq: 9,
    pos: 42,
  },
  ...{ at: NOW_MS - 60_000, fields: { name: 'core-1', macs: ['a'] }, by: 'user:ann', why: 'new name' },
  ...{ changeSet: 'cs-1', hash: 'c0ffee', current: true },
};

describe('history show', () => {
  test('each field before and after, and nothing of those that stayed', async () => {
    const api = campus();
    const before = structToWire({ name: 'sw1', macs: ['a'], floor: 'ams1/floor/f1' });
    api.changes.set('42', { change: changeToWire(change), before, beforeKnown: true });
    const world = await testWorld({ api });
    expect(await world.shown('--utc', 'history', 'show', '42')).toMatchInlineSnapshot(`
      "exit 0
      Record:      ams1/switch/sw1
      When:        2027-01-15 07:59:00 UTC
      By:          user:ann
      Why:         new name
      What:        put of section core
      Change set:  cs-1
      Position:    42
      Origin:      abc.1:9
      Hash:        c0ffee

      FIELD  BEFORE         AFTER
      floor  ams1/floor/f1  -
      name   sw1            core-1
      "
    `);
  });

  test('says when what was before is not kept any more', async () => {
    const api = campus();
    api.changes.set('42', { change: changeToWire(change), before: null, beforeKnown: false });
    const world = await testWorld({ api });
    expect(await world.shown('history', 'show', '42')).toContain('Before:      not kept any more');
    expect(await world.run('history', 'show', '43')).toBe(3);
  });
});

describe('history ls', () => {
  test('takes a reference alone, and says what is missing of a kind alone', async () => {
    const world = await testWorld({ api: campus() });
    expect(await world.shown('history', 'ls', 'ams1/floor/floor2')).toContain('name=f2');
    expect(await world.shown('history', 'ls', 'switch')).toContain('which switch? Its name is missing');
  });
});

describe('--at', () => {
  test('asks for each part of a thing as it was then', async () => {
    const api = campus();
    const world = await testWorld({ api });
    expect(await world.run('switch', 'get', 'ams1-core1', '--at', '2h')).toBe(0);
    const seconds = String(NOW_MS / 1000 - 7200);
    const asked = api.requestsOf('InventoryService.GetRecord');
    expect(asked.length).toBeGreaterThan(1);
    for (const request of asked) expect(request).toMatchObject({ atTime: { seconds } });
    expect(await world.run('--utc', 'switch', 'ls', '--at', '2026-11-20T10:00')).toBe(0);
    const at = { seconds: String(Date.parse('2026-11-20T10:00Z') / 1000) };
    for (const request of api.requestsOf('InventoryService.ListRecords'))
      expect(request).toMatchObject({ atTime: at });
  });

  test('does not go with --watch, and names what is no time', async () => {
    const world = await testWorld({ api: campus() });
    expect(await world.run('switch', 'ls', '--watch', '--at', '2h')).toBe(2);
    expect(await world.shown('switch', 'get', 'ams1-core1', '--at', 'noon')).toContain(
      '--at: "noon" is no time',
    );
  });
});
