/** The search that asks few switches: how few, and when it must ask all the same. */
import { describe, expect, test } from 'vitest';
import { nextMove } from '../../controller/trace/directed.ts';
import type { Located, Question, Sighting } from '../../controller/trace/facts.ts';
import { locate } from '../../controller/trace/locate.ts';
import { formatRef, type Mac, type RecordRef } from '../../shared/model/index.ts';
import { hostMac, type NetHost, type NetSpec, NOW, switchRef, TraceNet } from './trace-net.ts';

const HOST = hostMac(1);
const MINUTE_MS = 60_000;

const ROUTER = '00:00:5e:00:01:0a' as Mac;

/** A core beside the router, two distribution switches, and four access switches below each of them. */
function campus(hosts: readonly NetHost[]): NetSpec {
  const access = Array.from({ length: 8 }, (_, n) => `acc${n + 1}`);
  return {
    switches: ['core', 'dist1', 'dist2', ...access],
    links: [
      ['core Te1/0/1', 'dist1 Te1/0/24'],
      ['core Te1/0/2', 'dist2 Te1/0/24'],
      ...access.map((name, n) => [`dist${n < 4 ? 1 : 2} Te1/0/${(n % 4) + 1}`, `${name} Te1/0/1`] as const),
    ],
    // Each access switch has a few others, so that ports are known for what they are.
    hosts: [
      { mac: ROUTER, at: 'core Gi1/0/1' },
      ...access.map((name, n) => ({ mac: hostMac(100 + n), at: `${name} Gi1/0/40` })),
      ...hosts,
    ],
  };
}

interface Searched {
  readonly located: Located;
  readonly asked: readonly string[];
  readonly certain: boolean;
}

/** @param now where it is now; @param then where the last collects had it. Both networks have the same switches. */
function search(now: TraceNet, then: TraceNet, silent: readonly string[] = []): Searched {
  const mac: Mac = HOST;
  const { topology } = then;
  const refs = [...topology.switches.values()].map(({ facts }) => facts.ref);
  const mayAsk = new Set(refs.map(formatRef));
  const asked = new Map<string, RecordRef>();
  const question = (): Question => {
    const heard = [...asked.values()].filter(({ id }) => !silent.includes(id));
    const live = rowsOf(now, mac).filter((row) => heard.some(({ id }) => id === row.switch.id));
    const cached = rowsOf(then, mac).map((row) => ({ ...row, live: false, seenAt: NOW - 10 * MINUTE_MS }));
    const failed = [...asked.values()].filter(({ id }) => silent.includes(id));
    return { mac, now: NOW, sightings: [...live, ...cached], answered: heard, failed };
  };
  for (;;) {
    const move = nextMove(question(), topology, mayAsk);
    const more = move.type === 'ask' ? move.switches : move.type === 'rest' ? refs : [];
    for (const ref of more) asked.set(formatRef(ref), ref);
    if (move.type === 'ask') continue;
    const names = [...asked.values()].map(({ id }) => id);
    return { located: locate(question(), topology), asked: names, certain: move.type === 'certain' };
  }
}

function rowsOf(net: TraceNet, mac: Mac): Sighting[] {
  return net.facts.flatMap(({ ref, fdb }) =>
    fdb
      .filter((row) => row.mac === mac)
      .map(({ port, vlan, type }) => ({
        switch: ref,
        port,
        vlan,
        type,
        seenAt: NOW,
        live: true,
        present: true,
      })),
  );
}

const at = (place: string): TraceNet => new TraceNet(campus([{ mac: HOST, at: place }]));
const nowhere = new TraceNet(campus([]));

