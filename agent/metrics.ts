/** The figures of the agent, read when they are asked for. */
import {
  type Clock,
  type Closers,
  LagMeter,
  type MetricName,
  Metrics,
  softwareVersion,
} from '../shared/runtime/index.ts';
import { type GuardZone, guardZones } from './jobs/index.ts';
import type { DriverCare, PoolStats } from './switch/index.ts';

export interface AgentFigures {
  readonly sessions: PoolStats;
  readonly care: DriverCare;
  readonly guard: GuardZone;
  readonly runningTargets: number;
  readonly outboxBytes: number;
  readonly droppedDeltas: number;
  readonly isUp: boolean;
}

export interface AgentMetricsOptions {
  readonly clock: Clock;
  readonly closers: Closers;
  readonly legacyNames: boolean;
}

export function agentMetrics(options: AgentMetricsOptions, read: () => AgentFigures): Metrics {
  const metrics = new Metrics({ legacyNames: options.legacyNames });
  const lag = new LagMeter(options.clock);
  options.closers.add(() => lag.stop());
  const totals = new Totals(metrics);
  metrics.set('wayside_build_info', { version: softwareVersion(), program: 'agent' }, 1);
  metrics.onRead(() => {
    const figures = read();
    const { runningTargets, outboxBytes, droppedDeltas, isUp, guard } = figures;
    showSwitches(metrics, totals, figures);
    metrics.set('wayside_agent_guard_zone', {}, guardZones.indexOf(guard));
    metrics.set('wayside_targets_running', {}, runningTargets);
    metrics.set('wayside_outbox_bytes', {}, outboxBytes);
    metrics.set('wayside_outbox_dropped_deltas', {}, droppedDeltas);
    metrics.set('wayside_session_up', {}, isUp ? 1 : 0);
    metrics.set('wayside_event_loop_lag_seconds', {}, lag.takeWorstMs() / 1000);
  });
  return metrics;
}

function showSwitches(metrics: Metrics, totals: Totals, { sessions, care }: AgentFigures): void {
  metrics.set('wayside_ssh_sessions', { state: 'idle' }, sessions.idle);
  metrics.set('wayside_ssh_sessions', { state: 'busy' }, sessions.busy);
  totals.reach('wayside_ssh_opened_total', {}, sessions.opened);
  totals.reach('wayside_ssh_reused_total', {}, sessions.reused);
  metrics.set('wayside_ssh_waiting', { for: 'switch' }, sessions.waiting);
  metrics.set('wayside_ssh_waiting', { for: 'connect' }, care.connects.waiting);
  totals.reach('wayside_ssh_connects_delayed_total', {}, care.connects.waitedTotal);
  metrics.set('wayside_ssh_breakers', { state: 'open' }, care.breakers.open);
  metrics.set('wayside_ssh_breakers', { state: 'half-open' }, care.breakers.halfOpen);
  for (const [zone, count] of Object.entries(care.zones))
    metrics.set('wayside_switch_zones', { zone }, count);
  totals.reach('wayside_reads_joined_total', {}, care.joined);
  for (const [cache, results] of Object.entries(care.cache))
    for (const [result, count] of Object.entries(results))
      totals.reach('wayside_cache_requests_total', { cache, result }, count);
}

/** Counts that are kept elsewhere, as counters: they grow by what came since the last reading. */
class Totals {
  private readonly metrics: Metrics;
  private readonly told = new Map<string, number>();

  constructor(metrics: Metrics) {
    this.metrics = metrics;
  }

  reach(name: MetricName, labels: Readonly<Record<string, string>>, total: number): void {
    const key = JSON.stringify([name, labels]);
    this.metrics.count(name, labels, total - (this.told.get(key) ?? 0));
    this.told.set(key, total);
  }
}
