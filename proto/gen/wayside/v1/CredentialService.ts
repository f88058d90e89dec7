// Original file: proto/wayside/v1/credential.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetSealKeyRequest as _wayside_v1_GetSealKeyRequest, GetSealKeyRequest__Output as _wayside_v1_GetSealKeyRequest__Output } from '../../wayside/v1/GetSealKeyRequest.ts';
import type { GetSealKeyResponse as _wayside_v1_GetSealKeyResponse, GetSealKeyResponse__Output as _wayside_v1_GetSealKeyResponse__Output } from '../../wayside/v1/GetSealKeyResponse.ts';
import type { ListCredentialsRequest as _wayside_v1_ListCredentialsRequest, ListCredentialsRequest__Output as _wayside_v1_ListCredentialsRequest__Output } from '../../wayside/v1/ListCredentialsRequest.ts';
import type { ListCredentialsResponse as _wayside_v1_ListCredentialsResponse, ListCredentialsResponse__Output as _wayside_v1_ListCredentialsResponse__Output } from '../../wayside/v1/ListCredentialsResponse.ts';
import type { RemoveCredentialRequest as _wayside_v1_RemoveCredentialRequest, RemoveCredentialRequest__Output as _wayside_v1_RemoveCredentialRequest__Output } from '../../wayside/v1/RemoveCredentialRequest.ts';
import type { RemoveCredentialResponse as _wayside_v1_RemoveCredentialResponse, RemoveCredentialResponse__Output as _wayside_v1_RemoveCredentialResponse__Output } from '../../wayside/v1/RemoveCredentialResponse.ts';
import type { SetCredentialRequest as _wayside_v1_SetCredentialRequest, SetCredentialRequest__Output as _wayside_v1_SetCredentialRequest__Output } from '../../wayside/v1/SetCredentialRequest.ts';
import type { SetCredentialResponse as _wayside_v1_SetCredentialResponse, SetCredentialResponse__Output as _wayside_v1_SetCredentialResponse__Output } from '../../wayside/v1/SetCredentialResponse.ts';

/**
 * Logins for devices, typed in far from the agent that uses them. They are sealed to the agent's own key before they
 * come here: no call of this service takes or gives a secret.
 */
