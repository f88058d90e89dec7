import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../shared/runtime/index.ts';
import { readState, StateFile } from './state-file.ts';

const PROCESS = { pid: 7, version: '1.0.0', startedAt: 5, http: 'http://127.0.0.1:1' };
const DOWN = { up: false, since: 9, code: 'UNAVAILABLE', message: 'nobody there', hint: undefined } as const;

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-state-'));
  path = join(dir, 'state.json');
  onTestFinished(() => rmSync(dir, { recursive: true }));
});

test('the state of an agent is read as it was written last, and a repeat is not written', () => {
  const state = new StateFile(path, silentLog);
  expect(readState(path)).toBeUndefined();
  state.started(PROCESS);
  expect(readState(path)).toMatchObject(PROCESS);
  state.session(DOWN);
  expect(readState(path)).toEqual({ ...PROCESS, session: { ...DOWN, hint: undefined } });
  const { ino } = statSync(path);
  state.session({ ...DOWN });
  expect(statSync(path).ino).toBe(ino);
  state.session({ ...DOWN, code: 'TIMEOUT' });
  expect(readState(path)?.session).toMatchObject({ code: 'TIMEOUT' });
  expect(readdirSync(dir)).toEqual(['state.json']);
});

test('a disk that does not take it is told in the log, and what cannot be read says so', () => {
  const events: string[] = [];
  mkdirSync(path);
  const log = { ...silentLog, warn: (event: string) => void events.push(event) };
  new StateFile(path, log).started(PROCESS);
  expect(events).toEqual(['state.not-written']);
  rmSync(path, { recursive: true });
  writeFileSync(path, '{"pid":');
  expect(() => readState(path)).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT' }));
});
