/** InventoryService, spoken to from outside. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomInt, seededRandom } from '../../shared/runtime/index.ts';
import { protos } from '../../shared/transport/index.ts';
import { type ApiMethods, recordFromWire, structToWire } from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import { Live } from './support/live.ts';

type Operation = NonNullable<ApiMethods['InventoryService.WriteRecords']['request']['operations']>[number];

let live: Live;
beforeAll(async () => {
  live = await Live.start();
});
afterAll(() => live.stop());

const create = (
  site: string,
  kind: string,
  id: string,
  fields: Parameters<typeof structToWire>[0],
): Operation => ({
  create: { site, kind, id, fields: structToWire(fields) },
});
const update = (
  site: string,
  kind: string,
  id: string,
  fields: Parameters<typeof structToWire>[0],
  ifEtag = '',
): Operation => ({
  update: { ref: { site, kind, id }, fields: structToWire(fields), ifEtag },
});
const source = (site: string, id: string): Operation =>
  create(site, 'source', id, { name: id, driver: 'switch', address: `${id}.example.net` });

const write = (operations: Operation[], more: object = {}) =>
  live.admin.unary('InventoryService.WriteRecords', { operations, ...more });
const get = (site: string, kind: string, id: string) =>
  live.admin.unary('InventoryService.GetRecord', { ref: { site, kind, id } });

let sites = 0;
/** A site of its own for each test. */
async function newSite(...sources: string[]): Promise<string> {
  sites += 1;
  const site = `s${sites}`;
  await write([create(site, 'site', site, { name: site }), ...sources.map((id) => source(site, id))]);
  return site;
}

const UUID = '6f1c1b7e-53b1-4a4e-9a52-1c0a6f9d2f1';

