export { agentHandlers } from './agent.ts';
export { type EnrolmentApiDeps, enrolmentHandlers } from './enrolment.ts';
export { inventoryHandlers } from './inventory.ts';
export { jobHandlers } from './job.ts';
export { sessionHandlers } from './session.ts';
export { readDelta, readStatus, runDoctor, type StatusDeps } from './status.ts';
export { type SystemApiDeps, systemHandlers } from './system.ts';
export { traceHandlers } from './trace.ts';
