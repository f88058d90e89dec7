/** Two sightings that are one edge with two members: a port channel that ends on a pair of switches. */
import type { Candidate } from './candidates.ts';
import { macOf } from './directory.ts';
import { isChannel } from './port-signs.ts';
import type { PortView, SwitchView } from './topology.ts';

/** Of the fuller port's addresses, so many must be on both for two unconnected switches to count as a pair. */
const SAME_ADDRESSES_SHARE_MIN = 0.5;

export function areTwins(a: Candidate, b: Candidate): boolean {
  if (a.view.key === b.view.key) return false;
  if (sameNeighbour(a.port, b.port)) return true;
  if (sameMlag(a.port, b.port) && (isPair(a, b) || sameAddresses(a.port, b.port))) return true;
  if (!isChannel(a.port) || !isChannel(b.port) || a.port.key !== b.port.key) return false;
  if (a.port.direct.length > 0 || b.port.direct.length > 0) return false;
  return isPair(a, b) || sameAddresses(a.port, b.port);
}

/** Both switches say that the port is one half, and of the same number. */
function sameMlag(a: PortView, b: PortView): boolean {
  return a.facts?.mlag !== undefined && a.facts.mlag === b.facts?.mlag;
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

/** Fewer addresses on a port may be the same by chance. */
const PAIR_ADDRESSES_MIN = 3;

/**
 * Two switches that act as one, by their tables: a port channel of the same name on both holds the same addresses.
 * @param except keys of ports that do not count: on the way to the gateway all see much the same.
 */
export function arePair(a: SwitchView, b: SwitchView, except: ReadonlySet<string>): boolean {
  for (const port of a.ports.values()) {
    if (port.count < PAIR_ADDRESSES_MIN || !isChannel(port) || except.has(port.key)) continue;
    const other = b.ports.get(port.key);
    if (other !== undefined && isChannel(other) && sameAddresses(port, other)) return true;
  }
  return false;
}

function sameAddresses(a: PortView, b: PortView): boolean {
  const ofA = new Set([...a.addresses.values()].flat());
  const ofB = new Set([...b.addresses.values()].flat());
  const both = [...ofA].filter((mac) => ofB.has(mac)).length;
  return both >= SAME_ADDRESSES_SHARE_MIN * Math.max(ofA.size, ofB.size);
}
