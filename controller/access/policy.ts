/** Who may call what. Every rpc stands in this one table; one that does not compile without a row here, or is refused. */
import { WaysideError } from '../../shared/errors.ts';
import { type Level, levels, mayAt, type Principal, principalName } from '../../shared/model/index.ts';
import type { ApiMethod } from '../../shared/wire/index.ts';

/**
 * `anyone` needs no identity, `agents` need their certificate, a level needs a token whose owner has it somewhere: where
 * exactly is judged where the records are read and written. An agent's certificate opens nothing of people's.
 */
export type Rule = 'anyone' | 'agents' | Level;

/** Our own services, `Service.Method`. */
const rules: Readonly<Record<ApiMethod | 'SessionService.Session', Rule>> = {
  'EnrolmentService.Enrol': 'anyone',
  'SessionService.Session': 'agents',
  'AgentService.ListAgents': 'viewer',
  'AgentService.GetAgent': 'viewer',
  'AgentService.CreateJoinToken': 'admin',
  'JobService.SubmitJob': 'operator',
  'JobService.GetJob': 'viewer',
  'JobService.ListJobs': 'viewer',
  'JobService.WatchJob': 'viewer',
  'JobService.CancelJob': 'operator',
  'InventoryService.ListRecords': 'viewer',
  'InventoryService.GetRecord': 'viewer',
  'InventoryService.WatchRecords': 'viewer',
  'InventoryService.ListHistory': 'viewer',
  'InventoryService.WriteRecords': 'operator',
  'TraceService.TraceMac': 'viewer',
  'SystemService.GetStatus': 'viewer',
  'SystemService.RunDoctor': 'viewer',
  'SystemService.GetDelta': 'viewer',
  'SystemService.SetLogLevel': 'admin',
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

function isLevel(rule: Rule | undefined): rule is Level {
  return rule !== undefined && (levels as readonly string[]).includes(rule);
}

/** Errors: UNAUTHENTICATED (nobody said who they are), FORBIDDEN (known, but may not). */
export function authorize(method: string, principal: Principal): void {
  const rule = ruleOf(method);
  if (rule === 'anyone') return;
  if (isLevel(rule) && principal.type === 'user' && mayAt(principal, rule)) return;
  if (rule === 'agents' && principal.type === 'agent') return;
  if (principal.type === 'anonymous') {
    const needed = rule === 'agents' ? 'the certificate of an enrolled agent' : 'a token';
    throw new WaysideError('UNAUTHENTICATED', `${method} needs ${needed}`, {
      hint: 'Send the header "authorization: Bearer TOKEN"; the first start wrote the admin token to a file.',
    });
  }
  const hint =
    principal.type === 'user' && isLevel(rule) ? `It needs the level ${rule}; ask an admin.` : undefined;
  throw new WaysideError(
    'FORBIDDEN',
    `${principalName(principal)} may not call ${method}`,
    hint ? { hint } : {},
  );
}
