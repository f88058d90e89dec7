/**
 * Every call of the API as types, taken from the generated service definitions: a new rpc is here as soon as it is
 * generated. Names are `Service.Method`. The one bidirectional call, SessionService.Session, is spoken through a link
 * and therefore not in this map.
 */
import type * as agent from '../../proto/gen/wayside/v1/AgentService.ts';
import type * as alert from '../../proto/gen/wayside/v1/AlertService.ts';
import type * as audit from '../../proto/gen/wayside/v1/AuditService.ts';
import type * as auth from '../../proto/gen/wayside/v1/AuthService.ts';
import type * as backup from '../../proto/gen/wayside/v1/BackupService.ts';
import type * as ca from '../../proto/gen/wayside/v1/CaService.ts';
import type * as change from '../../proto/gen/wayside/v1/ChangeService.ts';
import type * as conflict from '../../proto/gen/wayside/v1/ConflictService.ts';
import type * as credential from '../../proto/gen/wayside/v1/CredentialService.ts';
import type * as enrolment from '../../proto/gen/wayside/v1/EnrolmentService.ts';
import type * as hostKey from '../../proto/gen/wayside/v1/HostKeyService.ts';
import type * as inventory from '../../proto/gen/wayside/v1/InventoryService.ts';
import type * as job from '../../proto/gen/wayside/v1/JobService.ts';
import type * as plan from '../../proto/gen/wayside/v1/PlanService.ts';
import type * as port from '../../proto/gen/wayside/v1/PortService.ts';
import type * as schedule from '../../proto/gen/wayside/v1/ScheduleService.ts';
import type * as support from '../../proto/gen/wayside/v1/SupportService.ts';
import type * as system from '../../proto/gen/wayside/v1/SystemService.ts';
import type * as trace from '../../proto/gen/wayside/v1/TraceService.ts';
import type * as user from '../../proto/gen/wayside/v1/UserService.ts';

interface Definitions {
  readonly AgentService: agent.AgentServiceDefinition;
  readonly AlertService: alert.AlertServiceDefinition;
  readonly AuditService: audit.AuditServiceDefinition;
  readonly BackupService: backup.BackupServiceDefinition;
  readonly AuthService: auth.AuthServiceDefinition;
  readonly CaService: ca.CaServiceDefinition;
  readonly ChangeService: change.ChangeServiceDefinition;
  readonly ConflictService: conflict.ConflictServiceDefinition;
  readonly CredentialService: credential.CredentialServiceDefinition;
  readonly EnrolmentService: enrolment.EnrolmentServiceDefinition;
  readonly HostKeyService: hostKey.HostKeyServiceDefinition;
  readonly InventoryService: inventory.InventoryServiceDefinition;
  readonly JobService: job.JobServiceDefinition;
  readonly PlanService: plan.PlanServiceDefinition;
  readonly PortService: port.PortServiceDefinition;
  readonly ScheduleService: schedule.ScheduleServiceDefinition;
  readonly SupportService: support.SupportServiceDefinition;
  readonly SystemService: system.SystemServiceDefinition;
  readonly TraceService: trace.TraceServiceDefinition;
  readonly UserService: user.UserServiceDefinition;
}

interface Handlers {
  readonly AgentService: agent.AgentServiceHandlers;
  readonly AlertService: alert.AlertServiceHandlers;
  readonly AuditService: audit.AuditServiceHandlers;
  readonly BackupService: backup.BackupServiceHandlers;
  readonly AuthService: auth.AuthServiceHandlers;
  readonly CaService: ca.CaServiceHandlers;
  readonly ChangeService: change.ChangeServiceHandlers;
  readonly ConflictService: conflict.ConflictServiceHandlers;
  readonly CredentialService: credential.CredentialServiceHandlers;
  readonly EnrolmentService: enrolment.EnrolmentServiceHandlers;
  readonly HostKeyService: hostKey.HostKeyServiceHandlers;
  readonly InventoryService: inventory.InventoryServiceHandlers;
  readonly JobService: job.JobServiceHandlers;
  readonly PlanService: plan.PlanServiceHandlers;
  readonly PortService: port.PortServiceHandlers;
  readonly ScheduleService: schedule.ScheduleServiceHandlers;
  readonly SupportService: support.SupportServiceHandlers;
  readonly SystemService: system.SystemServiceHandlers;
  readonly TraceService: trace.TraceServiceHandlers;
  readonly UserService: user.UserServiceHandlers;
}

export type ServiceName = keyof Definitions;

/** The keys that are spelled out, without the index signature that generated interfaces carry. */
type SpelledOut<T> = keyof { [K in keyof T as string extends K ? never : K]: true } & string;

export type MethodOf<S extends ServiceName> = SpelledOut<Definitions[S]>;

export interface MethodTypes {
  /** What a caller gives; every field may be left out. */
  readonly request: object;
  /** What a caller gets; every field is there. */
  readonly response: object;
  /** What a handler gets: the request with every field there. */
  readonly received: object;
  /** What a handler gives. */
  readonly answer: object;
}

type TypesOf<D> = D extends {
  requestSerialize: (value: infer Request) => unknown;
  requestDeserialize: (bytes: Buffer) => infer Received;
  responseSerialize: (value: infer Answer) => unknown;
  responseDeserialize: (bytes: Buffer) => infer Response;
}
  ? { request: Request; received: Received; answer: Answer; response: Response }
  : never;

type Flat<S extends ServiceName> = S extends ServiceName
  ? { readonly [M in MethodOf<S> as `${S}.${M}`]: TypesOf<Definitions[S][M]> }
  : never;

type Merged<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** `'JobService.GetJob'` -> its four types. */
export type ApiMethods = Merged<Flat<ServiceName>>;
export type ApiMethod = keyof ApiMethods & string;

/** A handler with a callback answers once; one without streams its answers. */
type StreamsIn<S extends ServiceName> = S extends ServiceName
  ? {
      [M in MethodOf<S>]: Handlers[S][M] extends (...args: infer Args) => unknown
        ? Args['length'] extends 1
          ? `${S}.${M}`
          : never
        : never;
    }[MethodOf<S>]
  : never;

export type StreamingMethod = StreamsIn<ServiceName>;
export type UnaryMethod = Exclude<ApiMethod, StreamingMethod>;

/** The list must be exact in both directions or this does not compile. */
const streaming: Readonly<Record<StreamingMethod, true>> = {
  'AuditService.ExportAudit': true,
  'BackupService.CreateBackup': true,
  'InventoryService.WatchRecords': true,
  'JobService.WatchJob': true,
  'PlanService.ExportPlan': true,
  'SupportService.CreateSupportBundle': true,
  'TraceService.TraceIp': true,
  'TraceService.TraceMac': true,
  'TraceService.TraceName': true,
};

export const streamingMethods: readonly StreamingMethod[] = Object.keys(streaming) as StreamingMethod[];

export function isStreamingMethod(method: string): method is StreamingMethod {
  return Object.hasOwn(streaming, method);
}
