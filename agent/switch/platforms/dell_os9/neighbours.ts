import type { Command, NeighbourRow } from '../../platform.ts';
import { ftosLldpDetail, ftosLldpSummary } from './lldp.ts';
import { closeNames, os9PortName } from './names.ts';

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors detail', parser: ftosLldpDetail(os9PortName), optional: true },
];

export const neighbourAlsoReads: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors', parser: ftosLldpSummary(os9PortName, closeNames) },
];
