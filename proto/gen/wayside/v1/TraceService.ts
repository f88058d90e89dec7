// Original file: proto/wayside/v1/trace.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { TraceMacRequest as _wayside_v1_TraceMacRequest, TraceMacRequest__Output as _wayside_v1_TraceMacRequest__Output } from '../../wayside/v1/TraceMacRequest.ts';
import type { TraceMacResponse as _wayside_v1_TraceMacResponse, TraceMacResponse__Output as _wayside_v1_TraceMacResponse__Output } from '../../wayside/v1/TraceMacResponse.ts';

/**
 * Where is that address plugged in?
 */
export interface TraceServiceClient extends grpc.Client {
  /**
   * Asks the switches live, weighs what they say and answers with the edge port, the path and the reasons.
   * Streams progress first; the last message holds the answer. Cancelling the call cancels the work at the switches.
   */
  TraceMac(argument: _wayside_v1_TraceMacRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_TraceMacResponse__Output>;
  TraceMac(argument: _wayside_v1_TraceMacRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_TraceMacResponse__Output>;
  /**
   * Asks the switches live, weighs what they say and answers with the edge port, the path and the reasons.
   * Streams progress first; the last message holds the answer. Cancelling the call cancels the work at the switches.
   */
  traceMac(argument: _wayside_v1_TraceMacRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_TraceMacResponse__Output>;
  traceMac(argument: _wayside_v1_TraceMacRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_TraceMacResponse__Output>;
  
}

/**
 * Where is that address plugged in?
 */
export interface TraceServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Asks the switches live, weighs what they say and answers with the edge port, the path and the reasons.
   * Streams progress first; the last message holds the answer. Cancelling the call cancels the work at the switches.
   */
  TraceMac: grpc.handleServerStreamingCall<_wayside_v1_TraceMacRequest__Output, _wayside_v1_TraceMacResponse>;
  
}

export interface TraceServiceDefinition extends grpc.ServiceDefinition {
  TraceMac: MethodDefinition<_wayside_v1_TraceMacRequest, _wayside_v1_TraceMacResponse, _wayside_v1_TraceMacRequest__Output, _wayside_v1_TraceMacResponse__Output>
}
