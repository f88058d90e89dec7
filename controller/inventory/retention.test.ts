import { describe, expect, it } from 'vitest';
import type { HistoryKept, Kind } from '../../shared/model/index.ts';
import { historyKeeping } from './prune.ts';
import { Retention } from './retention.ts';
import { create, port, Rig, update } from './testing/rig.ts';

const DAY_MS = 86_400_000;

function of(kept: readonly HistoryKept[], kind: Kind): HistoryKept {
  const found = kept.find((one) => one.kind === kind);
  if (!found) throw new Error(`nothing about ${kind}`);
  return found;
}

describe('the size of the history', () => {
  it('is near to what the pages of the store say', () => {
    const rig = Rig.withSwitches(1);
    const ports = Array.from({ length: 200 }, (_, i) => `Gi1/0/${i}`);
    const agent = rig.agent();
    for (let scan = 0; scan < 13; scan += 1)
      agent.send(
        'sw1',
        ports.map((name) => port(name, scan % 2 === 0)),
        { full: scan === 0 },
      );
    const { versions, bytes } = of(new Retention(rig).read(), 'port');
    expect(versions).toBeGreaterThan(2000);
    const onDisk = Number(
      rig.store.db
        .prepare("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'history%' AND name <> 'history_horizons'")
        .pluck()
        .get(),
    );
    expect(bytes / onDisk).toBeGreaterThan(0.6);
    expect(bytes / onDisk).toBeLessThan(1.4);
  });

  it('tells what a day adds and where that leads, within the bounds', () => {
    const rig = Rig.withSwitches(1);
    rig.write(create('switch', 'x', { name: 'x' }));
    const rename = (count: number): void => {
      for (let i = 0; i < count; i += 1) {
        rig.clock.advance(1000);
        rig.write(update('switch/x', { name: `name ${rig.clock.now()}` }));
      }
    };
    rename(10);
    rig.clock.advance(DAY_MS);
    rename(5);
    const few = { keepMs: 30 * DAY_MS, versionsMax: 100 };
    const keeping = historyKeeping({ managed: few, observed: few, sightings: few });
    const kept = of(new Retention({ ...rig, keeping }).read(), 'switch');
    expect(kept).toMatchObject({ versions: 15, versionsMax: 100, keepMs: 30 * DAY_MS });
    expect(kept.bytesPerDay).toBe(Math.round((kept.bytes / 15) * 5));
    // 150 in 30 days, but no more than 100.
    expect(kept.bytesExpected).toBe(Math.round((kept.bytes / 15) * 100));
    expect(of(new Retention({ ...rig, keeping }).read(), 'vlan')).toMatchObject({
      versions: 0,
      bytes: 0,
      oldestAt: undefined,
    });
  });

  it('is measured once a minute', () => {
    const rig = Rig.withSwitches(1);
    const retention = new Retention(rig);
    expect(of(retention.read(), 'switch').versions).toBe(0);
    rig.write(update('switch/sw1', { name: 'a' }));
    expect(of(retention.read(), 'switch').versions).toBe(0);
    rig.clock.advance(61_000);
    expect(of(retention.read(), 'switch').versions).toBe(1);
  });
});
