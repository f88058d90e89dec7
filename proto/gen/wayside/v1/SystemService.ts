// Original file: proto/wayside/v1/system.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetDeltaRequest as _wayside_v1_GetDeltaRequest, GetDeltaRequest__Output as _wayside_v1_GetDeltaRequest__Output } from '../../wayside/v1/GetDeltaRequest.ts';
import type { GetDeltaResponse as _wayside_v1_GetDeltaResponse, GetDeltaResponse__Output as _wayside_v1_GetDeltaResponse__Output } from '../../wayside/v1/GetDeltaResponse.ts';
import type { GetLogLevelRequest as _wayside_v1_GetLogLevelRequest, GetLogLevelRequest__Output as _wayside_v1_GetLogLevelRequest__Output } from '../../wayside/v1/GetLogLevelRequest.ts';
import type { GetLogLevelResponse as _wayside_v1_GetLogLevelResponse, GetLogLevelResponse__Output as _wayside_v1_GetLogLevelResponse__Output } from '../../wayside/v1/GetLogLevelResponse.ts';
import type { GetStatusRequest as _wayside_v1_GetStatusRequest, GetStatusRequest__Output as _wayside_v1_GetStatusRequest__Output } from '../../wayside/v1/GetStatusRequest.ts';
import type { GetStatusResponse as _wayside_v1_GetStatusResponse, GetStatusResponse__Output as _wayside_v1_GetStatusResponse__Output } from '../../wayside/v1/GetStatusResponse.ts';
import type { RunDoctorRequest as _wayside_v1_RunDoctorRequest, RunDoctorRequest__Output as _wayside_v1_RunDoctorRequest__Output } from '../../wayside/v1/RunDoctorRequest.ts';
import type { RunDoctorResponse as _wayside_v1_RunDoctorResponse, RunDoctorResponse__Output as _wayside_v1_RunDoctorResponse__Output } from '../../wayside/v1/RunDoctorResponse.ts';
import type { SetLogLevelRequest as _wayside_v1_SetLogLevelRequest, SetLogLevelRequest__Output as _wayside_v1_SetLogLevelRequest__Output } from '../../wayside/v1/SetLogLevelRequest.ts';
import type { SetLogLevelResponse as _wayside_v1_SetLogLevelResponse, SetLogLevelResponse__Output as _wayside_v1_SetLogLevelResponse__Output } from '../../wayside/v1/SetLogLevelResponse.ts';

/**
 * The controller about itself.
 */
