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
}

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
}
