/**
 * What the trace reasons about: plain data, cut from the inventory by the caller. Nothing in this room but the
 * orchestration asks anybody for anything, so every judgement can be repeated from these facts.
 * MAC addresses are in colon form, times are epoch milliseconds.
 */
import type {
  Mac,
  RecordRef,
  RejectedSighting,
  TraceEdge,
  TraceHop,
  TraceVerdict,
} from '../../shared/model/index.ts';

/**
 * One managed switch as the last collect left it. A caller that keeps the same object while nothing of the switch
 * has changed makes `buildTopology` cheap: work is redone for new objects only.
 */
export interface SwitchFacts {
  readonly ref: RecordRef;
  readonly name: string;
  readonly hostname: string | undefined;
  readonly baseMac: string | undefined;
  /** Addresses that the device itself owns. */
  readonly macs: readonly string[];
  readonly managementAddress: string | undefined;
  /** What some ARP table of the site resolves the management address to: places a switch that was never read. */
  readonly resolvedMac?: string | undefined;
  readonly ports: readonly PortFacts[];
  readonly fdb: readonly FdbFacts[];
  readonly neighbours: readonly NeighbourFacts[];
}

export interface PortFacts {
  readonly name: string;
  readonly description: string | undefined;
  /** access, trunk, general or routed. */
  readonly mode: string | undefined;
  readonly vlan: number | undefined;
  /** Name of the port channel that it is a member of. */
  readonly lag: string | undefined;
  readonly operUp: boolean | undefined;
  readonly state: string | undefined;
  /** Number of the MLAG or vPC that it is one half of. */
  readonly mlag?: string | undefined;
  /** The link between the two switches of a pair. */
  readonly peerLink?: boolean | undefined;
}

/** One learned address of the last collect. */
export interface FdbFacts {
  readonly mac: string;
  readonly port: string;
  readonly vlan: number | undefined;
  /** dynamic, static, self, secure or other. */
  readonly type: string;
}

export interface NeighbourFacts {
  readonly port: string;
  /** lldp or cdp. */
  readonly protocol: string;
  readonly chassisId: string | undefined;
  readonly remotePort: string | undefined;
  readonly systemName: string | undefined;
  readonly systemDescription: string | undefined;
  readonly managementAddress: string | undefined;
  readonly capabilities: readonly string[];
}

/** The asked address on one port of one switch. */
export interface Sighting {
  readonly switch: RecordRef;
  readonly port: string;
  readonly vlan: number | undefined;
  readonly type: string;
  /** Live: when the switch answered. Cached: the last collect that held it. */
  readonly seenAt: number;
  readonly live: boolean;
  /** False: the last collect of that switch no longer held it; good for "last seen" only. */
  readonly present: boolean;
}

export interface Question {
  readonly mac: Mac;
  readonly now: number;
  readonly sightings: readonly Sighting[];
  /** Switches that answered live, with or without the address. Empty when nobody was asked. */
  readonly answered: readonly RecordRef[];
  /** Switches that were asked and did not answer. */
  readonly failed: readonly RecordRef[];
}

/** The part of the answer that follows from facts; the orchestration adds errors, totals and the job. */
export interface Located {
  readonly mac: Mac;
  readonly verdict: TraceVerdict;
  readonly summary: string;
  readonly edges: readonly TraceEdge[];
  readonly path: readonly TraceHop[];
  readonly rejected: readonly RejectedSighting[];
  readonly lastSeenAt: number | undefined;
}

/** Entries that switches keep for a quiet address: within this time two sightings may be one and the same host. */
export const FDB_AGEING_MS = 300_000;
