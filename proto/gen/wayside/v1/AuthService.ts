// Original file: proto/wayside/v1/auth.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { LoginRequest as _wayside_v1_LoginRequest, LoginRequest__Output as _wayside_v1_LoginRequest__Output } from '../../wayside/v1/LoginRequest.ts';
import type { LoginResponse as _wayside_v1_LoginResponse, LoginResponse__Output as _wayside_v1_LoginResponse__Output } from '../../wayside/v1/LoginResponse.ts';
import type { LogoutRequest as _wayside_v1_LogoutRequest, LogoutRequest__Output as _wayside_v1_LogoutRequest__Output } from '../../wayside/v1/LogoutRequest.ts';
import type { LogoutResponse as _wayside_v1_LogoutResponse, LogoutResponse__Output as _wayside_v1_LogoutResponse__Output } from '../../wayside/v1/LogoutResponse.ts';
import type { WhoAmIRequest as _wayside_v1_WhoAmIRequest, WhoAmIRequest__Output as _wayside_v1_WhoAmIRequest__Output } from '../../wayside/v1/WhoAmIRequest.ts';
import type { WhoAmIResponse as _wayside_v1_WhoAmIResponse, WhoAmIResponse__Output as _wayside_v1_WhoAmIResponse__Output } from '../../wayside/v1/WhoAmIResponse.ts';

/**
 * Logging in and out, and who one is.
 */
export interface AuthServiceClient extends grpc.Client {
  /**
   * Gives a session for a name and a password. The answer to a wrong name is the answer to a wrong password, and takes
   * as long.
   * Errors: UNAUTHENTICATED, RATE_LIMITED (too many failures of that name or from that address; RetryInfo says how long
   * to wait), QUEUE_FULL (too many logins at once).
   */
  Login(argument: _wayside_v1_LoginRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  Login(argument: _wayside_v1_LoginRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  Login(argument: _wayside_v1_LoginRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  Login(argument: _wayside_v1_LoginRequest, callback: grpc.requestCallback<_wayside_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Gives a session for a name and a password. The answer to a wrong name is the answer to a wrong password, and takes
   * as long.
   * Errors: UNAUTHENTICATED, RATE_LIMITED (too many failures of that name or from that address; RetryInfo says how long
   * to wait), QUEUE_FULL (too many logins at once).
   */
  login(argument: _wayside_v1_LoginRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  login(argument: _wayside_v1_LoginRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  login(argument: _wayside_v1_LoginRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  login(argument: _wayside_v1_LoginRequest, callback: grpc.requestCallback<_wayside_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ends the session that the call is made with, and the streams that it opened.
   * Errors: INVALID_INPUT when the call is made with an API token: that is removed with DeleteApiToken.
   */
  Logout(argument: _wayside_v1_LogoutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  Logout(argument: _wayside_v1_LogoutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  Logout(argument: _wayside_v1_LogoutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  Logout(argument: _wayside_v1_LogoutRequest, callback: grpc.requestCallback<_wayside_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends the session that the call is made with, and the streams that it opened.
   * Errors: INVALID_INPUT when the call is made with an API token: that is removed with DeleteApiToken.
   */
  logout(argument: _wayside_v1_LogoutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  logout(argument: _wayside_v1_LogoutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  logout(argument: _wayside_v1_LogoutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  logout(argument: _wayside_v1_LogoutRequest, callback: grpc.requestCallback<_wayside_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What the token of the call stands for.
   */
  WhoAmI(argument: _wayside_v1_WhoAmIRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_WhoAmIResponse__Output>): grpc.ClientUnaryCall;
  WhoAmI(argument: _wayside_v1_WhoAmIRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_WhoAmIResponse__Output>): grpc.ClientUnaryCall;
  WhoAmI(argument: _wayside_v1_WhoAmIRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_WhoAmIResponse__Output>): grpc.ClientUnaryCall;
  WhoAmI(argument: _wayside_v1_WhoAmIRequest, callback: grpc.requestCallback<_wayside_v1_WhoAmIResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What the token of the call stands for.
   */
  whoAmI(argument: _wayside_v1_WhoAmIRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_WhoAmIResponse__Output>): grpc.ClientUnaryCall;
  whoAmI(argument: _wayside_v1_WhoAmIRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_WhoAmIResponse__Output>): grpc.ClientUnaryCall;
  whoAmI(argument: _wayside_v1_WhoAmIRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_WhoAmIResponse__Output>): grpc.ClientUnaryCall;
  whoAmI(argument: _wayside_v1_WhoAmIRequest, callback: grpc.requestCallback<_wayside_v1_WhoAmIResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Logging in and out, and who one is.
 */
export interface AuthServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Gives a session for a name and a password. The answer to a wrong name is the answer to a wrong password, and takes
   * as long.
   * Errors: UNAUTHENTICATED, RATE_LIMITED (too many failures of that name or from that address; RetryInfo says how long
   * to wait), QUEUE_FULL (too many logins at once).
   */
  Login: grpc.handleUnaryCall<_wayside_v1_LoginRequest__Output, _wayside_v1_LoginResponse>;
  
  /**
   * Ends the session that the call is made with, and the streams that it opened.
   * Errors: INVALID_INPUT when the call is made with an API token: that is removed with DeleteApiToken.
   */
  Logout: grpc.handleUnaryCall<_wayside_v1_LogoutRequest__Output, _wayside_v1_LogoutResponse>;
  
  /**
   * What the token of the call stands for.
   */
  WhoAmI: grpc.handleUnaryCall<_wayside_v1_WhoAmIRequest__Output, _wayside_v1_WhoAmIResponse>;
  
}

export interface AuthServiceDefinition extends grpc.ServiceDefinition {
  Login: MethodDefinition<_wayside_v1_LoginRequest, _wayside_v1_LoginResponse, _wayside_v1_LoginRequest__Output, _wayside_v1_LoginResponse__Output>
  Logout: MethodDefinition<_wayside_v1_LogoutRequest, _wayside_v1_LogoutResponse, _wayside_v1_LogoutRequest__Output, _wayside_v1_LogoutResponse__Output>
  WhoAmI: MethodDefinition<_wayside_v1_WhoAmIRequest, _wayside_v1_WhoAmIResponse, _wayside_v1_WhoAmIRequest__Output, _wayside_v1_WhoAmIResponse__Output>
}
