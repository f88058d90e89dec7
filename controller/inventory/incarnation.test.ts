import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ManualClock, silentLog } from '../../shared/runtime/index.ts';
import { readHighWater, type VersionRow } from '../store/index.ts';
import { Incarnation } from './incarnation.ts';
import { ADMIN, create, port, Rig, refOf, update } from './testing/rig.ts';

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'wayside-life-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function start(dir: string, clock?: ManualClock): Rig {
  const rig = new Rig({
    file: join(dir, 'store.db'),
    highWaterFile: join(dir, 'high-water.json'),
    ...(clock && { clock }),
  });
  onTestFinished(() => rig.store.close());
  return rig;
}

/** What a backup holds: the store alone. */
function backup(rig: Rig, dir: string): string {
  const copy = join(folder(), 'backup.db');
  rig.store.db.pragma('wal_checkpoint(TRUNCATE)');
  cpSync(join(dir, 'store.db'), copy);
  return copy;
}

function originOf(rig: Rig): string {
  return rig.inventory.origin;
}

describe('the incarnation of a controller', () => {
  it('is the first for a new store, and stays over restarts and kills', () => {
    const dir = folder();
    const first = start(dir);
    expect(first.incarnation.verdict).toBe('new');
    first.write(create('site', 'ams1', { name: 'x' }));
    first.store.close();
    const second = start(dir);
    expect(second.incarnation.verdict).toBe('same');
    expect(originOf(second)).toBe(originOf(first));
    expect(originOf(second)).toMatch(/\.1$/);
  });

  it('that stays is not written again: a start must come up on a full disk', () => {
    const { store } = start(folder());
    const full = Object.assign(Object.create(store) as typeof store, {
      write: () => {
        throw new Error('the disk is full');
      },
    });
    const formatOrigin = (number: number): string => `me.${number}`;
    const deps = { store: full, highWaterFile: undefined, formatOrigin, log: silentLog };
    const incarnation = new Incarnation(deps);
    expect(incarnation.origin).toBe('me.1');
    expect(() => incarnation.renew('it went back')).toThrow('full');
  });

  it('marks every write, so that a backup of any moment before it is seen to be behind', () => {
    const dir = folder();
    const rig = start(dir);
    rig.write(create('site', 'ams1', { name: 'x' }));
    const copy = backup(rig, dir);
    rig.write(update('site/ams1', { name: 'y' }));
    expect(readHighWater(join(dir, 'high-water.json'))).toMatchObject({ pos: 2, incarnation: 1 });
    rig.store.close();
    cpSync(copy, join(dir, 'store.db'));
    const restored = start(dir);
    expect(restored.incarnation.verdict).toBe('restored');
    expect(originOf(restored)).toMatch(/\.2$/);
    // The dot that was taken after the backup is not taken twice.
    restored.write(update('site/ams1', { name: 'z' }));
    const [row] = restored.store.versions.since(0, 9);
    expect(restored.store.words.origin(row?.origin ?? 0)).toBe(originOf(restored));
    restored.store.close();
    expect(originOf(start(dir))).toBe(originOf(restored));
  });

  it('is a new one for a clone: another folder, or a filled store without its mark', () => {
    const dir = folder();
    const rig = start(dir);
    rig.write(create('site', 'ams1', { name: 'x' }));
    rig.store.close();
    const clone = join(folder(), 'clone');
    mkdirSync(clone);
    cpSync(dir, clone, { recursive: true });
    const cloned = start(clone);
    expect([cloned.incarnation.verdict, originOf(cloned).slice(-2)]).toEqual(['cloned', '.2']);
    rmSync(join(dir, 'high-water.json'));
    const bare = start(dir);
    expect([bare.incarnation.verdict, originOf(bare).slice(-2)]).toEqual(['cloned', '.2']);
  });

  it('that a lost store had reached is never reached again', () => {
    const dir = folder();
    const rig = start(dir);
    rig.write(create('site', 'ams1', { name: 'x' }));
    const copy = backup(rig, dir);
    rig.incarnation.renew('test');
    rig.write(update('site/ams1', { name: 'y' }));
    expect(originOf(rig)).toMatch(/\.2$/);
    rig.store.close();
    cpSync(copy, join(dir, 'store.db'));
    expect(originOf(start(dir))).toMatch(/\.3$/);
  });

  it('goes on when the mark cannot be written, and says so once', () => {
    const dir = folder();
    const warnings: string[] = [];
    const rig = new Rig({
      file: join(dir, 'store.db'),
      highWaterFile: join(dir, 'high-water.json'),
      log: { ...silentLog, warn: (event: string) => void warnings.push(event) },
    });
    mkdirSync(join(dir, 'high-water.json.new'));
    rig.write(create('site', 'ams1', { name: 'x' }));
    rig.write(update('site/ams1', { name: 'y' }));
    expect(warnings).toEqual(['incarnation.mark-not-saved']);
    rig.store.close();
  });
});

