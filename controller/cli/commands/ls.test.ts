import { afterAll, describe, expect, test } from 'vitest';
import { campus } from '../testing/campus.ts';
import { NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, testWorld, words } from '../testing/test-host.ts';

afterAll(removeWorlds);

/** Runs one command line against the campus; everything that a person sees. */
async function shown(line: string): Promise<string> {
  return (await testWorld({ api: campus() })).shown(...words(line));
}

/** What the fake has none of. */
const NOTHING: Readonly<Record<string, object>> = {
  'ScheduleService.ListSchedules': { schedules: [], nextPageToken: '' },
  'SystemService.GetStatus': { jobsQueued: 0 },
};

describe('ls (S1.8)', () => {
  test.each([
    'switch ls',
    'source ls',
    'floor ls --watch',
    'agent ls',
    'agent ls --watch',
    'schedule ls',
    'job top',
    'job top --watch',
  ])('%s of a site that is not there is an error, not an empty list', async (line) => {
    const api = campus();
    const unary = api.unary.bind(api);
    api.unary = async (method, request) => (NOTHING[method] as never | undefined) ?? unary(method, request);
    const told = await (await testWorld({ api })).shown(...words(`${line} --site nowhere`));
    expect(told).toMatch(/^exit 3\n/);
    expect(told).toContain('there is no site "nowhere"');
  });

  test('of sources says which nobody has read yet, and no longer once their switch has told what it is', async () => {
    const api = campus();
    const place = { site: 'lon2', id: 'sw9' };
    api.put('source', place, { name: 'lon2-sw09', driver: 'switch', address: '10.2.0.9' });
    const world = await testWorld({ api });
    expect(await world.shown('source', 'ls', '--site', 'lon2')).toMatch(/10\.2\.0\.9 +never read +5m/);
    expect(await world.shown('switch', 'ls', '--site', 'lon2')).toMatch(/10\.2\.0\.9 +- +never read +5m/);
    expect(await world.shown('source', 'get', 'lon2-sw09')).toMatch(/^State: +never read$/m);
    api.put('switch', place, { name: 'lon2-sw09', platform: 'dell_os6' });
    expect(await world.shown('source', 'ls', '--site', 'lon2')).toMatch(/10\.2\.0\.9 +ok +5m/);
    expect(await world.shown('source', 'get', 'lon2-sw09')).toMatch(/^State: +ok$/m);
  });

  test('a switch that was read in part only is told, with the reason', async () => {
    const api = campus();
    const source = { site: 'ams1', id: 'sw1' };
    const fields = {
      name: 'ams1-core1',
      driver: 'switch',
      address: '2001:db8::1',
      port: 2022,
      credential: 'campus',
    };
    const cause = 'COMMAND_DENIED: show vlan brief was refused';
    api.put('source', source, { ...fields, cause, partialSince: NOW_MS - 600_000 });
    const world = await testWorld({ api });
    expect(await world.shown('switch', 'ls', '--site', 'ams1')).toMatchInlineSnapshot(`
      "exit 0
      NAME          SITE  FLOOR  ADDRESS             PLATFORM   STATE         CHANGED
      ams1-core1    ams1  -      [2001:db8::1]:2022  cisco_ios  partial(10m)  5m
      ams1-f2-sw03  ams1  f2     10.1.2.3:2222       dell_os6   stale(3h)     5m
      stderr:
      1 stale, 1 partial; -o wide shows why
      "
    `);
    expect(await world.shown('switch', 'get', 'ams1-core1')).toContain(cause);
  });

  test('of switches joins source and floor, and says which are stale', async () => {
    expect(await shown('switch ls')).toMatchInlineSnapshot(`
      "exit 0
      NAME          SITE  FLOOR  ADDRESS                PLATFORM   STATE      CHANGED
      ams1-core1    ams1  -      10.1.0.1               cisco_ios  ok         5m
      ams1-f2-sw03  ams1  f2     10.1.2.3:2222          dell_os6   stale(3h)  5m
      lon2-sw09     lon2  -      sw09.lon2.example.net  -          disabled   5m
      stderr:
      1 stale; -o wide shows why
      "
    `);
  });

  test('with -o wide says why, and shows what a device wrote instead of doing it', async () => {
    expect(await shown('switch ls --site ams1 -o wide')).toMatchInlineSnapshot(`
      "exit 0
      NAME          SITE  FLOOR  ADDRESS        PLATFORM   STATE      CREDENTIAL  MODEL     SERIAL   SOFTWARE  DESCRIPTION                       ID   CAUSE                                           CHANGED
      ams1-core1    ams1  -      10.1.0.1       cisco_ios  ok         campus      C9300-48  FOC1234  17.9.4    -                                 sw1  -                                               5m
      ams1-f2-sw03  ams1  f2     10.1.2.3:2222  dell_os6   stale(3h)  campus      -         -        -         closet \\x1b[2J, key at reception  sw3  AUTH_REJECTED: the switch refused the password  5m
      "
    `);
  });

  test('with -o csv gives what import reads', async () => {
    expect(await shown('switch ls -o csv')).toMatchInlineSnapshot(`
      "exit 0
      site,name,floor,address,port,platform,credential,enabled,jump,jumplogin,description
      ams1,ams1-core1,,10.1.0.1,,,campus,,,,
      ams1,ams1-f2-sw03,f2,10.1.2.3,2222,,campus,,,,"closet \\x1b[2J, key at reception"
      lon2,lon2-sw09,,sw09.lon2.example.net,,,,false,,,
      "
    `);
  });

  test('with -o name gives names that every command accepts', async () => {
    expect(await shown('switch ls -o name')).toMatchInlineSnapshot(`
      "exit 0
      ams1/ams1-core1
      ams1/ams1-f2-sw03
      lon2/lon2-sw09
      "
    `);
  });

  test('narrows by site and floor, and cuts at a limit with a note', async () => {
    expect(await shown('switch ls --floor f2 -o name')).toBe('exit 0\nams1/ams1-f2-sw03\n');
    expect(await shown('switch ls --limit 1 -o name')).toBe(
      'exit 0\nams1/ams1-core1\nstderr:\nonly the first 1; --limit 0 lists all\n',
    );
  });

  test('of nothing prints nothing on stdout', async () => {
    expect(await shown('floor ls --site lon2')).toBe('exit 0\nstderr:\nno floors found\n');
    expect(await shown('floor ls --site lon2 -o csv')).toContain('site,name');
  });

  test('of sites, floors and sources', async () => {
    expect(await shown('site ls')).toMatchInlineSnapshot(`
      "exit 0
      NAME  FULL-NAME    DESCRIPTION  CHANGED
      ams1  Amsterdam 1  head office  5m
      lon2  London 2     -            5m
      "
    `);
    expect(await shown('floor ls')).toMatchInlineSnapshot(`
      "exit 0
      NAME  SITE  DESCRIPTION  CHANGED
      f2    ams1  east wing    5m
      "
    `);
    expect(await shown('source ls')).toMatchInlineSnapshot(`
      "exit 0
      NAME          SITE  DRIVER  ADDRESS                STATE      CHANGED
      ams1-core1    ams1  switch  10.1.0.1               ok         5m
      ams1-f2-sw03  ams1  switch  10.1.2.3:2222          stale(3h)  5m
      lon2-sw09     lon2  switch  sw09.lon2.example.net  disabled   5m
      stderr:
      1 stale; -o wide shows why
      "
    `);
    expect(await shown('site ls -o csv')).toMatchInlineSnapshot(`
      "exit 0
      site,name,description
      ams1,Amsterdam 1,head office
      lon2,London 2,
      "
    `);
  });

  test('in JSON is what the API said', async () => {
    expect(await shown('floor ls -o json')).toMatchInlineSnapshot(`
      "exit 0
      {
        "records": [
          {
            "ref": {
              "site": "ams1",
              "kind": "floor",
              "id": "floor2"
            },
            "fields": {
              "name": "f2",
              "description": "east wing"
            },
            "etag": "etag3",
            "position": "3",
            "updateTime": "2027-01-15T07:55:00Z",
            "updatedBy": "user:admin"
          }
        ]
      }
      "
    `);
    const world = await testWorld({ api: campus() });
    await world.run('switch', 'ls', '-o', 'json');
    const { switches } = JSON.parse(world.out());
    expect(switches[1].switch.ref).toEqual({ site: 'ams1', kind: 'switch', id: 'sw3' });
    expect(switches[1].source.fields.address).toBe('10.1.2.3');
    const table = await shown('switch ls');
    for (const { switch: one, state } of switches) {
      const line = table.split('\n').find((text) => text.startsWith(`${one.fields.name} `)) ?? '';
      expect(line).toContain(` ${state}`);
    }
    const other = await testWorld({ api: campus() });
    await other.run('source', 'ls', '-o', 'json');
    expect(JSON.parse(other.out()).records).toContainEqual(expect.objectContaining({ state: 'ok' }));
    expect(world.out()).not.toContain('\u001b');
  });

  test('in YAML is the same', async () => {
    expect(await shown('floor ls -o yaml')).toMatchInlineSnapshot(`
      "exit 0
      records:
        - ref:
            site: ams1
            kind: floor
            id: floor2
          fields:
            name: f2
            description: east wing
          etag: etag3
          position: "3"
          updateTime: 2027-01-15T07:55:00Z
          updatedBy: user:admin
      "
    `);
  });

  test('fits into 80 columns on a terminal; a name is never cut', async () => {
    const api = campus();
    const world = await testWorld({ api, tty: true });
    for (const noun of ['switch', 'site', 'floor', 'source', 'agent', 'job'])
      await world.run(noun, 'ls', '--no-color');
    expect(
      Math.max(
        ...world
          .out()
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80);
    const name = 'ams1-building-7-floor-12-closet-b-sw01-the-one-behind-the-door';
    api.put('switch', { site: 'ams1', id: 'long' }, { name });
    await world.run('switch', 'ls');
    expect(world.out()).toContain(name);
  });
});

describe('get', () => {
  test('shows one switch in full', async () => {
    expect(await shown('--utc switch get ams1-f2-sw03')).toMatchInlineSnapshot(`
      "exit 0
      Switch:       ams1-f2-sw03
      Site:         ams1
      Floor:        f2
      Description:  closet \\x1b[2J, key at reception
      State:        stale(3h)
      Cause:        AUTH_REJECTED: the switch refused the password
      Address:      10.1.2.3, port 2222
      Credential:   campus
      Platform:     dell_os6
      Host name:    -
      Model:        -
      Serial:       -
      Software:     -
      Changed:      2027-01-15 07:55:00 UTC (5m ago) by user:admin
      Reference:    ams1/switch/sw3
      "
    `);
  });

  test('takes NAME, SITE/NAME and a reference', async () => {
    for (const name of ['ams1-f2-sw03', 'ams1/ams1-f2-sw03', 'ams1/switch/sw3']) {
      expect(await shown(`switch get ${name} -o name`)).toBe('exit 0\nams1/ams1-f2-sw03\n');
    }
  });

  test('of something unknown ends with 3', async () => {
    expect(await shown('switch get nope')).toMatchInlineSnapshot(`
      "exit 3
      stderr:
      wayside: there is no switch "nope" [NOT_FOUND]
        hint: wayside switch ls shows those that there are
      "
    `);
  });

  test('of a name that two sites have asks for the site', async () => {
    const api = campus();
    for (const site of ['ams1', 'lon2']) api.put('floor', { site, id: 'ground' }, { name: 'ground' });
    const world = await testWorld({ api });
    expect(await world.run('floor', 'get', 'ground')).toBe(2);
    expect(await world.run('floor', 'get', 'ground', '--site', 'lon2', '-o', 'name')).toBe(0);
    expect(world.out()).toBe('lon2/ground\n');
  });

  test('shows values that contradict each other', async () => {
    const api = campus();
    const floor = api.put('floor', { site: 'lon2', id: 'f1' }, { name: 'f1' });
    const value = { origin: 'a.1', at: 0 };
    const conflicts = [
      {
        id: 'c',
        field: 'description',
        values: [
          { ...value, value: 'attic', by: 'user:ann' },
          { ...value, value: 'roof', by: 'user:bob' },
        ],
      },
    ];
    api.records.set('lon2/floor/f1', { ...floor, conflicts });
    const world = await testWorld({ api });
    await world.run('floor', 'get', 'lon2/f1');
    expect(world.out()).toContain('Conflict:     description: "attic" by user:ann, "roof" by user:bob');
  });
});
