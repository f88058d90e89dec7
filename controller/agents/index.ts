export { AgentLife, type AgentLifeDeps, type Deed } from './agent-life.ts';
export { CaRotation, type CaRotationDeps } from './ca-rotation.ts';
export { type CloneAlarm, cloneWords } from './clones.ts';
export type { SealedOrder } from './credential-order.ts';
export { credentialViewOf } from './credential-view.ts';
export { CredentialDesk, type CredentialDeskDeps } from './credentials.ts';
export { dutyWords } from './duties.ts';
export { Enrolment } from './enrolment.ts';
export type { EnrolRequest } from './enrolment-request.ts';
export { AgentHostKeys } from './host-keys.ts';
export { AgentHub, type AgentListener, type HubDeps } from './hub.ts';
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
export { AgentLogLevels } from './log-levels.ts';
export type { Presence } from './presence.ts';
export type { RosterEntry } from './roster.ts';
export { ServerCertificateKeeper } from './server-certificate.ts';
export type { SessionSettings } from './session.ts';
