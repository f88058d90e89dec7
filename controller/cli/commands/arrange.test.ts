/** `--filter` and `--order-by` of every list, and labels in every `edit`. */
import { afterAll, describe, expect, test } from 'vitest';
import { commands } from '../catalogue.ts';
import { flagsOf, parseCommandLine } from '../program.ts';
import { campus } from '../testing/campus.ts';
import { removeWorlds, type TestWorld, testWorld, words } from '../testing/test-host.ts';

afterAll(removeWorlds);

const lists = commands.filter(({ path }) => path.at(-1) === 'ls');

test('every ls takes --filter, --order-by and -o csv', () => {
  expect(lists.length).toBeGreaterThan(12);
  for (const spec of lists) {
    const names = flagsOf(spec).map(({ name }) => name);
    expect([spec.path.join(' '), names]).toEqual([
      spec.path.join(' '),
      expect.arrayContaining(['filter', 'order-by', 'output']),
    ]);
    const args = (spec.args ?? []).flatMap(({ name, optional }) => (optional ? [] : [name]));
    const line = [...spec.path, ...args, '--filter', 'name=x', '--order-by', 'name', '-o', 'csv'];
    expect(parseCommandLine(line, { commands, families: [] }).type).toBe('run');
  }
});

describe('ls of switches', () => {
  const names = async (line: string): Promise<readonly string[]> => {
    const text = await (await testWorld({ api: campus() })).shown(...words(`${line} -o name`));
    return (text.split('\nstderr:')[0] ?? '')
      .split('\n')
      .slice(1)
      .filter((row) => row !== '');
  };

  test('knows the fields of switch and source, the state, and the floor by its name', async () => {
    expect(await names('switch ls --filter state=stale')).toEqual(['ams1/ams1-f2-sw03']);
    expect(await names('switch ls --filter "-state=ok -address=10.*"')).toEqual(['lon2/lon2-sw09']);
    expect(await names('switch ls --filter floor=F2')).toEqual(['ams1/ams1-f2-sw03']);
    expect(await names('switch ls --filter "platform:* port:*"')).toEqual(['ams1/ams1-f2-sw03']);
    expect(await names('source ls --filter "state=disabled"')).toEqual(['lon2/lon2-sw09']);
  });

  test('orders by them, and cuts after that', async () => {
    expect(await names('switch ls --order-by "address desc" --limit 2')).toEqual([
      'lon2/lon2-sw09',
      'ams1/ams1-f2-sw03',
    ]);
    expect(await names('switch ls --order-by "port, name desc"')).toEqual([
      'ams1/ams1-f2-sw03',
      'lon2/lon2-sw09',
      'ams1/ams1-core1',
    ]);
  });

  test('leaves to the controller what that can do, with its order', async () => {
    const api = campus();
    const world = await testWorld({ api });
    await world.run(...words('switch ls --filter "name=ams1* label.env:*" --order-by "name desc" --limit 7'));
    expect(api.requestsOf('InventoryService.ListRecords')[0]).toMatchObject({
      ...{ kind: 'switch', filter: 'name=ams1* label.env:*', orderBy: 'name desc', pageSize: 7 },
    });
  });

  test.each([
    ['switch ls --filter colour=red', 'filter at 1: there is no field "colour"'],
    ['switch ls --order-by "name down"', 'order_by at 1: after a field only "desc" may stand'],
    ['switch ls --watch --order-by name', '--watch shows what changes as it comes'],
  ])('%s is refused before anything is asked', async (line, message) => {
    const api = campus();
    const text = await (await testWorld({ api })).shown(...words(line));
    expect(text).toContain(`exit 2\nstderr:\nwayside: ${message}`);
    expect(api.calls).toEqual([]);
  });
});

