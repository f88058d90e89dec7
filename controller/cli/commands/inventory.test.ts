import { describe, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { campus } from '../testing/campus.ts';
import { recordOf } from '../testing/fake-controller.ts';
import { testWorld } from '../testing/test-host.ts';

/** Runs one command line against the campus; everything that a person sees. */
async function shown(line: string): Promise<string> {
  const world = await testWorld({ api: campus() });
  const code = await world.run(...words(line));
  return `exit ${code}\n${world.out()}${world.err() === '' ? '' : `stderr:\n${world.err()}`}`;
}

/** Words as a shell takes them apart; double quotes hold blanks. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

describe('ls (S1.8)', () => {
  test('of switches joins source and floor, and says which are stale', async () => {
    expect(await shown('switch ls')).toMatchInlineSnapshot(`
      "exit 0
      NAME          SITE  FLOOR  ADDRESS                PLATFORM   STATE      CHANGED
      ams1-core1    ams1  -      10.1.0.1               cisco_ios  ok         5m
      ams1-f2-sw03  ams1  f2     10.1.2.3               dell_os6   stale(3h)  5m
      lon2-sw09     lon2  -      sw09.lon2.example.net  -          disabled   5m
      stderr:
      1 stale; -o wide shows why
      "
    `);
  });

  test('with -o wide says why, and shows what a device wrote instead of doing it', async () => {
    expect(await shown('switch ls --site ams1 -o wide')).toMatchInlineSnapshot(`
      "exit 0
      NAME          SITE  FLOOR  ADDRESS   PLATFORM   STATE      CREDENTIAL  MODEL     SERIAL   SOFTWARE  DESCRIPTION                       ID   CAUSE                                           CHANGED
      ams1-core1    ams1  -      10.1.0.1  cisco_ios  ok         campus      C9300-48  FOC1234  17.9.4    -                                 sw1  -                                               5m
      ams1-f2-sw03  ams1  f2     10.1.2.3  dell_os6   stale(3h)  campus      -         -        -         closet \\x1b[2J, key at reception  sw3  AUTH_REJECTED: the switch refused the password  5m
      "
    `);
  });

  test('with -o csv gives what import reads', async () => {
    expect(await shown('switch ls -o csv')).toMatchInlineSnapshot(`
      "exit 0
      site,name,floor,address,port,platform,credential,enabled,description
      ams1,ams1-core1,,10.1.0.1,,,campus,,
      ams1,ams1-f2-sw03,f2,10.1.2.3,2222,,campus,,"closet \\x1b[2J, key at reception"
      lon2,lon2-sw09,,sw09.lon2.example.net,,,,false,
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
    expect(await shown('switch ls --site nyc3')).toBe('exit 0\nstderr:\nno switches found\n');
    expect(await shown('switch ls --site nyc3 -o csv')).toContain('site,name,floor');
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
      ams1-f2-sw03  ams1  switch  10.1.2.3               stale(3h)  5m
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

describe('add, edit and rm', () => {
  test('add writes switch and source with one id in one call', async () => {
    const api = campus();
    const world = await testWorld({ api });
    const line =
      'switch add sw7 --site ams1 --floor f2 --address 10.1.2.7 --credential campus --disabled --why "new closet"';
    expect(await world.run(...words(line))).toBe(0);
    expect(world.out()).toBe('switch ams1/sw7 added\n');
    const [request] = api.requestsOf('InventoryService.WriteRecords') as never as {
      operations: never[];
      why: string;
      requestId: string;
    }[];
    expect(request?.why).toBe('new closet');
    expect(request?.requestId).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    const made = [...api.records.values()].slice(-2);
    expect(made.map(({ ref, fields }) => [ref.kind, fields])).toEqual([
      ['switch', { name: 'sw7', floor: 'ams1/floor/floor2' }],
      [
        'source',
        { name: 'sw7', address: '10.1.2.7', credential: 'campus', enabled: false, driver: 'switch' },
      ],
    ]);
    expect(made[0]?.ref.id).toBe(made[1]?.ref.id);
  });

  test('add of a site takes its short name; the full name is the same unless it is given', async () => {
    expect(await shown('site add nyc3')).toBe('exit 0\nsite nyc3 added\n');
    expect(await shown('site add NYC')).toMatchInlineSnapshot(`
      "exit 2
      stderr:
      wayside: nothing was changed [INVALID_INPUT]
        NAME: must be 1 to 63 lower-case letters, digits or dashes, such as ams1
      "
    `);
  });

  test('source add with the driver of switches makes the switch too', async () => {
    const api = campus();
    const world = await testWorld({ api });
    await world.run(...words('source add sw8 --site ams1 --driver switch --address 10.1.2.8'));
    expect([...api.records.values()].slice(-2).map(({ ref }) => ref.kind)).toEqual(['switch', 'source']);
  });

  test('add reports every wrong flag at once and sends nothing (S0.42)', async () => {
    expect(
      await shown('switch add a/b --site ams1 --address 10.1.2.3.4 --port 99999 --credential "no blanks"'),
    ).toMatchInlineSnapshot(`
      "exit 2
      stderr:
      wayside: nothing was changed [INVALID_INPUT]
        NAME: must not hold a slash, tab or line break
        --address: "10.1.2.3.4" is not a complete IPv4 address
        --port: must be a whole number from 1 to 65535
        --credential: must be a credential name: letters, digits, . _ -
      "
    `);
    expect(await shown('switch add x --address 10.1.2.9')).toMatchInlineSnapshot(`
      "exit 2
      stderr:
      wayside: --site is missing [INVALID_INPUT]
      "
    `);
  });

  test('a floor that is not there comes with the command that makes it', async () => {
    expect(await shown('switch add x --site ams1 --floor f9 --address 10.9.9.9')).toMatchInlineSnapshot(`
      "exit 3
      stderr:
      wayside: site ams1 has no floor "f9" [NOT_FOUND]
        hint: wayside floor add f9 --site ams1
      "
    `);
  });

  test('--dry-run checks and changes nothing', async () => {
    const api = campus();
    const before = api.records.size;
    const world = await testWorld({ api });
    await world.run(...words('switch add sw7 --site ams1 --address 10.1.2.7 --dry-run'));
    expect(world.out()).toBe('switch ams1/sw7 would be added\n');
    expect(api.records.size).toBe(before);
  });

  test('edit sends only what differs, with the etag it saw; an empty value takes a field away', async () => {
    const api = campus();
    const world = await testWorld({ api });
    await world.run(
      ...words('switch edit ams1-f2-sw03 --address 10.1.2.4 --credential campus --description ""'),
    );
    expect(world.out()).toBe('switch ams1/ams1-f2-sw03 changed\n');
    const [request] = api.requestsOf('InventoryService.WriteRecords') as never as {
      operations: { update: { ref: { kind: string }; ifEtag: string } }[];
    }[];
    expect(request?.operations.map(({ update }) => [update.ref.kind, update.ifEtag])).toEqual([
      ['switch', 'etag6'],
      ['source', 'etag7'],
    ]);
    expect(api.records.get('ams1/switch/sw3')?.fields).not.toHaveProperty('description');
    expect(api.records.get('ams1/source/sw3')?.fields['address']).toBe('10.1.2.4');
  });

  test('edit renames both records, and enables', async () => {
    const api = campus();
    const world = await testWorld({ api });
    await world.run('switch', 'edit', 'lon2-sw09', '--name', 'lon2-sw10', '--enable');
    expect(api.records.get('lon2/switch/sw9')?.fields['name']).toBe('lon2-sw10');
    expect(api.records.get('lon2/source/sw9')?.fields).toMatchObject({ name: 'lon2-sw10', enabled: true });
  });

  test('edit that changes nothing says so and writes nothing', async () => {
    expect(await shown('switch edit ams1-core1 --address 10.1.0.1')).toBe(
      'exit 0\nstderr:\nswitch ams1/ams1-core1 is already so\n',
    );
    expect(await shown('switch edit ams1-core1')).toMatchInlineSnapshot(`
      "exit 2
      stderr:
      wayside: nothing to change was given [INVALID_INPUT]
      "
    `);
  });

  test('edit of what somebody else changed meanwhile ends with 7', async () => {
    const api = campus();
    api.failures.set(
      'InventoryService.WriteRecords',
      new WaysideError('STALE_ETAG', 'ams1/floor/floor2 was changed meanwhile'),
    );
    const world = await testWorld({ api });
    expect(await world.run('floor', 'edit', 'f2', '--description', 'x')).toBe(7);
  });

  test('rm asks on a terminal and does nothing without a yes', async () => {
    const api = campus();
    const world = await testWorld({ api, tty: true, stdin: 'n\n' });
    expect(await world.run('switch', 'rm', 'lon2-sw09')).toBe(130);
    expect(world.err()).toContain('Remove switch lon2/lon2-sw09? [y/N] ');
    expect(api.requestsOf('InventoryService.WriteRecords')).toEqual([]);
    const again = await testWorld({ api, tty: true, stdin: 'y\n' });
    expect(await again.run('switch', 'rm', 'lon2-sw09')).toBe(0);
    expect(api.records.get('lon2/switch/sw9')?.deleted).toBe(true);
    expect(api.records.get('lon2/source/sw9')?.deleted).toBe(true);
  });

  test('rm without a terminal needs --yes', async () => {
    expect(await shown('floor rm f2')).toMatchInlineSnapshot(`
      "exit 2
      stderr:
      wayside: this needs --yes where there is no terminal to ask on [INVALID_INPUT]
      "
    `);
    expect(await shown('floor rm f2 --yes')).toBe('exit 0\nfloor ams1/f2 removed\n');
  });

  test('-o json shows what was written', async () => {
    const world = await testWorld({ api: campus() });
    await world.run(...words('floor add f3 --site ams1 -o json'));
    expect(JSON.parse(world.out())).toMatchObject({
      ref: { site: 'ams1', kind: 'floor' },
      fields: { name: 'f3' },
    });
  });
});

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
      ams1-f2-sw03  ams1  f2     10.1.2.3               dell_os6   stale(3h)  5m
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
