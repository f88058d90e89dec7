/** The campus while it is built: boxes with ports, the tree that frames travel, and hosts with what they have sent. */
import type { Mac, PortClass } from '../../../shared/model/index.ts';
import type { Random } from '../../../shared/runtime/index.ts';
import type { AddressPool, MacPool } from '../campus/pools.ts';
import type { CampusArp, CampusNeighbour, CampusPort } from './file.ts';
import type { PortStyle } from './styles.ts';

export interface Box {
  readonly name: string;
  readonly style: PortStyle;
  readonly baseMac: Mac;
  /** What its management frames bear. */
  readonly ownMac: Mac;
  readonly address: string;
  readonly ports: Map<string, CampusPort>;
  /** Port channel -> members. */
  readonly lags: Map<string, readonly string[]>;
  readonly neighbours: CampusNeighbour[];
  readonly arp: CampusArp[];
  /** Its tables show its own addresses. */
  readonly tells: boolean;
  silent: boolean;
  collectedMinutesAgo: number | null;
  readonly next: { edge: number; uplink: number; lag: number };
}

/** One box, two boxes that act as one (MLAG), or an unmanaged switch, which is no box of the inventory at all. */
export interface Node {
  readonly id: number;
  readonly tier: 'core' | 'distribution' | 'access' | 'hub';
  /** None for an unmanaged switch. */
  readonly boxes: readonly Box[];
  /** Toward the gateway; undefined for the root. */
  readonly parent: number | undefined;
  readonly floor: number;
  readonly vlans: Set<number>;
  /** Port of each box toward the parent; a box without one hears it over the peer link. */
  readonly up: Ports;
  /** Child -> port of each box toward it. */
  readonly down: Map<number, Ports>;
  /** Port of each box to the other of the pair. */
  readonly peer: Ports;
  readonly depth: number;
  /** Such switches carry one VLAN, untagged. */
  readonly single: number | undefined;
  /** Left nearly empty, so that its edge port and the port toward it hold equally many addresses. */
  readonly sparse: boolean;
}

/** Box (0 or 1) -> port name as the box's own tables write it. */
export type Ports = Map<number, string>;

export interface Place {
  readonly node: number;
  /** Empty on an unmanaged switch. */
  readonly ports: ReadonlyMap<number, string>;
}

/** A frame that a host sent: up to the gateway, or to everybody in the VLAN. */
export interface Frame {
  readonly minutesAgo: number;
  readonly to: 'gateway' | 'all';
  readonly from: Place;
  readonly vlan: number;
}

export interface Host {
  readonly mac: Mac;
  readonly ip: string;
  readonly kind: string;
  readonly portClass: PortClass | undefined;
  /** Where it is now; several for a duplicate. */
  readonly places: readonly Place[];
  readonly several: boolean;
  readonly adversities: Set<string>;
  /** Newest first. */
  frames: Frame[];
  /** Nodes that have lost its row since. */
  readonly lost: Set<number>;
  readonly role: 'endpoint' | 'gateway' | 'switch';
  /** Boxes that call the address their own: name of each. */
  readonly owners: readonly string[];
  /** Came after the old collects of silent switches. */
  readonly isNew: boolean;
}

export interface World {
  readonly random: Random;
  readonly macs: MacPool;
  readonly addresses: AddressPool;
  readonly lldp: boolean;
  readonly nodes: Node[];
  readonly hosts: Host[];
}

export const VLAN = { management: 10, ap: 20, wireless: 30, servers: 40, vmotion: 41, printers: 50 } as const;
export const SHARED_VLANS: readonly number[] = Object.values(VLAN);
const DATA_BASE = 100;
const VOICE_BASE = 600;

export function dataVlan(floor: number): number {
  return DATA_BASE + floor;
}

export function voiceVlan(floor: number): number {
  return VOICE_BASE + floor;
}

export function nodeAt(world: World, id: number): Node {
  const node = world.nodes[id];
  if (node === undefined) throw new RangeError(`no node ${id}`);
  return node;
}

export function boxAt(node: Node, index: number): Box {
  const box = node.boxes[index];
  if (box === undefined) throw new RangeError(`node ${node.id} has no box ${index}`);
  return box;
}

/** From the root to the node. */
export function wayTo(world: World, id: number): readonly Node[] {
  const way: Node[] = [];
  for (let at: number | undefined = id; at !== undefined; at = nodeAt(world, at).parent)
    way.push(nodeAt(world, at));
  return way.reverse();
}

/** The port as the box's tables name it, opened with what is configured on it. */
export function openPort(box: Box, kind: 'edge' | 'uplink', facts: Omit<CampusPort, 'name'>): string {
  const name = box.style[kind](box.next[kind]++);
  box.ports.set(name, { name, up: true, ...facts });
  return name;
}

/** The boxes of a pair give both ends of one port channel the same number. */
export function levelPair({ boxes }: Node): void {
  for (const kind of ['edge', 'uplink', 'lag'] as const) {
    const next = Math.max(...boxes.map((box) => box.next[kind]));
    for (const box of boxes) box.next[kind] = next;
  }
}

/** A port channel over so many new ports: its name and its members. */
export function openLag(
  box: Box,
  kind: 'edge' | 'uplink',
  facts: Omit<CampusPort, 'name'> & { readonly members: number },
): { readonly name: string; readonly members: readonly string[] } {
  const { members: count, ...port } = facts;
  const members = Array.from({ length: count }, () => openPort(box, kind, port));
  const name = box.style.lag(box.next.lag++, members[0] ?? '');
  box.lags.set(name, members);
  box.ports.set(name, { name, up: true, ...port });
  return { name, members };
}
