import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { putContext, readContexts } from './contexts.ts';
import { planTarget } from './target.ts';
import { campus } from './testing/campus.ts';
import { removeWorlds, testWorld } from './testing/test-host.ts';

afterAll(removeWorlds);

async function planned({
  env = {},
  flags = {},
}: {
  readonly env?: Record<string, string>;
  readonly flags?: Record<string, string>;
} = {}): Promise<Awaited<ReturnType<typeof planTarget>>> {
  const world = await testWorld({ env });
  const file = await putContext(await readContexts(world.host.env), {
    name: 'lab',
    address: 'lab.example',
    tokenFile: 'lab-token',
    ca: 'LAB',
  });
  await putContext(file, { name: 'prod', address: 'prod.example:1', caFile: '/prod-ca' });
  const plan = await planTarget(world.host, flags);
  return {
    ...plan,
    tokenFile: plan.tokenFile?.replace(join(world.folder, 'wayside'), 'XDG').replace(world.folder, 'CWD'),
  };
}

describe('which controller: flag > environment > context', () => {
  test('the current context', async () => {
    expect(await planned()).toEqual({
      context: 'lab',
      address: 'lab.example:7443',
      tokenFile: 'XDG/lab-token',
      caFile: undefined,
      ca: 'LAB',
    });
  });

  test('a context that is named, by flag before environment', async () => {
    expect((await planned({ env: { WAYSIDE_CONTEXT: 'prod' } })).address).toBe('prod.example:1');
    expect((await planned({ env: { WAYSIDE_CONTEXT: 'prod' }, flags: { context: 'lab' } })).address).toBe(
      'lab.example:7443',
    );
  });

  test('an address alone takes nothing from the current context: no token goes to a stranger', async () => {
    expect(await planned({ flags: { address: 'other:9' } })).toEqual({
      context: undefined,
      address: 'other:9',
      tokenFile: undefined,
      caFile: undefined,
      ca: undefined,
    });
    expect((await planned({ env: { WAYSIDE_ADDRESS: 'other:9' } })).tokenFile).toBeUndefined();
  });

  test('single settings of a named context can be replaced', async () => {
    const env = { WAYSIDE_TOKEN_FILE: 'env-token', WAYSIDE_ADDRESS: 'env:1' };
    expect(await planned({ env, flags: { context: 'lab', address: 'flag:2' } })).toMatchObject({
      address: 'flag:2',
      tokenFile: 'CWD/env-token',
      ca: 'LAB',
    });
    expect((await planned({ flags: { caFile: '/mine' } })).ca).toBeUndefined();
  });

  test('a context that does not exist ends with 3 and the names there are', async () => {
    const world = await testWorld({ api: campus() });
    expect(await world.run('status', '--context', 'nope')).toBe(3);
    expect(world.err()).toContain('Known contexts: test');
  });
});

test('without any address it says how to give one', async () => {
  const world = await testWorld();
  expect(await world.run('status')).toBe(2);
  expect(world.err()).toContain('wayside context add NAME --address HOST:7443');
});

test('without a CA nothing is sent', async () => {
  const world = await testWorld();
  expect(await world.run('status', '--address', 'a:1')).toBe(2);
  expect(world.err()).toContain('the CA certificate of a:1 is not known');
});

test('token and CA reach the connection as they are in their files', async () => {
  const world = await testWorld({ api: campus() });
  writeFileSync(join(world.folder, 'token'), 'wat1.secret\n', { mode: 0o600 });
  await world.run('site', 'ls', '--token-file', 'token');
  expect(world.targets).toEqual([
    { address: 'wayside.test:7443', token: 'wat1.secret', ca: expect.stringContaining('BEGIN CERTIFICATE') },
  ]);
});

describe('the other settings (S1.38)', () => {
  test('come from the environment, unless a flag says otherwise', async () => {
    const world = await testWorld({ api: campus(), env: { WAYSIDE_OUTPUT: 'name' } });
    await world.run('site', 'ls');
    await world.run('site', 'ls', '-o', 'csv');
    expect(world.out()).toBe(
      'ams1\nlon2\nsite,name,description\nams1,Amsterdam 1,head office\nlon2,London 2,\n',
    );
  });

  test('are checked like every configuration', async () => {
    const world = await testWorld({ env: { WAYSIDE_OUTPUT: 'xml', WAYSIDE_TIMEOUT: '5' } });
    expect(await world.run('site', 'ls')).toBe(2);
    expect(world.err()).toContain('WAYSIDE_OUTPUT: must be one of table, wide');
    expect(world.err()).toContain('WAYSIDE_TIMEOUT: must be a duration');
  });
});
