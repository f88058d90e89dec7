// Original file: proto/wayside/v1/port.proto

import type { ListedPort as _wayside_v1_ListedPort, ListedPort__Output as _wayside_v1_ListedPort__Output } from '../../wayside/v1/ListedPort.ts';

export interface ListPortsResponse {
  'ports'?: (_wayside_v1_ListedPort)[];
  'nextPageToken'?: (string);
  /**
   * With `unused_for_seconds`, on the first page: ports of which it cannot be said, whatever the filter, because their switches
   * were not read to the end within that time, and how many switches those are.
   */
  'unreadPorts'?: (number);
  'unreadSwitches'?: (number);
  /**
   * Ports of switches that were read and do not tell whether there is a link.
   */
  'untoldPorts'?: (number);
}

export interface ListPortsResponse__Output {
  'ports': (_wayside_v1_ListedPort__Output)[];
  'nextPageToken': (string);
  /**
   * With `unused_for_seconds`, on the first page: ports of which it cannot be said, whatever the filter, because their switches
   * were not read to the end within that time, and how many switches those are.
   */
  'unreadPorts': (number);
  'unreadSwitches': (number);
  /**
   * Ports of switches that were read and do not tell whether there is a link.
   */
  'untoldPorts': (number);
}
