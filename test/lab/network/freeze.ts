/** From the world to the file: what each switch shows, and what is true. */
import { boxesOf, edgeOf, ingress } from './bridge.ts';
import type { CampusDevice, CampusHop, CampusPlace, CampusRow, CampusTruth } from './file.ts';
import { type Box, type Host, type Node, type Place, type World, wayTo } from './world.ts';

export function toDevice(
  box: Box,
  { now, collected }: { readonly now: readonly CampusRow[]; readonly collected: readonly CampusRow[] },
): CampusDevice {
  const known = box.collectedMinutesAgo !== null;
  return {
    name: box.name,
    platform: box.style.platform,
    silent: box.silent,
    collectedMinutesAgo: box.collectedMinutesAgo,
    managementAddress: box.address,
    ...(known ? { hostname: box.name, baseMac: box.baseMac, macs: box.tells ? [box.ownMac] : [] } : {}),
    ports: known ? [...box.ports.values()] : [],
    lags: known ? [...box.lags].map(([name, members]) => ({ name, members })) : [],
    neighbours: known ? box.neighbours : [],
    fdb: box.silent ? [] : now,
    collectedFdb: known ? collected : [],
    arp: known ? box.arp : [],
  };
}

export function truthsOf(world: World): readonly CampusTruth[] {
  const silent = new Set(
    boxesOf(world)
      .filter((box) => box.silent)
      .map(({ name }) => name),
  );
  return world.hosts.map((host) => truthOf(world, host, silent));
}

function truthOf(world: World, host: Host, silent: ReadonlySet<string>): CampusTruth {
  const { mac, kind, portClass } = host;
  const edges = host.places.map((place) => placesOf(world, place));
  const [first] = host.places;
  const path = first === undefined ? undefined : pathTo(world, first);
  const said = new Set(host.adversities);
  const edgeSilent = edges[0]?.every((place) => silent.has(place.switch)) ?? false;
  if (edgeSilent) said.add('silent-edge');
  else if (path?.some((hop) => silent.has(hop.switch))) said.add('silent-way');
  const beyondHub =
    first !== undefined &&
    wayTo(world, first.node)
      .slice(0, -1)
      .some(({ boxes }) => boxes.length === 0);
  if (beyondHub && portClass !== 'unmanaged') said.add('hub-between');
  if (wayTo(world, first?.node ?? 0).at(-1)?.single !== undefined && first !== undefined)
    said.add('access-uplink');
  return {
    ...{ mac, kind, portClass, path },
    places: edges.flat(),
    ...(host.several ? { several: true } : {}),
    adversities: [...said].sort(),
  };
}

function placesOf(world: World, place: Place): readonly CampusPlace[] {
  const { node, ports } = edgeOf(world, place);
  return [...ports].flatMap(([index, port]) => {
    const box = node.boxes[index];
    return box === undefined ? [] : [{ switch: box.name, port }];
  });
}

/** From the gateway down; unmanaged switches are no hops. */
function pathTo(world: World, place: Place): readonly CampusHop[] {
  const way = wayTo(world, place.node);
  const end = edgeOf(world, place).node;
  const managed = way.filter(({ boxes }) => boxes.length > 0);
  return managed.slice(0, managed.indexOf(end) + 1).map((node) => hop(node, ingress(node, place, way)));
}

function hop(node: Node, ports: ReadonlyMap<number, string>): CampusHop {
  const [first, ...also] = [...ports].map(([index, port]) => ({
    switch: node.boxes[index]?.name ?? '',
    port,
  }));
  return { ...(first ?? { switch: '', port: '' }), ...(also.length > 0 ? { also } : {}) };
}
