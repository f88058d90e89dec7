import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WaysideError } from '../../shared/errors.ts';
import { readJoinTokenFile, readJoinTokenStream } from './enrol-token.ts';

const TOKEN = 'wj1.eyJhIjpbXX0';
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-token-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((thrown: WaysideError) => thrown);
  expect(String(error)).not.toContain('canary');
  return (error as WaysideError).code;
}

describe('a join token', () => {
  it('is read from a 0600 file or from a stream, with the line end cut off', async () => {
    const file = join(dir, 'token');
    writeFileSync(file, `${TOKEN}\n`, { mode: 0o600 });
    expect(readJoinTokenFile(file).reveal()).toBe(TOKEN);
    chmodSync(file, 0o640);
    expect(() => readJoinTokenFile(file)).toThrowError(/mode 0640/);
    expect((await readJoinTokenStream(Readable.from([`${TOKEN}\n`]))).reveal()).toBe(TOKEN);
    expect(await codeOf(readJoinTokenStream(Readable.from([''])))).toBe('JOIN_TOKEN_MISSING');
    expect(await codeOf(readJoinTokenStream(Readable.from(['canary'])))).toBe('INVALID_TOKEN_FORMAT');
  });

  it('is not read for ever from a stream that does not end', async () => {
    async function* endless(): AsyncGenerator<string> {
      for (;;) yield 'wj1.aaaaaaaaaaaaaaaa';
    }
    expect(await codeOf(readJoinTokenStream(Readable.from(endless())))).toBe('INVALID_TOKEN_FORMAT');
  });
});
