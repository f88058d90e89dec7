// Original file: proto/wayside/v1/conflict.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetConflictRequest as _wayside_v1_GetConflictRequest, GetConflictRequest__Output as _wayside_v1_GetConflictRequest__Output } from '../../wayside/v1/GetConflictRequest.ts';
import type { GetConflictResponse as _wayside_v1_GetConflictResponse, GetConflictResponse__Output as _wayside_v1_GetConflictResponse__Output } from '../../wayside/v1/GetConflictResponse.ts';
import type { ListConflictsRequest as _wayside_v1_ListConflictsRequest, ListConflictsRequest__Output as _wayside_v1_ListConflictsRequest__Output } from '../../wayside/v1/ListConflictsRequest.ts';
import type { ListConflictsResponse as _wayside_v1_ListConflictsResponse, ListConflictsResponse__Output as _wayside_v1_ListConflictsResponse__Output } from '../../wayside/v1/ListConflictsResponse.ts';
import type { ResolveConflictRequest as _wayside_v1_ResolveConflictRequest, ResolveConflictRequest__Output as _wayside_v1_ResolveConflictRequest__Output } from '../../wayside/v1/ResolveConflictRequest.ts';
import type { ResolveConflictResponse as _wayside_v1_ResolveConflictResponse, ResolveConflictResponse__Output as _wayside_v1_ResolveConflictResponse__Output } from '../../wayside/v1/ResolveConflictResponse.ts';

/**
 * Unequal values of one field that did not know of each other. Computed from what is kept, never stored.
 */
export interface ConflictServiceClient extends grpc.Client {
  /**
   * By the id of the conflict, or a beginning of it that is unique.
   */
  GetConflict(argument: _wayside_v1_GetConflictRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetConflictResponse__Output>): grpc.ClientUnaryCall;
  GetConflict(argument: _wayside_v1_GetConflictRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetConflictResponse__Output>): grpc.ClientUnaryCall;
  GetConflict(argument: _wayside_v1_GetConflictRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetConflictResponse__Output>): grpc.ClientUnaryCall;
  GetConflict(argument: _wayside_v1_GetConflictRequest, callback: grpc.requestCallback<_wayside_v1_GetConflictResponse__Output>): grpc.ClientUnaryCall;
  /**
   * By the id of the conflict, or a beginning of it that is unique.
   */
  getConflict(argument: _wayside_v1_GetConflictRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetConflictResponse__Output>): grpc.ClientUnaryCall;
  getConflict(argument: _wayside_v1_GetConflictRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetConflictResponse__Output>): grpc.ClientUnaryCall;
  getConflict(argument: _wayside_v1_GetConflictRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetConflictResponse__Output>): grpc.ClientUnaryCall;
  getConflict(argument: _wayside_v1_GetConflictRequest, callback: grpc.requestCallback<_wayside_v1_GetConflictResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * By site, kind and id of the records.
   */
  ListConflicts(argument: _wayside_v1_ListConflictsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  ListConflicts(argument: _wayside_v1_ListConflictsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  ListConflicts(argument: _wayside_v1_ListConflictsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  ListConflicts(argument: _wayside_v1_ListConflictsRequest, callback: grpc.requestCallback<_wayside_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * By site, kind and id of the records.
   */
  listConflicts(argument: _wayside_v1_ListConflictsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  listConflicts(argument: _wayside_v1_ListConflictsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  listConflicts(argument: _wayside_v1_ListConflictsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  listConflicts(argument: _wayside_v1_ListConflictsRequest, callback: grpc.requestCallback<_wayside_v1_ListConflictsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes a plan that gives the field one value, which dominates all that were seen, everywhere. Errors: INVALID_INPUT,
   * NOT_FOUND once it is resolved.
   */
  ResolveConflict(argument: _wayside_v1_ResolveConflictRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ResolveConflictResponse__Output>): grpc.ClientUnaryCall;
  ResolveConflict(argument: _wayside_v1_ResolveConflictRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ResolveConflictResponse__Output>): grpc.ClientUnaryCall;
  ResolveConflict(argument: _wayside_v1_ResolveConflictRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ResolveConflictResponse__Output>): grpc.ClientUnaryCall;
  ResolveConflict(argument: _wayside_v1_ResolveConflictRequest, callback: grpc.requestCallback<_wayside_v1_ResolveConflictResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a plan that gives the field one value, which dominates all that were seen, everywhere. Errors: INVALID_INPUT,
   * NOT_FOUND once it is resolved.
   */
  resolveConflict(argument: _wayside_v1_ResolveConflictRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ResolveConflictResponse__Output>): grpc.ClientUnaryCall;
  resolveConflict(argument: _wayside_v1_ResolveConflictRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ResolveConflictResponse__Output>): grpc.ClientUnaryCall;
  resolveConflict(argument: _wayside_v1_ResolveConflictRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ResolveConflictResponse__Output>): grpc.ClientUnaryCall;
  resolveConflict(argument: _wayside_v1_ResolveConflictRequest, callback: grpc.requestCallback<_wayside_v1_ResolveConflictResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Unequal values of one field that did not know of each other. Computed from what is kept, never stored.
 */
export interface ConflictServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * By the id of the conflict, or a beginning of it that is unique.
   */
  GetConflict: grpc.handleUnaryCall<_wayside_v1_GetConflictRequest__Output, _wayside_v1_GetConflictResponse>;
  
  /**
   * By site, kind and id of the records.
   */
  ListConflicts: grpc.handleUnaryCall<_wayside_v1_ListConflictsRequest__Output, _wayside_v1_ListConflictsResponse>;
  
  /**
   * Makes a plan that gives the field one value, which dominates all that were seen, everywhere. Errors: INVALID_INPUT,
   * NOT_FOUND once it is resolved.
   */
  ResolveConflict: grpc.handleUnaryCall<_wayside_v1_ResolveConflictRequest__Output, _wayside_v1_ResolveConflictResponse>;
  
}

export interface ConflictServiceDefinition extends grpc.ServiceDefinition {
  GetConflict: MethodDefinition<_wayside_v1_GetConflictRequest, _wayside_v1_GetConflictResponse, _wayside_v1_GetConflictRequest__Output, _wayside_v1_GetConflictResponse__Output>
  ListConflicts: MethodDefinition<_wayside_v1_ListConflictsRequest, _wayside_v1_ListConflictsResponse, _wayside_v1_ListConflictsRequest__Output, _wayside_v1_ListConflictsResponse__Output>
  ResolveConflict: MethodDefinition<_wayside_v1_ResolveConflictRequest, _wayside_v1_ResolveConflictResponse, _wayside_v1_ResolveConflictRequest__Output, _wayside_v1_ResolveConflictResponse__Output>
}
