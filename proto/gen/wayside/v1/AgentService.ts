// Original file: proto/wayside/v1/agent.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CreateJoinTokenRequest as _wayside_v1_CreateJoinTokenRequest, CreateJoinTokenRequest__Output as _wayside_v1_CreateJoinTokenRequest__Output } from '../../wayside/v1/CreateJoinTokenRequest.ts';
import type { CreateJoinTokenResponse as _wayside_v1_CreateJoinTokenResponse, CreateJoinTokenResponse__Output as _wayside_v1_CreateJoinTokenResponse__Output } from '../../wayside/v1/CreateJoinTokenResponse.ts';
import type { GetAgentRequest as _wayside_v1_GetAgentRequest, GetAgentRequest__Output as _wayside_v1_GetAgentRequest__Output } from '../../wayside/v1/GetAgentRequest.ts';
import type { GetAgentResponse as _wayside_v1_GetAgentResponse, GetAgentResponse__Output as _wayside_v1_GetAgentResponse__Output } from '../../wayside/v1/GetAgentResponse.ts';
import type { ListAgentsRequest as _wayside_v1_ListAgentsRequest, ListAgentsRequest__Output as _wayside_v1_ListAgentsRequest__Output } from '../../wayside/v1/ListAgentsRequest.ts';
import type { ListAgentsResponse as _wayside_v1_ListAgentsResponse, ListAgentsResponse__Output as _wayside_v1_ListAgentsResponse__Output } from '../../wayside/v1/ListAgentsResponse.ts';

/**
 * Agents as operators see them, and the tokens that let new ones in.
 */
export interface AgentServiceClient extends grpc.Client {
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
  
}

/**
 * Agents as operators see them, and the tokens that let new ones in.
 */
export interface AgentServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Makes a token that lets one agent join one site. It is shown once and stored hashed.
   */
  CreateJoinToken: grpc.handleUnaryCall<_wayside_v1_CreateJoinTokenRequest__Output, _wayside_v1_CreateJoinTokenResponse>;
  
  GetAgent: grpc.handleUnaryCall<_wayside_v1_GetAgentRequest__Output, _wayside_v1_GetAgentResponse>;
  
  ListAgents: grpc.handleUnaryCall<_wayside_v1_ListAgentsRequest__Output, _wayside_v1_ListAgentsResponse>;
  
}

export interface AgentServiceDefinition extends grpc.ServiceDefinition {
  CreateJoinToken: MethodDefinition<_wayside_v1_CreateJoinTokenRequest, _wayside_v1_CreateJoinTokenResponse, _wayside_v1_CreateJoinTokenRequest__Output, _wayside_v1_CreateJoinTokenResponse__Output>
  GetAgent: MethodDefinition<_wayside_v1_GetAgentRequest, _wayside_v1_GetAgentResponse, _wayside_v1_GetAgentRequest__Output, _wayside_v1_GetAgentResponse__Output>
  ListAgents: MethodDefinition<_wayside_v1_ListAgentsRequest, _wayside_v1_ListAgentsResponse, _wayside_v1_ListAgentsRequest__Output, _wayside_v1_ListAgentsResponse__Output>
}
