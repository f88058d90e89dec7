import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSecretFile, SECRET_FILE_MAX_BYTES } from './secret-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'wayside-secret-'));
afterAll(() => rmSync(folder, { recursive: true }));

function secret(name: string, mode: number, content = 'canary'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

test('a file of mode 0600 or 0400 is read', () => {
  expect(readSecretFile(secret('a', 0o600)).toString()).toBe('canary');
  expect(readSecretFile(secret('b', 0o400)).toString()).toBe('canary');
});

test.each([0o640, 0o604, 0o660, 0o610])(
  'a file of mode %o is refused with the command that cures it',
  (mode) => {
    const path = secret(`open-${mode}`, mode);
    expect(() => readSecretFile(path)).toThrow(
      expect.objectContaining({ code: 'SECRET_FILE_OPEN', hint: `chmod 600 ${path}` }),
    );
  },
);

test('a systemd credential may be readable by the group that systemd gave it', () => {
  const path = secret('cred', 0o440);
  expect(readSecretFile(path, folder).toString()).toBe('canary');
  expect(() => readSecretFile(path, '/elsewhere')).toThrow(
    expect.objectContaining({ code: 'SECRET_FILE_OPEN' }),
  );
});

test('nothing, a folder, an empty and an enormous file are refused', () => {
  expect(() => readSecretFile(join(folder, 'not-there'))).toThrow(
    expect.objectContaining({ code: 'NOT_FOUND' }),
  );
  expect(() => readSecretFile(folder)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  expect(() => readSecretFile(secret('empty', 0o600, ''))).toThrow('must hold 1 to');
  const large = secret('large', 0o600, 'x'.repeat(SECRET_FILE_MAX_BYTES + 1));
  expect(() => readSecretFile(large)).toThrow('must hold 1 to');
});
