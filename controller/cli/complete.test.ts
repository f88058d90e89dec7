import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { COMPLETION_TIMEOUT_MS } from './complete.ts';
import { campus } from './testing/campus.ts';
import { removeWorlds, testWorld } from './testing/test-host.ts';

afterAll(removeWorlds);

async function completed(...words: string[]): Promise<string[]> {
  const world = await testWorld({ api: campus() });
  expect(await world.run('__complete', '--', ...words)).toBe(0);
  expect(world.err()).toBe('');
  return world.out().split('\n').slice(0, -1);
}

describe('completion', () => {
  test('offers commands, by what was typed', async () => {
    expect(await completed('sw')).toEqual(['switch']);
    expect(await completed('switch', '')).toEqual([
      'ls',
      'get',
      'add',
      'edit',
      'rm',
      'import',
      'test',
      'hostkey',
    ]);
    expect(await completed('agent', 'token', '')).toEqual(['create', 'ls', 'rm']);
    expect(await completed('')).not.toContain('__complete');
  });

  test('offers flags and their values', async () => {
    expect(await completed('switch', 'ls', '--f')).toEqual(['--floor', '--filter']);
    expect(await completed('switch', 'ls', '--order-by', 'st')).toEqual(['staleSince', 'state']);
    expect(await completed('switch', 'ls', '--filter', 'flo')).toEqual(['floor=']);
    expect(await completed('switch', 'ls', '-o', '')).toEqual([
      'table',
      'wide',
      'json',
      'yaml',
      'name',
      'csv',
    ]);
    expect(await completed('--out')).toEqual(['--output']);
    expect(await completed('job', 'ls', '--state', 'f')).toEqual(['failed']);
  });

  test('asks the controller for names', async () => {
    expect(await completed('switch', 'get', 'ams1-c')).toEqual(['ams1-core1']);
    expect(await completed('switch', 'ls', '--site', '')).toEqual(['ams1', 'lon2']);
    expect(await completed('switch', 'get', '--site', 'lon2', '')).toEqual(['lon2-sw09']);
    expect(await completed('collect', 'ams1-core1', 'lon')).toEqual(['lon2-sw09']);
    expect(await completed('agent', 'get', '')).toEqual(['ams1-a', 'lon2-a']);
    expect(await completed('history', 'ls', 'floor', '')).toEqual(['f2']);
  });

  test('knows contexts, keys, kinds and files without the controller', async () => {
    expect(await completed('context', 'use', '')).toEqual(['test']);
    expect(await completed('config', 'explain', 'ssh.pool')).toEqual(['ssh.pool.max', 'ssh.pool.idle']);
    expect(await completed('history', 'ls', 'si')).toEqual(['site', 'sighting']);
    expect(await completed('switch', 'import', '')).toEqual([':files']);
  });

  test('is silent when the controller fails, and gives up after a second', async () => {
    const api = campus();
    api.failures.set('InventoryService.ListRecords', new WaysideError('UNAUTHENTICATED', 'no token'));
    const failing = await testWorld({ api });
    expect(await failing.run('__complete', '--', 'switch', 'get', '')).toBe(0);
    expect(failing.out() + failing.err()).toBe('');
    const slow = campus();
    slow.unary = (_method, _request, options?: { signal?: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => reject(options.signal?.reason));
      });
    const world = await testWorld({ api: slow });
    const running = world.run('__complete', '--', 'switch', 'get', '');
    await world.until(() => world.targets.length > 0);
    world.clock.advance(COMPLETION_TIMEOUT_MS);
    expect(await running).toBe(0);
    expect(world.out()).toBe('');
  });

  test('the script for bash is one that bash reads', async () => {
    const world = await testWorld();
    expect(await world.run('completion', 'bash')).toBe(0);
    execFileSync('bash', ['-n'], { input: world.out() });
    for (const shell of ['zsh', 'fish']) expect(await world.run('completion', shell)).toBe(0);
    expect(await world.run('completion', 'tcsh')).toBe(2);
  });
});
