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
  it('knows switches that have a record and a source, and what was seen at them', () => {
    const index = new FactsIndex(feedOfOneSwitch());
    index.refresh();
    expect(index.siteNames()).toEqual(['ams1']);
    expect(index.switches('ams1').map(({ record }) => record.ref.id)).toEqual(['sw1']);
    expect([...(factsOf(index)?.ports.keys() ?? [])]).toHaveLength(1);
  });

  it('reads only what changed since the last question, and keeps the picture when nothing did', () => {
    const feed = feedOfOneSwitch();
    const index = new FactsIndex(feed);
    index.refresh();
    const before = index.topology('ams1');
    const readsBefore = feed.reads;
    index.refresh();
    expect(feed.reads - readsBefore).toBe(1);
    expect(index.topology('ams1')).toBe(before);
    feed.add('port', 'p2', { ...OWNER, name: 'Gi1/0/2' });
    index.refresh();
    expect(index.topology('ams1')).not.toBe(before);
  });

  it('forgets a sighting that is missing and takes it back when it is seen again', () => {
    const feed = feedOfOneSwitch();
    const index = new FactsIndex(feed);
    const seen = { ...OWNER, mac: '00:00:00:00:00:01', port: 'Gi1/0/1', vlan: 10, type: 'dynamic' };
    const macsOnPort = (): number => {
      index.refresh();
      const ports = [...(factsOf(index)?.ports.values() ?? [])];
      return ports.flatMap((port) => [...port.addresses.values()].flat()).length;
    };
    expect(macsOnPort()).toBe(1);
    feed.add('sighting', 's1', { ...seen, presence: 'missing' });
    expect(macsOnPort()).toBe(0);
    feed.add('sighting', 's1', { ...seen, presence: 'active' });
    expect(macsOnPort()).toBe(1);
  });

  it('leaves out deleted switches and switches without a source', () => {
    const feed = feedOfOneSwitch();
    feed.add('switch', 'sw2', { name: 'sw2' });
    feed.add('switch', 'sw1', { name: 'sw1' }, true);
    const index = new FactsIndex(feed);
    index.refresh();
    expect(index.switches('ams1')).toEqual([]);
    expect(factsOf(index)).toBeUndefined();
  });
});
