import { afterAll, describe, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { campus } from '../testing/campus.ts';
import { recordOf } from '../testing/fake-controller.ts';
import { removeWorlds, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

describe('ls --watch', () => {
  test('prints what is there, then each row again that changes', async () => {
    const api = campus();
    const changed = {
      ...recordOf(
        { site: 'ams1', kind: 'source', id: 'sw1' },
        { name: 'ams1-core1', address: '10.1.0.99' },
        50,
      ),
    };
    const gone = {
      ...recordOf({ site: 'lon2', kind: 'switch', id: 'sw9' }, { name: 'lon2-sw09' }, 51),
      deleted: true,
    };
    api.later = [changed, gone];
    const world = await testWorld({ api });
    const running = world.run('switch', 'ls', '--watch', '--timeout', '1d');
    await world.printed('(deleted)');
    world.clock.advance(86_400_000);
    expect(await running).toBe(124);
    expect(world.out()).toMatchInlineSnapshot(`
      "NAME          SITE  FLOOR  ADDRESS                PLATFORM   STATE      CHANGED
      ams1-core1    ams1  -      10.1.0.1               cisco_ios  ok         5m
      ams1-f2-sw03  ams1  f2     10.1.2.3:2222          dell_os6   stale(3h)  5m
      lon2-sw09     lon2  -      sw09.lon2.example.net  -          disabled   5m
      ams1-core1    ams1  -      10.1.0.99              cisco_ios  ok         5m
      lon2-sw09(deleted)  lon2  -      sw09.lon2.example.net  -          disabled   5m
      "
    `);
  });

  test('with -o json prints one event a line', async () => {
    const api = campus();
    api.later = [recordOf({ site: 'ams1', kind: 'floor', id: 'floor2' }, { name: 'f2b' }, 50)];
    const world = await testWorld({ api });
    const running = world.run('floor', 'ls', '--watch', '--timeout', '1d', '-o', 'json');
    await world.printed('f2b');
    world.clock.advance(86_400_000);
    await running;
    const events = world
      .out()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ type, resumeToken }) => [type, resumeToken])).toEqual([
      ['EVENT_TYPE_RECORD', 'at3'],
      ['EVENT_TYPE_RECORD', 'at50'],
    ]);
  });

  test('goes on after a lost connection where it was', async () => {
    const api = campus();
    api.failures.set(
      'InventoryService.WatchRecords',
      new WaysideError('UNAVAILABLE', 'the controller is gone'),
    );
    const world = await testWorld({ api });
    const running = world.run('floor', 'ls', '--watch', '--timeout', '1d');
    await world.printed('trying again', 'err');
    await world.until(() => {
      world.clock.advance(2000);
      return world.out() !== '';
    });
    world.clock.advance(86_400_000);
    expect(await running).toBe(124);
    expect(world.out()).toContain('f2    ams1  east wing');
  });
});
