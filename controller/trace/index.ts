export { type TraceDeps, type TraceEvent, type TraceQuestion, Tracer } from './trace.ts';
