/**
 * A campus from a seed: switches in three tiers, cables, hosts of every kind, and the tables that the switches
 * would hold, together with the truth about each address. The same options give the same campus on any machine.
 */
import { WaysideError } from '../../shared/errors.ts';
import { type Random, randomInt, seededRandom } from '../../shared/runtime/index.ts';
import { furnishDesks } from './campus/desks.ts';
import type { Draft } from './campus/draft.ts';
import type { Endpoint, Furnishing } from './campus/endpoint.ts';
import {
  type Fabric,
  infrastructure,
  learn,
  learnRouter,
  pathTo,
  resolveAddresses,
} from './campus/learning.ts';
import type { Campus, EndpointClass, LabDevice, Truth } from './campus/model.ts';
import { AddressPool, MacPool } from './campus/pools.ts';
import { furnishServers } from './campus/servers.ts';
import { namedVlans, type PlatformMix, planTiers } from './campus/tiers.ts';
import { wire } from './campus/wire.ts';

export const SWITCHES_MIN = 3;
export const SWITCHES_MAX = 400;
const DEFAULT_SWITCHES = 12;
const DEFAULT_DESK_PORTS = 24;

export interface CampusOptions {
  readonly seed: number;
  /** 3 to 400; 12 unless told. */
  readonly switches?: number;
  /** False: neither LLDP nor CDP runs anywhere. */
  readonly lldp?: boolean;
  /** Platforms of each tier, dealt out in turn. */
  readonly platforms?: Partial<PlatformMix>;
  /** Ports in use on each desk switch; 24 unless told. */
  readonly deskPorts?: number;
  /** So many PCs moved to another floor switch a moment ago; none unless told. */
  readonly moved?: number;
}

const DEFAULT_PLATFORMS: PlatformMix = {
  core: ['cisco_ios'],
  distribution: ['cisco_ios', 'dell_os6'],
  access: ['dell_os6', 'dell_os6', 'cisco_ios'],
};

export function generateCampus(options: CampusOptions): Campus {
  const { seed, switches = DEFAULT_SWITCHES, lldp = true, deskPorts = DEFAULT_DESK_PORTS } = options;
  if (!Number.isInteger(switches) || switches < SWITCHES_MIN || switches > SWITCHES_MAX) {
    throw new WaysideError(
      'INVALID_INPUT',
      `a campus has ${SWITCHES_MIN} to ${SWITCHES_MAX} switches, not ${switches}`,
    );
  }
  const random = seededRandom(seed);
  const macs = new MacPool(random);
  const addresses = new AddressPool();
  const platforms = { ...DEFAULT_PLATFORMS, ...options.platforms };
  const drafts = planTiers({ switches, platforms }, { random, macs, addresses });
  const fabric: Fabric = { drafts, links: wire(drafts, { random, lldp }) };
  const site: Furnishing = { random, macs, addresses, lldp, endpoints: [] };
  for (const draft of drafts) {
    if (draft.tier !== 'access') continue;
    if (draft.servers) furnishServers(site, draft);
    else furnishDesks(site, draft, deskPorts);
  }
  const hosts = moveSome(site.endpoints, drafts, { count: options.moved ?? 0, random });
  const endpoints = [...hosts, ...infrastructure(fabric, addresses)];
  learn(fabric, endpoints, random);
  learnRouter(fabric);
  resolveAddresses(fabric, endpoints, random);
  const devices = drafts.map((draft) => freeze(draft, lldp));
  return {
    seed,
    devices,
    byName: new Map(devices.map((device) => [device.hostname, device])),
    truth: new Map(endpoints.map((endpoint) => [endpoint.mac, truthOf(fabric, endpoint)])),
    gateway: drafts[0]?.hostname ?? '',
  };
}

/**
 * Gives `count` PCs the port of another PC of the same VLAN on another switch. The switches above have noticed;
 * the former edge switch, whose port stayed up, still holds its row.
 */
