/**
 * The picture in which every question is answered: each port judged, and where each managed switch is seen from the
 * others. Built once per state of the inventory; a rebuild redoes only switches whose facts are a new object.
 */
import { type Evidence, formatRef, type PortClass, type RecordRef } from '../../shared/model/index.ts';
import { classOf } from './classify.ts';
import { buildDirectory, type Directory } from './directory.ts';
import { AMBIGUOUS, draftSwitch, type PortDraft, type SwitchDraft } from './draft.ts';
import type { SwitchFacts } from './facts.ts';
import { type SeenNeighbour, seeNeighbour } from './neighbour.ts';
import { evidenceOf } from './port-evidence.ts';
import { portKey } from './port-name.ts';
import { voiceVlansOf } from './port-signs.ts';
import { type Told, tellEnds } from './told.ts';
import { WayMemo } from './way-memo.ts';

export interface PortView extends PortDraft {
  readonly portClass: PortClass;
  readonly evidence: readonly Evidence[];
  /** Sum of the weights: above 0 it is more likely an edge than a link between switches. */
  readonly score: number;
  readonly seen: readonly SeenNeighbour[];
  /** Keys of managed switches behind the port: direct neighbours first, then those seen by their addresses. */
  readonly behind: readonly string[];
  /** Keys of managed switches at the other end of the cable. */
  readonly direct: readonly string[];
}

export interface SwitchView extends Omit<SwitchDraft, 'ports'> {
  readonly ports: ReadonlyMap<string, PortView>;
  /** Key of a managed switch -> keys of the ports that lead to it. */
  readonly toward: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ports with managed switches behind them: 1 at the rim, many in the core. */
  readonly linkCount: number;
  /** 2: it answers for a shared gateway address itself. 1: such a gateway hangs on one of its edge ports. */
  readonly gatewayRank: 0 | 1 | 2;
}

/** Ports with cables to each managed switch, by that switch's key. */
export type Links = ReadonlyMap<string, ReadonlySet<string>>;

export interface Topology {
  readonly switches: ReadonlyMap<string, SwitchView>;
  readonly directory: Directory;
  /** Who is on ports that hear nobody themselves. */
  readonly told: Told;
  /** Cables from each switch; both ends know them even if one end alone heard the other. */
  readonly links: ReadonlyMap<string, Links>;
  /** Those of them over which frames come in, as far as anybody was read. */
  readonly busyLinks: ReadonlyMap<string, Links>;
  /** Key of the switch that stands on the gateway's side of all others, when their tables tell. */
  readonly root: string | undefined;
  /** Switches that route, as the others see: their own addresses come in in many VLANs. */
  readonly routers: ReadonlySet<string>;
  /** Grows with the questions, within its bounds. */
  readonly memo: WayMemo;
  /** The drafts that it was built from: a rebuild takes those over whose facts are the same object. */
  readonly drafts: ReadonlyMap<string, SwitchDraft>;
}

