/** Questions to a part of the switches: what leads out of that part is told as such, and never as gone or found. */
import { describe, expect, test } from 'vitest';
import type { Located, Sighting } from '../../controller/trace/facts.ts';
import { locate } from '../../controller/trace/locate.ts';
import type { Mac } from '../../shared/model/index.ts';
import { hostMac, NOW, OFFICE, switchRef, TraceNet } from './trace-net.ts';

/** On acc1 Gi1/0/5; the way there from acc2 is over dist. */
const HOST = hostMac(1);
const MINUTE_MS = 60_000;

interface Part {
  readonly asked: readonly string[];
  readonly silent?: readonly string[];
  readonly lldp?: boolean;
  /** Remembered on acc1 Gi1/0/5. */
  readonly isRemembered?: boolean;
}

function ask(mac: Mac, { asked, silent = [], lldp = true, isRemembered = false }: Part): Located {
  const net = new TraceNet({ ...OFFICE, lldp });
  const live = net.facts.flatMap(({ name, ref, fdb }): Sighting[] => {
    if (!asked.includes(name) || silent.includes(name)) return [];
    const rows = fdb.filter((row) => row.mac === mac);
    return rows.map(({ port, vlan, type }) => {
      return { port, vlan, type, switch: ref, seenAt: NOW, live: true, present: true };
    });
  });
  const then: Sighting = {
    ...{ switch: switchRef('acc1'), port: 'Gi1/0/5', vlan: 10, type: 'dynamic' },
    ...{ seenAt: NOW - 10 * MINUTE_MS, live: false, present: true },
  };
  const sightings = isRemembered ? [...live, then] : live;
  const answered = asked.filter((name) => !silent.includes(name)).map(switchRef);
  return locate({ mac, now: NOW, sightings, answered, failed: silent.map(switchRef) }, net.topology);
}

describe('a host of another part', () => {
  test.each([true, false])('is not called unplugged when the way to it was not asked (LLDP %s)', (lldp) => {
    const { verdict, summary, edges } = ask(HOST, { asked: ['acc2'], lldp });
    expect(verdict).toBe('not-all-answered');
    expect(summary).toMatch(/^00:1b:21:00:00:01 is somewhere behind .*dist, which this question left out; /);
    expect(summary).toContain('acc2 Gi1/0/49 leads there');
    expect(summary).not.toMatch(/unplugged|no longer/);
    // A port toward the gateway is no place to look at.
    expect(edges).toEqual([]);
  });

  test('is not found on a link: it is told where the link leads', () => {
    const { verdict, summary, edges } = ask(HOST, { asked: ['dist'] });
    expect(verdict).toBe('not-all-answered');
    expect(summary).toBe(
      '00:1b:21:00:00:01 is somewhere behind acc1, which this question left out; dist Te1/0/1 leads there.',
    );
    expect(edges).toMatchObject([{ switchName: 'dist', port: 'Te1/0/1', portClass: 'interswitch' }]);
    expect(edges[0]?.confidence).toBeLessThan(0.1);
  });

  test('that is remembered there is told so with doubt, for nobody asked there now', () => {
    for (const asked of [['core'], ['acc2']]) {
      const { verdict, edges } = ask(HOST, { asked, isRemembered: true });
      expect(verdict).toBe('found');
      expect(edges).toMatchObject([{ switchName: 'acc1', port: 'Gi1/0/5', live: false }]);
      expect(edges[0]?.confidence).toBeLessThanOrEqual(0.85);
      expect(edges[0]?.evidence.map(({ reason }) => reason)).toContain('acc1 was not asked now');
    }
  });
});

describe('what does not change', () => {
  test('a switch that was asked and is silent is told as that', () => {
    const { verdict, summary } = ask(HOST, { asked: ['acc2', 'dist', 'core', 'acc1'], silent: ['acc1'] });
    expect(verdict).toBe('not-all-answered');
    expect(summary).toContain('acc1, which did not answer');
  });

  test('a host of the part that was asked is found as it is when all are', () => {
    const all = ask(HOST, { asked: ['core', 'dist', 'acc1', 'acc2'] });
    const part = ask(HOST, { asked: ['acc1'] });
    for (const { verdict, edges } of [all, part]) {
      expect(verdict).toBe('found');
      expect(edges).toMatchObject([{ switchName: 'acc1', port: 'Gi1/0/5', live: true }]);
    }
  });
});
