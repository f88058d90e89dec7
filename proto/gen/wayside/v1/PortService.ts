// Original file: proto/wayside/v1/port.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetPortRequest as _wayside_v1_GetPortRequest, GetPortRequest__Output as _wayside_v1_GetPortRequest__Output } from '../../wayside/v1/GetPortRequest.ts';
import type { GetPortResponse as _wayside_v1_GetPortResponse, GetPortResponse__Output as _wayside_v1_GetPortResponse__Output } from '../../wayside/v1/GetPortResponse.ts';
import type { ListPortsRequest as _wayside_v1_ListPortsRequest, ListPortsRequest__Output as _wayside_v1_ListPortsRequest__Output } from '../../wayside/v1/ListPortsRequest.ts';
import type { ListPortsResponse as _wayside_v1_ListPortsResponse, ListPortsResponse__Output as _wayside_v1_ListPortsResponse__Output } from '../../wayside/v1/ListPortsResponse.ts';
import type { PlanPortsRequest as _wayside_v1_PlanPortsRequest, PlanPortsRequest__Output as _wayside_v1_PlanPortsRequest__Output } from '../../wayside/v1/PlanPortsRequest.ts';
import type { PlanPortsResponse as _wayside_v1_PlanPortsResponse, PlanPortsResponse__Output as _wayside_v1_PlanPortsResponse__Output } from '../../wayside/v1/PlanPortsResponse.ts';
import type { PlanVlansRequest as _wayside_v1_PlanVlansRequest, PlanVlansRequest__Output as _wayside_v1_PlanVlansRequest__Output } from '../../wayside/v1/PlanVlansRequest.ts';
import type { PlanVlansResponse as _wayside_v1_PlanVlansResponse, PlanVlansResponse__Output as _wayside_v1_PlanVlansResponse__Output } from '../../wayside/v1/PlanVlansResponse.ts';

/**
 * Ports and VLANs of switches: listed as they were collected, looked at live, and changed by plans. A plan that is made here is shown, approved, applied and undone like every other.
 */
