// Original file: proto/wayside/v1/port.proto

import type { Plan as _wayside_v1_Plan, Plan__Output as _wayside_v1_Plan__Output } from '../../wayside/v1/Plan.ts';
import type { PortNote as _wayside_v1_PortNote, PortNote__Output as _wayside_v1_PortNote__Output } from '../../wayside/v1/PortNote.ts';

export interface PlanPortsResponse {
  'plan'?: (_wayside_v1_Plan | null);
  /**
   * What is told beside steps and stops nobody; at most 500.
   */
  'notes'?: (_wayside_v1_PortNote)[];
}

export interface PlanPortsResponse__Output {
  'plan': (_wayside_v1_Plan__Output | null);
  /**
   * What is told beside steps and stops nobody; at most 500.
   */
  'notes': (_wayside_v1_PortNote__Output)[];
}
