import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type AgentConfig, loadConfig } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import type { Finding } from '../../shared/model/index.ts';
import { ManualClock, silentLog, softwareVersion } from '../../shared/runtime/index.ts';
import { lockAgentStore, openAgentDatabase } from '../store/index.ts';
import { type DoctorDeps, examineAgent } from './doctor.ts';
import { hostItems } from './host.ts';
import { type HostZone, StateFile } from './state-file.ts';
import { readLife } from './status.ts';

const VAULT = { lock: 'master', keyId: 'k', madeAt: 0, olderKeys: 0, credentials: 2 } as const;
const PLENTY_BYTES = 2 ** 40;

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-agent-doctor-'));
  chmodSync(dir, 0o700);
  onTestFinished(() => rmSync(dir, { recursive: true }));
});

function load(more: Readonly<Record<string, string>> = {}): AgentConfig {
  const env = { WAYSIDE_DATA_DIR: dir, WAYSIDE_OUTBOX__MAX_SIZE: '1MiB', ...more };
  return loadConfig('agent', { env, file: undefined }).values;
}

async function examine(more: Partial<DoctorDeps> = {}): Promise<Readonly<Record<string, Finding>>> {
  const findings = await examineAgent({
    ...{
      clock: new ManualClock(),
      load: () => load(),
      vault: async () => VAULT,
      freeBytes: () => PLENTY_BYTES,
    },
    ...more,
  });
  return Object.fromEntries(findings.map((found) => [found.check, found]));
}

/** A spool with so many bytes in it. */
function fillSpool(bytes: number): void {
  const db = openAgentDatabase(join(dir, 'agent.db'));
  db.prepare('INSERT INTO outbox (bytes, spooled_at, frame) VALUES (?, 5, ?)').run(bytes, Buffer.alloc(1));
  db.close();
}

describe('the doctor of an agent', () => {
  test('names a spool over 80 % and a full disk', async () => {
    fillSpool(838_000);
    expect((await examine())['spool']).toMatchObject({ level: 'ok', message: 'it holds 0.8 MiB of 1.0 MiB' });
    fillSpool(2000);
    expect((await examine())['spool']).toMatchObject({ level: 'problem', reason: 'agent-spool' });
    expect((await examine({ freeBytes: () => 268_435_455 }))['disk']).toMatchObject({
      ...{ level: 'problem', reason: 'agent-disk', message: `only 0.2 GiB are free at ${dir}` },
    });
  });

  test('says that a store is damaged, with the command that moves it aside, and goes on', async () => {
    fillSpool(1);
    const file = join(dir, 'agent.db');
    const fd = openSync(file, 'r+');
    for (let at = 4096; at < statSync(file).size; at += 4096)
      writeSync(fd, Buffer.alloc(100, 0xee), 0, 100, at);
    const { store, vault } = await examine();
    expect(store).toMatchObject({ level: 'problem', message: expect.stringContaining('[STORE_CORRUPT]') });
    expect(store?.hint).toContain(`mv ${file}*`);
    expect(vault?.level).toBe('ok');
  });

  test('opens the vault if there is one, and says why it does not open', async () => {
    expect((await examine())['vault']?.message).toBe('there is none yet');
    mkdirSync(join(dir, 'vault'), { mode: 0o700 });
    writeFileSync(join(dir, 'vault', 'vault.keys'), 'sealed', { mode: 0o600 });
    expect((await examine())['vault']?.message).toBe(
      'it opens with the master key, and so do its 2 credentials',
    );
    const vault = () =>
      Promise.reject(new WaysideError('VAULT_LOCKED', 'another key', { hint: 'restore it' }));
    expect((await examine({ vault }))['vault']).toMatchObject({
      ...{ level: 'problem', message: 'another key [VAULT_LOCKED]', hint: 'restore it' },
    });
  });

  test('tells an agent that runs from one that does not, and keeps neither from starting', async () => {
    fillSpool(1);
    expect((await examine())['agent']).toMatchObject({ level: 'problem', message: 'it does not run' });
    const lock = lockAgentStore(join(dir, 'lock.db'));
    expect((await examine())['agent']).toMatchObject({ level: 'ok' });
    lock.release();
    lockAgentStore(join(dir, 'lock.db')).release();
  });

  test('makes nothing in a folder that is not there', async () => {
    rmSync(dir, { recursive: true });
    expect((await examine())['folder']).toMatchObject({ level: 'problem' });
    expect(() => statSync(dir)).toThrow('ENOENT');
    mkdirSync(dir);
  });
});

test('the controller is told of a full disk, a full spool and open files, each once, and of nothing when all is well', () => {
  const config = load();
  expect(hostItems({ config, freeBytes: () => PLENTY_BYTES }, 0)).toEqual([]);
  mkdirSync(join(dir, 'identity'));
  chmodSync(join(dir, 'identity'), 0o755);
  writeFileSync(join(dir, 'master.key'), 'k', { mode: 0o640 });
  const items = hostItems({ config, freeBytes: () => 0 }, 1_000_000);
  expect(items.map(({ reason }) => reason)).toEqual(['agent-disk', 'agent-spool', 'agent-files']);
  expect(items[2]?.message).toMatch(/identity \(mode 0755\); .*master\.key \(mode 0640\)$/);
});

test('the controller and the doctor are told that the host is busy, and how much is left of the work (S1.3)', async () => {
  const told = (guard: HostZone | undefined) =>
    hostItems({ config: load(), freeBytes: () => PLENTY_BYTES, guard }, 0);
  expect([told(undefined), told('green')]).toEqual([[], []]);
  expect(told('yellow')).toMatchObject([{ reason: 'agent-busy', message: expect.stringContaining('half') }]);
  expect(told('red')).toMatchObject([
    { reason: 'agent-busy', message: expect.stringContaining('a quarter') },
  ]);
  expect(told('critical')).toMatchObject([{ message: expect.stringContaining('one device at a time') }]);

  const state = new StateFile(join(dir, 'state.json'), silentLog);
  state.started({ pid: 7, version: softwareVersion(), startedAt: 5, http: '' });
  const lock = lockAgentStore(join(dir, 'lock.db'));
  state.guard('red');
  expect((await examine())['guard']).toMatchObject({ level: 'warning', reason: 'agent-busy' });
  state.guard('green');
  expect((await examine())['guard']).toMatchObject({ level: 'ok' });
  state.guard('critical');
  lock.release();
  expect((await examine())['guard']).toBeUndefined();
});

test('the controller and the doctor are told of changes that nobody has to approve, and of those that nobody can approve', async () => {
  const [on, unsigned] = [{ WAYSIDE_WRITES__ENABLED: 'true' }, { WAYSIDE_WRITES__APPROVAL: 'unsigned' }];
  const reasons = (env: Readonly<Record<string, string>>): readonly string[] =>
    hostItems({ config: load(env), freeBytes: () => PLENTY_BYTES }, 0).map(({ reason }) => reason);
  expect([reasons({}), reasons(unsigned)]).toEqual([[], []]);
  expect(reasons({ ...on, ...unsigned })).toEqual(['agent-unsigned-writes']);
  expect(reasons(on)).toEqual(['agent-no-operator-key']);
  const { writes } = await examine({ load: () => load({ ...on, ...unsigned }) });
  expect(writes).toMatchObject({ level: 'warning', message: expect.stringContaining('unsigned writes') });
});

test('the status of an agent that never ran is told without one', () => {
  expect(readLife(load())).toMatchObject({ isRunning: false, state: undefined, store: undefined });
});
