/** Every list of the API takes a filter, an order and pages, and says what is wrong with them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, protos } from '../../shared/transport/index.ts';
import { structToWire, type UnaryMethod } from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import { Live } from './support/live.ts';

const REF = { site: 'ams1', kind: 'floor', id: 'f1' };

let live: Live;
beforeAll(async () => {
  live = await Live.start();
  await live.addSite('ams1');
  await live.addSite('ber1');
  for (const [id, site] of [
    ['f1', 'ams1'],
    ['f2', 'ams1'],
    ['f10', 'ber1'],
  ] as const) {
    const create = { site, kind: 'floor', id, fields: structToWire({ name: id }) };
    await live.admin.unary('InventoryService.WriteRecords', { operations: [{ create }] });
  }
  for (const name of ['one', 'two', 'three']) {
    const update = { ref: REF, fields: structToWire({ description: name }) };
    await live.admin.unary('InventoryService.WriteRecords', { operations: [{ update }], why: `as ${name}` });
    await live.admin.unary('UserService.CreateUser', { name, fullName: `User ${name}`, roles: ['viewer'] });
    const scopes = [{ site: name === 'two' ? 'ber1' : 'ams1' }];
    const grant = { level: 'LEVEL_OPERATOR' as const, scopes };
    await live.admin.unary('UserService.CreateRole', { name: `r-${name}`, grant });
    await live.admin.unary('UserService.CreateApiToken', {
      owner: name,
      name: `for ${name}`,
      ttlSeconds: 3600,
    });
    await live.admin.unary('AgentService.CreateJoinToken', { site: name === 'two' ? 'ber1' : 'ams1' });
  }
});
afterAll(() => live.stop());

/** What each list needs beside filter, order and page. */
const base: Readonly<Record<string, object>> = {
  'InventoryService.ListRecords': { kind: 'floor' },
  'InventoryService.ListHistory': { ref: REF },
  'HostKeyService.ListHostKeys': { site: 'ams1' },
};

interface Question {
  readonly filter?: string;
  readonly orderBy?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
}
type Rows = readonly Readonly<Record<string, unknown>>[];

async function page(
  rpc: string,
  question: Question,
  client: ApiClient = live.admin,
): Promise<{ rows: Rows; nextPageToken: string }> {
  const answer = await client.unary(rpc as UnaryMethod, { ...base[rpc], ...question } as never);
  const { nextPageToken, ...rest } = answer as unknown as Record<string, Rows> & { nextPageToken: string };
  return { rows: Object.values(rest)[0] ?? [], nextPageToken };
}

async function all(rpc: string, question: Question): Promise<Rows> {
  const found: Rows[number][] = [];
  let pageToken = '';
  do {
    const one = await page(rpc, { ...question, pageToken });
    found.push(...one.rows);
    pageToken = one.nextPageToken;
  } while (pageToken !== '');
  return found;
}

/** Parts of one thing, which have the order in which they are done. */
const ordered: readonly string[] = ['PlanService.ListPlanSteps', 'ChangeService.ListChangeItems'];
const lists = [...protos().services]
  .flatMap(([service, methods]) =>
    methods.filter((method) => method.startsWith('List')).map((method) => `${service}.${method}`),
  )
  .filter((rpc) => !ordered.includes(rpc));

describe.each(lists)('%s', (rpc) => {
  test('says what is wrong with filter, order, page size and token', async () => {
    const refused = async (question: Question) => {
      const { code, violations } = await errorFrom(page(rpc, question));
      return [code, violations.map(({ field }) => field)];
    };
    expect(await refused({ filter: 'nothing=x' })).toEqual(['INVALID_INPUT', ['filter']]);
    expect(await refused({ filter: 'x=' })).toEqual(['INVALID_INPUT', ['filter']]);
    expect(await refused({ orderBy: 'nothing' })).toEqual(['INVALID_INPUT', ['order_by']]);
    expect(await refused({ pageSize: -1 })).toEqual(['INVALID_INPUT', ['page_size']]);
    expect(await refused({ pageToken: 'p1.x' })).toEqual(['INVALID_TOKEN_FORMAT', ['page_token']]);
  });
});

describe('UserService.ListUsers, UserService.ListRoles, UserService.ListApiTokens', () => {
  test('filter and order users', async () => {
    const names = async (question: Question) =>
      (await all('UserService.ListUsers', question)).map(({ name }) => name);
    expect(await names({})).toEqual(['admin', 'one', 'three', 'two']);
    expect(await names({ filter: 'fullName="User t"*', orderBy: 'name desc', pageSize: 1 })).toEqual([
      'two',
      'three',
    ]);
    expect(await names({ filter: 'roles=viewer -name=one' })).toEqual(['three', 'two']);
    expect(await names({ filter: 'passwordTime:*' })).toEqual([]);
  });

  test('filter and order roles', async () => {
    const names = async (question: Question) =>
      (await all('UserService.ListRoles', question)).map(({ name }) => name);
    expect(await names({ filter: 'places=ber1' })).toEqual(['r-two']);
    expect(await names({ filter: 'builtIn=false', orderBy: 'name desc', pageSize: 2 })).toEqual([
      'r-two',
      'r-three',
      'r-one',
    ]);
    expect((await names({})).slice(0, 2)).toEqual(['viewer', 'operator']);
  });

  test('filter and order tokens', async () => {
    const owners = async (question: Question) =>
      (await all('UserService.ListApiTokens', question)).map(({ owner }) => owner);
    expect(await owners({ filter: 'name="for t"*', orderBy: 'owner desc', pageSize: 1 })).toEqual([
      'two',
      'three',
    ]);
    expect(await owners({ filter: '-expireTime:*' })).toEqual(['admin']);
  });
});

