// Original file: proto/wayside/v1/ca.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetCaRequest as _wayside_v1_GetCaRequest, GetCaRequest__Output as _wayside_v1_GetCaRequest__Output } from '../../wayside/v1/GetCaRequest.ts';
import type { GetCaResponse as _wayside_v1_GetCaResponse, GetCaResponse__Output as _wayside_v1_GetCaResponse__Output } from '../../wayside/v1/GetCaResponse.ts';
import type { RetireCaRequest as _wayside_v1_RetireCaRequest, RetireCaRequest__Output as _wayside_v1_RetireCaRequest__Output } from '../../wayside/v1/RetireCaRequest.ts';
import type { RetireCaResponse as _wayside_v1_RetireCaResponse, RetireCaResponse__Output as _wayside_v1_RetireCaResponse__Output } from '../../wayside/v1/RetireCaResponse.ts';
import type { RotateCaRequest as _wayside_v1_RotateCaRequest, RotateCaRequest__Output as _wayside_v1_RotateCaRequest__Output } from '../../wayside/v1/RotateCaRequest.ts';
import type { RotateCaResponse as _wayside_v1_RotateCaResponse, RotateCaResponse__Output as _wayside_v1_RotateCaResponse__Output } from '../../wayside/v1/RotateCaResponse.ts';

/**
 * The CA of this controller's agents. It is replaced without a visit to any agent: while the old and the new one
 * overlap, agents trust both and get certificates from the new one.
 */
export interface CaServiceClient extends grpc.Client {
  GetCa(argument: _wayside_v1_GetCaRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetCaResponse__Output>): grpc.ClientUnaryCall;
  GetCa(argument: _wayside_v1_GetCaRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetCaResponse__Output>): grpc.ClientUnaryCall;
  GetCa(argument: _wayside_v1_GetCaRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetCaResponse__Output>): grpc.ClientUnaryCall;
  GetCa(argument: _wayside_v1_GetCaRequest, callback: grpc.requestCallback<_wayside_v1_GetCaResponse__Output>): grpc.ClientUnaryCall;
  getCa(argument: _wayside_v1_GetCaRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetCaResponse__Output>): grpc.ClientUnaryCall;
  getCa(argument: _wayside_v1_GetCaRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetCaResponse__Output>): grpc.ClientUnaryCall;
  getCa(argument: _wayside_v1_GetCaRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetCaResponse__Output>): grpc.ClientUnaryCall;
  getCa(argument: _wayside_v1_GetCaRequest, callback: grpc.requestCallback<_wayside_v1_GetCaResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ends the overlap: from now on the new CA alone counts, and the server shows a certificate of it.
   * Errors: NOT_FOUND (nothing to retire), IN_USE with the agents and join tokens that hang on the old one.
   */
  RetireCa(argument: _wayside_v1_RetireCaRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RetireCaResponse__Output>): grpc.ClientUnaryCall;
  RetireCa(argument: _wayside_v1_RetireCaRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RetireCaResponse__Output>): grpc.ClientUnaryCall;
  RetireCa(argument: _wayside_v1_RetireCaRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RetireCaResponse__Output>): grpc.ClientUnaryCall;
  RetireCa(argument: _wayside_v1_RetireCaRequest, callback: grpc.requestCallback<_wayside_v1_RetireCaResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends the overlap: from now on the new CA alone counts, and the server shows a certificate of it.
   * Errors: NOT_FOUND (nothing to retire), IN_USE with the agents and join tokens that hang on the old one.
   */
  retireCa(argument: _wayside_v1_RetireCaRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RetireCaResponse__Output>): grpc.ClientUnaryCall;
  retireCa(argument: _wayside_v1_RetireCaRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RetireCaResponse__Output>): grpc.ClientUnaryCall;
  retireCa(argument: _wayside_v1_RetireCaRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RetireCaResponse__Output>): grpc.ClientUnaryCall;
  retireCa(argument: _wayside_v1_RetireCaRequest, callback: grpc.requestCallback<_wayside_v1_RetireCaResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes a new CA beside the present one and tells all agents. Error: IN_USE while two overlap already.
   */
  RotateCa(argument: _wayside_v1_RotateCaRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RotateCaResponse__Output>): grpc.ClientUnaryCall;
  RotateCa(argument: _wayside_v1_RotateCaRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RotateCaResponse__Output>): grpc.ClientUnaryCall;
  RotateCa(argument: _wayside_v1_RotateCaRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RotateCaResponse__Output>): grpc.ClientUnaryCall;
  RotateCa(argument: _wayside_v1_RotateCaRequest, callback: grpc.requestCallback<_wayside_v1_RotateCaResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a new CA beside the present one and tells all agents. Error: IN_USE while two overlap already.
   */
  rotateCa(argument: _wayside_v1_RotateCaRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RotateCaResponse__Output>): grpc.ClientUnaryCall;
  rotateCa(argument: _wayside_v1_RotateCaRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RotateCaResponse__Output>): grpc.ClientUnaryCall;
  rotateCa(argument: _wayside_v1_RotateCaRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RotateCaResponse__Output>): grpc.ClientUnaryCall;
  rotateCa(argument: _wayside_v1_RotateCaRequest, callback: grpc.requestCallback<_wayside_v1_RotateCaResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * The CA of this controller's agents. It is replaced without a visit to any agent: while the old and the new one
 * overlap, agents trust both and get certificates from the new one.
 */
export interface CaServiceHandlers extends grpc.UntypedServiceImplementation {
  GetCa: grpc.handleUnaryCall<_wayside_v1_GetCaRequest__Output, _wayside_v1_GetCaResponse>;
  
  /**
   * Ends the overlap: from now on the new CA alone counts, and the server shows a certificate of it.
   * Errors: NOT_FOUND (nothing to retire), IN_USE with the agents and join tokens that hang on the old one.
   */
  RetireCa: grpc.handleUnaryCall<_wayside_v1_RetireCaRequest__Output, _wayside_v1_RetireCaResponse>;
  
  /**
   * Makes a new CA beside the present one and tells all agents. Error: IN_USE while two overlap already.
   */
  RotateCa: grpc.handleUnaryCall<_wayside_v1_RotateCaRequest__Output, _wayside_v1_RotateCaResponse>;
  
}

export interface CaServiceDefinition extends grpc.ServiceDefinition {
  GetCa: MethodDefinition<_wayside_v1_GetCaRequest, _wayside_v1_GetCaResponse, _wayside_v1_GetCaRequest__Output, _wayside_v1_GetCaResponse__Output>
  RetireCa: MethodDefinition<_wayside_v1_RetireCaRequest, _wayside_v1_RetireCaResponse, _wayside_v1_RetireCaRequest__Output, _wayside_v1_RetireCaResponse__Output>
  RotateCa: MethodDefinition<_wayside_v1_RotateCaRequest, _wayside_v1_RotateCaResponse, _wayside_v1_RotateCaRequest__Output, _wayside_v1_RotateCaResponse__Output>
}
