// Original file: proto/wayside/v1/alert.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AcknowledgeAlertRequest as _wayside_v1_AcknowledgeAlertRequest, AcknowledgeAlertRequest__Output as _wayside_v1_AcknowledgeAlertRequest__Output } from '../../wayside/v1/AcknowledgeAlertRequest.ts';
import type { AcknowledgeAlertResponse as _wayside_v1_AcknowledgeAlertResponse, AcknowledgeAlertResponse__Output as _wayside_v1_AcknowledgeAlertResponse__Output } from '../../wayside/v1/AcknowledgeAlertResponse.ts';
import type { ListAlertsRequest as _wayside_v1_ListAlertsRequest, ListAlertsRequest__Output as _wayside_v1_ListAlertsRequest__Output } from '../../wayside/v1/ListAlertsRequest.ts';
import type { ListAlertsResponse as _wayside_v1_ListAlertsResponse, ListAlertsResponse__Output as _wayside_v1_ListAlertsResponse__Output } from '../../wayside/v1/ListAlertsResponse.ts';
import type { ListSilencesRequest as _wayside_v1_ListSilencesRequest, ListSilencesRequest__Output as _wayside_v1_ListSilencesRequest__Output } from '../../wayside/v1/ListSilencesRequest.ts';
import type { ListSilencesResponse as _wayside_v1_ListSilencesResponse, ListSilencesResponse__Output as _wayside_v1_ListSilencesResponse__Output } from '../../wayside/v1/ListSilencesResponse.ts';
import type { SilenceAlertRequest as _wayside_v1_SilenceAlertRequest, SilenceAlertRequest__Output as _wayside_v1_SilenceAlertRequest__Output } from '../../wayside/v1/SilenceAlertRequest.ts';
import type { SilenceAlertResponse as _wayside_v1_SilenceAlertResponse, SilenceAlertResponse__Output as _wayside_v1_SilenceAlertResponse__Output } from '../../wayside/v1/SilenceAlertResponse.ts';
import type { UnacknowledgeAlertRequest as _wayside_v1_UnacknowledgeAlertRequest, UnacknowledgeAlertRequest__Output as _wayside_v1_UnacknowledgeAlertRequest__Output } from '../../wayside/v1/UnacknowledgeAlertRequest.ts';
import type { UnacknowledgeAlertResponse as _wayside_v1_UnacknowledgeAlertResponse, UnacknowledgeAlertResponse__Output as _wayside_v1_UnacknowledgeAlertResponse__Output } from '../../wayside/v1/UnacknowledgeAlertResponse.ts';
import type { UnsilenceAlertRequest as _wayside_v1_UnsilenceAlertRequest, UnsilenceAlertRequest__Output as _wayside_v1_UnsilenceAlertRequest__Output } from '../../wayside/v1/UnsilenceAlertRequest.ts';
import type { UnsilenceAlertResponse as _wayside_v1_UnsilenceAlertResponse, UnsilenceAlertResponse__Output as _wayside_v1_UnsilenceAlertResponse__Output } from '../../wayside/v1/UnsilenceAlertResponse.ts';

/**
 * Alerts: what the doctor finds, followed over time. One is raised when a finding holds for a while, and ends when it
 * has gone for a while; flapping makes no noise. Acknowledging one says that somebody looks after it; silencing hides
 * it, and those that come, until a time.
 */
