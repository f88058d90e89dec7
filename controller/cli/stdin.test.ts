import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readHidden, readLine } from './stdin.ts';

/** A terminal whose keys are pressed; it notes whether it echoes. */
class Keys extends PassThrough {
  readonly modes: boolean[] = [];

  setRawMode(raw: boolean): void {
    this.modes.push(raw);
  }
}

async function typed(
  ...keys: string[]
): Promise<{ readonly line: unknown; readonly modes: readonly boolean[] }> {
  const terminal = new Keys();
  const line = readHidden(terminal).catch((error: { code: string }) => error.code);
  for (const key of keys) terminal.write(key);
  if (keys.length === 0) terminal.end();
  return { line: await line, modes: terminal.modes };
}

describe('a line that is typed unseen', () => {
  it.each([
    [['sec', 'ret\r'], 'secret'],
    [['grün\n', 'next\n'], 'grün'],
    [['ab\u007f\u007fxy\r'], 'xy'],
    [['wrong\u0015right\r'], 'right'],
    [['ab\u0004'], 'ab'],
    [['\u0004'], undefined],
    [[], undefined],
    [['abc\u0003'], 'CANCELLED'],
  ])('%j is %j, and the echo is back afterwards', async (keys, line) => {
    expect(await typed(...keys)).toEqual({ line, modes: [true, false] });
  });
});

describe('a line that is typed', () => {
  it.each([
    ['yes\nmore\n', 'yes'],
    ['', undefined],
  ])('%j is %j', async (text, line) => {
    const input = new PassThrough();
    input.end(text);
    expect(await readLine(input, () => () => undefined)).toBe(line);
  });

  it('is cancelled by Ctrl-C, which is nobody’s any more afterwards', async () => {
    const handlers = new Set<() => void>();
    const line = readLine(new PassThrough(), (fn) => {
      handlers.add(fn);
      return () => handlers.delete(fn);
    });
    for (const fn of handlers) fn();
    await expect(line).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(handlers.size).toBe(0);
  });
});
