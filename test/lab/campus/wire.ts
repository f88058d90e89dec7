/**
 * Cables between switches. Each switch has its tree link, single or a port channel; distribution switches have
 * a second cable to the other core that spanning tree blocks: LLDP speaks over it, no address is learned there.
 */
import type { Random } from '../../../shared/runtime/index.ts';
import { bundle, type Draft, setPort, takePorts } from './draft.ts';
import type { Capability, CdpFacts, LabNeighbour } from './model.ts';
import { chance, oneOf } from './pools.ts';
import { VLAN } from './tiers.ts';

/** Names as the MAC tables write them: the port channel where there is one. Undefined for the root. */
export interface TreeLink {
  /** The upper switch's port toward the lower one. */
  readonly down: string;
  /** The lower switch's port toward the upper one. */
  readonly up: string;
}

export interface WireOptions {
  readonly random: Random;
  readonly lldp: boolean;
}

export function wire(drafts: readonly Draft[], options: WireOptions): (TreeLink | undefined)[] {
  const links = drafts.map((lower) => {
    const upper = lower.parent === undefined ? undefined : drafts[lower.parent];
    if (!upper) return undefined;
    const chained = upper.tier === 'access';
    const pair = lower.tier !== 'access' || (!chained && chance(options.random, 0.6));
    return connect(upper, lower, { ...options, cables: pair ? 2 : 1 });
  });
  const standby = drafts.find((draft) => draft.hostname === 'core-2');
  if (standby) {
    for (const lower of drafts) {
      if (lower.tier === 'distribution') connect(standby, lower, { ...options, cables: 1 });
    }
  }
  return links;
}

function connect(upper: Draft, lower: Draft, options: WireOptions & { readonly cables: number }): TreeLink {
  const { random, cables, lldp } = options;
  const downs = takePorts(upper, upper.tier === 'access' ? 'uplink' : 'first', cables);
  const ups = takePorts(lower, lower.tier === 'access' ? 'uplink' : 'last', cables);
  const tagged = lower.vlans.filter((vlan) => vlan !== VLAN.native && upper.vlans.includes(vlan));
  const trunk = { state: 'up', mode: 'trunk', vlan: VLAN.native, tagged } as const;
  const downName = join(upper, downs, { ...trunk, description: downlinkText(random, lower) });
  const upName = join(lower, ups, { ...trunk, description: uplinkText(random, upper) });
  if (lldp) {
    for (const [cable, down] of downs.entries()) {
      const up = ups[cable] ?? down;
      upper.neighbours.push(heard(down, lower, up, random));
      lower.neighbours.push(heard(up, upper, down, random));
    }
  }
  return { down: downName, up: upName };
}

function join(draft: Draft, ports: readonly string[], change: Parameters<typeof bundle>[2]): string {
  const [only] = ports;
  if (ports.length > 1 || only === undefined) return bundle(draft, ports, change);
  setPort(draft, only, change);
  return only;
}

/** Descriptions on links are blank, helpful or out of date, as in life. */
function uplinkText(random: Random, upper: Draft): string {
  return oneOf(random, [`Uplink to ${upper.hostname}`, '', 'CORE', `to ${upper.hostname}`, 'Printer']);
}

function downlinkText(random: Random, lower: Draft): string {
  return oneOf(random, [lower.hostname, `to ${lower.hostname}`, '', 'Reserved for lab']);
}

const LONG_NAMES: Readonly<Record<string, string>> = {
  Gi: 'GigabitEthernet',
  Te: 'TenGigabitEthernet',
  Tw: 'TwentyFiveGigE',
  Po: 'Port-channel',
};

/** `Gi1/0/1` -> `GigabitEthernet1/0/1`. */
export function longPortName(name: string): string {
  return `${LONG_NAMES[name.slice(0, 2)] ?? name.slice(0, 2)}${name.slice(2)}`;
}

/** What a switch hears of another switch on the cable that ends at `remotePort` there. */
function heard(port: string, remote: Draft, remotePort: string, random: Random): LabNeighbour {
  const cisco = remote.hardware.platform === 'cisco_ios';
  // Dell switches send neither name nor capabilities until they are told to; some never were.
  const terse = !cisco && chance(random, 0.2);
  const routes: readonly Capability[] = remote.tier === 'access' ? ['bridge'] : ['bridge', 'router'];
  return {
    port,
    lldp: true,
    chassisKind: 'mac',
    chassis: remote.baseMac,
    portKind: 'interface',
    remotePort,
    portDescription: terse ? '' : cisco ? longPortName(remotePort) : remotePort,
    name: terse ? '' : cisco ? `${remote.hostname}.campus.example` : remote.hostname,
    description: terse ? '' : softwareText(remote),
    supported: terse ? [] : ['bridge', 'router'],
    enabled: terse ? [] : routes,
    address: terse ? undefined : remote.address,
    cdp: cisco ? switchCdp(remote, remotePort) : undefined,
  };
}

function softwareText(remote: Draft): string {
  const { platform, model, version } = remote.hardware;
  if (platform === 'dell_os6') return `Dell Networking ${model}, ${version}, Linux 3.6.5`;
  return `${iosBanner(model, version)}\nTechnical Support: http://www.cisco.com/techsupport\nCompiled Thu 09-Jul-20 21:49 by mcpre`;
}

/** First line of `show version` and of the LLDP description of an IOS switch. */
export function iosBanner(model: string, version: string): string {
  const family = model.startsWith('WS-C29')
    ? 'C2960X Software (C2960X-UNIVERSALK9-M)'
    : 'Catalyst L3 Switch Software (CAT9K_IOSXE)';
  return `Cisco IOS Software, ${family}, Version ${version}, RELEASE SOFTWARE (fc3)`;
}

function switchCdp(remote: Draft, remotePort: string): CdpFacts {
  return {
    deviceId: `${remote.hostname}.campus.example`,
    platform: `cisco ${remote.hardware.model}`,
    capabilities: remote.tier === 'access' ? 'Switch IGMP' : 'Router Switch IGMP',
    port: longPortName(remotePort),
    version: iosBanner(remote.hardware.model, remote.hardware.version),
  };
}
