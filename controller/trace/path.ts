/**
 * The way from the gateway side to a switch, as hops. A switch is on the way when it sees both ends on different
 * ports; of two such switches, the one that sees the other on its way back comes later.
 */
import type { TraceHop } from '../../shared/model/index.ts';
import { wayBack } from './back-way.ts';
import type { Candidate } from './candidates.ts';
import { hopsBetween, routesFrom } from './relation.ts';
import { gatewayFirst, type SwitchView, type Topology } from './topology.ts';
import { arePair } from './twins.ts';

export interface PathEnd {
  readonly view: SwitchView;
  /** The edge port; undefined when the address is the switch itself. */
  readonly outPort: string | undefined;
  /** Sightings that lead here: each names its switch's port toward the end. */
  readonly leading: readonly Candidate[];
}

/** A longer way than any real one means tables that contradict each other. */
const HOPS_MAX = 32;

export function pathTo(end: PathEnd, topology: Topology): readonly TraceHop[] {
  const toEnd = portsToward(end, topology);
  const views = [...toEnd.keys()]
    .map((key) => topology.switches.get(key))
    .filter((view) => view !== undefined);
  const [start = end.view] = [...views, end.view].toSorted((a, b) => gatewayFirst(topology, a, b));
  if (start.key === end.view.key) return [hop(end.view, undefined, end.outPort)];
  const stations = [start, ...between(start, toEnd, { topology, leading: end.leading }), end.view];
  // The other half of the pair that it hangs on is no hop.
  const last = stations.at(-2);
  if (last !== undefined && last !== start) {
    const context = { topology, leading: end.leading };
    const back = new Set([last, end.view].flatMap((view) => [...portsBack(view, start, context)]));
    if (back.size > 0 && arePair(last, end.view, back)) stations.splice(-2, 1);
  }
  const way = withoutDetours(stations, toEnd, topology).slice(0, HOPS_MAX);
  return way.map((view, index) => {
    const before = way[index - 1];
    const [inPort] = before === undefined ? [] : hopsBetween(view, before, routesFrom(topology, view.key));
    const isEnd = view.key === end.view.key;
    return hop(view, portName(view, inPort), isEnd ? end.outPort : portName(view, toEnd.get(view.key)));
  });
}

/** Switch key -> its port toward the end: where it saw the asked address, else where it sees the end's switch. */
function portsToward(end: PathEnd, topology: Topology): ReadonlyMap<string, string> {
  const found = new Map(end.leading.map(({ view, port }) => [view.key, port.key]));
  const routes = routesFrom(topology, end.view.key);
  for (const view of topology.switches.values()) {
    const [port] = hopsBetween(view, end.view, routes);
    if (port !== undefined && !found.has(view.key) && view.key !== end.view.key) found.set(view.key, port);
  }
  return found;
}

/** The port toward the end has a cable to a later one: what stands between is no hop, such as the other half of a pair. */
function withoutDetours(
  stations: readonly SwitchView[],
  toEnd: ReadonlyMap<string, string>,
  { links }: Topology,
): readonly SwitchView[] {
  const way: SwitchView[] = [];
  for (let index = 0; index < stations.length; ) {
    const view = stations[index];
    if (view === undefined) break;
    way.push(view);
    const out = toEnd.get(view.key) ?? '';
    const far = stations.findLastIndex(
      (later, at) => at > index && links.get(view.key)?.get(later.key)?.has(out) === true,
    );
    index = far > index ? far : index + 1;
  }
  return way;
}

interface PathContext {
  readonly topology: Topology;
  readonly leading: readonly Candidate[];
}

/** Its ports toward the start: as it is told, else by what the tables say. */
function portsBack(
  view: SwitchView,
  start: SwitchView,
  { topology, leading }: PathContext,
): ReadonlySet<string> {
  const known = hopsBetween(view, start, routesFrom(topology, start.key));
  const sighting = leading.find((one) => one.view.key === start.key);
  const guess = known.size > 0 || sighting === undefined ? undefined : wayBack(sighting, view, topology.memo);
  return guess === undefined ? known : new Set([guess]);
}

interface Station {
  readonly view: SwitchView;
  /** Toward the end. */
  readonly out: string;
  /** Toward the start. */
  readonly back: ReadonlySet<string>;
}

function between(
  start: SwitchView,
  toEnd: ReadonlyMap<string, string>,
  { topology, leading }: PathContext,
): readonly SwitchView[] {
  const routes = routesFrom(topology, start.key);
  const startOut = toEnd.get(start.key) ?? '';
  const stations: Station[] = [];
  for (const [key, out] of toEnd) {
    const view = topology.switches.get(key);
    if (view === undefined || key === start.key) continue;
    const back = portsBack(view, start, { topology, leading });
    const forth = hopsBetween(start, view, routes);
    if (back.size > 0 && !back.has(out) && (forth.size === 0 || forth.has(startOut))) {
      stations.push({ view, out, back });
    }
  }
  return inOrder(stations, topology);
}

function inOrder(stations: readonly Station[], topology: Topology): readonly SwitchView[] {
  const known = stations.map((station) => ({ ...station, routes: routesFrom(topology, station.view.key) }));
  type Known = (typeof known)[number];
  const ports = (from: Known, to: Known): readonly string[] => [
    ...hopsBetween(from.view, to.view, from.routes),
  ];
  const isBefore = (a: Known, b: Known): boolean =>
    ports(b, a).some((port) => b.back.has(port)) || ports(a, b).includes(a.out);
  // Members of a pair see each other on neither way: they stand side by side, and one of them is enough.
  const isBeside = (a: Known, b: Known): boolean => {
    const between = ports(a, b);
    return between.length > 0 && !between.some((port) => port === a.out || a.back.has(port));
  };
  // Of a pair, the one whose port toward the end is the link between them is no hop.
  const isPair = (a: Known, b: Known): boolean => arePair(a.view, b.view, new Set([...a.back, ...b.back]));
  const addresses = ({ view, out }: Known): number => view.ports.get(out)?.count ?? 0;
  const placed = known.map((one) => ({
    one,
    place: known.filter((other) => other !== one && isBefore(other, one)).length,
  }));
  // The nearer to the gateway, the more is behind the port.
  placed.sort(
    (a, b) =>
      a.place - b.place ||
      addresses(b.one) - addresses(a.one) ||
      a.one.view.facts.name.localeCompare(b.one.view.facts.name),
  );
  const way: Known[] = [];
  for (const { one } of placed) {
    const last = way.at(-1);
    if (last !== undefined && last.out !== one.out && isPair(last, one)) way.pop();
    else if (last !== undefined && isPair(last, one)) continue;
    if (!way.some((before) => isBeside(before, one))) way.push(one);
  }
  return way.map(({ view }) => view);
}

function portName(view: SwitchView, key: string | undefined): string | undefined {
  return key === undefined ? undefined : (view.ports.get(key)?.name ?? key);
}

function hop(view: SwitchView, inPort: string | undefined, outPort: string | undefined): TraceHop {
  return { switch: view.facts.ref, switchName: view.facts.name, inPort, outPort };
}
