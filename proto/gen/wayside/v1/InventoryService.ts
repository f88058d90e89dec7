// Original file: proto/wayside/v1/inventory.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { FindRecordsRequest as _wayside_v1_FindRecordsRequest, FindRecordsRequest__Output as _wayside_v1_FindRecordsRequest__Output } from '../../wayside/v1/FindRecordsRequest.ts';
import type { FindRecordsResponse as _wayside_v1_FindRecordsResponse, FindRecordsResponse__Output as _wayside_v1_FindRecordsResponse__Output } from '../../wayside/v1/FindRecordsResponse.ts';
import type { GetChangeRequest as _wayside_v1_GetChangeRequest, GetChangeRequest__Output as _wayside_v1_GetChangeRequest__Output } from '../../wayside/v1/GetChangeRequest.ts';
import type { GetChangeResponse as _wayside_v1_GetChangeResponse, GetChangeResponse__Output as _wayside_v1_GetChangeResponse__Output } from '../../wayside/v1/GetChangeResponse.ts';
import type { GetRecordRequest as _wayside_v1_GetRecordRequest, GetRecordRequest__Output as _wayside_v1_GetRecordRequest__Output } from '../../wayside/v1/GetRecordRequest.ts';
import type { GetRecordResponse as _wayside_v1_GetRecordResponse, GetRecordResponse__Output as _wayside_v1_GetRecordResponse__Output } from '../../wayside/v1/GetRecordResponse.ts';
import type { ListHistoryRequest as _wayside_v1_ListHistoryRequest, ListHistoryRequest__Output as _wayside_v1_ListHistoryRequest__Output } from '../../wayside/v1/ListHistoryRequest.ts';
import type { ListHistoryResponse as _wayside_v1_ListHistoryResponse, ListHistoryResponse__Output as _wayside_v1_ListHistoryResponse__Output } from '../../wayside/v1/ListHistoryResponse.ts';
import type { ListRecordsRequest as _wayside_v1_ListRecordsRequest, ListRecordsRequest__Output as _wayside_v1_ListRecordsRequest__Output } from '../../wayside/v1/ListRecordsRequest.ts';
import type { ListRecordsResponse as _wayside_v1_ListRecordsResponse, ListRecordsResponse__Output as _wayside_v1_ListRecordsResponse__Output } from '../../wayside/v1/ListRecordsResponse.ts';
import type { WatchRecordsRequest as _wayside_v1_WatchRecordsRequest, WatchRecordsRequest__Output as _wayside_v1_WatchRecordsRequest__Output } from '../../wayside/v1/WatchRecordsRequest.ts';
import type { WatchRecordsResponse as _wayside_v1_WatchRecordsResponse, WatchRecordsResponse__Output as _wayside_v1_WatchRecordsResponse__Output } from '../../wayside/v1/WatchRecordsResponse.ts';
import type { WriteRecordsRequest as _wayside_v1_WriteRecordsRequest, WriteRecordsRequest__Output as _wayside_v1_WriteRecordsRequest__Output } from '../../wayside/v1/WriteRecordsRequest.ts';
import type { WriteRecordsResponse as _wayside_v1_WriteRecordsResponse, WriteRecordsResponse__Output as _wayside_v1_WriteRecordsResponse__Output } from '../../wayside/v1/WriteRecordsResponse.ts';

/**
 * Everything known, and managed writes to it. Errors: INVALID_INPUT names each wrong field, FORBIDDEN what the caller may
 * see but not write. What is out of the caller's view is answered like what is not there; filters judge what it sees.
 */
