import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../shared/config/index.ts';
import { systemRandom } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { loadOrCreateAgentKeys } from '../session/index.ts';
import { requireAgent } from './folder.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-folder-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
});

const configOf = (dataDir: string) =>
  loadConfig('agent', { env: {}, entry: { where: 'test', directory: dir, values: { dataDir } } }).values;

describe('a command about an agent that is there', () => {
  test('is refused where none lives, and says how to name the one that is meant', () => {
    const dataDir = join(dir, 'none');
    expect(() => requireAgent(configOf(dataDir))).toThrow(`no agent lives in ${dataDir}; nothing is changed`);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('goes on where one lives, joined or not', async () => {
    await ready();
    const identity = join(dir, 'one', 'identity');
    mkdirSync(identity, { recursive: true, mode: 0o700 });
    loadOrCreateAgentKeys(identity, systemRandom);
    expect(requireAgent(configOf(join(dir, 'one'))).dataDir).toBe(join(dir, 'one'));
  });
});
