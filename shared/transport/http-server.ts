/** Plain HTTP on a port of its own, in front of any fetch handler. */
import { type ServerType, serve } from '@hono/node-server';
import { WaysideError } from '../errors.ts';
import { Probes, type ProbesOptions, type Service } from '../runtime/index.ts';

export type FetchHandler = (request: Request) => Response | Promise<Response>;

export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly fetch: FetchHandler;
  /** Until the head of a request is there; whoever is slower loses the connection. */
  readonly headMaxMs?: number;
}

/** Connections at once; more are closed at once. */
export const HTTP_CONNECTIONS_MAX = 256;
/** So few connections must not be held by whoever sends a byte now and then. */
const HEAD_MAX_MS = 10_000;
const HEAD_BYTES_MAX = 16_384;

export class HttpServer implements Service {
  readonly name = 'http';
  private readonly options: HttpServerOptions;
  private server: ServerType | undefined;
  private boundPort = 0;

  constructor(options: HttpServerOptions) {
    this.options = options;
  }

  /** Once it is started. */
  get port(): number {
    return this.boundPort;
  }

  /** Error: UNAVAILABLE when the port is taken. */
  start(): Promise<void> {
    const { host, port, fetch, headMaxMs = HEAD_MAX_MS } = this.options;
    // A probe has no body, so that the whole request takes no longer than its head.
    const serverOptions = {
      ...{ headersTimeout: headMaxMs, requestTimeout: headMaxMs, maxHeaderSize: HEAD_BYTES_MAX },
      connectionsCheckingInterval: Math.ceil(headMaxMs / 4),
    };
    return new Promise((resolve, reject) => {
      const server = serve({ fetch, hostname: host, port, serverOptions }, (address) => {
        this.boundPort = address.port;
        resolve();
      });
      // Only a server that could not begin to listen has errors of its own; those of connections stay with them.
      server.on('error', (cause: Error) => {
        const message = `cannot listen on http ${host}:${port}: ${cause.message}`;
        reject(new WaysideError('UNAVAILABLE', message, { cause }));
      });
      server.maxConnections = HTTP_CONNECTIONS_MAX;
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

/** /metrics, /healthz and /readyz; anything else is 404. */
export function probeHandler(options: ProbesOptions): FetchHandler {
  const probes = new Probes(options);
  return async (request) => {
    const { status, contentType, body } = await probes.answer(request.method, new URL(request.url).pathname);
    return new Response(body, { status, headers: { 'content-type': contentType } });
  };
}
