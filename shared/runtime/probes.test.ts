import { beforeEach, describe, expect, test } from 'vitest';
import { type LogFields, silentLog } from './log.ts';
import { ManualClock } from './manual-clock.ts';
import { Metrics } from './metrics.ts';
import { Probes } from './probes.ts';

let metrics: Metrics;
let storeProblem: string | undefined;
let sessionProblem: string | undefined;
let logged: [string, LogFields | undefined][];
let probes: Probes;

beforeEach(() => {
  metrics = new Metrics({ legacyNames: true });
  storeProblem = undefined;
  sessionProblem = undefined;
  logged = [];
  probes = new Probes({
    clock: new ManualClock(),
    log: { ...silentLog, error: (event, fields) => logged.push([event, fields]) },
    metrics,
    alive: [{ name: 'store', problem: () => storeProblem }],
    ready: [{ name: 'session', problem: () => sessionProblem }],
  });
});

const ask = (path: string, method = 'GET') => probes.answer(method, path);

describe('the probes', () => {
  test('tell a process that works from one that can do its work', async () => {
    expect(await ask('/readyz')).toMatchObject({ status: 200, contentType: 'application/json' });
    sessionProblem = 'UNAVAILABLE: nobody answers';
    expect((await ask('/healthz')).status).toBe(200);
    const { status, body } = await ask('/readyz');
    expect([status, JSON.parse(body)]).toEqual([
      503,
      { ok: false, checks: { store: 'ok', session: 'UNAVAILABLE: nobody answers' } },
    ]);
    storeProblem = 'the store is closed';
    expect((await ask('/healthz')).status).toBe(503);
    expect(JSON.parse((await ask('/healthz')).body).checks).toEqual({ store: 'the store is closed' });
  });

  test('count every request once, under labels that no caller can make', async () => {
    await ask('/metrics');
    for (const path of ['/nothing', `/${'x'.repeat(1e5)}`, '/__proto__', '/constructor', '']) {
      expect((await ask(path)).status).toBe(404);
    }
    expect((await ask('/healthz', 'POST')).status).toBe(405);
    expect((await ask('/healthz', 'BREW')).status).toBe(405);
    const { body } = await ask('/metrics');
    expect(body.match(/^wayside_http_requests_total\{.*$/gm)).toEqual([
      'wayside_http_requests_total{method="GET",route="/metrics",code="200"} 1',
      'wayside_http_requests_total{method="GET",route="other",code="404"} 5',
      'wayside_http_requests_total{method="other",route="/healthz",code="405"} 2',
    ]);
    // The port tracer's labels were these two.
    expect(body).toContain('\nhttp_requests_total{method="GET",endpoint="other"} 5');
    expect(body).toMatch(/^http_request_duration_seconds_count 8$/m);
  });

  test('say that a figure could not be read, and why in the log alone', async () => {
    metrics.onRead(() => {
      throw new Error('secret path /var/lib');
    });
    const { status, body } = await ask('/metrics');
    expect([status, body]).toEqual([500, 'this could not be read; the log has the reason\n']);
    expect(logged).toMatchObject([['probe.failed', { error: { message: 'secret path /var/lib' } }]]);
  });
});
