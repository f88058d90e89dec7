// Original file: proto/wayside/v1/plan.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ApplyPlanRequest as _wayside_v1_ApplyPlanRequest, ApplyPlanRequest__Output as _wayside_v1_ApplyPlanRequest__Output } from '../../wayside/v1/ApplyPlanRequest.ts';
import type { ApplyPlanResponse as _wayside_v1_ApplyPlanResponse, ApplyPlanResponse__Output as _wayside_v1_ApplyPlanResponse__Output } from '../../wayside/v1/ApplyPlanResponse.ts';
import type { ApprovePlanRequest as _wayside_v1_ApprovePlanRequest, ApprovePlanRequest__Output as _wayside_v1_ApprovePlanRequest__Output } from '../../wayside/v1/ApprovePlanRequest.ts';
import type { ApprovePlanResponse as _wayside_v1_ApprovePlanResponse, ApprovePlanResponse__Output as _wayside_v1_ApprovePlanResponse__Output } from '../../wayside/v1/ApprovePlanResponse.ts';
import type { CreatePlanRequest as _wayside_v1_CreatePlanRequest, CreatePlanRequest__Output as _wayside_v1_CreatePlanRequest__Output } from '../../wayside/v1/CreatePlanRequest.ts';
import type { CreatePlanResponse as _wayside_v1_CreatePlanResponse, CreatePlanResponse__Output as _wayside_v1_CreatePlanResponse__Output } from '../../wayside/v1/CreatePlanResponse.ts';
import type { ExportPlanRequest as _wayside_v1_ExportPlanRequest, ExportPlanRequest__Output as _wayside_v1_ExportPlanRequest__Output } from '../../wayside/v1/ExportPlanRequest.ts';
import type { ExportPlanResponse as _wayside_v1_ExportPlanResponse, ExportPlanResponse__Output as _wayside_v1_ExportPlanResponse__Output } from '../../wayside/v1/ExportPlanResponse.ts';
import type { GetPlanRequest as _wayside_v1_GetPlanRequest, GetPlanRequest__Output as _wayside_v1_GetPlanRequest__Output } from '../../wayside/v1/GetPlanRequest.ts';
import type { GetPlanResponse as _wayside_v1_GetPlanResponse, GetPlanResponse__Output as _wayside_v1_GetPlanResponse__Output } from '../../wayside/v1/GetPlanResponse.ts';
import type { ListPlanStepsRequest as _wayside_v1_ListPlanStepsRequest, ListPlanStepsRequest__Output as _wayside_v1_ListPlanStepsRequest__Output } from '../../wayside/v1/ListPlanStepsRequest.ts';
import type { ListPlanStepsResponse as _wayside_v1_ListPlanStepsResponse, ListPlanStepsResponse__Output as _wayside_v1_ListPlanStepsResponse__Output } from '../../wayside/v1/ListPlanStepsResponse.ts';
import type { ListPlansRequest as _wayside_v1_ListPlansRequest, ListPlansRequest__Output as _wayside_v1_ListPlansRequest__Output } from '../../wayside/v1/ListPlansRequest.ts';
import type { ListPlansResponse as _wayside_v1_ListPlansResponse, ListPlansResponse__Output as _wayside_v1_ListPlansResponse__Output } from '../../wayside/v1/ListPlansResponse.ts';
import type { RevokePlanRequest as _wayside_v1_RevokePlanRequest, RevokePlanRequest__Output as _wayside_v1_RevokePlanRequest__Output } from '../../wayside/v1/RevokePlanRequest.ts';
import type { RevokePlanResponse as _wayside_v1_RevokePlanResponse, RevokePlanResponse__Output as _wayside_v1_RevokePlanResponse__Output } from '../../wayside/v1/RevokePlanResponse.ts';

/**
 * What would be changed, as data: made, looked at, approved, applied. A plan never changes, and is applied once. A plan is in
 * view for who made it, and for who may see all of its sites; steps out of view are left out of its pages.
 */