/** @param previous the topology before this one, to save work; the result is the same without it. */
export function buildTopology(facts: readonly SwitchFacts[], previous?: Topology): Topology {
  const steps = topologySteps(facts, previous);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** As `buildTopology`, in pieces: yields after each switch that had to be worked on. */
export function* topologySteps(
  facts: readonly SwitchFacts[],
  previous: Topology | undefined,
): Generator<undefined, Topology> {
  const drafts = new Map<string, SwitchDraft>();
  for (const one of facts) {
    const before = previous?.drafts.get(formatRef(one.ref));
    const draft = before?.facts === one ? before : draftSwitch(one);
    drafts.set(draft.key, draft);
    if (draft !== before) yield;
  }
  const directory = buildDirectory([...drafts.values()]);
  const told = tellEnds(drafts, directory);
  const same =
    directory.signature === previous?.directory.signature && told.signature === previous.told.signature;
  const names = new Map([...drafts].map(([key, draft]) => [key, draft.facts.name]));
  const switches = new Map<string, SwitchView>();
  for (const [key, draft] of drafts) {
    const before = same && previous?.drafts.get(key) === draft ? previous.switches.get(key) : undefined;
    switches.set(key, before ?? viewSwitch(draft, { directory, told, names }));
    if (before === undefined) yield;
  }
  const links = linksBetween(switches);
  const busyLinks = busyOf(links, switches);
  const gateway = { root: rootOf(switches), routers: routersOf(switches, directory) };
  return { switches, directory, told, links, busyLinks, ...gateway, memo: new WayMemo(), drafts };
}

/**
 * Where the gateway most likely is: a switch that is one, that all others point to, or that has one; else the one with
 * most links to other switches.
 */
export function gatewayFirst({ root, routers }: Topology, a: SwitchView, b: SwitchView): number {
  const isRouter = ({ key }: SwitchView): number => (routers.has(key) ? 1 : 0);
  const isRoot = (view: SwitchView): number => (view.key === root ? 1 : 0);
  return (
    Number(b.gatewayRank === 2) - Number(a.gatewayRank === 2) ||
    isRouter(b) - isRouter(a) ||
    isRoot(b) - isRoot(a) ||
    b.gatewayRank - a.gatewayRank ||
    b.linkCount - a.linkCount ||
    b.portOf.size - a.portOf.size ||
    a.facts.name.localeCompare(b.facts.name)
  );
}

/** The others see the gateway toward it, and it sees the gateway nowhere: it is the gateway, or next to it. */
function rootOf(switches: ReadonlyMap<string, SwitchView>): string | undefined {
  const read = [...switches.values()].filter((view) => view.portOf.size > 0);
  // Where most see no gateway, seeing none says nothing.
  const few = (able: readonly SwitchView[]): readonly SwitchView[] =>
    able.length * 2 > read.length ? [] : able;
  const blind = few(read.filter(({ seesGateway }) => !seesGateway));
  const able = blind.length > 0 ? blind : few(read.filter(({ gatewayPort }) => gatewayPort === undefined));
  const votes = new Map<string, number>(able.map(({ key }) => [key, 0]));
  for (const { ports, gatewayPort = '' } of read) {
    for (const key of ports.get(gatewayPort)?.behind ?? []) {
      const count = votes.get(key);
      if (count !== undefined) votes.set(key, count + 1);
    }
  }
  const size = (key: string): number => switches.get(key)?.portOf.size ?? 0;
  const [best] = [...votes].toSorted(([a, x], [b, y]) => y - x || size(b) - size(a) || (a < b ? -1 : 1));
  return best?.[0];
}

/**
 * Where no shared gateway address tells. A bridge speaks in its management VLAN alone; where most seem to speak in many,
 * it is their spanning tree that speaks, and tells nothing.
 */
function routersOf(switches: ReadonlyMap<string, SwitchView>, { owners }: Directory): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { key, seesGateway, routing } of switches.values()) {
    if (seesGateway) return new Set();
    for (const mac of routing) {
      const owner = owners.get(mac);
      if (owner !== undefined && owner !== key) found.add(owner);
    }
  }
  return found.size * 2 > switches.size ? new Set() : found;
}

function linksBetween(switches: ReadonlyMap<string, SwitchView>): ReadonlyMap<string, Links> {
  const links = new Map<string, Map<string, Set<string>>>();
  const add = (from: string, port: string, to: string): void => {
    const ofFrom = links.get(from) ?? new Map<string, Set<string>>();
    links.set(from, ofFrom.set(to, (ofFrom.get(to) ?? new Set()).add(port)));
  };
  for (const view of switches.values()) {
    for (const port of view.ports.values()) {
      for (const { facts, switchKey } of port.seen) {
        const other = switchKey === undefined ? undefined : switches.get(switchKey);
        if (other === undefined || other === view) continue;
        add(view.key, port.key, other.key);
        const back = facts.remotePort === undefined ? undefined : portNamed(other, facts.remotePort);
        if (back !== undefined) add(other.key, back.key, view.key);
      }
    }
  }
  return links;
}

function busyOf(
  links: ReadonlyMap<string, Links>,
  switches: ReadonlyMap<string, SwitchView>,
): ReadonlyMap<string, Links> {
  const isBusy = (key: string, port: string): boolean => {
    const view = switches.get(key);
    const known = view?.ports.get(port);
    return view === undefined || known === undefined || !isIdle(view, known);
  };
  // One that was never read says nothing: what the other end sees holds for both.
  const isBusyThere = (from: string, to: string): boolean => {
    const ports = [...(links.get(to)?.get(from) ?? [])];
    return ports.length === 0 || ports.some((port) => isBusy(to, port));
  };
  const busy = [...links].map(([from, ofFrom]) => {
    const kept = [...ofFrom].flatMap(([to, ports]) => {
      const used = isBusyThere(from, to) ? [...ports].filter((port) => isBusy(from, port)) : [];
      return used.length === 0 ? [] : [[to, new Set(used)] as const];
    });
    return [from, new Map(kept)] as const;
  });
  return new Map(busy);
}

/** The switch as the topology knows it; an empty one when it was never collected. */
export function viewOf(topology: Topology, ref: RecordRef): SwitchView {
  const known = topology.switches.get(formatRef(ref));
  if (known !== undefined) return known;
  const nothing = { hostname: undefined, baseMac: undefined, macs: [], managementAddress: undefined };
  const facts: SwitchFacts = { ref, name: ref.id, ...nothing, ports: [], fdb: [], neighbours: [] };
  return { ...draftSwitch(facts), ports: new Map(), toward: new Map(), linkCount: 0, gatewayRank: 0 };
}

