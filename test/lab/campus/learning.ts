/**
 * How the switches learn addresses. Frames to the gateway pass every switch between the edge and the root, so
 * all of these hold the address; broadcasts reach some of the others, each of which learns it on its port
 * toward the edge, together with every switch on the way there. A quiet host is in no table at all.
 */
import { macFromHex } from '../../../shared/model/index.ts';
import { type Random, randomInt } from '../../../shared/runtime/index.ts';
import type { Draft } from './draft.ts';
import type { Endpoint } from './endpoint.ts';
import type { EndpointClass, PathHop } from './model.ts';
import { type AddressPool, between } from './pools.ts';
import { VLAN } from './tiers.ts';
import type { TreeLink } from './wire.ts';

/** A host's broadcasts leave traces on up to this many switches off its way to the gateway. */
const FLOODED_SWITCHES_MAX = 10;

export interface Fabric {
  readonly drafts: readonly Draft[];
  readonly links: readonly (TreeLink | undefined)[];
}

/** From the switch itself up to the root, as [index, port toward the address]. */
function climb(fabric: Fabric, at: number, port: string): [number, string][] {
  const hops: [number, string][] = [[at, port]];
  for (let index = at; ; ) {
    const parent = fabric.drafts[index]?.parent;
    const link = fabric.links[index];
    if (parent === undefined || !link) return hops;
    hops.push([parent, link.down]);
    index = parent;
  }
}

export function pathTo(fabric: Fabric, at: number, port: string): PathHop[] {
  return climb(fabric, at, port)
    .reverse()
    .map(([index, toward]) => ({ switch: fabric.drafts[index]?.hostname ?? '', port: toward }));
}

/** Where each switch of the VLAN learns the address: everywhere on the way to the root, and wherever a broadcast has reached. */
function whoLearns(fabric: Fabric, endpoint: Endpoint, reached: readonly number[]): Map<number, string> {
  const learned = new Map(climb(fabric, endpoint.at, endpoint.port));
  for (const start of reached) {
    // A switch off the way sees the frame come down from above: up to the first switch that knows it already.
    for (let index = start; !learned.has(index); ) {
      const link = fabric.links[index];
      const parent = fabric.drafts[index]?.parent;
      if (!link || parent === undefined) break;
      learned.set(index, link.up);
      index = parent;
    }
  }
  return learned;
}

/** Classes whose owner shows them as its own address, not as learned. */
const OWN_CLASSES: readonly EndpointClass[] = ['infra', 'virtual-gateway'];

function owns(draft: Draft | undefined, endpoint: Endpoint): boolean {
  return draft?.index === endpoint.at && OWN_CLASSES.includes(endpoint.class);
}

/** Whom a host's broadcasts reached: everyone for the gateway, nobody yet for a host that just moved. */
function reachedBy(endpoint: Endpoint, carrying: readonly number[], random: Random): readonly number[] {
  if (endpoint.class === 'virtual-gateway') return carrying;
  if (endpoint.class === 'moved') return [];
  const count = between(random, 0, FLOODED_SWITCHES_MAX);
  return Array.from({ length: count }, () => carrying[randomInt(random, carrying.length)] ?? 0);
}

export function learn(fabric: Fabric, endpoints: readonly Endpoint[], random: Random): void {
  const carriers = new Map<number, number[]>();
  for (const draft of fabric.drafts) {
    for (const vlan of draft.vlans) carriers.set(vlan, [...(carriers.get(vlan) ?? []), draft.index]);
  }
  for (const endpoint of endpoints) {
    if (endpoint.class === 'quiet') continue;
    const reached = reachedBy(endpoint, carriers.get(endpoint.vlan) ?? [], random);
    for (const [index, port] of whoLearns(fabric, endpoint, reached)) {
      const type = owns(fabric.drafts[index], endpoint) ? 'self' : 'dynamic';
      addRow(fabric, index, { mac: endpoint.mac, vlan: endpoint.vlan, port, type });
    }
    learnExtras(fabric, endpoint);
  }
}

function addRow(fabric: Fabric, index: number, row: Draft['fdb'][number]): void {
  fabric.drafts[index]?.fdb.push(row);
}

function learnExtras(fabric: Fabric, endpoint: Endpoint): void {
  const { mac, at, port, alsoVlan, was } = endpoint;
  if (alsoVlan !== undefined) addRow(fabric, at, { mac, vlan: alsoVlan, port, type: 'dynamic' });
  if (was) addRow(fabric, was.at, { mac, vlan: endpoint.vlan, port: was.port, type: 'dynamic' });
}

/** The switches' own addresses in the management VLAN, and the virtual address of the gateway in every VLAN. */
export function infrastructure(fabric: Fabric, addresses: AddressPool): Endpoint[] {
  const own = fabric.drafts.map((draft): Endpoint => {
    const { index: at, hostname: name, address: ip, sviMac: mac } = draft;
    return { mac, class: 'infra', name, at, port: `Vl${VLAN.management}`, vlan: VLAN.management, ip };
  });
  const gateways = (fabric.drafts[0]?.vlans ?? [])
    .filter((vlan) => vlan !== VLAN.native)
    .map(
      (vlan): Endpoint => ({
        mac: gatewayMac(vlan),
        class: 'virtual-gateway',
        name: `gateway-${vlan}`,
        at: 0,
        port: `Vl${vlan}`,
        vlan,
        ip: addresses.gateway(vlan),
      }),
    );
  return [...own, ...gateways];
}

/** VRRP in the management VLAN, HSRP version 2 with the VLAN as its group elsewhere. */
function gatewayMac(vlan: number): Endpoint['mac'] {
  if (vlan === VLAN.management) return macFromHex(`00005e0001${vlan.toString(16).padStart(2, '0')}`);
  return macFromHex(`00000c9ff${vlan.toString(16).padStart(3, '0')}`);
}

/** The root's own address in every VLAN, learned by all switches that carry it: routed frames come from there. */
export function learnRouter(fabric: Fabric): void {
  const [root] = fabric.drafts;
  if (!root) return;
  for (const [index, draft] of fabric.drafts.entries()) {
    for (const vlan of draft.vlans) {
      if (vlan === VLAN.native) continue;
      const port = fabric.links[index]?.up ?? `Vl${vlan}`;
      const known = draft.fdb.some((row) => row.mac === root.sviMac && row.vlan === vlan);
      if (!known) draft.fdb.push({ mac: root.sviMac, vlan, port, type: index === 0 ? 'self' : 'dynamic' });
    }
  }
}

/** Core switches have resolved every host, quiet ones too; the others know the gateway and themselves. */
export function resolveAddresses(fabric: Fabric, endpoints: readonly Endpoint[], random: Random): void {
  const gateway = endpoints.find(
    (endpoint) => endpoint.class === 'virtual-gateway' && endpoint.vlan === VLAN.management,
  );
  for (const draft of fabric.drafts) {
    for (const endpoint of endpoints) {
      const self = owns(draft, endpoint);
      if (draft.tier !== 'core' && !self && endpoint !== gateway) continue;
      const ageMin = self ? 0 : randomInt(random, 20);
      draft.arp.push({ ip: endpoint.ip, mac: endpoint.mac, vlan: endpoint.vlan, self, ageMin });
    }
  }
}
