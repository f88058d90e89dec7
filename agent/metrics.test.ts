import { describe, expect, it } from 'vitest';
import { Closers, ManualClock } from '../shared/runtime/index.ts';
import { type AgentFigures, agentMetrics } from './metrics.ts';

const figures: AgentFigures = {
  sessions: { open: 5, idle: 3, busy: 2, waiting: 4, opened: 7, reused: 30 },
  care: {
    zones: { normal: 2, serial: 1, single: 0, deferred: 0 },
    connects: { waiting: 6, waitedTotal: 9 },
    cache: { arp: { hit: 8, miss: 2, bypass: 1, fault: 0 } },
    joined: 11,
    breakers: { open: 3, halfOpen: 1 },
  },
  guard: 'red',
  ...{ runningTargets: 2, outboxBytes: 0, droppedDeltas: 0, isUp: true },
};

function bench(legacyNames: boolean): { read: () => Promise<string>; set: (next: AgentFigures) => void } {
  let now = figures;
  const metrics = agentMetrics({ clock: new ManualClock(), closers: new Closers(), legacyNames }, () => now);
  const set = (next: AgentFigures): void => {
    now = next;
  };
  return { read: () => metrics.text(), set };
}

describe('the figures of the agent', () => {
  it('tell how switches and the host are treated (S1.3, S1.19, S1.37, S1.41)', async () => {
    const text = await bench(false).read();
    for (const line of [
      'wayside_ssh_sessions{state="idle"} 3',
      'wayside_ssh_opened_total 7',
      'wayside_ssh_reused_total 30',
      'wayside_ssh_waiting{for="switch"} 4',
      'wayside_ssh_waiting{for="connect"} 6',
      'wayside_ssh_connects_delayed_total 9',
      'wayside_ssh_breakers{state="half-open"} 1',
      'wayside_switch_zones{zone="serial"} 1',
      'wayside_reads_joined_total 11',
      'wayside_cache_requests_total{cache="arp",result="hit"} 8',
      'wayside_agent_guard_zone 2',
    ])
      expect(text).toContain(line);
    expect(text).not.toContain('active_ssh_connections');
  });

  it('count on from the last reading, and never twice', async () => {
    const { read, set } = bench(false);
    await read();
    expect(await read()).toContain('wayside_ssh_opened_total 7');
    set({ ...figures, sessions: { ...figures.sessions, opened: 12 } });
    expect(await read()).toContain('wayside_ssh_opened_total 12');
  });

  it('have the name that the port tracer had for open sessions, when that is asked for (S1.30)', async () => {
    expect(await bench(true).read()).toContain('active_ssh_connections 5');
  });
});
