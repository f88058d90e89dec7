import { describe, expect, it } from 'vitest';
import { runHealthChecks } from './health.ts';
import { LagMeter } from './lag.ts';
import { ManualClock } from './manual-clock.ts';
import { Metrics, metricRows } from './metrics.ts';

describe('metrics', () => {
  it('follow the naming of Prometheus: a prefix, base units, _total for counters alone', () => {
    for (const { name, type } of metricRows) {
      expect(name).toMatch(/^wayside_[a-z0-9_]+$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
    }
  });

  it('show a count, a gauge read at the last moment and a histogram', async () => {
    const metrics = new Metrics({ legacyNames: false });
    metrics.count('wayside_grpc_server_handled_total', { method: 'JobService.GetJob', code: 0 });
    metrics.observe('wayside_mac_trace_duration_seconds', {}, 0.3);
    metrics.onRead(() => metrics.set('wayside_store_bytes', {}, 4096));
    const text = await metrics.text();
    expect(text).toContain('wayside_grpc_server_handled_total{method="JobService.GetJob",code="0"} 1');
    expect(text).toContain('wayside_mac_trace_duration_seconds_count 1');
    expect(text).toContain('wayside_store_bytes 4096');
    expect(text).not.toMatch(/^mac_trace_duration_seconds/m);
  });

  it('S1.30 and S1.31 are there under the old names too when that is asked for', async () => {
    const metrics = new Metrics({ legacyNames: true });
    metrics.set('wayside_ssh_sessions', { state: 'idle' }, 4);
    metrics.observe('wayside_mac_trace_duration_seconds', {}, 0.3);
    const text = await metrics.text();
    expect(text).toContain('active_ssh_connections 4');
    expect(text).toMatch(/^mac_trace_duration_seconds_count 1$/m);
  });
});

describe('health', () => {
  it('is well when every check is, and names the reason of each that is not', () => {
    const fine = { name: 'store', problem: () => undefined };
    expect(runHealthChecks([fine])).toEqual({ ok: true, checks: { store: 'ok' } });
    const bad = { name: 'session', problem: () => 'not connected' };
    expect(runHealthChecks([fine, bad])).toEqual({
      ok: false,
      checks: { store: 'ok', session: 'not connected' },
    });
  });
});

describe('the lag meter', () => {
  it('tells the longest delay since it was last asked', () => {
    const clock = new ManualClock();
    const ticks: (() => void)[] = [];
    let nowMs = 0;
    const meter = new LagMeter({
      now: () => nowMs,
      monotonic: () => nowMs,
      after: clock.after.bind(clock),
      every: (_ms, fn) => {
        ticks.push(fn);
        return { cancel: () => undefined };
      },
    });
    for (const lateAtMs of [100, 350, 450]) {
      nowMs = lateAtMs;
      ticks[0]?.();
    }
    expect(meter.takeWorstMs()).toBe(150);
    expect(meter.takeWorstMs()).toBe(0);
  });
});