export interface InventoryServiceClient extends grpc.Client {
  /**
   * Finds records of all kinds by any text, MAC or IP address that people have of them, best matches first. Only what the
   * caller may see of a record is compared. Page tokens stay valid under writes.
   */
  FindRecords(argument: _wayside_v1_FindRecordsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_FindRecordsResponse__Output>): grpc.ClientUnaryCall;
  FindRecords(argument: _wayside_v1_FindRecordsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_FindRecordsResponse__Output>): grpc.ClientUnaryCall;
  FindRecords(argument: _wayside_v1_FindRecordsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_FindRecordsResponse__Output>): grpc.ClientUnaryCall;
  FindRecords(argument: _wayside_v1_FindRecordsRequest, callback: grpc.requestCallback<_wayside_v1_FindRecordsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Finds records of all kinds by any text, MAC or IP address that people have of them, best matches first. Only what the
   * caller may see of a record is compared. Page tokens stay valid under writes.
   */
  findRecords(argument: _wayside_v1_FindRecordsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_FindRecordsResponse__Output>): grpc.ClientUnaryCall;
  findRecords(argument: _wayside_v1_FindRecordsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_FindRecordsResponse__Output>): grpc.ClientUnaryCall;
  findRecords(argument: _wayside_v1_FindRecordsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_FindRecordsResponse__Output>): grpc.ClientUnaryCall;
  findRecords(argument: _wayside_v1_FindRecordsRequest, callback: grpc.requestCallback<_wayside_v1_FindRecordsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Gets one kept change by its position, with what its section said before.
   */
  GetChange(argument: _wayside_v1_GetChangeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetChangeResponse__Output>): grpc.ClientUnaryCall;
  GetChange(argument: _wayside_v1_GetChangeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetChangeResponse__Output>): grpc.ClientUnaryCall;
  GetChange(argument: _wayside_v1_GetChangeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetChangeResponse__Output>): grpc.ClientUnaryCall;
  GetChange(argument: _wayside_v1_GetChangeRequest, callback: grpc.requestCallback<_wayside_v1_GetChangeResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Gets one kept change by its position, with what its section said before.
   */
  getChange(argument: _wayside_v1_GetChangeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetChangeResponse__Output>): grpc.ClientUnaryCall;
  getChange(argument: _wayside_v1_GetChangeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetChangeResponse__Output>): grpc.ClientUnaryCall;
  getChange(argument: _wayside_v1_GetChangeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetChangeResponse__Output>): grpc.ClientUnaryCall;
  getChange(argument: _wayside_v1_GetChangeRequest, callback: grpc.requestCallback<_wayside_v1_GetChangeResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Gets one record by reference, or by kind and name where the name is unique.
   */
  GetRecord(argument: _wayside_v1_GetRecordRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetRecordResponse__Output>): grpc.ClientUnaryCall;
  GetRecord(argument: _wayside_v1_GetRecordRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetRecordResponse__Output>): grpc.ClientUnaryCall;
  GetRecord(argument: _wayside_v1_GetRecordRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetRecordResponse__Output>): grpc.ClientUnaryCall;
  GetRecord(argument: _wayside_v1_GetRecordRequest, callback: grpc.requestCallback<_wayside_v1_GetRecordResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Gets one record by reference, or by kind and name where the name is unique.
   */
  getRecord(argument: _wayside_v1_GetRecordRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetRecordResponse__Output>): grpc.ClientUnaryCall;
  getRecord(argument: _wayside_v1_GetRecordRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetRecordResponse__Output>): grpc.ClientUnaryCall;
  getRecord(argument: _wayside_v1_GetRecordRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetRecordResponse__Output>): grpc.ClientUnaryCall;
  getRecord(argument: _wayside_v1_GetRecordRequest, callback: grpc.requestCallback<_wayside_v1_GetRecordResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists the kept changes of one record, newest first.
   */
  ListHistory(argument: _wayside_v1_ListHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListHistoryResponse__Output>): grpc.ClientUnaryCall;
  ListHistory(argument: _wayside_v1_ListHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListHistoryResponse__Output>): grpc.ClientUnaryCall;
  ListHistory(argument: _wayside_v1_ListHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListHistoryResponse__Output>): grpc.ClientUnaryCall;
  ListHistory(argument: _wayside_v1_ListHistoryRequest, callback: grpc.requestCallback<_wayside_v1_ListHistoryResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the kept changes of one record, newest first.
   */
  listHistory(argument: _wayside_v1_ListHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListHistoryResponse__Output>): grpc.ClientUnaryCall;
  listHistory(argument: _wayside_v1_ListHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListHistoryResponse__Output>): grpc.ClientUnaryCall;
  listHistory(argument: _wayside_v1_ListHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListHistoryResponse__Output>): grpc.ClientUnaryCall;
  listHistory(argument: _wayside_v1_ListHistoryRequest, callback: grpc.requestCallback<_wayside_v1_ListHistoryResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists records of one kind, ordered by site and id. Page tokens stay valid under writes.
   */
  ListRecords(argument: _wayside_v1_ListRecordsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListRecordsResponse__Output>): grpc.ClientUnaryCall;
  ListRecords(argument: _wayside_v1_ListRecordsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListRecordsResponse__Output>): grpc.ClientUnaryCall;
  ListRecords(argument: _wayside_v1_ListRecordsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListRecordsResponse__Output>): grpc.ClientUnaryCall;
  ListRecords(argument: _wayside_v1_ListRecordsRequest, callback: grpc.requestCallback<_wayside_v1_ListRecordsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists records of one kind, ordered by site and id. Page tokens stay valid under writes.
   */
  listRecords(argument: _wayside_v1_ListRecordsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListRecordsResponse__Output>): grpc.ClientUnaryCall;
  listRecords(argument: _wayside_v1_ListRecordsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListRecordsResponse__Output>): grpc.ClientUnaryCall;
  listRecords(argument: _wayside_v1_ListRecordsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListRecordsResponse__Output>): grpc.ClientUnaryCall;
  listRecords(argument: _wayside_v1_ListRecordsRequest, callback: grpc.requestCallback<_wayside_v1_ListRecordsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Streams current records, then SYNCED, then each change as it is accepted. Ends with RESYNC when the token is too old.
   * Of a record that leaves the caller's view nothing more is sent, and one that comes into view by a change of another
   * record is sent when it changes itself: whoever is not an admin of every site starts anew now and then.
   */
  WatchRecords(argument: _wayside_v1_WatchRecordsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_WatchRecordsResponse__Output>;
  WatchRecords(argument: _wayside_v1_WatchRecordsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_WatchRecordsResponse__Output>;
  /**
   * Streams current records, then SYNCED, then each change as it is accepted. Ends with RESYNC when the token is too old.
   * Of a record that leaves the caller's view nothing more is sent, and one that comes into view by a change of another
   * record is sent when it changes itself: whoever is not an admin of every site starts anew now and then.
   */
  watchRecords(argument: _wayside_v1_WatchRecordsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_WatchRecordsResponse__Output>;
  watchRecords(argument: _wayside_v1_WatchRecordsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_WatchRecordsResponse__Output>;
  
  /**
   * Creates, updates and deletes managed records in one transaction: all or none, every error at once. Leaves a change set, as a
   * plan does. Error: NOT_APPROVED where somebody must agree to what changes records; then PlanService.CreatePlan is the way.
   */
  WriteRecords(argument: _wayside_v1_WriteRecordsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_WriteRecordsResponse__Output>): grpc.ClientUnaryCall;
  WriteRecords(argument: _wayside_v1_WriteRecordsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_WriteRecordsResponse__Output>): grpc.ClientUnaryCall;
  WriteRecords(argument: _wayside_v1_WriteRecordsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_WriteRecordsResponse__Output>): grpc.ClientUnaryCall;
  WriteRecords(argument: _wayside_v1_WriteRecordsRequest, callback: grpc.requestCallback<_wayside_v1_WriteRecordsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Creates, updates and deletes managed records in one transaction: all or none, every error at once. Leaves a change set, as a
   * plan does. Error: NOT_APPROVED where somebody must agree to what changes records; then PlanService.CreatePlan is the way.
   */
  writeRecords(argument: _wayside_v1_WriteRecordsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_WriteRecordsResponse__Output>): grpc.ClientUnaryCall;
  writeRecords(argument: _wayside_v1_WriteRecordsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_WriteRecordsResponse__Output>): grpc.ClientUnaryCall;
  writeRecords(argument: _wayside_v1_WriteRecordsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_WriteRecordsResponse__Output>): grpc.ClientUnaryCall;
  writeRecords(argument: _wayside_v1_WriteRecordsRequest, callback: grpc.requestCallback<_wayside_v1_WriteRecordsResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Everything known, and managed writes to it. Errors: INVALID_INPUT names each wrong field, FORBIDDEN what the caller may
 * see but not write. What is out of the caller's view is answered like what is not there; filters judge what it sees.
 */
export interface InventoryServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Finds records of all kinds by any text, MAC or IP address that people have of them, best matches first. Only what the
   * caller may see of a record is compared. Page tokens stay valid under writes.
   */
  FindRecords: grpc.handleUnaryCall<_wayside_v1_FindRecordsRequest__Output, _wayside_v1_FindRecordsResponse>;
  
  /**
   * Gets one kept change by its position, with what its section said before.
   */
  GetChange: grpc.handleUnaryCall<_wayside_v1_GetChangeRequest__Output, _wayside_v1_GetChangeResponse>;
  
  /**
   * Gets one record by reference, or by kind and name where the name is unique.
   */
  GetRecord: grpc.handleUnaryCall<_wayside_v1_GetRecordRequest__Output, _wayside_v1_GetRecordResponse>;
  
  /**
   * Lists the kept changes of one record, newest first.
   */
  ListHistory: grpc.handleUnaryCall<_wayside_v1_ListHistoryRequest__Output, _wayside_v1_ListHistoryResponse>;
  
  /**
   * Lists records of one kind, ordered by site and id. Page tokens stay valid under writes.
   */
  ListRecords: grpc.handleUnaryCall<_wayside_v1_ListRecordsRequest__Output, _wayside_v1_ListRecordsResponse>;
  
  /**
   * Streams current records, then SYNCED, then each change as it is accepted. Ends with RESYNC when the token is too old.
   * Of a record that leaves the caller's view nothing more is sent, and one that comes into view by a change of another
   * record is sent when it changes itself: whoever is not an admin of every site starts anew now and then.
   */
  WatchRecords: grpc.handleServerStreamingCall<_wayside_v1_WatchRecordsRequest__Output, _wayside_v1_WatchRecordsResponse>;
  
  /**
   * Creates, updates and deletes managed records in one transaction: all or none, every error at once. Leaves a change set, as a
   * plan does. Error: NOT_APPROVED where somebody must agree to what changes records; then PlanService.CreatePlan is the way.
   */
  WriteRecords: grpc.handleUnaryCall<_wayside_v1_WriteRecordsRequest__Output, _wayside_v1_WriteRecordsResponse>;
  
}

export interface InventoryServiceDefinition extends grpc.ServiceDefinition {
  FindRecords: MethodDefinition<_wayside_v1_FindRecordsRequest, _wayside_v1_FindRecordsResponse, _wayside_v1_FindRecordsRequest__Output, _wayside_v1_FindRecordsResponse__Output>
  GetChange: MethodDefinition<_wayside_v1_GetChangeRequest, _wayside_v1_GetChangeResponse, _wayside_v1_GetChangeRequest__Output, _wayside_v1_GetChangeResponse__Output>
  GetRecord: MethodDefinition<_wayside_v1_GetRecordRequest, _wayside_v1_GetRecordResponse, _wayside_v1_GetRecordRequest__Output, _wayside_v1_GetRecordResponse__Output>
  ListHistory: MethodDefinition<_wayside_v1_ListHistoryRequest, _wayside_v1_ListHistoryResponse, _wayside_v1_ListHistoryRequest__Output, _wayside_v1_ListHistoryResponse__Output>
  ListRecords: MethodDefinition<_wayside_v1_ListRecordsRequest, _wayside_v1_ListRecordsResponse, _wayside_v1_ListRecordsRequest__Output, _wayside_v1_ListRecordsResponse__Output>
  WatchRecords: MethodDefinition<_wayside_v1_WatchRecordsRequest, _wayside_v1_WatchRecordsResponse, _wayside_v1_WatchRecordsRequest__Output, _wayside_v1_WatchRecordsResponse__Output>
  WriteRecords: MethodDefinition<_wayside_v1_WriteRecordsRequest, _wayside_v1_WriteRecordsResponse, _wayside_v1_WriteRecordsRequest__Output, _wayside_v1_WriteRecordsResponse__Output>
}
