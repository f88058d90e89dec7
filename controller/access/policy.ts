/** Who may call what. Every rpc stands in this one table; one that does not compile without a row here, or is refused. */
import { WaysideError } from '../../shared/errors.ts';
import { type Level, levels, mayAt, type Principal, principalName } from '../../shared/model/index.ts';
import type { ApiMethod } from '../../shared/wire/index.ts';

/**
 * `anyone` needs no identity; `people` neither, but is closed to agents; `agents` need their certificate; a level needs
 * a token whose owner has it somewhere: where exactly is judged where the records are read and written; `admin
 * everywhere` needs an admin of every site. An agent's certificate opens nothing of people's.
 */
export type Rule = 'anyone' | 'people' | 'agents' | 'admin everywhere' | Level;

/** Our own services, `Service.Method`. */
const rules: Readonly<Record<ApiMethod | 'SessionService.Session', Rule>> = {
  'EnrolmentService.Enrol': 'anyone',
  'EnrolmentService.GetTrust': 'anyone',
  'SessionService.Session': 'agents',
  'AgentService.ListAgents': 'viewer',
  'AgentService.GetAgent': 'viewer',
  'AgentService.CreateJoinToken': 'admin',
  'AgentService.ListJoinTokens': 'admin',
  'AgentService.RevokeJoinToken': 'admin',
  'AgentService.UpdateAgent': 'admin',
  'AgentService.DeleteAgent': 'admin',
  'AgentService.EvictAgent': 'admin',
  'AgentService.BanAgent': 'admin',
  'AgentService.UnbanAgent': 'admin',
  'AgentService.DrainAgent': 'operator',
  'AgentService.MaintainAgent': 'operator',
  'AgentService.ResumeAgent': 'operator',
  'CaService.GetCa': 'admin everywhere',
  'CaService.RotateCa': 'admin everywhere',
  'CaService.RetireCa': 'admin everywhere',
  'CredentialService.GetSealKey': 'admin',
  'CredentialService.SetCredential': 'admin',
  'CredentialService.RemoveCredential': 'admin',
  'CredentialService.ListCredentials': 'operator',
  'HostKeyService.ListHostKeys': 'operator',
  'HostKeyService.AcceptHostKey': 'admin',
  'AlertService.ListAlerts': 'viewer',
  'AlertService.ListSilences': 'viewer',
  'AlertService.AcknowledgeAlert': 'operator',
  'AlertService.UnacknowledgeAlert': 'operator',
  'AlertService.SilenceAlert': 'operator',
  'AlertService.UnsilenceAlert': 'operator',
  'AuditService.ListAudit': 'admin everywhere',
  'AuditService.VerifyAudit': 'admin everywhere',
  'AuditService.ExportAudit': 'admin everywhere',
  'BackupService.CreateBackup': 'admin everywhere',
  'AuthService.Login': 'people',
  'AuthService.Logout': 'viewer',
  'AuthService.WhoAmI': 'viewer',
  'JobService.SubmitJob': 'operator',
  'JobService.GetJob': 'viewer',
  'JobService.ListJobs': 'viewer',
  'JobService.WatchJob': 'viewer',
  'JobService.CancelJob': 'operator',
  'JobService.RetryJob': 'operator',
  'JobService.GetJobLog': 'viewer',
  'ScheduleService.ListSchedules': 'viewer',
  'ScheduleService.GetSchedule': 'viewer',
  'ScheduleService.CreateSchedule': 'operator',
  'ScheduleService.UpdateSchedule': 'operator',
  'ScheduleService.DeleteSchedule': 'operator',
  'ScheduleService.PauseSchedule': 'operator',
  'ScheduleService.ResumeSchedule': 'operator',
  'ScheduleService.RunSchedule': 'operator',
  'ScheduleService.ListFirings': 'viewer',
  'InventoryService.ListRecords': 'viewer',
  'InventoryService.FindRecords': 'viewer',
  'InventoryService.GetRecord': 'viewer',
  'InventoryService.WatchRecords': 'viewer',
  'InventoryService.ListHistory': 'viewer',
  'InventoryService.GetChange': 'viewer',
  'InventoryService.WriteRecords': 'operator',
  'PlanService.CreatePlan': 'operator',
  'PlanService.GetPlan': 'viewer',
  'PlanService.ListPlans': 'viewer',
  'PlanService.ListPlanSteps': 'viewer',
  'PlanService.ExportPlan': 'viewer',
  'PlanService.ApprovePlan': 'approver',
  'PlanService.RevokePlan': 'approver',
  'PlanService.ApplyPlan': 'operator',
  'PortService.PlanPorts': 'operator',
  'PortService.PlanVlans': 'operator',
  'PortService.ListPorts': 'viewer',
  'PortService.GetPort': 'operator',
  'ChangeService.ListChangeSets': 'viewer',
  'ChangeService.GetChangeSet': 'viewer',
  'ChangeService.ListChangeItems': 'viewer',
  'ChangeService.RevertChangeSet': 'operator',
  'ConflictService.ListConflicts': 'viewer',
  'ConflictService.GetConflict': 'viewer',
  'ConflictService.ResolveConflict': 'operator',
  'TraceService.TraceMac': 'viewer',
  'TraceService.TraceIp': 'viewer',
  'TraceService.TraceName': 'viewer',
  'SystemService.GetStatus': 'viewer',
  'SystemService.RunDoctor': 'viewer',
  'SystemService.GetDelta': 'viewer',
  'SystemService.GetLogLevel': 'admin everywhere',
  'SystemService.SetLogLevel': 'admin everywhere',
  'SupportService.CreateSupportBundle': 'admin everywhere',
  'UserService.ListUsers': 'admin everywhere',
  'UserService.GetUser': 'admin everywhere',
  'UserService.CreateUser': 'admin everywhere',
  'UserService.UpdateUser': 'admin everywhere',
  'UserService.DeleteUser': 'admin everywhere',
  'UserService.SetPassword': 'viewer',
  'UserService.ListRoles': 'admin everywhere',
  'UserService.CreateRole': 'admin everywhere',
  'UserService.UpdateRole': 'admin everywhere',
  'UserService.DeleteRole': 'admin everywhere',
  'UserService.ListApiTokens': 'viewer',
  'UserService.CreateApiToken': 'viewer',
  'UserService.UpdateApiToken': 'viewer',
  'UserService.DeleteApiToken': 'viewer',
};

