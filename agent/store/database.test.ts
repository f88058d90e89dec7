import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../../shared/runtime/index.ts';
import { ATTEMPTS_MAX, Attempts } from './attempts.ts';
import { AGENT_SCHEMA_VERSION, type AgentMigrating, agentMigrations, openAgentDatabase } from './database.ts';
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

  test('that is gone while its log is still there is refused, and the log is kept', () => {
    const file = join(dir, 'agent.db');
    const db = openAgentDatabase(file);
    onTestFinished(() => void db.close());
    db.prepare("INSERT INTO meta VALUES ('kept', 'yes')").run();
    const log = readFileSync(`${file}-wal`);
    const refusal = expect.objectContaining({
      ...{ code: 'STORE_CORRUPT', message: expect.stringContaining('agent.db-wal proves it') },
      hint: expect.stringContaining('Put agent.db back together with the agent.db-wal'),
    });
    const other = join(dir, 'other');
    mkdirSync(other);
    const lost = join(other, 'agent.db');
    writeFileSync(`${lost}-wal`, log);
    expect(() => openAgentDatabase(lost)).toThrow(refusal);
    expect(readdirSync(other)).toEqual(['agent.db-wal']);
    writeFileSync(lost, '');
    expect(() => openAgentDatabase(lost)).toThrow(refusal);
    expect(readFileSync(`${lost}-wal`).equals(log)).toBe(true);
    expect(statSync(lost).size).toBe(0);
  });

  test('that is empty where an agent has run is refused; a missing one is a beginning', () => {
    const file = join(dir, 'agent.db');
    writeFileSync(join(dir, 'state.json'), '{}');
    openAgentDatabase(file).close();
    const bare = new Database(join(dir, 'bare.db'));
    bare.pragma('journal_mode = WAL');
    bare.close();
    for (const content of [Buffer.alloc(0), readFileSync(join(dir, 'bare.db'))]) {
      writeFileSync(file, content);
      expect(() => openAgentDatabase(file)).toThrow(
        expect.objectContaining({
          code: 'STORE_CORRUPT',
          message: expect.stringContaining('state.json proves'),
        }),
      );
      expect(readFileSync(file).equals(content)).toBe(true);
      rmSync(file);
      openAgentDatabase(file).close();
    }
  });

  test('with a damaged page is refused as it is, with the command that moves it aside', () => {
    const file = join(dir, 'agent.db');
    const db = openAgentDatabase(file);
    for (let i = 0; i < 200; i += 1)
      db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run(`key ${i}`, 'v'.repeat(100));
    db.close();
    const pages = Math.floor(statSync(file).size / 4096);
    const fd = openSync(file, 'r+');
    for (let page = 2; page < pages; page += 1) writeSync(fd, Buffer.alloc(200, 0xee), 0, 200, page * 4096);
    const before = readFileSync(file);
    expect(() => openAgentDatabase(file)).toThrow(
      expect.objectContaining({
        code: 'STORE_CORRUPT',
        message: expect.stringContaining(file),
        hint: expect.stringContaining(
          `mkdir ${join(dir, 'damaged')} && mv ${file}* ${join(dir, 'damaged')}/`,
        ),
      }),
    );
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('of an earlier schema is copied before it is changed, and the copy is the way back', () => {
    const file = join(dir, 'agent.db');
    const old = new Database(file);
    old.exec(agentMigrations[0] ?? '');
    old.pragma('user_version = 1');
    old.exec("INSERT INTO meta (key, value) VALUES ('kept', 'yes')");
    old.close();
    const told: AgentMigrating[] = [];
    const db = openAgentDatabase(file, (event) => void told.push(event));
    expect(db.pragma('user_version', { simple: true })).toBe(AGENT_SCHEMA_VERSION);
    expect(db.prepare('SELECT value FROM meta').pluck().get()).toBe('yes');
    db.close();
    const copy = join(dir, 'agent.schema-1.db');
    expect(told).toEqual([{ from: 1, to: AGENT_SCHEMA_VERSION, copy }]);
    const back = new Database(copy, { readonly: true });
    expect([
      back.pragma('user_version', { simple: true }),
      back.prepare('SELECT value FROM meta').pluck().get(),
    ]).toEqual([1, 'yes']);
    back.close();
    // Once is enough: a store of this schema is opened without a copy.
    rmSync(copy);
    openAgentDatabase(file).close();
    expect(readdirSync(dir).filter((name) => name.includes('schema'))).toEqual([]);
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
