/** The answer to "where is that address plugged in?", with the reasons. Times are epoch milliseconds. */
import type { Failure } from './job.ts';
import type { Mac } from './mac.ts';
import type { RecordRef } from './ref.ts';

export const traceVerdicts = [
  'found',
  'not-found',
  'not-all-answered',
  'not-an-endpoint',
  'several',
] as const;
export type TraceVerdict = (typeof traceVerdicts)[number];

export const portClasses = [
  'fabric',
  'interswitch',
  'ap',
  'phone',
  'hypervisor',
  'host-lag',
  'edge',
  'unmanaged',
] as const;
export type PortClass = (typeof portClasses)[number];

/** Positive weights speak for an edge port, negative ones for a link between switches. */
export interface Evidence {
  readonly weight: number;
  readonly reason: string;
}

export interface TraceEdge {
  readonly switch: RecordRef;
  readonly switchName: string;
  readonly port: string;
  readonly portDescription: string | undefined;
  readonly vlan: number | undefined;
  readonly portClass: PortClass;
  readonly entryType: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  readonly otherAddresses: number;
  readonly seenAt: number;
  /** Read from the switch for this question, not from the last collect. */
  readonly live: boolean;
  /** When it was first seen on this port, if a collect saw it there. */
  readonly firstSeenAt?: number | undefined;
  /** The halves of an edge that is a port channel over a pair of switches, this one first; else left out. */
  readonly members?: readonly TraceEdgeMember[] | undefined;
}

export interface TraceEdgeMember {
  readonly switch: RecordRef;
  readonly switchName: string;
  readonly port: string;
}

export interface TraceHop {
  readonly switch: RecordRef;
  readonly switchName: string;
  readonly inPort: string | undefined;
  readonly outPort: string | undefined;
}

export interface RejectedSighting {
  readonly switch: RecordRef;
  readonly switchName: string;
  readonly port: string;
  readonly vlan: number | undefined;
  readonly portClass: PortClass;
  readonly reason: string;
}

export interface TraceDeviceError {
  readonly switch: RecordRef;
  readonly switchName: string;
  readonly error: Failure;
}

/** A switch of the place that was left out. */
export interface TraceSkipped {
  readonly switch: RecordRef;
  readonly switchName: string;
  readonly reason: string;
}

export interface TraceTotals {
  readonly asked: number;
  readonly answered: number;
  readonly cached: number;
  readonly failed: number;
  readonly elapsedMs: number;
  /** Switches of the place that could have been asked; absent: an older controller. */
  readonly inPlace?: number | undefined;
}

/** `directed`: not all were asked, for those that were leave no doubt. `none`: told from what was known. */
export const traceSearches = ['directed', 'all', 'none'] as const;
export type TraceSearch = (typeof traceSearches)[number];

export interface TraceAnswer {
  readonly mac: Mac;
  readonly verdict: TraceVerdict;
  /** One sentence for people. */
  readonly summary: string;
  /** Most likely first; one unless the verdict is `several`. */
  readonly edges: readonly TraceEdge[];
  /** From the gateway side to the edge. */
  readonly path: readonly TraceHop[];
  readonly rejected: readonly RejectedSighting[];
  readonly deviceErrors: readonly TraceDeviceError[];
  readonly notAsked: readonly TraceSkipped[];
  readonly totals: TraceTotals;
  readonly jobId: string | undefined;
  readonly lastSeenAt: number | undefined;
  /** Absent: an older controller. */
  readonly searched?: TraceSearch | undefined;
}

/** One switch's word on what stands behind an IP address. */
export interface TraceResolution {
  readonly switch: RecordRef;
  readonly switchName: string;
  readonly mac: Mac;
  readonly vlan: number | undefined;
  readonly port: string | undefined;
  /** dynamic, static, self or other. */
  readonly type: string;
  readonly seenAt: number;
  /** Asked of the switch for this question, not from the last collect. */
  readonly live: boolean;
  /** Other IP addresses that the MAC address stands behind at the last collects. */
  readonly otherAddresses: number;
}

/** What stands behind an IP address, and where each of that is. */
export interface TraceIpAnswer {
  readonly verdict: TraceVerdict;
  readonly summary: string;
  readonly address: string;
  /** Those of now first. */
  readonly resolutions: readonly TraceResolution[];
  /** One for each MAC address; the likeliest first. */
  readonly traces: readonly TraceAnswer[];
  readonly deviceErrors: readonly TraceDeviceError[];
  /** Switches that were asked for the MAC address. */
  readonly asked: number;
}

/** Where names come from: what speaks LLDP or CDP, and the inventory. */
export const nameSources = ['neighbour', 'switch'] as const;
export type NameSourceName = (typeof nameSources)[number];

/** One thing that has a name. */
export interface TraceNamed {
  readonly name: string;
  readonly source: NameSourceName;
  readonly switch: RecordRef;
  readonly switchName: string;
  readonly port: string | undefined;
  readonly mac: Mac | undefined;
  readonly address: string | undefined;
  readonly seenAt: number;
}

/** What has a name, and where that is when it is one device. */
export interface TraceNameAnswer {
  /** `undefined`: several have the name, and none was traced. */
  readonly verdict: TraceVerdict | undefined;
  readonly summary: string;
  readonly name: string;
  readonly matches: readonly TraceNamed[];
  readonly trace: TraceAnswer | undefined;
  /** Where its MAC address had to be asked for first. */
  readonly resolved: TraceIpAnswer | undefined;
}
