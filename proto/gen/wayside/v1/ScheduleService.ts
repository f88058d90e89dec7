// Original file: proto/wayside/v1/schedule.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CreateScheduleRequest as _wayside_v1_CreateScheduleRequest, CreateScheduleRequest__Output as _wayside_v1_CreateScheduleRequest__Output } from '../../wayside/v1/CreateScheduleRequest.ts';
import type { CreateScheduleResponse as _wayside_v1_CreateScheduleResponse, CreateScheduleResponse__Output as _wayside_v1_CreateScheduleResponse__Output } from '../../wayside/v1/CreateScheduleResponse.ts';
import type { DeleteScheduleRequest as _wayside_v1_DeleteScheduleRequest, DeleteScheduleRequest__Output as _wayside_v1_DeleteScheduleRequest__Output } from '../../wayside/v1/DeleteScheduleRequest.ts';
import type { DeleteScheduleResponse as _wayside_v1_DeleteScheduleResponse, DeleteScheduleResponse__Output as _wayside_v1_DeleteScheduleResponse__Output } from '../../wayside/v1/DeleteScheduleResponse.ts';
import type { GetScheduleRequest as _wayside_v1_GetScheduleRequest, GetScheduleRequest__Output as _wayside_v1_GetScheduleRequest__Output } from '../../wayside/v1/GetScheduleRequest.ts';
import type { GetScheduleResponse as _wayside_v1_GetScheduleResponse, GetScheduleResponse__Output as _wayside_v1_GetScheduleResponse__Output } from '../../wayside/v1/GetScheduleResponse.ts';
import type { ListFiringsRequest as _wayside_v1_ListFiringsRequest, ListFiringsRequest__Output as _wayside_v1_ListFiringsRequest__Output } from '../../wayside/v1/ListFiringsRequest.ts';
import type { ListFiringsResponse as _wayside_v1_ListFiringsResponse, ListFiringsResponse__Output as _wayside_v1_ListFiringsResponse__Output } from '../../wayside/v1/ListFiringsResponse.ts';
import type { ListSchedulesRequest as _wayside_v1_ListSchedulesRequest, ListSchedulesRequest__Output as _wayside_v1_ListSchedulesRequest__Output } from '../../wayside/v1/ListSchedulesRequest.ts';
import type { ListSchedulesResponse as _wayside_v1_ListSchedulesResponse, ListSchedulesResponse__Output as _wayside_v1_ListSchedulesResponse__Output } from '../../wayside/v1/ListSchedulesResponse.ts';
import type { PauseScheduleRequest as _wayside_v1_PauseScheduleRequest, PauseScheduleRequest__Output as _wayside_v1_PauseScheduleRequest__Output } from '../../wayside/v1/PauseScheduleRequest.ts';
import type { PauseScheduleResponse as _wayside_v1_PauseScheduleResponse, PauseScheduleResponse__Output as _wayside_v1_PauseScheduleResponse__Output } from '../../wayside/v1/PauseScheduleResponse.ts';
import type { ResumeScheduleRequest as _wayside_v1_ResumeScheduleRequest, ResumeScheduleRequest__Output as _wayside_v1_ResumeScheduleRequest__Output } from '../../wayside/v1/ResumeScheduleRequest.ts';
import type { ResumeScheduleResponse as _wayside_v1_ResumeScheduleResponse, ResumeScheduleResponse__Output as _wayside_v1_ResumeScheduleResponse__Output } from '../../wayside/v1/ResumeScheduleResponse.ts';
import type { RunScheduleRequest as _wayside_v1_RunScheduleRequest, RunScheduleRequest__Output as _wayside_v1_RunScheduleRequest__Output } from '../../wayside/v1/RunScheduleRequest.ts';
import type { RunScheduleResponse as _wayside_v1_RunScheduleResponse, RunScheduleResponse__Output as _wayside_v1_RunScheduleResponse__Output } from '../../wayside/v1/RunScheduleResponse.ts';
import type { UpdateScheduleRequest as _wayside_v1_UpdateScheduleRequest, UpdateScheduleRequest__Output as _wayside_v1_UpdateScheduleRequest__Output } from '../../wayside/v1/UpdateScheduleRequest.ts';
import type { UpdateScheduleResponse as _wayside_v1_UpdateScheduleResponse, UpdateScheduleResponse__Output as _wayside_v1_UpdateScheduleResponse__Output } from '../../wayside/v1/UpdateScheduleResponse.ts';

