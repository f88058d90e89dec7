/** What the controller answers over HTTP: the probes. */
import { Hono } from 'hono';
import type { ProbesOptions } from '../../shared/runtime/index.ts';
import { type FetchHandler, probeHandler } from '../../shared/transport/index.ts';

export function gatewayHandler(options: ProbesOptions): FetchHandler {
  const probes = probeHandler(options);
  const app = new Hono();
  app.all('*', ({ req }) => probes(req.raw));
  return app.fetch;
}
