/** What happens on a campus: hosts move, roam, share addresses and fall silent; and the switches' own addresses. */
import { macFromHex } from '../../../shared/model/index.ts';
import { chance, oneOf, shuffled } from '../campus/pools.ts';
import type { Adversities } from './adversities.ts';
import { openDesk } from './hosts.ts';
import { announce, hello, newestFirst, talk } from './talk.ts';
import { managementVlan } from './tiers.ts';
import {
  dataVlan,
  type Frame,
  type Host,
  type Node,
  nodeAt,
  type Place,
  type World,
  wayTo,
} from './world.ts';

export function bringTrouble(world: World, adversities: Adversities): void {
  const desks = world.nodes.filter(
    ({ tier, sparse, single }) => tier === 'access' && !sparse && single === undefined,
  );
  const pcs = shuffled(
    world.random,
    world.hosts.filter(({ kind, adversities: own }) => kind === 'pc' && own.size === 0),
  );
  const take = (count: number): readonly Host[] => pcs.splice(0, count);
  if (desks.length > 1) {
    for (const host of take(adversities.moved)) move(world, host, { desks, adversities });
    for (const host of take(adversities.duplicates))
      double(world, host, { desks, adversities, how: 'duplicate' });
    for (const host of take(adversities.flapping))
      double(world, host, { desks, adversities, how: 'flapping' });
  }
  moveMachines(world, adversities.moved);
}

interface Ground {
  readonly desks: readonly Node[];
  readonly adversities: Adversities;
}

function newPlace(
  world: World,
  host: Host,
  { desks, adversities }: Ground,
): { readonly place: Place; readonly floor: number } {
  const others = desks.filter(({ id }) => id !== host.places[0]?.node);
  const node = others[Math.floor(world.random.float() * others.length)] ?? nodeAt(world, 0);
  const calm = { ...adversities, staleLldp: 0 };
  return { place: openDesk({ world, node, adversities: calm }).place, floor: node.floor };
}

function replace(world: World, host: Host, change: Partial<Host>): void {
  world.hosts[world.hosts.indexOf(host)] = { ...host, ...change };
}

function since(frames: readonly Frame[], minutesAgo: number): readonly Frame[] {
  return frames.filter((frame) => frame.minutesAgo >= minutesAgo);
}

/** Unplugged here and plugged in there, a few minutes ago; there it is in the VLAN of that floor. */
function move(world: World, host: Host, ground: Ground): void {
  const at = 1 + world.random.float() * 7;
  const { place, floor } = newPlace(world, host, ground);
  const vlan = dataVlan(floor);
  const frames = [
    ...talk(world.random, { from: place, vlan, since: at }),
    hello(place, vlan, at),
    ...since(host.frames, at + 0.3),
  ];
  host.adversities.add('moved');
  replace(world, host, { places: [place], frames: newestFirst(frames) });
}

/** One address at two places: two devices that share it, or one that is heard here and there in turn. */
function double(world: World, host: Host, ground: Ground & { readonly how: string }): void {
  const [first] = host.places;
  if (first === undefined) return;
  const home = nodeAt(world, first.node).floor;
  const near = ground.desks.filter(({ floor, id }) => floor === home && id !== first.node);
  const flaps = ground.how === 'flapping';
  const desks = flaps && near.length > 0 ? near : ground.desks;
  const { place, floor } = newPlace(world, host, { ...ground, desks });
  const vlan = flaps ? dataVlan(home) : dataVlan(floor);
  if (flaps && floor !== home) return;
  const other = talk(world.random, { from: place, vlan, broadcasts: !flaps });
  const own = flaps ? host.frames.filter(({ to }) => to === 'gateway') : host.frames;
  host.adversities.add(ground.how);
  replace(world, host, { places: [first, place], several: true, frames: newestFirst([...own, ...other]) });
}

/** A machine goes to another hypervisor, which says so to everybody. */
function moveMachines(world: World, count: number): void {
  const machines = shuffled(
    world.random,
    world.hosts.filter(({ kind }) => kind === 'vm'),
  );
  const homes = world.hosts.filter(({ kind }) => kind === 'hypervisor').flatMap(({ places }) => places);
  for (const host of machines.slice(0, count)) {
    const place = homes[Math.floor(world.random.float() * homes.length)];
    const vlan = host.frames[0]?.vlan;
    if (place === undefined || vlan === undefined || place === host.places[0]) continue;
    const at = 0.5 + world.random.float() * 9;
    const frames = [
      ...talk(world.random, { from: place, vlan, since: at }),
      hello(place, vlan, at),
      ...since(host.frames, at + 0.05),
    ];
    host.adversities.add('vmotion');
    replace(world, host, { places: [place], frames: newestFirst(frames) });
  }
}

