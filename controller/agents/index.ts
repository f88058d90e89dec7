export { Enrolment } from './enrolment.ts';
export type { EnrolRequest } from './enrolment-request.ts';
export { AgentHub, type AgentListener, type HubDeps } from './hub.ts';
export { type ControllerIdentity, openControllerIdentity, type ServerCertificate } from './identity.ts';
export { type CreatedJoinToken, createJoinToken, type JoinTokenRequest } from './join-token.ts';
export { ServerCertificateKeeper } from './server-certificate.ts';
export type { SessionSettings } from './session.ts';
