/**
 * One switch's tables brought into one shape, before anything is known of the other switches: members counted as
 * their port channel, addresses gathered per port, the switch's own addresses set aside.
 */
import { formatRef, isHypervisorMac, type Mac, virtualGateway } from '../../shared/model/index.ts';
import type { FdbFacts, NeighbourFacts, PortFacts, SwitchFacts } from './facts.ts';
import { isNoPort, isOwnInterface, portKey } from './port-name.ts';

export interface PortDraft {
  readonly key: string;
  /** As the device writes it. */
  readonly name: string;
  readonly facts: PortFacts | undefined;
  readonly members: readonly PortFacts[];
  readonly neighbours: readonly NeighbourFacts[];
  /** Addresses per VLAN; VLAN 0 stands for unknown. */
  readonly addresses: ReadonlyMap<number, readonly string[]>;
  /** Distinct addresses, without shared gateway addresses. */
  readonly count: number;
  readonly hypervisorCount: number;
  /** Locally administered and no virtual machine's: the randomised addresses of wireless devices. */
  readonly randomCount: number;
  /** Protocol of a shared gateway address that is learned here. */
  readonly gateway: string | undefined;
}

export interface SwitchDraft {
  readonly key: string;
  readonly facts: SwitchFacts;
  readonly ports: ReadonlyMap<string, PortDraft>;
  /** Port key of each address; AMBIGUOUS when the switch has it on several. */
  readonly portOf: ReadonlyMap<string, string>;
  /** Key of a member -> key of its port channel. */
  readonly lagOf: ReadonlyMap<string, string>;
  readonly ownMacs: readonly string[];
  /** It answers for a shared gateway address itself, or has addresses of its own in many VLANs. */
  readonly isGateway: boolean;
  /** Where the gateway is: the port of a shared gateway address, else of an address that routes between VLANs. */
  readonly gatewayPort: string | undefined;
  /** By a shared gateway address, which is no guess. */
  readonly seesGateway: boolean;
  /** Learned addresses that come in in so many VLANs as those of a router do. */
  readonly routing: readonly string[];
  /** Addresses on a usual port: the median over ports that have any. */
  readonly medianCount: number;
}

export const AMBIGUOUS = '';
/** The one protocol of shared addresses whose members are servers, not routers. */
const CLUSTER = 'Microsoft NLB';
/** Key in `addresses` for rows without a VLAN. */
export const NO_VLAN = 0;

interface Gathering {
  readonly key: string;
  readonly name: string;
  readonly facts: PortFacts | undefined;
  readonly members: PortFacts[];
  readonly neighbours: NeighbourFacts[];
  readonly addresses: Map<number, string[]>;
  count: number;
  hypervisorCount: number;
  randomCount: number;
  gateway: string | undefined;
}

export function draftSwitch(facts: SwitchFacts): SwitchDraft {
  const ports = new PortGathering(facts.ports);
  for (const neighbour of facts.neighbours) ports.at(neighbour.port).neighbours.push(neighbour);
  const portOf = new Map<string, string>();
  const vlansOf = new Map<string, number>();
  const own = new Set<string>();
  const ownVlans = new Set<number>();
  let isGateway = false;
  let gatewayPort: string | undefined;
  for (const row of facts.fdb) {
    if (isGroupAddress(row.mac)) continue;
    const gateway = gatewayProtocol(row.mac);
    if (isOwnRow(row)) {
      if (gateway !== undefined) isGateway = true;
      else own.add(row.mac);
      if (row.vlan !== undefined) ownVlans.add(row.vlan);
    } else if (row.port === '' || isNoPort(portKey(row.port))) continue;
    else if (gateway !== undefined) {
      const port = ports.at(row.port);
      port.gateway = gateway;
      if (gateway !== CLUSTER) gatewayPort = port.key;
    } else if (!addAddress(ports.at(row.port), portOf, row)) {
      vlansOf.set(row.mac, (vlansOf.get(row.mac) ?? 1) + 1);
    }
  }
  for (const mac of facts.macs) if (gatewayProtocol(mac) === undefined) own.add(mac);
  if (facts.baseMac !== undefined) own.add(facts.baseMac);
  const counts = [...ports.byKey.values()].map((port) => port.count).filter((count) => count > 0);
  return {
    key: formatRef(facts.ref),
    facts,
    ports: inOrder(ports.byKey),
    portOf,
    lagOf: ports.lagOf,
    ownMacs: [...own],
    isGateway: isGateway || ownVlans.size >= ROUTER_VLANS_MIN,
    gatewayPort: gatewayPort ?? routerPort(vlansOf, portOf),
    seesGateway: gatewayPort !== undefined,
    routing: [...vlansOf].flatMap(([mac, count]) => (count >= ROUTER_VLANS_MIN ? [mac] : [])),
    medianCount: median(counts),
  };
}

