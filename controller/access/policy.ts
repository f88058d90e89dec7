/** Who may call what. Every rpc stands in this one table; one that does not compile without a row here, or is refused. */
import { WaysideError } from '../../shared/errors.ts';
import { type Principal, principalName } from '../../shared/model/index.ts';
import type { ApiMethod } from '../../shared/wire/index.ts';

/** `anyone` needs no identity; `agents` need their certificate; `admins` a token. An agent's certificate opens nothing of people's. */
export type Rule = 'anyone' | 'agents' | 'admins';

/** Our own services, `Service.Method`. */
const rules: Readonly<Record<ApiMethod | 'SessionService.Session', Rule>> = {
  'EnrolmentService.Enrol': 'anyone',
  'SessionService.Session': 'agents',
  'AgentService.ListAgents': 'admins',
  'AgentService.GetAgent': 'admins',
  'AgentService.CreateJoinToken': 'admins',
  'JobService.SubmitJob': 'admins',
  'JobService.GetJob': 'admins',
  'JobService.ListJobs': 'admins',
  'JobService.WatchJob': 'admins',
  'JobService.CancelJob': 'admins',
  'InventoryService.ListRecords': 'admins',
  'InventoryService.GetRecord': 'admins',
  'InventoryService.WatchRecords': 'admins',
  'InventoryService.ListHistory': 'admins',
  'InventoryService.WriteRecords': 'admins',
  'TraceService.TraceMac': 'admins',
  'SystemService.GetStatus': 'admins',
  'SystemService.RunDoctor': 'admins',
  'SystemService.GetDelta': 'admins',
  'SystemService.SetLogLevel': 'admins',
};

/** Services that come with gRPC, by full name. */
const foreignRules: Readonly<Record<string, Rule>> = {
  'grpc.health.v1.Health': 'anyone',
  'grpc.reflection.v1.ServerReflection': 'admins',
  'grpc.reflection.v1alpha.ServerReflection': 'admins',
};

/** The rule of a method as the transport names it: `JobService.GetJob`, `grpc.health.v1.Health.Check`. */
export function ruleOf(method: string): Rule | undefined {
  if (Object.hasOwn(rules, method)) return rules[method as ApiMethod];
  const service = method.slice(0, Math.max(0, method.lastIndexOf('.')));
  return Object.hasOwn(foreignRules, service) ? foreignRules[service] : undefined;
}

/** Errors: UNAUTHENTICATED (nobody said who they are), FORBIDDEN (known, but may not). */
export function authorize(method: string, principal: Principal): void {
  const rule = ruleOf(method);
  if (rule === 'anyone') return;
  if (rule === 'admins' && principal.type === 'user' && principal.role === 'admin') return;
  if (rule === 'agents' && principal.type === 'agent') return;
  if (principal.type === 'anonymous') {
    const needed = rule === 'agents' ? 'the certificate of an enrolled agent' : 'a token';
    throw new WaysideError('UNAUTHENTICATED', `${method} needs ${needed}`, {
      hint: 'Send the header "authorization: Bearer TOKEN"; the first start wrote the admin token to a file.',
    });
  }
  throw new WaysideError('FORBIDDEN', `${principalName(principal)} may not call ${method}`);
}
