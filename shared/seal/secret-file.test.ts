import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../errors.ts';
import { seededRandom } from '../runtime/index.ts';
import { loadMasterKey, loadOrCreateMasterKey } from './master-key.ts';
import { requireSecretDirectory, writeSecretFile } from './secret-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-seal-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function errorOf(work: () => unknown): WaysideError {
  try {
    work();
  } catch (error) {
    if (error instanceof WaysideError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a secret file', () => {
  it('is written with mode 0600, whatever was there before, and leaves nothing beside it', () => {
    const path = join(dir, 'a.key');
    writeFileSync(path, 'old', { mode: 0o644 });
    writeFileSync(`${path}.new`, 'left by a crash', { mode: 0o666 });
    writeSecretFile(path, 'new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(existsSync(`${path}.new`)).toBe(false);
  });
});

describe('a secret directory', () => {
  it('is made with mode 0700 and refused when others may look in', () => {
    const path = join(dir, 'state', 'identity');
    requireSecretDirectory(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    chmodSync(path, 0o755);
    expect(errorOf(() => requireSecretDirectory(path)).code).toBe('SECRET_FILE_OPEN');
  });
});

describe('the master key file (S0.32)', () => {
  it('is made once with mode 0600 and read ever after', () => {
    const file = { path: join(dir, 'master.key') };
    const first = loadOrCreateMasterKey(file, seededRandom(1));
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
    expect(loadOrCreateMasterKey(file, seededRandom(2)).reveal()).toEqual(first.reveal());
  });

  it.each([0o640, 0o604, 0o660, 0o644, 0o610])('is refused with mode %o, with the cure', (mode) => {
    const file = { path: join(dir, 'master.key') };
    loadOrCreateMasterKey(file, seededRandom(1));
    chmodSync(file.path, mode);
    const error = errorOf(() => loadOrCreateMasterKey(file, seededRandom(1)));
    expect(error.code).toBe('SECRET_FILE_OPEN');
    expect(error.hint).toContain(`chmod 600 ${file.path}`);
    expect(loadMasterKey({ ...file, credentialsDirectory: dir }).reveal()).toHaveLength(32);
  });

  it('that is missing or not ours is told apart', () => {
    const path = join(dir, 'master.key');
    expect(errorOf(() => loadMasterKey({ path })).code).toBe('NOT_FOUND');
    writeSecretFile(path, 'canary');
    const error = errorOf(() => loadMasterKey({ path }));
    expect(error.code).toBe('VAULT_LOCKED');
    expect(error.message).not.toContain('canary');
  });
});
