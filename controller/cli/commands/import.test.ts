import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { IMPORT_BYTES_MAX, IMPORT_ROWS_MAX } from '../import/read.ts';
import { campus } from '../testing/campus.ts';
import type { FakeController } from '../testing/fake-controller.ts';
import { removeWorlds, type TestWorld, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

interface Imported {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly api: FakeController;
  readonly world: TestWorld;
}

async function imported(text: string | Buffer, ...flags: string[]): Promise<Imported> {
  return importedAs('switch', { text, name: 'switches.csv' }, ...flags);
}

async function importedAs(
  noun: string,
  { text, name }: { readonly text: string | Buffer; readonly name: string },
  ...flags: string[]
): Promise<Imported> {
  const api = campus();
  const world = await testWorld({ api });
  writeFileSync(join(world.folder, name), text);
  const asked = flags.some((flag) => ['--dry-run', '--plan'].includes(flag)) ? [] : ['--yes'];
  const code = await world.run(noun, 'import', name, ...asked, ...flags);
  return { code, out: world.out(), err: world.err(), api, world };
}

const writes = (api: FakeController): number => api.requestsOf('PlanService.ApplyPlan').length;

const good = `site,floor,name,address,port,platform,credential,enabled,description
ams1,f2,ams1-f2-sw04,10.1.2.4,22,dell_os6,campus,true,"closet b, left"
ams1,f2,ams1-f2-sw03,10.1.2.33,2222,,campus,,
ams1,,ams1-core1,10.1.0.1,,,campus,,
`;

test('adds new rows, changes known ones, leaves the rest, by one plan', async () => {
  const { code, out, api } = await imported(good);
  expect(code).toBe(0);
  expect(out).toBe('switches: 1 added, 1 changed, 1 unchanged\n');
  expect(writes(api)).toBe(1);
  const added = [...api.records.values()].filter(({ fields }) => fields['name'] === 'ams1-f2-sw04');
  expect(added.map(({ ref, fields }) => [ref.kind, fields])).toEqual([
    ['switch', { name: 'ams1-f2-sw04', floor: 'ams1/floor/floor2', description: 'closet b, left' }],
    [
      'source',
      {
        name: 'ams1-f2-sw04',
        driver: 'switch',
        address: '10.1.2.4',
        port: 22,
        platform: 'dell_os6',
        credential: 'campus',
        enabled: true,
      },
    ],
  ]);
  expect(api.records.get('ams1/source/sw3')?.fields).toMatchObject({ address: '10.1.2.33', port: 2222 });
  expect(api.records.get('ams1/switch/sw3')?.fields).not.toHaveProperty('description');
});

test('--dry-run shows what would be done and writes nothing', async () => {
  const { out, api } = await imported(good, '--dry-run');
  expect(out).toMatchInlineSnapshot(`
    "+ switch ams1/ams1-f2-sw04
    ~ switch ams1/ams1-f2-sw03  address: 10.1.2.3 > 10.1.2.33  description: closet \\x1b[2J, key at reception > -
    switches: 1 to add, 1 to change, 1 unchanged (dry run, nothing was changed)
    "
  `);
  expect(api.records.get('ams1/source/sw3')?.fields['address']).toBe('10.1.2.3');
  expect(api.requestsOf('PlanService.CreatePlan')).toEqual([expect.objectContaining({ validateOnly: true })]);
  expect(writes(api)).toBe(0);
});

test('what ls -o csv wrote changes nothing when it is imported again', async () => {
  const api = campus();
  const world = await testWorld({ api });
  await world.run('switch', 'ls', '--site', 'lon2', '-o', 'csv');
  writeFileSync(join(world.folder, 'again.csv'), world.out());
  expect(await world.run('switch', 'import', 'again.csv')).toBe(0);
  expect(world.out()).toContain('switches: 0 added, 0 changed, 1 unchanged');
  expect(writes(api)).toBe(0);
});

test('every wrong row is told at once, with row, field and cure; nothing is changed', async () => {
  const { code, out, err, api } = await imported(`site,floor,name,address,port,platform,credential,enabled
ams1,f2,ok-1,10.1.2.40,22,dell_os6,campus,true
AMS1,f2,bad-site,10.1.2.41,22,,campus,true
nyc3,,no-such-site,10.1.2.42,22,,campus,true
ams1,f9,no-such-floor,10.1.2.43,22,,campus,true
ams1,f2,,10.1.2.44,22,,campus,true
ams1,f2,no-address,,22,,campus,true
ams1,f2,bad-address,10.1.2.3.4,22,,campus,true
ams1,f2,bad-port,10.1.2.46,ssh,,campus,true
ams1,f2,high-port,10.1.2.47,70000,,campus,true
ams1,f2,bad-platform,10.1.2.48,22,Dell OS6,campus,true
ams1,f2,bad-flag,10.1.2.49,22,,campus,maybe
ams1,f2,OK-1,10.1.2.50,22,,campus,true
ams1,f2,same-address,10.1.2.40,22,,campus,true
ams1,f2,renamed,10.1.0.1,22,,campus,true
ams1,f2,too,many,22,,campus,true,values,here
`);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatchInlineSnapshot(`
    "wayside: 14 problems in the file; nothing was changed [INVALID_INPUT]
      row 3 site: must be the short name of a site, not "AMS1"
      row 4 site: there is no site "nyc3"; add it, or give --create-missing
      row 5 floor: site ams1 has no floor "f9"; add it, or give --create-missing
      row 6 name: must not be empty or have blanks around it
      row 7 address: is required
      row 8 address: "10.1.2.3.4" is not a complete IPv4 address
      row 9 port: must be a whole number, not "ssh"
      row 10 port: must be a whole number from 1 to 65535, not "70000"
      row 11 platform: must be a platform id, such as dell_os6, or empty, not "Dell OS6"
      row 12 enabled: must be true or false, not "maybe"
      row 13 name: "OK-1" is also in row 2
      row 14 address: 10.1.2.40 is also in row 2
      row 15 address: 10.1.0.1 belongs to ams1/ams1-core1 already; rename that with: wayside switch edit ams1/ams1-core1 --name renamed
      row 16: has 10 values, the headings are 8: put a value that holds the delimiter into double quotes
      hint: Correct these places and import the same file again
    "
  `);
  expect(writes(api)).toBe(0);
});

test('a row is checked against the inventory too when a value of it is wrong, so that one correction does', async () => {
  const { err } = await imported(
    'site,floor,name,address,port\nnyc3,f9,x1,10.1.9.1,ssh\nams1,f9,x2,10.1.9.300,\n',
  );
  expect(err).toMatchInlineSnapshot(`
    "wayside: 4 problems in the file; nothing was changed [INVALID_INPUT]
      row 2 port: must be a whole number, not "ssh"
      row 2 site: there is no site "nyc3"; add it, or give --create-missing
      row 3 address: "10.1.9.300" is not a complete IPv4 address
      row 3 floor: site ams1 has no floor "f9"; add it, or give --create-missing
      hint: Correct these places and import the same file again
    "
  `);
});

test('a quote that is never closed is told with its line', async () => {
  const { code, err } = await imported('site,name,address\nams1,"x1,10.1.9.1\nams1,x2,10.1.9.2\n');
  expect(code).toBe(2);
  expect(err).toContain('not valid CSV: a double quote that is never closed at line 3 [INVALID_INPUT]');
});

test('wrong headings come with the nearest name, before any row is read', async () => {
  const { code, err } = await imported('sit,name,adress,Credential,name,colour\nams1,x,10.0.0.1,c,y,red\n');
  expect(code).toBe(2);
  expect(err).toMatchInlineSnapshot(`
    "wayside: 5 problems in the file; nothing was changed [INVALID_INPUT]
      column "sit": is not known; did you mean site?
      column "adress": is not known; did you mean address?
      column "name": is there twice
      column "colour": is not known; known: site, name, floor, address, port, platform, credential, enabled, jump, jumplogin, description
      column "site": is missing
      hint: Correct these places and import the same file again
    "
  `);
});

describe('--create-missing', () => {
  const rows =
    'site,floor,name,address\nnyc3,lobby,nyc3-sw1,10.3.0.1\nnyc3,Lobby,nyc3-sw2,10.3.0.2\nams1,f7,ams1-f7-sw1,10.1.7.1\n';

  test('adds the sites and floors that the rows need, once each, before them', async () => {
    const { out, api } = await imported(rows, '--create-missing');
    expect(out).toBe('switches: 3 added, 0 changed, 0 unchanged; before that 1 site and 2 floors added\n');
    expect(writes(api)).toBe(1);
    expect(api.records.get('nyc3/site/nyc3')?.fields['name']).toBe('nyc3');
    const floors = [...api.records.values()].filter(({ ref }) => ref.kind === 'floor' && ref.site === 'nyc3');
    expect(floors.map(({ fields }) => fields['name'])).toEqual(['lobby']);
    const switches = [...api.records.values()].filter(
      ({ ref }) => ref.kind === 'switch' && ref.site === 'nyc3',
    );
    expect(switches.map(({ fields }) => fields['floor'])).toEqual(
      Array(2).fill(`nyc3/floor/${floors[0]?.ref.id}`),
    );
  });

  test('in a dry run shows them', async () => {
    expect((await imported(rows, '--create-missing', '--dry-run')).out).toMatchInlineSnapshot(`
      "+ site nyc3
      + floor nyc3/lobby
      + floor ams1/f7
      + switch nyc3/nyc3-sw1
      + switch nyc3/nyc3-sw2
      + switch ams1/ams1-f7-sw1
      switches: 3 to add, 0 to change, 0 unchanged; before that 1 site and 2 floors to add (dry run, nothing was changed)
      "
    `);
  });
});

describe('the form of the file', () => {
  const expected = 'switches: 1 added, 0 changed, 0 unchanged\n';

  test.each([
    ['a byte order mark', '\ufeffsite,name,address\nams1,x1,10.1.9.1\n'],
    ['semicolons', 'site;name;address\nams1;x1;10.1.9.1\n'],
    ['tabs', 'site\tname\taddress\nams1\tx1\t10.1.9.1\n'],
    ['carriage returns', 'site,name,address\r\nams1,x1,10.1.9.1\r\n'],
    ['headings in any case, with blanks and dashes', ' SITE , Name ,"Address"\nams1, x1 ,10.1.9.1\n'],
    ['quotes', '"site","name","address"\n"ams1","x1","10.1.9.1"\n'],
    ['an empty line before semicolons', '\n \nsite;name;address\nams1;x1;10.1.9.1\n'],
    ['empty lines', '\n\nsite,name,address\n\nams1,x1,10.1.9.1\n\n'],
    ['no line end at the end', 'site,name,address\nams1,x1,10.1.9.1'],
  ])('may have %s', async (_what, text) => {
    expect((await imported(text)).out).toBe(expected);
  });

  test('quoted cells keep delimiters and quotes', async () => {
    const { api } = await imported(
      'site;name;address;description\nams1;x1;10.1.9.1;"say ""hi""; then leave"\n',
    );
    const added = [...api.records.values()].find(({ fields }) => fields['name'] === 'x1');
    expect(added?.fields['description']).toBe('say "hi"; then leave');
  });

  test('the apostrophe that guards against spreadsheets is taken off', async () => {
    const { api } = await imported(`site,name,address,description\nams1,x1,10.1.9.1,"'=HYPERLINK(1)"\n`);
    const added = [...api.records.values()].find(({ fields }) => fields['name'] === 'x1');
    expect(added?.fields['description']).toBe('=HYPERLINK(1)');
  });

  test('YAML is a list, bare or below one key; numbers and booleans may be typed', async () => {
    const entry = '- site: ams1\n  name: x1\n  address: 10.1.9.1\n  port: 22\n  enabled: false\n';
    const bare = await importedAs('switch', { text: entry, name: 'switches.yaml' });
    expect(bare.out).toBe(expected);
    const source = [...bare.api.records.values()].at(-1);
    expect(source?.fields).toMatchObject({ port: 22, enabled: false });
    const keyed = `switches:\n${entry.replace(/^/gm, '  ')}`;
    expect((await importedAs('switch', { text: keyed, name: 'switches.yml' })).out).toBe(expected);
  });

  test('YAML errors name the entry', async () => {
    const text =
      '- site: ams1\n  name: x1\n  address: 10.1.9.1\n- site: ams1\n  name: x2\n  address: [1]\n- nonsense\n';
    const { code, err } = await importedAs('switch', { text, name: 'switches.yaml' });
    expect(code).toBe(2);
    expect(err).toMatchInlineSnapshot(`
      "wayside: 2 problems in the file; nothing was changed [INVALID_INPUT]
        entry 2 address: must be an IP address or a host name, not "["1"]"
        entry 3: must hold keys and values
        hint: Correct these places and import the same file again
      "
    `);
  });

  test.each([
    ['nothing', ''],
    ['headings alone', 'site,name,address\n'],
    ['bytes that are no text', Buffer.from([0x50, 0x4b, 3, 4, 0, 0])],
    ['Latin-1', Buffer.from('site,name,address,description\nams1,x1,10.1.9.1,caf\xe9\n', 'latin1')],
  ])('%s is refused', async (_what, text) => {
    const { code, err, api } = await imported(text);
    expect(code).toBe(2);
    expect(err).toMatch(/no rows|no UTF-8 text/);
    expect(writes(api)).toBe(0);
  });

  test('a file over the bounds is refused before it is taken apart', async () => {
    const large = await imported(Buffer.alloc(IMPORT_BYTES_MAX + 1, 'x'));
    expect(large.err).toContain('is larger than 16 MiB');
    const line = 'ams1,x,10.1.9.1\n';
    const many = await imported(`site,name,address\n${line.repeat(IMPORT_ROWS_MAX + 1)}`);
    expect(many.err).toContain(`rows are more than ${IMPORT_ROWS_MAX}`);
  });

  test('standard input needs --format', async () => {
    const text = 'site,name,address\nams1,x1,10.1.9.1\n';
    const world = await testWorld({ api: campus(), stdin: text });
    expect(await world.run('switch', 'import', '-')).toBe(2);
    expect(await world.run('switch', 'import', '-', '--format', 'csv', '--yes')).toBe(0);
    expect(world.out()).toBe(expected);
  });

  test('a file that is not there ends with 3', async () => {
    const world = await testWorld({ api: campus() });
    expect(await world.run('switch', 'import', 'nope.csv')).toBe(3);
  });
});

test('what the controller finds wrong is told by row too', async () => {
  const api = campus();
  const twice = { message: 'is taken' };
  const violations = [
    { field: 'operations[1].address', message: 'is on the list of forbidden networks' },
    { field: 'operations[0].name', ...twice },
    { field: 'operations[1].name', ...twice },
  ];
  api.failures.set(
    'PlanService.CreatePlan',
    new WaysideError('INVALID_INPUT', '3 fields are wrong; nothing was written', { violations }),
  );
  const world = await testWorld({ api });
  writeFileSync(join(world.folder, 's.csv'), 'site,name,address\nams1,x1,10.1.9.1\n');
  expect(await world.run('switch', 'import', 's.csv', '--yes')).toBe(2);
  expect(world.err()).toContain('row 2 address: is on the list of forbidden networks');
  // The name is wrong in both parts of the switch: one line, and counted as one.
  expect(world.err()).toContain('wayside: 2 fields are wrong; nothing was written');
  expect(world.err().match(/row 2 name: is taken/g)).toHaveLength(1);
});

test('sites, floors and sources are imported alike', async () => {
  const sites = await importedAs('site', {
    text: 'site,name\nnyc3,New York 3\nams1,Amsterdam One\n',
    name: 's.csv',
  });
  expect(sites.out).toBe('sites: 1 added, 1 changed, 0 unchanged\n');
  expect(sites.api.records.get('nyc3/site/nyc3')?.fields['name']).toBe('New York 3');
  const floors = await importedAs('floor', {
    text: 'site,name,description\nams1,f2,west wing\nams1,f3,\n',
    name: 'f.csv',
  });
  expect(floors.out).toBe('floors: 1 added, 1 changed, 0 unchanged\n');
  const sources = await importedAs('source', {
    text: 'site,name,driver,address\nams1,x1,switch,10.1.9.1\n',
    name: 's.csv',
  });
  expect(sources.out).toBe('sources: 1 added, 0 changed, 0 unchanged\n');
  expect([...sources.api.records.values()].slice(-2).map(({ ref }) => ref.kind)).toEqual([
    'switch',
    'source',
  ]);
});

test('the result in JSON', async () => {
  const { out } = await imported(good, '-o', 'json');
  expect(JSON.parse(out)).toMatchObject({
    dryRun: false,
    unchanged: 1,
    steps: [
      { type: 'add', kind: 'switch', name: 'ams1/ams1-f2-sw04' },
      {
        type: 'change',
        name: 'ams1/ams1-f2-sw03',
        changes: expect.arrayContaining([{ field: 'address', before: '10.1.2.3', after: '10.1.2.33' }]),
      },
    ],
  });
});
