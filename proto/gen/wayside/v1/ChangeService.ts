// Original file: proto/wayside/v1/change.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetChangeSetRequest as _wayside_v1_GetChangeSetRequest, GetChangeSetRequest__Output as _wayside_v1_GetChangeSetRequest__Output } from '../../wayside/v1/GetChangeSetRequest.ts';
import type { GetChangeSetResponse as _wayside_v1_GetChangeSetResponse, GetChangeSetResponse__Output as _wayside_v1_GetChangeSetResponse__Output } from '../../wayside/v1/GetChangeSetResponse.ts';
import type { ListChangeItemsRequest as _wayside_v1_ListChangeItemsRequest, ListChangeItemsRequest__Output as _wayside_v1_ListChangeItemsRequest__Output } from '../../wayside/v1/ListChangeItemsRequest.ts';
import type { ListChangeItemsResponse as _wayside_v1_ListChangeItemsResponse, ListChangeItemsResponse__Output as _wayside_v1_ListChangeItemsResponse__Output } from '../../wayside/v1/ListChangeItemsResponse.ts';
import type { ListChangeSetsRequest as _wayside_v1_ListChangeSetsRequest, ListChangeSetsRequest__Output as _wayside_v1_ListChangeSetsRequest__Output } from '../../wayside/v1/ListChangeSetsRequest.ts';
import type { ListChangeSetsResponse as _wayside_v1_ListChangeSetsResponse, ListChangeSetsResponse__Output as _wayside_v1_ListChangeSetsResponse__Output } from '../../wayside/v1/ListChangeSetsResponse.ts';
import type { RevertChangeSetRequest as _wayside_v1_RevertChangeSetRequest, RevertChangeSetRequest__Output as _wayside_v1_RevertChangeSetRequest__Output } from '../../wayside/v1/RevertChangeSetRequest.ts';
import type { RevertChangeSetResponse as _wayside_v1_RevertChangeSetResponse, RevertChangeSetResponse__Output as _wayside_v1_RevertChangeSetResponse__Output } from '../../wayside/v1/RevertChangeSetResponse.ts';

/**
 * Change sets: what one apply or one write of a person changed together, and the way back. In view for who made it, and for
 * who may see all of its sites.
 */
