import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { type Grant, type Kind, type Principal, parseFilter } from '../../shared/model/index.ts';
import { ORDERED_KEEP_MS } from '../../shared/runtime/index.ts';
import type { RecordPage } from './list.ts';
import type { OrderedListQuestion } from './list-ordered.ts';
import { ADMIN, create, put, Rig, remove, update } from './testing/rig.ts';

const SEED = process.env['SEED'];
const ASK = { site: '', pageSize: 0, pageToken: '', filter: {}, showAbsent: false, showDeleted: false };

let rig: Rig;
beforeEach(() => {
  rig = Rig.withSwitches(0);
});

type Wish = Partial<Omit<OrderedListQuestion, 'where'>> & {
  readonly where?: string;
  readonly who?: Principal;
};

async function ask(
  kind: Kind,
  { where = '', who = ADMIN, orderBy = '', ...rest }: Wish,
): Promise<RecordPage> {
  const question = { ...ASK, kind, ...rest, where: parseFilter(where) };
  return orderBy === ''
    ? rig.inventory.list(question, who)
    : rig.inventory.listInOrder({ ...question, orderBy }, who);
}

async function names(kind: Kind, wish: Wish, field = 'name'): Promise<readonly unknown[]> {
  return (await ask(kind, wish)).records.map(({ fields }) => fields[field]);
}

async function ids(
  kind: Kind,
  wish: Wish,
  between: () => void = () => undefined,
): Promise<readonly string[]> {
  const found: string[] = [];
  let pageToken = '';
  do {
    const page = await ask(kind, { ...wish, pageToken });
    found.push(...page.records.map(({ ref }) => ref.id));
    pageToken = page.nextPageToken;
    between();
  } while (pageToken !== '');
  return found;
}

describe('a list with filter and order', () => {
  beforeEach(() => {
    rig.write(
      create('source', 'a', {
        name: 'sw10',
        driver: 'switch',
        address: '10.0.0.10',
        port: 2222,
        'label.env': 'Prod',
      }),
      create('source', 'b', { name: 'sw9', driver: 'switch', address: '10.0.0.9', enabled: false }),
      create('source', 'c', {
        name: 'core',
        driver: 'switch',
        address: '9.9.9.9',
        port: 22,
        'note.n1': 'old',
      }),
    );
  });

  it.each([
    ['name=sw*', ['sw10', 'sw9']],
    ['name=SW9', ['sw9']],
    ['-name=sw9', ['sw10', 'core']],
    ['port:*', ['sw10', 'core']],
    ['label.env=prod', ['sw10']],
    ['label.env=p* port=2222', ['sw10']],
    ['-label.env:* enabled!=false', ['core']],
    ['note.n1=old', ['core']],
    ['address=10.0.0.*', ['sw10', 'sw9']],
    ['site=ams1 id=b', ['sw9']],
    ['updatedBy=user:ann name=core', ['core']],
    ['label.nobody=x', []],
  ])('%j finds %j', async (where, found) => {
    expect(await names('source', { where })).toEqual(found);
    const orderBy = 'id desc';
    expect(await names('source', { where, orderBy })).toEqual(found.toReversed());
  });

  it.each([
    ['name', ['core', 'sw9', 'sw10']],
    ['address', ['9.9.9.9', '10.0.0.9', '10.0.0.10'], 'address'],
    ['port desc, name', [2222, 22, undefined], 'port'],
    ['enabled, name desc', ['sw9', 'sw10', 'core']],
    ['label.env, name', ['sw10', 'core', 'sw9']],
    ['site, id desc', ['core', 'sw9', 'sw10']],
  ])('orders by %j', async (orderBy, expected, field = 'name') => {
    expect(await names('source', { orderBy }, field)).toEqual(expected);
    expect(await ids('source', { orderBy, pageSize: 1 })).toEqual(await ids('source', { orderBy }));
  });

  it('finds what one source told, in an order too', async () => {
    const agent = rig.agent();
    for (const id of ['a', 'b'])
      agent.send(
        id,
        ['Gi1/0/10', 'Gi1/0/2', 'Gi1/0/1'].map((name) =>
          put('port', `${id}${name}`, 'status', { switch: `ams1/switch/${id}`, name }),
        ),
      );
    const where = 'source=ams1/source/b';
    expect(await names('port', { where, orderBy: 'name' })).toEqual(['Gi1/0/1', 'Gi1/0/2', 'Gi1/0/10']);
    expect(await names('port', { where: `${where} name=*/10` }).catch((error) => error.code)).toBe(
      'INVALID_INPUT',
    );
    for (const bad of ['-source=ams1/source/b', 'source:*', `${where} ${where}`])
      await expect(ask('port', { where: bad })).rejects.toMatchObject({
        message: expect.stringContaining('SITE/source/ID'),
      });
  });

  it.each<[Wish, string]>([
    [{ where: 'colour=red' }, 'filter at 1: there is no field "colour"'],
    [{ orderBy: 'colour' }, 'order_by at 1: there is no field "colour"'],
    [{ where: 'deleted=true' }, 'there is no field "deleted"'],
    [{ orderBy: 'source' }, 'there is no field "source"'],
    [{ orderBy: 'name', pageSize: -1 }, 'page_size must not be negative'],
  ])('%j is refused', async (wish, words) => {
    const error = WaysideError.from(await ask('source', wish).catch((cause: unknown) => cause));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining(words) });
  });

  it('refuses a token with another filter, another order or by somebody else, and says what to do', async () => {
    const wish = { where: 'name=sw*', orderBy: 'name', pageSize: 1 };
    const { nextPageToken: pageToken } = await ask('source', wish);
    const bob: Principal = { ...(ADMIN as Extract<Principal, { type: 'user' }>), name: 'bob' };
    for (const other of [{ where: 'name=s*' }, { orderBy: 'name desc' }, { orderBy: '' }, { who: bob }]) {
      const refused = ask('source', { ...wish, pageToken, ...other });
      await expect(refused).rejects.toMatchObject({
        code: 'INVALID_TOKEN_FORMAT',
        hint: expect.stringContaining('same filter and order'),
      });
    }
    expect(await names('source', { ...wish, pageToken, where: ' name=sw*' })).toEqual(['sw10']);
  });
});