/** Services that come with gRPC, by full name. */
const foreignRules: Readonly<Record<string, Rule>> = {
  'grpc.health.v1.Health': 'anyone',
  'grpc.reflection.v1.ServerReflection': 'viewer',
  'grpc.reflection.v1alpha.ServerReflection': 'viewer',
};

/** The rule of a method as the transport names it: `JobService.GetJob`, `grpc.health.v1.Health.Check`. */
export function ruleOf(method: string): Rule | undefined {
  if (Object.hasOwn(rules, method)) return rules[method as ApiMethod];
  const service = method.slice(0, Math.max(0, method.lastIndexOf('.')));
  return Object.hasOwn(foreignRules, service) ? foreignRules[service] : undefined;
}

/** Who may manage users and the controller itself. A token that is for reading only may not. */
export function isAdminEverywhere(principal: Principal): boolean {
  return principal.type === 'user' && mayAt(principal, 'admin', { site: '*' });
}

function neededWords(rule: Rule | undefined): string | undefined {
  if (rule === 'admin everywhere')
    return 'It needs an admin of every site, and a token that is not for reading only.';
  return isLevel(rule) ? `It needs the level ${rule}; ask an admin.` : undefined;
}

function isLevel(rule: Rule | undefined): rule is Level {
  return rule !== undefined && (levels as readonly string[]).includes(rule);
}

/** Errors: UNAUTHENTICATED (nobody said who they are), FORBIDDEN (known, but may not). */
export function authorize(method: string, principal: Principal): void {
  const rule = ruleOf(method);
  if (rule === 'anyone') return;
  if (rule === 'people' && (principal.type === 'user' || principal.type === 'anonymous')) return;
  if (isLevel(rule) && principal.type === 'user' && mayAt(principal, rule)) return;
  if (rule === 'admin everywhere' && isAdminEverywhere(principal)) return;
  if (rule === 'agents' && principal.type === 'agent') return;
  if (principal.type === 'anonymous') {
    const needed = rule === 'agents' ? 'the certificate of an enrolled agent' : 'a token';
    throw new WaysideError('UNAUTHENTICATED', `${method} needs ${needed}`, {
      hint: 'Send the header "authorization: Bearer TOKEN"; the first start wrote the admin token to a file.',
    });
  }
  const hint = principal.type === 'user' ? neededWords(rule) : undefined;
  throw new WaysideError('FORBIDDEN', `${principalName(principal)} may not call ${method}`, {
    ...(hint && { hint }),
    details: { principal: principalName(principal) },
  });
}