export interface CredentialServiceClient extends grpc.Client {
  /**
   * The key to seal to. Whoever seals checks the signature and compares the fingerprint of `identity_key` with what the
   * agent says on its own host. Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN, UNAVAILABLE (the agent has not told its key).
   */
  GetSealKey(argument: _wayside_v1_GetSealKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetSealKeyResponse__Output>): grpc.ClientUnaryCall;
  GetSealKey(argument: _wayside_v1_GetSealKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetSealKeyResponse__Output>): grpc.ClientUnaryCall;
  GetSealKey(argument: _wayside_v1_GetSealKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetSealKeyResponse__Output>): grpc.ClientUnaryCall;
  GetSealKey(argument: _wayside_v1_GetSealKeyRequest, callback: grpc.requestCallback<_wayside_v1_GetSealKeyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The key to seal to. Whoever seals checks the signature and compares the fingerprint of `identity_key` with what the
   * agent says on its own host. Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN, UNAVAILABLE (the agent has not told its key).
   */
  getSealKey(argument: _wayside_v1_GetSealKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetSealKeyResponse__Output>): grpc.ClientUnaryCall;
  getSealKey(argument: _wayside_v1_GetSealKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetSealKeyResponse__Output>): grpc.ClientUnaryCall;
  getSealKey(argument: _wayside_v1_GetSealKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetSealKeyResponse__Output>): grpc.ClientUnaryCall;
  getSealKey(argument: _wayside_v1_GetSealKeyRequest, callback: grpc.requestCallback<_wayside_v1_GetSealKeyResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What agents hold, and what is on its way to them, by site, agent and name. Only of sites where the caller is an operator
   * with the full switch view.
   */
  ListCredentials(argument: _wayside_v1_ListCredentialsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListCredentialsResponse__Output>): grpc.ClientUnaryCall;
  ListCredentials(argument: _wayside_v1_ListCredentialsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListCredentialsResponse__Output>): grpc.ClientUnaryCall;
  ListCredentials(argument: _wayside_v1_ListCredentialsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListCredentialsResponse__Output>): grpc.ClientUnaryCall;
  ListCredentials(argument: _wayside_v1_ListCredentialsRequest, callback: grpc.requestCallback<_wayside_v1_ListCredentialsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What agents hold, and what is on its way to them, by site, agent and name. Only of sites where the caller is an operator
   * with the full switch view.
   */
  listCredentials(argument: _wayside_v1_ListCredentialsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListCredentialsResponse__Output>): grpc.ClientUnaryCall;
  listCredentials(argument: _wayside_v1_ListCredentialsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListCredentialsResponse__Output>): grpc.ClientUnaryCall;
  listCredentials(argument: _wayside_v1_ListCredentialsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListCredentialsResponse__Output>): grpc.ClientUnaryCall;
  listCredentials(argument: _wayside_v1_ListCredentialsRequest, callback: grpc.requestCallback<_wayside_v1_ListCredentialsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * As SetCredential, to forget one. Error: CREDENTIAL_MISSING too.
   */
  RemoveCredential(argument: _wayside_v1_RemoveCredentialRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RemoveCredentialResponse__Output>): grpc.ClientUnaryCall;
  RemoveCredential(argument: _wayside_v1_RemoveCredentialRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RemoveCredentialResponse__Output>): grpc.ClientUnaryCall;
  RemoveCredential(argument: _wayside_v1_RemoveCredentialRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RemoveCredentialResponse__Output>): grpc.ClientUnaryCall;
  RemoveCredential(argument: _wayside_v1_RemoveCredentialRequest, callback: grpc.requestCallback<_wayside_v1_RemoveCredentialResponse__Output>): grpc.ClientUnaryCall;
  /**
   * As SetCredential, to forget one. Error: CREDENTIAL_MISSING too.
   */
  removeCredential(argument: _wayside_v1_RemoveCredentialRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RemoveCredentialResponse__Output>): grpc.ClientUnaryCall;
  removeCredential(argument: _wayside_v1_RemoveCredentialRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RemoveCredentialResponse__Output>): grpc.ClientUnaryCall;
  removeCredential(argument: _wayside_v1_RemoveCredentialRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RemoveCredentialResponse__Output>): grpc.ClientUnaryCall;
  removeCredential(argument: _wayside_v1_RemoveCredentialRequest, callback: grpc.requestCallback<_wayside_v1_RemoveCredentialResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Takes a sealed credential to its agent. Waits up to ten seconds for its answer; an agent that is away gets it when it is
   * back, within seven days. Errors: INVALID_INPUT, NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN, AGENT_BANNED, QUEUE_FULL; and those of
   * the agent: CREDENTIAL_REFUSED, DECRYPT_FAILED, INVALID_INPUT, VAULT_LOCKED, DISK_FULL.
   */
  SetCredential(argument: _wayside_v1_SetCredentialRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SetCredentialResponse__Output>): grpc.ClientUnaryCall;
  SetCredential(argument: _wayside_v1_SetCredentialRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_SetCredentialResponse__Output>): grpc.ClientUnaryCall;
  SetCredential(argument: _wayside_v1_SetCredentialRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SetCredentialResponse__Output>): grpc.ClientUnaryCall;
  SetCredential(argument: _wayside_v1_SetCredentialRequest, callback: grpc.requestCallback<_wayside_v1_SetCredentialResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Takes a sealed credential to its agent. Waits up to ten seconds for its answer; an agent that is away gets it when it is
   * back, within seven days. Errors: INVALID_INPUT, NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN, AGENT_BANNED, QUEUE_FULL; and those of
   * the agent: CREDENTIAL_REFUSED, DECRYPT_FAILED, INVALID_INPUT, VAULT_LOCKED, DISK_FULL.
   */
  setCredential(argument: _wayside_v1_SetCredentialRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SetCredentialResponse__Output>): grpc.ClientUnaryCall;
  setCredential(argument: _wayside_v1_SetCredentialRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_SetCredentialResponse__Output>): grpc.ClientUnaryCall;
  setCredential(argument: _wayside_v1_SetCredentialRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SetCredentialResponse__Output>): grpc.ClientUnaryCall;
  setCredential(argument: _wayside_v1_SetCredentialRequest, callback: grpc.requestCallback<_wayside_v1_SetCredentialResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Logins for devices, typed in far from the agent that uses them. They are sealed to the agent's own key before they
 * come here: no call of this service takes or gives a secret.
 */
export interface CredentialServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * The key to seal to. Whoever seals checks the signature and compares the fingerprint of `identity_key` with what the
   * agent says on its own host. Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN, UNAVAILABLE (the agent has not told its key).
   */
  GetSealKey: grpc.handleUnaryCall<_wayside_v1_GetSealKeyRequest__Output, _wayside_v1_GetSealKeyResponse>;
  
  /**
   * What agents hold, and what is on its way to them, by site, agent and name. Only of sites where the caller is an operator
   * with the full switch view.
   */
  ListCredentials: grpc.handleUnaryCall<_wayside_v1_ListCredentialsRequest__Output, _wayside_v1_ListCredentialsResponse>;
  
  /**
   * As SetCredential, to forget one. Error: CREDENTIAL_MISSING too.
   */
  RemoveCredential: grpc.handleUnaryCall<_wayside_v1_RemoveCredentialRequest__Output, _wayside_v1_RemoveCredentialResponse>;
  
  /**
   * Takes a sealed credential to its agent. Waits up to ten seconds for its answer; an agent that is away gets it when it is
   * back, within seven days. Errors: INVALID_INPUT, NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN, AGENT_BANNED, QUEUE_FULL; and those of
   * the agent: CREDENTIAL_REFUSED, DECRYPT_FAILED, INVALID_INPUT, VAULT_LOCKED, DISK_FULL.
   */
  SetCredential: grpc.handleUnaryCall<_wayside_v1_SetCredentialRequest__Output, _wayside_v1_SetCredentialResponse>;
  
}

export interface CredentialServiceDefinition extends grpc.ServiceDefinition {
  GetSealKey: MethodDefinition<_wayside_v1_GetSealKeyRequest, _wayside_v1_GetSealKeyResponse, _wayside_v1_GetSealKeyRequest__Output, _wayside_v1_GetSealKeyResponse__Output>
  ListCredentials: MethodDefinition<_wayside_v1_ListCredentialsRequest, _wayside_v1_ListCredentialsResponse, _wayside_v1_ListCredentialsRequest__Output, _wayside_v1_ListCredentialsResponse__Output>
  RemoveCredential: MethodDefinition<_wayside_v1_RemoveCredentialRequest, _wayside_v1_RemoveCredentialResponse, _wayside_v1_RemoveCredentialRequest__Output, _wayside_v1_RemoveCredentialResponse__Output>
  SetCredential: MethodDefinition<_wayside_v1_SetCredentialRequest, _wayside_v1_SetCredentialResponse, _wayside_v1_SetCredentialRequest__Output, _wayside_v1_SetCredentialResponse__Output>
}
