import { describe, expect, it } from 'vitest';
import type { JsonObject, Kind, RecordView } from '../../shared/model/index.ts';
import type { ChangesPage } from '../inventory/index.ts';
import { FactsIndex } from './facts-index.ts';

/** A feed in memory: positions count from 1, pages hold two changes. */
class Feed {
  readonly changes: RecordView[] = [];
  reads = 0;

  add(kind: Kind, id: string, fields: JsonObject, deleted = false): void {
    const pos = this.changes.length + 1;
    const ref = { site: 'ams1', kind, id };
    this.changes.push({ ref, fields, etag: '', pos, updatedAt: 0, updatedBy: '', conflicts: [], deleted });
  }

  changesAfter(pos: number, kinds: ReadonlySet<Kind>): ChangesPage {
    this.reads += 1;
    const page = this.changes.slice(pos, pos + 2);
    const records = page.filter((record) => kinds.has(record.ref.kind));
    return { records, pos: pos + page.length, done: pos + page.length >= this.changes.length };
  }
}

const OWNER = { switch: 'ams1/switch/sw1' };

function feedOfOneSwitch(): Feed {
  const feed = new Feed();
  feed.add('switch', 'sw1', { name: 'sw1' });
  feed.add('source', 'sw1', { name: 'sw1', address: '10.0.0.1' });
  feed.add('port', 'p1', { ...OWNER, name: 'Gi1/0/1', description: 'desk' });
  feed.add('sighting', 's1', {
    ...OWNER,
    mac: '00:00:00:00:00:01',
    port: 'Gi1/0/1',
    vlan: 10,
    type: 'dynamic',
  });
  return feed;
}

function factsOf(index: FactsIndex) {
  return index.topology('ams1').switches.get('ams1/switch/sw1');
}

