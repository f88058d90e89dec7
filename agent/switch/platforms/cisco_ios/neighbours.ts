/** LLDP and CDP of one device. The summary is asked too, since old releases leave the local port out of the detail. */
import type { Command, NeighbourRow } from '../../platform.ts';
import { cdpDetail, cdpSummary } from './cdp.ts';
import { lldpDetail, lldpSummary } from './lldp.ts';

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors detail', parser: lldpDetail, optional: true },
  { command: 'show lldp neighbors', parser: lldpSummary, optional: true },
  { command: 'show cdp neighbors detail', parser: cdpDetail, optional: true },
];

export const neighboursAlso: readonly Command<NeighbourRow>[] = [
  { command: 'show cdp neighbors', parser: cdpSummary },
];
