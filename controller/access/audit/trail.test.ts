import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import {
  auditBody,
  CHAIN_START,
  type ChainLink,
  chainLink,
  parseAuditBody,
} from '../../../shared/model/index.ts';
import { ADMIN, type AuditRig, auditRig, fill, question, RETENTION_MS, verifyAll } from './testing/rig.ts';

function filled(count = 10): AuditRig {
  const rig = auditRig();
  fill(rig, count);
  return rig;
}

function run({ store }: AuditRig, sql: string, ...values: unknown[]): void {
  store.db.prepare(sql).run(...values);
}

describe('a chain that nobody touched', () => {
  it('is whole, piece by piece', () => {
    expect(verifyAll(filled(5_500))).toEqual({ checked: 5_500, problem: undefined, losses: 0 });
  });

  it('is whole when it is empty', () => {
    expect(verifyAll(auditRig())).toEqual({ checked: 0, problem: undefined, losses: 0 });
  });

  it('goes on over a restart', () => {
    const rig = auditRig(filled());
    fill(rig, 3);
    expect(verifyAll(rig)).toEqual({ checked: 13, problem: undefined, losses: 0 });
  });
});

describe('what somebody changed in the store is found:', () => {
  it('a changed entry', () => {
    const rig = filled();
    run(rig, "UPDATE audit SET body = replace(body, 'thing:4', 'thing:x') WHERE seq = 5");
    expect(verifyAll(rig)).toMatchObject({ checked: 4, problem: 'entry 5 was changed or replaced' });
  });

  it('a changed entry with a hash made to fit', () => {
    const rig = filled();
    const before = rig.entries.get(4) ?? CHAIN_START;
    const entry = parseAuditBody(rig.entries.get(5)?.body ?? '');
    if (!entry) throw new Error('there is no entry 5');
    const forged = chainLink(before, auditBody({ ...entry, who: 'user:bob' }));
    run(
      rig,
      'UPDATE audit SET body = ?, hash = ? WHERE seq = 5',
      forged.body,
      Buffer.from(forged.hash, 'hex'),
    );
    expect(verifyAll(rig).problem).toBe('entry 6 was changed or replaced');
  });

  it('a removed entry', () => {
    const rig = filled();
    run(rig, 'DELETE FROM audit WHERE seq = 5');
    expect(verifyAll(rig)).toMatchObject({ checked: 4, problem: 'entry 5 is missing' });
  });

  it('two entries that changed places', () => {
    const rig = filled();
    const [five, six] = [rig.entries.get(5), rig.entries.get(6)];
    const put = (seq: number, link: ChainLink | undefined): void =>
      run(
        rig,
        'UPDATE audit SET body = ?, hash = ? WHERE seq = ?',
        link?.body,
        Buffer.from(link?.hash ?? '', 'hex'),
        seq,
      );
    put(5, six);
    put(6, five);
    expect(verifyAll(rig).problem).toBe('entry 5 was changed or replaced');
  });

  it('entries removed at the end, while the controller runs', () => {
    const rig = filled();
    run(rig, 'DELETE FROM audit WHERE seq > 7');
    expect(verifyAll(rig)).toMatchObject({
      checked: 7,
      problem: 'the end is missing: entries 8 to 10 were written',
    });
  });

  it('entries removed at the end, before the controller starts: the chain itself tells of it for ever', () => {
    const rig = filled();
    run(rig, 'DELETE FROM audit WHERE seq > 7');
    const restarted = auditRig(rig);
    expect(verifyAll(restarted)).toEqual({ checked: 8, problem: undefined, losses: 1 });
    const [told] = restarted.reader.list(question({ method: 'audit.lost' }), ADMIN).entries;
    expect(told?.entry).toMatchObject({ seq: 8, detail: { from: '8', upTo: '10' } });
  });

  it('an end that was written anew while the controller was away', () => {
    const rig = filled();
    run(rig, 'DELETE FROM audit WHERE seq > 9');
    const hidden = auditRig({ ...rig, mark: auditRig().mark });
    fill(hidden, 5);
    expect(verifyAll(auditRig({ ...hidden, mark: rig.mark })).losses).toBe(2);
  });

  it('a mark that is gone or spoilt', () => {
    for (const held of [undefined, 'unreadable'] as const) {
      const rig = filled();
      rig.mark.held = held;
      expect(verifyAll(auditRig(rig))).toMatchObject({ problem: undefined, losses: 1 });
    }
  });

  it('entries removed at the front', () => {
    const rig = filled();
    run(rig, 'DELETE FROM audit WHERE seq < 4');
    expect(verifyAll(rig).problem).toBe('entries 1 to 3 are missing');
  });

  it('entries removed at the front, with an anchor made to fit', () => {
    const rig = filled();
    const last = rig.entries.get(3);
    rig.entries.cut({ seq: 3, hash: last?.hash ?? '', toldBy: 9 });
    expect(verifyAll(rig).problem).toContain('no entry tells that the ones before were cut off');
  });
});

