/** LLDP in the words of both families: `neighbors` of the Marvell lines, `remote-device` of the Broadcom ones. */

import type { Command, NeighbourRow } from '../../platform.ts';
import { lldpPage } from '../cisco_smb/lldp-page.ts';
import { lldpSummary } from '../cisco_smb/neighbours.ts';
import { os6LldpDetail, os6LldpSummary } from '../dell_os6/neighbours.ts';
import { powerconnectPortName } from './names.ts';

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  {
    command: 'show lldp neighbors',
    parser: lldpSummary(powerconnectPortName),
    optional: true,
    alternative: {
      command: 'show lldp remote-device all',
      parser: os6LldpSummary(powerconnectPortName),
      optional: true,
    },
  },
];

export function neighbourDetail(port: string): Command<NeighbourRow> {
  const page = lldpPage(port, powerconnectPortName);
  return {
    command: `show lldp neighbors ethernet ${port}`,
    parser: page,
    optional: true,
    alternative: {
      command: `show lldp neighbors ${port}`,
      parser: page,
      optional: true,
      alternative: {
        command: `show lldp remote-device detail ${port}`,
        parser: os6LldpDetail(powerconnectPortName),
        optional: true,
      },
    },
  };
}
