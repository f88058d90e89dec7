// Original file: proto/wayside/v1/audit.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ExportAuditRequest as _wayside_v1_ExportAuditRequest, ExportAuditRequest__Output as _wayside_v1_ExportAuditRequest__Output } from '../../wayside/v1/ExportAuditRequest.ts';
import type { ExportAuditResponse as _wayside_v1_ExportAuditResponse, ExportAuditResponse__Output as _wayside_v1_ExportAuditResponse__Output } from '../../wayside/v1/ExportAuditResponse.ts';
import type { ListAuditRequest as _wayside_v1_ListAuditRequest, ListAuditRequest__Output as _wayside_v1_ListAuditRequest__Output } from '../../wayside/v1/ListAuditRequest.ts';
import type { ListAuditResponse as _wayside_v1_ListAuditResponse, ListAuditResponse__Output as _wayside_v1_ListAuditResponse__Output } from '../../wayside/v1/ListAuditResponse.ts';
import type { VerifyAuditRequest as _wayside_v1_VerifyAuditRequest, VerifyAuditRequest__Output as _wayside_v1_VerifyAuditRequest__Output } from '../../wayside/v1/VerifyAuditRequest.ts';
import type { VerifyAuditResponse as _wayside_v1_VerifyAuditResponse, VerifyAuditResponse__Output as _wayside_v1_VerifyAuditResponse__Output } from '../../wayside/v1/VerifyAuditResponse.ts';

/**
 * Who did what, from where, why, and how it ended: writes, logins, refusals and uses of credentials. Entries are never
 * changed; each carries a hash over itself and all before it. For admins of every site alone.
 */
export interface AuditServiceClient extends grpc.Client {
  /**
   * The whole chain as it stands, oldest first, as lines of JSON that can be checked without the controller.
   */
  ExportAudit(argument: _wayside_v1_ExportAuditRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_ExportAuditResponse__Output>;
  ExportAudit(argument: _wayside_v1_ExportAuditRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_ExportAuditResponse__Output>;
  /**
   * The whole chain as it stands, oldest first, as lines of JSON that can be checked without the controller.
   */
  exportAudit(argument: _wayside_v1_ExportAuditRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_ExportAuditResponse__Output>;
  exportAudit(argument: _wayside_v1_ExportAuditRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_ExportAuditResponse__Output>;
  
  /**
   * Newest first. Who is admin of some sites only sees entries that touch these alone.
   */
  ListAudit(argument: _wayside_v1_ListAuditRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  ListAudit(argument: _wayside_v1_ListAuditRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  ListAudit(argument: _wayside_v1_ListAuditRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  ListAudit(argument: _wayside_v1_ListAuditRequest, callback: grpc.requestCallback<_wayside_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Newest first. Who is admin of some sites only sees entries that touch these alone.
   */
  listAudit(argument: _wayside_v1_ListAuditRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  listAudit(argument: _wayside_v1_ListAuditRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  listAudit(argument: _wayside_v1_ListAuditRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  listAudit(argument: _wayside_v1_ListAuditRequest, callback: grpc.requestCallback<_wayside_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Checks a piece of the chain. Ask again with next_page_token until there is none or a problem is found.
   */
  VerifyAudit(argument: _wayside_v1_VerifyAuditRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_VerifyAuditResponse__Output>): grpc.ClientUnaryCall;
  VerifyAudit(argument: _wayside_v1_VerifyAuditRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_VerifyAuditResponse__Output>): grpc.ClientUnaryCall;
  VerifyAudit(argument: _wayside_v1_VerifyAuditRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_VerifyAuditResponse__Output>): grpc.ClientUnaryCall;
  VerifyAudit(argument: _wayside_v1_VerifyAuditRequest, callback: grpc.requestCallback<_wayside_v1_VerifyAuditResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Checks a piece of the chain. Ask again with next_page_token until there is none or a problem is found.
   */
  verifyAudit(argument: _wayside_v1_VerifyAuditRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_VerifyAuditResponse__Output>): grpc.ClientUnaryCall;
  verifyAudit(argument: _wayside_v1_VerifyAuditRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_VerifyAuditResponse__Output>): grpc.ClientUnaryCall;
  verifyAudit(argument: _wayside_v1_VerifyAuditRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_VerifyAuditResponse__Output>): grpc.ClientUnaryCall;
  verifyAudit(argument: _wayside_v1_VerifyAuditRequest, callback: grpc.requestCallback<_wayside_v1_VerifyAuditResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Who did what, from where, why, and how it ended: writes, logins, refusals and uses of credentials. Entries are never
 * changed; each carries a hash over itself and all before it. For admins of every site alone.
 */
export interface AuditServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * The whole chain as it stands, oldest first, as lines of JSON that can be checked without the controller.
   */
  ExportAudit: grpc.handleServerStreamingCall<_wayside_v1_ExportAuditRequest__Output, _wayside_v1_ExportAuditResponse>;
  
  /**
   * Newest first. Who is admin of some sites only sees entries that touch these alone.
   */
  ListAudit: grpc.handleUnaryCall<_wayside_v1_ListAuditRequest__Output, _wayside_v1_ListAuditResponse>;
  
  /**
   * Checks a piece of the chain. Ask again with next_page_token until there is none or a problem is found.
   */
  VerifyAudit: grpc.handleUnaryCall<_wayside_v1_VerifyAuditRequest__Output, _wayside_v1_VerifyAuditResponse>;
  
}

export interface AuditServiceDefinition extends grpc.ServiceDefinition {
  ExportAudit: MethodDefinition<_wayside_v1_ExportAuditRequest, _wayside_v1_ExportAuditResponse, _wayside_v1_ExportAuditRequest__Output, _wayside_v1_ExportAuditResponse__Output>
  ListAudit: MethodDefinition<_wayside_v1_ListAuditRequest, _wayside_v1_ListAuditResponse, _wayside_v1_ListAuditRequest__Output, _wayside_v1_ListAuditResponse__Output>
  VerifyAudit: MethodDefinition<_wayside_v1_VerifyAuditRequest, _wayside_v1_VerifyAuditResponse, _wayside_v1_VerifyAuditRequest__Output, _wayside_v1_VerifyAuditResponse__Output>
}
