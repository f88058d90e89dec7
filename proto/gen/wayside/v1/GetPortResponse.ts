// Original file: proto/wayside/v1/port.proto

import type { RecordRef as _wayside_v1_RecordRef, RecordRef__Output as _wayside_v1_RecordRef__Output } from '../../wayside/v1/RecordRef.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../google/protobuf/Struct.ts';
import type { StepReason as _wayside_v1_StepReason, StepReason__Output as _wayside_v1_StepReason__Output } from '../../wayside/v1/StepReason.ts';

export interface GetPortResponse {
  'switch'?: (_wayside_v1_RecordRef | null);
  'switchName'?: (string);
  /**
   * As the switch writes it.
   */
  'port'?: (string);
  /**
   * What the switch said, as the result of a job of kind `port`: state, configuration, addresses, neighbours.
   */
  'live'?: (_google_protobuf_Struct | null);
  /**
   * fabric, interswitch, ap, phone, hypervisor, host-lag, edge or unmanaged, by the last collect of its site.
   */
  'portClass'?: (string);
  /**
   * What speaks for that.
   */
  'signs'?: (string)[];
  /**
   * What another VLAN for it would meet.
   */
  'guards'?: (_wayside_v1_StepReason)[];
  'jobId'?: (string);
}

export interface GetPortResponse__Output {
  'switch': (_wayside_v1_RecordRef__Output | null);
  'switchName': (string);
  /**
   * As the switch writes it.
   */
  'port': (string);
  /**
   * What the switch said, as the result of a job of kind `port`: state, configuration, addresses, neighbours.
   */
  'live': (_google_protobuf_Struct__Output | null);
  /**
   * fabric, interswitch, ap, phone, hypervisor, host-lag, edge or unmanaged, by the last collect of its site.
   */
  'portClass': (string);
  /**
   * What speaks for that.
   */
  'signs': (string)[];
  /**
   * What another VLAN for it would meet.
   */
  'guards': (_wayside_v1_StepReason__Output)[];
  'jobId': (string);
}
