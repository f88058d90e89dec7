import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock, seededRandom } from '../../shared/runtime/index.ts';
import { createMasterKey } from '../../shared/seal/index.ts';
import { Backups } from './backups.ts';
import { DATABASE_DEFAULTS, openDatabase } from './database.ts';
import type { Db } from './db.ts';
import { forgetRestoreNote, readRestoreNote, restoreStore } from './restore.ts';
import { Store } from './store.ts';

const NOW_MS = 1_800_000_000_000;
const master = createMasterKey(seededRandom(2));
const options = { nowMs: NOW_MS, requireTrusted: () => true };

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-back-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

interface House {
  readonly dir: string;
  readonly db: Db;
  backup(): Promise<Uint8Array>;
}

function house(): House {
  const dir = folder();
  const db = openDatabase({ file: join(dir, 'store.db'), ...DATABASE_DEFAULTS });
  onTestFinished(() => void db.close());
  const about = () => ({ version: '1', meshId: 'm', fingerprint: 'me', origin: 'me.1' });
  const backups = new Backups({ dataDir: dir, clock: new ManualClock(NOW_MS), master, about });
  const backup = async (): Promise<Uint8Array> => {
    const parts: Uint8Array[] = [];
    for await (const { bytes } of backups.create(new AbortController().signal)) parts.push(bytes);
    return Buffer.concat(parts);
  };
  return { dir, db, backup };
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** An approved plan whose id is of that digit; its number. */
function keepPlan(store: Store, digit: string): number {
  return store.write(() => {
    const no = store.plans.begin('user:ada', 1);
    store.plans.complete({
      ...{
        no,
        id: digit.repeat(64),
        planner: 'edit',
        made_by: 'user:ada',
        made_at: 1,
        expires_at: NOW_MS + 1000,
      },
      ...{ steps: 0, bytes: 0, root: Buffer.alloc(32), header: '{}', sites: '[]', state: 'open' },
      ...{ change_set: '', job: '', revoked_at: null },
    });
    store.plans.approve({
      ...{ plan: no, key: 'k', by: 'user:ann', approved_at: 1, expires_at: NOW_MS + 1000, signature: 's' },
    });
    return no;
  });
}

describe('what a restore gives back', () => {
  it('is told by the store that it replaces: tokens, users, passwords, roles and agents', async () => {
    const { dir, db, backup } = house();
    db.exec(`INSERT INTO users VALUES ('ann', '', 'old', 0, 0, 0, 0, 1), ('bob', '', NULL, 0, 0, 0, NULL, 1);
      INSERT INTO user_roles VALUES ('ann', 'admin'), ('bob', 'viewer');
      INSERT INTO api_tokens (id, name, role, hash, created_at) VALUES ('t1', 'ann', '', 'h1', 0), ('t2', 'ann', '', 'h2', 0);
      INSERT INTO enrolled_agents (id, site, name, identity_key, sealing_key, certificate_key, enrolled_at, certificate_expires_at)
        VALUES ('a1', 'ams1', 'edge-1', x'00', x'00', '', 0, 0), ('a2', 'ams1', 'edge-2', x'00', x'00', '', 0, 0);`);
    const archive = await backup();
    db.exec(`UPDATE users SET password = 'new' WHERE name = 'ann'; UPDATE users SET disabled = 1 WHERE name = 'bob';
      DELETE FROM user_roles WHERE user = 'ann'; DELETE FROM api_tokens WHERE id = 't1';
      UPDATE enrolled_agents SET evictions = 1 WHERE id = 'a1';
      INSERT INTO users VALUES ('new', '', NULL, 0, 0, 0, NULL, 1);`);
    db.close();
    const { cameBack } = await restoreStore(dir, inPieces(archive), options);
    expect(cameBack).toEqual([
      'token t1 of ann',
      'user bob (removed or locked since)',
      'password of ann',
      'role admin of user ann',
      'agent edge-1 of site ams1 (removed or evicted since)',
    ]);
    expect(readRestoreNote(dir)).toEqual({ madeAt: NOW_MS, restoredAt: NOW_MS, proved: true, cameBack });
    forgetRestoreNote(dir);
    expect(readRestoreNote(dir)).toBeUndefined();
  });

  it('is told of plans: those that were open or being applied then and are no more, and approvals that were taken back', async () => {
    const { dir, db, backup } = house();
    const store = new Store(db);
    for (const digit of ['a', 'b', 'd']) keepPlan(store, digit);
    const revoked = keepPlan(store, 'c');
    store.write(() => store.plans.setState('b'.repeat(64), 'applying'));
    const archive = await backup();
    store.write(() => {
      store.plans.setState('a'.repeat(64), 'applied');
      store.plans.setState('b'.repeat(64), 'failed');
      store.plans.revoke(revoked, NOW_MS);
    });
    db.close();
    const { cameBack } = await restoreStore(dir, inPieces(archive), options);
    expect(cameBack).toEqual([
      'plan aaaaaaaaaaaa is open again; make it anew',
      'plan bbbbbbbbbbbb is being applied again; make it anew',
      'approval of plan cccccccccccc by user:ann, which does not count any more',
    ]);
  });

  it('is told of a store that knew of no plans yet', async () => {
    const { dir, db, backup } = house();
    keepPlan(new Store(db), 'a');
    const archive = await backup();
    db.exec('DROP TABLE plans; DROP TABLE plan_approvals');
    db.close();
    const { cameBack } = await restoreStore(dir, inPieces(archive), options);
    expect(cameBack).toHaveLength(2);
  });

  it('is not known where the former store is gone or damaged', async () => {
    const { dir, db, backup } = house();
    const archive = await backup();
    db.close();
    writeFileSync(join(dir, 'store.db'), 'words '.repeat(1000));
    expect((await restoreStore(dir, inPieces(archive), options)).cameBack).toBeUndefined();
    expect((await restoreStore(folder(), inPieces(archive), options)).cameBack).toBeUndefined();
  });
});
