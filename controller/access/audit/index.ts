export { AuditedCalls, aboutCall, type Journal } from './calls.ts';
export { type Audit, type AuditOptions, openAudit } from './open.ts';
export { AuditReader } from './reader.ts';
export { type AuditRule, auditRule } from './rules.ts';
export type { AuditFact } from './text.ts';
export { type AuditEvent, AuditTrail } from './trail.ts';
