/**
 * A small network drawn by hand, for questions to the trace: switches, cables, hosts, and what each switch learns when
 * every host and every switch has spoken once. Places are written `acc1 Gi1/0/5`. Made to be bent: neighbours, port
 * facts and missing rows are given where a test needs them.
 */
import type {
  Located,
  NeighbourFacts,
  PortFacts,
  Sighting,
  SwitchFacts,
} from '../../controller/trace/facts.ts';
import { locate } from '../../controller/trace/locate.ts';
import { buildTopology, type Topology } from '../../controller/trace/topology.ts';
import { type Mac, macFromHex, type RecordRef } from '../../shared/model/index.ts';

export interface NetSpec {
  /** Names; the first is the gateway side. Their number is part of their address: see `switchMac`. */
  readonly switches: readonly string[];
  readonly links: readonly (readonly [string, string])[];
  readonly hosts: readonly NetHost[];
  /** True unless told: switches hear each other. */
  readonly lldp?: boolean;
  /** True unless told: switches learn each other's own addresses. */
  readonly ownAddresses?: boolean;
  /** Switches of `switches` that stand there but are not in the inventory. */
  readonly unlisted?: readonly string[];
  readonly ports?: Readonly<Record<string, Partial<PortFacts>>>;
  readonly neighbours?: Readonly<Record<string, Partial<NeighbourFacts>>>;
  /** True: the switch never learned that address. */
  readonly deaf?: (name: string, mac: string) => boolean;
}

export interface NetHost {
  readonly mac: Mac;
  readonly at: string;
  /** The other member of a pair on which it ends as well. */
  readonly also?: string;
  readonly vlan?: number;
}

export interface CachedRow {
  readonly at: string;
  readonly minutesAgo: number;
  readonly vlan?: number;
  readonly type?: string;
}

export interface Asked {
  /** Switches that do not answer. */
  readonly failed?: readonly string[];
  /** False: nobody is asked, all is from the last collect. */
  readonly live?: boolean;
  /** Sightings beside those of the network: `acc1 Gi1/0/5`, seen so many minutes ago at a collect. */
  readonly cached?: readonly CachedRow[];
  /** Live rows that are not there: `acc1`. */
  readonly without?: readonly string[];
}

interface Cable {
  readonly port: string;
  readonly far: string;
  readonly farPort: string;
}

export const NOW = 1_900_000_000_000;
const MINUTE_MS = 60_000;
const DEFAULT_VLAN = 10;

/** `00:1b:21:00:00:05` for 5: a network card of a PC. */
export function hostMac(number: number): Mac {
  return macFromHex(`001b21${number.toString(16).padStart(6, '0')}`);
}

/** Base address of the switch with that number, counted from 0. */
export function switchMac(number: number): Mac {
  return macFromHex(`f8b156${number.toString(16).padStart(4, '0')}00`);
}

export function switchRef(name: string): RecordRef {
  return { site: 'ams1', kind: 'switch', id: name };
}

export class TraceNet {
  readonly facts: readonly SwitchFacts[];
  readonly topology: Topology;
  private readonly spec: NetSpec;
  /** Switch where frames come from -> every other switch -> its port through which they come in. */
  private readonly ways = new Map<string, ReadonlyMap<string, string>>();
  private readonly cablesOf = new Map<string, readonly Cable[]>();
  private readonly rows = new Map<string, Omit<Sighting, 'live'>[]>();

  constructor(spec: NetSpec) {
    this.spec = spec;
    const listed = spec.switches.filter((name) => !spec.unlisted?.includes(name));
    this.facts = listed.map((name) => this.factsOf(name));
    this.topology = buildTopology(this.facts);
    for (const { ref, fdb } of this.facts) {
      for (const { mac, ...row } of fdb) {
        const rows = this.rows.get(mac) ?? [];
        this.rows.set(mac, rows);
        rows.push({ ...row, switch: ref, seenAt: NOW, present: true });
      }
    }
  }

  ask(mac: Mac, asked: Asked = {}): Located {
    const { failed = [], live = true, without = [] } = asked;
    const silent = new Set(failed);
    const names = this.facts.map((facts) => facts.name);
    const sightings: Sighting[] = (this.rows.get(mac) ?? [])
      .filter((row) => !silent.has(row.switch.id) && !without.includes(row.switch.id))
      .map((row) => ({ ...row, live }));
    for (const { at, minutesAgo, vlan = DEFAULT_VLAN, type = 'dynamic' } of asked.cached ?? []) {
      const [name, port] = split(at);
      const seenAt = NOW - minutesAgo * MINUTE_MS;
      const row = { switch: switchRef(name), port, vlan, type, seenAt };
      sightings.push({ ...row, live: false, present: true });
    }
    const answered = live ? names.filter((name) => !silent.has(name)).map(switchRef) : [];
    return locate({ mac, now: NOW, sightings, answered, failed: failed.map(switchRef) }, this.topology);
  }

  private factsOf(name: string): SwitchFacts {
    const { switches, ownAddresses = true } = this.spec;
    const own = switchMac(switches.indexOf(name));
    const fdb = this.learned(name);
    return {
      ref: switchRef(name),
      name,
      hostname: name,
      baseMac: ownAddresses ? own : undefined,
      macs: ownAddresses ? [own] : [],
      managementAddress: undefined,
      ports: this.portsOf(name),
      fdb,
      neighbours: this.neighboursOf(name),
    };
  }