test('InventoryService.ListRecords and InventoryService.ListHistory filter and order', async () => {
  const ids = async (question: Question) =>
    (await all('InventoryService.ListRecords', question)).map(({ ref }) => (ref as { id: string }).id);
  expect(await ids({ orderBy: 'name desc', pageSize: 1 })).toEqual(['f10', 'f2', 'f1']);
  expect(await ids({ filter: 'description:*' })).toEqual(['f1']);
  expect(await ids({ filter: 'site!=ber1 name=f*', orderBy: 'name' })).toEqual(['f1', 'f2']);
  const whys = async (question: Question) =>
    (await all('InventoryService.ListHistory', question)).map(({ why }) => why);
  expect(await whys({ orderBy: 'position', pageSize: 1 })).toEqual(['', 'as one', 'as two', 'as three']);
  expect(await whys({ filter: 'why="as t"*' })).toEqual(['as three', 'as two']);
  expect(await whys({ filter: 'current=true op=put writtenBy=user:admin' })).toEqual(['as three']);
});

test('AgentService.ListJoinTokens and AgentService.ListAgents filter and order', async () => {
  const sites = async (question: Question) =>
    (await all('AgentService.ListJoinTokens', question)).map(({ site }) => site);
  expect(await sites({ filter: 'site=ams1 state=open' })).toEqual(['ams1', 'ams1']);
  expect(await sites({ orderBy: 'site desc', pageSize: 1 })).toEqual(['ber1', 'ams1', 'ams1']);
  await live.joinAgent('ber1', 'ber1-a');
  await live.startAgent('ams1', 'ams1-a');
  const names = async (question: Question) =>
    (await all('AgentService.ListAgents', question)).map(({ name }) => name);
  expect(await names({ orderBy: 'name desc', pageSize: 1 })).toEqual(['ber1-a', 'ams1-a']);
  expect(await names({ filter: 'capabilities=switch.collect site=ams1' })).toEqual(['ams1-a']);
  expect(await names({ filter: 'state=never-seen' })).toEqual(['ber1-a']);
});

test('AuditService.ListAudit filters and orders', async () => {
  const methods = async (question: Question) =>
    (await all('AuditService.ListAudit', question)).map(({ method, seq }) => `${seq} ${method}`);
  const created = await methods({ filter: 'method=UserService.CreateUser', orderBy: 'seq' });
  expect(created).toHaveLength(3);
  expect(await methods({ filter: 'method=UserService.CreateUser' })).toEqual(created.toReversed());
  expect(await methods({ filter: 'method=UserService.Create* targets=user:two' })).toHaveLength(1);
  const order = await methods({ orderBy: 'method, seq desc', pageSize: 7 });
  expect(new Set(order).size).toBe(order.length);
});

test('JobService.ListJobs knows its states, and filters and orders', async () => {
  const [agent] = (await all('AgentService.ListAgents', { filter: 'site=ams1' })).map(({ id }) => String(id));
  const create = (kind: string) => ({
    create: {
      site: 'ams1',
      kind,
      id: 'sw1',
      fields: structToWire({
        name: 'sw1',
        ...(kind === 'source' && { driver: 'switch', address: '127.0.0.1', port: 9, credential: 'none' }),
      }),
    },
  });
  await live.admin.unary('InventoryService.WriteRecords', {
    operations: [create('switch'), create('source')],
  });
  for (const kind of ['probe', 'collect', 'probe'])
    await live.admin.unary('JobService.SubmitJob', {
      kind,
      targets: [{ ...REF, kind: 'switch', id: 'sw1' }],
    });
  const kinds = async (question: Question) =>
    (await all('JobService.ListJobs', question)).map(({ kind }) => kind);
  expect(await kinds({})).toEqual(['probe', 'collect', 'probe']);
  expect(await kinds({ orderBy: 'kind, createTime', pageSize: 1 })).toEqual(['collect', 'probe', 'probe']);
  expect(await kinds({ filter: '-kind=probe targets=ams1/source/sw1' })).toEqual(['collect']);
  expect(await kinds({ filter: `createdBy=user:admin agentId!=${agent ?? ''}x kind=pro*` })).toHaveLength(2);
  const unknown = live.admin.unary('JobService.ListJobs', { state: 77 as never });
  const { code, violations } = await errorFrom(unknown);
  expect([code, violations]).toEqual([
    'INVALID_INPUT',
    [{ field: 'state', message: expect.stringContaining('77 is no value') }],
  ]);
});