/** The port by any spelling of its name, or of a member's; judged on the spot when the last collect had no such port. */
export function portOf(topology: Topology, view: SwitchView, name: string): PortView {
  const known = portNamed(view, name);
  if (known !== undefined) return known;
  const key = portKey(name);
  const none = { facts: undefined, members: [], neighbours: [], addresses: new Map(), gateway: undefined };
  const draft: PortDraft = { key, name, ...none, count: 0, hypervisorCount: 0, randomCount: 0 };
  const { directory } = topology;
  const voiceVlans = voiceVlansOf(view.ports.values());
  return viewPort(draft, { owner: view, learned: [], told: [], directory, names: new Map(), voiceVlans });
}

function portNamed(view: SwitchView, name: string): PortView | undefined {
  const key = portKey(name);
  return view.ports.get(key) ?? view.ports.get(view.lagOf.get(key) ?? '');
}

interface Surroundings {
  readonly directory: Directory;
  readonly told: Told;
  readonly names: ReadonlyMap<string, string>;
}

function viewSwitch(draft: SwitchDraft, { directory, told, names }: Surroundings): SwitchView {
  const ends = told.ends.get(draft.key);
  const voiceVlans = voiceVlansOf(draft.ports.values());
  const learned = learnedSwitches(draft, directory);
  const ports = new Map<string, PortView>();
  const toward = new Map<string, Set<string>>();
  for (const port of draft.ports.values()) {
    const view = viewPort(port, {
      ...{ owner: draft, directory, names, voiceVlans },
      ...{ learned: learned.get(port.key) ?? [], told: ends?.get(port.key) ?? [] },
    });
    ports.set(port.key, view);
    // Spanning tree keeps a link idle: neighbours speak over it, and no frame goes that way.
    const way = isIdle(draft, port) ? (learned.get(port.key) ?? []) : view.behind;
    for (const key of way) {
      const towards = toward.get(key) ?? new Set();
      toward.set(key, towards.add(port.key));
    }
  }
  const views = [...ports.values()];
  const holdsGateway = views.some(
    (port) => port.gateway !== undefined && port.behind.length === 0 && port.portClass !== 'interswitch',
  );
  return {
    ...draft,
    ports,
    toward,
    linkCount: views.filter(({ behind }) => behind.length > 0).length,
    gatewayRank: draft.isGateway ? 2 : holdsGateway ? 1 : 0,
  };
}

/** Up, with a neighbour, and not one address learned while other ports have some. */
export function isIdle(draft: Pick<SwitchDraft, 'portOf'>, { count }: Pick<PortDraft, 'count'>): boolean {
  return count === 0 && draft.portOf.size > 0;
}

interface PortContext {
  readonly owner: Pick<SwitchDraft, 'key' | 'facts' | 'ownMacs' | 'portOf' | 'medianCount'>;
  readonly learned: readonly string[];
  readonly told: readonly SeenNeighbour[];
  readonly directory: Directory;
  readonly names: ReadonlyMap<string, string>;
  readonly voiceVlans: ReadonlySet<number>;
}

function viewPort(
  port: PortDraft,
  { owner, learned, told, directory, names, voiceVlans }: PortContext,
): PortView {
  const heard = port.neighbours.map((one) => seeNeighbour(directory, one, { observer: owner, port }));
  const seen = [...heard, ...told];
  const around = {
    neighbours: seen,
    behind: learned.map((key) => names.get(key) ?? key).toSorted(),
    directory,
    ownKey: owner.key,
    medianCount: owner.medianCount,
    voiceVlans,
  };
  const evidence = evidenceOf(port, around);
  const direct = seen.flatMap(({ switchKey }) => (switchKey === undefined ? [] : [switchKey]));
  return {
    ...port,
    portClass: classOf(port, around),
    evidence,
    score: evidence.reduce((sum, { weight }) => sum + weight, 0),
    seen,
    direct,
    behind: [...new Set([...direct, ...learned])].filter((key) => key !== owner.key),
  };
}

/** Port key -> managed switches whose own addresses this switch has learned there. */
function learnedSwitches(draft: SwitchDraft, directory: Directory): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const [mac, owner] of directory.owners) {
    const port = draft.portOf.get(mac);
    if (port === undefined || port === AMBIGUOUS || owner === draft.key) continue;
    found.set(port, (found.get(port) ?? new Set()).add(owner));
  }
  return new Map([...found].map(([port, keys]) => [port, [...keys].toSorted()]));
}