test('lists of everything else hand both to the controller', async () => {
  const api = campus();
  const world = await testWorld({ api });
  const asked: readonly (readonly [line: string, method: Parameters<typeof api.requestsOf>[0]])[] = [
    ['job ls', 'JobService.ListJobs'],
    ['agent ls', 'AgentService.ListAgents'],
    ['agent token ls', 'AgentService.ListJoinTokens'],
    ['audit ls', 'AuditService.ListAudit'],
    ['user ls', 'UserService.ListUsers'],
    ['role ls', 'UserService.ListRoles'],
    ['token ls', 'UserService.ListApiTokens'],
    ['history ls switch ams1-core1', 'InventoryService.ListHistory'],
  ];
  for (const [line, method] of asked) {
    await world.run(...words(`${line} --filter "id=x*" --order-by "id desc"`));
    expect([line, api.requestsOf(method)[0]]).toEqual([
      line,
      expect.objectContaining({ filter: 'id=x*', orderBy: 'id desc' }),
    ]);
  }
});

test('contexts are arranged by the columns of their file', async () => {
  const world = await testWorld({ api: campus() });
  for (const name of ['c10', 'c9', 'lab'])
    await world.run('context', 'add', name, '--address', `${name}:8443`);
  const listed = async (line: string): Promise<string> => {
    const before = world.out().length;
    await world.run(...words(`context ls -o name ${line}`));
    return world.out().slice(before);
  };
  expect(await listed('--order-by "name desc"')).toMatch(/lab\nc10\nc9\n/);
  expect(await listed('--filter "name=c*" --order-by address')).toMatch(/^c9\nc10\n/);
});

describe('edit', () => {
  type Update = { readonly update: { ref: { kind: string }; fields: object; ifEtag: string } };
  async function edited(line: string): Promise<{ world: TestWorld; operations: readonly Update[] }> {
    const api = campus();
    const world = await testWorld({ api });
    await world.run(...words(line));
    // Agents are no plan: their labels are written at once.
    const [request] = [
      ...api.requestsOf('PlanService.CreatePlan'),
      ...api.requestsOf('InventoryService.WriteRecords'),
    ] as never as { operations: readonly Update[] }[];
    return { world, operations: request?.operations ?? [] };
  }

  test.each(['site ams1', 'floor ams1/f2', 'switch ams1-f2-sw03', 'source ams1-f2-sw03', 'agent ams1-a'])(
    'of %s sets and takes away labels and adds a note, over nobody',
    async (what) => {
      const [kind = '', name = ''] = what.split(' ');
      const { operations } = await edited(
        `${kind} edit ${name} --label env=prod --label owner=a=b --note "new fan"`,
      );
      expect(operations).toMatchObject([{ update: { ref: { kind } } }]);
      expect(operations[0]?.update.ifEtag ?? '').toBe('');
      expect(JSON.stringify(operations[0]?.update.fields)).toMatch(
        /"label\.env":.*"prod".*"label\.owner":.*"a=b".*"note\.\w{26}":.*"new fan"/,
      );
    },
  );

  test('goes with other changes in one write, under their etag', async () => {
    const { operations, world } = await edited(
      'switch edit ams1-f2-sw03 --label env=x --description new --port 22',
    );
    expect(world.out()).toBe('switch ams1/ams1-f2-sw03 changed\n');
    expect(operations.map(({ update }) => [update.ref.kind, update.ifEtag !== ''])).toEqual([
      ['switch', true],
      ['source', true],
    ]);
  });

  test.each([
    ['switch edit ams1-f2-sw03 --label env', '"env" is neither KEY=VALUE nor KEY-'],
    ['switch edit ams1-f2-sw03 --label Env=x --label b=', '--label: Env: must be a prefix'],
    ['agent edit ams1-a --label Env=x', '--label: Env: must be a prefix'],
    ['agent edit ams1-a', '--name, --description, --label or --note'],
  ])('%s is refused, and nothing is changed', async (line, message) => {
    const api = campus();
    expect(await (await testWorld({ api })).shown(...words(line))).toContain(message);
    expect(api.requestsOf('InventoryService.WriteRecords')).toEqual([]);
    expect(api.requestsOf('PlanService.CreatePlan')).toEqual([]);
    expect(api.requestsOf('AgentService.UpdateAgent')).toEqual([]);
  });

  test('with a label that is not there changes nothing and says so', async () => {
    const { world, operations } = await edited('switch edit ams1-f2-sw03 --label env-');
    expect(operations).toEqual([]);
    expect(world.err()).toContain('is already so');
  });
});