/** Finds the port for any spelling of its name, or of a member's. */
class PortGathering {
  readonly byKey: Map<string, Gathering> = new Map();
  readonly lagOf: Map<string, string> = new Map();
  readonly #byName = new Map<string, Gathering>();
  readonly #lagNames = new Map<string, string>();

  constructor(ports: readonly PortFacts[]) {
    for (const port of ports) {
      if (port.lag !== undefined && portKey(port.lag) !== portKey(port.name)) {
        this.lagOf.set(portKey(port.name), portKey(port.lag));
        this.#lagNames.set(portKey(port.name), port.lag);
      }
    }
    const isMember = (port: PortFacts): boolean => this.lagOf.has(portKey(port.name));
    for (const port of ports) if (!isMember(port)) this.#open(port.name, port);
    for (const port of ports) if (isMember(port)) this.at(port.name).members.push(port);
  }

  at(name: string): Gathering {
    const known = this.#byName.get(name);
    if (known) return known;
    const logical = this.#lagNames.get(portKey(name)) ?? name;
    const port = this.byKey.get(portKey(logical)) ?? this.#open(logical, undefined);
    this.#byName.set(name, port);
    return port;
  }

  #open(name: string, facts: PortFacts | undefined): Gathering {
    const port: Gathering = {
      key: portKey(name),
      name,
      facts,
      members: [],
      neighbours: [],
      addresses: new Map(),
      count: 0,
      hypervisorCount: 0,
      randomCount: 0,
      gateway: undefined,
    };
    this.byKey.set(port.key, port);
    return port;
  }
}

/** In one order whatever the order of the tables, so that samples and ties give the same answer every time. */
function inOrder(ports: ReadonlyMap<string, Gathering>): ReadonlyMap<string, PortDraft> {
  for (const port of ports.values()) for (const macs of port.addresses.values()) macs.sort();
  return new Map([...ports].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** So many VLANs behind one address: it routes between them. */
const ROUTER_VLANS_MIN = 3;

function routerPort(
  vlansOf: ReadonlyMap<string, number>,
  portOf: ReadonlyMap<string, string>,
): string | undefined {
  const [most] = [...vlansOf].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return most === undefined || most[1] < ROUTER_VLANS_MIN ? undefined : portOf.get(most[0]) || undefined;
}

/** False: the port had it already, in another VLAN. */
function addAddress(port: Gathering, portOf: Map<string, string>, row: FdbFacts): boolean {
  const vlan = row.vlan ?? NO_VLAN;
  const list = port.addresses.get(vlan);
  if (list) list.push(row.mac);
  else port.addresses.set(vlan, [row.mac]);
  const before = portOf.get(row.mac);
  if (before === port.key) return false;
  portOf.set(row.mac, before === undefined ? port.key : AMBIGUOUS);
  port.count++;
  if (isHypervisorMac(row.mac as Mac)) port.hypervisorCount++;
  else if ('26ae'.includes(row.mac.charAt(1))) port.randomCount++;
  return true;
}

/** The switch's own side of the table: an address of the device itself. */
export function isOwnRow(row: Pick<FdbFacts, 'type' | 'port'>): boolean {
  return row.type === 'self' || (row.type !== 'dynamic' && isOwnInterface(portKey(row.port)));
}

/** The group bit is the lowest of the first octet, so the second digit is odd. */
function isGroupAddress(mac: string): boolean {
  return '13579bdf'.includes(mac.charAt(1));
}

/** All shared gateway addresses begin with a zero digit; most others need no look at the table. */
export function gatewayProtocol(mac: string): string | undefined {
  return mac.startsWith('0') ? virtualGateway(mac as Mac) : undefined;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
