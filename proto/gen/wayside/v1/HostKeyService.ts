// Original file: proto/wayside/v1/hostkey.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AcceptHostKeyRequest as _wayside_v1_AcceptHostKeyRequest, AcceptHostKeyRequest__Output as _wayside_v1_AcceptHostKeyRequest__Output } from '../../wayside/v1/AcceptHostKeyRequest.ts';
import type { AcceptHostKeyResponse as _wayside_v1_AcceptHostKeyResponse, AcceptHostKeyResponse__Output as _wayside_v1_AcceptHostKeyResponse__Output } from '../../wayside/v1/AcceptHostKeyResponse.ts';
import type { ListHostKeysRequest as _wayside_v1_ListHostKeysRequest, ListHostKeysRequest__Output as _wayside_v1_ListHostKeysRequest__Output } from '../../wayside/v1/ListHostKeysRequest.ts';
import type { ListHostKeysResponse as _wayside_v1_ListHostKeysResponse, ListHostKeysResponse__Output as _wayside_v1_ListHostKeysResponse__Output } from '../../wayside/v1/ListHostKeysResponse.ts';

/**
 * SSH host keys of devices, as the agents hold them. An agent pins the first key of a place and refuses any other from
 * then on, before it sends anything; what it refused last it remembers, so that a person can accept just that.
 */
export interface HostKeyServiceClient extends grpc.Client {
  /**
   * Puts one key in the place of what is pinned, at the agents of the site that are online and have a key of the device pinned or
   * refused this one; others are left as they are. It must be the key that one of them was shown last and refused: compare the fingerprint at the device itself before. Errors: INVALID_INPUT, NOT_FOUND,
   * AMBIGUOUS_NAME, FORBIDDEN, HOST_KEY_MISMATCH (no agent was shown that key; the details tell which ones were), UNAVAILABLE (no
   * agent answered).
   */
  AcceptHostKey(argument: _wayside_v1_AcceptHostKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_AcceptHostKeyResponse__Output>): grpc.ClientUnaryCall;
  AcceptHostKey(argument: _wayside_v1_AcceptHostKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_AcceptHostKeyResponse__Output>): grpc.ClientUnaryCall;
  AcceptHostKey(argument: _wayside_v1_AcceptHostKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_AcceptHostKeyResponse__Output>): grpc.ClientUnaryCall;
  AcceptHostKey(argument: _wayside_v1_AcceptHostKeyRequest, callback: grpc.requestCallback<_wayside_v1_AcceptHostKeyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Puts one key in the place of what is pinned, at the agents of the site that are online and have a key of the device pinned or
   * refused this one; others are left as they are. It must be the key that one of them was shown last and refused: compare the fingerprint at the device itself before. Errors: INVALID_INPUT, NOT_FOUND,
   * AMBIGUOUS_NAME, FORBIDDEN, HOST_KEY_MISMATCH (no agent was shown that key; the details tell which ones were), UNAVAILABLE (no
   * agent answered).
   */
  acceptHostKey(argument: _wayside_v1_AcceptHostKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_AcceptHostKeyResponse__Output>): grpc.ClientUnaryCall;
  acceptHostKey(argument: _wayside_v1_AcceptHostKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_AcceptHostKeyResponse__Output>): grpc.ClientUnaryCall;
  acceptHostKey(argument: _wayside_v1_AcceptHostKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_AcceptHostKeyResponse__Output>): grpc.ClientUnaryCall;
  acceptHostKey(argument: _wayside_v1_AcceptHostKeyRequest, callback: grpc.requestCallback<_wayside_v1_AcceptHostKeyResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Asks the agents of the site that are online, and tells what they hold; nothing is read from the devices. Only of sites
   * where the caller is an operator with the full switch view. Errors: INVALID_INPUT (neither site nor source), NOT_FOUND,
   * AMBIGUOUS_NAME.
   */
  ListHostKeys(argument: _wayside_v1_ListHostKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListHostKeysResponse__Output>): grpc.ClientUnaryCall;
  ListHostKeys(argument: _wayside_v1_ListHostKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListHostKeysResponse__Output>): grpc.ClientUnaryCall;
  ListHostKeys(argument: _wayside_v1_ListHostKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListHostKeysResponse__Output>): grpc.ClientUnaryCall;
  ListHostKeys(argument: _wayside_v1_ListHostKeysRequest, callback: grpc.requestCallback<_wayside_v1_ListHostKeysResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Asks the agents of the site that are online, and tells what they hold; nothing is read from the devices. Only of sites
   * where the caller is an operator with the full switch view. Errors: INVALID_INPUT (neither site nor source), NOT_FOUND,
   * AMBIGUOUS_NAME.
   */
  listHostKeys(argument: _wayside_v1_ListHostKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListHostKeysResponse__Output>): grpc.ClientUnaryCall;
  listHostKeys(argument: _wayside_v1_ListHostKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListHostKeysResponse__Output>): grpc.ClientUnaryCall;
  listHostKeys(argument: _wayside_v1_ListHostKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListHostKeysResponse__Output>): grpc.ClientUnaryCall;
  listHostKeys(argument: _wayside_v1_ListHostKeysRequest, callback: grpc.requestCallback<_wayside_v1_ListHostKeysResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * SSH host keys of devices, as the agents hold them. An agent pins the first key of a place and refuses any other from
 * then on, before it sends anything; what it refused last it remembers, so that a person can accept just that.
 */
export interface HostKeyServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Puts one key in the place of what is pinned, at the agents of the site that are online and have a key of the device pinned or
   * refused this one; others are left as they are. It must be the key that one of them was shown last and refused: compare the fingerprint at the device itself before. Errors: INVALID_INPUT, NOT_FOUND,
   * AMBIGUOUS_NAME, FORBIDDEN, HOST_KEY_MISMATCH (no agent was shown that key; the details tell which ones were), UNAVAILABLE (no
   * agent answered).
   */
  AcceptHostKey: grpc.handleUnaryCall<_wayside_v1_AcceptHostKeyRequest__Output, _wayside_v1_AcceptHostKeyResponse>;
  
  /**
   * Asks the agents of the site that are online, and tells what they hold; nothing is read from the devices. Only of sites
   * where the caller is an operator with the full switch view. Errors: INVALID_INPUT (neither site nor source), NOT_FOUND,
   * AMBIGUOUS_NAME.
   */
  ListHostKeys: grpc.handleUnaryCall<_wayside_v1_ListHostKeysRequest__Output, _wayside_v1_ListHostKeysResponse>;
  
}

export interface HostKeyServiceDefinition extends grpc.ServiceDefinition {
  AcceptHostKey: MethodDefinition<_wayside_v1_AcceptHostKeyRequest, _wayside_v1_AcceptHostKeyResponse, _wayside_v1_AcceptHostKeyRequest__Output, _wayside_v1_AcceptHostKeyResponse__Output>
  ListHostKeys: MethodDefinition<_wayside_v1_ListHostKeysRequest, _wayside_v1_ListHostKeysResponse, _wayside_v1_ListHostKeysRequest__Output, _wayside_v1_ListHostKeysResponse__Output>
}
