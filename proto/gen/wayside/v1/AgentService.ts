// Original file: proto/wayside/v1/agent.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { BanAgentRequest as _wayside_v1_BanAgentRequest, BanAgentRequest__Output as _wayside_v1_BanAgentRequest__Output } from '../../wayside/v1/BanAgentRequest.ts';
import type { BanAgentResponse as _wayside_v1_BanAgentResponse, BanAgentResponse__Output as _wayside_v1_BanAgentResponse__Output } from '../../wayside/v1/BanAgentResponse.ts';
import type { CreateJoinTokenRequest as _wayside_v1_CreateJoinTokenRequest, CreateJoinTokenRequest__Output as _wayside_v1_CreateJoinTokenRequest__Output } from '../../wayside/v1/CreateJoinTokenRequest.ts';
import type { CreateJoinTokenResponse as _wayside_v1_CreateJoinTokenResponse, CreateJoinTokenResponse__Output as _wayside_v1_CreateJoinTokenResponse__Output } from '../../wayside/v1/CreateJoinTokenResponse.ts';
import type { DeleteAgentRequest as _wayside_v1_DeleteAgentRequest, DeleteAgentRequest__Output as _wayside_v1_DeleteAgentRequest__Output } from '../../wayside/v1/DeleteAgentRequest.ts';
import type { DeleteAgentResponse as _wayside_v1_DeleteAgentResponse, DeleteAgentResponse__Output as _wayside_v1_DeleteAgentResponse__Output } from '../../wayside/v1/DeleteAgentResponse.ts';
import type { DrainAgentRequest as _wayside_v1_DrainAgentRequest, DrainAgentRequest__Output as _wayside_v1_DrainAgentRequest__Output } from '../../wayside/v1/DrainAgentRequest.ts';
import type { DrainAgentResponse as _wayside_v1_DrainAgentResponse, DrainAgentResponse__Output as _wayside_v1_DrainAgentResponse__Output } from '../../wayside/v1/DrainAgentResponse.ts';
import type { EvictAgentRequest as _wayside_v1_EvictAgentRequest, EvictAgentRequest__Output as _wayside_v1_EvictAgentRequest__Output } from '../../wayside/v1/EvictAgentRequest.ts';
import type { EvictAgentResponse as _wayside_v1_EvictAgentResponse, EvictAgentResponse__Output as _wayside_v1_EvictAgentResponse__Output } from '../../wayside/v1/EvictAgentResponse.ts';
import type { GetAgentRequest as _wayside_v1_GetAgentRequest, GetAgentRequest__Output as _wayside_v1_GetAgentRequest__Output } from '../../wayside/v1/GetAgentRequest.ts';
import type { GetAgentResponse as _wayside_v1_GetAgentResponse, GetAgentResponse__Output as _wayside_v1_GetAgentResponse__Output } from '../../wayside/v1/GetAgentResponse.ts';
import type { ListAgentsRequest as _wayside_v1_ListAgentsRequest, ListAgentsRequest__Output as _wayside_v1_ListAgentsRequest__Output } from '../../wayside/v1/ListAgentsRequest.ts';
import type { ListAgentsResponse as _wayside_v1_ListAgentsResponse, ListAgentsResponse__Output as _wayside_v1_ListAgentsResponse__Output } from '../../wayside/v1/ListAgentsResponse.ts';
import type { ListJoinTokensRequest as _wayside_v1_ListJoinTokensRequest, ListJoinTokensRequest__Output as _wayside_v1_ListJoinTokensRequest__Output } from '../../wayside/v1/ListJoinTokensRequest.ts';
import type { ListJoinTokensResponse as _wayside_v1_ListJoinTokensResponse, ListJoinTokensResponse__Output as _wayside_v1_ListJoinTokensResponse__Output } from '../../wayside/v1/ListJoinTokensResponse.ts';
import type { MaintainAgentRequest as _wayside_v1_MaintainAgentRequest, MaintainAgentRequest__Output as _wayside_v1_MaintainAgentRequest__Output } from '../../wayside/v1/MaintainAgentRequest.ts';
import type { MaintainAgentResponse as _wayside_v1_MaintainAgentResponse, MaintainAgentResponse__Output as _wayside_v1_MaintainAgentResponse__Output } from '../../wayside/v1/MaintainAgentResponse.ts';
import type { ResumeAgentRequest as _wayside_v1_ResumeAgentRequest, ResumeAgentRequest__Output as _wayside_v1_ResumeAgentRequest__Output } from '../../wayside/v1/ResumeAgentRequest.ts';
import type { ResumeAgentResponse as _wayside_v1_ResumeAgentResponse, ResumeAgentResponse__Output as _wayside_v1_ResumeAgentResponse__Output } from '../../wayside/v1/ResumeAgentResponse.ts';
import type { RevokeJoinTokenRequest as _wayside_v1_RevokeJoinTokenRequest, RevokeJoinTokenRequest__Output as _wayside_v1_RevokeJoinTokenRequest__Output } from '../../wayside/v1/RevokeJoinTokenRequest.ts';
import type { RevokeJoinTokenResponse as _wayside_v1_RevokeJoinTokenResponse, RevokeJoinTokenResponse__Output as _wayside_v1_RevokeJoinTokenResponse__Output } from '../../wayside/v1/RevokeJoinTokenResponse.ts';
import type { UnbanAgentRequest as _wayside_v1_UnbanAgentRequest, UnbanAgentRequest__Output as _wayside_v1_UnbanAgentRequest__Output } from '../../wayside/v1/UnbanAgentRequest.ts';
import type { UnbanAgentResponse as _wayside_v1_UnbanAgentResponse, UnbanAgentResponse__Output as _wayside_v1_UnbanAgentResponse__Output } from '../../wayside/v1/UnbanAgentResponse.ts';
import type { UpdateAgentRequest as _wayside_v1_UpdateAgentRequest, UpdateAgentRequest__Output as _wayside_v1_UpdateAgentRequest__Output } from '../../wayside/v1/UpdateAgentRequest.ts';
import type { UpdateAgentResponse as _wayside_v1_UpdateAgentResponse, UpdateAgentResponse__Output as _wayside_v1_UpdateAgentResponse__Output } from '../../wayside/v1/UpdateAgentResponse.ts';

