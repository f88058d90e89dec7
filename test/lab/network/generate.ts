/** A hard campus of 40 to 400 switches from a seed, as plain data with its truth. The same options give the same file. */
import { seededRandom } from '../../../shared/runtime/index.ts';
import { AddressPool, chance, MacPool, shuffled } from '../campus/pools.ts';
import { ADVERSITIES, type Adversities } from './adversities.ts';
import { boxesOf, tablesAt } from './bridge.ts';
import { CAMPUS_FORMAT, type CampusFile } from './file.ts';
import { toDevice, truthsOf } from './freeze.ts';
import { furnish, placeBond, placeOnHub, placeOrphan } from './hosts.ts';
import { buildTiers } from './tiers.ts';
import { ageOut, bringTrouble, infrastructure } from './trouble.ts';
import type { World } from './world.ts';

export interface NetworkOptions {
  readonly seed: number;
  readonly switches: number;
  readonly lldp: boolean;
  readonly adversities?: Partial<Adversities>;
}

/** The collects of switches that answer were so long ago. */
export const COLLECTED_MIN = 12;
/** Worked out at this moment, told as days ago. */
export const OLD_MIN = 55;
const DAY_MIN = 1440;
const BONDS_PER_PAIR = 2;
const ARP_AGEING_MIN = 20;
/** Of the unmanaged switches between managed ones, so many have hosts of their own. */
const HOSTS_BETWEEN = 0.5;

export function generateNetwork(options: NetworkOptions): CampusFile {
  const { seed, switches, lldp } = options;
  const adversities = { ...ADVERSITIES, ...options.adversities };
  const random = seededRandom(seed);
  const world: World = {
    random,
    macs: new MacPool(random),
    addresses: new AddressPool(),
    lldp,
    nodes: [],
    hosts: [],
  };
  buildTiers(world, switches, adversities);
  furnishAll(world, adversities);
  bringTrouble(world, adversities);
  infrastructure(world, chance(random, adversities.outOfBand));
  ageOut(world, adversities);
  silence(world, adversities.silent);
  resolve(world);
  const now = tablesAt(world, 0);
  const collected = tablesAt(world, COLLECTED_MIN);
  const old = tablesAt(
    world,
    OLD_MIN,
    world.hosts.filter(({ isNew }) => !isNew),
  );
  const devices = boxesOf(world).map((box) => {
    const before = box.silent ? old : collected;
    return toDevice(box, { now: now.get(box.name) ?? [], collected: before.get(box.name) ?? [] });
  });
  return { format: CAMPUS_FORMAT, seed, devices, truth: truthsOf(world) };
}

function furnishAll(world: World, adversities: Adversities): void {
  const places = world.nodes.filter(({ tier }) => tier === 'access');
  const pairs = world.nodes.filter(({ tier, boxes }) => tier === 'distribution' && boxes.length > 1);
  const between = world.nodes.filter(({ tier }) => tier === 'hub');
  for (const node of between)
    if (chance(world.random, HOSTS_BETWEEN)) placeOnHub({ world, node, adversities });
  for (const [turn, node] of places.entries()) furnish({ world, node, adversities }, turn);
  for (const node of pairs) {
    for (let left = BONDS_PER_PAIR; left > 0; left -= 1) placeBond({ world, node, adversities });
    placeOrphan({ world, node, adversities });
  }
}

/** Never the root, so that there is a gateway to speak of. */
function silence(world: World, share: number): void {
  const boxes = boxesOf(world);
  const able = shuffled(
    world.random,
    boxes.filter(({ name }) => name !== 'core-1'),
  );
  const silent = new Set(able.slice(0, Math.ceil(share * boxes.length)));
  for (const box of boxes) {
    box.silent = silent.has(box);
    const known = !box.silent || chance(world.random, 0.5);
    const days = 1 + Math.floor(world.random.float() * 20);
    box.collectedMinutesAgo = !known ? null : box.silent ? days * DAY_MIN : COLLECTED_MIN;
  }
}

/** The gateway has resolved whoever spoke to it lately. */
function resolve(world: World): void {
  for (const box of world.nodes[0]?.boxes ?? []) {
    for (const { mac, ip, frames } of world.hosts) {
      const [last] = frames;
      if (last !== undefined && last.minutesAgo < ARP_AGEING_MIN)
        box.arp.push({ address: ip, mac, vlan: last.vlan });
    }
  }
}
