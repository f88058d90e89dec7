// Original file: proto/wayside/v1/session.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { SessionRequest as _wayside_v1_SessionRequest, SessionRequest__Output as _wayside_v1_SessionRequest__Output } from '../../wayside/v1/SessionRequest.ts';
import type { SessionResponse as _wayside_v1_SessionResponse, SessionResponse__Output as _wayside_v1_SessionResponse__Output } from '../../wayside/v1/SessionResponse.ts';

/**
 * The one stream between an agent and its controller. The agent dials; its client certificate says who it is.
 */
export interface SessionServiceClient extends grpc.Client {
  /**
   * First message both ways is state, not work: Hello, then Welcome. Errors: UNAUTHENTICATED, WRONG_IDENTITY,
   * SESSION_REPLACED when a newer session of the same agent took over, SHUTTING_DOWN.
   */
  Session(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_wayside_v1_SessionRequest, _wayside_v1_SessionResponse__Output>;
  Session(options?: grpc.CallOptions): grpc.ClientDuplexStream<_wayside_v1_SessionRequest, _wayside_v1_SessionResponse__Output>;
  /**
   * First message both ways is state, not work: Hello, then Welcome. Errors: UNAUTHENTICATED, WRONG_IDENTITY,
   * SESSION_REPLACED when a newer session of the same agent took over, SHUTTING_DOWN.
   */
  session(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_wayside_v1_SessionRequest, _wayside_v1_SessionResponse__Output>;
  session(options?: grpc.CallOptions): grpc.ClientDuplexStream<_wayside_v1_SessionRequest, _wayside_v1_SessionResponse__Output>;
  
}

/**
 * The one stream between an agent and its controller. The agent dials; its client certificate says who it is.
 */
export interface SessionServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * First message both ways is state, not work: Hello, then Welcome. Errors: UNAUTHENTICATED, WRONG_IDENTITY,
   * SESSION_REPLACED when a newer session of the same agent took over, SHUTTING_DOWN.
   */
  Session: grpc.handleBidiStreamingCall<_wayside_v1_SessionRequest__Output, _wayside_v1_SessionResponse>;
  
}

export interface SessionServiceDefinition extends grpc.ServiceDefinition {
  Session: MethodDefinition<_wayside_v1_SessionRequest, _wayside_v1_SessionResponse, _wayside_v1_SessionRequest__Output, _wayside_v1_SessionResponse__Output>
}
