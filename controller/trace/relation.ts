/**
 * How two sightings of one address relate. A port that leads to another switch, which in turn sees the address on a
 * port that does not lead back, is not the edge. Where the other switch is, is told by neighbours (directly or over
 * several cables), by its own addresses in the first switch's table, or, with neither, by the tables alone: a switch
 * that tells the addresses behind one port apart must itself be behind that port.
 */
import type { Candidate } from './candidates.ts';
import { AMBIGUOUS, NO_VLAN } from './draft.ts';
import type { PortView, SwitchView, Topology } from './topology.ts';

/** leads: the other switch sees it further on. faces: it sees it back through the first: the address is in between. */
export type Relation = 'leads' | 'faces' | 'none';

/** Ports of one switch toward the origin, and the origin's ports toward it. */
interface Way {
  readonly toward: ReadonlySet<string>;
  readonly from: ReadonlySet<string>;
}

/** The ways over cables that neighbours told of, from one switch to all others. */
export interface Routes {
  readonly origin: string;
  readonly ways: ReadonlyMap<string, Way>;
}

const NOWHERE: ReadonlySet<string> = new Set();
/** Addresses looked at for one comparison of tables; more would not change the outcome. */
const SAMPLE_MAX = 64;
const SAMPLE_PER_PORT_MAX = 16;
/** So many addresses told apart are no accident. */
const APART_SURE_MIN = 3;

/** Shortest ways over known cables between `origin` and every switch that they reach. */
export function routesFrom(topology: Topology, origin: string): Routes {
  const ways = new Map<string, Way>();
  let ring: readonly string[] = [origin];
  while (ring.length > 0) {
    const next = new Map<string, Way>();
    for (const key of ring) {
      for (const [to, ports] of topology.links.get(key) ?? []) {
        if (to === origin || ways.has(to)) continue;
        const from = key === origin ? ports : (ways.get(key)?.from ?? NOWHERE);
        const toward = topology.links.get(to)?.get(key) ?? NOWHERE;
        const other = next.get(to);
        next.set(
          to,
          other ? { toward: join(other.toward, toward), from: join(other.from, from) } : { toward, from },
        );
      }
    }
    for (const [to, way] of next) ways.set(to, way);
    ring = [...next.keys()];
  }
  return { origin, ways };
}

function join(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a, ...b]);
}

/** Does `a` lead to the switch of `b`, which sees the address further on? */
export function relate(a: Candidate, b: Candidate, routes: Routes | undefined): Relation {
  if (a.view.key === b.view.key || !shareVlan(a, b)) return 'none';
  const ways = leadsBetween(a.view, b.view, routes);
  if (ways.size > 0 ? !ways.has(a.port.key) : !tellsApart(a, b)) return 'none';
  const back = leadsBetween(b.view, a.view, routes);
  if (back.size > 0) return back.has(b.port.key) ? 'faces' : 'leads';
  return wayBack(a, b.view) === b.port.key ? 'faces' : 'leads';
}

/** Ports of `here` that lead to `there`: by neighbours and own addresses, else by routes. */
export function leadsBetween(
  here: SwitchView,
  there: SwitchView,
  routes: Routes | undefined,
): ReadonlySet<string> {
  const direct = here.toward.get(there.key);
  if (direct !== undefined) return direct;
  if (routes?.origin === there.key) return routes.ways.get(here.key)?.toward ?? NOWHERE;
  if (routes?.origin === here.key) return routes.ways.get(there.key)?.from ?? NOWHERE;
  return NOWHERE;
}

/** Without VLANs, or where either side shows none, sightings are taken to be of one network. */
export function shareVlan(a: Candidate, b: Candidate): boolean {
  return a.vlans.length === 0 || b.vlans.length === 0 || a.vlans.some((vlan) => b.vlans.includes(vlan));
}

/**
 * The switch of `b` sees addresses of `a`'s port on other ports than the asked one: it stands between them. A single
 * address may just have moved, so few of them count only when `b` looks more like an edge than `a` anyway.
 */
function tellsApart(a: Candidate, b: Candidate): boolean {
  const apart = sample(addressesOf(a.port, a.vlans), SAMPLE_MAX).filter((mac) => {
    const port = b.view.portOf.get(mac);
    return port !== undefined && port !== AMBIGUOUS && port !== b.port.key;
  });
  return apart.length >= (b.score > a.score ? 1 : APART_SURE_MIN);
}

/**
 * The port of `there` through which it sees most of what the switch of `a` has on its other ports: its way back to
 * `a`. By addresses of the same VLANs where there are any, since trees may differ by VLAN.
 */
export function wayBack(a: Candidate, there: SwitchView): string | undefined {
  return mostSeenOn(a, there, a.vlans) ?? mostSeenOn(a, there, []);
}

function mostSeenOn(a: Candidate, there: SwitchView, vlans: readonly number[]): string | undefined {
  const votes = new Map<string, number>();
  let total = 0;
  for (const port of a.view.ports.values()) {
    if (port === a.port || total >= SAMPLE_MAX) continue;
    for (const mac of sample(addressesOf(port, vlans), SAMPLE_PER_PORT_MAX)) {
      const seen = there.portOf.get(mac);
      if (seen === undefined || seen === AMBIGUOUS) continue;
      votes.set(seen, (votes.get(seen) ?? 0) + 1);
      total++;
    }
  }
  const inOrder = [...votes].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return inOrder[0]?.[0];
}

function addressesOf(port: PortView, vlans: readonly number[]): readonly string[] {
  const named = vlans.length === 0 ? [...port.addresses.keys()] : [...vlans, NO_VLAN];
  return named.flatMap((vlan) => port.addresses.get(vlan) ?? []);
}

function sample(macs: readonly string[], max: number): readonly string[] {
  if (macs.length <= max) return macs;
  const step = macs.length / max;
  return Array.from({ length: max }, (_, i) => macs[Math.floor(i * step)] ?? '');
}
