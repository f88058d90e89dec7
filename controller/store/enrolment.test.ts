import { describe, expect, it } from 'vitest';
import { AccessStore } from './access.ts';
import { openDatabase } from './database.ts';
import type { Db } from './db.ts';
import { type AgentEntry, EnrolmentStore, enrolmentQueries } from './enrolment.ts';

function memory(): Db {
  return openDatabase({ file: ':memory:', busyTimeoutMs: 0, cacheBytes: 1_048_576 });
}

const agent: AgentEntry = {
  id: 'a1',
  site: 'ams1',
  name: 'edge',
  identityKey: new Uint8Array(32).fill(1),
  sealingKey: new Uint8Array(32).fill(2),
  certificateKey: 'ab'.repeat(32),
  enrolledAt: 1000,
  certificateExpiresAt: 0,
};

describe('join tokens in the store', () => {
  it('are used once: a second use changes nothing', () => {
    const store = new EnrolmentStore(memory());
    store.addToken({
      hash: 'h',
      site: 'ams1',
      createdAt: 1,
      createdBy: 'user:admin',
      expiresAt: 100,
      ca: 'c1',
    });
    store.useToken('h', { at: 5, agent: 'a1' });
    store.useToken('h', { at: 6, agent: 'a2' });
    expect(store.token('h')).toMatchObject({ usedAt: 5, usedBy: 'a1', site: 'ams1' });
    expect(store.token('other')).toBeUndefined();
  });

  it('are forgotten only when purged past their end', () => {
    const store = new EnrolmentStore(memory());
    store.addToken({
      hash: 'h',
      site: 'ams1',
      createdAt: 1,
      createdBy: 'user:admin',
      expiresAt: 100,
      ca: 'c1',
    });
    expect(store.purgeTokens(100)).toBe(0);
    expect(store.purgeTokens(101)).toBe(1);
  });
});

describe('enrolled agents in the store', () => {
  it('come back as they went in, with their keys as bytes', () => {
    const store = new EnrolmentStore(memory());
    store.saveAgent(agent);
    const read = store.agent('a1');
    expect({ ...read, identityKey: Array.from(read?.identityKey ?? []) }).toMatchObject({
      name: 'edge',
      site: 'ams1',
      identityKey: Array.from(agent.identityKey),
    });
    expect(store.namedAt('ams1', 'edge')?.id).toBe('a1');
    expect(store.namedAt('ber1', 'edge')).toBeUndefined();
  });

  it('keep site and first enrolment when they join again', () => {
    const store = new EnrolmentStore(memory());
    store.saveAgent(agent);
    store.saveAgent({ ...agent, site: 'ber1', name: 'edge-2', enrolledAt: 9000, certificateKey: 'cd' });
    expect(store.agent('a1')).toMatchObject({
      site: 'ams1',
      name: 'edge-2',
      enrolledAt: 1000,
      certificateKey: 'cd',
    });
  });

  it('page by site and name', () => {
    const store = new EnrolmentStore(memory());
    for (const [id, site, name] of [
      ['1', 'b', 'y'],
      ['2', 'a', 'z'],
      ['3', 'b', 'x'],
    ] as const) {
      store.saveAgent({ ...agent, id, site, name });
    }
    const ids = (rows: readonly AgentEntry[]) => rows.map((row) => row.id);
    expect(ids(store.agents({ site: '', name: '', limit: 2 }))).toEqual(['2', '3']);
    expect(ids(store.agents({ site: 'b', name: 'x', limit: 2 }))).toEqual(['1']);
    expect(ids(store.agentsOf({ site: 'b', name: '', limit: 9 }))).toEqual(['3', '1']);
    expect(ids(store.named('z'))).toEqual(['2']);
  });

  it('lose their certificates with their enrolment', () => {
    const store = new EnrolmentStore(memory());
    store.saveAgent(agent);
    store.addCertificate({ serial: 's1', agent: 'a1', notBefore: 1, notAfter: 50, ca: 'c1' });
    store.addCertificate({ serial: 's2', agent: 'a1', notBefore: 1, notAfter: 90, ca: 'c1' });
    expect(store.agent('a1')?.certificateExpiresAt).toBe(90);
    expect(store.purgeCertificates(60)).toBe(1);
    expect(store.certificates('a1').map(({ serial }) => serial)).toEqual(['s2']);
    expect(store.removeAgent('a1')).toBe(true);
    expect(store.certificates('a1')).toEqual([]);
    expect(store.removeAgent('a1')).toBe(false);
  });

  it('stand without the new CA until they have a live certificate of it', () => {
    const store = new EnrolmentStore(memory());
    const certify = (serial: string, id: string, ca: string): void =>
      store.addCertificate({ serial, agent: id, notBefore: 1, notAfter: 90, ca });
    for (const id of ['a1', 'a2', 'a3', 'a4']) store.saveAgent({ ...agent, id, name: id });
    for (const id of ['a1', 'a2', 'a3']) certify(`old-${id}`, id, '');
    certify('new-a2', 'a2', 'c2');
    const without = (at = 50) => store.agentsWithout('c2', at).map(({ name }) => name);
    expect(without()).toEqual(['a1', 'a3']);
    store.evict({ agent: 'a3', at: 20, why: 'lost' });
    expect(without()).toEqual(['a1']);
    expect(without(90)).toEqual([]);
    expect(store.certificate('old-a3')).toMatchObject({ agent: 'a3', revokedAt: 20, revokedWhy: 'lost' });
    expect([store.agent('a3')?.evictions, store.agent('a1')?.evictions]).toEqual([1, 0]);
  });

  it('leave nothing behind of work that fails', () => {
    const store = new EnrolmentStore(memory());
    const fail = () =>
      store.atomically(() => {
        store.saveAgent(agent);
        throw new Error('cut');
      });
    expect(fail).toThrowError('cut');
    expect(store.agent('a1')).toBeUndefined();
  });
});

describe('every question to these tables', () => {
  it.each(Object.entries(enrolmentQueries))(
    '%s is answered by an index, never by a scan or a sort',
    (_name, sql) => {
      const places = sql.match(/\?/g) ?? [];
      const plan = memory()
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...places.map(() => 'x')) as { detail: string }[];
      const steps = plan.map(({ detail }) => detail);
      expect(steps.join('\n')).not.toMatch(/SCAN|TEMP B-TREE/);
      expect(steps.join('\n')).toMatch(/SEARCH/);
    },
  );
});

describe('API tokens in the store', () => {
  it('come back by id and can be taken away', () => {
    const store = new AccessStore(memory());
    expect(store.isEmpty()).toBe(true);
    const token = {
      id: 't1',
      name: 'admin',
      label: 'first start',
      hash: 'h',
      createdAt: 1,
      expiresAt: null,
      readOnly: 0,
      allow: '[]',
      roles: '[]',
    } as const;
    store.add(token);
    expect(store.isEmpty()).toBe(false);
    expect(store.token('t1')).toEqual(token);
    expect(store.remove('t1')).toBe(true);
    expect(store.token('t1')).toBeUndefined();
  });
});
