/**
 * Which boxes there are and how they hang together: one gateway or a pair at the root, distribution switches single or
 * in pairs, access switches behind them or behind one another, now and then with unmanaged switches in between.
 */
import { randomInt } from '../../../shared/runtime/index.ts';
import { between, chance, offsetMac, oneOf } from '../campus/pools.ts';
import type { Adversities } from './adversities.ts';
import { cable, hearEachOther, joinPair } from './cable.ts';
import { portStyles } from './styles.ts';
import {
  type Box,
  boxAt,
  dataVlan,
  type Node,
  nodeAt,
  openPort,
  SHARED_VLANS,
  VLAN,
  voiceVlan,
  type World,
} from './world.ts';

const ACCESS_PER_DISTRIBUTION = 14;
const ACCESS_PER_FLOOR = 4;
const OWN_OFFSET = 0x47;
const PAIR_SHARE = 0.4;

/** Builds all nodes of a world; `switches` counts boxes. */
export function buildTiers(world: World, switches: number, adversities: Adversities): void {
  const pairCore = chance(world.random, PAIR_SHARE);
  const root = addNode(world, { tier: 'core', names: pairCore ? ['core-1', 'core-2'] : ['core-1'] });
  if (!pairCore) addStandby(world, root);
  let left = switches - 2;
  const distributions: Node[] = [];
  for (let n = 1; left > 0 && (n === 1 || left > ACCESS_PER_DISTRIBUTION * distributions.length); n += 1) {
    const pair = left > 2 && chance(world.random, adversities.mlag);
    const names = pair ? [`dist-${n}a`, `dist-${n}b`] : [`dist-${n}`];
    const node = addNode(world, { tier: 'distribution', names, parent: root });
    cable(world, root, node, { cables: pair || root.boxes.length > 1 ? 1 : 2, orphan: false });
    distributions.push(node);
    left -= names.length;
  }
  for (let n = 0; left > 0; n += 1, left -= 1) addAccess(world, n, { distributions, adversities });
  for (const node of world.nodes) if (!pairCore && node.tier === 'distribution') standbyCables(world, node);
  spreadVlans(world);
}

function addAccess(
  world: World,
  n: number,
  { distributions, adversities }: { distributions: readonly Node[]; adversities: Adversities },
): void {
  const { random } = world;
  const floor = 1 + Math.floor(n / ACCESS_PER_FLOOR);
  const distribution =
    distributions[Math.floor(n / ACCESS_PER_FLOOR) % distributions.length] ?? nodeAt(world, 0);
  const above = world.nodes.filter(
    (one) => one.tier === 'access' && one.floor === floor && one.single === undefined,
  );
  const chained = above.length > 0 && chance(random, 0.15);
  const single = chance(random, adversities.accessUplink);
  const sparse = chance(random, adversities.sparse);
  let upper = chained ? (above[randomInt(random, above.length)] ?? distribution) : distribution;
  const hubs = chance(random, adversities.hubBetween) ? between(random, 1, 2) : 0;
  for (let left = hubs; left > 0; left -= 1) upper = addHub(world, upper, floor, single);
  const names = [`acc-${String(floor).padStart(2, '0')}-${n % ACCESS_PER_FLOOR}`];
  const node = addNode(world, { tier: 'access', names, parent: upper, floor, single, sparse });
  const orphan = upper.boxes.length > 1 && chance(random, 0.2);
  const cables = hubs > 0 || chained || single || upper.boxes.length > 1 ? 1 : oneOf(random, [1, 2]);
  cable(world, upper, node, { cables, orphan });
}

/** An unmanaged switch on an edge port of a managed one, or on another unmanaged one. */
export function addHub(world: World, upper: Node, floor: number, single: boolean): Node {
  const node = addNode(world, { tier: 'hub', names: [], parent: upper, floor, single });
  const box = upper.boxes[0];
  if (box === undefined) return node;
  const index = randomInt(world.random, upper.boxes.length);
  const mode = single ? 'access' : 'trunk';
  const facts = {
    mode,
    vlan: single ? dataVlan(floor) : 1,
    description: oneOf(world.random, ['', 'meeting room', 'CS lab']),
  };
  upper.down.set(node.id, new Map([[index, openPort(boxAt(upper, index), 'edge', facts)]]));
  return node;
}

interface NodePlan {
  readonly tier: Node['tier'];
  readonly names: readonly string[];
  readonly parent?: Node;
  readonly floor?: number;
  readonly single?: boolean;
  readonly sparse?: boolean;
}

function addNode(world: World, plan: NodePlan): Node {
  const { tier, names, parent, floor = 0, single = false, sparse = false } = plan;
  const style = oneOf(world.random, portStyles);
  const node: Node = {
    id: world.nodes.length,
    tier,
    boxes: names.map((name) => newBox(world, name, style)),
    parent: parent?.id,
    floor,
    vlans: new Set(
      single
        ? [dataVlan(floor)]
        : tier === 'access' || tier === 'hub'
          ? [...SHARED_VLANS, dataVlan(floor), voiceVlan(floor)]
          : SHARED_VLANS,
    ),
    up: new Map(),
    down: new Map(),
    peer: new Map(),
    depth: (parent?.depth ?? -1) + 1,
    single: single ? dataVlan(floor) : undefined,
    sparse,
  };
  world.nodes.push(node);
  if (node.boxes.length > 1) joinPair(world, node);
  return node;
}

function newBox(world: World, name: string, style: Box['style']): Box {
  const baseMac = world.macs.block(style.oui);
  return {
    name,
    style,
    baseMac,
    ownMac: chance(world.random, 0.3) ? baseMac : offsetMac(baseMac, OWN_OFFSET),
    address: world.addresses.next(VLAN.management),
    ports: new Map(),
    lags: new Map(),
    neighbours: [],
    arp: [],
    tells: chance(world.random, 0.9),
    silent: false,
    collectedMinutesAgo: null,
    next: { edge: 1, uplink: 1, lag: 1 },
  };
}

/** A second core that spanning tree keeps idle: LLDP is heard over its cables, and no address is learned there. */
function addStandby(world: World, root: Node): void {
  const node = addNode(world, { tier: 'core', names: ['core-2'], parent: root });
  cable(world, root, node, { cables: 2, orphan: false });
}

function standbyCables(world: World, node: Node): void {
  const standby = world.nodes.find(({ boxes }) => boxes[0]?.name === 'core-2');
  if (standby === undefined) return;
  for (const box of node.boxes) {
    const facts = { mode: 'trunk', vlan: 1 };
    const ends = [openPort(boxAt(standby, 0), 'uplink', facts), openPort(box, 'uplink', facts)] as const;
    if (world.lldp) hearEachOther(world, { box: boxAt(standby, 0), port: ends[0] }, { box, port: ends[1] });
  }
}

/** Whoever stands above carries what hangs below. */
function spreadVlans(world: World): void {
  for (const node of world.nodes.toReversed()) {
    const above = node.parent === undefined ? undefined : nodeAt(world, node.parent);
    for (const vlan of node.vlans) above?.vlans.add(vlan);
  }
  const [root] = world.nodes;
  for (const node of world.nodes)
    if (node.tier === 'core') for (const vlan of root?.vlans ?? []) node.vlans.add(vlan);
}

/** VLAN of a switch's own management: untagged places have but one. */
export function managementVlan(node: Node): number {
  return node.single ?? VLAN.management;
}
