/** TraceService. */
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import { traceEventToWire, traceIpEventToWire, traceNameEventToWire } from '../../shared/wire/index.ts';
import type { Tracers } from '../trace/index.ts';

export function traceHandlers({ tracer, ipTracer, nameTracer }: Tracers): ServiceHandlers<'TraceService'> {
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
    TraceIp: async function* (request, call) {
      for await (const event of ipTracer.trace(request, call)) {
        if (event.type === 'answer') yield traceIpEventToWire(event);
        else {
          const { type, ...progress } = event;
          yield traceIpEventToWire({ type, progress });
        }
      }
    },
    TraceName: async function* (request, call) {
      for await (const event of nameTracer.trace(request, call)) {
        if (event.type === 'answer') yield traceNameEventToWire(event);
        else {
          const { type, ...progress } = event;
          yield traceNameEventToWire({ type, progress });
        }
      }
    },
  };
}
