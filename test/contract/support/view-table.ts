/** What is asked of every rpc in search of what is out of view. */
import { kindNames, managedKinds, type RecordRef } from '../../../shared/model/index.ts';
import { structToWire, timestampToWire } from '../../../shared/wire/index.ts';
import {
  FLOORS,
  floorRef,
  HOSTS,
  IPS,
  OTHER,
  SITE,
  siteOf,
  switchId,
  UPLINK_HOST,
  UPLINK_IP,
  type ViewCampus,
} from './view-campus.ts';
import { conflictIds } from './view-conflicts.ts';

export type Requests = (campus: ViewCampus) => readonly object[];

const refs: Requests = (campus) => campus.refs.map((ref) => ({ ref }));
const jobIds: Requests = (campus) => campus.jobIds.map((id) => ({ id }));
const changeSets = ({ rooms: { store } }: ViewCampus): readonly object[] =>
  store.changeSets.page(Number.MAX_SAFE_INTEGER, SETS_MAX).map(({ id }) => ({ id }));
const planIds: Requests = ({ rooms: { store } }) =>
  store.plans.list(Number.MAX_SAFE_INTEGER, PLANS_MAX).map(({ id }) => ({ id }));
/** All that people made, and of what agents saw the first of each kind. */
function someRefs({ refs: all }: ViewCampus): readonly RecordRef[] {
  return all.filter(
    ({ kind }, i) => managedKinds.includes(kind) || all.findIndex((ref) => ref.kind === kind) === i,
  );
}

/** Switches, and the sources of the same ids. */
function switchRefs({ refs: all }: ViewCampus): readonly RecordRef[] {
  return all.filter(({ kind }) => kind === 'switch' || kind === 'source');
}

/** More than the campus has. */
const SETS_MAX = 1000;
const PLANS_MAX = 1000;
const sites = ['', SITE, OTHER];
const scheduleNames = ['zq-as-net-schedule', 'zq-bs-net-schedule'];
const names = FLOORS.flatMap((floor) => [
  `Zq-${floor}-net-name`,
  `Zq-${floor}-net-hostname`,
  `Zq-${floor}-edge-name`,
]);

/** Whole, begun, words, parts, and addresses by both ends. */
const findTexts: readonly string[] = [
  ...[
    'zq',
    'net',
    'edge',
    'hostname',
    'tname',
    'switch',
    '10.0.0.0/8',
    '198.51.100.0/24',
    '0000',
    '02:00',
    'gi1/0',
    'te1',
    '1',
    'up',
    'core',
  ],
  ...names,
  ...[...Object.values(HOSTS), UPLINK_HOST].flatMap((mac) => [mac, mac.slice(0, 8), mac.slice(-5)]),
  ...FLOORS.map(switchId),
];

/**
 * What is asked of each rpc. `closed`: of people only an admin of every site gets in. `elsewhere`: it tells of accounts
 * or of the audit trail, and its handler has no door to the inventory; the tests of those rooms scope it.
 */
