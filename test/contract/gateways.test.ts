/** What Prometheus and a service manager see of both programs, over HTTP. */
import { readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { gatewayHandler } from '../../controller/gateway/index.ts';
import { Metrics, silentLog, systemClock } from '../../shared/runtime/index.ts';
import { HttpServer, probeHandler } from '../../shared/transport/index.ts';
import { generateCampus, pick, type RunningCampus, startCampus } from '../lab/index.ts';
import { errorFrom } from './rig.ts';
import { type JoinedAgent, Live } from './support/live.ts';

let live: Live;
let campus: RunningCampus;
let agent: JoinedAgent;
let umask: number;

beforeAll(async () => {
  umask = process.umask(0o022);
  campus = await startCampus(generateCampus({ seed: 5, switches: 3, deskPorts: 4 }));
  live = await Live.start({ env: { WAYSIDE_METRICS__LEGACY_NAMES: 'true' } });
  await live.addSite('ams1');
  await live.addCampus('ams1', campus);
  agent = await live.startAgent('ams1', 'beside', { WAYSIDE_METRICS__LEGACY_NAMES: 'true' });
  const { mac } = pick(campus.campus, 'edge');
  for await (const _ of live.admin.stream('TraceService.TraceMac', { mac, site: 'ams1' }));
});
afterAll(async () => {
  await live.stop();
  await campus.stop();
  process.umask(umask);
});

async function get(
  base: string,
  path: string,
): Promise<{ status: number; type: string | null; body: string }> {
  const response = await fetch(`${base}${path}`);
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
}

const figures = async (base: string): Promise<string> => (await get(base, '/metrics')).body;

describe('the metrics of both programs', () => {
  test('are text for Prometheus, each figure with a sentence (S1.27)', async () => {
    for (const base of [live.controller.httpUrl, agent.httpUrl]) {
      const { status, type, body } = await get(base, '/metrics');
      expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
      const names = [...body.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
      expect(names.length).toBeGreaterThan(10);
      for (const name of names) expect(body).toMatch(new RegExp(`^# HELP ${name} \\S`, 'm'));
      expect(body).toMatch(/^wayside_build_info\{version="[^"]+",program="(agent|controller)"\} 1$/m);
    }
  });

  test('count HTTP requests, also under the name and labels of the port tracer (S1.28)', async () => {
    await get(live.controller.httpUrl, '/healthz');
    const body = await figures(live.controller.httpUrl);
    expect(body).toMatch(/^wayside_http_requests_total\{method="GET",route="\/healthz",code="200"\} [1-9]/m);
    expect(body).toMatch(/^http_requests_total\{method="GET",endpoint="\/healthz"\} [1-9]/m);
  });

  test('tell how long HTTP requests took, under both names (S1.29)', async () => {
    await get(agent.httpUrl, '/readyz');
    const body = await figures(agent.httpUrl);
    // How long it took is the machine's business.
    const bucket = (le: string): string =>
      `wayside_http_request_duration_seconds_bucket{le="${le}",method="GET",route="/readyz"} `;
    expect(body).toContain(bucket('0.005'));
    expect(Number(body.split(bucket('+Inf'))[1]?.split('\n')[0])).toBeGreaterThan(0);
    expect(body).toMatch(/^http_request_duration_seconds_count [1-9]/m);
  });

  test('tell the open SSH sessions of the agent, under both names (S1.30)', async () => {
    const body = await figures(agent.httpUrl);
    const count = (name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(body)?.[1]);
    const [idle, busy] = [
      count('wayside_ssh_sessions\\{state="idle"\\}'),
      count('wayside_ssh_sessions\\{state="busy"\\}'),
    ];
    expect(idle + busy).toBe(campus.switches.size);
    expect(count('active_ssh_connections')).toBe(idle + busy);
  });

  test('tell how long traces took, under both names (S1.31)', async () => {
    const body = await figures(live.controller.httpUrl);
    expect(body).toMatch(/^wayside_mac_trace_duration_seconds_count 1$/m);
    expect(body).toMatch(/^mac_trace_duration_seconds_count 1$/m);
  });

  test('follow agents, jobs, calls and sessions', async () => {
    const body = await figures(live.controller.httpUrl);
    expect(body).toContain('wayside_agents{state="online"} 1');
    expect(body).toContain('wayside_jobs{state="queued"} 0');
    expect(body).toMatch(/^wayside_grpc_server_handled_total\{method="TraceService.TraceMac",code="0"\} 1$/m);
    expect(await figures(agent.httpUrl)).toContain('wayside_session_up 1');
  });

  test('have the old names only when they are asked for', async () => {
    const other = await Live.start();
    onTestFinished(() => other.stop());
    expect(await figures(other.controller.httpUrl)).not.toMatch(/^(http_|active_|mac_)/m);
  });
});

describe('health', () => {
  test('says ready while the API listens and the agent has a session, and why not when it has none', async () => {
    const lonely = await Live.start();
    await lonely.addSite('ams1');
    const its = await lonely.startAgent('ams1', 'lonely');
    for (const base of [lonely.controller.httpUrl, its.httpUrl]) {
      expect((await get(base, '/healthz')).status).toBe(200);
      expect((await get(base, '/readyz')).status).toBe(200);
    }
    await lonely.controller.stop();
    // Its end of the session is over when the controller has stopped; that it knows is a moment later.
    let answer = await get(its.httpUrl, '/readyz');
    while (answer.status === 200) answer = await get(its.httpUrl, '/readyz');
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      503,
      {
        ok: false,
        checks: { store: 'ok', session: expect.stringMatching(/SHUTTING_DOWN|UNAVAILABLE|CONNECTION_LOST/) },
      },
    ]);
    expect((await get(its.httpUrl, '/healthz')).status).toBe(200);
    await lonely.stop();
  });
});

describe.each([
  ['agent', probeHandler],
  ['controller', gatewayHandler],
] as const)('the HTTP server of the %s', (_, handler) => {
  const metrics = new Metrics({ legacyNames: false });
  const fetch = handler({ clock: systemClock, log: silentLog, metrics, alive: [], ready: [] });
  const serverAt = (port: number): HttpServer => new HttpServer({ host: '127.0.0.1', port, fetch });

  test('says which address it could not take', async () => {
    const taken = createServer();
    onTestFinished(() => void taken.close());
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port)),
    );
    const server = serverAt(port);
    const error = await errorFrom(server.start());
    expect([error.code, error.message]).toEqual([
      'UNAVAILABLE',
      expect.stringContaining(`127.0.0.1:${port}`),
    ]);
    await server.stop();
  });

  test('answers GET and HEAD alone, and stops with clients connected', async () => {
    const server = serverAt(0);
    await server.start();
    const base = `http://127.0.0.1:${server.port}`;
    expect((await get(base, '/')).body).toContain('/metrics');
    expect((await globalThis.fetch(`${base}/healthz`, { method: 'HEAD' })).status).toBe(200);
    expect((await globalThis.fetch(`${base}/healthz`, { method: 'DELETE' })).status).toBe(405);
    await server.stop();
    await expect(globalThis.fetch(`${base}/healthz`)).rejects.toThrow();
  });
});

test('what both programs write is for their own user alone, whatever the umask was', () => {
  const open = readdirSync(live.dir, { recursive: true, encoding: 'utf8' }).filter((path) => {
    const { mode } = statSync(join(live.dir, path));
    return (mode & 0o077) !== 0;
  });
  expect(open).toEqual([]);
});