describe('entries that are too old', () => {
  it('go a thousand at a time, and the chain from there on is whole and says so', () => {
    const rig = filled(2500);
    rig.clock.advance(RETENTION_MS + 1);
    fill(rig, 10);
    expect(rig.trail.cutOld()).toBe(2000);
    expect(rig.entries.first()).toBe(2001);
    expect(verifyAll(rig)).toEqual({ checked: 511, problem: undefined, losses: 0 });
    const [cut] = rig.reader.list(question({ method: 'audit.cut' }), ADMIN).entries;
    expect(cut?.entry.detail).toMatchObject({ from: '1', upTo: '2000' });
    expect(verifyAll(auditRig(rig)).losses).toBe(0);
  });

  it('stay while one of their thousand is young, and the last one always stays', () => {
    const rig = filled(500);
    rig.clock.advance(RETENTION_MS + 1);
    expect(rig.trail.cutOld()).toBe(0);
    fill(rig, 500);
    expect(rig.trail.cutOld()).toBe(0);
    rig.clock.advance(RETENTION_MS + 1);
    expect(rig.trail.cutOld()).toBe(0);
    fill(rig, 1);
    expect(rig.trail.cutOld()).toBe(1000);
    expect(verifyAll(rig)).toMatchObject({ checked: 2, problem: undefined });
  });

  it('go in the middle of a check, which then goes on where the chain begins now', () => {
    const rig = filled(6500);
    const { nextPageToken } = rig.reader.verify('', ADMIN);
    rig.clock.advance(RETENTION_MS + 1);
    fill(rig, 1);
    expect(rig.trail.cutOld()).toBe(6000);
    expect(rig.reader.verify(nextPageToken, ADMIN)).toMatchObject({ bad: undefined, checked: 503 });
  });

  it('go again and again, each cut vouched for', () => {
    const rig = filled(1001);
    for (let n = 0; n < 3; n += 1) {
      rig.clock.advance(RETENTION_MS + 1);
      fill(rig, 1001);
      expect(rig.trail.cutOld()).toBe(1000);
      expect(verifyAll(rig).problem).toBeUndefined();
    }
  });
});

describe('an entry within a transaction', () => {
  it('is kept with it', () => {
    const rig = auditRig();
    rig.store.write(() => {
      rig.store.meta.set('x', '1');
      rig.trail.append(sample(rig));
    });
    expect([rig.store.meta.get('x'), verifyAll(rig).checked]).toEqual(['1', 1]);
  });

  it('is gone with it, and the chain goes on where it was', () => {
    const rig = filled(3);
    const work = (): void =>
      rig.store.write(() => {
        rig.trail.append(sample(rig));
        throw new WaysideError('STALE_ETAG', 'on purpose');
      });
    expect(work).toThrow('on purpose');
    fill(rig, 1);
    expect(verifyAll(rig)).toEqual({ checked: 4, problem: undefined, losses: 0 });
  });
});

describe('a store that cannot be written', () => {
  function breakAudit({ store }: AuditRig): () => void {
    store.db.exec(
      "CREATE TEMP TRIGGER full BEFORE INSERT ON main.audit BEGIN SELECT RAISE(FAIL, 'no space'); END",
    );
    return () => store.db.exec('DROP TRIGGER full');
  }

  it('keeps facts waiting, refuses changes, and has them all in order once it can be written again', () => {
    const rig = filled(2);
    const repair = breakAudit(rig);
    rig.trail.tryRecord(sample(rig, 'first'));
    rig.trail.tryRecord(sample(rig, 'second'));
    expect(() => rig.trail.requireWritable()).toThrow(
      'the audit trail cannot be written, so nothing is changed',
    );
    expect(rig.reader.list(question(), ADMIN).entries).toHaveLength(2);
    repair();
    rig.trail.requireWritable();
    const methods = rig.reader.list(question(), ADMIN).entries.map(({ entry }) => entry.method);
    expect(methods).toEqual(['second', 'first', 'test.done', 'test.done']);
    expect(verifyAll(rig).problem).toBeUndefined();
  });

  it('says how many facts it could not even remember', () => {
    const rig = auditRig();
    const repair = breakAudit(rig);
    for (let n = 0; n < 1005; n += 1) rig.trail.tryRecord(sample(rig));
    repair();
    rig.trail.requireWritable();
    const [last] = rig.reader.list(question(), ADMIN).entries;
    expect(last?.entry).toMatchObject({
      method: 'audit.lost',
      result: 'DISK_FULL',
      detail: { entries: '5' },
    });
    expect(verifyAll(rig)).toMatchObject({ checked: 1001, losses: 1 });
  });
});

it('texts are bounded, and hold nothing that could pass for another line', () => {
  const rig = auditRig();
  const why = `fine\n2026-11-22 user:root OK\u001b[2J\u202e${'x'.repeat(5000)}`;
  const targets = Array.from({ length: 500 }, (_, n) => `ams1/switch/${n}\r\n`);
  rig.trail.record({ ...sample(rig), why, targets, detail: { 'a\nb': '\u0000' } });
  const [listed] = rig.reader.list(question(), ADMIN).entries;
  const text = JSON.stringify(listed?.entry);
  expect(text.length).toBeLessThan(2000);
  expect(listed?.entry.why).toMatch(/^fine\\u000a2026.*\\u001b\[2J\\u202ex+…$/);
  expect(listed?.entry.targets[0]).toBe('ams1/switch/0\\u000d\\u000a');
  expect(listed?.entry.detail).toEqual({ 'a\\u000ab': '\\u0000', moreTargets: '480' });
});

function sample({ clock }: AuditRig, method = 'test.done'): Parameters<AuditRig['trail']['append']>[0] {
  const about = { sites: [], targets: [], detail: {}, why: '' };
  return {
    ...about,
    at: clock.now(),
    who: 'user:ann',
    via: 't1',
    address: '',
    method,
    result: 'OK',
    count: 1,
  };
}
