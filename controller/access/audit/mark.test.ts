import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileMark } from './mark.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-mark-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

it('a mark is read as it was written last, a shorter one after a longer one too', () => {
  const mark = fileMark(join(dir, 'mark.json'));
  expect(mark.read()).toBeUndefined();
  for (const seq of [123_456_789, 7]) {
    mark.write({ seq, hash: 'ab'.repeat(32) });
    expect(fileMark(join(dir, 'mark.json')).read()).toEqual({ seq, hash: 'ab'.repeat(32) });
  }
  expect(statSync(join(dir, 'mark.json')).mode & 0o777).toBe(0o600);
});

it('what is no mark is unreadable, not missing', () => {
  for (const text of ['', '{', '[]', '{"seq":"7","hash":"ab"}', 'null']) {
    writeFileSync(join(dir, 'mark.json'), text);
    expect([text, fileMark(join(dir, 'mark.json')).read()]).toEqual([text, 'unreadable']);
  }
});
