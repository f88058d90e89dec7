import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { BanFile } from './bans.ts';
import { DATABASE_DEFAULTS, openDatabase } from './database.ts';
import { type AgentEntry, EnrolmentStore } from './enrolment.ts';

const BAN = { at: 5, by: 'user:ann', why: 'stolen' };
let file: string;
beforeEach(() => {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-bans-'));
  file = join(dir, 'bans.json');
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
});

function agent(id: string, name = id): AgentEntry {
  const key = Buffer.alloc(32, id.length);
  return {
    ...{ id, site: 'ams1', name, identityKey: key, sealingKey: key, certificateKey: 'k' },
    ...{ enrolledAt: 1, certificateExpiresAt: 2 },
  };
}

function storeWith(...agents: AgentEntry[]): EnrolmentStore {
  const db = openDatabase({ file: ':memory:', ...DATABASE_DEFAULTS });
  onTestFinished(() => void db.close());
  const store = new EnrolmentStore(db);
  for (const entry of agents) store.saveAgent(entry);
  return store;
}

describe('bans beside the store', () => {
  it('are put into a store that went back to before them, with who and why, and its certificates end', () => {
    new BanFile(file).add(agent('a1'), BAN);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const store = storeWith(agent('a1'), agent('a2'));
    store.addCertificate({ serial: 's', agent: 'a1', notBefore: 0, notAfter: 9, ca: '' });
    const kept = new BanFile(file).settle(store, 7);
    expect(kept.map(({ id }) => id)).toEqual(['a1']);
    expect(store.agent('a1')).toMatchObject({ bannedAt: 5, bannedBy: 'user:ann', banReason: 'stolen' });
    expect(store.certificate('s')?.revokedWhy).toBe('banned by user:ann: stolen');
    expect(store.agent('a2')?.bannedAt).toBeNull();
    expect(new BanFile(file).settle(store, 8)).toEqual([]);
  });

  it('are of agents that such a store does not know any more, too: they can be seen, and unbanned', () => {
    const bans = new BanFile(file);
    bans.add(agent('a-long-id', 'edge'), BAN);
    bans.add(agent('b1'), BAN);
    const store = storeWith(agent('other', 'edge'));
    expect(bans.settle(store, 7).map(({ name }) => name)).toEqual(['edge-a-long-i', 'b1']);
    expect(store.agent('b1')).toMatchObject({ ...agent('b1'), bannedAt: 5 });
  });

  it('end with an unban, and those that only the store has are taken over', () => {
    const store = storeWith(agent('a1'), agent('a2'));
    for (const id of ['a1', 'a2']) store.ban({ agent: id, ...BAN });
    const bans = new BanFile(file);
    expect(bans.settle(store, 7)).toEqual([]);
    bans.remove('a1');
    bans.remove('unknown');
    expect(new BanFile(file).ids).toEqual(['a2']);
    const restored = storeWith(agent('a1'), agent('a2'));
    expect(new BanFile(file).settle(restored, 7).map(({ id }) => id)).toEqual(['a2']);
  });

  it.each(['', '{', 'null', '{"format":"wayside/bans/1","bans":[{"id":"a1"}]}', '{"format":"x","bans":[]}'])(
    'in a file that is damaged are not forgotten: %j is refused with the way out',
    (text) => {
      writeFileSync(file, text);
      expect(() => new BanFile(file)).toThrow(
        expect.objectContaining({ code: 'STORE_CORRUPT', hint: expect.stringContaining(`mv ${file}`) }),
      );
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );
});