export const walk: Readonly<Record<string, Requests | 'closed' | 'elsewhere'>> = {
  'InventoryService.ListRecords': () =>
    kindNames.flatMap((kind) => [
      { kind, pageSize: 1000, showAbsent: true, showDeleted: true },
      { kind, pageSize: 1 },
      ...sites.map((site) => ({ kind, site })),
      ...FLOORS.map((floor) => ({ kind, match: { source: `${siteOf(floor)}/source/${switchId(floor)}` } })),
      { kind: 'switch', match: { hostname: 'Zq-f2-net-hostname' } },
      { kind, filter: 'name=Zq* -id=nothing', orderBy: 'name desc', showAbsent: true },
      { kind, filter: 'site:*', orderBy: 'updateTime, id', pageSize: 1 },
      { kind, orderBy: 'Zq-nothing' },
    ]),
  'InventoryService.FindRecords': () => [
    ...findTexts.map((text) => ({ text, pageSize: 1000, showAll: true })),
    ...sites.flatMap((site) => [
      { text: 'zq', site, pageSize: 1 },
      { text: '02:00', site, pageSize: 1 },
    ]),
    ...kindNames.map((kind) => ({ text: 'zq', kinds: [kind] })),
  ],
  'InventoryService.GetRecord': (campus) => [
    ...refs(campus),
    ...someRefs(campus).map((ref) => ({ ref, atTime: timestampToWire(campus.rooms.clock.now()) })),
    ...kindNames.flatMap((kind) => names.map((name) => ({ ref: { kind, site: '', id: '' }, name }))),
  ],
  'InventoryService.WatchRecords': () => [{}, { site: SITE }, { site: OTHER }],
  'InventoryService.ListHistory': (campus) => [
    ...refs(campus),
    ...someRefs(campus).flatMap((ref) => [
      { ref, orderBy: 'writtenBy desc, position', pageSize: 1 },
      { ref, filter: 'why:* -writtenBy=nobody' },
    ]),
  ],
  'InventoryService.GetChange': ({ rooms }) =>
    Array.from({ length: rooms.inventory.position }, (_, i) => ({ position: String(i + 1) })),
  'InventoryService.WriteRecords': (campus) => [
    ...someRefs(campus).flatMap((ref) => [
      { validateOnly: true, operations: [{ update: { ref, fields: structToWire({ description: 'new' }) } }] },
      ...(['switch', 'floor'].includes(ref.kind)
        ? [
            {
              validateOnly: true,
              operations: [{ update: { ref, fields: structToWire({}), ifEtag: 'stale' } }],
            },
          ]
        : []),
      { validateOnly: true, operations: [{ delete: { ref } }] },
    ]),
    ...FLOORS.map((floor) => {
      const fields = structToWire({ name: 'new', floor: Object.values(floorRef(floor)).join('/') });
      return {
        validateOnly: true,
        operations: [{ create: { site: siteOf(floor), kind: 'switch', fields } }],
      };
    }),
  ],
  'ChangeService.ListChangeSets': () => [
    { pageSize: 1000 },
    { pageSize: 1 },
    { filter: 'title:* by=user:*', orderBy: 'title desc' },
    { orderBy: 'sites', pageSize: 1 },
  ],
  'ChangeService.GetChangeSet': changeSets,
  'ChangeService.ListChangeItems': (campus) =>
    changeSets(campus).flatMap((one) => [one, { ...one, pageSize: 1 }]),
  'ChangeService.RevertChangeSet': (campus) =>
    changeSets(campus).flatMap((one) => [
      { ...one, validateOnly: true },
      { ...one, only: [1], validateOnly: true },
    ]),
  'ConflictService.ListConflicts': () => [
    { pageSize: 1000 },
    { pageSize: 1 },
    { filter: 'name:* field=address', orderBy: 'name desc' },
    ...sites.map((site) => ({ site, kind: 'switch' })),
  ],
  'ConflictService.GetConflict': (campus) => conflictIds(campus).map((id) => ({ id })),
  'ConflictService.ResolveConflict': (campus) =>
    conflictIds(campus).flatMap((id) => [
      { id, origin: 'elsewhere', validateOnly: true },
      { id, origin: 'nobody', validateOnly: true },
      { id, proposed: true, validateOnly: true },
    ]),
  'PlanService.CreatePlan': (campus) =>
    someRefs(campus).flatMap((ref) => [
      { validateOnly: true, operations: [{ update: { ref, fields: structToWire({ description: 'new' }) } }] },
      { validateOnly: true, operations: [{ delete: { ref } }] },
    ]),
  'PlanService.GetPlan': planIds,
  'PlanService.ListPlans': () => [
    { pageSize: 1000 },
    { filter: 'title:* madeBy=user:*', orderBy: 'title desc' },
    { orderBy: 'makeTime', pageSize: 1 },
  ],
  'PlanService.ListPlanSteps': (campus) =>
    planIds(campus).flatMap((one) => [
      { ...one, pageSize: 1000 },
      { ...one, kind: 'source', pageSize: 1 },
    ]),
  'PlanService.ExportPlan': planIds,
  'PlanService.ApprovePlan': (campus) => planIds(campus).map((one) => ({ ...one, validateOnly: true })),
  'PlanService.RevokePlan': (campus) => planIds(campus).map((one) => ({ ...one, validateOnly: true })),
  'PlanService.ApplyPlan': (campus) => planIds(campus).map((one) => ({ ...one, validateOnly: true })),
  'PortService.PlanPorts': (campus) => [
    ...switchRefs(campus).flatMap((ref) =>
      ['Gi1/0/1', 'Gi1/0/1-99', 'Te1/0/1'].map((ports) => ({
        ...{ action: 'describe', description: 'new', targets: [{ switch: ref, ports }] },
        ...{ reading: 'collected', validateOnly: true },
      })),
    ),
    ...sites.map((site) => ({
      ...{ action: 'vlan', vlan: 20, site, filter: 'description:*' },
      ...{ reading: 'collected', validateOnly: true },
    })),
  ],
  'PortService.PlanVlans': (campus) => [
    ...switchRefs(campus).map((ref) => ({ action: 'rm', vlan: 10, switches: [ref], validateOnly: true })),
    ...sites.map((site) => ({ action: 'rename', vlan: 4000, name: 'new', site, validateOnly: true })),
  ],
  'PortService.ListPorts': (campus) => [
    ...sites.flatMap((site) => [{ site }, { site, pageSize: 1 }, { site, unusedForSeconds: 1 }]),
    ...switchRefs(campus).map((ref) => ({ switch: ref, orderBy: 'portClass, addresses desc' })),
    { filter: 'portClass=interswitch' },
    { filter: '-portClass:* addresses=1' },
  ],
  'PortService.GetPort': (campus) =>
    switchRefs(campus)
      .filter(({ kind }) => kind === 'source')
      .map((ref) => ({ switch: ref, port: 'no port ; reload' })),
  'JobService.GetJob': jobIds,
  'JobService.ListJobs': () => [
    { showChildren: true },
    { pageSize: 1 },
    { filter: 'createdBy=user:*', orderBy: 'targets, createTime desc', showChildren: true },
    { orderBy: 'agentId', pageSize: 1 },
  ],
  'JobService.WatchJob': jobIds,
  'JobService.SubmitJob': (campus) => [
    ...someRefs(campus).map((ref) => ({ kind: 'probe', targets: [ref], validateOnly: true })),
    ...sites.map((site) => ({ kind: 'collect', site, validateOnly: true })),
    {
      kind: 'collect',
      targets: FLOORS.map((floor) => ({ site: siteOf(floor), kind: 'switch', id: switchId(floor) })),
      validateOnly: true,
    },
  ],
  'JobService.CancelJob': jobIds,
  'JobService.RetryJob': (campus) => campus.jobIds.flatMap((id) => [{ id }, { id, all: true }]),
  'JobService.GetJobLog': jobIds,
  'TraceService.TraceMac': () => [
    ...[...Object.values(HOSTS), UPLINK_HOST].flatMap((mac) => [
      ...sites.map((site) => ({ mac, site, cachedOnly: true, allHits: true })),
      { mac, site: SITE, allHits: true, timeoutMs: 20_000 },
    ]),
    ...FLOORS.map((floor) => ({
      mac: HOSTS[floor],
      site: siteOf(floor),
      floor: floorRef(floor).id,
      cachedOnly: true,
    })),
  ],
  'TraceService.TraceIp': () =>
    [...Object.values(IPS), UPLINK_IP].flatMap((address) => [
      ...sites.map((site) => ({ address, site, cachedOnly: true, allHits: true })),
      { address, site: SITE, allHits: true, timeoutMs: 20_000 },
      { address, site: SITE, noCache: true, timeoutMs: 20_000 },
    ]),
  'TraceService.TraceName': () =>
    FLOORS.flatMap((floor) =>
      ['name', 'hostname', 'far', 'far-2'].flatMap((what) => [
        { name: `Zq-${floor}-net-${what}`, cachedOnly: true },
        { name: `Zq-${floor}-net-${what}`, site: siteOf(floor), allHits: true, timeoutMs: 20_000 },
      ]),
    ),
  'SystemService.GetStatus': () => [{}],
  'SystemService.RunDoctor': () => [{}],
  'SystemService.GetDelta': (campus) => campus.deltaIds.map((id) => ({ id })),
  'SystemService.GetLogLevel': 'closed',
  'SystemService.SetLogLevel': 'closed',
  'SupportService.CreateSupportBundle': 'closed',
  'ScheduleService.ListSchedules': () => [
    {},
    ...sites.map((site) => ({ site, pageSize: 1 })),
    { filter: 'name:* createdBy=user:*', orderBy: 'name desc' },
  ],
  'ScheduleService.GetSchedule': () => scheduleNames.flatMap((id) => sites.map((site) => ({ id, site }))),
  'ScheduleService.CreateSchedule': () =>
    sites.map((site) => ({
      spec: { name: 'zq', site, kind: 'collect', everySeconds: 3600 },
      validateOnly: true,
    })),
  'ScheduleService.UpdateSchedule': () =>
    scheduleNames.map((id) => ({
      ...{ id, validateOnly: true },
      spec: { name: id, site: '', kind: 'collect', everySeconds: 60 },
    })),
  'ScheduleService.DeleteSchedule': () => sites.map((site) => ({ id: 'none', site })),
  'ScheduleService.PauseSchedule': () => scheduleNames.map((id) => ({ id, why: 'test' })),
  'ScheduleService.ResumeSchedule': () => scheduleNames.map((id) => ({ id, site: 'no1' })),
  'ScheduleService.RunSchedule': () => sites.map((site) => ({ id: 'none', site })),
  'ScheduleService.ListFirings': () => [
    ...scheduleNames.flatMap((id) => sites.map((site) => ({ id, site }))),
    ...scheduleNames.map((id) => ({ id, filter: 'state=missed', orderBy: 'nominalTime', pageSize: 1 })),
  ],
  'AlertService.ListAlerts': () => [
    { showAll: true },
    { pageSize: 1, orderBy: 'subjectName' },
    ...sites.map((site) => ({ site })),
    { filter: 'subjectName=Zq*' },
    { reason: 'disk-full', showAll: true },
  ],
  'AlertService.AcknowledgeAlert': (campus) => [
    ...campus.alertIds.map((id) => ({ id, note: 'seen' })),
    ...names.map((id) => ({ id })),
  ],
  'AlertService.SilenceAlert': (campus) => [
    ...campus.alertIds.map((id) => ({ id, seconds: 3600, why: 'Zq-me-net-why' })),
    ...['', '*', SITE, OTHER].map((site) => ({ reason: 'source-failed', site, seconds: 3600, why: 'test' })),
  ],
  'AlertService.ListSilences': () => [{}, { pageSize: 1 }],
  'AlertService.UnacknowledgeAlert': (campus) => campus.alertIds.map((id) => ({ id })),
  'AlertService.UnsilenceAlert': (campus) => [
    ...campus.alertIds.map((id) => ({ id })),
    ...['', '*', SITE, OTHER].map((site) => ({ reason: 'source-failed', site })),
  ],
  'AgentService.ListAgents': () => [
    {},
    ...sites.map((site) => ({ site, pageSize: 1 })),
    { filter: 'name:* -state=banned', orderBy: 'name desc', pageSize: 1 },
  ],
  'AgentService.GetAgent': (campus) => campus.agents.map((id) => ({ id })),
  'AgentService.CreateJoinToken': () => sites.map((site) => ({ site })),
  'AgentService.ListJoinTokens': () => [
    ...sites.map((site) => ({ site })),
    { filter: 'site:*', orderBy: 'createdBy desc' },
  ],
  'AgentService.RevokeJoinToken': () => [{ id: 'none' }],
  'CredentialService.ListCredentials': (campus) => [
    ...sites.flatMap((site) => [{ site }, { site, pageSize: 1 }]),
    ...campus.agents.map((agent) => ({ agent })),
  ],
  'HostKeyService.ListHostKeys': () => [{}, ...sites.flatMap((site) => [{ site }, { site, pageSize: 1 }])],
  'HostKeyService.AcceptHostKey': () =>
    sites.map((site) => ({ site, source: 'sw1', fingerprint: `SHA256:${'A'.repeat(43)}` })),
  'CredentialService.GetSealKey': (campus) => campus.agents.map((agent) => ({ agent, name: 'core' })),
  'CredentialService.SetCredential': (campus) =>
    campus.agents.map((agent) => ({ agent, name: 'core', version: 1, allowedTargets: ['*'] })),
  'CredentialService.RemoveCredential': (campus) =>
    campus.agents.map((agent) => ({ agent, name: 'core', version: 1 })),
  // These change the campus, so they come last.
  'AgentService.UpdateAgent': (campus) => campus.agents.map((id) => ({ id, description: 'new' })),
  'AgentService.EvictAgent': (campus) => campus.agents.map((id) => ({ id, why: 'test' })),
  'AgentService.BanAgent': (campus) => campus.agents.map((id) => ({ id, why: 'test' })),
  'AgentService.UnbanAgent': (campus) => campus.agents.map((id) => ({ id })),
  'AgentService.DrainAgent': (campus) => campus.agents.map((id) => ({ id, why: 'test' })),
  'AgentService.MaintainAgent': (campus) =>
    campus.agents.map((id) => ({ id, why: 'test', durationSeconds: 60 })),
  'AgentService.ResumeAgent': (campus) => campus.agents.map((id) => ({ id })),
  'AgentService.DeleteAgent': () => [{ id: 'none', why: 'test' }],
  'AuditService.ListAudit': 'closed',
  'AuditService.VerifyAudit': 'closed',
  'AuditService.ExportAudit': 'closed',
  'AuthService.Login': 'elsewhere',
  'AuthService.Logout': 'elsewhere',
  'AuthService.WhoAmI': 'elsewhere',
  'BackupService.CreateBackup': 'closed',
  'CaService.GetCa': 'closed',
  'CaService.RotateCa': 'closed',
  'CaService.RetireCa': 'closed',
  'EnrolmentService.GetTrust': 'closed',
  'UserService.ListUsers': 'closed',
  'UserService.GetUser': 'closed',
  'UserService.CreateUser': 'closed',
  'UserService.UpdateUser': 'closed',
  'UserService.DeleteUser': 'closed',
  'UserService.SetPassword': 'elsewhere',
  'UserService.ListRoles': 'closed',
  'UserService.CreateRole': 'closed',
  'UserService.UpdateRole': 'closed',
  'UserService.DeleteRole': 'closed',
  'UserService.ListApiTokens': 'elsewhere',
  'UserService.CreateApiToken': 'elsewhere',
  'UserService.UpdateApiToken': 'elsewhere',
  'UserService.DeleteApiToken': 'elsewhere',
  'EnrolmentService.Enrol': 'closed',
  'SessionService.Session': 'closed',
};