export interface PortServiceClient extends grpc.Client {
  /**
   * Reads all of one port from its switch now, and says what a change of it would meet. Errors: NOT_FOUND, FORBIDDEN, and what
   * the switch or its agent failed with.
   */
  GetPort(argument: _wayside_v1_GetPortRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetPortResponse__Output>): grpc.ClientUnaryCall;
  GetPort(argument: _wayside_v1_GetPortRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetPortResponse__Output>): grpc.ClientUnaryCall;
  GetPort(argument: _wayside_v1_GetPortRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetPortResponse__Output>): grpc.ClientUnaryCall;
  GetPort(argument: _wayside_v1_GetPortRequest, callback: grpc.requestCallback<_wayside_v1_GetPortResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Reads all of one port from its switch now, and says what a change of it would meet. Errors: NOT_FOUND, FORBIDDEN, and what
   * the switch or its agent failed with.
   */
  getPort(argument: _wayside_v1_GetPortRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetPortResponse__Output>): grpc.ClientUnaryCall;
  getPort(argument: _wayside_v1_GetPortRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetPortResponse__Output>): grpc.ClientUnaryCall;
  getPort(argument: _wayside_v1_GetPortRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetPortResponse__Output>): grpc.ClientUnaryCall;
  getPort(argument: _wayside_v1_GetPortRequest, callback: grpc.requestCallback<_wayside_v1_GetPortResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ports as the last collect saw them, each with what it is and how many addresses are on it; no switch is asked. The port view
   * has no ports that link switches. With `unused_for_seconds` only those that had neither a link nor an address for that long.
   * Errors: INVALID_INPUT, NOT_FOUND.
   */
  ListPorts(argument: _wayside_v1_ListPortsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListPortsResponse__Output>): grpc.ClientUnaryCall;
  ListPorts(argument: _wayside_v1_ListPortsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListPortsResponse__Output>): grpc.ClientUnaryCall;
  ListPorts(argument: _wayside_v1_ListPortsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListPortsResponse__Output>): grpc.ClientUnaryCall;
  ListPorts(argument: _wayside_v1_ListPortsRequest, callback: grpc.requestCallback<_wayside_v1_ListPortsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ports as the last collect saw them, each with what it is and how many addresses are on it; no switch is asked. The port view
   * has no ports that link switches. With `unused_for_seconds` only those that had neither a link nor an address for that long.
   * Errors: INVALID_INPUT, NOT_FOUND.
   */
  listPorts(argument: _wayside_v1_ListPortsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListPortsResponse__Output>): grpc.ClientUnaryCall;
  listPorts(argument: _wayside_v1_ListPortsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListPortsResponse__Output>): grpc.ClientUnaryCall;
  listPorts(argument: _wayside_v1_ListPortsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListPortsResponse__Output>): grpc.ClientUnaryCall;
  listPorts(argument: _wayside_v1_ListPortsRequest, callback: grpc.requestCallback<_wayside_v1_ListPortsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Plans a change of many ports at once: one step for each port that is not so already. What hangs on a port is judged first:
   * links between switches, members of port channels, access points, hypervisors and ports that the switch shut down by itself
   * are blocked, each with what lifts it. Errors: INVALID_INPUT with every port that is not there, FORBIDDEN.
   */
  PlanPorts(argument: _wayside_v1_PlanPortsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_PlanPortsResponse__Output>): grpc.ClientUnaryCall;
  PlanPorts(argument: _wayside_v1_PlanPortsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_PlanPortsResponse__Output>): grpc.ClientUnaryCall;
  PlanPorts(argument: _wayside_v1_PlanPortsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_PlanPortsResponse__Output>): grpc.ClientUnaryCall;
  PlanPorts(argument: _wayside_v1_PlanPortsRequest, callback: grpc.requestCallback<_wayside_v1_PlanPortsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Plans a change of many ports at once: one step for each port that is not so already. What hangs on a port is judged first:
   * links between switches, members of port channels, access points, hypervisors and ports that the switch shut down by itself
   * are blocked, each with what lifts it. Errors: INVALID_INPUT with every port that is not there, FORBIDDEN.
   */
  planPorts(argument: _wayside_v1_PlanPortsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_PlanPortsResponse__Output>): grpc.ClientUnaryCall;
  planPorts(argument: _wayside_v1_PlanPortsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_PlanPortsResponse__Output>): grpc.ClientUnaryCall;
  planPorts(argument: _wayside_v1_PlanPortsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_PlanPortsResponse__Output>): grpc.ClientUnaryCall;
  planPorts(argument: _wayside_v1_PlanPortsRequest, callback: grpc.requestCallback<_wayside_v1_PlanPortsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Plans a VLAN on switches: made, renamed or taken away. Errors: INVALID_INPUT, FORBIDDEN.
   */
  PlanVlans(argument: _wayside_v1_PlanVlansRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_PlanVlansResponse__Output>): grpc.ClientUnaryCall;
  PlanVlans(argument: _wayside_v1_PlanVlansRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_PlanVlansResponse__Output>): grpc.ClientUnaryCall;
  PlanVlans(argument: _wayside_v1_PlanVlansRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_PlanVlansResponse__Output>): grpc.ClientUnaryCall;
  PlanVlans(argument: _wayside_v1_PlanVlansRequest, callback: grpc.requestCallback<_wayside_v1_PlanVlansResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Plans a VLAN on switches: made, renamed or taken away. Errors: INVALID_INPUT, FORBIDDEN.
   */
  planVlans(argument: _wayside_v1_PlanVlansRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_PlanVlansResponse__Output>): grpc.ClientUnaryCall;
  planVlans(argument: _wayside_v1_PlanVlansRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_PlanVlansResponse__Output>): grpc.ClientUnaryCall;
  planVlans(argument: _wayside_v1_PlanVlansRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_PlanVlansResponse__Output>): grpc.ClientUnaryCall;
  planVlans(argument: _wayside_v1_PlanVlansRequest, callback: grpc.requestCallback<_wayside_v1_PlanVlansResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Ports and VLANs of switches: listed as they were collected, looked at live, and changed by plans. A plan that is made here is shown, approved, applied and undone like every other.
 */
export interface PortServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Reads all of one port from its switch now, and says what a change of it would meet. Errors: NOT_FOUND, FORBIDDEN, and what
   * the switch or its agent failed with.
   */
  GetPort: grpc.handleUnaryCall<_wayside_v1_GetPortRequest__Output, _wayside_v1_GetPortResponse>;
  
  /**
   * Ports as the last collect saw them, each with what it is and how many addresses are on it; no switch is asked. The port view
   * has no ports that link switches. With `unused_for_seconds` only those that had neither a link nor an address for that long.
   * Errors: INVALID_INPUT, NOT_FOUND.
   */
  ListPorts: grpc.handleUnaryCall<_wayside_v1_ListPortsRequest__Output, _wayside_v1_ListPortsResponse>;
  
  /**
   * Plans a change of many ports at once: one step for each port that is not so already. What hangs on a port is judged first:
   * links between switches, members of port channels, access points, hypervisors and ports that the switch shut down by itself
   * are blocked, each with what lifts it. Errors: INVALID_INPUT with every port that is not there, FORBIDDEN.
   */
  PlanPorts: grpc.handleUnaryCall<_wayside_v1_PlanPortsRequest__Output, _wayside_v1_PlanPortsResponse>;
  
  /**
   * Plans a VLAN on switches: made, renamed or taken away. Errors: INVALID_INPUT, FORBIDDEN.
   */
  PlanVlans: grpc.handleUnaryCall<_wayside_v1_PlanVlansRequest__Output, _wayside_v1_PlanVlansResponse>;
  
}

export interface PortServiceDefinition extends grpc.ServiceDefinition {
  GetPort: MethodDefinition<_wayside_v1_GetPortRequest, _wayside_v1_GetPortResponse, _wayside_v1_GetPortRequest__Output, _wayside_v1_GetPortResponse__Output>
  ListPorts: MethodDefinition<_wayside_v1_ListPortsRequest, _wayside_v1_ListPortsResponse, _wayside_v1_ListPortsRequest__Output, _wayside_v1_ListPortsResponse__Output>
  PlanPorts: MethodDefinition<_wayside_v1_PlanPortsRequest, _wayside_v1_PlanPortsResponse, _wayside_v1_PlanPortsRequest__Output, _wayside_v1_PlanPortsResponse__Output>
  PlanVlans: MethodDefinition<_wayside_v1_PlanVlansRequest, _wayside_v1_PlanVlansResponse, _wayside_v1_PlanVlansRequest__Output, _wayside_v1_PlanVlansResponse__Output>
}
