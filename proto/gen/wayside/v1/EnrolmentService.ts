// Original file: proto/wayside/v1/enrolment.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { EnrolRequest as _wayside_v1_EnrolRequest, EnrolRequest__Output as _wayside_v1_EnrolRequest__Output } from '../../wayside/v1/EnrolRequest.ts';
import type { EnrolResponse as _wayside_v1_EnrolResponse, EnrolResponse__Output as _wayside_v1_EnrolResponse__Output } from '../../wayside/v1/EnrolResponse.ts';
import type { GetTrustRequest as _wayside_v1_GetTrustRequest, GetTrustRequest__Output as _wayside_v1_GetTrustRequest__Output } from '../../wayside/v1/GetTrustRequest.ts';
import type { GetTrustResponse as _wayside_v1_GetTrustResponse, GetTrustResponse__Output as _wayside_v1_GetTrustResponse__Output } from '../../wayside/v1/GetTrustResponse.ts';

/**
 * How an agent gets its identity. The only service that is open without a certificate or token:
 * the join token in the request is the proof.
 */
export interface EnrolmentServiceClient extends grpc.Client {
  /**
   * Uses up a join token and signs the agent's certificate request. Until the token expires the same agent may repeat
   * the request, in case the answer was lost.
   * Errors: INVALID_TOKEN_FORMAT (no join token, or not the whole of one), JOIN_TOKEN_UNKNOWN, JOIN_TOKEN_USED,
   * JOIN_TOKEN_EXPIRED, JOIN_TOKEN_MISSING (no token, and `identity_key` is not enrolled here), WRONG_IDENTITY (`proof`
   * is not by `identity_key`), ALREADY_EXISTS (the site has another agent of that name, or the key is enrolled at
   * another site), JOIN_TOKEN_REVOKED, AGENT_BANNED, INVALID_INPUT.
   */
  Enrol(argument: _wayside_v1_EnrolRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_EnrolResponse__Output>): grpc.ClientUnaryCall;
  Enrol(argument: _wayside_v1_EnrolRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_EnrolResponse__Output>): grpc.ClientUnaryCall;
  Enrol(argument: _wayside_v1_EnrolRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_EnrolResponse__Output>): grpc.ClientUnaryCall;
  Enrol(argument: _wayside_v1_EnrolRequest, callback: grpc.requestCallback<_wayside_v1_EnrolResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Uses up a join token and signs the agent's certificate request. Until the token expires the same agent may repeat
   * the request, in case the answer was lost.
   * Errors: INVALID_TOKEN_FORMAT (no join token, or not the whole of one), JOIN_TOKEN_UNKNOWN, JOIN_TOKEN_USED,
   * JOIN_TOKEN_EXPIRED, JOIN_TOKEN_MISSING (no token, and `identity_key` is not enrolled here), WRONG_IDENTITY (`proof`
   * is not by `identity_key`), ALREADY_EXISTS (the site has another agent of that name, or the key is enrolled at
   * another site), JOIN_TOKEN_REVOKED, AGENT_BANNED, INVALID_INPUT.
   */
  enrol(argument: _wayside_v1_EnrolRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_EnrolResponse__Output>): grpc.ClientUnaryCall;
  enrol(argument: _wayside_v1_EnrolRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_EnrolResponse__Output>): grpc.ClientUnaryCall;
  enrol(argument: _wayside_v1_EnrolRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_EnrolResponse__Output>): grpc.ClientUnaryCall;
  enrol(argument: _wayside_v1_EnrolRequest, callback: grpc.requestCallback<_wayside_v1_EnrolResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Whom an agent should trust: nothing of it is secret, and what counts of it is signed by the mesh root. For an agent
   * that was away while the CA was replaced.
   */
  GetTrust(argument: _wayside_v1_GetTrustRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetTrustResponse__Output>): grpc.ClientUnaryCall;
  GetTrust(argument: _wayside_v1_GetTrustRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetTrustResponse__Output>): grpc.ClientUnaryCall;
  GetTrust(argument: _wayside_v1_GetTrustRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetTrustResponse__Output>): grpc.ClientUnaryCall;
  GetTrust(argument: _wayside_v1_GetTrustRequest, callback: grpc.requestCallback<_wayside_v1_GetTrustResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Whom an agent should trust: nothing of it is secret, and what counts of it is signed by the mesh root. For an agent
   * that was away while the CA was replaced.
   */
  getTrust(argument: _wayside_v1_GetTrustRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetTrustResponse__Output>): grpc.ClientUnaryCall;
  getTrust(argument: _wayside_v1_GetTrustRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetTrustResponse__Output>): grpc.ClientUnaryCall;
  getTrust(argument: _wayside_v1_GetTrustRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetTrustResponse__Output>): grpc.ClientUnaryCall;
  getTrust(argument: _wayside_v1_GetTrustRequest, callback: grpc.requestCallback<_wayside_v1_GetTrustResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * How an agent gets its identity. The only service that is open without a certificate or token:
 * the join token in the request is the proof.
 */
export interface EnrolmentServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Uses up a join token and signs the agent's certificate request. Until the token expires the same agent may repeat
   * the request, in case the answer was lost.
   * Errors: INVALID_TOKEN_FORMAT (no join token, or not the whole of one), JOIN_TOKEN_UNKNOWN, JOIN_TOKEN_USED,
   * JOIN_TOKEN_EXPIRED, JOIN_TOKEN_MISSING (no token, and `identity_key` is not enrolled here), WRONG_IDENTITY (`proof`
   * is not by `identity_key`), ALREADY_EXISTS (the site has another agent of that name, or the key is enrolled at
   * another site), JOIN_TOKEN_REVOKED, AGENT_BANNED, INVALID_INPUT.
   */
  Enrol: grpc.handleUnaryCall<_wayside_v1_EnrolRequest__Output, _wayside_v1_EnrolResponse>;
  
  /**
   * Whom an agent should trust: nothing of it is secret, and what counts of it is signed by the mesh root. For an agent
   * that was away while the CA was replaced.
   */
  GetTrust: grpc.handleUnaryCall<_wayside_v1_GetTrustRequest__Output, _wayside_v1_GetTrustResponse>;
  
}

export interface EnrolmentServiceDefinition extends grpc.ServiceDefinition {
  Enrol: MethodDefinition<_wayside_v1_EnrolRequest, _wayside_v1_EnrolResponse, _wayside_v1_EnrolRequest__Output, _wayside_v1_EnrolResponse__Output>
  GetTrust: MethodDefinition<_wayside_v1_GetTrustRequest, _wayside_v1_GetTrustResponse, _wayside_v1_GetTrustRequest__Output, _wayside_v1_GetTrustResponse__Output>
}