it('goes on behind values as long and odd as they may be, also without the list that was kept', async () => {
  const odd = (end: string) => `${'\u{1f5a7}\u0301'.repeat(30)}${end}`;
  rig.write(
    ...['a', 'b'].map((id) =>
      create('floor', id, { name: odd(id), description: odd(id), 'note.n': odd(id) }),
    ),
  );
  const wish = { orderBy: 'name, description, note.n, updatedBy', pageSize: 1 };
  const { nextPageToken: pageToken } = await ask('floor', wish);
  rig.clock.advance(ORDERED_KEEP_MS + 1);
  expect(await ids('floor', { ...wish, pageToken })).toEqual(['a', 'b']);
  expect((await ask('floor', { ...wish, pageToken })).records.map(({ ref }) => ref.id)).toEqual(['b']);
});

it('pages hold while records are renamed, come and go: what was there all the time comes once', async () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 2, maxLength: 24 });
  const property = fc.asyncProperty(
    ...[numbers, numbers, fc.integer({ min: 1, max: 7 })],
    fc.constantFrom('', 'name', 'description desc, name'),
    async (first, later, pageSize, orderBy) => {
      rig = Rig.withSwitches(0);
      const floor = (n: number) => create('floor', `f${n}`, { name: `n${n}`, description: `d${n % 3}` });
      rig.write(...first.map(floor));
      const fresh = later.filter((n) => !first.includes(n));
      const touched = first.filter((n) => later.includes(n));
      const doomed = touched.filter((n) => n % 2 === 0);
      const renamed = touched.filter((n) => n % 2 === 1);
      let turn = 0;
      const found = await ids('floor', { orderBy, pageSize, where: 'name:*' }, () => {
        turn += 1;
        const [one, gone, other] = [fresh.pop(), doomed.pop(), renamed.pop()];
        if (one !== undefined) rig.write(floor(one));
        if (gone !== undefined) rig.write(remove(`floor/f${gone}`));
        // To the very beginning, then to the very end.
        if (other !== undefined)
          rig.write(
            update(`floor/f${other}`, { name: turn % 2 ? `0${other}` : `z${other}`, description: 'd9' }),
          );
      });
      expect(new Set(found).size).toBe(found.length);
      for (const n of first) if (!(touched.includes(n) && n % 2 === 0)) expect(found).toContain(`f${n}`);
    },
  );
  await fc.assert(property, { numRuns: 25, ...(SEED ? { seed: Number(SEED) } : {}) });
});

describe('what is out of view', () => {
  const who = (...grants: Grant[]): Principal => ({
    type: 'user',
    name: 'pat',
    grants,
    readOnly: false,
    tokenId: 't',
  });
  const technician = who({ level: 'viewer', switchView: 'port', scopes: [{ site: 'ams1' }] });
  const viewer = who({ level: 'viewer', switchView: 'network', scopes: [{ site: 'ams1' }] });

  beforeEach(() => {
    rig.write(create('site', 'ber1', { name: 'Berlin 1' }));
    for (const [i, site] of ['ams1', 'ams1', 'ams1', 'ber1'].entries()) {
      const id = `sw${i}`;
      rig.write(
        create('switch', id, { name: `core-${9 - i}`, description: 'x', 'label.rank': `${i}` }, site),
        create(
          'source',
          id,
          { name: id, driver: 'switch', address: `10.0.0.${i}`, credential: 'campus' },
          site,
        ),
      );
    }
  });

  it('is as good as absent for filters: hidden values and what is nowhere give the same answer', async () => {
    const none = await ask('switch', { who: technician, where: 'hostname=nowhere' });
    for (const where of [
      'name=core-9',
      'name=core*',
      'description=x',
      'description:*',
      'label.rank:*',
      'id=sw1',
    ])
      expect([where, await ask('switch', { who: technician, where })]).toEqual([where, none]);
    expect(await names('switch', { who: technician, where: 'name="Switch "*' })).toHaveLength(3);
    expect(await ask('source', { who: technician, where: 'address=10.0.0.1' })).toEqual(none);
    expect(await ask('source', { who: viewer, where: 'credential:*' })).toEqual(none);
    expect(await ask('source', { who: viewer, where: 'site=ber1', orderBy: 'name' })).toEqual(none);
    expect(await names('source', { who: viewer, where: '-address:*' })).toEqual(['sw0', 'sw1', 'sw2']);
  });

  it('does not show in the order: by a hidden field it is that of the ids', async () => {
    const shown = async (orderBy: string) => names('switch', { who: technician, orderBy });
    const byNothing = await shown('note.none');
    for (const orderBy of ['label.rank desc', 'label.rank', 'description', 'hostname desc'])
      expect([orderBy, await shown(orderBy)]).toEqual([orderBy, byNothing]);
    const aliases = await shown('name');
    expect(aliases).toEqual(aliases.toSorted());
    expect(await shown('name desc')).toEqual(aliases.toReversed());
    const page = await ask('switch', { who: technician, orderBy: 'name', pageSize: 1 });
    expect(Buffer.from(page.nextPageToken.slice(3), 'base64url').toString()).not.toMatch(/sw\d|core|Switch/i);
    expect(await ids('switch', { who: technician, orderBy: 'name', pageSize: 1 })).toHaveLength(3);
  });
});