/** Some switches lose rows early; some hosts have not spoken for longer than anybody remembers. */
export function ageOut(world: World, { agedWay, agedAll }: Adversities): void {
  const { random } = world;
  for (const host of world.hosts) {
    if (host.role !== 'endpoint' || host.several) continue;
    if (chance(random, agedAll)) {
      const quiet = 6 + random.float() * 40;
      host.frames = [...since(host.frames, quiet)];
      host.adversities.add('aged-all');
    } else if (chance(random, agedWay)) {
      const way = host.places
        .flatMap(({ node }) => wayTo(world, node))
        .filter(({ boxes }) => boxes.length > 0);
      const edge = way.at(-1);
      const lost = way.filter((node) => node !== edge && chance(random, 0.5));
      if (edge !== undefined && (lost.length === 0 || chance(random, 0.2))) lost.push(edge);
      for (const node of lost) host.lost.add(node.id);
      host.adversities.add(edge !== undefined && host.lost.has(edge.id) ? 'aged-edge' : 'aged-way');
    }
  }
}

/** The switches' own addresses, and the gateways of all VLANs at the root. */
export function infrastructure(world: World, outOfBand: boolean): void {
  for (const node of world.nodes) {
    for (const [index, box] of node.boxes.entries()) {
      const from: Place = { node: node.id, ports: new Map([[index, 'CPU']]) };
      const isRoot = node.parent === undefined;
      const vlans = isRoot ? [...node.vlans] : [managementVlan(node)];
      const speaks = isRoot || (!outOfBand && !node.sparse && chance(world.random, 0.9));
      const frames = vlans.flatMap((vlan) => {
        return isRoot && index === 0
          ? announce(from, vlan)
          : talk(world.random, { from, vlan, broadcasts: chance(world.random, 0.3) });
      });
      own(world, {
        hex: box.ownMac,
        kind: 'switch',
        owners: [box.name],
        frames: speaks ? frames : [],
        ip: box.address,
      });
    }
  }
  const [root] = world.nodes;
  if (root === undefined) return;
  const how = oneOf(world.random, ['vrrp', 'hsrp', 'glbp', 'anycast']);
  const from: Place = { node: root.id, ports: new Map() };
  for (const vlan of root.vlans) {
    const owners = how === 'anycast' ? root.boxes.map(({ name }) => name) : [root.boxes[0]?.name ?? ''];
    const active: Place = { ...from, ports: new Map([[0, 'CPU']]) };
    own(world, {
      hex: gatewayMac(how, vlan),
      kind: 'gateway',
      owners,
      frames: announce(active, vlan),
      ip: world.addresses.gateway(vlan),
    });
  }
}

/** Gateways of different VLANs may share one address, as VRRP groups of one number do. */
function own(
  world: World,
  one: {
    readonly hex: string;
    readonly kind: 'switch' | 'gateway';
    readonly owners: readonly string[];
    readonly frames: readonly Frame[];
    readonly ip: string;
  },
): void {
  const mac = macFromHex(one.hex.replaceAll(':', ''));
  const known = world.hosts.find((host) => host.mac === mac);
  if (known !== undefined) {
    known.frames = newestFirst([...known.frames, ...one.frames]);
    return;
  }
  world.hosts.push({
    ...{
      mac,
      ip: one.ip,
      kind: one.kind,
      role: one.kind,
      owners: one.owners,
      portClass: undefined,
      several: false,
    },
    places: [],
    adversities: new Set(one.kind === 'gateway' ? ['virtual-gateway'] : []),
    frames: newestFirst(one.frames),
    lost: new Set(),
    isNew: false,
  });
}

function gatewayMac(how: string, vlan: number): string {
  const group = (vlan & 255).toString(16).padStart(2, '0');
  if (how === 'vrrp') return `00005e0001${group}`;
  if (how === 'hsrp') return `00000c9ff${(vlan & 4095).toString(16).padStart(3, '0')}`;
  if (how === 'glbp') return `0007b400${group}01`;
  return '001c73000099';
}
