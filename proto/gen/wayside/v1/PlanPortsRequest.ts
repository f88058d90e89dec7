// Original file: proto/wayside/v1/port.proto

import type { PortTarget as _wayside_v1_PortTarget, PortTarget__Output as _wayside_v1_PortTarget__Output } from '../../wayside/v1/PortTarget.ts';

export interface PlanPortsRequest {
  /**
   * `vlan`: into the access VLAN `vlan`. `describe`: with the description `description`; empty takes it away. `enable`, `disable`.
   * `onboard`: into `vlan`, with `description` if one is given, and enabled. `offboard`: disabled, and into `vlan` if one is given.
   */
  'action'?: (string);
  'targets'?: (_wayside_v1_PortTarget)[];
  /**
   * In the place of targets: ports of a site.
   */
  'site'?: (string);
  /**
   * Reference id or name of a floor of the site.
   */
  'floor'?: (string);
  /**
   * Which of them; terms as of ListRecords, over fields of ports.
   */
  'filter'?: (string);
  'vlan'?: (number);
  'description'?: (string);
  /**
   * `access`: ports in another mode become access ports. Empty: those are blocked.
   */
  'mode'?: (string);
  /**
   * Makes the VLAN on switches that do not have it, with the name `vlan_name`.
   */
  'createVlan'?: (boolean);
  'vlanName'?: (string);
  /**
   * `live`: ports are read from their switches first, up to 48 of them. `collected`: what the last collect saw is taken. Empty:
   * live, when there are at most 10 and their switches answer. What is no longer so when the plan is applied is not changed.
   */
  'reading'?: (string);
  'why'?: (string);
  /**
   * Guards to lift, as the steps that they block name them; recorded in the plan.
   */
  'overrides'?: (string)[];
  /**
   * How long it may be applied; 0: `plans.expireAfter` of the controller.
   */
  'expireAfterMs'?: (number);
  /**
   * UUID; a repeat gives the same plan.
   */
  'requestId'?: (string);
  /**
   * Full permission and validation, nothing written: the plan in the answer is not kept.
   */
  'validateOnly'?: (boolean);
}

export interface PlanPortsRequest__Output {
  /**
   * `vlan`: into the access VLAN `vlan`. `describe`: with the description `description`; empty takes it away. `enable`, `disable`.
   * `onboard`: into `vlan`, with `description` if one is given, and enabled. `offboard`: disabled, and into `vlan` if one is given.
   */
  'action': (string);
  'targets': (_wayside_v1_PortTarget__Output)[];
  /**
   * In the place of targets: ports of a site.
   */
  'site': (string);
  /**
   * Reference id or name of a floor of the site.
   */
  'floor': (string);
  /**
   * Which of them; terms as of ListRecords, over fields of ports.
   */
  'filter': (string);
  'vlan': (number);
  'description': (string);
  /**
   * `access`: ports in another mode become access ports. Empty: those are blocked.
   */
  'mode': (string);
  /**
   * Makes the VLAN on switches that do not have it, with the name `vlan_name`.
   */
  'createVlan': (boolean);
  'vlanName': (string);
  /**
   * `live`: ports are read from their switches first, up to 48 of them. `collected`: what the last collect saw is taken. Empty:
   * live, when there are at most 10 and their switches answer. What is no longer so when the plan is applied is not changed.
   */
  'reading': (string);
  'why': (string);
  /**
   * Guards to lift, as the steps that they block name them; recorded in the plan.
   */
  'overrides': (string)[];
  /**
   * How long it may be applied; 0: `plans.expireAfter` of the controller.
   */
  'expireAfterMs': (number);
  /**
   * UUID; a repeat gives the same plan.
   */
  'requestId': (string);
  /**
   * Full permission and validation, nothing written: the plan in the answer is not kept.
   */
  'validateOnly': (boolean);
}
