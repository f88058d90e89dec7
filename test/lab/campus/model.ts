/** What a generated campus is made of: devices with their tables, and the truth about every address on them. */
import type { Mac } from '../../../shared/model/index.ts';

export type PlatformId = 'dell_os6' | 'cisco_ios';
export type Tier = 'core' | 'distribution' | 'access';
export type Capability = 'other' | 'repeater' | 'bridge' | 'wlan' | 'router' | 'telephone' | 'station';

export interface LabPort {
  /** Short name as the platform writes it: `Gi1/0/1`, `Te1/0/4`, `Po10`. */
  readonly name: string;
  readonly description: string;
  readonly state: 'up' | 'down' | 'disabled' | 'err-disabled' | 'detached';
  readonly speedMbps: number;
  readonly media: string;
  readonly mode: 'access' | 'trunk' | 'general';
  /** Access VLAN, or the untagged VLAN of a trunk. */
  readonly vlan: number;
  /** Tagged VLANs of a trunk or general port, rising. */
  readonly tagged: readonly number[];
  readonly voiceVlan: number | undefined;
  /** The port channel that it is a member of. */
  readonly lag: string | undefined;
}

export interface LabLag extends LabPort {
  readonly members: readonly string[];
}

export interface FdbEntry {
  readonly mac: Mac;
  readonly vlan: number;
  readonly port: string;
  /** `self`: the switch itself owns the address. */
  readonly type: 'dynamic' | 'self';
}

export interface CdpFacts {
  readonly deviceId: string;
  readonly platform: string;
  readonly capabilities: string;
  readonly port: string;
  readonly version: string;
}

export interface LabNeighbour {
  readonly port: string;
  /** False: heard by CDP alone. */
  readonly lldp: boolean;
  readonly chassisKind: 'mac' | 'address';
  readonly chassis: string;
  readonly portKind: 'interface' | 'mac' | 'local';
  readonly remotePort: string;
  readonly portDescription: string;
  readonly name: string;
  /** May hold line feeds, as real descriptions do. */
  readonly description: string;
  readonly supported: readonly Capability[];
  readonly enabled: readonly Capability[];
  readonly address: string | undefined;
  readonly cdp: CdpFacts | undefined;
}

export interface ArpEntry {
  readonly ip: string;
  readonly mac: Mac;
  readonly vlan: number;
  readonly self: boolean;
  readonly ageMin: number;
}

export interface LabVlan {
  readonly vlan: number;
  readonly name: string;
}

export interface LabDevice {
  readonly hostname: string;
  readonly platform: PlatformId;
  readonly tier: Tier;
  /** `F03`, or `MDF` for the machine room. */
  readonly floor: string;
  readonly model: string;
  readonly version: string;
  readonly serial: string;
  /** Stack members. */
  readonly members: number;
  readonly baseMac: Mac;
  /** Address of the switch itself in the management VLAN. */
  readonly sviMac: Mac;
  readonly address: string;
  readonly uptimeMs: number;
  /** LLDP and CDP are running. */
  readonly lldp: boolean;
  readonly vlans: readonly LabVlan[];
  readonly ports: readonly LabPort[];
  readonly lags: readonly LabLag[];
  /** Sorted by VLAN, then address. */
  readonly fdb: readonly FdbEntry[];
  readonly neighbours: readonly LabNeighbour[];
  readonly arp: readonly ArpEntry[];
}

/**
 * What an address really is:
 *   edge             one host (PC, printer, server) alone on its port
 *   phone, phone-pc  a phone, and the PC plugged into it
 *   ap, ap-client    an access point, and one of its wireless clients
 *   hypervisor, hypervisor-vm   an ESXi host's own address, and one of its machines
 *   host-lag         a server behind a port channel, no neighbour announced
 *   hub              one of several PCs behind an unmanaged mini switch
 *   virtual-gateway  a VRRP or HSRP address of the core
 *   infra            a managed switch's own address
 *   quiet            a host that has aged out of every table
 *   moved            a host that is now at `port`, while its former switch still holds the old row
 */
export const endpointClasses = [
  'edge',
  'phone',
  'phone-pc',
  'ap',
  'ap-client',
  'hypervisor',
  'hypervisor-vm',
  'host-lag',
  'hub',
  'virtual-gateway',
  'infra',
  'quiet',
  'moved',
] as const;
export type EndpointClass = (typeof endpointClasses)[number];

export interface PathHop {
  readonly switch: string;
  /** The port toward the address, spelled as in that switch's MAC table. */
  readonly port: string;
}

export interface Truth {
  readonly mac: Mac;
  readonly name: string;
  readonly class: EndpointClass;
  /** The edge: hostname and port name as in the MAC table (`Po10` for a port channel, `Vl10` for a switch's own address). */
  readonly switch: string;
  readonly port: string;
  readonly vlan: number;
  readonly ip: string;
  /** From the gateway to the edge; the last hop is (switch, port). */
  readonly path: readonly PathHop[];
  /** Where a moved host was before. */
  readonly was: PathHop | undefined;
}

export interface Campus {
  readonly seed: number;
  readonly devices: readonly LabDevice[];
  readonly byName: ReadonlyMap<string, LabDevice>;
  readonly truth: ReadonlyMap<Mac, Truth>;
  /** Hostname of the switch that routes: the root of the tree. */
  readonly gateway: string;
}
