import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLog } from './log.ts';
import { LogTail } from './log-tail.ts';

test('the tail of a log holds the newest lines within its bound', () => {
  const tail = new LogTail(1000);
  for (let i = 0; i < 500; i += 1) tail.add(`line ${i}\n`);
  const lines = tail.text().trimEnd().split('\n');
  expect(lines.at(-1)).toBe('line 499');
  expect(lines.length).toBeGreaterThan(90);
  expect(tail.text().length).toBeLessThanOrEqual(1000);
  tail.add('x'.repeat(100_000));
  expect(tail.text().length).toBeLessThanOrEqual(1000);
});

test('the tail holds what the log writes, of every part of the program, and no line below its level', () => {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-tail-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'a.log');
  const tail = new LogTail();
  const log = createLog({ component: 'agent', level: 'info', file, tail });
  log.with({ job: 'j1' }).info('job.ended');
  log.debug('hidden');
  expect(JSON.parse(tail.text())).toMatchObject({ msg: 'job.ended', job: 'j1' });
  expect(tail.text()).toBe(readFileSync(file, 'utf8'));
});
