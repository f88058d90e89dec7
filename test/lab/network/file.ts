/**
 * A campus and the truth about it as plain JSON: what the trace is given, and what the right answers are. Ours are
 * generated; anybody else's are read from a file of this shape (test/lab/network/README.md).
 */
import type { PortClass } from '../../../shared/model/index.ts';

export const CAMPUS_FORMAT = 'wayside-campus/1';

export interface CampusFile {
  readonly format: typeof CAMPUS_FORMAT;
  readonly seed?: number | undefined;
  readonly devices: readonly CampusDevice[];
  readonly truth: readonly CampusTruth[];
}

/** A managed switch: it is in the inventory, whether it answers or not. */
export interface CampusDevice {
  readonly name: string;
  readonly hostname?: string | undefined;
  readonly platform?: string | undefined;
  /** It does not answer the question; what it knows now is not seen. */
  readonly silent?: boolean | undefined;
  /** Age of the last collect; null: there was none. Left out: 10 minutes, and none for a silent switch. */
  readonly collectedMinutesAgo?: number | null | undefined;
  readonly baseMac?: string | undefined;
  /** Addresses that the device says are its own. */
  readonly macs?: readonly string[] | undefined;
  readonly managementAddress?: string | undefined;
  readonly ports: readonly CampusPort[];
  readonly lags?: readonly CampusLag[] | undefined;
  /** What its MAC table holds now. */
  readonly fdb: readonly CampusRow[];
  /** What it held at the last collect; left out: the same. */
  readonly collectedFdb?: readonly CampusRow[] | undefined;
  /** What LLDP and CDP said at the last collect. */
  readonly neighbours?: readonly CampusNeighbour[] | undefined;
  readonly arp?: readonly CampusArp[] | undefined;
}

export interface CampusPort {
  readonly name: string;
  readonly description?: string | undefined;
  /** access, trunk, general or routed. */
  readonly mode?: string | undefined;
  readonly vlan?: number | undefined;
  readonly up?: boolean | undefined;
}

export interface CampusLag {
  readonly name: string;
  readonly members: readonly string[];
}

export interface CampusRow {
  readonly mac: string;
  readonly port: string;
  readonly vlan?: number | undefined;
  /** dynamic, static, self, secure or other; dynamic when left out. */
  readonly type?: string | undefined;
}

export interface CampusNeighbour {
  readonly port: string;
  /** lldp or cdp; lldp when left out. */
  readonly protocol?: string | undefined;
  readonly chassisId?: string | undefined;
  readonly remotePort?: string | undefined;
  readonly systemName?: string | undefined;
  readonly systemDescription?: string | undefined;
  readonly managementAddress?: string | undefined;
  readonly capabilities?: readonly string[] | undefined;
}

export interface CampusArp {
  readonly address: string;
  readonly mac: string;
  readonly vlan?: number | undefined;
}

export interface CampusPlace {
  readonly switch: string;
  readonly port: string;
}

export interface CampusHop extends CampusPlace {
  /** The other member of a pair. */
  readonly also?: readonly CampusPlace[] | undefined;
}

/** Where an address really is. */
export interface CampusTruth {
  readonly mac: string;
  /** Empty for an address that is no endpoint, else the edge: switch and port, by any spelling of its name. */
  readonly places: readonly CampusPlace[];
  /** True: it is at all places at once, as different things; else they are members of one edge. */
  readonly several?: boolean | undefined;
  readonly portClass?: PortClass | undefined;
  /** What it is, for the report: pc, phone, vm, … */
  readonly kind?: string | undefined;
  readonly adversities?: readonly string[] | undefined;
  /** From the gateway to the edge; the last hop is the edge. */
  readonly path?: readonly CampusHop[] | undefined;
}
