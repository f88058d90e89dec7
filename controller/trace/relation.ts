/**
 * How two sightings of one address relate. A port that leads to another switch, which in turn sees the address on a
 * port that does not lead back, is not the edge. Where the other switch is, is told by neighbours (directly or over
 * several cables), by its own addresses in the first switch's table, or, with neither, by the tables alone: a switch
 * that tells the addresses behind one port apart must itself be behind that port.
 */
import { sample, wayBack } from './back-way.ts';
import type { Candidate } from './candidates.ts';
import { AMBIGUOUS } from './draft.ts';
import type { SwitchView, Topology } from './topology.ts';
import type { Routes, Way } from './way-memo.ts';

/** leads: the other switch sees it further on. faces: it sees it back through the first: the address is in between. */
export type Relation = 'leads' | 'faces' | 'none';

const NOWHERE: ReadonlySet<string> = new Set();
/** So many addresses told apart are no accident. */
const APART_SURE_MIN = 3;

/** Shortest ways over known cables between `origin` and every switch that they reach: over idle ones only at need. */
export function routesFrom(topology: Topology, origin: string): Routes {
  return topology.memo.routes(origin, () => findRoutes(topology, origin));
}

function findRoutes(topology: Topology, origin: string): Routes {
  const ways = new Map<string, Way>();
  spread(topology.busyLinks, ways, { origin, ring: [origin] });
  if (ways.size + 1 < topology.switches.size) {
    const isIdle = (key: string): boolean =>
      (topology.links.get(key)?.size ?? 0) > (topology.busyLinks.get(key)?.size ?? 0);
    spread(topology.links, ways, { origin, ring: [origin, ...ways.keys()].filter(isIdle), overIdle: true });
  }
  return { origin, ways };
}

function spread(
  links: Topology['links'],
  ways: Map<string, Way>,
  start: { readonly origin: string; readonly ring: readonly string[]; readonly overIdle?: true },
): void {
  const { origin, overIdle } = start;
  for (let { ring } = start; ring.length > 0; ) {
    const next = new Map<string, Way>();
    for (const key of ring) {
      for (const [to, ports] of links.get(key) ?? []) {
        if (to === origin || ways.has(to)) continue;
        const from = key === origin ? ports : (ways.get(key)?.from ?? NOWHERE);
        const toward = links.get(to)?.get(key) ?? NOWHERE;
        const other = next.get(to);
        const all = other
          ? { toward: join(other.toward, toward), from: join(other.from, from) }
          : { toward, from };
        next.set(to, overIdle ? { ...all, overIdle } : all);
      }
    }
    for (const [to, way] of next) ways.set(to, way);
    ring = [...next.keys()];
  }
}

function join(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a, ...b]);
}

export interface RelateOptions {
  readonly topology: Topology;
  /** From either of the two; without them, only what each sees itself counts. */
  readonly routes?: Routes;
}

/** Does `a` lead to the switch of `b`, which sees the address further on? */
export function relate(a: Candidate, b: Candidate, { topology, routes }: RelateOptions): Relation {
  if (a.view.key === b.view.key || !shareVlan(a, b)) return 'none';
  const ways = hopsBetween(a.view, b.view, routes);
  if (ways.size > 0 ? !ways.has(a.port.key) : !tellsApart(a, b) && !isRestBehind(a, b)) return 'none';
  const back = hopsBetween(b.view, a.view, routes);
  if (back.size > 0) return back.has(b.port.key) ? 'faces' : 'leads';
  return wayBack(a, b.view, topology.memo) === b.port.key ? 'faces' : 'leads';
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

/** As `leadsBetween`, over cables alone that frames take now: what spanning tree blocks leads nowhere. */
export function hopsBetween(
  here: SwitchView,
  there: SwitchView,
  routes: Routes | undefined,
): ReadonlySet<string> {
  const far = routes?.origin === there.key ? here.key : there.key;
  return leadsBetween(here, there, routes?.ways.get(far)?.overIdle ? undefined : routes);
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
  const isApart = (mac: string): boolean => {
    const port = b.view.portOf.get(mac);
    return port !== undefined && port !== AMBIGUOUS && port !== b.port.key;
  };
  const count = (vlans: readonly number[]): number => sample(a.port, vlans).filter(isApart).length;
  if (count(a.vlans) >= (b.score > a.score ? 1 : APART_SURE_MIN)) return true;
  // Few VLANs hold many addresses on one way; all of them together do, and most go the same way.
  return count([]) >= APART_SURE_MIN;
}

/** So many addresses that all come in on one port are no accident. */
const REST_MIN = 8;

/**
 * Where a port holds too little to tell, the rest does: whoever is behind it sees all that the switch of `a` has on its
 * other ports through one port, and has nothing elsewhere that `a` sees on another one. Two places at the rim see each
 * other alike, so `a` must be where several ways meet.
 */
function isRestBehind(a: Candidate, b: Candidate): boolean {
  for (const mac of sample(a.port, [])) {
    const port = b.view.portOf.get(mac);
    if (port !== undefined && port !== b.port.key) return false;
  }
  const ways = new Set<string>();
  const from = new Set<string>();
  let seen = 0;
  for (const port of a.view.ports.values()) {
    if (port.key === a.port.key || port.count === 0) continue;
    for (const mac of sample(port, [], REST_MIN)) {
      const way = b.view.portOf.get(mac);
      if (way === undefined || way === AMBIGUOUS) continue;
      if (way === b.port.key || (ways.size > 0 && !ways.has(way))) return false;
      ways.add(way);
      from.add(port.key);
      seen++;
    }
  }
  if (seen < REST_MIN || from.size < 2) return false;
  for (const port of b.view.ports.values()) {
    if (port.key === b.port.key || ways.has(port.key)) continue;
    const isElsewhere = (mac: string): boolean => {
      const there = a.view.portOf.get(mac);
      return there !== undefined && there !== a.port.key;
    };
    if (sample(port, [], REST_MIN).some(isElsewhere)) return false;
  }
  return true;
}
