export { AgentLife, type AgentLifeDeps, type Deed } from './agent-life.ts';
export { CaRotation, type CaRotationDeps } from './ca-rotation.ts';
export type { CloneAlarm } from './clones.ts';
export { Enrolment } from './enrolment.ts';
export type { EnrolRequest } from './enrolment-request.ts';
export { AgentHub, type AgentListener, cloneWords, type HubDeps } from './hub.ts';
export { type ControllerIdentity, openControllerIdentity, type ServerCertificate } from './identity.ts';
export {
  type CreatedJoinToken,
  createJoinToken,
  type JoinTokenPage,
  type JoinTokenRequest,
  listJoinTokens,
  requireJoinToken,
  revokeJoinToken,
  unknownSite,
} from './join-token.ts';
export { ServerCertificateKeeper } from './server-certificate.ts';
export type { SessionSettings } from './session.ts';