export interface ChangeServiceClient extends grpc.Client {
  GetChangeSet(argument: _wayside_v1_GetChangeSetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetChangeSetResponse__Output>): grpc.ClientUnaryCall;
  GetChangeSet(argument: _wayside_v1_GetChangeSetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetChangeSetResponse__Output>): grpc.ClientUnaryCall;
  GetChangeSet(argument: _wayside_v1_GetChangeSetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetChangeSetResponse__Output>): grpc.ClientUnaryCall;
  GetChangeSet(argument: _wayside_v1_GetChangeSetRequest, callback: grpc.requestCallback<_wayside_v1_GetChangeSetResponse__Output>): grpc.ClientUnaryCall;
  getChangeSet(argument: _wayside_v1_GetChangeSetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetChangeSetResponse__Output>): grpc.ClientUnaryCall;
  getChangeSet(argument: _wayside_v1_GetChangeSetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetChangeSetResponse__Output>): grpc.ClientUnaryCall;
  getChangeSet(argument: _wayside_v1_GetChangeSetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetChangeSetResponse__Output>): grpc.ClientUnaryCall;
  getChangeSet(argument: _wayside_v1_GetChangeSetRequest, callback: grpc.requestCallback<_wayside_v1_GetChangeSetResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What it changed, in order; of a plan also the steps that came to nothing.
   */
  ListChangeItems(argument: _wayside_v1_ListChangeItemsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListChangeItemsResponse__Output>): grpc.ClientUnaryCall;
  ListChangeItems(argument: _wayside_v1_ListChangeItemsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListChangeItemsResponse__Output>): grpc.ClientUnaryCall;
  ListChangeItems(argument: _wayside_v1_ListChangeItemsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListChangeItemsResponse__Output>): grpc.ClientUnaryCall;
  ListChangeItems(argument: _wayside_v1_ListChangeItemsRequest, callback: grpc.requestCallback<_wayside_v1_ListChangeItemsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What it changed, in order; of a plan also the steps that came to nothing.
   */
  listChangeItems(argument: _wayside_v1_ListChangeItemsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListChangeItemsResponse__Output>): grpc.ClientUnaryCall;
  listChangeItems(argument: _wayside_v1_ListChangeItemsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListChangeItemsResponse__Output>): grpc.ClientUnaryCall;
  listChangeItems(argument: _wayside_v1_ListChangeItemsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListChangeItemsResponse__Output>): grpc.ClientUnaryCall;
  listChangeItems(argument: _wayside_v1_ListChangeItemsRequest, callback: grpc.requestCallback<_wayside_v1_ListChangeItemsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Newest first.
   */
  ListChangeSets(argument: _wayside_v1_ListChangeSetsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListChangeSetsResponse__Output>): grpc.ClientUnaryCall;
  ListChangeSets(argument: _wayside_v1_ListChangeSetsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListChangeSetsResponse__Output>): grpc.ClientUnaryCall;
  ListChangeSets(argument: _wayside_v1_ListChangeSetsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListChangeSetsResponse__Output>): grpc.ClientUnaryCall;
  ListChangeSets(argument: _wayside_v1_ListChangeSetsRequest, callback: grpc.requestCallback<_wayside_v1_ListChangeSetsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Newest first.
   */
  listChangeSets(argument: _wayside_v1_ListChangeSetsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListChangeSetsResponse__Output>): grpc.ClientUnaryCall;
  listChangeSets(argument: _wayside_v1_ListChangeSetsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListChangeSetsResponse__Output>): grpc.ClientUnaryCall;
  listChangeSets(argument: _wayside_v1_ListChangeSetsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListChangeSetsResponse__Output>): grpc.ClientUnaryCall;
  listChangeSets(argument: _wayside_v1_ListChangeSetsRequest, callback: grpc.requestCallback<_wayside_v1_ListChangeSetsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes a plan that brings back what was before. What somebody else changed since is a conflict in it, and stays as it is.
   * Error: HISTORY_GONE when what was before is not kept any more.
   */
  RevertChangeSet(argument: _wayside_v1_RevertChangeSetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RevertChangeSetResponse__Output>): grpc.ClientUnaryCall;
  RevertChangeSet(argument: _wayside_v1_RevertChangeSetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RevertChangeSetResponse__Output>): grpc.ClientUnaryCall;
  RevertChangeSet(argument: _wayside_v1_RevertChangeSetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RevertChangeSetResponse__Output>): grpc.ClientUnaryCall;
  RevertChangeSet(argument: _wayside_v1_RevertChangeSetRequest, callback: grpc.requestCallback<_wayside_v1_RevertChangeSetResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a plan that brings back what was before. What somebody else changed since is a conflict in it, and stays as it is.
   * Error: HISTORY_GONE when what was before is not kept any more.
   */
  revertChangeSet(argument: _wayside_v1_RevertChangeSetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RevertChangeSetResponse__Output>): grpc.ClientUnaryCall;
  revertChangeSet(argument: _wayside_v1_RevertChangeSetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RevertChangeSetResponse__Output>): grpc.ClientUnaryCall;
  revertChangeSet(argument: _wayside_v1_RevertChangeSetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RevertChangeSetResponse__Output>): grpc.ClientUnaryCall;
  revertChangeSet(argument: _wayside_v1_RevertChangeSetRequest, callback: grpc.requestCallback<_wayside_v1_RevertChangeSetResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Change sets: what one apply or one write of a person changed together, and the way back. In view for who made it, and for
 * who may see all of its sites.
 */
export interface ChangeServiceHandlers extends grpc.UntypedServiceImplementation {
  GetChangeSet: grpc.handleUnaryCall<_wayside_v1_GetChangeSetRequest__Output, _wayside_v1_GetChangeSetResponse>;
  
  /**
   * What it changed, in order; of a plan also the steps that came to nothing.
   */
  ListChangeItems: grpc.handleUnaryCall<_wayside_v1_ListChangeItemsRequest__Output, _wayside_v1_ListChangeItemsResponse>;
  
  /**
   * Newest first.
   */
  ListChangeSets: grpc.handleUnaryCall<_wayside_v1_ListChangeSetsRequest__Output, _wayside_v1_ListChangeSetsResponse>;
  
  /**
   * Makes a plan that brings back what was before. What somebody else changed since is a conflict in it, and stays as it is.
   * Error: HISTORY_GONE when what was before is not kept any more.
   */
  RevertChangeSet: grpc.handleUnaryCall<_wayside_v1_RevertChangeSetRequest__Output, _wayside_v1_RevertChangeSetResponse>;
  
}

export interface ChangeServiceDefinition extends grpc.ServiceDefinition {
  GetChangeSet: MethodDefinition<_wayside_v1_GetChangeSetRequest, _wayside_v1_GetChangeSetResponse, _wayside_v1_GetChangeSetRequest__Output, _wayside_v1_GetChangeSetResponse__Output>
  ListChangeItems: MethodDefinition<_wayside_v1_ListChangeItemsRequest, _wayside_v1_ListChangeItemsResponse, _wayside_v1_ListChangeItemsRequest__Output, _wayside_v1_ListChangeItemsResponse__Output>
  ListChangeSets: MethodDefinition<_wayside_v1_ListChangeSetsRequest, _wayside_v1_ListChangeSetsResponse, _wayside_v1_ListChangeSetsRequest__Output, _wayside_v1_ListChangeSetsResponse__Output>
  RevertChangeSet: MethodDefinition<_wayside_v1_RevertChangeSetRequest, _wayside_v1_RevertChangeSetResponse, _wayside_v1_RevertChangeSetRequest__Output, _wayside_v1_RevertChangeSetResponse__Output>
}