  private learned(name: string): SwitchFacts['fdb'] {
    const { hosts, switches, ownAddresses = true, deaf } = this.spec;
    const speakers = hosts.map(({ mac, at, also, vlan = DEFAULT_VLAN }) => {
      return { mac, at: also !== undefined && split(also)[0] === name ? also : at, vlan };
    });
    if (ownAddresses) {
      for (const [number, other] of switches.entries()) {
        if (other !== name) speakers.push({ mac: switchMac(number), at: `${other} Vl1`, vlan: 1 });
      }
    }
    return speakers.flatMap(({ mac, at, vlan }) => {
      const port = this.portToward(name, at);
      const type = split(at)[0] === name && port?.startsWith('Vl') ? 'self' : 'dynamic';
      return port === undefined || deaf?.(name, mac) ? [] : [{ mac, port, vlan, type }];
    });
  }

  /** The port of `name` through which frames from `at` come in; undefined when they do not. */
  private portToward(name: string, at: string): string | undefined {
    const [there, edge] = split(at);
    if (there === name) return edge;
    const way = this.ways.get(there) ?? this.waysFrom(there);
    this.ways.set(there, way);
    return way.get(name);
  }

  private waysFrom(there: string): ReadonlyMap<string, string> {
    const from = new Map<string, string>([[there, '']]);
    const queue = [there];
    for (let here = queue.shift(); here !== undefined; here = queue.shift()) {
      for (const { far, farPort } of this.cables(here)) {
        if (from.has(far)) continue;
        from.set(far, farPort);
        queue.push(far);
      }
    }
    return from;
  }

  private cables(name: string): readonly Cable[] {
    const known = this.cablesOf.get(name);
    if (known) return known;
    const cables = this.spec.links.flatMap(([a, b]) => {
      const ends = [split(a), split(b)];
      const [near, other] = ends[0]?.[0] === name ? ends : ends.toReversed();
      if (near?.[0] !== name || other === undefined) return [];
      return [{ port: near[1], far: other[0], farPort: other[1] }];
    });
    this.cablesOf.set(name, cables);
    return cables;
  }

  private portsOf(name: string): readonly PortFacts[] {
    const ports = new Map<string, PortFacts>();
    const put = (port: string, facts: Partial<PortFacts>): void => {
      const blank = { name: port, description: undefined, lag: undefined, operUp: true, state: 'up' };
      ports.set(port, { ...blank, mode: undefined, vlan: undefined, ...ports.get(port), ...facts });
    };
    for (const { port } of this.cables(name)) put(port, { mode: 'trunk', vlan: 1 });
    for (const { at, also, vlan = DEFAULT_VLAN } of this.spec.hosts) {
      for (const [there, port] of [at, also ?? at].map(split)) {
        if (there === name) put(port, { mode: 'access', vlan });
      }
    }
    for (const [at, facts] of Object.entries(this.spec.ports ?? {})) {
      const [there, port] = split(at);
      if (there === name) put(port, facts);
    }
    return [...ports.values()];
  }

  private neighboursOf(name: string): readonly NeighbourFacts[] {
    const { lldp = true, neighbours = {}, switches } = this.spec;
    const cables = lldp ? this.cables(name) : [];
    const heard = cables.map(({ port, far, farPort }) => ({
      ...lldpRow(port),
      chassisId: switchMac(switches.indexOf(far)),
      remotePort: farPort,
      systemName: far,
      capabilities: ['bridge'],
    }));
    const given = Object.entries(neighbours).flatMap(([at, facts]) => {
      const [there, port] = split(at);
      return there === name ? [{ ...lldpRow(port), ...facts }] : [];
    });
    return [...heard, ...given];
  }
}

function lldpRow(port: string): NeighbourFacts {
  return {
    port,
    protocol: 'lldp',
    chassisId: undefined,
    remotePort: undefined,
    systemName: undefined,
    systemDescription: undefined,
    managementAddress: undefined,
    capabilities: [],
  };
}

function split(at: string): readonly [name: string, port: string] {
  const blank = at.indexOf(' ');
  return [at.slice(0, blank), at.slice(blank + 1)];
}

/** core - dist - acc1, acc2, each with a PC or two; the router hangs on the core, its shared address with it. */
export const OFFICE: NetSpec = {
  switches: ['core', 'dist', 'acc1', 'acc2'],
  links: [
    ['core Po1', 'dist Po1'],
    ['dist Te1/0/1', 'acc1 Gi1/0/49'],
    ['dist Te1/0/2', 'acc2 Gi1/0/49'],
  ],
  hosts: [
    { mac: hostMac(1), at: 'acc1 Gi1/0/5' },
    { mac: hostMac(2), at: 'acc1 Gi1/0/6' },
    { mac: hostMac(3), at: 'acc2 Gi1/0/5' },
    { mac: hostMac(4), at: 'core Gi1/0/9' },
    { mac: hostMac(5), at: 'core Gi1/0/1' },
    { mac: macFromHex('00000c07ac01'), at: 'core Gi1/0/1' },
  ],
};

/** The office with more hosts in it. */
export function officeWith(hosts: readonly NetHost[], change: Partial<NetSpec> = {}): TraceNet {
  return new TraceNet({ ...OFFICE, ...change, hosts: [...OFFICE.hosts, ...hosts] });
}

/** `acc1 Gi1/0/5` of each edge of the answer, the likeliest first. */
export function edgesOf({ edges }: Located): readonly string[] {
  return edges.map((edge) => `${edge.switchName} ${edge.port}`);
}

/** `core > Po1`, `Te1/0/1 > acc1 > Gi1/0/5`: the hops with the ports in and out. */
export function pathOf({ path }: Located): readonly string[] {
  return path.map(({ switchName, inPort, outPort }) =>
    [inPort, switchName, outPort].filter((part) => part !== undefined).join(' > '),
  );
}

/** Reason of the rejected sighting at that place. */
export function whyNot({ rejected }: Located, at: string): string | undefined {
  return rejected.find((one) => `${one.switchName} ${one.port}` === at)?.reason;
}
