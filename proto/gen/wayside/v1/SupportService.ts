// Original file: proto/wayside/v1/support.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CreateSupportBundleRequest as _wayside_v1_CreateSupportBundleRequest, CreateSupportBundleRequest__Output as _wayside_v1_CreateSupportBundleRequest__Output } from '../../wayside/v1/CreateSupportBundleRequest.ts';
import type { CreateSupportBundleResponse as _wayside_v1_CreateSupportBundleResponse, CreateSupportBundleResponse__Output as _wayside_v1_CreateSupportBundleResponse__Output } from '../../wayside/v1/CreateSupportBundleResponse.ts';

/**
 * What people hand over when something is wrong.
 */
export interface SupportServiceClient extends grpc.Client {
  /**
   * Streams one archive (tar.gz) about this controller: versions, configuration, status, findings, the last log lines,
   * figures, jobs, agents, and sizes of the store. The first file, `manifest.json`, names the others with their SHA-256;
   * what could not be read is a line in `errors.txt`. No secret is in it. Log lines, findings and jobs may name equipment.
   * Needs an admin of every site. Error: QUEUE_FULL while another one is made.
   */
  CreateSupportBundle(argument: _wayside_v1_CreateSupportBundleRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_CreateSupportBundleResponse__Output>;
  CreateSupportBundle(argument: _wayside_v1_CreateSupportBundleRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_CreateSupportBundleResponse__Output>;
  /**
   * Streams one archive (tar.gz) about this controller: versions, configuration, status, findings, the last log lines,
   * figures, jobs, agents, and sizes of the store. The first file, `manifest.json`, names the others with their SHA-256;
   * what could not be read is a line in `errors.txt`. No secret is in it. Log lines, findings and jobs may name equipment.
   * Needs an admin of every site. Error: QUEUE_FULL while another one is made.
   */
  createSupportBundle(argument: _wayside_v1_CreateSupportBundleRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_CreateSupportBundleResponse__Output>;
  createSupportBundle(argument: _wayside_v1_CreateSupportBundleRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_CreateSupportBundleResponse__Output>;
  
}

/**
 * What people hand over when something is wrong.
 */
export interface SupportServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Streams one archive (tar.gz) about this controller: versions, configuration, status, findings, the last log lines,
   * figures, jobs, agents, and sizes of the store. The first file, `manifest.json`, names the others with their SHA-256;
   * what could not be read is a line in `errors.txt`. No secret is in it. Log lines, findings and jobs may name equipment.
   * Needs an admin of every site. Error: QUEUE_FULL while another one is made.
   */
  CreateSupportBundle: grpc.handleServerStreamingCall<_wayside_v1_CreateSupportBundleRequest__Output, _wayside_v1_CreateSupportBundleResponse>;
  
}

export interface SupportServiceDefinition extends grpc.ServiceDefinition {
  CreateSupportBundle: MethodDefinition<_wayside_v1_CreateSupportBundleRequest, _wayside_v1_CreateSupportBundleResponse, _wayside_v1_CreateSupportBundleRequest__Output, _wayside_v1_CreateSupportBundleResponse__Output>
}