/**
 * Work that is done again and again: by cron in a time zone, or by interval. One agent of the site does it, and goes on
 * by itself while it has no controller. The id of a firing is `SCHEDULE@TIME` with its nominal time, and is the id of
 * its job, so that nothing is done twice. A schedule is in view for who sees its site; operators of the site manage it.
 */
export interface ScheduleServiceClient extends grpc.Client {
  /**
   * Its first time is the first one from now on. Errors: INVALID_INPUT with all that is wrong, NOT_FOUND, FORBIDDEN,
   * QUEUE_FULL.
   */
  CreateSchedule(argument: _wayside_v1_CreateScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateScheduleResponse__Output>): grpc.ClientUnaryCall;
  CreateSchedule(argument: _wayside_v1_CreateScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_CreateScheduleResponse__Output>): grpc.ClientUnaryCall;
  CreateSchedule(argument: _wayside_v1_CreateScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateScheduleResponse__Output>): grpc.ClientUnaryCall;
  CreateSchedule(argument: _wayside_v1_CreateScheduleRequest, callback: grpc.requestCallback<_wayside_v1_CreateScheduleResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Its first time is the first one from now on. Errors: INVALID_INPUT with all that is wrong, NOT_FOUND, FORBIDDEN,
   * QUEUE_FULL.
   */
  createSchedule(argument: _wayside_v1_CreateScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateScheduleResponse__Output>): grpc.ClientUnaryCall;
  createSchedule(argument: _wayside_v1_CreateScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_CreateScheduleResponse__Output>): grpc.ClientUnaryCall;
  createSchedule(argument: _wayside_v1_CreateScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateScheduleResponse__Output>): grpc.ClientUnaryCall;
  createSchedule(argument: _wayside_v1_CreateScheduleRequest, callback: grpc.requestCallback<_wayside_v1_CreateScheduleResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * With its history. Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN, STALE_ETAG, DECLARED.
   */
  DeleteSchedule(argument: _wayside_v1_DeleteScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  DeleteSchedule(argument: _wayside_v1_DeleteScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  DeleteSchedule(argument: _wayside_v1_DeleteScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  DeleteSchedule(argument: _wayside_v1_DeleteScheduleRequest, callback: grpc.requestCallback<_wayside_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  /**
   * With its history. Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN, STALE_ETAG, DECLARED.
   */
  deleteSchedule(argument: _wayside_v1_DeleteScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  deleteSchedule(argument: _wayside_v1_DeleteScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  deleteSchedule(argument: _wayside_v1_DeleteScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  deleteSchedule(argument: _wayside_v1_DeleteScheduleRequest, callback: grpc.requestCallback<_wayside_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Errors: NOT_FOUND, AMBIGUOUS_NAME.
   */
  GetSchedule(argument: _wayside_v1_GetScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetScheduleResponse__Output>): grpc.ClientUnaryCall;
  GetSchedule(argument: _wayside_v1_GetScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetScheduleResponse__Output>): grpc.ClientUnaryCall;
  GetSchedule(argument: _wayside_v1_GetScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetScheduleResponse__Output>): grpc.ClientUnaryCall;
  GetSchedule(argument: _wayside_v1_GetScheduleRequest, callback: grpc.requestCallback<_wayside_v1_GetScheduleResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Errors: NOT_FOUND, AMBIGUOUS_NAME.
   */
  getSchedule(argument: _wayside_v1_GetScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetScheduleResponse__Output>): grpc.ClientUnaryCall;
  getSchedule(argument: _wayside_v1_GetScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetScheduleResponse__Output>): grpc.ClientUnaryCall;
  getSchedule(argument: _wayside_v1_GetScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetScheduleResponse__Output>): grpc.ClientUnaryCall;
  getSchedule(argument: _wayside_v1_GetScheduleRequest, callback: grpc.requestCallback<_wayside_v1_GetScheduleResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What became of its times, the newest first: those that did not fire too, with the reason.
   */
  ListFirings(argument: _wayside_v1_ListFiringsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListFiringsResponse__Output>): grpc.ClientUnaryCall;
  ListFirings(argument: _wayside_v1_ListFiringsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListFiringsResponse__Output>): grpc.ClientUnaryCall;
  ListFirings(argument: _wayside_v1_ListFiringsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListFiringsResponse__Output>): grpc.ClientUnaryCall;
  ListFirings(argument: _wayside_v1_ListFiringsRequest, callback: grpc.requestCallback<_wayside_v1_ListFiringsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What became of its times, the newest first: those that did not fire too, with the reason.
   */
  listFirings(argument: _wayside_v1_ListFiringsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListFiringsResponse__Output>): grpc.ClientUnaryCall;
  listFirings(argument: _wayside_v1_ListFiringsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListFiringsResponse__Output>): grpc.ClientUnaryCall;
  listFirings(argument: _wayside_v1_ListFiringsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListFiringsResponse__Output>): grpc.ClientUnaryCall;
  listFirings(argument: _wayside_v1_ListFiringsRequest, callback: grpc.requestCallback<_wayside_v1_ListFiringsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * By site and name.
   */
  ListSchedules(argument: _wayside_v1_ListSchedulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  ListSchedules(argument: _wayside_v1_ListSchedulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  ListSchedules(argument: _wayside_v1_ListSchedulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  ListSchedules(argument: _wayside_v1_ListSchedulesRequest, callback: grpc.requestCallback<_wayside_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * By site and name.
   */
  listSchedules(argument: _wayside_v1_ListSchedulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  listSchedules(argument: _wayside_v1_ListSchedulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  listSchedules(argument: _wayside_v1_ListSchedulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  listSchedules(argument: _wayside_v1_ListSchedulesRequest, callback: grpc.requestCallback<_wayside_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Nothing fires until it is resumed, here or on its agent.
   */
  PauseSchedule(argument: _wayside_v1_PauseScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_PauseScheduleResponse__Output>): grpc.ClientUnaryCall;
  PauseSchedule(argument: _wayside_v1_PauseScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_PauseScheduleResponse__Output>): grpc.ClientUnaryCall;
  PauseSchedule(argument: _wayside_v1_PauseScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_PauseScheduleResponse__Output>): grpc.ClientUnaryCall;
  PauseSchedule(argument: _wayside_v1_PauseScheduleRequest, callback: grpc.requestCallback<_wayside_v1_PauseScheduleResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Nothing fires until it is resumed, here or on its agent.
   */
  pauseSchedule(argument: _wayside_v1_PauseScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_PauseScheduleResponse__Output>): grpc.ClientUnaryCall;
  pauseSchedule(argument: _wayside_v1_PauseScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_PauseScheduleResponse__Output>): grpc.ClientUnaryCall;
  pauseSchedule(argument: _wayside_v1_PauseScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_PauseScheduleResponse__Output>): grpc.ClientUnaryCall;
  pauseSchedule(argument: _wayside_v1_PauseScheduleRequest, callback: grpc.requestCallback<_wayside_v1_PauseScheduleResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Times that passed meanwhile are not made up for.
   */
  ResumeSchedule(argument: _wayside_v1_ResumeScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ResumeScheduleResponse__Output>): grpc.ClientUnaryCall;
  ResumeSchedule(argument: _wayside_v1_ResumeScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ResumeScheduleResponse__Output>): grpc.ClientUnaryCall;
  ResumeSchedule(argument: _wayside_v1_ResumeScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ResumeScheduleResponse__Output>): grpc.ClientUnaryCall;
  ResumeSchedule(argument: _wayside_v1_ResumeScheduleRequest, callback: grpc.requestCallback<_wayside_v1_ResumeScheduleResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Times that passed meanwhile are not made up for.
   */
  resumeSchedule(argument: _wayside_v1_ResumeScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ResumeScheduleResponse__Output>): grpc.ClientUnaryCall;
  resumeSchedule(argument: _wayside_v1_ResumeScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ResumeScheduleResponse__Output>): grpc.ClientUnaryCall;
  resumeSchedule(argument: _wayside_v1_ResumeScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ResumeScheduleResponse__Output>): grpc.ClientUnaryCall;
  resumeSchedule(argument: _wayside_v1_ResumeScheduleRequest, callback: grpc.requestCallback<_wayside_v1_ResumeScheduleResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Now, also while it is paused. Errors: NOT_FOUND, FORBIDDEN, NO_CAPABLE_AGENT.
   */
  RunSchedule(argument: _wayside_v1_RunScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RunScheduleResponse__Output>): grpc.ClientUnaryCall;
  RunSchedule(argument: _wayside_v1_RunScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RunScheduleResponse__Output>): grpc.ClientUnaryCall;
  RunSchedule(argument: _wayside_v1_RunScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RunScheduleResponse__Output>): grpc.ClientUnaryCall;
  RunSchedule(argument: _wayside_v1_RunScheduleRequest, callback: grpc.requestCallback<_wayside_v1_RunScheduleResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Now, also while it is paused. Errors: NOT_FOUND, FORBIDDEN, NO_CAPABLE_AGENT.
   */
  runSchedule(argument: _wayside_v1_RunScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RunScheduleResponse__Output>): grpc.ClientUnaryCall;
  runSchedule(argument: _wayside_v1_RunScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RunScheduleResponse__Output>): grpc.ClientUnaryCall;
  runSchedule(argument: _wayside_v1_RunScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RunScheduleResponse__Output>): grpc.ClientUnaryCall;
  runSchedule(argument: _wayside_v1_RunScheduleRequest, callback: grpc.requestCallback<_wayside_v1_RunScheduleResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The whole of what people say of it. Errors: as of CreateSchedule, STALE_ETAG, DECLARED.
   */
  UpdateSchedule(argument: _wayside_v1_UpdateScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateScheduleResponse__Output>): grpc.ClientUnaryCall;
  UpdateSchedule(argument: _wayside_v1_UpdateScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UpdateScheduleResponse__Output>): grpc.ClientUnaryCall;
  UpdateSchedule(argument: _wayside_v1_UpdateScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateScheduleResponse__Output>): grpc.ClientUnaryCall;
  UpdateSchedule(argument: _wayside_v1_UpdateScheduleRequest, callback: grpc.requestCallback<_wayside_v1_UpdateScheduleResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The whole of what people say of it. Errors: as of CreateSchedule, STALE_ETAG, DECLARED.
   */
  updateSchedule(argument: _wayside_v1_UpdateScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateScheduleResponse__Output>): grpc.ClientUnaryCall;
  updateSchedule(argument: _wayside_v1_UpdateScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UpdateScheduleResponse__Output>): grpc.ClientUnaryCall;
  updateSchedule(argument: _wayside_v1_UpdateScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateScheduleResponse__Output>): grpc.ClientUnaryCall;
  updateSchedule(argument: _wayside_v1_UpdateScheduleRequest, callback: grpc.requestCallback<_wayside_v1_UpdateScheduleResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Work that is done again and again: by cron in a time zone, or by interval. One agent of the site does it, and goes on
 * by itself while it has no controller. The id of a firing is `SCHEDULE@TIME` with its nominal time, and is the id of
 * its job, so that nothing is done twice. A schedule is in view for who sees its site; operators of the site manage it.
 */
export interface ScheduleServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Its first time is the first one from now on. Errors: INVALID_INPUT with all that is wrong, NOT_FOUND, FORBIDDEN,
   * QUEUE_FULL.
   */
  CreateSchedule: grpc.handleUnaryCall<_wayside_v1_CreateScheduleRequest__Output, _wayside_v1_CreateScheduleResponse>;
  
  /**
   * With its history. Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN, STALE_ETAG, DECLARED.
   */
  DeleteSchedule: grpc.handleUnaryCall<_wayside_v1_DeleteScheduleRequest__Output, _wayside_v1_DeleteScheduleResponse>;
  
  /**
   * Errors: NOT_FOUND, AMBIGUOUS_NAME.
   */
  GetSchedule: grpc.handleUnaryCall<_wayside_v1_GetScheduleRequest__Output, _wayside_v1_GetScheduleResponse>;
  
  /**
   * What became of its times, the newest first: those that did not fire too, with the reason.
   */
  ListFirings: grpc.handleUnaryCall<_wayside_v1_ListFiringsRequest__Output, _wayside_v1_ListFiringsResponse>;
  
  /**
   * By site and name.
   */
  ListSchedules: grpc.handleUnaryCall<_wayside_v1_ListSchedulesRequest__Output, _wayside_v1_ListSchedulesResponse>;
  
  /**
   * Nothing fires until it is resumed, here or on its agent.
   */
  PauseSchedule: grpc.handleUnaryCall<_wayside_v1_PauseScheduleRequest__Output, _wayside_v1_PauseScheduleResponse>;
  
  /**
   * Times that passed meanwhile are not made up for.
   */
  ResumeSchedule: grpc.handleUnaryCall<_wayside_v1_ResumeScheduleRequest__Output, _wayside_v1_ResumeScheduleResponse>;
  
  /**
   * Now, also while it is paused. Errors: NOT_FOUND, FORBIDDEN, NO_CAPABLE_AGENT.
   */
  RunSchedule: grpc.handleUnaryCall<_wayside_v1_RunScheduleRequest__Output, _wayside_v1_RunScheduleResponse>;
  
  /**
   * The whole of what people say of it. Errors: as of CreateSchedule, STALE_ETAG, DECLARED.
   */
  UpdateSchedule: grpc.handleUnaryCall<_wayside_v1_UpdateScheduleRequest__Output, _wayside_v1_UpdateScheduleResponse>;
  
}

export interface ScheduleServiceDefinition extends grpc.ServiceDefinition {
  CreateSchedule: MethodDefinition<_wayside_v1_CreateScheduleRequest, _wayside_v1_CreateScheduleResponse, _wayside_v1_CreateScheduleRequest__Output, _wayside_v1_CreateScheduleResponse__Output>
  DeleteSchedule: MethodDefinition<_wayside_v1_DeleteScheduleRequest, _wayside_v1_DeleteScheduleResponse, _wayside_v1_DeleteScheduleRequest__Output, _wayside_v1_DeleteScheduleResponse__Output>
  GetSchedule: MethodDefinition<_wayside_v1_GetScheduleRequest, _wayside_v1_GetScheduleResponse, _wayside_v1_GetScheduleRequest__Output, _wayside_v1_GetScheduleResponse__Output>
  ListFirings: MethodDefinition<_wayside_v1_ListFiringsRequest, _wayside_v1_ListFiringsResponse, _wayside_v1_ListFiringsRequest__Output, _wayside_v1_ListFiringsResponse__Output>
  ListSchedules: MethodDefinition<_wayside_v1_ListSchedulesRequest, _wayside_v1_ListSchedulesResponse, _wayside_v1_ListSchedulesRequest__Output, _wayside_v1_ListSchedulesResponse__Output>
  PauseSchedule: MethodDefinition<_wayside_v1_PauseScheduleRequest, _wayside_v1_PauseScheduleResponse, _wayside_v1_PauseScheduleRequest__Output, _wayside_v1_PauseScheduleResponse__Output>
  ResumeSchedule: MethodDefinition<_wayside_v1_ResumeScheduleRequest, _wayside_v1_ResumeScheduleResponse, _wayside_v1_ResumeScheduleRequest__Output, _wayside_v1_ResumeScheduleResponse__Output>
  RunSchedule: MethodDefinition<_wayside_v1_RunScheduleRequest, _wayside_v1_RunScheduleResponse, _wayside_v1_RunScheduleRequest__Output, _wayside_v1_RunScheduleResponse__Output>
  UpdateSchedule: MethodDefinition<_wayside_v1_UpdateScheduleRequest, _wayside_v1_UpdateScheduleResponse, _wayside_v1_UpdateScheduleRequest__Output, _wayside_v1_UpdateScheduleResponse__Output>
}
