import type { Command, NeighbourRow } from '../../platform.ts';
import { ftosLldpDetail, ftosLldpSummary } from '../dell_os9/lldp.ts';
import { closeNames, os10PortName } from './names.ts';

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors detail', parser: ftosLldpDetail(os10PortName), optional: true },
];

export const neighbourAlsoReads: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors', parser: ftosLldpSummary(os10PortName, closeNames) },
];
