// Original file: proto/wayside/v1/trace.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { TraceIpRequest as _wayside_v1_TraceIpRequest, TraceIpRequest__Output as _wayside_v1_TraceIpRequest__Output } from '../../wayside/v1/TraceIpRequest.ts';
import type { TraceIpResponse as _wayside_v1_TraceIpResponse, TraceIpResponse__Output as _wayside_v1_TraceIpResponse__Output } from '../../wayside/v1/TraceIpResponse.ts';
import type { TraceMacRequest as _wayside_v1_TraceMacRequest, TraceMacRequest__Output as _wayside_v1_TraceMacRequest__Output } from '../../wayside/v1/TraceMacRequest.ts';
import type { TraceMacResponse as _wayside_v1_TraceMacResponse, TraceMacResponse__Output as _wayside_v1_TraceMacResponse__Output } from '../../wayside/v1/TraceMacResponse.ts';
import type { TraceNameRequest as _wayside_v1_TraceNameRequest, TraceNameRequest__Output as _wayside_v1_TraceNameRequest__Output } from '../../wayside/v1/TraceNameRequest.ts';
import type { TraceNameResponse as _wayside_v1_TraceNameResponse, TraceNameResponse__Output as _wayside_v1_TraceNameResponse__Output } from '../../wayside/v1/TraceNameResponse.ts';

/**
 * Where is that address plugged in?
 */
export interface TraceServiceClient extends grpc.Client {
  /**
   * Asks switches that route which MAC address stands behind the IP address, then where that is, as `TraceMac` does.
   * Streams progress first; the last message holds the answer. Cancelling the call cancels the work at the switches.
   */
  TraceIp(argument: _wayside_v1_TraceIpRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_TraceIpResponse__Output>;
  TraceIp(argument: _wayside_v1_TraceIpRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_TraceIpResponse__Output>;
  /**
   * Asks switches that route which MAC address stands behind the IP address, then where that is, as `TraceMac` does.
   * Streams progress first; the last message holds the answer. Cancelling the call cancels the work at the switches.
   */
  traceIp(argument: _wayside_v1_TraceIpRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_TraceIpResponse__Output>;
  traceIp(argument: _wayside_v1_TraceIpRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_TraceIpResponse__Output>;
  
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
  
  /**
   * Looks for the name among all that is known by name; what bears it alone is traced, several are listed.
   * Streams progress first; the last message holds the answer. Cancelling the call cancels the work at the switches.
   */
  TraceName(argument: _wayside_v1_TraceNameRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_TraceNameResponse__Output>;
  TraceName(argument: _wayside_v1_TraceNameRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_TraceNameResponse__Output>;
  /**
   * Looks for the name among all that is known by name; what bears it alone is traced, several are listed.
   * Streams progress first; the last message holds the answer. Cancelling the call cancels the work at the switches.
   */
  traceName(argument: _wayside_v1_TraceNameRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_TraceNameResponse__Output>;
  traceName(argument: _wayside_v1_TraceNameRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_TraceNameResponse__Output>;
  
}

/**
 * Where is that address plugged in?
 */
export interface TraceServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Asks switches that route which MAC address stands behind the IP address, then where that is, as `TraceMac` does.
   * Streams progress first; the last message holds the answer. Cancelling the call cancels the work at the switches.
   */
  TraceIp: grpc.handleServerStreamingCall<_wayside_v1_TraceIpRequest__Output, _wayside_v1_TraceIpResponse>;
  
  /**
   * Asks the switches live, weighs what they say and answers with the edge port, the path and the reasons.
   * Streams progress first; the last message holds the answer. Cancelling the call cancels the work at the switches.
   */
  TraceMac: grpc.handleServerStreamingCall<_wayside_v1_TraceMacRequest__Output, _wayside_v1_TraceMacResponse>;
  
  /**
   * Looks for the name among all that is known by name; what bears it alone is traced, several are listed.
   * Streams progress first; the last message holds the answer. Cancelling the call cancels the work at the switches.
   */
  TraceName: grpc.handleServerStreamingCall<_wayside_v1_TraceNameRequest__Output, _wayside_v1_TraceNameResponse>;
  
}

export interface TraceServiceDefinition extends grpc.ServiceDefinition {
  TraceIp: MethodDefinition<_wayside_v1_TraceIpRequest, _wayside_v1_TraceIpResponse, _wayside_v1_TraceIpRequest__Output, _wayside_v1_TraceIpResponse__Output>
  TraceMac: MethodDefinition<_wayside_v1_TraceMacRequest, _wayside_v1_TraceMacResponse, _wayside_v1_TraceMacRequest__Output, _wayside_v1_TraceMacResponse__Output>
  TraceName: MethodDefinition<_wayside_v1_TraceNameRequest, _wayside_v1_TraceNameResponse, _wayside_v1_TraceNameRequest__Output, _wayside_v1_TraceNameResponse__Output>
}
