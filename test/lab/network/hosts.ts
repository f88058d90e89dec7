/** What is plugged into the edge: desks, phones, access points, servers, hypervisors, rows of unmanaged switches. */
import type { Mac, PortClass } from '../../../shared/model/index.ts';
import { OUI } from '../campus/endpoint.ts';
import { between, chance, oneOf } from '../campus/pools.ts';
import type { Adversities } from './adversities.ts';
import { heard } from './cable.ts';
import type { CampusNeighbour } from './file.ts';
import { newestFirst, talk } from './talk.ts';
import { addHub } from './tiers.ts';
import {
  type Box,
  boxAt,
  dataVlan,
  type Host,
  levelPair,
  type Node,
  openLag,
  openPort,
  type Place,
  VLAN,
  voiceVlan,
  type World,
} from './world.ts';

const DESKS_MIN = 6;
const DESKS_MAX = 12;
const SERVERS_EVERY = 9;

export interface Spot {
  readonly world: World;
  readonly node: Node;
  readonly adversities: Adversities;
}

export function furnish(spot: Spot, turn: number): void {
  const { world, node } = spot;
  if (node.sparse) return furnishSparse(spot);
  if (turn % SERVERS_EVERY === 4 && node.single === undefined) return furnishRoom(spot);
  for (let left = between(world.random, DESKS_MIN, DESKS_MAX); left > 0; left -= 1) {
    const dice = world.random.float();
    if (node.single === undefined && dice < 0.3) placePhone(spot, chance(world.random, 0.75));
    else if (node.single === undefined && dice < 0.38) placeAccessPoint(spot);
    else if (dice < 0.38 + spot.adversities.hubs) placeHubs(spot);
    else placePc(spot);
  }
}

/** One port in use, and as many addresses behind the port that leads here. */
function furnishSparse(spot: Spot): void {
  const before = spot.world.hosts.length;
  if (chance(spot.world.random, 0.6)) placePc(spot);
  else placeHubs(spot);
  for (const host of spot.world.hosts.slice(before)) host.adversities.add('equal-counts');
}

function furnishRoom(spot: Spot): void {
  for (let left = 3; left > 0; left -= 1) placeServer(spot);
  for (let left = 2; left > 0; left -= 1) placeBond(spot);
  for (let left = 3; left > 0; left -= 1) placeHypervisor(spot, left === 1);
}

interface Newcomer {
  readonly mac: Mac;
  readonly kind: string;
  readonly portClass: PortClass;
  readonly place: Place;
  readonly vlan: number;
  readonly alsoVlan?: number;
  readonly adversities?: readonly string[];
}

export function settle(world: World, one: Newcomer): Host {
  const { mac, kind, portClass, place, vlan, alsoVlan, adversities = [] } = one;
  const frames = [
    ...talk(world.random, { from: place, vlan }),
    ...(alsoVlan === undefined ? [] : talk(world.random, { from: place, vlan: alsoVlan })),
  ];
  const host: Host = {
    ...{ mac, kind, portClass, places: [place], several: false, owners: [], role: 'endpoint' },
    ip: world.addresses.next(vlan),
    adversities: new Set(adversities),
    frames: newestFirst(frames),
    lost: new Set(),
    isNew: chance(world.random, 0.1),
  };
  world.hosts.push(host);
  return host;
}

function fresh(world: World, kind: keyof typeof OUI): Mac {
  return world.macs.next(oneOf(world.random, OUI[kind] as readonly [string, ...string[]]));
}

/** Words that are true, that a careless rule misreads, and lies. */
const PLAIN_TEXTS = ['', '', 'Room 2.14', 'Physics lab', 'Laptop pool', 'Recsports', 'Score board'] as const;
const LIES = ['UPLINK', 'Uplink to core', 'TRUNK', 'AP lobby', 'CS', 'ISL', 'core-1', 'dist-1'] as const;

export interface Desk {
  readonly port: string;
  readonly place: Place;
  readonly adversities: readonly string[];
}

/** A free edge port, in the mode and with the words that people gave it. */
export function openDesk({ world, node, adversities }: Spot): Desk {
  const { random } = world;
  const box = boxAt(node, 0);
  const lies = chance(random, adversities.lyingText);
  const trunk = chance(random, adversities.trunkEdge);
  const description = oneOf(random, lies ? LIES : PLAIN_TEXTS);
  const facts = { mode: trunk ? 'trunk' : 'access', vlan: dataVlan(node.floor), description };
  const port = openPort(box, 'edge', facts);
  const stale = world.lldp && chance(random, adversities.staleLldp) && hearTheGone(world, box, port);
  const said = [lies && 'lying-text', trunk && 'trunk-edge', stale && 'stale-lldp'].filter(
    (text) => text !== false,
  );
  return { port, place: { node: node.id, ports: new Map([[0, port]]) }, adversities: said };
}

