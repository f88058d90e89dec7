/** TraceService. */
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import { traceEventToWire } from '../../shared/wire/index.ts';
import type { Tracer } from '../trace/index.ts';

export function traceHandlers(tracer: Tracer): ServiceHandlers<'TraceService'> {
  return {
    TraceMac: async function* (request, call) {
      for await (const event of tracer.trace(request, call)) {
        if (event.type === 'answer') yield traceEventToWire(event);
        else {
          const { type, ...progress } = event;
          yield traceEventToWire({ type, progress });
        }
      }
    },
  };
}
