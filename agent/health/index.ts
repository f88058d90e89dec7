export { agentBundle } from './bundle.ts';
export { type DoctorDeps, examineAgent } from './doctor.ts';
export { livesIn, requireAgent } from './folder.ts';
export { fileFindings, hostItems, sizeText } from './host.ts';
export { readState, STATE_NAME, StateFile } from './state-file.ts';
export { type AgentLife, readLife, sessionHint } from './status.ts';