describe('an agent that holds an acknowledgement', () => {
  it('which this store does not know proves that the store has gone back', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [port('a')]);
    const before = originOf(rig);
    const head = (outboxId: string, acknowledgedSeq: number): string => {
      rig.inventory.proveHead('agent1', { outboxId, acknowledgedSeq });
      return originOf(rig);
    };
    expect(head('agent1-1', 1)).toBe(before);
    expect(head('agent1-1', 0)).toBe(before);
    expect(head('unknown', 0)).toBe(before);
    expect(head('agent1-1', 2)).toMatch(/\.2$/);
  });

  it('proves it once in a run: who says it again is told apart, and costs no further incarnation', () => {
    const alarms: unknown[] = [];
    const warn = (event: string, fields: unknown): void => void alarms.push([event, fields]);
    const rig = new Rig({ log: { ...silentLog, warn } });
    for (const outboxId of ['one', 'two', 'three'])
      rig.inventory.proveHead(`agent-${outboxId}`, { outboxId, acknowledgedSeq: 9 });
    expect(originOf(rig)).toMatch(/\.2$/);
    expect(alarms).toMatchObject([
      ['incarnation.renewed', { incarnation: 2 }],
      ['agent.head-unknown', { agent: 'agent-two' }],
      ['agent.head-unknown', { agent: 'agent-three' }],
    ]);
  });

  it('of an outbox that it gave up since proves nothing while the trail is here', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [port('a')]);
    agent.restart().send('sw1', [port('a')], { full: true });
    const before = originOf(rig);
    rig.inventory.proveHead('agent1', { outboxId: 'agent1-1', acknowledgedSeq: 1 });
    expect(originOf(rig)).toBe(before);
    rig.inventory.proveHead('agent1', { outboxId: 'agent1-1', acknowledgedSeq: 2 });
    expect(originOf(rig)).not.toBe(before);
  });

  it('finds its deltas applied under the new origin, densely numbered from one', () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send('sw1', [port('a')]);
    rig.inventory.proveHead('agent1', { outboxId: 'agent1-1', acknowledgedSeq: 9 });
    agent.restart().send('sw1', [port('a', false), port('b')], { full: true });
    const net = rig.store.versions
      .since(0, 99)
      .filter((row) => rig.store.words.lane(row.lane).group === 'net')
      .map((row) => [rig.store.words.origin(row.origin).slice(-1), row.seq]);
    // The switch was made by a person before, and no agent has seen it: its version stands as it was.
    expect(net).toEqual([
      ['1', 1],
      ['2', 1],
      ['2', 2],
    ]);
  });
});

