/**
 * How much each kind of evidence counts, as log-odds: 0 says nothing, +2 makes "this is the edge" about seven times
 * as likely, -6 about four hundred times less. One table, so that they are judged against each other.
 */
import type { PortClass } from '../../shared/model/index.ts';

export const WEIGHTS = {
  // What a port is.
  fabric: -6,
  managedNeighbour: -6,
  managedAddress: -4,
  bridgeNeighbour: -3,
  deviceNeighbour: 2,
  isTheNeighbour: 3,
  machineAddresses: 1,
  gatewayAddress: -1,
  oneAddress: 2,
  fewAddresses: 1,
  crowded: -2,
  accessMode: 1,
  trunkMode: -1,
  generalMode: -0.5,
  portChannel: -0.5,
  linkWord: -0.5,
  namesSwitch: -1.5,
  // What the sighting is worth.
  live: 0.5,
  recent: -0.5,
  old: -1,
  veryOld: -2,
  olderThanOthers: -1.5,
  fixedEntry: -0.5,
  portDown: -2,
  // What the other switches say.
  alone: 1,
  leadHere: 2.5,
  eachMoreLeadsHere: 0.5,
  facing: 2.5,
  contested: -2,
  silentSwitches: -0.5,
  maybeSilent: -3,
  newerElsewhere: -3,
  endOfInventory: 2.5,
} as const;

/** At most this many switches that lead here add weight. */
export const LEADING_SWITCHES_MAX = 4;

/** What is behind a link between switches is not plugged in there, however sure it is that it is behind it. */
const CEILINGS: Partial<Readonly<Record<PortClass, number>>> = { interswitch: 0.7, fabric: 0.3 };
const CONFIDENCE_MAX = 0.99;
const CONFIDENCE_MIN = 0.01;

/** 0.01 to 0.99: nothing learned from tables that age is ever certain. */
export function confidenceOf(sum: number, portClass: PortClass): number {
  const probability = 1 / (1 + Math.exp(-sum));
  const ceiling = CEILINGS[portClass] ?? CONFIDENCE_MAX;
  return Math.round(Math.min(ceiling, Math.max(CONFIDENCE_MIN, probability)) * 100) / 100;
}
