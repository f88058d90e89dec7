import { afterAll, describe, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { campus } from '../testing/campus.ts';
import { FakePlans } from '../testing/fake-plans.ts';
import { removeWorlds, testWorld, words } from '../testing/test-host.ts';

afterAll(removeWorlds);

/** Runs one command line against the campus; everything that a person sees. */
async function shown(line: string): Promise<string> {
  return (await testWorld({ api: campus() })).shown(...words(line));
}

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
    expect(await shown('site add nyc3')).toBe(
      'exit 0\nsite nyc3 added\nstderr:\nundo: wayside history revert cs-10\n',
    );
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
    expect(world.err()).toBe('');
    expect(api.records.size).toBe(before);
  });

  test('edit sends only what differs, with the etag it saw; an empty value takes a field away', async () => {
    const api = campus();
    const world = await testWorld({ api });
    await world.run(
      ...words('switch edit ams1-f2-sw03 --address 10.1.2.4 --credential campus --description ""'),
    );
    expect(world.out()).toBe('switch ams1/ams1-f2-sw03 changed\n');
    const [request] = api.requestsOf('PlanService.CreatePlan') as never as {
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

  test.each([
    ['switch edit ams1-core1 --address 10.1.0.1', { switch: { ref: { kind: 'switch' } }, source: {} }],
    ['floor edit f2 --name f2', { ref: { kind: 'floor' }, fields: { name: 'f2' } }],
  ])('%s -o json changes nothing, and prints it all the same', async (line, json) => {
    const world = await testWorld({ api: campus() });
    expect(await world.run(...words(`${line} -o json`))).toBe(0);
    expect(JSON.parse(world.out())).toMatchObject(json);
  });

  test('edit of what somebody else changed meanwhile ends with 7', async () => {
    const api = campus();
    api.failures.set(
      'PlanService.CreatePlan',
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
    expect(await shown('floor rm f2 --yes')).toBe(
      'exit 0\nfloor ams1/f2 removed\nstderr:\nundo: wayside history revert cs-1\n',
    );
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

describe('edit is a plan of one thing', () => {
  test('that is applied at once, and can be taken back', async () => {
    expect(await shown('switch edit ams1-core1 --address 10.1.0.9')).toBe(
      'exit 0\nswitch ams1/ams1-core1 changed\nstderr:\nundo: wayside history revert cs-1\n',
    );
  });

  test('--dry-run shows each field that would change, and keeps no plan', async () => {
    const api = campus();
    const world = await testWorld({ api });
    const line = 'switch edit ams1-core1 --address 10.1.0.9 --port 2222 --credential "" --dry-run';
    expect(await world.shown(...words(line))).toBe(`exit 0
switch ams1/ams1-core1 would be changed
  ~ source  address 10.1.0.1 > 10.1.0.9, port (unset) > 2222, credential campus > (unset)
`);
    expect(api.requestsOf('PlanService.CreatePlan')).toEqual([
      expect.objectContaining({ validateOnly: true }),
    ]);
    expect(api.requestsOf('PlanService.ApplyPlan')).toEqual([]);
  });

  test('-o json shows the thing as it is then', async () => {
    const world = await testWorld({ api: campus() });
    await world.run(...words('switch edit ams1-core1 --address 10.1.0.9 --description "new" -o json'));
    expect(JSON.parse(world.out())).toMatchObject({
      switch: { fields: { name: 'ams1-core1', description: 'new' } },
      source: { fields: { address: '10.1.0.9' } },
    });
    const named = await testWorld({ api: campus() });
    await named.run(...words('switch edit ams1-core1 --name core9 -o name'));
    expect(named.out()).toBe('ams1/core9\n');
  });

  test('a guard that blocks it is an error with what lifts it; --allow lifts it', async () => {
    const api = campus();
    const plans = new FakePlans(api);
    const reason = {
      code: 'max-updates',
      message: 'one is too many',
      override: 'max-updates:records/source',
    };
    plans.blocks = () => reason;
    const world = await testWorld({ api });
    expect(await world.run(...words('switch edit ams1-core1 --address 10.1.0.9'))).toBe(8);
    expect(world.err()).toContain('make the plan again with --allow max-updates:records/source');
    expect(
      await world.run(
        ...words('switch edit ams1-core1 --address 10.1.0.9 --allow max-updates:records/source'),
      ),
    ).toBe(0);
  });

  test('what somebody changed while it ran ends with 7, and says that nothing was changed', async () => {
    const api = campus();
    const plans = new FakePlans(api);
    plans.fails = () => ({ state: 'stale', error: undefined });
    const world = await testWorld({ api });
    expect(await world.run(...words('switch edit ams1-core1 --address 10.1.0.9'))).toBe(7);
    expect(world.out()).toBe('nothing was changed; change set cs-1\n');
  });
});