/** A switch that hung here until a moment ago; it hangs elsewhere now. */
function hearTheGone(world: World, box: Box, port: string): boolean {
  const others = world.nodes.filter((node) => node.tier === 'access' && node.boxes[0] !== box);
  const gone = others[Math.floor(world.random.float() * others.length)]?.boxes[0];
  if (gone === undefined) return false;
  const [uplink = gone.style.uplink(1)] = [...gone.ports.keys()];
  box.neighbours.push(heard(world, port, { box: gone, port: uplink }));
  // The switch that went may remember us as well.
  if (chance(world.random, 0.5)) gone.neighbours.push(heard(world, uplink, { box, port }));
  return true;
}

export function placePc(spot: Spot): Host {
  const { world, node } = spot;
  const { place, adversities } = openDesk(spot);
  const vlan = dataVlan(node.floor);
  return settle(world, { mac: fresh(world, 'pc'), kind: 'pc', portClass: 'edge', place, vlan, adversities });
}

function placePhone(spot: Spot, withPc: boolean): void {
  const { world, node } = spot;
  const { port, place, adversities } = openDesk(spot);
  const mac = fresh(world, chance(world.random, 0.5) ? 'ciscoPhone' : 'otherPhone');
  const common = { portClass: 'phone', place } as const;
  const said = [...adversities, 'phone'];
  const also = chance(world.random, 0.2) ? { alsoVlan: dataVlan(node.floor) } : {};
  const phone = settle(world, {
    ...common,
    mac,
    kind: 'phone',
    vlan: voiceVlan(node.floor),
    adversities: said,
    ...also,
  });
  if (withPc) {
    const pc = fresh(world, 'pc');
    settle(world, { ...common, mac: pc, kind: 'phone-pc', vlan: dataVlan(node.floor), adversities: said });
  }
  if (!world.lldp || chance(world.random, 0.03)) return;
  boxAt(node, 0).neighbours.push({
    port,
    chassisId: chance(world.random, 0.5) ? phone.ip : mac,
    remotePort: mac,
    systemName: `SEP${mac.replaceAll(':', '').toUpperCase()}`,
    systemDescription: oneOf(world.random, ['Cisco IP Phone 8841, V12', 'VVX 411 5.9.5', '']),
    capabilities: ['bridge', 'telephone'],
  });
}

/** It bridges its clients right here: their addresses are learned on its port. */
function placeAccessPoint(spot: Spot): void {
  const { world, node } = spot;
  const { port, place, adversities } = openDesk(spot);
  const box = boxAt(node, 0);
  box.ports.set(port, {
    name: port,
    up: true,
    mode: 'trunk',
    vlan: VLAN.ap,
    description: oneOf(world.random, ['AP', '', 'Ceiling']),
  });
  const said = [...adversities.filter((word) => word === 'stale-lldp'), 'ap'];
  const mac = fresh(world, chance(world.random, 0.4) ? 'ciscoAp' : 'otherAp');
  const common = { portClass: 'ap', place, adversities: said } as const;
  settle(world, { ...common, mac, kind: 'ap', vlan: VLAN.ap });
  for (let left = between(world.random, 2, 9); left > 0; left -= 1) {
    const client = chance(world.random, 0.7) ? world.macs.randomised() : fresh(world, 'pc');
    settle(world, { ...common, mac: client, kind: 'ap-client', vlan: VLAN.wireless });
  }
  if (!world.lldp || chance(world.random, 0.03)) return;
  box.neighbours.push({
    port,
    chassisId: mac,
    remotePort: 'eth0',
    systemName: `ap-${mac.slice(-5).replace(':', '')}`,
    systemDescription: oneOf(world.random, [
      'Cisco AP Software, ap3g3-k9w8 Version: 8.10.162.0',
      'ArubaOS (MODEL: 515), Version 8.10.0.7 SSR',
    ]),
    capabilities: chance(world.random, 0.7) ? ['bridge', 'wlan'] : ['bridge'],
  });
}

/** One to three unmanaged switches in a row, a few hosts on the last ones. */
function placeHubs(spot: Spot): void {
  const { world, node } = spot;
  let hub = node;
  for (let left = between(world.random, 1, 3); left > 0; left -= 1)
    hub = addHub(world, hub, node.floor, true);
  const place: Place = { node: hub.id, ports: new Map() };
  const common = { kind: 'hub-pc', portClass: 'unmanaged', place, vlan: dataVlan(node.floor) } as const;
  for (let left = between(world.random, 2, 5); left > 0; left -= 1) {
    settle(world, { ...common, mac: fresh(world, 'pc'), adversities: ['hub-chain'] });
  }
}

