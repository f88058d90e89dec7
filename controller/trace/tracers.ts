/** All that can be traced by, each in terms of the one before. */
import type { NameSource } from './names.ts';
import { type TraceDeps, Tracer } from './trace.ts';
import { IpTracer } from './trace-ip.ts';
import { NameTracer } from './trace-name.ts';

export interface Tracers {
  readonly tracer: Tracer;
  readonly ipTracer: IpTracer;
  readonly nameTracer: NameTracer;
}

/** @param sources names beside those that the switches tell. */
export function openTracers(deps: TraceDeps, sources: readonly NameSource[] = []): Tracers {
  const tracer = new Tracer(deps);
  const ipTracer = new IpTracer(deps, tracer);
  return { tracer, ipTracer, nameTracer: new NameTracer(deps, { tracer, ipTracer, sources }) };
}