export interface SystemServiceClient extends grpc.Client {
  /**
   * Where is that delta: each hop with its time.
   */
  GetDelta(argument: _wayside_v1_GetDeltaRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetDeltaResponse__Output>): grpc.ClientUnaryCall;
  GetDelta(argument: _wayside_v1_GetDeltaRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetDeltaResponse__Output>): grpc.ClientUnaryCall;
  GetDelta(argument: _wayside_v1_GetDeltaRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetDeltaResponse__Output>): grpc.ClientUnaryCall;
  GetDelta(argument: _wayside_v1_GetDeltaRequest, callback: grpc.requestCallback<_wayside_v1_GetDeltaResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Where is that delta: each hop with its time.
   */
  getDelta(argument: _wayside_v1_GetDeltaRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetDeltaResponse__Output>): grpc.ClientUnaryCall;
  getDelta(argument: _wayside_v1_GetDeltaRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetDeltaResponse__Output>): grpc.ClientUnaryCall;
  getDelta(argument: _wayside_v1_GetDeltaRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetDeltaResponse__Output>): grpc.ClientUnaryCall;
  getDelta(argument: _wayside_v1_GetDeltaRequest, callback: grpc.requestCallback<_wayside_v1_GetDeltaResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * How much the controller, or one agent that is online, writes to its log. Errors: NOT_FOUND, UNAVAILABLE (the agent has
   * no session), TIMEOUT (its version does not know the question).
   */
  GetLogLevel(argument: _wayside_v1_GetLogLevelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  GetLogLevel(argument: _wayside_v1_GetLogLevelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  GetLogLevel(argument: _wayside_v1_GetLogLevelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  GetLogLevel(argument: _wayside_v1_GetLogLevelRequest, callback: grpc.requestCallback<_wayside_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  /**
   * How much the controller, or one agent that is online, writes to its log. Errors: NOT_FOUND, UNAVAILABLE (the agent has
   * no session), TIMEOUT (its version does not know the question).
   */
  getLogLevel(argument: _wayside_v1_GetLogLevelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  getLogLevel(argument: _wayside_v1_GetLogLevelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  getLogLevel(argument: _wayside_v1_GetLogLevelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  getLogLevel(argument: _wayside_v1_GetLogLevelRequest, callback: grpc.requestCallback<_wayside_v1_GetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  
  GetStatus(argument: _wayside_v1_GetStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _wayside_v1_GetStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _wayside_v1_GetStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _wayside_v1_GetStatusRequest, callback: grpc.requestCallback<_wayside_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _wayside_v1_GetStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _wayside_v1_GetStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _wayside_v1_GetStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _wayside_v1_GetStatusRequest, callback: grpc.requestCallback<_wayside_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Runs every room's checks and says for each problem what to do.
   */
  RunDoctor(argument: _wayside_v1_RunDoctorRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RunDoctorResponse__Output>): grpc.ClientUnaryCall;
  RunDoctor(argument: _wayside_v1_RunDoctorRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RunDoctorResponse__Output>): grpc.ClientUnaryCall;
  RunDoctor(argument: _wayside_v1_RunDoctorRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RunDoctorResponse__Output>): grpc.ClientUnaryCall;
  RunDoctor(argument: _wayside_v1_RunDoctorRequest, callback: grpc.requestCallback<_wayside_v1_RunDoctorResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Runs every room's checks and says for each problem what to do.
   */
  runDoctor(argument: _wayside_v1_RunDoctorRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RunDoctorResponse__Output>): grpc.ClientUnaryCall;
  runDoctor(argument: _wayside_v1_RunDoctorRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RunDoctorResponse__Output>): grpc.ClientUnaryCall;
  runDoctor(argument: _wayside_v1_RunDoctorRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RunDoctorResponse__Output>): grpc.ClientUnaryCall;
  runDoctor(argument: _wayside_v1_RunDoctorRequest, callback: grpc.requestCallback<_wayside_v1_RunDoctorResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * For a while, then the level goes back to the configured one by itself. Errors: as of GetLogLevel, INVALID_INPUT.
   */
  SetLogLevel(argument: _wayside_v1_SetLogLevelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  SetLogLevel(argument: _wayside_v1_SetLogLevelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  SetLogLevel(argument: _wayside_v1_SetLogLevelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  SetLogLevel(argument: _wayside_v1_SetLogLevelRequest, callback: grpc.requestCallback<_wayside_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  /**
   * For a while, then the level goes back to the configured one by itself. Errors: as of GetLogLevel, INVALID_INPUT.
   */
  setLogLevel(argument: _wayside_v1_SetLogLevelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  setLogLevel(argument: _wayside_v1_SetLogLevelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  setLogLevel(argument: _wayside_v1_SetLogLevelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  setLogLevel(argument: _wayside_v1_SetLogLevelRequest, callback: grpc.requestCallback<_wayside_v1_SetLogLevelResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * The controller about itself.
 */
export interface SystemServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Where is that delta: each hop with its time.
   */
  GetDelta: grpc.handleUnaryCall<_wayside_v1_GetDeltaRequest__Output, _wayside_v1_GetDeltaResponse>;
  
  /**
   * How much the controller, or one agent that is online, writes to its log. Errors: NOT_FOUND, UNAVAILABLE (the agent has
   * no session), TIMEOUT (its version does not know the question).
   */
  GetLogLevel: grpc.handleUnaryCall<_wayside_v1_GetLogLevelRequest__Output, _wayside_v1_GetLogLevelResponse>;
  
  GetStatus: grpc.handleUnaryCall<_wayside_v1_GetStatusRequest__Output, _wayside_v1_GetStatusResponse>;
  
  /**
   * Runs every room's checks and says for each problem what to do.
   */
  RunDoctor: grpc.handleUnaryCall<_wayside_v1_RunDoctorRequest__Output, _wayside_v1_RunDoctorResponse>;
  
  /**
   * For a while, then the level goes back to the configured one by itself. Errors: as of GetLogLevel, INVALID_INPUT.
   */
  SetLogLevel: grpc.handleUnaryCall<_wayside_v1_SetLogLevelRequest__Output, _wayside_v1_SetLogLevelResponse>;
  
}

export interface SystemServiceDefinition extends grpc.ServiceDefinition {
  GetDelta: MethodDefinition<_wayside_v1_GetDeltaRequest, _wayside_v1_GetDeltaResponse, _wayside_v1_GetDeltaRequest__Output, _wayside_v1_GetDeltaResponse__Output>
  GetLogLevel: MethodDefinition<_wayside_v1_GetLogLevelRequest, _wayside_v1_GetLogLevelResponse, _wayside_v1_GetLogLevelRequest__Output, _wayside_v1_GetLogLevelResponse__Output>
  GetStatus: MethodDefinition<_wayside_v1_GetStatusRequest, _wayside_v1_GetStatusResponse, _wayside_v1_GetStatusRequest__Output, _wayside_v1_GetStatusResponse__Output>
  RunDoctor: MethodDefinition<_wayside_v1_RunDoctorRequest, _wayside_v1_RunDoctorResponse, _wayside_v1_RunDoctorRequest__Output, _wayside_v1_RunDoctorResponse__Output>
  SetLogLevel: MethodDefinition<_wayside_v1_SetLogLevelRequest, _wayside_v1_SetLogLevelResponse, _wayside_v1_SetLogLevelRequest__Output, _wayside_v1_SetLogLevelResponse__Output>
}
