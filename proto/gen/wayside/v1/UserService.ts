// Original file: proto/wayside/v1/user.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CreateApiTokenRequest as _wayside_v1_CreateApiTokenRequest, CreateApiTokenRequest__Output as _wayside_v1_CreateApiTokenRequest__Output } from '../../wayside/v1/CreateApiTokenRequest.ts';
import type { CreateApiTokenResponse as _wayside_v1_CreateApiTokenResponse, CreateApiTokenResponse__Output as _wayside_v1_CreateApiTokenResponse__Output } from '../../wayside/v1/CreateApiTokenResponse.ts';
import type { CreateRoleRequest as _wayside_v1_CreateRoleRequest, CreateRoleRequest__Output as _wayside_v1_CreateRoleRequest__Output } from '../../wayside/v1/CreateRoleRequest.ts';
import type { CreateRoleResponse as _wayside_v1_CreateRoleResponse, CreateRoleResponse__Output as _wayside_v1_CreateRoleResponse__Output } from '../../wayside/v1/CreateRoleResponse.ts';
import type { CreateUserRequest as _wayside_v1_CreateUserRequest, CreateUserRequest__Output as _wayside_v1_CreateUserRequest__Output } from '../../wayside/v1/CreateUserRequest.ts';
import type { CreateUserResponse as _wayside_v1_CreateUserResponse, CreateUserResponse__Output as _wayside_v1_CreateUserResponse__Output } from '../../wayside/v1/CreateUserResponse.ts';
import type { DeleteApiTokenRequest as _wayside_v1_DeleteApiTokenRequest, DeleteApiTokenRequest__Output as _wayside_v1_DeleteApiTokenRequest__Output } from '../../wayside/v1/DeleteApiTokenRequest.ts';
import type { DeleteApiTokenResponse as _wayside_v1_DeleteApiTokenResponse, DeleteApiTokenResponse__Output as _wayside_v1_DeleteApiTokenResponse__Output } from '../../wayside/v1/DeleteApiTokenResponse.ts';
import type { DeleteRoleRequest as _wayside_v1_DeleteRoleRequest, DeleteRoleRequest__Output as _wayside_v1_DeleteRoleRequest__Output } from '../../wayside/v1/DeleteRoleRequest.ts';
import type { DeleteRoleResponse as _wayside_v1_DeleteRoleResponse, DeleteRoleResponse__Output as _wayside_v1_DeleteRoleResponse__Output } from '../../wayside/v1/DeleteRoleResponse.ts';
import type { DeleteUserRequest as _wayside_v1_DeleteUserRequest, DeleteUserRequest__Output as _wayside_v1_DeleteUserRequest__Output } from '../../wayside/v1/DeleteUserRequest.ts';
import type { DeleteUserResponse as _wayside_v1_DeleteUserResponse, DeleteUserResponse__Output as _wayside_v1_DeleteUserResponse__Output } from '../../wayside/v1/DeleteUserResponse.ts';
import type { GetUserRequest as _wayside_v1_GetUserRequest, GetUserRequest__Output as _wayside_v1_GetUserRequest__Output } from '../../wayside/v1/GetUserRequest.ts';
import type { GetUserResponse as _wayside_v1_GetUserResponse, GetUserResponse__Output as _wayside_v1_GetUserResponse__Output } from '../../wayside/v1/GetUserResponse.ts';
import type { ListApiTokensRequest as _wayside_v1_ListApiTokensRequest, ListApiTokensRequest__Output as _wayside_v1_ListApiTokensRequest__Output } from '../../wayside/v1/ListApiTokensRequest.ts';
import type { ListApiTokensResponse as _wayside_v1_ListApiTokensResponse, ListApiTokensResponse__Output as _wayside_v1_ListApiTokensResponse__Output } from '../../wayside/v1/ListApiTokensResponse.ts';
import type { ListRolesRequest as _wayside_v1_ListRolesRequest, ListRolesRequest__Output as _wayside_v1_ListRolesRequest__Output } from '../../wayside/v1/ListRolesRequest.ts';
import type { ListRolesResponse as _wayside_v1_ListRolesResponse, ListRolesResponse__Output as _wayside_v1_ListRolesResponse__Output } from '../../wayside/v1/ListRolesResponse.ts';
import type { ListUsersRequest as _wayside_v1_ListUsersRequest, ListUsersRequest__Output as _wayside_v1_ListUsersRequest__Output } from '../../wayside/v1/ListUsersRequest.ts';
import type { ListUsersResponse as _wayside_v1_ListUsersResponse, ListUsersResponse__Output as _wayside_v1_ListUsersResponse__Output } from '../../wayside/v1/ListUsersResponse.ts';
import type { SetPasswordRequest as _wayside_v1_SetPasswordRequest, SetPasswordRequest__Output as _wayside_v1_SetPasswordRequest__Output } from '../../wayside/v1/SetPasswordRequest.ts';
import type { SetPasswordResponse as _wayside_v1_SetPasswordResponse, SetPasswordResponse__Output as _wayside_v1_SetPasswordResponse__Output } from '../../wayside/v1/SetPasswordResponse.ts';
import type { UpdateApiTokenRequest as _wayside_v1_UpdateApiTokenRequest, UpdateApiTokenRequest__Output as _wayside_v1_UpdateApiTokenRequest__Output } from '../../wayside/v1/UpdateApiTokenRequest.ts';
import type { UpdateApiTokenResponse as _wayside_v1_UpdateApiTokenResponse, UpdateApiTokenResponse__Output as _wayside_v1_UpdateApiTokenResponse__Output } from '../../wayside/v1/UpdateApiTokenResponse.ts';
import type { UpdateRoleRequest as _wayside_v1_UpdateRoleRequest, UpdateRoleRequest__Output as _wayside_v1_UpdateRoleRequest__Output } from '../../wayside/v1/UpdateRoleRequest.ts';
import type { UpdateRoleResponse as _wayside_v1_UpdateRoleResponse, UpdateRoleResponse__Output as _wayside_v1_UpdateRoleResponse__Output } from '../../wayside/v1/UpdateRoleResponse.ts';
import type { UpdateUserRequest as _wayside_v1_UpdateUserRequest, UpdateUserRequest__Output as _wayside_v1_UpdateUserRequest__Output } from '../../wayside/v1/UpdateUserRequest.ts';
import type { UpdateUserResponse as _wayside_v1_UpdateUserResponse, UpdateUserResponse__Output as _wayside_v1_UpdateUserResponse__Output } from '../../wayside/v1/UpdateUserResponse.ts';