describe('InventoryService.WriteRecords', () => {
  test('creates, updates and deletes in one go, and gives the records back in order', async () => {
    const site = await newSite('sw1');
    const { records, changeSet } = await write(
      [
        create(site, 'floor', 'f1', { name: 'Ground floor' }),
        update(site, 'source', 'sw1', { port: 2222, enabled: false }),
        { delete: { ref: { site, kind: 'floor', id: 'f1' } } },
      ],
      { why: 'moved' },
    );
    const views = records.map(recordFromWire);
    expect(views.map(({ ref, deleted }) => [ref.id, deleted])).toEqual([
      ['f1', true],
      ['sw1', false],
      ['f1', true],
    ]);
    expect(views[1]).toMatchObject({
      fields: { name: 'sw1', port: 2222, enabled: false },
      updatedBy: 'user:admin',
    });
    expect(changeSet).toMatch(/^[0-9a-z]{26}$/);
  });

  test('tells all that is wrong at once, and then writes nothing (S0.42)', async () => {
    const site = await newSite();
    const error = await errorFrom(
      write([
        create(site, 'floor', 'good', { name: 'good' }),
        create(site, 'source', 'bad', { driver: 'toaster', address: '300.1.1', port: 0.5, colour: 'red' }),
        create('nowhere', 'switch', 'UPPER', { name: ' x' }),
        update(site, 'floor', 'none', { name: 'x' }),
      ]),
    );
    expect(error.code).toBe('INVALID_INPUT');
    const fields = error.violations.map(({ field }) => field);
    expect(fields).toEqual([...new Set(fields)]);
    expect(fields).toEqual(
      expect.arrayContaining([
        ...['operations[1].driver', 'operations[1].address', 'operations[1].port', 'operations[1].colour'],
        ...['operations[1].name', 'operations[2].id', 'operations[3].ref'],
      ]),
    );
    expect((await errorFrom(get(site, 'floor', 'good'))).code).toBe('NOT_FOUND');
  });

  test('refuses what the wire cannot mean: no operation, an empty one, a kind or a reference that is none', async () => {
    const violations = async (operations: Operation[]): Promise<string[]> =>
      (await errorFrom(write(operations))).violations.map(({ field }) => field);
    expect(await violations([])).toEqual(['operations']);
    expect(await violations([source('s1', 'x'), {}])).toEqual(['operations[1]']);
    expect(await violations([create('s1', 'router', 'x', {})])).toEqual(['operations[0].kind']);
    expect(await violations([update('S 1', 'site', 'x', {})])).toEqual(['operations[0].ref.site']);
    expect(await violations([{ delete: {} }])).toEqual(['operations[0].ref.site']);
  });

  test('with validate_only checks everything and writes nothing', async () => {
    const site = await newSite();
    const { records } = await write([source(site, 'dry')], { validateOnly: true });
    expect(records).toHaveLength(1);
    expect((await errorFrom(get(site, 'source', 'dry'))).code).toBe('NOT_FOUND');
    expect((await errorFrom(write([source('nope', 'dry')], { validateOnly: true }))).code).toBe(
      'INVALID_INPUT',
    );
  });

  test('repeated under its request id gives the first answer, and another question under it is refused', async () => {
    const site = await newSite();
    const operations = [create(site, 'floor', '', { name: 'made once' })];
    const first = await write(operations, { requestId: `${UUID}1` });
    expect(await write(operations, { requestId: `${UUID}1` })).toEqual(first);
    const { records } = await live.admin.unary('InventoryService.ListRecords', { kind: 'floor', site });
    expect(records).toHaveLength(1);
    const other = await errorFrom(write([source(site, 'x')], { requestId: `${UUID}1` }));
    expect(other.violations).toEqual([
      { field: 'request_id', message: 'was used before with another question' },
    ]);
    expect((await errorFrom(write(operations, { requestId: 'today' }))).violations).toMatchObject([
      { field: 'request_id' },
    ]);
  });

  test('with if_etag refuses to write over what the writer has not seen', async () => {
    const site = await newSite('sw1');
    const { record } = await get(site, 'source', 'sw1');
    await write([update(site, 'source', 'sw1', { port: 23 }, record?.etag)]);
    const stale = await errorFrom(write([update(site, 'source', 'sw1', { port: 24 }, record?.etag)]));
    expect(stale).toMatchObject({ code: 'STALE_ETAG', details: { etag: expect.any(String) } });
    expect(stale.details['etag']).toBe((await get(site, 'source', 'sw1')).record?.etag);
  });

  test('refuses to delete what others point at', async () => {
    const site = await newSite();
    await write([
      create(site, 'floor', 'f1', { name: 'f1' }),
      create(site, 'switch', 'sw1', { name: 'sw1', floor: `${site}/floor/f1` }),
    ]);
    const error = await errorFrom(write([{ delete: { ref: { site, kind: 'floor', id: 'f1' } } }]));
    expect(error.violations).toMatchObject([
      { field: 'operations[0].ref', message: expect.stringContaining('sw1') },
    ]);
  });

  test.each([
    ['control characters', 'a\u0007b'],
    ['terminal escapes', '\u001b[31mred'],
    ['blanks around it', ' x '],
    ['nothing', ''],
    ['too much', 'x'.repeat(200_000)],
  ])('refuses a name with %s, and says so once', async (_, name) => {
    const site = await newSite();
    const error = await errorFrom(write([create(site, 'floor', 'f', { name })]));
    expect(error.violations.map(({ field }) => field)).toEqual(['operations[0].name']);
    expect(JSON.stringify(error.violations)).not.toContain('\\u001b');
  });

  test('takes names that would be trouble for careless code as what they are', async () => {
    const site = await newSite();
    for (const name of ['__proto__', 'constructor', "'; DROP TABLE jobs; --", '漢字 😀 é']) {
      const { records } = await write([create(site, 'floor', '', { name })]);
      expect(records.map(recordFromWire)[0]?.fields).toEqual({ name });
      const found = await live.admin.unary('InventoryService.GetRecord', {
        ref: { site, kind: 'floor' },
        name,
      });
      expect(found.record?.ref).toEqual(records[0]?.ref);
    }
    const error = await errorFrom(write([create(site, 'floor', 'x', { name: 'x', ['__proto__']: 'y' })]));
    expect(error.violations).toMatchObject([{ field: expect.stringContaining('__proto__') }]);
    expect(({} as { name?: string }).name).toBeUndefined();
  });

  test('of more than a message holds is refused before anything is sent', async () => {
    const error = await errorFrom(write([create('s1', 'floor', 'x', { name: 'x'.repeat(10_000_000) })]));
    expect(error).toMatchObject({ code: 'MESSAGE_TOO_LARGE', details: { limitBytes: '4194304' } });
  });

  test('whose answer is more than a message holds is refused, and then nothing was written', async () => {
    const site = await newSite();
    const ids = Array.from({ length: 1050 }, (_, i) => `f${i}`);
    const description = 'x'.repeat(4000);
    const half = ids.length / 2;
    for (const some of [ids.slice(0, half), ids.slice(half)])
      await write(some.map((id) => create(site, 'floor', id, { name: id, description })));
    const remove = (id: string): Operation => ({ delete: { ref: { site, kind: 'floor', id } } });
    const { position } = await live.admin.unary('SystemService.GetStatus', {});
    for (const validateOnly of [false, true])
      expect(await errorFrom(write(ids.map(remove), { requestId: `${UUID}2`, validateOnly }))).toMatchObject({
        ...{ code: 'MESSAGE_TOO_LARGE', message: expect.stringContaining('nothing was written') },
        ...{ hint: 'Send fewer operations at once', details: { limitBytes: '4194304' } },
      });
    expect((await live.admin.unary('SystemService.GetStatus', {})).position).toBe(position);
    expect((await get(site, 'floor', 'f0')).record?.deleted).toBe(false);
    // Just below the bound, and under the same request id: the refused one left no trace.
    const { records } = await write(ids.slice(0, 1000).map(remove), { requestId: `${UUID}2` });
    expect(records).toHaveLength(1000);
  });
});

