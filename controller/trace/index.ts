export type { NameQuestion, NameSource } from './names.ts';
export { type JudgedSwitch, judgedSite, type PortJudged } from './port-judged.ts';
export { type PortRow, PortRows, type PortRowsDeps, portRowId } from './port-rows.ts';
export { type TraceDeps, type TraceEvent, type TraceQuestion, Tracer } from './trace.ts';
export { IpTracer, type TraceIpEvent, type TraceIpQuestion } from './trace-ip.ts';
export { NameTracer, type TraceNameEvent, type TraceNameQuestion } from './trace-name.ts';
export { openTracers, type Tracers } from './tracers.ts';