function moveSome(
  endpoints: readonly Endpoint[],
  drafts: readonly Draft[],
  options: { readonly count: number; readonly random: Random },
): Endpoint[] {
  const hosts = [...endpoints];
  const plain = hosts.filter((host) => host.class === 'edge' && host.name.startsWith('pc'));
  for (let left = options.count; left > 0 && plain.length > 0; ) {
    const [host] = plain.splice(randomInt(options.random, plain.length), 1);
    if (!host) break;
    const target = plain.find(
      (other) => other.vlan === host.vlan && other.at !== host.at && !onTheWay(drafts, other.at, host.at),
    );
    if (!target) continue;
    plain.splice(plain.indexOf(target), 1);
    // The PC that had the port has left it, and has not spoken since.
    hosts[hosts.indexOf(target)] = { ...target, class: 'quiet' };
    const was = { at: host.at, port: host.port };
    hosts[hosts.indexOf(host)] = { ...host, class: 'moved', at: target.at, port: target.port, was };
    left -= 1;
  }
  return hosts;
}

/** Whether the switch `index` lies between `at` and the root. */
function onTheWay(drafts: readonly Draft[], at: number, index: number): boolean {
  for (let here: number | undefined = at; here !== undefined; here = drafts[here]?.parent) {
    if (here === index) return true;
  }
  return false;
}

function truthOf(fabric: Fabric, endpoint: Endpoint): Truth {
  const { mac, name, vlan, ip, at, port, was } = endpoint;
  const nameOf = (index: number): string => fabric.drafts[index]?.hostname ?? '';
  return {
    mac,
    name,
    class: endpoint.class,
    switch: nameOf(at),
    port,
    vlan,
    ip,
    path: pathTo(fabric, at, port),
    was: was && { switch: nameOf(was.at), port: was.port },
  };
}

const FLOOR_DIGITS = 2;

function freeze(draft: Draft, lldp: boolean): LabDevice {
  const { hardware, ports, lags, fdb, neighbours, arp } = draft;
  const order = new Map([...ports.keys()].map((name, index) => [name, index]));
  const rank = (name: string): number => order.get(name) ?? 0;
  return {
    hostname: draft.hostname,
    platform: hardware.platform,
    tier: draft.tier,
    floor: draft.floor === 0 ? 'MDF' : `F${String(draft.floor).padStart(FLOOR_DIGITS, '0')}`,
    model: hardware.model,
    version: hardware.version,
    serial: draft.serial,
    members: draft.members,
    baseMac: draft.baseMac,
    sviMac: draft.sviMac,
    address: draft.address,
    uptimeMs: draft.uptimeMs,
    lldp,
    vlans: namedVlans(draft.vlans),
    ports: [...ports.values()],
    lags: [...lags.values()],
    fdb: [...fdb].sort((a, b) => a.vlan - b.vlan || (a.mac < b.mac ? -1 : 1)),
    neighbours: [...neighbours].sort((a, b) => rank(a.port) - rank(b.port)),
    arp: [...arp],
  };
}

/**
 * The truth of the `nth` address of a class, counted from 0: `pick(campus, 'edge')` is a plain PC on an edge
 * port, `'phone-pc'` a PC behind a phone, `'host-lag'` a server behind a port channel. Throws when there is none.
 */
export function pick(campus: Campus, endpointClass: EndpointClass, nth = 0): Truth {
  let seen = 0;
  for (const truth of campus.truth.values()) {
    if (truth.class !== endpointClass) continue;
    if (seen === nth) return truth;
    seen += 1;
  }
  throw new WaysideError('NOT_FOUND', `the campus has no ${endpointClass} number ${nth}`);
}

/** Every address that a class holds; `truths(campus)` without a class gives all. */
export function truths(campus: Campus, endpointClass?: EndpointClass): Truth[] {
  const all = [...campus.truth.values()];
  return endpointClass ? all.filter((truth) => truth.class === endpointClass) : all;
}