/**
 * Agents as operators see them, and the tokens that let new ones in.
 */
export interface AgentServiceClient extends grpc.Client {
  /**
   * As EvictAgent, and its key is refused until UnbanAgent, with or without a join token.
   */
  BanAgent(argument: _wayside_v1_BanAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_BanAgentResponse__Output>): grpc.ClientUnaryCall;
  BanAgent(argument: _wayside_v1_BanAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_BanAgentResponse__Output>): grpc.ClientUnaryCall;
  BanAgent(argument: _wayside_v1_BanAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_BanAgentResponse__Output>): grpc.ClientUnaryCall;
  BanAgent(argument: _wayside_v1_BanAgentRequest, callback: grpc.requestCallback<_wayside_v1_BanAgentResponse__Output>): grpc.ClientUnaryCall;
  /**
   * As EvictAgent, and its key is refused until UnbanAgent, with or without a join token.
   */
  banAgent(argument: _wayside_v1_BanAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_BanAgentResponse__Output>): grpc.ClientUnaryCall;
  banAgent(argument: _wayside_v1_BanAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_BanAgentResponse__Output>): grpc.ClientUnaryCall;
  banAgent(argument: _wayside_v1_BanAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_BanAgentResponse__Output>): grpc.ClientUnaryCall;
  banAgent(argument: _wayside_v1_BanAgentRequest, callback: grpc.requestCallback<_wayside_v1_BanAgentResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes a token that lets one agent join one site. It is shown once and stored hashed.
   */
  CreateJoinToken(argument: _wayside_v1_CreateJoinTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateJoinToken(argument: _wayside_v1_CreateJoinTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_CreateJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateJoinToken(argument: _wayside_v1_CreateJoinTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateJoinToken(argument: _wayside_v1_CreateJoinTokenRequest, callback: grpc.requestCallback<_wayside_v1_CreateJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a token that lets one agent join one site. It is shown once and stored hashed.
   */
  createJoinToken(argument: _wayside_v1_CreateJoinTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  createJoinToken(argument: _wayside_v1_CreateJoinTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_CreateJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  createJoinToken(argument: _wayside_v1_CreateJoinTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CreateJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  createJoinToken(argument: _wayside_v1_CreateJoinTokenRequest, callback: grpc.requestCallback<_wayside_v1_CreateJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Forgets an agent: its session and certificates end at once, and its key needs a new join token.
   * Errors: NOT_FOUND, AMBIGUOUS_NAME, IN_USE (it is banned).
   */
  DeleteAgent(argument: _wayside_v1_DeleteAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteAgentResponse__Output>): grpc.ClientUnaryCall;
  DeleteAgent(argument: _wayside_v1_DeleteAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_DeleteAgentResponse__Output>): grpc.ClientUnaryCall;
  DeleteAgent(argument: _wayside_v1_DeleteAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteAgentResponse__Output>): grpc.ClientUnaryCall;
  DeleteAgent(argument: _wayside_v1_DeleteAgentRequest, callback: grpc.requestCallback<_wayside_v1_DeleteAgentResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Forgets an agent: its session and certificates end at once, and its key needs a new join token.
   * Errors: NOT_FOUND, AMBIGUOUS_NAME, IN_USE (it is banned).
   */
  deleteAgent(argument: _wayside_v1_DeleteAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteAgentResponse__Output>): grpc.ClientUnaryCall;
  deleteAgent(argument: _wayside_v1_DeleteAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_DeleteAgentResponse__Output>): grpc.ClientUnaryCall;
  deleteAgent(argument: _wayside_v1_DeleteAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DeleteAgentResponse__Output>): grpc.ClientUnaryCall;
  deleteAgent(argument: _wayside_v1_DeleteAgentRequest, callback: grpc.requestCallback<_wayside_v1_DeleteAgentResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Gives an agent no new work. When what it runs has ended and all that it read is here, or at the deadline, its
   * session ends, and it is let in again only after ResumeAgent. Errors: NOT_FOUND, AMBIGUOUS_NAME, AGENT_BANNED.
   */
  DrainAgent(argument: _wayside_v1_DrainAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  DrainAgent(argument: _wayside_v1_DrainAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  DrainAgent(argument: _wayside_v1_DrainAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  DrainAgent(argument: _wayside_v1_DrainAgentRequest, callback: grpc.requestCallback<_wayside_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Gives an agent no new work. When what it runs has ended and all that it read is here, or at the deadline, its
   * session ends, and it is let in again only after ResumeAgent. Errors: NOT_FOUND, AMBIGUOUS_NAME, AGENT_BANNED.
   */
  drainAgent(argument: _wayside_v1_DrainAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  drainAgent(argument: _wayside_v1_DrainAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  drainAgent(argument: _wayside_v1_DrainAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  drainAgent(argument: _wayside_v1_DrainAgentRequest, callback: grpc.requestCallback<_wayside_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ends the session and all certificates of an agent at once. It may join again with its bound key, and does so by itself.
   */
  EvictAgent(argument: _wayside_v1_EvictAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_EvictAgentResponse__Output>): grpc.ClientUnaryCall;
  EvictAgent(argument: _wayside_v1_EvictAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_EvictAgentResponse__Output>): grpc.ClientUnaryCall;
  EvictAgent(argument: _wayside_v1_EvictAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_EvictAgentResponse__Output>): grpc.ClientUnaryCall;
  EvictAgent(argument: _wayside_v1_EvictAgentRequest, callback: grpc.requestCallback<_wayside_v1_EvictAgentResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends the session and all certificates of an agent at once. It may join again with its bound key, and does so by itself.
   */
  evictAgent(argument: _wayside_v1_EvictAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_EvictAgentResponse__Output>): grpc.ClientUnaryCall;
  evictAgent(argument: _wayside_v1_EvictAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_EvictAgentResponse__Output>): grpc.ClientUnaryCall;
  evictAgent(argument: _wayside_v1_EvictAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_EvictAgentResponse__Output>): grpc.ClientUnaryCall;
  evictAgent(argument: _wayside_v1_EvictAgentRequest, callback: grpc.requestCallback<_wayside_v1_EvictAgentResponse__Output>): grpc.ClientUnaryCall;
  
  GetAgent(argument: _wayside_v1_GetAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetAgentResponse__Output>): grpc.ClientUnaryCall;
  GetAgent(argument: _wayside_v1_GetAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetAgentResponse__Output>): grpc.ClientUnaryCall;
  GetAgent(argument: _wayside_v1_GetAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetAgentResponse__Output>): grpc.ClientUnaryCall;
  GetAgent(argument: _wayside_v1_GetAgentRequest, callback: grpc.requestCallback<_wayside_v1_GetAgentResponse__Output>): grpc.ClientUnaryCall;
  getAgent(argument: _wayside_v1_GetAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetAgentResponse__Output>): grpc.ClientUnaryCall;
  getAgent(argument: _wayside_v1_GetAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetAgentResponse__Output>): grpc.ClientUnaryCall;
  getAgent(argument: _wayside_v1_GetAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetAgentResponse__Output>): grpc.ClientUnaryCall;
  getAgent(argument: _wayside_v1_GetAgentRequest, callback: grpc.requestCallback<_wayside_v1_GetAgentResponse__Output>): grpc.ClientUnaryCall;
  
  ListAgents(argument: _wayside_v1_ListAgentsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  ListAgents(argument: _wayside_v1_ListAgentsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  ListAgents(argument: _wayside_v1_ListAgentsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  ListAgents(argument: _wayside_v1_ListAgentsRequest, callback: grpc.requestCallback<_wayside_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  listAgents(argument: _wayside_v1_ListAgentsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  listAgents(argument: _wayside_v1_ListAgentsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  listAgents(argument: _wayside_v1_ListAgentsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  listAgents(argument: _wayside_v1_ListAgentsRequest, callback: grpc.requestCallback<_wayside_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Join tokens that can be used, and those that ended in the last 30 days. What they say is never shown again.
   */
  ListJoinTokens(argument: _wayside_v1_ListJoinTokensRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListJoinTokensResponse__Output>): grpc.ClientUnaryCall;
  ListJoinTokens(argument: _wayside_v1_ListJoinTokensRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListJoinTokensResponse__Output>): grpc.ClientUnaryCall;
  ListJoinTokens(argument: _wayside_v1_ListJoinTokensRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListJoinTokensResponse__Output>): grpc.ClientUnaryCall;
  ListJoinTokens(argument: _wayside_v1_ListJoinTokensRequest, callback: grpc.requestCallback<_wayside_v1_ListJoinTokensResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Join tokens that can be used, and those that ended in the last 30 days. What they say is never shown again.
   */
  listJoinTokens(argument: _wayside_v1_ListJoinTokensRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListJoinTokensResponse__Output>): grpc.ClientUnaryCall;
  listJoinTokens(argument: _wayside_v1_ListJoinTokensRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListJoinTokensResponse__Output>): grpc.ClientUnaryCall;
  listJoinTokens(argument: _wayside_v1_ListJoinTokensRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListJoinTokensResponse__Output>): grpc.ClientUnaryCall;
  listJoinTokens(argument: _wayside_v1_ListJoinTokensRequest, callback: grpc.requestCallback<_wayside_v1_ListJoinTokensResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Gives an agent no new work and raises no alerts about it for a while; its session stays. In place of a drain, if
   * there is one. Errors: NOT_FOUND, AMBIGUOUS_NAME, AGENT_BANNED.
   */
  MaintainAgent(argument: _wayside_v1_MaintainAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_MaintainAgentResponse__Output>): grpc.ClientUnaryCall;
  MaintainAgent(argument: _wayside_v1_MaintainAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_MaintainAgentResponse__Output>): grpc.ClientUnaryCall;
  MaintainAgent(argument: _wayside_v1_MaintainAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_MaintainAgentResponse__Output>): grpc.ClientUnaryCall;
  MaintainAgent(argument: _wayside_v1_MaintainAgentRequest, callback: grpc.requestCallback<_wayside_v1_MaintainAgentResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Gives an agent no new work and raises no alerts about it for a while; its session stays. In place of a drain, if
   * there is one. Errors: NOT_FOUND, AMBIGUOUS_NAME, AGENT_BANNED.
   */
  maintainAgent(argument: _wayside_v1_MaintainAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_MaintainAgentResponse__Output>): grpc.ClientUnaryCall;
  maintainAgent(argument: _wayside_v1_MaintainAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_MaintainAgentResponse__Output>): grpc.ClientUnaryCall;
  maintainAgent(argument: _wayside_v1_MaintainAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_MaintainAgentResponse__Output>): grpc.ClientUnaryCall;
  maintainAgent(argument: _wayside_v1_MaintainAgentRequest, callback: grpc.requestCallback<_wayside_v1_MaintainAgentResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ends a drain or a maintenance. Error: NOT_FOUND, also when there is neither.
   */
  ResumeAgent(argument: _wayside_v1_ResumeAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ResumeAgentResponse__Output>): grpc.ClientUnaryCall;
  ResumeAgent(argument: _wayside_v1_ResumeAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ResumeAgentResponse__Output>): grpc.ClientUnaryCall;
  ResumeAgent(argument: _wayside_v1_ResumeAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ResumeAgentResponse__Output>): grpc.ClientUnaryCall;
  ResumeAgent(argument: _wayside_v1_ResumeAgentRequest, callback: grpc.requestCallback<_wayside_v1_ResumeAgentResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends a drain or a maintenance. Error: NOT_FOUND, also when there is neither.
   */
  resumeAgent(argument: _wayside_v1_ResumeAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ResumeAgentResponse__Output>): grpc.ClientUnaryCall;
  resumeAgent(argument: _wayside_v1_ResumeAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ResumeAgentResponse__Output>): grpc.ClientUnaryCall;
  resumeAgent(argument: _wayside_v1_ResumeAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ResumeAgentResponse__Output>): grpc.ClientUnaryCall;
  resumeAgent(argument: _wayside_v1_ResumeAgentRequest, callback: grpc.requestCallback<_wayside_v1_ResumeAgentResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Takes a token back: nobody can join with it any more. Errors: NOT_FOUND, AMBIGUOUS_NAME.
   */
  RevokeJoinToken(argument: _wayside_v1_RevokeJoinTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RevokeJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  RevokeJoinToken(argument: _wayside_v1_RevokeJoinTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RevokeJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  RevokeJoinToken(argument: _wayside_v1_RevokeJoinTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RevokeJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  RevokeJoinToken(argument: _wayside_v1_RevokeJoinTokenRequest, callback: grpc.requestCallback<_wayside_v1_RevokeJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Takes a token back: nobody can join with it any more. Errors: NOT_FOUND, AMBIGUOUS_NAME.
   */
  revokeJoinToken(argument: _wayside_v1_RevokeJoinTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RevokeJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  revokeJoinToken(argument: _wayside_v1_RevokeJoinTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RevokeJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  revokeJoinToken(argument: _wayside_v1_RevokeJoinTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RevokeJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  revokeJoinToken(argument: _wayside_v1_RevokeJoinTokenRequest, callback: grpc.requestCallback<_wayside_v1_RevokeJoinTokenResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The agent may join again with its bound key. Error: NOT_FOUND.
   */
  UnbanAgent(argument: _wayside_v1_UnbanAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UnbanAgentResponse__Output>): grpc.ClientUnaryCall;
  UnbanAgent(argument: _wayside_v1_UnbanAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UnbanAgentResponse__Output>): grpc.ClientUnaryCall;
  UnbanAgent(argument: _wayside_v1_UnbanAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UnbanAgentResponse__Output>): grpc.ClientUnaryCall;
  UnbanAgent(argument: _wayside_v1_UnbanAgentRequest, callback: grpc.requestCallback<_wayside_v1_UnbanAgentResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The agent may join again with its bound key. Error: NOT_FOUND.
   */
  unbanAgent(argument: _wayside_v1_UnbanAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UnbanAgentResponse__Output>): grpc.ClientUnaryCall;
  unbanAgent(argument: _wayside_v1_UnbanAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UnbanAgentResponse__Output>): grpc.ClientUnaryCall;
  unbanAgent(argument: _wayside_v1_UnbanAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UnbanAgentResponse__Output>): grpc.ClientUnaryCall;
  unbanAgent(argument: _wayside_v1_UnbanAgentRequest, callback: grpc.requestCallback<_wayside_v1_UnbanAgentResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Changes what is given. Errors: NOT_FOUND, AMBIGUOUS_NAME, ALREADY_EXISTS (the name), INVALID_INPUT.
   */
  UpdateAgent(argument: _wayside_v1_UpdateAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateAgentResponse__Output>): grpc.ClientUnaryCall;
  UpdateAgent(argument: _wayside_v1_UpdateAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UpdateAgentResponse__Output>): grpc.ClientUnaryCall;
  UpdateAgent(argument: _wayside_v1_UpdateAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateAgentResponse__Output>): grpc.ClientUnaryCall;
  UpdateAgent(argument: _wayside_v1_UpdateAgentRequest, callback: grpc.requestCallback<_wayside_v1_UpdateAgentResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Changes what is given. Errors: NOT_FOUND, AMBIGUOUS_NAME, ALREADY_EXISTS (the name), INVALID_INPUT.
   */
  updateAgent(argument: _wayside_v1_UpdateAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateAgentResponse__Output>): grpc.ClientUnaryCall;
  updateAgent(argument: _wayside_v1_UpdateAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UpdateAgentResponse__Output>): grpc.ClientUnaryCall;
  updateAgent(argument: _wayside_v1_UpdateAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UpdateAgentResponse__Output>): grpc.ClientUnaryCall;
  updateAgent(argument: _wayside_v1_UpdateAgentRequest, callback: grpc.requestCallback<_wayside_v1_UpdateAgentResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Agents as operators see them, and the tokens that let new ones in.
 */
export interface AgentServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * As EvictAgent, and its key is refused until UnbanAgent, with or without a join token.
   */
  BanAgent: grpc.handleUnaryCall<_wayside_v1_BanAgentRequest__Output, _wayside_v1_BanAgentResponse>;
  
  /**
   * Makes a token that lets one agent join one site. It is shown once and stored hashed.
   */
  CreateJoinToken: grpc.handleUnaryCall<_wayside_v1_CreateJoinTokenRequest__Output, _wayside_v1_CreateJoinTokenResponse>;
  
  /**
   * Forgets an agent: its session and certificates end at once, and its key needs a new join token.
   * Errors: NOT_FOUND, AMBIGUOUS_NAME, IN_USE (it is banned).
   */
  DeleteAgent: grpc.handleUnaryCall<_wayside_v1_DeleteAgentRequest__Output, _wayside_v1_DeleteAgentResponse>;
  
  /**
   * Gives an agent no new work. When what it runs has ended and all that it read is here, or at the deadline, its
   * session ends, and it is let in again only after ResumeAgent. Errors: NOT_FOUND, AMBIGUOUS_NAME, AGENT_BANNED.
   */
  DrainAgent: grpc.handleUnaryCall<_wayside_v1_DrainAgentRequest__Output, _wayside_v1_DrainAgentResponse>;
  
  /**
   * Ends the session and all certificates of an agent at once. It may join again with its bound key, and does so by itself.
   */
  EvictAgent: grpc.handleUnaryCall<_wayside_v1_EvictAgentRequest__Output, _wayside_v1_EvictAgentResponse>;
  
  GetAgent: grpc.handleUnaryCall<_wayside_v1_GetAgentRequest__Output, _wayside_v1_GetAgentResponse>;
  
  ListAgents: grpc.handleUnaryCall<_wayside_v1_ListAgentsRequest__Output, _wayside_v1_ListAgentsResponse>;
  
  /**
   * Join tokens that can be used, and those that ended in the last 30 days. What they say is never shown again.
   */
  ListJoinTokens: grpc.handleUnaryCall<_wayside_v1_ListJoinTokensRequest__Output, _wayside_v1_ListJoinTokensResponse>;
  
  /**
   * Gives an agent no new work and raises no alerts about it for a while; its session stays. In place of a drain, if
   * there is one. Errors: NOT_FOUND, AMBIGUOUS_NAME, AGENT_BANNED.
   */
  MaintainAgent: grpc.handleUnaryCall<_wayside_v1_MaintainAgentRequest__Output, _wayside_v1_MaintainAgentResponse>;
  
  /**
   * Ends a drain or a maintenance. Error: NOT_FOUND, also when there is neither.
   */
  ResumeAgent: grpc.handleUnaryCall<_wayside_v1_ResumeAgentRequest__Output, _wayside_v1_ResumeAgentResponse>;
  
  /**
   * Takes a token back: nobody can join with it any more. Errors: NOT_FOUND, AMBIGUOUS_NAME.
   */
  RevokeJoinToken: grpc.handleUnaryCall<_wayside_v1_RevokeJoinTokenRequest__Output, _wayside_v1_RevokeJoinTokenResponse>;
  
  /**
   * The agent may join again with its bound key. Error: NOT_FOUND.
   */
  UnbanAgent: grpc.handleUnaryCall<_wayside_v1_UnbanAgentRequest__Output, _wayside_v1_UnbanAgentResponse>;
  
  /**
   * Changes what is given. Errors: NOT_FOUND, AMBIGUOUS_NAME, ALREADY_EXISTS (the name), INVALID_INPUT.
   */
  UpdateAgent: grpc.handleUnaryCall<_wayside_v1_UpdateAgentRequest__Output, _wayside_v1_UpdateAgentResponse>;
  
}

export interface AgentServiceDefinition extends grpc.ServiceDefinition {
  BanAgent: MethodDefinition<_wayside_v1_BanAgentRequest, _wayside_v1_BanAgentResponse, _wayside_v1_BanAgentRequest__Output, _wayside_v1_BanAgentResponse__Output>
  CreateJoinToken: MethodDefinition<_wayside_v1_CreateJoinTokenRequest, _wayside_v1_CreateJoinTokenResponse, _wayside_v1_CreateJoinTokenRequest__Output, _wayside_v1_CreateJoinTokenResponse__Output>
  DeleteAgent: MethodDefinition<_wayside_v1_DeleteAgentRequest, _wayside_v1_DeleteAgentResponse, _wayside_v1_DeleteAgentRequest__Output, _wayside_v1_DeleteAgentResponse__Output>
  DrainAgent: MethodDefinition<_wayside_v1_DrainAgentRequest, _wayside_v1_DrainAgentResponse, _wayside_v1_DrainAgentRequest__Output, _wayside_v1_DrainAgentResponse__Output>
  EvictAgent: MethodDefinition<_wayside_v1_EvictAgentRequest, _wayside_v1_EvictAgentResponse, _wayside_v1_EvictAgentRequest__Output, _wayside_v1_EvictAgentResponse__Output>
  GetAgent: MethodDefinition<_wayside_v1_GetAgentRequest, _wayside_v1_GetAgentResponse, _wayside_v1_GetAgentRequest__Output, _wayside_v1_GetAgentResponse__Output>
  ListAgents: MethodDefinition<_wayside_v1_ListAgentsRequest, _wayside_v1_ListAgentsResponse, _wayside_v1_ListAgentsRequest__Output, _wayside_v1_ListAgentsResponse__Output>
  ListJoinTokens: MethodDefinition<_wayside_v1_ListJoinTokensRequest, _wayside_v1_ListJoinTokensResponse, _wayside_v1_ListJoinTokensRequest__Output, _wayside_v1_ListJoinTokensResponse__Output>
  MaintainAgent: MethodDefinition<_wayside_v1_MaintainAgentRequest, _wayside_v1_MaintainAgentResponse, _wayside_v1_MaintainAgentRequest__Output, _wayside_v1_MaintainAgentResponse__Output>
  ResumeAgent: MethodDefinition<_wayside_v1_ResumeAgentRequest, _wayside_v1_ResumeAgentResponse, _wayside_v1_ResumeAgentRequest__Output, _wayside_v1_ResumeAgentResponse__Output>
  RevokeJoinToken: MethodDefinition<_wayside_v1_RevokeJoinTokenRequest, _wayside_v1_RevokeJoinTokenResponse, _wayside_v1_RevokeJoinTokenRequest__Output, _wayside_v1_RevokeJoinTokenResponse__Output>
  UnbanAgent: MethodDefinition<_wayside_v1_UnbanAgentRequest, _wayside_v1_UnbanAgentResponse, _wayside_v1_UnbanAgentRequest__Output, _wayside_v1_UnbanAgentResponse__Output>
  UpdateAgent: MethodDefinition<_wayside_v1_UpdateAgentRequest, _wayside_v1_UpdateAgentResponse, _wayside_v1_UpdateAgentRequest__Output, _wayside_v1_UpdateAgentResponse__Output>
}
