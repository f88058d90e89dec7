/**
 * What a bridge learns: for each address the port through which the last frame came in, as long as that is younger than
 * the ageing time. A frame to the gateway passes the switches on its way up; one to everybody passes all that carry its
 * VLAN. Both boxes of a pair hold the row; the one that has no port of its own there has it on the peer link.
 */
import type { CampusRow } from './file.ts';
import {
  type Box,
  type Frame,
  type Host,
  type Node,
  nodeAt,
  type Place,
  type World,
  wayTo,
} from './world.ts';

const VLANS = 4096;

/** Box name -> its MAC table. */
export type Tables = ReadonlyMap<string, readonly CampusRow[]>;

/** @param minutesAgo the moment; `now` lets rows be lost that were there before. */
export function tablesAt(world: World, minutesAgo: number, hosts: readonly Host[] = world.hosts): Tables {
  const tables = new Map<string, CampusRow[]>(
    world.nodes.flatMap(({ boxes }) => boxes.map(({ name }) => [name, []])),
  );
  const carriers = new Map<number, Node[]>();
  for (const node of world.nodes) {
    if (node.boxes.length === 0) continue;
    for (const vlan of node.vlans) carriers.set(vlan, [...(carriers.get(vlan) ?? []), node]);
  }
  const ways = new Map<number, readonly Node[]>();
  const wayOf = (id: number): readonly Node[] => {
    const known = ways.get(id) ?? wayTo(world, id);
    ways.set(id, known);
    return known;
  };
  const longest = Math.max(...boxesOf(world).map(({ style }) => style.ageingMin));
  for (const host of hosts) {
    const learned = new Set<number>();
    for (const frame of host.frames) {
      if (frame.minutesAgo < minutesAgo) continue;
      const age = frame.minutesAgo - minutesAgo;
      // The newest come first.
      if (age >= longest) break;
      const way = wayOf(frame.from.node);
      for (const node of frame.to === 'gateway' ? way : (carriers.get(frame.vlan) ?? [])) {
        const key = node.id * VLANS + frame.vlan;
        const ageing = node.boxes[0]?.style.ageingMin ?? 0;
        if (age >= ageing || learned.has(key) || !node.vlans.has(frame.vlan)) continue;
        if (minutesAgo === 0 && host.lost.has(node.id)) continue;
        learned.add(key);
        learn(tables, node, { host, frame, ports: ingress(node, frame.from, way) });
      }
    }
  }
  return tables;
}

function learn(
  tables: ReadonlyMap<string, CampusRow[]>,
  node: Node,
  {
    host,
    frame,
    ports,
  }: { readonly host: Host; readonly frame: Frame; readonly ports: ReadonlyMap<number, string> },
): void {
  for (const [index, box] of node.boxes.entries()) {
    const rows = tables.get(box.name);
    if (host.owners.includes(box.name)) {
      if (box.tells) rows?.push({ mac: host.mac, vlan: frame.vlan, port: `Vl${frame.vlan}`, type: 'self' });
      continue;
    }
    const port = ports.get(index) ?? node.peer.get(index);
    if (port !== undefined) rows?.push({ mac: host.mac, vlan: frame.vlan, port: box.style.inTable(port) });
  }
}

/** The ports of the node's boxes through which a frame from that place comes in. */
export function ingress(node: Node, from: Place, way: readonly Node[]): ReadonlyMap<number, string> {
  if (from.node === node.id) return from.ports;
  const at = way.findIndex(({ id }) => id === node.id);
  const child = at < 0 ? undefined : way[at + 1];
  return (child && node.down.get(child.id)) ?? node.up;
}

/** The managed node and its ports that stand for a place: of an unmanaged switch, those of what it hangs on. */
export function edgeOf(
  world: World,
  place: Place,
): { readonly node: Node; readonly ports: ReadonlyMap<number, string> } {
  let node = nodeAt(world, place.node);
  let ports = place.ports;
  while (node.boxes.length === 0 && node.parent !== undefined) {
    const upper = nodeAt(world, node.parent);
    ports = upper.down.get(node.id) ?? new Map();
    node = upper;
  }
  return { node, ports };
}

export function boxesOf(world: World): readonly Box[] {
  return world.nodes.flatMap(({ boxes }) => boxes);
}
