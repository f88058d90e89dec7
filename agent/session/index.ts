export { Connection, type ConnectionDeps, type SessionState } from './connection.ts';
export { enrol, nameToJoinWith, rejoin } from './enrol.ts';
export { readJoinTokenFile, readJoinTokenStream } from './enrol-token.ts';
export { createEnrolTransport } from './enrol-transport.ts';
export {
  type AgentEnrolment,
  type AgentKeys,
  hasAgentKeys,
  loadEnrolment,
  loadOrCreateAgentKeys,
} from './identity.ts';
export { validityOf } from './identity-certificate.ts';
export { parseLabels } from './labels.ts';
export { Renewal } from './renewal.ts';
export { AgentSession, type SessionDeps, type SessionIdentity, type SessionRunner } from './session.ts';