describe('versions of two incarnations', () => {
  /** A version that this controller wrote in another life, as a peer brings it back. */
  function comeBack(rig: Rig, like: VersionRow, over: Partial<VersionRow>): void {
    rig.store.write(() => {
      const pos = rig.store.counters.nextPos();
      rig.store.versions.insert({ ...like, pos, ...over });
    });
  }

  function current(rig: Rig, kind: 'switch' | 'port', id: string): VersionRow {
    const lane = rig.store.words.laneNo({ site: 'ams1', group: 'net' });
    const [row] = rig.store.versions.record({ lane, kind: rig.store.words.nameNo(kind), id });
    if (!row) throw new Error(`no ${kind} ${id}`);
    return row;
  }

  it('that did not know of each other are a conflict, and an edit settles it', () => {
    const rig = Rig.withSwitches(1);
    const like = current(rig, 'switch', 'sw1');
    const other = rig.store.write(() => rig.store.words.originNo(originOf(rig).replace(/1$/, '7')));
    comeBack(rig, like, { origin: other, seq: 4, body: '{"name":"of another life"}', hlc: like.hlc + 1 });
    const record = rig.inventory.get(refOf('switch/sw1'), ADMIN);
    expect(record.fields['name']).toBe('of another life');
    expect(record.conflicts).toMatchObject([
      { field: 'name', values: [{ value: 'of another life' }, { value: 'sw1', by: 'user:ann' }] },
    ]);
    // Choosing what is shown already is a choice, too.
    rig.write(update('switch/sw1', { name: 'of another life' }));
    const settled = rig.inventory.get(refOf('switch/sw1'), ADMIN);
    expect(settled).toMatchObject({ fields: { name: 'of another life' }, conflicts: [] });
    expect(settled.etag).not.toBe(record.etag);
    expect(rig.records('switch', { filter: { name: 'sw1' } })).toEqual({});
  });

  it('of what was observed are ordered by epoch, then incarnation, then count, not by arrival', () => {
    const rig = Rig.withSwitches(1);
    rig.agent().send('sw1', [port('a')]);
    const [id = ''] = Object.keys(rig.records('port'));
    const like = current(rig, 'port', id);
    const life = (n: number): number =>
      rig.store.write(() => rig.store.words.originNo(originOf(rig).replace(/1$/, String(n))));
    const shown = (): unknown => rig.records('port')[id]?.['name'];
    comeBack(rig, like, { origin: life(10), seq: 1, body: '{"name":"tenth life"}' });
    expect(shown()).toBe('tenth life');
    comeBack(rig, like, { origin: life(9), seq: 5000, body: '{"name":"ninth life"}', hlc: like.hlc + 99 });
    expect(shown()).toBe('tenth life');
    comeBack(rig, like, { origin: life(2), seq: 1, epoch: 2, body: '{"name":"second epoch"}' });
    expect(shown()).toBe('second epoch');
  });

  it('that are held count for nothing: not as value, conflict, event, history or record', async () => {
    const rig = Rig.withSwitches(1);
    const like = current(rig, 'switch', 'sw1');
    const before = rig.inventory.get(refOf('switch/sw1'), ADMIN);
    comeBack(rig, like, { held: 1, seq: 9, body: '{"name":"held"}', hlc: like.hlc + 9 });
    comeBack(rig, like, { held: 1, seq: 10, id: 'only-held', body: '{"name":"held too"}' });
    expect(rig.inventory.get(refOf('switch/sw1'), ADMIN)).toEqual(before);
    expect(Object.keys(rig.records('switch'))).toEqual(['sw1']);
    const unknown = expect.objectContaining({ code: 'NOT_FOUND' });
    expect(() => rig.inventory.get(refOf('switch/only-held'), ADMIN)).toThrow(unknown);
    const question = { ref: refOf('switch/sw1'), pageSize: 0, pageToken: '' };
    expect(rig.inventory.history(question, ADMIN).changes).toHaveLength(1);
    const page = rig.inventory.changesAfter(before.pos, new Set(['switch'] as const));
    expect([page.records, page.pos]).toEqual([[], before.pos + 2]);
    // They are there for those who forward: a write of ours does not take them away.
    rig.write(update('switch/sw1', { description: 'x' }));
    const feed = rig.store.versions.laneSince({ lane: like.lane, origin: like.origin, seq: 0 }, 99);
    expect(feed.map((row) => [row.seq, row.held])).toEqual([
      [2, 0],
      [9, 1],
      [10, 1],
    ]);
  });
});