describe('InventoryService.GetRecord', () => {
  test('finds by reference, and by name where that is the name of one', async () => {
    const site = await newSite('sw1');
    const other = await newSite('sw1');
    const { record } = await get(site, 'source', 'sw1');
    expect(record && recordFromWire(record)).toMatchObject({
      ...{ ref: { site, kind: 'source', id: 'sw1' }, deleted: false, conflicts: [] },
      fields: { name: 'sw1', driver: 'switch', address: 'sw1.example.net' },
    });
    const byName = (ref: object) => live.admin.unary('InventoryService.GetRecord', { ref, name: 'sw1' });
    expect((await byName({ kind: 'source', site: other })).record?.ref?.site).toBe(other);
    expect(await errorFrom(byName({ kind: 'source' }))).toMatchObject({ code: 'AMBIGUOUS_NAME' });
    expect((await errorFrom(byName({ kind: 'floor' }))).code).toBe('NOT_FOUND');
    expect((await errorFrom(byName({}))).violations).toMatchObject([{ field: 'ref.kind' }]);
  });

  test('names the part of a reference that is wrong', async () => {
    const cases = {
      site: get('no/site', 'source', 'x'),
      kind: get('s1', 'thing', 'x'),
      id: get('s1', 'source', ''),
    };
    for (const [part, call] of Object.entries(cases))
      expect((await errorFrom(call)).violations).toMatchObject([{ field: `ref.${part}` }]);
    expect((await errorFrom(get('s1', 'source', 'none'))).code).toBe('NOT_FOUND');
  });
});

describe('InventoryService.ListRecords', () => {
  test('gives every record once over any pages, also while others write', async () => {
    const random = seededRandom(4);
    const ids = Array.from({ length: 23 }, (_, i) => `sw${String(i).padStart(2, '0')}`);
    const site = await newSite(...ids);
    for (const pageSize of [1, 4, 23, 1000]) {
      const seen: string[] = [];
      let pageToken = '';
      do {
        const page = await live.admin.unary('InventoryService.ListRecords', {
          kind: 'source',
          site,
          pageSize,
          pageToken,
        });
        expect(page.records.length).toBeLessThanOrEqual(pageSize);
        seen.push(...page.records.map(({ ref }) => ref?.id ?? ''));
        pageToken = page.nextPageToken;
        await write([
          update(site, 'source', ids[randomInt(random, ids.length)] ?? '', {
            port: randomInt(random, 999) + 1,
          }),
        ]);
      } while (pageToken !== '');
      expect(seen).toEqual(ids);
    }
  });

  test('has a default and a bound for the size of a page, and refuses what it cannot be', async () => {
    const site = await newSite(...Array.from({ length: 60 }, (_, i) => `sw${i}`));
    const list = (more: object) =>
      live.admin.unary('InventoryService.ListRecords', { kind: 'source', site, ...more });
    expect((await list({})).records).toHaveLength(50);
    expect((await list({ pageSize: 2_000_000_000 })).records).toHaveLength(60);
    expect((await errorFrom(list({ pageSize: -1 }))).violations).toMatchObject([{ field: 'page_size' }]);
    const { nextPageToken: pageToken } = await list({});
    expect((await errorFrom(list({ pageToken, site: '' }))).code).toBe('INVALID_TOKEN_FORMAT');
    for (const wrong of ['x', 'p1.', 'p1.e30', 'p1.W10', 'w1.WyJhIiwxXQ', '\u0000'])
      expect((await errorFrom(list({ pageToken: wrong }))).code).toBe('INVALID_TOKEN_FORMAT');
    expect((await errorFrom(list({ kind: '' }))).violations).toMatchObject([{ field: 'kind' }]);
  });

  test('filters by fields, shows deleted ones when asked, and refuses a field that is none', async () => {
    const site = await newSite('a', 'b');
    await write([
      update(site, 'source', 'b', { address: 'core.example.net' }),
      { delete: { ref: { site, kind: 'source', id: 'a' } } },
    ]);
    const ids = async (more: object): Promise<(string | undefined)[]> => {
      const { records } = await live.admin.unary('InventoryService.ListRecords', {
        kind: 'source',
        site,
        ...more,
      });
      return records.map(({ ref }) => ref?.id);
    };
    expect(await ids({})).toEqual(['b']);
    expect(await ids({ showDeleted: true })).toEqual(['a', 'b']);
    expect(await ids({ match: { address: 'CORE.example.net' } })).toEqual(['b']);
    expect(await ids({ match: { address: 'core.example.net', name: 'a' } })).toEqual([]);
    for (const name of ['colour', '__proto__', 'toString'])
      expect((await errorFrom(ids({ match: { [name]: 'x' } }))).violations).toMatchObject([
        { field: `match.${name}` },
      ]);
  });
});