export interface PlanServiceClient extends grpc.Client {
  /**
   * Begins its one run, as a job: watch and cancel it there. Somebody else who applies it meanwhile gets the same job. Errors:
   * PLAN_EXPIRED, PLAN_APPLIED, PLAN_FOREIGN, NOT_APPROVED, GUARD_BLOCKED when nothing that was asked for is ready.
   */
  ApplyPlan(argument: _wayside_v1_ApplyPlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ApplyPlanResponse__Output>): grpc.ClientUnaryCall;
  ApplyPlan(argument: _wayside_v1_ApplyPlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ApplyPlanResponse__Output>): grpc.ClientUnaryCall;
  ApplyPlan(argument: _wayside_v1_ApplyPlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ApplyPlanResponse__Output>): grpc.ClientUnaryCall;
  ApplyPlan(argument: _wayside_v1_ApplyPlanRequest, callback: grpc.requestCallback<_wayside_v1_ApplyPlanResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Begins its one run, as a job: watch and cancel it there. Somebody else who applies it meanwhile gets the same job. Errors:
   * PLAN_EXPIRED, PLAN_APPLIED, PLAN_FOREIGN, NOT_APPROVED, GUARD_BLOCKED when nothing that was asked for is ready.
   */
  applyPlan(argument: _wayside_v1_ApplyPlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ApplyPlanResponse__Output>): grpc.ClientUnaryCall;
  applyPlan(argument: _wayside_v1_ApplyPlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ApplyPlanResponse__Output>): grpc.ClientUnaryCall;
  applyPlan(argument: _wayside_v1_ApplyPlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ApplyPlanResponse__Output>): grpc.ClientUnaryCall;
  applyPlan(argument: _wayside_v1_ApplyPlanRequest, callback: grpc.requestCallback<_wayside_v1_ApplyPlanResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Adds the approval of an operator key. Errors: PLAN_EXPIRED, PLAN_APPLIED, NOT_APPROVED when the key is not known or the
   * signature is wrong.
   */
  ApprovePlan(argument: _wayside_v1_ApprovePlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  ApprovePlan(argument: _wayside_v1_ApprovePlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  ApprovePlan(argument: _wayside_v1_ApprovePlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  ApprovePlan(argument: _wayside_v1_ApprovePlanRequest, callback: grpc.requestCallback<_wayside_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Adds the approval of an operator key. Errors: PLAN_EXPIRED, PLAN_APPLIED, NOT_APPROVED when the key is not known or the
   * signature is wrong.
   */
  approvePlan(argument: _wayside_v1_ApprovePlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  approvePlan(argument: _wayside_v1_ApprovePlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  approvePlan(argument: _wayside_v1_ApprovePlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  approvePlan(argument: _wayside_v1_ApprovePlanRequest, callback: grpc.requestCallback<_wayside_v1_ApprovePlanResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes a plan. Nothing but the plan is written. Errors: INVALID_INPUT with every wrong field at once, FORBIDDEN.
   */
  CreatePlan(argument: _wayside_v1_CreatePlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreatePlanResponse__Output>): grpc.ClientUnaryCall;
  CreatePlan(argument: _wayside_v1_CreatePlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_CreatePlanResponse__Output>): grpc.ClientUnaryCall;
  CreatePlan(argument: _wayside_v1_CreatePlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreatePlanResponse__Output>): grpc.ClientUnaryCall;
  CreatePlan(argument: _wayside_v1_CreatePlanRequest, callback: grpc.requestCallback<_wayside_v1_CreatePlanResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a plan. Nothing but the plan is written. Errors: INVALID_INPUT with every wrong field at once, FORBIDDEN.
   */
  createPlan(argument: _wayside_v1_CreatePlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreatePlanResponse__Output>): grpc.ClientUnaryCall;
  createPlan(argument: _wayside_v1_CreatePlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_CreatePlanResponse__Output>): grpc.ClientUnaryCall;
  createPlan(argument: _wayside_v1_CreatePlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreatePlanResponse__Output>): grpc.ClientUnaryCall;
  createPlan(argument: _wayside_v1_CreatePlanRequest, callback: grpc.requestCallback<_wayside_v1_CreatePlanResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The whole plan, for a file: first the plan, then its steps, up to 500 in a message.
   */
  ExportPlan(argument: _wayside_v1_ExportPlanRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_ExportPlanResponse__Output>;
  ExportPlan(argument: _wayside_v1_ExportPlanRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_ExportPlanResponse__Output>;
  /**
   * The whole plan, for a file: first the plan, then its steps, up to 500 in a message.
   */
  exportPlan(argument: _wayside_v1_ExportPlanRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_ExportPlanResponse__Output>;
  exportPlan(argument: _wayside_v1_ExportPlanRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_ExportPlanResponse__Output>;
  
  /**
   * By id, or the beginning of one that is unique. Errors: NOT_FOUND, AMBIGUOUS_NAME.
   */
  GetPlan(argument: _wayside_v1_GetPlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  GetPlan(argument: _wayside_v1_GetPlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  GetPlan(argument: _wayside_v1_GetPlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  GetPlan(argument: _wayside_v1_GetPlanRequest, callback: grpc.requestCallback<_wayside_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  /**
   * By id, or the beginning of one that is unique. Errors: NOT_FOUND, AMBIGUOUS_NAME.
   */
  getPlan(argument: _wayside_v1_GetPlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  getPlan(argument: _wayside_v1_GetPlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  getPlan(argument: _wayside_v1_GetPlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  getPlan(argument: _wayside_v1_GetPlanRequest, callback: grpc.requestCallback<_wayside_v1_GetPlanResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * In the order of the steps, with how far its run came with them.
   */
  ListPlanSteps(argument: _wayside_v1_ListPlanStepsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListPlanStepsResponse__Output>): grpc.ClientUnaryCall;
  ListPlanSteps(argument: _wayside_v1_ListPlanStepsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListPlanStepsResponse__Output>): grpc.ClientUnaryCall;
  ListPlanSteps(argument: _wayside_v1_ListPlanStepsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListPlanStepsResponse__Output>): grpc.ClientUnaryCall;
  ListPlanSteps(argument: _wayside_v1_ListPlanStepsRequest, callback: grpc.requestCallback<_wayside_v1_ListPlanStepsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * In the order of the steps, with how far its run came with them.
   */
  listPlanSteps(argument: _wayside_v1_ListPlanStepsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListPlanStepsResponse__Output>): grpc.ClientUnaryCall;
  listPlanSteps(argument: _wayside_v1_ListPlanStepsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListPlanStepsResponse__Output>): grpc.ClientUnaryCall;
  listPlanSteps(argument: _wayside_v1_ListPlanStepsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListPlanStepsResponse__Output>): grpc.ClientUnaryCall;
  listPlanSteps(argument: _wayside_v1_ListPlanStepsRequest, callback: grpc.requestCallback<_wayside_v1_ListPlanStepsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Newest first.
   */
  ListPlans(argument: _wayside_v1_ListPlansRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  ListPlans(argument: _wayside_v1_ListPlansRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  ListPlans(argument: _wayside_v1_ListPlansRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  ListPlans(argument: _wayside_v1_ListPlansRequest, callback: grpc.requestCallback<_wayside_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Newest first.
   */
  listPlans(argument: _wayside_v1_ListPlansRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  listPlans(argument: _wayside_v1_ListPlansRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  listPlans(argument: _wayside_v1_ListPlansRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  listPlans(argument: _wayside_v1_ListPlansRequest, callback: grpc.requestCallback<_wayside_v1_ListPlansResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Takes all approvals back; steps that were not sent by then are not sent.
   */
  RevokePlan(argument: _wayside_v1_RevokePlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RevokePlanResponse__Output>): grpc.ClientUnaryCall;
  RevokePlan(argument: _wayside_v1_RevokePlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RevokePlanResponse__Output>): grpc.ClientUnaryCall;
  RevokePlan(argument: _wayside_v1_RevokePlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RevokePlanResponse__Output>): grpc.ClientUnaryCall;
  RevokePlan(argument: _wayside_v1_RevokePlanRequest, callback: grpc.requestCallback<_wayside_v1_RevokePlanResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Takes all approvals back; steps that were not sent by then are not sent.
   */
  revokePlan(argument: _wayside_v1_RevokePlanRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RevokePlanResponse__Output>): grpc.ClientUnaryCall;
  revokePlan(argument: _wayside_v1_RevokePlanRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RevokePlanResponse__Output>): grpc.ClientUnaryCall;
  revokePlan(argument: _wayside_v1_RevokePlanRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RevokePlanResponse__Output>): grpc.ClientUnaryCall;
  revokePlan(argument: _wayside_v1_RevokePlanRequest, callback: grpc.requestCallback<_wayside_v1_RevokePlanResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What would be changed, as data: made, looked at, approved, applied. A plan never changes, and is applied once. A plan is in
 * view for who made it, and for who may see all of its sites; steps out of view are left out of its pages.
 */
export interface PlanServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Begins its one run, as a job: watch and cancel it there. Somebody else who applies it meanwhile gets the same job. Errors:
   * PLAN_EXPIRED, PLAN_APPLIED, PLAN_FOREIGN, NOT_APPROVED, GUARD_BLOCKED when nothing that was asked for is ready.
   */
  ApplyPlan: grpc.handleUnaryCall<_wayside_v1_ApplyPlanRequest__Output, _wayside_v1_ApplyPlanResponse>;
  
  /**
   * Adds the approval of an operator key. Errors: PLAN_EXPIRED, PLAN_APPLIED, NOT_APPROVED when the key is not known or the
   * signature is wrong.
   */
  ApprovePlan: grpc.handleUnaryCall<_wayside_v1_ApprovePlanRequest__Output, _wayside_v1_ApprovePlanResponse>;
  
  /**
   * Makes a plan. Nothing but the plan is written. Errors: INVALID_INPUT with every wrong field at once, FORBIDDEN.
   */
  CreatePlan: grpc.handleUnaryCall<_wayside_v1_CreatePlanRequest__Output, _wayside_v1_CreatePlanResponse>;
  
  /**
   * The whole plan, for a file: first the plan, then its steps, up to 500 in a message.
   */
  ExportPlan: grpc.handleServerStreamingCall<_wayside_v1_ExportPlanRequest__Output, _wayside_v1_ExportPlanResponse>;
  
  /**
   * By id, or the beginning of one that is unique. Errors: NOT_FOUND, AMBIGUOUS_NAME.
   */
  GetPlan: grpc.handleUnaryCall<_wayside_v1_GetPlanRequest__Output, _wayside_v1_GetPlanResponse>;
  
  /**
   * In the order of the steps, with how far its run came with them.
   */
  ListPlanSteps: grpc.handleUnaryCall<_wayside_v1_ListPlanStepsRequest__Output, _wayside_v1_ListPlanStepsResponse>;
  
  /**
   * Newest first.
   */
  ListPlans: grpc.handleUnaryCall<_wayside_v1_ListPlansRequest__Output, _wayside_v1_ListPlansResponse>;
  
  /**
   * Takes all approvals back; steps that were not sent by then are not sent.
   */
  RevokePlan: grpc.handleUnaryCall<_wayside_v1_RevokePlanRequest__Output, _wayside_v1_RevokePlanResponse>;
  
}

export interface PlanServiceDefinition extends grpc.ServiceDefinition {
  ApplyPlan: MethodDefinition<_wayside_v1_ApplyPlanRequest, _wayside_v1_ApplyPlanResponse, _wayside_v1_ApplyPlanRequest__Output, _wayside_v1_ApplyPlanResponse__Output>
  ApprovePlan: MethodDefinition<_wayside_v1_ApprovePlanRequest, _wayside_v1_ApprovePlanResponse, _wayside_v1_ApprovePlanRequest__Output, _wayside_v1_ApprovePlanResponse__Output>
  CreatePlan: MethodDefinition<_wayside_v1_CreatePlanRequest, _wayside_v1_CreatePlanResponse, _wayside_v1_CreatePlanRequest__Output, _wayside_v1_CreatePlanResponse__Output>
  ExportPlan: MethodDefinition<_wayside_v1_ExportPlanRequest, _wayside_v1_ExportPlanResponse, _wayside_v1_ExportPlanRequest__Output, _wayside_v1_ExportPlanResponse__Output>
  GetPlan: MethodDefinition<_wayside_v1_GetPlanRequest, _wayside_v1_GetPlanResponse, _wayside_v1_GetPlanRequest__Output, _wayside_v1_GetPlanResponse__Output>
  ListPlanSteps: MethodDefinition<_wayside_v1_ListPlanStepsRequest, _wayside_v1_ListPlanStepsResponse, _wayside_v1_ListPlanStepsRequest__Output, _wayside_v1_ListPlanStepsResponse__Output>
  ListPlans: MethodDefinition<_wayside_v1_ListPlansRequest, _wayside_v1_ListPlansResponse, _wayside_v1_ListPlansRequest__Output, _wayside_v1_ListPlansResponse__Output>
  RevokePlan: MethodDefinition<_wayside_v1_RevokePlanRequest, _wayside_v1_RevokePlanResponse, _wayside_v1_RevokePlanRequest__Output, _wayside_v1_RevokePlanResponse__Output>
}