/** A host or two on an unmanaged switch that stands between managed ones. */
export function placeOnHub({ world, node }: Spot): void {
  const common = {
    kind: 'hub-pc',
    portClass: 'unmanaged',
    place: { node: node.id, ports: new Map() },
  } as const;
  for (let left = between(world.random, 1, 2); left > 0; left -= 1) {
    settle(world, {
      ...common,
      mac: fresh(world, 'pc'),
      vlan: dataVlan(node.floor),
      adversities: ['hub-between'],
    });
  }
}

const LINUX: Partial<CampusNeighbour> = {
  systemDescription: 'Ubuntu 20.04.6 LTS Linux 5.4.0-150-generic x86_64',
  capabilities: ['bridge', 'router'],
};

function placeServer(spot: Spot): void {
  const { world, node } = spot;
  const { port, place, adversities } = openDesk(spot);
  const mac = fresh(world, 'server');
  const said = { kind: 'server', portClass: 'edge', adversities } as const;
  settle(world, { ...said, mac, place, vlan: VLAN.servers });
  if (!world.lldp || chance(world.random, 0.4)) return;
  const linux = chance(world.random, 0.5) ? { ...LINUX, systemName: `srv-${port}` } : {};
  boxAt(node, 0).neighbours.push({ port, chassisId: mac, remotePort: mac, ...linux });
}

/** A server with two cables that says nothing of itself. */
export function placeBond(spot: Spot): void {
  const { world, node } = spot;
  const lies = chance(world.random, spot.adversities.lyingText);
  const description = lies ? oneOf(world.random, LIES) : oneOf(world.random, ['', 'file server', 'backup']);
  const pair = node.boxes.length > 1;
  if (pair) levelPair(node);
  const mode = chance(world.random, 0.3) ? 'trunk' : 'access';
  const ports = node.boxes.map((box, index) => {
    const { name } = openLag(box, 'edge', { mode, vlan: VLAN.servers, description, members: pair ? 1 : 2 });
    return [index, name] as const;
  });
  const adversities = [pair ? 'mlag' : 'lag-no-lldp', ...(lies ? ['lying-text'] : [])];
  const place: Place = { node: node.id, ports: new Map(ports) };
  const said = { kind: 'bond', portClass: 'host-lag', adversities } as const;
  settle(world, { ...said, mac: fresh(world, 'server'), place, vlan: VLAN.servers });
}

/** A host that hangs on one box of a pair alone: the other sees it over the link between them. */
export function placeOrphan(spot: Spot): void {
  const { world, node } = spot;
  levelPair(node);
  const index = chance(world.random, 0.5) ? 0 : 1;
  const port = openPort(boxAt(node, index), 'edge', { mode: 'access', vlan: VLAN.servers });
  const place: Place = { node: node.id, ports: new Map([[index, port]]) };
  const said = { kind: 'server', portClass: 'edge', adversities: ['orphan'] } as const;
  settle(world, { ...said, mac: fresh(world, 'server'), place, vlan: VLAN.servers });
}

export function placeHypervisor(spot: Spot, bonded: boolean): void {
  const { world, node } = spot;
  const box = boxAt(node, 0);
  const facts = { mode: 'trunk', vlan: 1, description: oneOf(world.random, ['ESX', '', 'cluster']) };
  const lag = bonded ? openLag(box, 'edge', { ...facts, members: 2 }) : undefined;
  const port = lag?.name ?? openPort(box, 'edge', facts);
  const place: Place = { node: node.id, ports: new Map([[0, port]]) };
  const mac = fresh(world, 'server');
  const common = { portClass: 'hypervisor', place, adversities: ['hypervisor'] } as const;
  const host = settle(world, { ...common, mac, kind: 'hypervisor', vlan: VLAN.servers });
  for (let left = between(world.random, 3, 14); left > 0; left -= 1) {
    const own = chance(world.random, 0.85);
    const vm = own ? fresh(world, 'vm') : world.macs.randomised();
    settle(world, {
      ...common,
      mac: vm,
      kind: 'vm',
      vlan: oneOf(world.random, [VLAN.servers, VLAN.servers, VLAN.vmotion]),
    });
  }
  if (!world.lldp || chance(world.random, 0.1)) return;
  for (const member of lag?.members ?? [port]) {
    box.neighbours.push({
      port: member,
      protocol: chance(world.random, 0.4) ? 'cdp' : 'lldp',
      chassisId: host.mac,
      remotePort: 'vmnic0',
      systemName: `esx-${host.mac.slice(-5).replace(':', '')}.campus.example`,
      systemDescription: 'VMware ESX Releasebuild-21424296',
      capabilities: ['bridge'],
    });
  }
}
