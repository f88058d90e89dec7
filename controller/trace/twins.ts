/** Two sightings that are one edge with two members: a port channel that ends on a pair of switches. */
import type { Candidate } from './candidates.ts';
import { macOf } from './directory.ts';
import { isChannel } from './port-signs.ts';
import type { PortView } from './topology.ts';

/** Of the fuller port's addresses, so many must be on both for two unconnected switches to count as a pair. */
const SAME_ADDRESSES_SHARE_MIN = 0.5;

export function areTwins(a: Candidate, b: Candidate): boolean {
  if (a.view.key === b.view.key) return false;
  if (sameNeighbour(a.port, b.port)) return true;
  if (!isChannel(a.port) || !isChannel(b.port) || a.port.key !== b.port.key) return false;
  if (a.port.direct.length > 0 || b.port.direct.length > 0) return false;
  return isPair(a, b) || sameAddresses(a.port, b.port);
}

function isPair(a: Candidate, b: Candidate): boolean {
  return a.view.toward.has(b.view.key) || b.view.toward.has(a.view.key);
}

/** One device outside the inventory, heard on both. */
function sameNeighbour(a: PortView, b: PortView): boolean {
  const chassis = (port: PortView): readonly string[] =>
    port.seen.flatMap(({ facts, switchKey }) => {
      const mac = macOf(facts.chassisId);
      return mac === undefined || switchKey !== undefined ? [] : [mac];
    });
  const ofA = new Set(chassis(a));
  return chassis(b).some((mac) => ofA.has(mac));
}

function sameAddresses(a: PortView, b: PortView): boolean {
  const ofA = new Set([...a.addresses.values()].flat());
  const ofB = new Set([...b.addresses.values()].flat());
  const both = [...ofA].filter((mac) => ofB.has(mac)).length;
  return both >= SAME_ADDRESSES_SHARE_MIN * Math.max(ofA.size, ofB.size);
}
