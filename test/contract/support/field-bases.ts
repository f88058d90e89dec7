/** A controller with one of each thing, and requests to its rpcs that it would carry out: one field at a time is changed. */
import type { Log } from '../../../shared/runtime/index.ts';
import { structToWire } from '../../../shared/wire/index.ts';
import { Live } from './live.ts';

export interface FieldRig {
  readonly live: Live;
  /** By rpc. One that is missing, such as one without fields, is walked from the empty request. */
  readonly bases: Readonly<Record<string, object>>;
}

const SITE = 'ams1';
/** Not while the tests run. */
const YEARLY = { name: 'yearly', site: SITE, kind: 'collect', cron: '0 0 1 1 *' };
export const MAC = '02:00:00:00:00:01';

/** It is the caller who stops `live`. */
export async function openFieldRig(log?: Log): Promise<FieldRig> {
  const live = await Live.start(log ? { log } : {});
  await live.addSite(SITE);
  const source = { name: 'sw1', driver: 'switch', address: '127.0.0.1', port: 1 };
  const { changeSet } = await live.admin.unary('InventoryService.WriteRecords', {
    operations: [
      { create: { site: SITE, kind: 'switch', id: 'sw1', fields: structToWire({ name: 'sw1' }) } },
      { create: { site: SITE, kind: 'source', id: 'sw1', fields: structToWire(source) } },
    ],
  });
  await live.startAgent(SITE, 'beside');
  const levels = { level: 'LEVEL_VIEWER', switchView: 'SWITCH_VIEW_NETWORK' } as const;
  const grant = { ...levels, scopes: [{ site: SITE }] };
  await live.admin.unary('UserService.CreateRole', { name: 'helpdesk', grant });
  await live.admin.unary('UserService.CreateUser', { name: 'ben', roles: ['helpdesk'] });
  const { apiToken } = await live.admin.unary('UserService.CreateApiToken', { owner: 'ben', name: 'script' });
  const { job } = await live.admin.unary('JobService.SubmitJob', { kind: 'collect', site: SITE });
  const toDo = { create: { site: SITE, kind: 'switch', id: 'sw3', fields: structToWire({ name: 'sw3' }) } };
  const { plan } = await live.admin.unary('PlanService.CreatePlan', { operations: [toDo] });
  const { schedule } = await live.admin.unary('ScheduleService.CreateSchedule', { spec: YEARLY });
  await live.admin.unary('AgentService.CreateJoinToken', { site: SITE });
  const { tokens } = await live.admin.unary('AgentService.ListJoinTokens', {});
  const joinToken = tokens.find(({ state }) => state === 'JOIN_TOKEN_STATE_OPEN')?.id;
  return {
    live,
    bases: {
      ...peopleBases(apiToken?.id, grant),
      ...workBases({ job: job?.id, schedule: schedule?.id, changeSet, plan: plan?.id }),
      ...agentBases(joinToken),
    },
  };
}

function agentBases(joinToken: string | undefined): Record<string, object> {
  const life = { id: 'beside', why: 'it was tried' };
  return {
    'AgentService.GetAgent': { id: 'beside' },
    'AgentService.CreateJoinToken': { site: SITE },
    'AgentService.RevokeJoinToken': { id: joinToken },
    'AgentService.UpdateAgent': { id: 'beside', description: 'in the rack' },
    'AgentService.DeleteAgent': life,
    'AgentService.EvictAgent': life,
    'AgentService.BanAgent': life,
    'AgentService.UnbanAgent': { id: 'beside' },
    'AgentService.DrainAgent': life,
    'AgentService.MaintainAgent': { ...life, durationSeconds: 60 },
    'AgentService.ResumeAgent': { id: 'beside' },
    'HostKeyService.ListHostKeys': { site: SITE },
    'HostKeyService.AcceptHostKey': { site: SITE, source: 'sw1', fingerprint: `SHA256:${'A'.repeat(43)}` },
    'AuditService.ListAudit': { who: 'user:admin', pageSize: 1 },
    'EnrolmentService.Enrol': {
      ...{ joinToken: 'wj1.none', agentName: 'other', certificateRequest: Buffer.alloc(8) },
      ...{ identityKey: Buffer.alloc(32), sealingKey: Buffer.alloc(32), proof: Buffer.alloc(64) },
    },
  };
}