describe('the index of facts', () => {
  it('knows switches that have a record and a source, and what was seen at them', async () => {
    const index = new FactsIndex(feedOfOneSwitch());
    await index.refresh('ams1');
    expect(index.siteNames()).toEqual(['ams1']);
    expect(index.switches('ams1').map(({ record }) => record.ref.id)).toEqual(['sw1']);
    expect([...(factsOf(index)?.ports.keys() ?? [])]).toHaveLength(1);
  });

  it('finds a switch that was never read by what an ARP table resolves its address to', async () => {
    const feed = feedOfOneSwitch();
    const index = new FactsIndex(feed);
    await index.refresh('ams1');
    expect(factsOf(index)?.facts.resolvedMac).toBeUndefined();
    feed.add('arp', 'a1', { ...OWNER, address: '10.0.0.1', mac: 'f8:b1:56:00:00:01' });
    feed.add('arp', 'a2', { ...OWNER, address: '10.0.0.9', mac: 'f8:b1:56:00:00:09' });
    await index.refresh('ams1');
    expect(factsOf(index)?.facts.resolvedMac).toBe('f8:b1:56:00:00:01');
    feed.add('arp', 'a3', { ...OWNER, address: '10.0.0.1', mac: 'f8:b1:56:00:00:02' });
    await index.refresh('ams1');
    expect(factsOf(index)?.facts.resolvedMac).toBeUndefined();
    feed.add('arp', 'a1', { ...OWNER, address: '10.0.0.1', mac: 'f8:b1:56:00:00:01' }, true);
    await index.refresh('ams1');
    expect(factsOf(index)?.facts.resolvedMac).toBe('f8:b1:56:00:00:02');
  });

  it('reads only what changed since the last question, and keeps the picture when nothing did', async () => {
    const feed = feedOfOneSwitch();
    const index = new FactsIndex(feed);
    await index.refresh('ams1');
    const before = index.topology('ams1');
    const readsBefore = feed.reads;
    await index.refresh('ams1');
    expect(feed.reads - readsBefore).toBe(1);
    expect(index.topology('ams1')).toBe(before);
    feed.add('port', 'p2', { ...OWNER, name: 'Gi1/0/2' });
    await index.refresh('ams1');
    expect(index.topology('ams1')).not.toBe(before);
  });

  it("lists the switches of a site from memory, and is never behind by a cache's time (S1.10)", async () => {
    const feed = feedOfOneSwitch();
    const index = new FactsIndex(feed);
    const names = async (): Promise<unknown[]> => {
      await index.refresh('ams1');
      return index.switches('ams1').map(({ record }) => record.fields['name']);
    };
    expect(await names()).toEqual(['sw1']);
    const readsBefore = feed.reads;
    for (let asked = 0; asked < 100; asked += 1) await names();
    // One look each time whether anything was written since; no switch is read again.
    expect(feed.reads - readsBefore).toBe(100);
    feed.add('switch', 'sw1', { name: 'core-1' });
    expect(await names()).toEqual(['core-1']);
    feed.add('switch', 'sw1', { name: 'core-1' }, true);
    expect(await names()).toEqual([]);
  });

  it('forgets a sighting that is missing and takes it back when it is seen again', async () => {
    const feed = feedOfOneSwitch();
    const index = new FactsIndex(feed);
    const seen = { ...OWNER, mac: '00:00:00:00:00:01', port: 'Gi1/0/1', vlan: 10, type: 'dynamic' };
    const macsOnPort = async (): Promise<number> => {
      await index.refresh('ams1');
      const ports = [...(factsOf(index)?.ports.values() ?? [])];
      return ports.flatMap((port) => [...port.addresses.values()].flat()).length;
    };
    expect(await macsOnPort()).toBe(1);
    feed.add('sighting', 's1', { ...seen, presence: 'missing' });
    expect(await macsOnPort()).toBe(0);
    feed.add('sighting', 's1', { ...seen, presence: 'active' });
    expect(await macsOnPort()).toBe(1);
  });

  it('lets everything else go on between two pages and between the judging of switches', async () => {
    const feed = new Feed();
    for (let i = 0; i < 100; i += 1) feed.add('switch', `sw${i}`, { name: `sw${i}` });
    const index = new FactsIndex(feed);
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    await index.refresh('ams1');
    isOver = true;
    // 50 pages, and 100 switches that are drafted and viewed, 4 to a turn.
    expect(turns).toBeGreaterThanOrEqual(49 + 49);
  });

  it('reads and judges once for questions that come at the same time, and each knows what was there when it came', async () => {
    const feed = feedOfOneSwitch();
    const index = new FactsIndex(feed);
    const first = index.refresh('ams1');
    feed.add('port', 'p2', { ...OWNER, name: 'Gi1/0/2' });
    const ports: number[] = [];
    const others = [1, 2, 3].map(async () => {
      await index.refresh('ams1');
      ports.push(factsOf(index)?.ports.size ?? 0);
    });
    await Promise.all([first, ...others]);
    expect(ports).toEqual([2, 2, 2]);
    expect(feed.reads).toBe(3);
  });

  it('gives the whole picture to each of two questions that are the first ones and come together', async () => {
    const feed = new Feed();
    for (let i = 0; i < 6; i += 1) feed.add('switch', `sw${i}`, { name: `sw${i}` });
    const index = new FactsIndex(feed);
    const ask = async (): Promise<number> => {
      await index.refresh('ams1');
      return index.topology('ams1').switches.size;
    };
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([6, 6, 6]);
  });

  it('takes a change in that came while it was judging', async () => {
    const feed = new Feed();
    for (let i = 0; i < 40; i += 1) feed.add('switch', `sw${i}`, { name: `sw${i}` });
    const index = new FactsIndex(feed);
    const first = index.refresh('ams1');
    while (feed.reads < 20) await new Promise((resolve) => setImmediate(resolve));
    feed.add('port', 'p1', { switch: 'ams1/switch/sw0', name: 'Gi1/0/1' });
    await index.refresh('ams1');
    expect(index.topology('ams1').switches.get('ams1/switch/sw0')?.ports.size).toBe(1);
    await first;
  });

  it('asks again after a feed that failed', async () => {
    const feed = feedOfOneSwitch();
    const index = new FactsIndex({
      changesAfter: (pos, kinds) => {
        if (feed.reads === 1 && pos > 0) {
          feed.reads += 1;
          throw new Error('disk');
        }
        return feed.changesAfter(pos, kinds);
      },
    });
    await expect(index.refresh('ams1')).rejects.toThrow('disk');
    await index.refresh('ams1');
    expect(factsOf(index)?.ports.size).toBe(1);
  });

  it('leaves out deleted switches and switches without a source', async () => {
    const feed = feedOfOneSwitch();
    feed.add('switch', 'sw2', { name: 'sw2' });
    feed.add('switch', 'sw1', { name: 'sw1' }, true);
    const index = new FactsIndex(feed);
    await index.refresh('ams1');
    expect(index.switches('ams1')).toEqual([]);
    expect(factsOf(index)).toBeUndefined();
  });
});
