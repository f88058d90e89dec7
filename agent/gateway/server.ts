/** Plain HTTP for machines that look after machines: /metrics, /healthz (this process), /readyz (all it needs). */
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { WaysideError } from '../../shared/errors.ts';
import {
  type Clock,
  type HealthCheck,
  type Metrics,
  runHealthChecks,
  type Service,
} from '../../shared/runtime/index.ts';

export interface GatewayDeps {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** What this process itself must have. */
  readonly alive: readonly HealthCheck[];
  /** What it needs to do its work. */
  readonly ready: readonly HealthCheck[];
}

export class Gateway implements Service {
  readonly name = 'gateway';
  private readonly deps: GatewayDeps;
  private server: ServerType | undefined;
  private boundPort = 0;

  constructor(deps: GatewayDeps) {
    this.deps = deps;
  }

  get port(): number {
    return this.boundPort;
  }

  start(): Promise<void> {
    const { host, port } = this.deps;
    return new Promise((resolve, reject) => {
      const server = serve({ fetch: gatewayApp(this.deps).fetch, hostname: host, port }, (address) => {
        this.boundPort = address.port;
        resolve();
      });
      server.once('error', (cause: Error) =>
        reject(
          new WaysideError('UNAVAILABLE', `cannot listen on http ${host}:${port}: ${cause.message}`, {
            cause,
          }),
        ),
      );
      this.server = server;
    });
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.server) return resolve();
      this.server.close(() => resolve());
      if ('closeAllConnections' in this.server) this.server.closeAllConnections();
    });
  }
}

export function gatewayApp(deps: Pick<GatewayDeps, 'clock' | 'metrics' | 'alive' | 'ready'>): Hono {
  const { clock, metrics } = deps;
  const app = new Hono();
  app.use(async (context, next) => {
    const startedMs = clock.monotonic();
    await next();
    const { method } = context.req;
    const route = ROUTES.includes(context.req.path) ? context.req.path : 'other';
    metrics.count('wayside_http_requests_total', { method, route, code: context.res.status });
    metrics.observe(
      'wayside_http_request_duration_seconds',
      { method, route },
      (clock.monotonic() - startedMs) / 1000,
    );
  });
  app.get('/metrics', async (context) =>
    context.body(await metrics.text(), 200, { 'content-type': metrics.contentType }),
  );
  app.get('/healthz', (context) => {
    const report = runHealthChecks(deps.alive);
    return context.json(report, report.ok ? 200 : 503);
  });
  app.get('/readyz', (context) => {
    const report = runHealthChecks([...deps.alive, ...deps.ready]);
    return context.json(report, report.ok ? 200 : 503);
  });
  return app;
}

const ROUTES: readonly string[] = ['/metrics', '/healthz', '/readyz'];