interface WorkIds {
  readonly job: string | undefined;
  readonly schedule: string | undefined;
  readonly changeSet: string;
  readonly plan: string | undefined;
}

function workBases({ job, schedule, changeSet, plan }: WorkIds): Record<string, object> {
  const ref = { site: SITE, kind: 'switch', id: 'sw1' };
  const operation = {
    create: { site: SITE, kind: 'switch', id: 'sw2', fields: structToWire({ name: 'sw2' }) },
    update: { ref, fields: structToWire({ description: 'new' }) },
    delete: { ref },
  };
  return {
    'InventoryService.ListRecords': { kind: 'switch', site: SITE, atTime: null },
    'InventoryService.FindRecords': { text: 'sw1' },
    'InventoryService.GetRecord': { ref },
    'InventoryService.WatchRecords': { site: SITE },
    'InventoryService.ListHistory': { ref },
    'InventoryService.GetChange': { position: '1' },
    'InventoryService.WriteRecords': { operations: [operation], validateOnly: true },
    'ChangeService.GetChangeSet': { id: changeSet },
    'ChangeService.ListChangeItems': { id: changeSet },
    'ConflictService.GetConflict': { id: 'none' },
    'ConflictService.ResolveConflict': { id: 'none', proposed: true, validateOnly: true },
    'ChangeService.RevertChangeSet': { id: changeSet, only: [1], validateOnly: true },
    'PlanService.CreatePlan': { operations: [operation], why: 'it was tried', validateOnly: true },
    'PlanService.GetPlan': { id: plan },
    'PlanService.ListPlanSteps': { id: plan },
    'PlanService.ExportPlan': { id: plan },
    'PlanService.ApprovePlan': { id: plan, validateOnly: true },
    'PlanService.RevokePlan': { id: plan, validateOnly: true },
    'PlanService.ApplyPlan': { id: plan, onlyKinds: ['switch'], validateOnly: true },
    'PortService.PlanPorts': {
      ...{ action: 'vlan', vlan: 20, targets: [{ switch: ref, ports: 'Gi1/0/1' }] },
      ...{ reading: 'collected', validateOnly: true },
    },
    'PortService.PlanVlans': { action: 'add', vlan: 20, switches: [ref], validateOnly: true },
    'PortService.ListPorts': { site: SITE },
    'PortService.GetPort': { switch: ref, port: 'none;' },
    'JobService.SubmitJob': { kind: 'collect', site: SITE, validateOnly: true },
    'ScheduleService.CreateSchedule': {
      spec: { ...YEARLY, name: 'other' },
      validateOnly: true,
    },
    'ScheduleService.UpdateSchedule': {
      id: schedule,
      spec: YEARLY,
    },
    'JobService.GetJob': { id: job },
    'JobService.WatchJob': { id: job },
    'JobService.CancelJob': { id: job },
    'JobService.RetryJob': { id: job },
    'JobService.GetJobLog': { id: job },
    'SystemService.GetDelta': { id: 'none' },
    'SystemService.SetLogLevel': { level: 'LOG_LEVEL_INFO' },
    'TraceService.TraceMac': { mac: MAC, site: SITE, cachedOnly: true },
    'TraceService.TraceIp': { address: '10.9.9.9', site: SITE, cachedOnly: true },
    'TraceService.TraceName': { name: 'nobody', site: SITE, cachedOnly: true },
  };
}

function peopleBases(token: string | undefined, grant: object): Record<string, object> {
  return {
    'AuditService.VerifyAudit': {},
    'AuthService.Login': { user: 'ben', password: 'not the right one' },
    'UserService.GetUser': { name: 'ben' },
    'UserService.CreateUser': { name: 'eve', roles: ['helpdesk'] },
    'UserService.UpdateUser': { name: 'ben', fullName: 'Ben' },
    'UserService.DeleteUser': { name: 'ben' },
    'UserService.SetPassword': { name: 'ben', password: 'short' },
    'UserService.CreateRole': { name: 'other', grant },
    'UserService.UpdateRole': { name: 'helpdesk', description: 'new' },
    'UserService.DeleteRole': { name: 'helpdesk' },
    'UserService.CreateApiToken': { owner: 'ben', name: 'other' },
    'UserService.UpdateApiToken': { id: token, name: 'new' },
    'UserService.DeleteApiToken': { id: token },
  };
}
