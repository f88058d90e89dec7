// Original file: proto/wayside/v1/backup.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CreateBackupRequest as _wayside_v1_CreateBackupRequest, CreateBackupRequest__Output as _wayside_v1_CreateBackupRequest__Output } from '../../wayside/v1/CreateBackupRequest.ts';
import type { CreateBackupResponse as _wayside_v1_CreateBackupResponse, CreateBackupResponse__Output as _wayside_v1_CreateBackupResponse__Output } from '../../wayside/v1/CreateBackupResponse.ts';

/**
 * Copies of everything that a controller keeps, made while it works.
 */
export interface BackupServiceClient extends grpc.Client {
  /**
   * Streams one archive (tar): a manifest with the SHA-256 of each file, the store, and the keys as they are sealed. The
   * master key that opens them is not in it. Needs an admin of every site. Errors: QUEUE_FULL while another one is made,
   * DISK_FULL.
   */
  CreateBackup(argument: _wayside_v1_CreateBackupRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_CreateBackupResponse__Output>;
  CreateBackup(argument: _wayside_v1_CreateBackupRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_CreateBackupResponse__Output>;
  /**
   * Streams one archive (tar): a manifest with the SHA-256 of each file, the store, and the keys as they are sealed. The
   * master key that opens them is not in it. Needs an admin of every site. Errors: QUEUE_FULL while another one is made,
   * DISK_FULL.
   */
  createBackup(argument: _wayside_v1_CreateBackupRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_CreateBackupResponse__Output>;
  createBackup(argument: _wayside_v1_CreateBackupRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_CreateBackupResponse__Output>;
  
}

/**
 * Copies of everything that a controller keeps, made while it works.
 */
export interface BackupServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Streams one archive (tar): a manifest with the SHA-256 of each file, the store, and the keys as they are sealed. The
   * master key that opens them is not in it. Needs an admin of every site. Errors: QUEUE_FULL while another one is made,
   * DISK_FULL.
   */
  CreateBackup: grpc.handleServerStreamingCall<_wayside_v1_CreateBackupRequest__Output, _wayside_v1_CreateBackupResponse>;
  
}

export interface BackupServiceDefinition extends grpc.ServiceDefinition {
  CreateBackup: MethodDefinition<_wayside_v1_CreateBackupRequest, _wayside_v1_CreateBackupResponse, _wayside_v1_CreateBackupRequest__Output, _wayside_v1_CreateBackupResponse__Output>
}
