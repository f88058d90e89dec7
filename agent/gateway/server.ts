/** Plain HTTP on a port of its own: the probes. */
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { WaysideError } from '../../shared/errors.ts';
import { Probes, type ProbesOptions, type Service } from '../../shared/runtime/index.ts';

export interface GatewayDeps extends ProbesOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** Connections at once; more are closed at once. */
const CONNECTIONS_MAX = 256;

export class Gateway implements Service {
  readonly name = 'gateway';
  private readonly deps: GatewayDeps;
  private server: ServerType | undefined;
  private boundPort = 0;

  constructor(deps: GatewayDeps) {
    this.deps = deps;
  }

  /** Once it is started. */
  get port(): number {
    return this.boundPort;
  }

  /** Error: UNAVAILABLE when the port is taken. */
  start(): Promise<void> {
    const { host, port } = this.deps;
    return new Promise((resolve, reject) => {
      const server = serve({ fetch: gatewayApp(this.deps).fetch, hostname: host, port }, (address) => {
        this.boundPort = address.port;
        resolve();
      });
      // Only a server that could not begin to listen has errors of its own; those of connections stay with them.
      server.on('error', (cause: Error) => {
        const message = `cannot listen on http ${host}:${port}: ${cause.message}`;
        reject(new WaysideError('UNAVAILABLE', message, { cause }));
      });
      server.maxConnections = CONNECTIONS_MAX;
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

export function gatewayApp(options: ProbesOptions): Hono {
  const app = new Hono();
  const probes = new Probes(options);
  app.all('*', async (context) => {
    const { status, contentType, body } = await probes.answer(context.req.method, context.req.path);
    return context.body(body, status, { 'content-type': contentType });
  });
  return app;
}