describe('a directed search', () => {
  test('asks the edge that the picture names and the switches on the way to it, and nobody else', () => {
    const net = at('acc3 Gi1/0/5');
    const { located, asked, certain } = search(net, net);
    expect(certain).toBe(true);
    expect([...asked].sort()).toEqual(['acc3', 'core', 'dist1']);
    expect(located).toMatchObject({
      verdict: 'found',
      edges: [{ switchName: 'acc3', port: 'Gi1/0/5', live: true }],
    });
  });

  test('finds an address that has moved since the last collect where it is now', () => {
    const { located, asked, certain } = search(at('acc7 Gi1/0/9'), at('acc3 Gi1/0/5'));
    expect(located).toMatchObject({
      verdict: 'found',
      edges: [{ switchName: 'acc7', port: 'Gi1/0/9', live: true }],
    });
    expect(certain).toBe(true);
    expect(asked.length).toBeLessThan(8);
  });

  test('finds one that moved to another port of the same switch', () => {
    const { located } = search(at('acc3 Gi1/0/9'), at('acc3 Gi1/0/5'));
    expect(located.edges).toMatchObject([{ switchName: 'acc3', port: 'Gi1/0/9', live: true }]);
  });

  test('follows the gateway to one that no collect has seen', () => {
    const { located, asked, certain } = search(at('acc6 Gi1/0/2'), nowhere);
    expect(located.edges).toMatchObject([{ switchName: 'acc6', port: 'Gi1/0/2', live: true }]);
    expect(certain).toBe(true);
    expect([...asked].sort()).toEqual(['acc6', 'core', 'dist2']);
  });

  test('asks all when nobody on the way has it any more, and finds nothing then', () => {
    const { located, asked, certain } = search(nowhere, at('acc3 Gi1/0/5'));
    expect(certain).toBe(false);
    expect(asked).toHaveLength(nowhere.facts.length);
    expect(located.verdict).toBe('not-found');
  });

  test('asks all when a switch on the way is silent: it may hide the contradiction', () => {
    const net = at('acc3 Gi1/0/5');
    const { asked, certain } = search(net, net, ['dist1']);
    expect([certain, asked.length]).toEqual([false, net.facts.length]);
  });

  test('asks all when the picture has two places for it', () => {
    const twice = new TraceNet(
      campus([
        { mac: HOST, at: 'acc1 Gi1/0/5', vlan: 10 },
        { mac: HOST, at: 'acc6 Gi1/0/5', vlan: 20 },
      ]),
    );
    const { asked, located } = search(twice, twice);
    expect(asked).toHaveLength(twice.facts.length);
    expect(located.verdict).toBe('several');
  });

  test('reads a switch that had it on a desk too, where the tables on the way name another desk of the same VLAN', () => {
    const net = at('acc3 Gi1/0/5');
    const twin = { switch: switchRef('acc6'), port: 'Gi1/0/5', vlan: 10, type: 'dynamic', present: true };
    const seenAt = NOW - 10 * MINUTE_MS;
    const cached = [...rowsOf(net, HOST), { ...twin, live: false, seenAt }].map((row) => {
      return { ...row, live: false, seenAt };
    });
    const onTheWay = ['core', 'dist1', 'acc3'];
    const live = rowsOf(net, HOST).filter((row) => onTheWay.includes(row.switch.id));
    const answered = onTheWay.map(switchRef);
    const question = { mac: HOST, now: NOW, sightings: [...live, ...cached], answered, failed: [] };
    const mayAsk = new Set(net.facts.map(({ ref }) => formatRef(ref)));
    expect(nextMove(question, net.topology, mayAsk)).toEqual({ type: 'ask', switches: [switchRef('acc6')] });
    const both = {
      ...question,
      sightings: [...live, { ...twin, live: true, seenAt: NOW }, ...cached],
      answered: [...answered, switchRef('acc6')],
    };
    expect(nextMove(both, net.topology, mayAsk)).toEqual({ type: 'rest' });
    expect(locate(both, net.topology).edges[0]?.confidence).toBeLessThan(0.9);
  });

  test('never asks whom it may not: then all that it may are asked', () => {
    const net = at('acc3 Gi1/0/5');
    const mayAsk = new Set(
      ['acc1', 'acc2', 'acc3', 'acc4', 'acc5'].map((name) => formatRef(switchRef(name))),
    );
    const cached = rowsOf(net, HOST).map((row) => ({ ...row, live: false }));
    const question = { mac: HOST, now: NOW, sightings: cached, answered: [], failed: [] };
    expect(nextMove(question, net.topology, mayAsk)).toEqual({ type: 'rest' });
  });
});