describe('InventoryService.WatchRecords', () => {
  const watch = (request: object, signal: AbortSignal) =>
    live.admin.stream('InventoryService.WatchRecords', request, { signal })[Symbol.asyncIterator]();

  test('sends what is there, then SYNCED, then what changes; a token resumes without loss or repeat', async () => {
    const site = await newSite('sw1', 'sw2');
    const leave = new AbortController();
    const events = watch({ kinds: ['source'], site }, leave.signal);
    const next = async () => (await events.next()).value;
    expect([(await next())?.record?.ref?.id, (await next())?.record?.ref?.id]).toEqual(['sw1', 'sw2']);
    const synced = await next();
    expect(synced).toMatchObject({ type: 'EVENT_TYPE_SYNCED', record: null });
    await write([update(site, 'source', 'sw2', { port: 7 }), create(site, 'floor', 'f', { name: 'f' })]);
    expect((await next())?.record?.ref?.id).toBe('sw2');
    leave.abort();
    await write([update(site, 'source', 'sw1', { port: 8 })]);
    const again = new AbortController();
    const resumed = watch({ kinds: ['source'], site, resumeToken: synced?.resumeToken }, again.signal);
    const ids: (string | undefined)[] = [];
    for (
      let event = (await resumed.next()).value;
      event?.type === 'EVENT_TYPE_RECORD';
      event = (await resumed.next()).value
    )
      ids.push(event.record?.ref?.id);
    expect(ids).toEqual(['sw2', 'sw1']);
    again.abort();
  });

  test('refuses kinds that are none, and tokens that are none or of another time', async () => {
    const { signal } = new AbortController();
    expect((await errorFrom(watch({ kinds: ['source', 'thing'] }, signal).next())).violations).toMatchObject([
      { field: 'kinds[1]' },
    ]);
    expect((await errorFrom(watch({ resumeToken: 'x' }, signal).next())).code).toBe('INVALID_TOKEN_FORMAT');
    const foreign = `w1.${Buffer.from(JSON.stringify(['other.1', 3])).toString('base64url')}`;
    expect(await errorFrom(watch({ resumeToken: foreign }, signal).next())).toMatchObject({
      ...{ code: 'RESYNC', hint: expect.any(String) },
    });
  });
});

describe('InventoryService.ListHistory', () => {
  test('gives the changes of one record, newest first, page by page, with who and why', async () => {
    const site = await newSite('sw1');
    for (let port = 1; port <= 6; port += 1)
      await write([update(site, 'source', 'sw1', { port })], { why: `port ${port}` });
    const ref = { site, kind: 'source', id: 'sw1' };
    const why: string[] = [];
    let pageToken = '';
    do {
      const page = await live.admin.unary('InventoryService.ListHistory', { ref, pageSize: 3, pageToken });
      why.push(...page.changes.map((change) => change.why));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(why).toEqual(['port 6', 'port 5', 'port 4', 'port 3', 'port 2', 'port 1', '']);
    const { changes } = await live.admin.unary('InventoryService.ListHistory', { ref, pageSize: 1 });
    expect(changes).toMatchObject([
      {
        ref,
        section: 'core',
        op: 'put',
        current: true,
        writtenBy: 'user:admin',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    const missing = { site, kind: 'source', id: 'none' };
    expect((await errorFrom(live.admin.unary('InventoryService.ListHistory', { ref: missing }))).code).toBe(
      'NOT_FOUND',
    );
    expect((await errorFrom(live.admin.unary('InventoryService.ListHistory', {}))).violations).toMatchObject([
      { field: 'ref.site' },
    ]);
  });
});

test('answers print as proto3 JSON', async () => {
  const site = await newSite('sw1');
  const answer = await get(site, 'source', 'sw1');
  expect(protos().toJson('wayside.v1.GetRecordResponse', answer)).toMatchObject({
    record: { ref: { site, kind: 'source', id: 'sw1' }, fields: { name: 'sw1' } },
  });
});