export interface AlertServiceClient extends grpc.Client {
  /**
   * Of open alerts; it ends with the alert. Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN.
   */
  AcknowledgeAlert(argument: _wayside_v1_AcknowledgeAlertRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_AcknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  AcknowledgeAlert(argument: _wayside_v1_AcknowledgeAlertRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_AcknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  AcknowledgeAlert(argument: _wayside_v1_AcknowledgeAlertRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_AcknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  AcknowledgeAlert(argument: _wayside_v1_AcknowledgeAlertRequest, callback: grpc.requestCallback<_wayside_v1_AcknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Of open alerts; it ends with the alert. Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN.
   */
  acknowledgeAlert(argument: _wayside_v1_AcknowledgeAlertRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_AcknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  acknowledgeAlert(argument: _wayside_v1_AcknowledgeAlertRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_AcknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  acknowledgeAlert(argument: _wayside_v1_AcknowledgeAlertRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_AcknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  acknowledgeAlert(argument: _wayside_v1_AcknowledgeAlertRequest, callback: grpc.requestCallback<_wayside_v1_AcknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The worst first, of equals the newest. Only what is in view; what concerns the controller itself is for admins of
   * every site.
   */
  ListAlerts(argument: _wayside_v1_ListAlertsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  ListAlerts(argument: _wayside_v1_ListAlertsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  ListAlerts(argument: _wayside_v1_ListAlertsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  ListAlerts(argument: _wayside_v1_ListAlertsRequest, callback: grpc.requestCallback<_wayside_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The worst first, of equals the newest. Only what is in view; what concerns the controller itself is for admins of
   * every site.
   */
  listAlerts(argument: _wayside_v1_ListAlertsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  listAlerts(argument: _wayside_v1_ListAlertsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  listAlerts(argument: _wayside_v1_ListAlertsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  listAlerts(argument: _wayside_v1_ListAlertsRequest, callback: grpc.requestCallback<_wayside_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Those that have not ended, the first to end first.
   */
  ListSilences(argument: _wayside_v1_ListSilencesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  ListSilences(argument: _wayside_v1_ListSilencesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  ListSilences(argument: _wayside_v1_ListSilencesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  ListSilences(argument: _wayside_v1_ListSilencesRequest, callback: grpc.requestCallback<_wayside_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Those that have not ended, the first to end first.
   */
  listSilences(argument: _wayside_v1_ListSilencesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  listSilences(argument: _wayside_v1_ListSilencesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  listSilences(argument: _wayside_v1_ListSilencesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  listSilences(argument: _wayside_v1_ListSilencesRequest, callback: grpc.requestCallback<_wayside_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * At most 30 days; it ends by itself. Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN, INVALID_INPUT, QUEUE_FULL.
   */
  SilenceAlert(argument: _wayside_v1_SilenceAlertRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  SilenceAlert(argument: _wayside_v1_SilenceAlertRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_SilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  SilenceAlert(argument: _wayside_v1_SilenceAlertRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  SilenceAlert(argument: _wayside_v1_SilenceAlertRequest, callback: grpc.requestCallback<_wayside_v1_SilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  /**
   * At most 30 days; it ends by itself. Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN, INVALID_INPUT, QUEUE_FULL.
   */
  silenceAlert(argument: _wayside_v1_SilenceAlertRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  silenceAlert(argument: _wayside_v1_SilenceAlertRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_SilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  silenceAlert(argument: _wayside_v1_SilenceAlertRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  silenceAlert(argument: _wayside_v1_SilenceAlertRequest, callback: grpc.requestCallback<_wayside_v1_SilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Takes acknowledgements back. Errors: as of AcknowledgeAlert.
   */
  UnacknowledgeAlert(argument: _wayside_v1_UnacknowledgeAlertRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UnacknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  UnacknowledgeAlert(argument: _wayside_v1_UnacknowledgeAlertRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UnacknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  UnacknowledgeAlert(argument: _wayside_v1_UnacknowledgeAlertRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UnacknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  UnacknowledgeAlert(argument: _wayside_v1_UnacknowledgeAlertRequest, callback: grpc.requestCallback<_wayside_v1_UnacknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Takes acknowledgements back. Errors: as of AcknowledgeAlert.
   */
  unacknowledgeAlert(argument: _wayside_v1_UnacknowledgeAlertRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UnacknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  unacknowledgeAlert(argument: _wayside_v1_UnacknowledgeAlertRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UnacknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  unacknowledgeAlert(argument: _wayside_v1_UnacknowledgeAlertRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UnacknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  unacknowledgeAlert(argument: _wayside_v1_UnacknowledgeAlertRequest, callback: grpc.requestCallback<_wayside_v1_UnacknowledgeAlertResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ends silences at once. Errors: NOT_FOUND, FORBIDDEN.
   */
  UnsilenceAlert(argument: _wayside_v1_UnsilenceAlertRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UnsilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  UnsilenceAlert(argument: _wayside_v1_UnsilenceAlertRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UnsilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  UnsilenceAlert(argument: _wayside_v1_UnsilenceAlertRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UnsilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  UnsilenceAlert(argument: _wayside_v1_UnsilenceAlertRequest, callback: grpc.requestCallback<_wayside_v1_UnsilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends silences at once. Errors: NOT_FOUND, FORBIDDEN.
   */
  unsilenceAlert(argument: _wayside_v1_UnsilenceAlertRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UnsilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  unsilenceAlert(argument: _wayside_v1_UnsilenceAlertRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_UnsilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  unsilenceAlert(argument: _wayside_v1_UnsilenceAlertRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_UnsilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  unsilenceAlert(argument: _wayside_v1_UnsilenceAlertRequest, callback: grpc.requestCallback<_wayside_v1_UnsilenceAlertResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Alerts: what the doctor finds, followed over time. One is raised when a finding holds for a while, and ends when it
 * has gone for a while; flapping makes no noise. Acknowledging one says that somebody looks after it; silencing hides
 * it, and those that come, until a time.
 */
export interface AlertServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Of open alerts; it ends with the alert. Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN.
   */
  AcknowledgeAlert: grpc.handleUnaryCall<_wayside_v1_AcknowledgeAlertRequest__Output, _wayside_v1_AcknowledgeAlertResponse>;
  
  /**
   * The worst first, of equals the newest. Only what is in view; what concerns the controller itself is for admins of
   * every site.
   */
  ListAlerts: grpc.handleUnaryCall<_wayside_v1_ListAlertsRequest__Output, _wayside_v1_ListAlertsResponse>;
  
  /**
   * Those that have not ended, the first to end first.
   */
  ListSilences: grpc.handleUnaryCall<_wayside_v1_ListSilencesRequest__Output, _wayside_v1_ListSilencesResponse>;
  
  /**
   * At most 30 days; it ends by itself. Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN, INVALID_INPUT, QUEUE_FULL.
   */
  SilenceAlert: grpc.handleUnaryCall<_wayside_v1_SilenceAlertRequest__Output, _wayside_v1_SilenceAlertResponse>;
  
  /**
   * Takes acknowledgements back. Errors: as of AcknowledgeAlert.
   */
  UnacknowledgeAlert: grpc.handleUnaryCall<_wayside_v1_UnacknowledgeAlertRequest__Output, _wayside_v1_UnacknowledgeAlertResponse>;
  
  /**
   * Ends silences at once. Errors: NOT_FOUND, FORBIDDEN.
   */
  UnsilenceAlert: grpc.handleUnaryCall<_wayside_v1_UnsilenceAlertRequest__Output, _wayside_v1_UnsilenceAlertResponse>;
  
}

export interface AlertServiceDefinition extends grpc.ServiceDefinition {
  AcknowledgeAlert: MethodDefinition<_wayside_v1_AcknowledgeAlertRequest, _wayside_v1_AcknowledgeAlertResponse, _wayside_v1_AcknowledgeAlertRequest__Output, _wayside_v1_AcknowledgeAlertResponse__Output>
  ListAlerts: MethodDefinition<_wayside_v1_ListAlertsRequest, _wayside_v1_ListAlertsResponse, _wayside_v1_ListAlertsRequest__Output, _wayside_v1_ListAlertsResponse__Output>
  ListSilences: MethodDefinition<_wayside_v1_ListSilencesRequest, _wayside_v1_ListSilencesResponse, _wayside_v1_ListSilencesRequest__Output, _wayside_v1_ListSilencesResponse__Output>
  SilenceAlert: MethodDefinition<_wayside_v1_SilenceAlertRequest, _wayside_v1_SilenceAlertResponse, _wayside_v1_SilenceAlertRequest__Output, _wayside_v1_SilenceAlertResponse__Output>
  UnacknowledgeAlert: MethodDefinition<_wayside_v1_UnacknowledgeAlertRequest, _wayside_v1_UnacknowledgeAlertResponse, _wayside_v1_UnacknowledgeAlertRequest__Output, _wayside_v1_UnacknowledgeAlertResponse__Output>
  UnsilenceAlert: MethodDefinition<_wayside_v1_UnsilenceAlertRequest, _wayside_v1_UnsilenceAlertResponse, _wayside_v1_UnsilenceAlertRequest__Output, _wayside_v1_UnsilenceAlertResponse__Output>
}