/**
 * Users, their roles and their API tokens. What changes here counts from the next call on, and ends the streams that it
 * let in. Users and roles are for admins of every site; everybody manages their own tokens and password.
 */
export interface UserServiceClient extends grpc.Client {
  /**
   * For oneself from a session; for anybody, and from a token, as an admin of every site.
   * Errors: INVALID_INPUT, NOT_FOUND, FORBIDDEN.
   */
  CreateApiToken(argument: _wayside_v1_CreateApiTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateApiToken(argument: _wayside_v1_CreateApiTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_CreateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateApiToken(argument: _wayside_v1_CreateApiTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateApiToken(argument: _wayside_v1_CreateApiTokenRequest, callback: grpc.requestCallback<_wayside_v1_CreateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  /**
   * For oneself from a session; for anybody, and from a token, as an admin of every site.
   * Errors: INVALID_INPUT, NOT_FOUND, FORBIDDEN.
   */
  createApiToken(argument: _wayside_v1_CreateApiTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  createApiToken(argument: _wayside_v1_CreateApiTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_CreateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  createApiToken(argument: _wayside_v1_CreateApiTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  createApiToken(argument: _wayside_v1_CreateApiTokenRequest, callback: grpc.requestCallback<_wayside_v1_CreateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Errors: INVALID_INPUT, ALREADY_EXISTS.
   */
  CreateRole(argument: _wayside_v1_CreateRoleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateRoleResponse__Output>): grpc.ClientUnaryCall;
  CreateRole(argument: _wayside_v1_CreateRoleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_CreateRoleResponse__Output>): grpc.ClientUnaryCall;
  CreateRole(argument: _wayside_v1_CreateRoleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateRoleResponse__Output>): grpc.ClientUnaryCall;
  CreateRole(argument: _wayside_v1_CreateRoleRequest, callback: grpc.requestCallback<_wayside_v1_CreateRoleResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Errors: INVALID_INPUT, ALREADY_EXISTS.
   */
  createRole(argument: _wayside_v1_CreateRoleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateRoleResponse__Output>): grpc.ClientUnaryCall;
  createRole(argument: _wayside_v1_CreateRoleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_CreateRoleResponse__Output>): grpc.ClientUnaryCall;
  createRole(argument: _wayside_v1_CreateRoleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateRoleResponse__Output>): grpc.ClientUnaryCall;
  createRole(argument: _wayside_v1_CreateRoleRequest, callback: grpc.requestCallback<_wayside_v1_CreateRoleResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Without a password: SetPassword gives one.
   * Errors: INVALID_INPUT, ALREADY_EXISTS.
   */
  CreateUser(argument: _wayside_v1_CreateUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  CreateUser(argument: _wayside_v1_CreateUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  CreateUser(argument: _wayside_v1_CreateUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  CreateUser(argument: _wayside_v1_CreateUserRequest, callback: grpc.requestCallback<_wayside_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Without a password: SetPassword gives one.
   * Errors: INVALID_INPUT, ALREADY_EXISTS.
   */
  createUser(argument: _wayside_v1_CreateUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  createUser(argument: _wayside_v1_CreateUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  createUser(argument: _wayside_v1_CreateUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  createUser(argument: _wayside_v1_CreateUserRequest, callback: grpc.requestCallback<_wayside_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Errors: NOT_FOUND, FORBIDDEN.
   */
  DeleteApiToken(argument: _wayside_v1_DeleteApiTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteApiTokenResponse__Output>): grpc.ClientUnaryCall;
  DeleteApiToken(argument: _wayside_v1_DeleteApiTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_DeleteApiTokenResponse__Output>): grpc.ClientUnaryCall;
  DeleteApiToken(argument: _wayside_v1_DeleteApiTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteApiTokenResponse__Output>): grpc.ClientUnaryCall;
  DeleteApiToken(argument: _wayside_v1_DeleteApiTokenRequest, callback: grpc.requestCallback<_wayside_v1_DeleteApiTokenResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Errors: NOT_FOUND, FORBIDDEN.
   */
  deleteApiToken(argument: _wayside_v1_DeleteApiTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteApiTokenResponse__Output>): grpc.ClientUnaryCall;
  deleteApiToken(argument: _wayside_v1_DeleteApiTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_DeleteApiTokenResponse__Output>): grpc.ClientUnaryCall;
  deleteApiToken(argument: _wayside_v1_DeleteApiTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteApiTokenResponse__Output>): grpc.ClientUnaryCall;
  deleteApiToken(argument: _wayside_v1_DeleteApiTokenRequest, callback: grpc.requestCallback<_wayside_v1_DeleteApiTokenResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Errors: NOT_FOUND, STALE_ETAG, FORBIDDEN (it comes with Wayside), IN_USE.
   */
  DeleteRole(argument: _wayside_v1_DeleteRoleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteRoleResponse__Output>): grpc.ClientUnaryCall;
  DeleteRole(argument: _wayside_v1_DeleteRoleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_DeleteRoleResponse__Output>): grpc.ClientUnaryCall;
  DeleteRole(argument: _wayside_v1_DeleteRoleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteRoleResponse__Output>): grpc.ClientUnaryCall;
  DeleteRole(argument: _wayside_v1_DeleteRoleRequest, callback: grpc.requestCallback<_wayside_v1_DeleteRoleResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Errors: NOT_FOUND, STALE_ETAG, FORBIDDEN (it comes with Wayside), IN_USE.
   */
  deleteRole(argument: _wayside_v1_DeleteRoleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteRoleResponse__Output>): grpc.ClientUnaryCall;
  deleteRole(argument: _wayside_v1_DeleteRoleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_DeleteRoleResponse__Output>): grpc.ClientUnaryCall;
  deleteRole(argument: _wayside_v1_DeleteRoleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteRoleResponse__Output>): grpc.ClientUnaryCall;
  deleteRole(argument: _wayside_v1_DeleteRoleRequest, callback: grpc.requestCallback<_wayside_v1_DeleteRoleResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Sessions and tokens of the user go too.
   * Errors: NOT_FOUND, STALE_ETAG, LAST_ADMIN.
   */
  DeleteUser(argument: _wayside_v1_DeleteUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  DeleteUser(argument: _wayside_v1_DeleteUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  DeleteUser(argument: _wayside_v1_DeleteUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  DeleteUser(argument: _wayside_v1_DeleteUserRequest, callback: grpc.requestCallback<_wayside_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Sessions and tokens of the user go too.
   * Errors: NOT_FOUND, STALE_ETAG, LAST_ADMIN.
   */
  deleteUser(argument: _wayside_v1_DeleteUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  deleteUser(argument: _wayside_v1_DeleteUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  deleteUser(argument: _wayside_v1_DeleteUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  deleteUser(argument: _wayside_v1_DeleteUserRequest, callback: grpc.requestCallback<_wayside_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Errors: NOT_FOUND.
   */
  GetUser(argument: _wayside_v1_GetUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetUserResponse__Output>): grpc.ClientUnaryCall;
  GetUser(argument: _wayside_v1_GetUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetUserResponse__Output>): grpc.ClientUnaryCall;
  GetUser(argument: _wayside_v1_GetUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetUserResponse__Output>): grpc.ClientUnaryCall;
  GetUser(argument: _wayside_v1_GetUserRequest, callback: grpc.requestCallback<_wayside_v1_GetUserResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Errors: NOT_FOUND.
   */
  getUser(argument: _wayside_v1_GetUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetUserResponse__Output>): grpc.ClientUnaryCall;
  getUser(argument: _wayside_v1_GetUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetUserResponse__Output>): grpc.ClientUnaryCall;
  getUser(argument: _wayside_v1_GetUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetUserResponse__Output>): grpc.ClientUnaryCall;
  getUser(argument: _wayside_v1_GetUserRequest, callback: grpc.requestCallback<_wayside_v1_GetUserResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * One's own, or all of everybody as an admin of every site.
   */
  ListApiTokens(argument: _wayside_v1_ListApiTokensRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListApiTokensResponse__Output>): grpc.ClientUnaryCall;
  ListApiTokens(argument: _wayside_v1_ListApiTokensRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListApiTokensResponse__Output>): grpc.ClientUnaryCall;
  ListApiTokens(argument: _wayside_v1_ListApiTokensRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListApiTokensResponse__Output>): grpc.ClientUnaryCall;
  ListApiTokens(argument: _wayside_v1_ListApiTokensRequest, callback: grpc.requestCallback<_wayside_v1_ListApiTokensResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One's own, or all of everybody as an admin of every site.
   */
  listApiTokens(argument: _wayside_v1_ListApiTokensRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListApiTokensResponse__Output>): grpc.ClientUnaryCall;
  listApiTokens(argument: _wayside_v1_ListApiTokensRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListApiTokensResponse__Output>): grpc.ClientUnaryCall;
  listApiTokens(argument: _wayside_v1_ListApiTokensRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListApiTokensResponse__Output>): grpc.ClientUnaryCall;
  listApiTokens(argument: _wayside_v1_ListApiTokensRequest, callback: grpc.requestCallback<_wayside_v1_ListApiTokensResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * All at once: there are 1,000 at most.
   */
  ListRoles(argument: _wayside_v1_ListRolesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListRolesResponse__Output>): grpc.ClientUnaryCall;
  ListRoles(argument: _wayside_v1_ListRolesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListRolesResponse__Output>): grpc.ClientUnaryCall;
  ListRoles(argument: _wayside_v1_ListRolesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListRolesResponse__Output>): grpc.ClientUnaryCall;
  ListRoles(argument: _wayside_v1_ListRolesRequest, callback: grpc.requestCallback<_wayside_v1_ListRolesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * All at once: there are 1,000 at most.
   */
  listRoles(argument: _wayside_v1_ListRolesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListRolesResponse__Output>): grpc.ClientUnaryCall;
  listRoles(argument: _wayside_v1_ListRolesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListRolesResponse__Output>): grpc.ClientUnaryCall;
  listRoles(argument: _wayside_v1_ListRolesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListRolesResponse__Output>): grpc.ClientUnaryCall;
  listRoles(argument: _wayside_v1_ListRolesRequest, callback: grpc.requestCallback<_wayside_v1_ListRolesResponse__Output>): grpc.ClientUnaryCall;
  
  ListUsers(argument: _wayside_v1_ListUsersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  ListUsers(argument: _wayside_v1_ListUsersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  ListUsers(argument: _wayside_v1_ListUsersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  ListUsers(argument: _wayside_v1_ListUsersRequest, callback: grpc.requestCallback<_wayside_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  listUsers(argument: _wayside_v1_ListUsersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  listUsers(argument: _wayside_v1_ListUsersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  listUsers(argument: _wayside_v1_ListUsersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  listUsers(argument: _wayside_v1_ListUsersRequest, callback: grpc.requestCallback<_wayside_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * One's own with the current password, from a session; anybody's as an admin of every site. All sessions of the user
   * end.
   * Errors: NOT_FOUND, INVALID_INPUT, FORBIDDEN, UNAUTHENTICATED (the current password is wrong), RATE_LIMITED,
   * QUEUE_FULL.
   */
  SetPassword(argument: _wayside_v1_SetPasswordRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SetPasswordResponse__Output>): grpc.ClientUnaryCall;
  SetPassword(argument: _wayside_v1_SetPasswordRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_SetPasswordResponse__Output>): grpc.ClientUnaryCall;
  SetPassword(argument: _wayside_v1_SetPasswordRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SetPasswordResponse__Output>): grpc.ClientUnaryCall;
  SetPassword(argument: _wayside_v1_SetPasswordRequest, callback: grpc.requestCallback<_wayside_v1_SetPasswordResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One's own with the current password, from a session; anybody's as an admin of every site. All sessions of the user
   * end.
   * Errors: NOT_FOUND, INVALID_INPUT, FORBIDDEN, UNAUTHENTICATED (the current password is wrong), RATE_LIMITED,
   * QUEUE_FULL.
   */
  setPassword(argument: _wayside_v1_SetPasswordRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SetPasswordResponse__Output>): grpc.ClientUnaryCall;
  setPassword(argument: _wayside_v1_SetPasswordRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_SetPasswordResponse__Output>): grpc.ClientUnaryCall;
  setPassword(argument: _wayside_v1_SetPasswordRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SetPasswordResponse__Output>): grpc.ClientUnaryCall;
  setPassword(argument: _wayside_v1_SetPasswordRequest, callback: grpc.requestCallback<_wayside_v1_SetPasswordResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Errors: INVALID_INPUT, NOT_FOUND, FORBIDDEN.
   */
  UpdateApiToken(argument: _wayside_v1_UpdateApiTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  UpdateApiToken(argument: _wayside_v1_UpdateApiTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UpdateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  UpdateApiToken(argument: _wayside_v1_UpdateApiTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  UpdateApiToken(argument: _wayside_v1_UpdateApiTokenRequest, callback: grpc.requestCallback<_wayside_v1_UpdateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Errors: INVALID_INPUT, NOT_FOUND, FORBIDDEN.
   */
  updateApiToken(argument: _wayside_v1_UpdateApiTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  updateApiToken(argument: _wayside_v1_UpdateApiTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UpdateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  updateApiToken(argument: _wayside_v1_UpdateApiTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  updateApiToken(argument: _wayside_v1_UpdateApiTokenRequest, callback: grpc.requestCallback<_wayside_v1_UpdateApiTokenResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Errors: NOT_FOUND, INVALID_INPUT, STALE_ETAG, FORBIDDEN (it comes with Wayside), LAST_ADMIN.
   */
  UpdateRole(argument: _wayside_v1_UpdateRoleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateRoleResponse__Output>): grpc.ClientUnaryCall;
  UpdateRole(argument: _wayside_v1_UpdateRoleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UpdateRoleResponse__Output>): grpc.ClientUnaryCall;
  UpdateRole(argument: _wayside_v1_UpdateRoleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateRoleResponse__Output>): grpc.ClientUnaryCall;
  UpdateRole(argument: _wayside_v1_UpdateRoleRequest, callback: grpc.requestCallback<_wayside_v1_UpdateRoleResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Errors: NOT_FOUND, INVALID_INPUT, STALE_ETAG, FORBIDDEN (it comes with Wayside), LAST_ADMIN.
   */
  updateRole(argument: _wayside_v1_UpdateRoleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateRoleResponse__Output>): grpc.ClientUnaryCall;
  updateRole(argument: _wayside_v1_UpdateRoleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UpdateRoleResponse__Output>): grpc.ClientUnaryCall;
  updateRole(argument: _wayside_v1_UpdateRoleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateRoleResponse__Output>): grpc.ClientUnaryCall;
  updateRole(argument: _wayside_v1_UpdateRoleRequest, callback: grpc.requestCallback<_wayside_v1_UpdateRoleResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Errors: NOT_FOUND, INVALID_INPUT, STALE_ETAG, LAST_ADMIN.
   */
  UpdateUser(argument: _wayside_v1_UpdateUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateUserResponse__Output>): grpc.ClientUnaryCall;
  UpdateUser(argument: _wayside_v1_UpdateUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UpdateUserResponse__Output>): grpc.ClientUnaryCall;
  UpdateUser(argument: _wayside_v1_UpdateUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateUserResponse__Output>): grpc.ClientUnaryCall;
  UpdateUser(argument: _wayside_v1_UpdateUserRequest, callback: grpc.requestCallback<_wayside_v1_UpdateUserResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Errors: NOT_FOUND, INVALID_INPUT, STALE_ETAG, LAST_ADMIN.
   */
  updateUser(argument: _wayside_v1_UpdateUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateUserResponse__Output>): grpc.ClientUnaryCall;
  updateUser(argument: _wayside_v1_UpdateUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UpdateUserResponse__Output>): grpc.ClientUnaryCall;
  updateUser(argument: _wayside_v1_UpdateUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateUserResponse__Output>): grpc.ClientUnaryCall;
  updateUser(argument: _wayside_v1_UpdateUserRequest, callback: grpc.requestCallback<_wayside_v1_UpdateUserResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Users, their roles and their API tokens. What changes here counts from the next call on, and ends the streams that it
 * let in. Users and roles are for admins of every site; everybody manages their own tokens and password.
 */
export interface UserServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * For oneself from a session; for anybody, and from a token, as an admin of every site.
   * Errors: INVALID_INPUT, NOT_FOUND, FORBIDDEN.
   */
  CreateApiToken: grpc.handleUnaryCall<_wayside_v1_CreateApiTokenRequest__Output, _wayside_v1_CreateApiTokenResponse>;
  
  /**
   * Errors: INVALID_INPUT, ALREADY_EXISTS.
   */
  CreateRole: grpc.handleUnaryCall<_wayside_v1_CreateRoleRequest__Output, _wayside_v1_CreateRoleResponse>;
  
  /**
   * Without a password: SetPassword gives one.
   * Errors: INVALID_INPUT, ALREADY_EXISTS.
   */
  CreateUser: grpc.handleUnaryCall<_wayside_v1_CreateUserRequest__Output, _wayside_v1_CreateUserResponse>;
  
  /**
   * Errors: NOT_FOUND, FORBIDDEN.
   */
  DeleteApiToken: grpc.handleUnaryCall<_wayside_v1_DeleteApiTokenRequest__Output, _wayside_v1_DeleteApiTokenResponse>;
  
  /**
   * Errors: NOT_FOUND, STALE_ETAG, FORBIDDEN (it comes with Wayside), IN_USE.
   */
  DeleteRole: grpc.handleUnaryCall<_wayside_v1_DeleteRoleRequest__Output, _wayside_v1_DeleteRoleResponse>;
  
  /**
   * Sessions and tokens of the user go too.
   * Errors: NOT_FOUND, STALE_ETAG, LAST_ADMIN.
   */
  DeleteUser: grpc.handleUnaryCall<_wayside_v1_DeleteUserRequest__Output, _wayside_v1_DeleteUserResponse>;
  
  /**
   * Errors: NOT_FOUND.
   */
  GetUser: grpc.handleUnaryCall<_wayside_v1_GetUserRequest__Output, _wayside_v1_GetUserResponse>;
  
  /**
   * One's own, or all of everybody as an admin of every site.
   */
  ListApiTokens: grpc.handleUnaryCall<_wayside_v1_ListApiTokensRequest__Output, _wayside_v1_ListApiTokensResponse>;
  
  /**
   * All at once: there are 1,000 at most.
   */
  ListRoles: grpc.handleUnaryCall<_wayside_v1_ListRolesRequest__Output, _wayside_v1_ListRolesResponse>;
  
  ListUsers: grpc.handleUnaryCall<_wayside_v1_ListUsersRequest__Output, _wayside_v1_ListUsersResponse>;
  
  /**
   * One's own with the current password, from a session; anybody's as an admin of every site. All sessions of the user
   * end.
   * Errors: NOT_FOUND, INVALID_INPUT, FORBIDDEN, UNAUTHENTICATED (the current password is wrong), RATE_LIMITED,
   * QUEUE_FULL.
   */
  SetPassword: grpc.handleUnaryCall<_wayside_v1_SetPasswordRequest__Output, _wayside_v1_SetPasswordResponse>;
  
  /**
   * Errors: INVALID_INPUT, NOT_FOUND, FORBIDDEN.
   */
  UpdateApiToken: grpc.handleUnaryCall<_wayside_v1_UpdateApiTokenRequest__Output, _wayside_v1_UpdateApiTokenResponse>;
  
  /**
   * Errors: NOT_FOUND, INVALID_INPUT, STALE_ETAG, FORBIDDEN (it comes with Wayside), LAST_ADMIN.
   */
  UpdateRole: grpc.handleUnaryCall<_wayside_v1_UpdateRoleRequest__Output, _wayside_v1_UpdateRoleResponse>;
  
  /**
   * Errors: NOT_FOUND, INVALID_INPUT, STALE_ETAG, LAST_ADMIN.
   */
  UpdateUser: grpc.handleUnaryCall<_wayside_v1_UpdateUserRequest__Output, _wayside_v1_UpdateUserResponse>;
  
}

export interface UserServiceDefinition extends grpc.ServiceDefinition {
  CreateApiToken: MethodDefinition<_wayside_v1_CreateApiTokenRequest, _wayside_v1_CreateApiTokenResponse, _wayside_v1_CreateApiTokenRequest__Output, _wayside_v1_CreateApiTokenResponse__Output>
  CreateRole: MethodDefinition<_wayside_v1_CreateRoleRequest, _wayside_v1_CreateRoleResponse, _wayside_v1_CreateRoleRequest__Output, _wayside_v1_CreateRoleResponse__Output>
  CreateUser: MethodDefinition<_wayside_v1_CreateUserRequest, _wayside_v1_CreateUserResponse, _wayside_v1_CreateUserRequest__Output, _wayside_v1_CreateUserResponse__Output>
  DeleteApiToken: MethodDefinition<_wayside_v1_DeleteApiTokenRequest, _wayside_v1_DeleteApiTokenResponse, _wayside_v1_DeleteApiTokenRequest__Output, _wayside_v1_DeleteApiTokenResponse__Output>
  DeleteRole: MethodDefinition<_wayside_v1_DeleteRoleRequest, _wayside_v1_DeleteRoleResponse, _wayside_v1_DeleteRoleRequest__Output, _wayside_v1_DeleteRoleResponse__Output>
  DeleteUser: MethodDefinition<_wayside_v1_DeleteUserRequest, _wayside_v1_DeleteUserResponse, _wayside_v1_DeleteUserRequest__Output, _wayside_v1_DeleteUserResponse__Output>
  GetUser: MethodDefinition<_wayside_v1_GetUserRequest, _wayside_v1_GetUserResponse, _wayside_v1_GetUserRequest__Output, _wayside_v1_GetUserResponse__Output>
  ListApiTokens: MethodDefinition<_wayside_v1_ListApiTokensRequest, _wayside_v1_ListApiTokensResponse, _wayside_v1_ListApiTokensRequest__Output, _wayside_v1_ListApiTokensResponse__Output>
  ListRoles: MethodDefinition<_wayside_v1_ListRolesRequest, _wayside_v1_ListRolesResponse, _wayside_v1_ListRolesRequest__Output, _wayside_v1_ListRolesResponse__Output>
  ListUsers: MethodDefinition<_wayside_v1_ListUsersRequest, _wayside_v1_ListUsersResponse, _wayside_v1_ListUsersRequest__Output, _wayside_v1_ListUsersResponse__Output>
  SetPassword: MethodDefinition<_wayside_v1_SetPasswordRequest, _wayside_v1_SetPasswordResponse, _wayside_v1_SetPasswordRequest__Output, _wayside_v1_SetPasswordResponse__Output>
  UpdateApiToken: MethodDefinition<_wayside_v1_UpdateApiTokenRequest, _wayside_v1_UpdateApiTokenResponse, _wayside_v1_UpdateApiTokenRequest__Output, _wayside_v1_UpdateApiTokenResponse__Output>
  UpdateRole: MethodDefinition<_wayside_v1_UpdateRoleRequest, _wayside_v1_UpdateRoleResponse, _wayside_v1_UpdateRoleRequest__Output, _wayside_v1_UpdateRoleResponse__Output>
  UpdateUser: MethodDefinition<_wayside_v1_UpdateUserRequest, _wayside_v1_UpdateUserResponse, _wayside_v1_UpdateUserRequest__Output, _wayside_v1_UpdateUserResponse__Output>
}
