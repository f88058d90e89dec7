import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../../shared/runtime/index.ts';
import { ATTEMPTS_MAX, Attempts } from './attempts.ts';
import { openAgentDatabase } from './database.ts';
import { lockAgentStore } from './lock.ts';
import { AgentMeta } from './meta.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-agent-store-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
});

describe('the store of an agent', () => {
  test('of a newer version is refused and left as it is', () => {
    const file = join(dir, 'agent.db');
    const db = openAgentDatabase(file);
    db.pragma('user_version = 99');
    db.close();
    for (let i = 0; i < 2; i += 1)
      expect(() => openAgentDatabase(file)).toThrow(expect.objectContaining({ code: 'STORE_NEWER' }));
  });

  test('that is no database says what to do', () => {
    const file = join(dir, 'agent.db');
    writeFileSync(file, 'x'.repeat(5000));
    expect(() => openAgentDatabase(file)).toThrow(
      expect.objectContaining({ code: 'STORE_CORRUPT', hint: expect.stringContaining('full snapshot') }),
    );
  });

  test('belongs to one process at a time', () => {
    const before = process.umask(0o022);
    onTestFinished(() => void process.umask(before));
    const file = join(dir, 'lock.db');
    const lock = lockAgentStore(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => lockAgentStore(file)).toThrow(expect.objectContaining({ code: 'STORE_LOCKED' }));
    lock.release();
    lockAgentStore(file).release();
  });

  test('remembers its controller', () => {
    const file = join(dir, 'agent.db');
    const db = openAgentDatabase(file);
    expect(new AgentMeta(db).controller()).toBeUndefined();
    new AgentMeta(db).setController({ incarnation: 'abc.1', epoch: 3 });
    db.close();
    const again = openAgentDatabase(file);
    expect(new AgentMeta(again).controller()).toEqual({ incarnation: 'abc.1', epoch: 3 });
    again.close();
  });
});

describe('the journal of attempts', () => {
  test('knows an attempt from its begin until it is forgotten, each attempt of a job apart', () => {
    const clock = new ManualClock();
    const attempts = new Attempts(openAgentDatabase(':memory:'), clock);
    expect(attempts.begin('j1', 1, 'key')).toBe(true);
    expect(attempts.begin('j1', 1, 'key')).toBe(false);
    clock.advance(1);
    expect(attempts.begin('j1', 2, 'key')).toBe(true);
    attempts.end('j1', 1, '{"outcome":"failed"}');
    expect(attempts.get('j1', 1)).toMatchObject({ state: 'ended', result: '{"outcome":"failed"}' });
    expect(attempts.get('j1', 2)).toMatchObject({ state: 'running', result: null });
    clock.advance(1);
    attempts.end('j1', 2, '{}');
    expect(attempts.all().map(({ attempt }) => attempt)).toEqual([1, 2]);
    attempts.forget('j1', 1);
    expect(attempts.all()).toEqual([{ job: 'j1', attempt: 2, state: 'ended' }]);
    expect(attempts.get('j1', 1)).toBeUndefined();
  });

  test('is full at its bound', () => {
    const attempts = new Attempts(openAgentDatabase(':memory:'), new ManualClock());
    for (let i = 1; i < ATTEMPTS_MAX; i += 1) attempts.begin(`j${i}`, 1, 'key');
    expect(attempts.isFull()).toBe(false);
    attempts.begin('last', 1, 'key');
    expect(attempts.isFull()).toBe(true);
  });
});
